"""The verbs at the desk: who may take them, what they say, and the Markdown that goes out."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from news.markdown import exporter
from news.models import Alias, Article
from tests.builders import make_article
from tests.news.admin.test_articles import LIST, text_of

State = Article.State


def draft(**changes: object) -> Article:
    return make_article(**{"state": State.DRAFT, "published_at": None, **changes})


def do(client: Client, action: str, *articles: Article):
    """Run an action of the list on these articles."""
    chosen = [article.pk for article in articles]
    return client.post(LIST, {"action": action, "_selected_action": chosen}, follow=True)


def state_of(article: Article) -> str:
    return Article.objects.get(pk=article.pk).state


class TestUnderAnArticle:
    def test_a_button_saves_what_is_typed_and_then_publishes(self, chief, save) -> None:
        article = draft(title="A draft")
        response = save(article, button="news_article_publish", title="Why wards whisper")
        article.refresh_from_db()
        assert article.is_public
        assert article.title == "Why wards whisper"
        assert response.url == reverse("admin:news_article_change", args=[article.pk])
        assert [entry.get_change_message() for entry in LogEntry.objects.order_by("pk")][
            0
        ] == "Publish."

    def test_the_first_publication_gives_the_address_without_the_source(self, chief, save) -> None:
        article = draft(title="Why wards whisper", slug="example-why-wards-whisper")
        save(article, button="news_article_publish")
        assert article.aliases.get().path == "/news/why-wards-whisper"
        save(article, button="news_article_withdraw")
        Alias.objects.all().delete()
        save(article, button="news_article_publish")
        assert not article.aliases.exists()

    def test_an_address_that_leads_elsewhere_is_left_there(self, chief, save) -> None:
        make_article(slug="why-wards-whisper")
        article = draft(title="Why wards whisper", slug="example-why-wards-whisper")
        save(article, button="news_article_publish")
        assert not article.aliases.exists()

    def test_an_article_without_a_body_is_saved_and_stays_a_draft(self, chief, save) -> None:
        article = draft(body="", description="")
        response = save(article, button="news_article_publish", title="Typed in vain?")
        page = chief.get(response.url)
        assert "has no body yet" in text_of(page)
        article.refresh_from_db()
        assert (article.state, article.title) == (State.DRAFT, "Typed in vain?")

    def test_scheduling_asks_for_a_moment_that_is_to_come(self, chief, save) -> None:
        article = draft()
        button = "news_article_schedule"
        assert "Choose the day and the time" in text_of(save(article, button=button))
        past = {"schedule_for_0": "2020-01-01", "schedule_for_1": "10:00"}
        assert "This moment is past" in text_of(save(article, button=button, **past))
        moment = timezone.localtime() + timedelta(days=3)
        to_come = {"schedule_for_0": f"{moment:%Y-%m-%d}", "schedule_for_1": f"{moment:%H:%M}"}
        save(article, button=button, **to_come)
        article.refresh_from_db()
        assert article.is_scheduled
        assert f"{article.published_at:%Y-%m-%d %H:%M}" == f"{moment:%Y-%m-%d %H:%M}"

    def test_a_moment_without_its_button_is_not_passed_over_in_silence(self, chief, save) -> None:
        article = draft()
        response = save(article, schedule_for_0="2030-01-01", schedule_for_1="10:00")
        assert "Saved, but not scheduled" in text_of(chief.get(response.url))
        assert state_of(article) == State.DRAFT

    @pytest.mark.parametrize(
        ("state", "steps"),
        [
            (State.CAPTURED, {"submit", "schedule", "publish"}),
            (State.DRAFT, {"submit", "schedule", "publish"}),
            (State.IN_REVIEW, {"send_back", "schedule", "publish"}),
            (State.PUBLISHED, {"withdraw"}),
            (State.WITHDRAWN, {"schedule", "publish"}),
        ],
    )
    def test_only_the_steps_that_can_be_taken_have_a_button(self, chief, state, steps) -> None:
        article = make_article(state=state)
        page = chief.get(reverse("admin:news_article_change", args=[article.pk]))
        shown = {action.path for action in page.context["actions_submit_line"]}
        assert shown == steps

    def test_a_button_that_is_not_shown_does_nothing(self, editor, save) -> None:
        article = draft()
        save(article, button="news_article_publish")
        assert state_of(article) == State.DRAFT

    def test_an_editor_hands_in_and_a_chief_sends_back(self, chief, save) -> None:
        article = draft()
        save(article, button="news_article_submit")
        assert state_of(article) == State.IN_REVIEW
        save(article, button="news_article_send_back")
        assert state_of(article) == State.DRAFT


class TestOnTheList:
    def test_one_message_says_how_many_and_which_not_and_why(self, chief) -> None:
        ready, bare, public = draft(), draft(title="Bare", body=""), make_article("Out already")
        response = do(chief, "publish_selected", ready, bare, public)
        (message,) = response.context["messages"]
        assert "1 article published. 2 were left as they are:" in str(message)
        assert "“Bare” has no body yet" in str(message)
        assert "“Out already” is published already" in str(message)
        assert state_of(ready) == State.PUBLISHED

    def test_many_failures_are_counted_and_not_recited(self, chief) -> None:
        response = do(chief, "withdraw_selected", *(draft() for _ in range(8)))
        (message,) = response.context["messages"]
        assert "8 were left as they are" in str(message)
        assert "and 3 more" in str(message)

    @pytest.mark.parametrize(
        ("action", "before", "after"),
        [
            ("submit_selected", State.DRAFT, State.IN_REVIEW),
            ("send_back_selected", State.IN_REVIEW, State.DRAFT),
            ("withdraw_selected", State.PUBLISHED, State.WITHDRAWN),
        ],
    )
    def test_each_step_is_taken_for_all(self, chief, action, before, after) -> None:
        articles = [make_article(state=before) for _ in range(2)]
        do(chief, action, *articles)
        assert {state_of(article) for article in articles} == {after}

    def test_who_may_not_publish_is_not_offered_it(self, editor) -> None:
        article = draft()
        page = editor.get(LIST)
        offered = {value for value, _ in page.context["action_form"].fields["action"].choices}
        assert "submit_selected" in offered
        assert not {"publish_selected", "withdraw_selected"} & offered
        do(editor, "publish_selected", article)
        assert state_of(article) == State.DRAFT

    def test_who_may_only_look_changes_nothing(self, db, client) -> None:
        reader = User.objects.create_user("reader", is_staff=True)
        reader.user_permissions.add(Permission.objects.get(codename="view_article"))
        client.force_login(reader)
        article = make_article(tags=("News",))
        url = reverse("admin:news_article_change", args=[article.pk])
        assert client.get(url).status_code == 200
        assert client.post(url, {"title": "Mine"}).status_code == 403
        assert client.get("/admin/").status_code == 200


class TestMarkdown:
    def test_one_article_goes_out_as_its_file(self, chief) -> None:
        article = make_article("Größe – “quoted”", ("Symplur: Telehealth",), tags=("News",))
        response = chief.get(reverse("admin:news_article_export", args=[article.pk]))
        expected = exporter.render(Article.objects.for_export().get())
        assert response.content.decode() == expected
        assert f'filename="{article.md_name}"' in response["Content-Disposition"]
        assert do(chief, "export_selected", article).content.decode() == expected

    def test_several_go_out_as_a_zip_of_their_files(self, chief) -> None:
        articles = [make_article(), make_article()]
        response = do(chief, "export_selected", *articles)
        archive = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
        for article in Article.objects.for_export():
            assert archive.read(exporter.path_of(article)).decode() == exporter.render(article)

    def test_an_article_that_is_not_there_is_not_found(self, chief) -> None:
        for object_id in ("4711", "x"):
            assert chief.get(f"{LIST}{object_id}/export/").status_code == 404

    def test_a_character_that_no_file_can_hold_is_told(self, chief) -> None:
        article = make_article("Broken \x01 title")
        response = chief.get(reverse("admin:news_article_export", args=[article.pk]), follow=True)
        assert response.status_code == 200
