"""Feeds at the desk: added with a look at them, followed, read now, and told in words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from news.models import Capture, Feed, Publication
from tests.news.admin.conftest import shown_form
from tests.news.polled import follow, rss
from tests.site import Site
from tests.site import site as site  # the fixture

pytestmark = pytest.mark.django_db

LIST = "/admin/news/feed/"
ADD = "/admin/news/feed/add/"


def act(client: Any, action: str, *feeds: Feed) -> Any:
    """The page after an action on these rows of the list."""
    chosen = {"action": action, "_selected_action": [feed.pk for feed in feeds]}
    return client.post(LIST, chosen, follow=True)


def told(response: Any) -> str:
    """What the page tells about what was done."""
    return "\n".join(str(message) for message in response.context["messages"])


def change(client: Any, feed: Feed, **changes: str) -> Any:
    url = reverse("admin:news_feed_change", args=[feed.pk])
    posted = {**shown_form(client.get(url).content.decode()), **changes, "_continue": "1"}
    return client.post(url, posted, follow=True)


class TestAdding:
    def test_an_address_is_read_before_it_is_believed(self, chief, site: Site) -> None:
        site.redirect("/old", "/feed", 301)
        site.page("/feed", rss("/a", title="Ward news"))
        chief.post(ADD, {"url": f" {site.at('/old')} ", "title": "", "is_followed": "on"})
        feed = Feed.objects.get()
        assert (feed.url, feed.title, feed.is_followed) == (site.at("/feed"), "Ward news", True)
        assert feed.publication.host == "127.0.0.1"
        assert not Capture.objects.exists()

    def test_its_publication_is_the_site_that_it_names(self, chief, site: Site) -> None:
        head = "<rss><channel><title>T</title><link>https://www.ward.example/</link>"
        site.page("/feed", f"{head}</channel></rss>")
        chief.post(ADD, {"url": site.at("/feed"), "title": "Ours"})
        feed = Feed.objects.get()
        assert (feed.publication.host, feed.title) == ("ward.example", "Ours")

    def test_a_site_that_a_feed_names_and_that_is_none_is_not_believed(self, chief, site) -> None:
        home = f"https://{'h' * 300}.example/"
        site.page("/feed", f"<rss><channel><title>T</title><link>{home}</link></channel></rss>")
        chief.post(ADD, {"url": site.at("/feed"), "title": "Ours"})
        assert Feed.objects.get().publication.host == "127.0.0.1"

    def test_a_publication_that_was_chosen_stays(self, chief, site: Site) -> None:
        site.page("/feed", rss())
        chosen = Publication.objects.at("chosen.example")
        chief.post(ADD, {"url": site.at("/feed"), "publication": chosen.pk})
        assert Feed.objects.get().publication == chosen
        assert Publication.objects.count() == 1

    def test_a_page_is_refused_and_its_feeds_are_named(self, chief, site: Site) -> None:
        link = '<link rel="alternate" type="application/rss+xml" href="/feed">'
        site.page("/", f"<!doctype html><html><head><title>Ward</title>{link}</head></html>")
        page = chief.post(ADD, {"url": site.at("/")})
        assert f"This is a web page. It offers: {site.at('/feed')}" in page.content.decode()
        assert not Feed.objects.exists()
        assert not Publication.objects.exists()

    @pytest.mark.parametrize(
        "address", ["", "ward.example", "ftp://a.example/", "http://10.0.0.1/"]
    )
    def test_what_cannot_be_read_is_refused_in_a_sentence(self, chief, address: str) -> None:
        page = chief.post(ADD, {"url": address})
        (sentence,) = page.context["adminform"].form.errors["url"]
        assert sentence.endswith(".")
        assert not Feed.objects.exists()

    def test_one_that_is_there_already_is_named(self, chief, site: Site) -> None:
        site.page("/feed", rss())
        site.redirect("/old", "/feed", 301)
        follow(site, title="The one")
        page = chief.post(ADD, {"url": site.at("/old")})
        assert "It is in the list already: <a" in page.content.decode()


class TestChanging:
    def test_looking_asks_the_site_nothing_and_changes_nothing(self, chief, site: Site) -> None:
        feed = follow(site, etag='"1"', failures=3, last_error="It is broken.")
        before = Feed.objects.values().get()
        page = change(chief, feed)
        assert "It is broken." in page.content.decode()
        assert "failed 3 times in a row" in page.content.decode()
        assert "(&#x27;" not in page.content.decode()
        assert (Feed.objects.values().get(), site.requests) == (before, [])

    def test_another_address_begins_anew(self, chief, site: Site) -> None:
        site.page("/other", rss())
        later = timezone.now() + timedelta(days=3)
        feed = follow(site, etag='"1"', failures=3, last_error="Broken.", next_check_at=later)
        change(chief, feed, url=site.at("/other"))
        feed.refresh_from_db()
        assert (feed.url, feed.etag, feed.failures, feed.last_error, feed.next_check_at) == (
            site.at("/other"), "", 0, "", None,
        )  # fmt: skip

    def test_the_page_of_a_publication_has_its_feeds(self, chief, site: Site) -> None:
        feed = follow(site, is_followed=False, title="Ward news")
        url = reverse("admin:news_publication_change", args=[feed.publication_id])
        form = shown_form(chief.get(url).content.decode())
        assert form["feeds-0-url"] == feed.url
        chief.post(url, {**form, "feeds-0-is_followed": "on"})
        feed.refresh_from_db()
        assert feed.is_followed

    def test_a_feed_is_added_on_the_page_of_its_publication(self, chief, site: Site) -> None:
        site.page("/feed", rss(title="Ward news"))
        publication = Publication.objects.at("ward.example")
        url = reverse("admin:news_publication_change", args=[publication.pk])
        form = shown_form(chief.get(url).content.decode())
        added = {"feeds-TOTAL_FORMS": "1", "feeds-0-url": site.at("/feed"), "feeds-0-title": ""}
        chief.post(url, {**form, **added})
        feed = Feed.objects.get()
        assert (feed.publication, feed.title) == (publication, "Ward news")


class TestTheList:
    def test_it_tells_in_words_how_each_feed_is(self, chief, site: Site) -> None:
        publication = Publication.objects.at("ward.example")
        for number, changes in enumerate(
            [
                {"is_followed": True},
                {"is_followed": True, "failures": 1, "last_error": "The site is broken."},
                {"is_followed": True, "failures": 4},
                {"last_error": "It is gone for good."},
                {},
            ]
        ):
            Feed.objects.create(
                publication=publication, url=f"https://a.example/{number}", **changes
            )
        page = chief.get(LIST).content.decode()
        for words in ("failed once", "failed 4 times in a row", "ended", "not followed",
                      "The site is broken.", "It is gone for good.", "never"):  # fmt: skip
            assert words in page
        for state, number in (("followed", 3), ("failing", 2), ("known", 2)):
            assert chief.get(LIST, {"state": state}).context["cl"].result_count == number

    def test_it_makes_the_same_number_of_queries_for_2_and_for_20_feeds(self, chief) -> None:
        def queries(rows: int) -> int:
            while (number := Feed.objects.count()) < rows:
                publication = Publication.objects.at(f"{number}.example")
                Feed.objects.create(publication=publication, url=f"https://{number}.example/feed")
            with CaptureQueriesContext(connection) as captured:
                assert len(chief.get(LIST).context["cl"].result_list) == rows
            return len(captured)

        queries(2)
        assert queries(2) == queries(20)

    def test_feeds_are_followed_and_left(self, chief, site: Site) -> None:
        feed = follow(site, is_followed=False, failures=3)
        assert "1 feed is followed now." in told(act(chief, "follow_selected", feed))
        feed.refresh_from_db()
        assert (feed.is_followed, feed.failures) == (True, 0)
        assert "1 feed is no longer followed." in told(act(chief, "unfollow_selected", feed))
        feed.refresh_from_db()
        assert not feed.is_followed

    def test_whoever_may_only_look_changes_nothing(self, client, django_user_model) -> None:
        reader = django_user_model.objects.create_user("reader", is_staff=True)
        reader.user_permissions.set(Permission.objects.filter(codename="view_feed"))
        client.force_login(reader)
        assert client.get(LIST).status_code == 200
        feed = Feed.objects.create(
            publication=Publication.objects.at("ward.example"), url="https://ward.example/feed"
        )
        for action in ("follow_selected", "read_selected", "delete_selected"):
            act(client, action, feed)
        assert Feed.objects.filter(is_followed=False, checked_at=None).exists()


class TestReadingNow:
    def test_what_is_new_is_captured_while_the_editor_looks_on(self, chief, site: Site) -> None:
        site.page("/feed", rss("/a", "/b"))
        page = act(chief, "read_selected", follow(site))
        assert page.redirect_chain[-1][0] == reverse(
            "admin:news_article_captured", args=[Capture.objects.first().batch]
        )

    def test_of_several_feeds_each_is_told(self, chief, site: Site) -> None:
        site.page("/1", rss("/a", title="One"))
        site.page("/2", rss(title="Two"))
        page = act(chief, "read_selected", *(follow(site, f"/{n}", title=f"{n}") for n in "123"))
        first, second, third = told(page).split("\n")
        assert first.startswith("“1”: 1 new. <a href='/admin/news/article/capture/")
        assert second == "“2”: nothing new."
        assert third.startswith("“3”: ")
        assert third.endswith(".")

    def test_of_many_the_others_are_due_at_the_next_run(self, chief, site: Site) -> None:
        later = timezone.now() + timedelta(days=3)
        feeds = [follow(site, f"/{number}", next_check_at=later) for number in range(5)]
        assert "3 are read now" in told(act(chief, "read_selected", *feeds))
        assert Feed.objects.filter(next_check_at=None).count() == 2

    def test_an_editor_who_waits_is_no_robot(self, chief, site: Site) -> None:
        site.page("/robots.txt", "User-agent: *\nDisallow: /", content_type="text/plain")
        site.page("/feed", rss("/a"))
        act(chief, "read_selected", follow(site))
        assert site.asked[0] == "/feed"

    def test_from_the_page_of_a_feed(self, chief, site: Site) -> None:
        site.page("/feed", rss())
        feed = follow(site)
        page = change(chief, feed, _continue="", news_feed_read_this="1")
        assert "“Ward news”: nothing new." in told(page)
        assert page.redirect_chain[-1][0] == reverse("admin:news_feed_change", args=[feed.pk])

    def test_a_look_at_an_address_reads_nothing(self, chief, site: Site) -> None:
        """What changes something is posted: no other site can make an editor do it."""
        chief.get(LIST, {"action": "read_selected", "_selected_action": follow(site).pk})
        assert site.requests == []

    def test_a_worker_is_told_where_one_runs(self, chief, site: Site, settings) -> None:
        settings.TASK_WORKER = True
        settings.FETCH_PAUSE = 0
        site.page("/feed", rss("/a"))
        page = act(chief, "read_selected", follow(site))
        assert "The worker reads them now." in told(page)
        assert Capture.objects.get().is_finished  # the tests' worker is immediate
