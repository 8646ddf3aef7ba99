"""Feeds of a test's own site that are followed, and the hour at which they are read."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from news import polling
from news.models import Capture, Feed, Publication
from news.polling import poll
from tests.site import Site

NOW = datetime(2026, 3, 7, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch, settings) -> list[datetime]:
    """The hour it is, which a test can move: ``clock[0] += timedelta(hours=1)``."""
    settings.FETCH_PAUSE = 0
    hour = [NOW]
    monkeypatch.setattr(timezone, "now", lambda: hour[0])
    return hour


def rss(*paths: str, title: str = "Ward news") -> str:
    """A feed whose entries lead to these paths, the first the newest."""
    items = "".join(
        f"<item><title>About {path}</title><link>{path}</link>"
        f"<description>What {path} says.</description></item>"
        for path in paths
    )
    return f"<rss version='2.0'><channel><title>{title}</title>{items}</channel></rss>"


def follow(site: Site, path: str = "/feed", **changes: object) -> Feed:
    """A feed of the site that is followed."""
    publication = Publication.objects.at("127.0.0.1", "Ward news")
    values = {"url": site.at(path), "publication": publication, "is_followed": True, **changes}
    return Feed.objects.create(**values)


def ordered() -> list[str]:
    """The paths that were ordered to be captured, in their order."""
    return [f"/{url.rpartition('/')[2]}" for url in Capture.objects.values_list("url", flat=True)]


def again(feed: Feed) -> polling.PollReport:
    """Read the feed as it is stored."""
    feed.refresh_from_db()
    return poll(feed)
