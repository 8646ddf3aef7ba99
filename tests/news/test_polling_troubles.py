"""Feeds that move, fail or end: where they are followed, when they are tried again, and why."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from news import polling
from news.polling import Outcome, poll, poll_due
from tests.news.polled import NOW, again, follow, ordered, rss
from tests.news.polled import clock as clock  # the fixture
from tests.site import Site
from tests.site import site as site  # the fixture

pytestmark = pytest.mark.django_db


class TestMoving:
    @pytest.mark.parametrize("status", [301, 308])
    def test_for_good_it_is_followed_there(self, site: Site, status: int) -> None:
        site.redirect("/feed", "/new", status)
        site.page("/new", rss("/a"))
        feed = follow(site)
        poll(feed)
        feed.refresh_from_db()
        assert (feed.url, feed.is_followed, ordered()) == (site.at("/new"), True, ["/a"])

    @pytest.mark.parametrize("status", [302, 303, 307])
    def test_for_a_while_the_address_stays(self, site: Site, status: int) -> None:
        site.redirect("/feed", "/new", status)
        site.page("/new", rss("/a"))
        feed = follow(site)
        poll(feed)
        feed.refresh_from_db()
        assert (feed.url, ordered()) == (site.at("/feed"), ["/a"])

    def test_only_as_far_as_it_is_for_good(self, site: Site) -> None:
        site.redirect("/feed", "/second", 301)
        site.redirect("/second", "/third", 302)
        site.redirect("/third", "/fourth", 301)
        site.page("/fourth", rss("/a"))
        feed = follow(site)
        poll(feed)
        feed.refresh_from_db()
        assert feed.url == site.at("/second")

    def test_to_what_is_no_feed_it_does_not(self, site: Site) -> None:
        site.redirect("/feed", "/parked", 301)
        site.page("/parked", "<!doctype html><html><title>For sale</title>")
        feed = follow(site)
        assert poll(feed).outcome == Outcome.FAILED
        feed.refresh_from_db()
        assert feed.url == site.at("/feed")

    def test_to_a_feed_that_is_there_already_that_one_is_followed(self, site: Site) -> None:
        site.redirect("/feed", "/new", 301)
        site.page("/new", rss("/a"))
        feed, there = follow(site), follow(site, "/new", is_followed=False)
        report = poll(feed)
        assert (report.outcome, report.is_failure, ordered()) == (Outcome.MERGED, False, [])
        feed.refresh_from_db()
        there.refresh_from_db()
        assert (feed.is_followed, there.is_followed) == (False, True)
        assert site.at("/new") in feed.last_error
        assert [one.outcome for one in poll_due()] == [Outcome.READ]

    def test_one_that_nobody_follows_lets_none_be_followed(self, site: Site) -> None:
        site.redirect("/feed", "/new", 301)
        site.page("/new", rss("/a"))
        feed, there = follow(site, is_followed=False), follow(site, "/new", is_followed=False)
        assert poll(feed).outcome == Outcome.MERGED
        there.refresh_from_db()
        assert (there.is_followed, ordered()) == (False, [])


class TestTrouble:
    def test_each_failure_puts_the_next_try_off_twice_as_long(
        self, site: Site, clock: list[datetime]
    ) -> None:
        feed, pauses = follow(site), []
        for failures in range(1, 11):
            clock[0] += timedelta(days=4)
            assert again(feed).outcome == Outcome.FAILED
            feed.refresh_from_db()
            assert feed.failures == failures
            pauses.append((feed.next_check_at - clock[0]) / timedelta(hours=1))
        assert pauses == [1, 2, 4, 8, 16, 32, 64, 72, 72, 72]

    def test_the_reason_is_kept_in_a_sentence_until_it_works_again(self, site: Site) -> None:
        feed = follow(site)
        site.page("/feed", "<!doctype html><html><title>Ward</title>")
        report = poll(feed)
        feed.refresh_from_db()
        assert report.problem == feed.last_error
        assert feed.last_error.endswith(".")
        site.page("/feed", rss("/a"))
        again(feed)
        feed.refresh_from_db()
        assert (feed.last_error, feed.failures) == ("", 0)

    def test_a_count_of_failures_has_an_end(self, site: Site) -> None:
        feed = follow(site, failures=polling.MOST_FAILURES)
        poll(feed)
        feed.refresh_from_db()
        assert feed.failures == polling.MOST_FAILURES

    @pytest.mark.parametrize(
        ("wish", "pause"),
        [
            ("7200", timedelta(hours=2)),
            ("60", polling.INTERVAL),
            ("soon", polling.INTERVAL),
        ],
    )
    def test_retry_after_is_honoured(self, site: Site, wish: str, pause: timedelta) -> None:
        feed = follow(site)
        site.page("/feed", "later", status=503, Retry_After=wish)
        poll(feed)
        feed.refresh_from_db()
        assert feed.next_check_at == NOW + pause

    def test_retry_after_is_no_way_to_be_forgotten(self, site: Site) -> None:
        feed = follow(site)
        site.page("/feed", "later", status=503, Retry_After=str(365 * 86400))
        poll(feed)
        feed.refresh_from_db()
        assert NOW + polling.INTERVAL < feed.next_check_at <= NOW + polling.LONGEST_WISH

    def test_waiting_for_our_own_turn_is_no_failure_of_the_feed(self, site: Site) -> None:
        """After a 429 the host is left alone, and its other feeds are not to blame."""
        site.page("/feed", "later", status=429, Retry_After="600")
        site.page("/other", rss("/a"))
        other = follow(site, "/other")
        assert poll(follow(site)).outcome == Outcome.FAILED
        assert poll(other).outcome == Outcome.POSTPONED
        other.refresh_from_db()
        assert (other.failures, other.last_error) == (0, "")
        assert NOW < other.next_check_at <= NOW + timedelta(seconds=601)

    def test_410_ends_the_following_with_a_sentence(self, site: Site) -> None:
        feed = follow(site)
        site.page("/feed", "gone", status=410)
        report = poll(feed)
        feed.refresh_from_db()
        assert (report.outcome, feed.is_followed, feed.next_check_at) == (Outcome.GONE, False, None)
        assert feed.last_error == report.problem == polling.WITHDRAWN

    def test_404_does_not(self, site: Site) -> None:
        feed = follow(site)
        poll(feed)
        feed.refresh_from_db()
        assert feed.is_followed
