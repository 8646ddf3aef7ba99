"""Feeds written for tests, of every kind, and short ways to read them."""

from __future__ import annotations

import json

from news.harvesting.feeds import FeedEntry, FeedReading, read_feed

HERE = "https://news.example.org/feeds/all.xml"
LINK = "<link>https://news.example.org/a</link>"


def rss(*items: str, head: str = "", version: str = "2.0", attributes: str = "") -> bytes:
    """An RSS document around these items."""
    body = "".join(f"<item>{item}</item>" for item in items)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><rss version="{version}"{attributes}>'
        f"<channel>{head}{body}</channel></rss>"
    ).encode()


def atom(*entries: str, head: str = "") -> bytes:
    """An Atom document around these entries."""
    body = "".join(f"<entry>{entry}</entry>" for entry in entries)
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{head}{body}</feed>'.encode()


def feed_of_json(*items: object, **more: object) -> bytes:
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": items, **more}
    return json.dumps(feed).encode()


def only(content: bytes, url: str = HERE, content_type: str | None = None) -> FeedEntry:
    """The one entry of a feed."""
    (entry,) = read_feed(content, url, content_type).entries
    return entry


def urls(reading: FeedReading) -> list[str]:
    return [entry.url for entry in reading.entries]
