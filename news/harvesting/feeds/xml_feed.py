"""RSS, Atom and RDF: washed here first, then read by feedparser."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import feedparser

from news.harvesting.feeds.entries import (
    FeedEntry,
    FeedReading,
    NotAFeed,
    address,
    iso,
    line,
    reading,
    since_the_web,
    summary,
)
from news.harvesting.feeds.washing import wash

_ROOT = re.compile(r"<(?:[A-Za-z][\w-]{0,20}:)?(rss|feed|RDF)(?=[\s>])", re.IGNORECASE)
_MAIL = re.compile(r"[<(]?(?:mailto:)?[^\s<>()@]{1,64}@[^\s<>()]{1,255}[>)]?", re.IGNORECASE)


def read_xml(text: str, url: str) -> FeedReading:
    """The feed in ``text``, which ``url`` gave. Raises ``NotAFeed``."""
    root = _ROOT.search(text)
    if root is None:
        raise NotAFeed(_instead(text))
    kind = "atom" if root[1].lower() == "feed" else "rss"
    washed = wash(text[root.start() :], url)
    if washed is None:
        raise NotAFeed("It begins as a feed does, and then nothing can be read of it.")
    found = feedparser.parse(
        io.BytesIO(washed),  # never a text: feedparser would open what looks like an address
        response_headers={"content-type": "application/xml"},
        resolve_relative_uris=False,
        sanitize_html=False,  # markup is taken away here, not cleaned
    )
    feed, entries = found.get("feed", {}), found.get("entries", [])
    title, home = line(feed.get("title")), address(feed.get("link"), "")
    author = _author(feed) if kind == "atom" else ""  # RFC 4287, 4.2.1: it is that of its entries
    return reading(FeedReading(kind, title, home), [_entry(entry, author) for entry in entries])


def _instead(text: str) -> str:
    start = text[:2_000].lower()
    if "<html" in start or "<!doctype html" in start:
        return "This is a web page, not a feed. Look for the address of the feed on it."
    return "There is no feed here: it is none of RSS, Atom and JSON Feed."


def _entry(found: Mapping[str, Any], author: str) -> FeedEntry | None:
    """One entry; None when it leads nowhere. ``author`` is that of the whole feed."""
    others = (link.get("href") for link in found.get("links", ()) if link.get("rel") == "related")
    links = (found.get("feedburner_origlink"), found.get("link"), *others)
    url = next(filter(None, (address(link, "") for link in links)), "")
    if not url:
        return None
    texts = (found.get("summary"), *(part.get("value") for part in found.get("content", ())))
    return FeedEntry(
        url=url,
        identity=line(found.get("id")),
        title=line(found.get("title")),
        summary=summary(next(filter(None, texts), "")),
        author=_author(found) or author,
        published=_published(found),
    )


def _author(found: Mapping[str, Any]) -> str:
    """The name, without the e-mail address that RSS asks for: ``ann@example.org (Ann Ford)``."""
    name = line(_MAIL.sub(" ", line(found.get("author"))))
    return name[1:-1] if name.startswith("(") and name.endswith(")") else name


def _published(found: dict[str, Any]) -> str:
    for name in ("published", "created", "updated"):
        # dict's own get: feedparser's answers one date in the place of another.
        text, parsed = dict.get(found, name), dict.get(found, f"{name}_parsed")
        if moment := iso(text) or _from_tuple(parsed):
            return moment
    return ""


def _from_tuple(found: time.struct_time | None) -> str:
    """The moment as feedparser reads it, which knows more spellings, and has no other zone."""
    try:
        return since_the_web(datetime(*found[:6], tzinfo=UTC)) if found else ""
    except (ValueError, TypeError):
        return ""
