"""JSON Feed, in its versions 1 and 1.1 (jsonfeed.org/version/1.1)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from news.harvesting.feeds.entries import (
    LONGEST_LINE,
    MOST_CHILDREN,
    MOST_ENTRIES,
    FeedEntry,
    FeedReading,
    NotAFeed,
    address,
    iso,
    line,
    reading,
    summary,
)


def read_json(text: str, url: str) -> FeedReading:
    """The feed in ``text``, which ``url`` gave. Raises ``NotAFeed``."""
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError) as trouble:
        raise NotAFeed("It begins as a JSON Feed does, and is no whole JSON.") from trouble
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        raise NotAFeed("This is JSON, and no JSON Feed: it has no list of items.")
    read = [_json_entry(item, url) for item in feed["items"][:MOST_ENTRIES]]
    title, home = line(feed.get("title")), address(feed.get("home_page_url"), url)
    return reading(FeedReading("json", title, home), read)


def _json_entry(item: object, base: str) -> FeedEntry | None:
    if not isinstance(item, dict):
        return None
    url = address(item.get("url"), base) or address(item.get("external_url"), base)
    if not url:
        return None
    texts = (item.get(name) for name in ("summary", "content_text", "content_html"))
    moments = (iso(item.get(name)) for name in ("date_published", "date_modified"))
    return FeedEntry(
        url=url,
        identity=line(item.get("id")),
        title=line(item.get("title")),
        summary=summary(next(filter(None, texts), "")),
        author=", ".join(_json_authors(item))[:LONGEST_LINE],
        published=next(filter(None, moments), ""),
    )


def _json_authors(item: Mapping[str, Any]) -> Iterator[str]:
    """The names of its authors; version 1 of the format had one."""
    authors = item.get("authors") or [item.get("author")]
    for author in authors[:MOST_CHILDREN] if isinstance(authors, list) else ():
        if isinstance(author, dict) and (name := line(author.get("name"))):
            yield name
