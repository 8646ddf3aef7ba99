"""Feeds that are followed: what is new reaches the desk once, whatever the site does."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from news import capturing, editing, polling
from news.models import Article, Capture, Feed, FeedEntry
from news.polling import Outcome, poll, poll_due
from tests.builders import make_article
from tests.news.polled import NOW, again, follow, ordered, rss
from tests.news.polled import clock as clock  # the fixture
from tests.site import Answer, Request, Site
from tests.site import site as site  # the fixture

pytestmark = pytest.mark.django_db


XML = "application/rss+xml"


class TestWhatIsNew:
    def test_an_entry_becomes_an_order_with_what_the_feed_says_of_it(self, site: Site) -> None:
        item = (
            "<item><title>Night shift</title><link>/night?utm_source=rss</link>"
            "<description>Nurses at work.</description><author>a@b.example (Ann Ford)</author>"
            "<pubDate>Sat, 07 Mar 2026 22:30:00 -0500</pubDate></item>"
        )
        site.page("/feed", f"<rss><channel>{item}</channel></rss>", content_type=XML)
        report = poll(follow(site))
        (order,) = Capture.objects.all()
        assert (report.outcome, report.entries, report.orders) == (Outcome.READ, 1, [order])
        assert (order.url, order.way, order.user, order.stage) == (
            site.at("/night?utm_source=rss"), "feed", None, "waiting",
        )  # fmt: skip
        assert order.hints == {
            "title": "Night shift",
            "description": "Nurses at work.",
            "author": "Ann Ford",
            "date": "2026-03-07T22:30:00-05:00",
        }

    def test_what_was_ordered_once_is_not_ordered_again(self, site: Site) -> None:
        feed = follow(site)
        site.page("/feed", rss("/a", "/b"))
        poll(feed)
        site.page("/feed", rss("/c", "/a", "/b"))
        report = again(feed)
        assert [entry.title for entry in report.new] == ["About /c"]
        assert ordered() == ["/b", "/a", "/c"]

    def test_an_article_that_was_discarded_does_not_come_back(self, site: Site) -> None:
        feed = follow(site)
        site.page("/feed", rss("/a"))
        site.page("/a", "<title>A story of the ward</title>")
        poll(feed)
        polling.capture_entries()
        editing.discard(Article.objects.get())
        assert again(feed).new == []
        # Nor under another identity, nor by another feed.
        feed.entries.exclude(key=polling.address_key(site.at("/a"))).delete()
        assert again(feed).new == []
        site.page("/other", rss("/a"))
        assert poll(follow(site, "/other")).new == []

    def test_what_medigy_has_already_is_not_ordered(self, site: Site) -> None:
        make_article(clean_url=site.at("/a/"))
        site.page("/feed", rss("/a", "/b"))
        poll(follow(site))
        assert ordered() == ["/b"]

    def test_an_entry_in_two_feeds_is_ordered_once(self, site: Site) -> None:
        site.page("/feed", rss("/a?utm_source=one", "/b"))
        site.page("/other", rss("/a?utm_source=two", "/c"))
        poll(follow(site))
        poll(follow(site, "/other"))
        assert [path.partition("?")[0] for path in ordered()] == ["/b", "/a", "/c"]

    def test_two_feeds_may_number_their_entries_alike(self, site: Site) -> None:
        for path in ("feed", "other"):
            item = f"<item><link>/{path}-1</link><guid isPermaLink='false'>1</guid></item>"
            site.page(f"/{path}", f"<rss><channel>{item}</channel></rss>")
            poll(follow(site, f"/{path}"))
        assert ordered() == ["/feed-1", "/other-1"]

    def test_an_entry_that_only_moved_is_not_new(self, site: Site) -> None:
        feed = follow(site)
        for path in ("/old", "/new"):
            item = f"<item><link>{path}</link><guid isPermaLink='false'>1</guid></item>"
            site.page("/feed", f"<rss><channel>{item}</channel></rss>")
            again(feed)
        assert ordered() == ["/old"]

    def test_the_first_reading_takes_the_newest_20_and_no_later_one_the_rest(
        self, site: Site
    ) -> None:
        feed = follow(site)
        paths = [f"/{number}" for number in range(30)]
        site.page("/feed", rss(*paths))
        report = poll(feed)
        assert (report.entries, len(report.new)) == (30, 20)
        assert ordered() == paths[19::-1]
        site.page("/feed", rss("/30", *paths))
        again(feed)
        assert ordered()[20:] == ["/30"]

    def test_more_than_one_batch_can_be_new_at_once(self, site: Site) -> None:
        feed = follow(site)
        site.page("/feed", rss("/first"))
        poll(feed)
        site.page("/feed", rss(*(f"/{number}" for number in range(150))))
        assert len(again(feed).orders) == 150

    def test_what_has_long_left_the_feed_is_forgotten_and_what_stands_there_is_not(
        self, site: Site, clock: list[datetime]
    ) -> None:
        feed = follow(site)
        site.page("/feed", rss("/a", "/b"))
        poll(feed)
        site.page("/feed", rss("/a"))
        for _ in range(7):
            clock[0] += polling.REMINDED_AFTER + timedelta(hours=1)
            again(feed)
        assert len(ordered()) == 2
        kept = set(FeedEntry.objects.values_list("key", flat=True))
        assert polling.address_key(site.at("/a")) in kept
        assert polling.address_key(site.at("/b")) not in kept

    def test_a_dry_run_names_what_is_new_and_stores_nothing(self, site: Site) -> None:
        feed = follow(site)
        before = Feed.objects.values().get()
        site.page("/feed", rss("/a"))
        report = poll(feed, dry_run=True)
        assert [entry.url for entry in report.new] == [site.at("/a")]
        assert Feed.objects.values().get() == before
        assert not Capture.objects.exists()
        assert not FeedEntry.objects.exists()

    def test_a_reading_that_cannot_be_stored_changes_nothing(
        self, site: Site, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        feed = follow(site)
        before = Feed.objects.values().get()
        site.page("/feed", rss("/a"), ETag='"1"')

        def refuse(*_: object, **__: object) -> None:
            raise capturing.CaptureError("No.")

        monkeypatch.setattr(capturing, "order", refuse)
        with pytest.raises(capturing.CaptureError):
            poll(feed)
        assert Feed.objects.values().get() == before
        assert not FeedEntry.objects.exists()


class TestTheArticles:
    def test_they_wait_at_the_desk_as_captured(self, site: Site) -> None:
        site.page("/feed", rss("/a"))
        site.page("/a", "<title>A story of the ward</title>")
        poll(follow(site))
        assert polling.capture_entries() == {"done": 1}
        article = Article.objects.get()
        assert (article.state, article.title) == ("captured", "A story of the ward")

    def test_one_whose_page_cannot_be_read_has_what_the_feed_says(self, site: Site) -> None:
        site.page("/feed", rss("/a"))
        poll(follow(site))
        assert polling.capture_entries() == {"failed": 1}
        article = Article.objects.get()
        assert (article.state, article.title, article.description) == (
            "captured", "About /a", "What /a says.",
        )  # fmt: skip

    def test_robots_txt_is_honoured_for_feeds_and_for_their_entries(self, site: Site) -> None:
        site.page("/robots.txt", "User-agent: *\nDisallow: /a", content_type="text/plain")
        site.page("/feed", rss("/a"))
        site.page("/a", "<title>A story of the ward</title>")
        poll(follow(site))
        polling.capture_entries()
        assert "/a" not in site.asked
        report = poll(follow(site, "/a.xml"))
        assert (report.outcome, "/a.xml" in site.asked) == (Outcome.FAILED, False)

    def test_orders_that_a_killed_run_left_are_taken_up_by_the_next(self, site: Site) -> None:
        capturing.order([site.at("/a")], way=Capture.Way.FEED)
        capturing.order([site.at("/b")], way=Capture.Way.DESK)
        assert polling.capture_entries() == {"failed": 1}


class TestAsking:
    def test_a_feed_is_asked_with_the_conditions_that_it_gave_to_the_letter(
        self, site: Site
    ) -> None:
        feed = follow(site)
        since = "Sat,  07 Mar 2026 10:00:00 GMT"
        site.page("/feed", rss("/a"), ETag='W/"a, b;1"', Last_Modified=since)
        poll(feed)
        feed.refresh_from_db()
        again(feed)
        headers = site.requests[-1].headers
        assert headers["if-none-match"] == feed.etag != ""
        assert headers["if-modified-since"] == feed.last_modified == since

    def test_304_changes_nothing_but_the_turn(self, site: Site, clock: list[datetime]) -> None:
        def answer(request: Request) -> Answer:
            if request.headers.get("if-none-match") == '"1"':
                return Answer(b"", 304)
            return Answer(rss("/a").encode(), headers=(("ETag", '"1"'), ("Content-Type", XML)))

        site.reply("/feed", answer)
        feed = follow(site)
        poll(feed)
        clock[0] += timedelta(hours=2)
        assert again(feed).outcome == Outcome.UNCHANGED
        feed.refresh_from_db()
        assert (feed.etag, feed.checked_at, feed.next_check_at) == (
            '"1"', clock[0], clock[0] + polling.INTERVAL,
        )  # fmt: skip
        assert len(ordered()) == 1

    def test_conditions_that_a_feed_gives_no_longer_are_dropped(self, site: Site) -> None:
        feed = follow(site, etag='"1"', last_modified="then")
        site.page("/feed", rss("/a"))
        poll(feed)
        feed.refresh_from_db()
        assert (feed.etag, feed.last_modified) == ("", "")

    def test_a_condition_that_is_too_long_to_keep_is_none(self, site: Site) -> None:
        site.page("/feed", rss("/a"), ETag="x" * 301)
        feed = follow(site)
        poll(feed)
        feed.refresh_from_db()
        assert feed.etag == ""

    def test_a_title_given_by_an_editor_stays(self, site: Site) -> None:
        site.page("/feed", rss("/a", title="Theirs"))
        for given, kept in (("", "Theirs"), ("Ours", "Ours")):
            feed = follow(site, title=given)
            poll(feed)
            assert Feed.objects.get().title == kept
            feed.delete()


class TestTurns:
    def test_the_longest_overdue_comes_first_and_the_others_wait(self, site: Site) -> None:
        def turn(path: str, hours: int | None, **changes: object) -> None:
            moment = None if hours is None else NOW + timedelta(hours=hours)
            follow(site, path, next_check_at=moment, **changes)

        turn("/late", -1)
        turn("/later", -2)
        turn("/never", None)
        turn("/now", 0)
        turn("/waits", 1)
        turn("/unfollowed", None, is_followed=False)
        paths = [report.feed.url.removeprefix(site.at("")) for report in poll_due()]
        assert paths == ["/never", "/later", "/late", "/now"]

    def test_a_bad_feed_stops_no_other(self, site: Site) -> None:
        site.page("/1", b"\xff\xfe<\0r\0s\0s\0")
        site.page("/2", rss("/a"))
        for path in ("/0", "/1", "/2"):
            follow(site, path)
        outcomes = [report.outcome for report in poll_due()]
        assert outcomes == [Outcome.FAILED, Outcome.FAILED, Outcome.READ]

    def test_two_workers_read_each_feed_once(self, site: Site) -> None:
        for path in ("/1", "/2"):
            site.page(path, rss(f"{path}-a"))
            follow(site, path)
        one, other = poll_due(), poll_due()
        urls = [next(one).feed.url, next(other).feed.url]
        assert urls == [site.at("/1"), site.at("/2")]
        assert (list(one), list(other)) == ([], [])

    def test_a_feed_whose_worker_died_is_read_by_the_next(
        self, site: Site, clock: list[datetime]
    ) -> None:
        feed = follow(site)
        assert polling._claim(feed.pk, None)
        assert list(poll_due()) == []
        clock[0] += polling.CLAIMED_FOR
        assert len(list(poll_due())) == 1

    def test_what_an_editor_changed_while_it_was_read_is_not_written_over(self, site: Site) -> None:
        feed = follow(site)

        def answer(request: Request) -> Answer:
            return Answer(rss("/a").encode(), headers=(("ETag", '"1"'),))

        site.reply("/feed", answer)
        Feed.objects.update(url=site.at("/other"))
        poll(feed)
        assert Feed.objects.values_list("url", "etag", "checked_at").get() == (
            site.at("/other"), "", None,
        )  # fmt: skip
        assert ordered() == []

    def test_a_feed_that_was_deleted_while_it_was_read_stays_deleted(self, site: Site) -> None:
        feed = follow(site)
        site.page("/feed", rss("/a"))
        Feed.objects.all().delete()
        poll(feed)
        assert not Feed.objects.exists()
        assert ordered() == []

    def test_a_reading_asks_the_database_as_often_for_one_entry_as_for_two_hundred(
        self, site: Site, django_assert_max_num_queries
    ) -> None:
        feed = follow(site)
        site.page("/feed", rss("/first"))
        poll(feed)
        site.page("/feed", rss(*(f"/{number}" for number in range(200))))
        feed.refresh_from_db()
        with django_assert_max_num_queries(20):
            poll(feed)
