"""What feeds brought, at the desk: kept as drafts, discarded, taken back, worked on one by one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from news import editing
from news.models import Article, Capture, HarvestRecord
from tests.builders import make_article

State = Article.State
LIST = "/admin/news/article/"
FINDS = f"{LIST}?state=captured"


def find(title: str = "A find", **changes: Any) -> Article:
    return make_article(title, **{"state": State.CAPTURED, "published_at": None, **changes})


def press(client: Client, button: str, article: Article) -> list[str]:
    """Press a row's button; what the list says then."""
    answer = client.post(FINDS, {button: article.pk}, follow=True)
    assert answer.request["QUERY_STRING"] == "state=captured"
    return [str(message) for message in answer.context["messages"]]


class TestTheList:
    def test_a_row_says_what_an_editor_decides_by(self, chief: Client) -> None:
        find(description="Two regions agree.", source_byline="Marta Reis", source_date="2026-11-02")
        words = chief.get(FINDS).content.decode()
        for told in ("A find", "Two regions agree.", "Marta Reis", "2 November 2026"):
            assert told in words

    def test_a_source_that_could_not_be_read_says_why(self, chief: Client) -> None:
        article = find(description="The feed's own words.")
        HarvestRecord.objects.create(article=article, problem="It is gone (410).")
        words = chief.get(FINDS).content.decode()
        assert "It is gone (410)." in words

    def test_only_what_was_captured_has_the_two_buttons(self, chief: Client) -> None:
        find()
        assert "keep_find" in chief.get(FINDS).content.decode()
        assert "keep_find" not in chief.get(LIST).content.decode()
        assert "keep_selected" not in chief.get(LIST).content.decode()

    def test_it_makes_the_same_number_of_queries_for_3_and_for_12_rows(self, chief: Client) -> None:
        def queries(rows: int) -> int:
            while Article.objects.count() < rows:
                HarvestRecord.objects.create(article=find(), problem="Gone.")
            with CaptureQueriesContext(connection) as captured:
                assert len(chief.get(FINDS).context["cl"].result_list) == rows
            return len(captured)

        queries(3)  # content types and the like are read once
        assert queries(3) == queries(12)

    def test_an_empty_list_says_what_fills_it(self, chief: Client) -> None:
        assert "What the feeds that you follow bring" in chief.get(FINDS).content.decode()
        assert "Paste an address into the field above" in chief.get(LIST).content.decode()
        assert "Try fewer words" in chief.get(LIST, {"q": "nothing"}).content.decode()

    def test_who_may_only_look_is_offered_nothing(self, db: None, client: Client) -> None:
        article, looker = find(), User.objects.create_user("looker", is_staff=True)
        looker.user_permissions.add(Permission.objects.get(codename="view_article"))
        client.force_login(looker)
        assert "keep_find" not in client.get(FINDS).content.decode()
        for button in ("keep_find", "discard_find"):
            assert client.post(FINDS, {button: article.pk}).status_code == 403
        assert Article.objects.get().state == State.CAPTURED


class TestDeciding:
    def test_one_press_makes_a_draft(self, editor: Client) -> None:
        article = find()
        assert press(editor, "keep_find", article) == ["1 article in the drafts now."]
        assert Article.objects.get().state == State.DRAFT

    def test_one_press_discards_and_another_takes_it_back(self, editor: Client) -> None:
        article = find(source_url="https://example.org/a?utm_source=rss")
        (told,) = press(editor, "discard_find", article)
        assert "“A find” is discarded." in told
        assert not Article.objects.exists()
        back = editor.get(reverse("admin:news_article_capture"), {"discarded": 1})
        assert back.context["addresses"] == "https://example.org/a?utm_source=rss"

    def test_what_somebody_has_worked_on_is_not_discarded_in_passing(self, editor: Client) -> None:
        article = find(state=State.DRAFT)
        (told,) = press(editor, "discard_find", article)
        assert "Delete the others" in told
        assert Article.objects.exists()

    def test_several_are_discarded_at_once(self, editor: Client) -> None:
        chosen = [find(f"Find {number}").pk for number in range(3)]
        data = {"action": "discard_selected", "_selected_action": chosen[:2]}
        answer = editor.post(FINDS, data, follow=True)
        assert "2 articles are discarded." in str([*answer.context["messages"]][0])
        assert [article.pk for article in Article.objects.all()] == chosen[2:]

    def test_a_number_that_is_none_does_nothing(self, editor: Client) -> None:
        find()
        assert editor.post(FINDS, {"keep_find": "x"}).status_code in (200, 302)
        assert Article.objects.get().state == State.CAPTURED


class TestWorkingOnOne:
    def test_saving_a_change_makes_it_a_draft(self, chief: Client, save: Callable) -> None:
        article = find()
        save(article, title="Better")
        assert Article.objects.get().state == State.DRAFT

    def test_looking_at_one_leaves_it_captured(self, chief: Client, save: Callable) -> None:
        article = find()
        save(article)
        assert Article.objects.get().state == State.CAPTURED

    def test_handing_it_in_is_one_step(self, chief: Client, save: Callable) -> None:
        article = find()
        save(article, button="news_article_submit", title="Better")
        assert Article.objects.get().state == State.IN_REVIEW

    def test_it_leads_to_the_next_of_its_batch(self, chief: Client) -> None:
        first, second, third = (find(f"Find {number}") for number in range(3))
        batch = Capture(url="").batch
        for article in (first, second, third):
            Capture.objects.create(batch=batch, article=article, stage=Capture.Stage.DONE)
        editing.keep(first)
        editing.submit(first)
        page = chief.get(reverse("admin:news_article_change", args=[second.pk]))
        assert (page.context["others"].number, page.context["others"].next) == (1, third)
        page = chief.get(reverse("admin:news_article_change", args=[third.pk]))
        assert page.context["others"].next == second

    def test_one_that_was_captured_alone_leads_nowhere(self, chief: Client) -> None:
        article = find()
        Capture.objects.create(article=article, stage=Capture.Stage.DONE)
        page = chief.get(reverse("admin:news_article_change", args=[article.pk]))
        assert page.context["others"] is None
