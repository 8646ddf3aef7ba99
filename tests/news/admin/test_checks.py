"""The inbox of sources: what is shown of each, and what an editor does about it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from news import checking, editing
from news.models import Article, SourceCheck
from tests.builders import make_article
from tests.news.admin.test_feeds import told
from tests.news.test_checking import from_site, page
from tests.site import Site
from tests.site import site as site  # the fixture

pytestmark = pytest.mark.django_db

LIST = "/admin/news/sourcecheck/"


def found(article: Article | None = None, **changes: object) -> SourceCheck:
    """A source in the inbox."""
    values = {
        "article": article or make_article(),
        "verdict": "gone",
        "sentence": "The site has nothing at this address (404).",
        "since": timezone.now(),
        "checked_at": timezone.now(),
        "needs_look": True,
    }
    return SourceCheck.objects.create(**{**values, **changes})


def moved(to: str = "https://example.org/new", **changes: object) -> SourceCheck:
    return found(verdict="moved", moved_to=to, **changes)


def act(client: Any, action: str, *rows: SourceCheck) -> Any:
    """The page after an action on these rows of the list."""
    chosen = {"action": action, "_selected_action": [row.pk for row in rows]}
    return client.post(LIST, chosen, follow=True)


def press(client: Any, button: str, row: SourceCheck) -> Any:
    """The page after a button under one source."""
    url = reverse("admin:news_sourcecheck_change", args=[row.pk])
    return client.post(url, {f"news_sourcecheck_{button}": "1"}, follow=True)


def listed(client: Any, **query: str) -> set[SourceCheck]:
    response = client.get(LIST, query)
    assert response.status_code == 200
    return set(response.context["cl"].result_list)


class TestTheList:
    def test_it_has_what_needs_a_look_and_says_why_and_where_else_to_look(self, chief) -> None:
        article = make_article("Night shift", clean_url="https://ward.example/a",
                               source_date=date(2021, 3, 7))  # fmt: skip
        moved("https://ward.example/new", article=article, sentence="It moved.")
        text = chief.get(LIST).content.decode()
        for part in (
            "Night shift",
            "It moved.",
            'href="https://ward.example/a"',
            'href="https://ward.example/new"',
            'href="https://web.archive.org/web/20210307/https://ward.example/a"',
            reverse("admin:news_article_change", args=[article.pk]),
        ):
            assert part in text

    def test_what_was_dismissed_is_found_elsewhere_and_what_is_well_nowhere(self, chief) -> None:
        inbox, dismissed = found(), found(needs_look=False)
        found(verdict="alive", needs_look=False)
        assert listed(chief) == {inbox}
        assert listed(chief, where="dismissed") == {dismissed}

    def test_what_readers_do_not_see_any_more_needs_no_look(self, chief) -> None:
        row = found()
        editing.withdraw(row.article)
        assert listed(chief) == set()

    def test_it_narrows_by_verdict_and_words(self, chief) -> None:
        gone, away = found(make_article("Night shift")), moved()
        assert listed(chief, verdict__exact="moved") == {away}
        assert listed(chief, q="night") == {gone}

    def test_an_address_that_is_none_is_no_link(self, chief) -> None:
        moved("javascript:alert(1)", article=make_article(clean_url="javascript:alert(2)"))
        text = chief.get(LIST).content.decode()
        assert "javascript:alert" not in text.replace("web/20260101/javascript:alert(2)", "")

    def test_it_makes_the_same_number_of_queries_for_2_and_for_20_rows(self, chief) -> None:
        def queries(rows: int) -> int:
            while SourceCheck.objects.count() < rows:
                moved()
            with CaptureQueriesContext(connection) as captured:
                assert len(listed(chief)) == rows
            return len(captured)

        queries(2)
        assert queries(2) == queries(20)

    def test_nothing_is_added_or_deleted_by_hand(self, chief) -> None:
        row = found()
        assert chief.get(f"{LIST}add/").status_code == 403
        assert chief.post(f"{LIST}{row.pk}/delete/", {"post": "yes"}).status_code == 403


class TestTakingTheNewAddress:
    def test_the_article_leads_there_and_its_history_says_so(self, chief) -> None:
        row = moved()
        answer = act(chief, "take_new_addresses", row, found())
        assert told(answer) == "1 article leads to the new address now."
        row.article.refresh_from_db()
        assert row.article.clean_url == "https://example.org/new"
        assert listed(chief).isdisjoint({row})
        (entry,) = LogEntry.objects.all()
        assert "https://example.org/new" in entry.get_change_message()
        assert entry.get_edited_object() == row.article

    def test_one_that_is_taken_already_is_refused_in_words(self, chief) -> None:
        make_article("Other", clean_url="https://example.org/new")
        row = moved()
        answer = act(chief, "take_new_addresses", row)
        assert "“Other” comes from there already" in told(answer)
        assert listed(chief) == {row}

    def test_where_nothing_moved_nothing_changes(self, chief) -> None:
        assert "None of these has moved" in told(act(chief, "take_new_addresses", found()))

    def test_by_a_button_that_only_what_moved_has(self, chief) -> None:
        row, lost = moved(), found()
        for one, has in ((row, True), (lost, False)):
            url = reverse("admin:news_sourcecheck_change", args=[one.pk])
            assert ("news_sourcecheck_take_new_address" in chief.get(url).content.decode()) is has
        press(chief, "take_new_address", row)
        row.article.refresh_from_db()
        assert row.article.clean_url == "https://example.org/new"


class TestLeavingIt:
    def test_it_leaves_the_inbox_and_the_article_as_it_is(self, chief) -> None:
        one, other = found(), moved()
        before = list(Article.objects.values())
        answer = act(chief, "dismiss_selected", one, other)
        assert told(answer) == "2 sources are left as found."
        assert listed(chief) == set()
        assert list(Article.objects.values()) == before
        assert LogEntry.objects.count() == 2

    def test_by_a_button(self, chief) -> None:
        row = found()
        assert "1 source is left as found." in told(press(chief, "dismiss", row))
        assert listed(chief) == set()


class TestLookingAgain:
    def test_what_is_found_is_told(self, chief, site: Site) -> None:
        site.page("/alive", page())
        alive, gone = found(from_site(site, "/alive")), found(from_site(site, "/gone"))
        answer = act(chief, "look_again", alive, gone)
        assert "The source answers." in told(answer)
        assert "127.0.0.1 has nothing at this address (404)." in told(answer)
        assert listed(chief) == {gone}

    def test_by_a_button(self, chief, site: Site) -> None:
        site.page("/alive", page())
        row = found(from_site(site, "/alive"))
        assert "The source answers." in told(press(chief, "look_again_at_this", row))

    def test_of_many_the_others_are_due_at_the_next_run(self, chief, site: Site) -> None:
        later = timezone.now() + checking.USUAL
        rows = [found(from_site(site, f"/{n}"), next_check_at=later) for n in range(7)]
        answer = act(chief, "look_again", *rows)
        assert "5 were looked at" in told(answer)
        assert SourceCheck.objects.filter(next_check_at__lte=timezone.now()).count() == 2

    def test_a_worker_is_told_where_one_runs(self, chief, site: Site, settings) -> None:
        settings.TASK_WORKER, settings.FETCH_PAUSE = True, 0
        site.page("/alive", page())
        answer = act(chief, "look_again", found(from_site(site, "/alive")))
        assert told(answer) == "The worker looks at them now."
        assert listed(chief) == set()


def test_whoever_may_only_look_changes_nothing(client, django_user_model) -> None:
    reader = django_user_model.objects.create_user("reader", is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename="view_sourcecheck"))
    client.force_login(reader)
    row = moved()
    assert listed(client) == {row}
    for action in ("take_new_addresses", "dismiss_selected", "look_again"):
        act(client, action, row)
    for button in ("take_new_address", "dismiss", "look_again_at_this"):
        press(client, button, row)
    row.refresh_from_db()
    assert (row.needs_look, row.verdict) == (True, "moved")
