"""The command that reads feeds: its closing lines, its sentences, its exit codes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from news import tasks
from news.models import Article, Capture, Feed
from tests.news.polled import follow, rss
from tests.news.test_commands import run
from tests.site import Site
from tests.site import site as site  # the fixture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_once(settings) -> None:
    settings.FETCH_PAUSE = 0


def test_nothing_to_do_is_well() -> None:
    assert run("poll_feeds") == (0, "Read 0: 0 new entries, 0 unchanged, 0 failed\n", "")


def test_what_is_new_is_captured_and_counted(site: Site) -> None:
    site.page("/feed", rss("/a", "/b"))
    site.page("/a", "<title>A story of the ward</title>")
    follow(site)
    code, out, err = run("poll_feeds")
    assert (code, err) == (0, "")
    assert out == (
        "Read 1: 2 new entries, 0 unchanged, 0 failed\n"
        "Captured 2: 1 ready, 0 here already, 1 to go on with by hand\n"
    )
    assert set(Article.objects.values_list("state", flat=True)) == {"captured"}


def test_nothing_but_failures_is_1_and_each_is_a_sentence(site: Site) -> None:
    follow(site)
    code, out, err = run("poll_feeds")
    assert (code, out) == (1, "Read 1: 0 new entries, 0 unchanged, 1 failed\n")
    sentence, closing = err.splitlines()
    assert sentence.startswith(f"{site.at('/feed')}: ")
    assert closing == "1 of 1 could not be read; the reasons stand above."


def test_some_failures_are_3(site: Site) -> None:
    site.page("/feed", rss())
    follow(site)
    follow(site, "/broken")
    assert run("poll_feeds")[0] == 3


def test_only_those_whose_turn_it_is_unless_all_are_asked_for(site: Site) -> None:
    site.page("/feed", rss())
    follow(site, next_check_at=timezone.now() + timedelta(hours=1))
    follow(site, "/unfollowed", is_followed=False)
    assert run("poll_feeds")[1].startswith("Read 0:")
    assert run("poll_feeds", "--all")[1].startswith("Read 1:")


def test_one_feed_by_its_address_followed_or_not(site: Site) -> None:
    site.page("/feed", rss("/a"))
    follow(site, is_followed=False)
    follow(site, "/other")
    assert run("poll_feeds", "--feed", site.at("/feed"))[1].startswith("Read 1: 1 new entry")
    code, _, err = run("poll_feeds", "--feed", "https://unknown.example/")
    assert code == 1
    assert err == (
        "No feed was read: Medigy knows none at https://unknown.example/. Add it at the desk first."
    )


def test_a_dry_run_lists_what_is_new_and_stores_nothing(site: Site) -> None:
    site.page("/feed", rss("/a"))
    follow(site)
    code, out, _ = run("poll_feeds", "--dry-run")
    assert (code, out) == (
        0,
        f"new: {site.at('/a')} (About /a)\nRead 1: 1 new entry, 0 unchanged, 0 failed\n",
    )
    assert not Capture.objects.exists()
    assert Feed.objects.get().checked_at is None


def test_at_verbosity_2_every_feed_is_named(site: Site) -> None:
    site.page("/feed", rss("/a"))
    follow(site)
    _, _, err = run("poll_feeds", "--verbosity=2", "--dry-run")
    assert err == f"read: {site.at('/feed')} (1 new of 1)\n"


class TestInTheBackground:
    def test_a_worker_reads_the_feeds_that_are_due(self, site: Site) -> None:
        site.page("/feed", rss("/a"))
        follow(site)
        tasks.read_due_feeds.enqueue()
        assert Capture.objects.get().stage == "failed"
        assert "/a" in site.asked

    def test_a_worker_reads_the_feeds_that_it_is_given(self, site: Site) -> None:
        site.page("/feed", rss("/a"))
        given = follow(site, next_check_at=timezone.now() + timedelta(hours=1))
        follow(site, "/other")
        tasks.read_feeds.enqueue([given.pk])
        assert "/other" not in site.asked
        assert Capture.objects.get().is_finished
