"""What every kind of feed gives, and the cleaning that every text of it passes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

from news.harvesting.reading.answers import plain
from news.harvesting.reading.moments import moment
from news.rendering import excerpt

MOST_ENTRIES = 1_000  # read of one feed; feeds that keep more begin with the newest
MOST_CHILDREN = 40  # elements, or authors, of one entry
LONGEST_TEXT = 20_000  # characters of a summary, before its markup is taken away
LONGEST_LINE = 1_000  # characters of anything else
LONGEST_ADDRESS = 2_000
LONGEST_SUMMARY = 500  # characters of it that are kept

_OTHERS = re.compile(r"[\x00-\x20\x7f\s]")


class NotAFeed(ValueError):
    """Bytes in which there is no feed; says in a sentence what they are instead."""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry. ``published`` is ISO 8601 as precise as the feed, ``''`` when it is silent.

    ``identity`` stays the same as long as the feed means the same entry.
    """

    url: str
    identity: str
    title: str = ""
    summary: str = ""
    author: str = ""
    published: str = ""


@dataclass(frozen=True, slots=True)
class FeedReading:
    """A feed as it was read, its entries in its own order.

    ``kind`` is ``rss``, ``atom`` or ``json``. ``skipped`` counts the entries that lead nowhere.
    """

    kind: str
    title: str = ""
    home: str = ""
    entries: tuple[FeedEntry, ...] = ()
    skipped: int = 0

    def newest_first(self) -> list[FeedEntry]:
        """The entries by their date; those without one stay where the feed has them."""
        dated = [entry for entry in self.entries if entry.published]
        order = iter(sorted(dated, key=lambda entry: instant(entry.published), reverse=True))
        return [next(order) if entry.published else entry for entry in self.entries]


def reading(feed: FeedReading, read: Sequence[FeedEntry | None]) -> FeedReading:
    """The feed with its entries, each once and each with an identity.

    Some feeds give all their entries the same identity: then it is none.
    """
    there = [entry for entry in read if entry is not None]
    uses = Counter(entry.identity for entry in there)
    identified = (
        entry
        if entry.identity and uses[entry.identity] == 1
        else replace(entry, identity=entry.url)
        for entry in there
    )
    each_once = {entry.identity: entry for entry in identified}
    return replace(feed, entries=tuple(each_once.values()), skipped=len(read) - len(there))


def address(value: object, base: str) -> str:
    """The absolute web address that is meant; ``''`` if none, too long, or only ``base`` again."""
    if not isinstance(value, str) or not value.strip():
        return ""
    try:
        is_relative = not urlsplit(value.strip()).netloc
        url = urljoin(base, value.strip())
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname or _OTHERS.search(url):
        return ""
    if (is_relative and url == base) or len(url) > LONGEST_ADDRESS:
        return ""
    return url.encode("utf-8", "ignore").decode()


def line(value: object) -> str:
    """One line of text without markup, in a bounded length, fit for any database."""
    if isinstance(value, str):
        value = value[:LONGEST_LINE].encode("utf-8", "ignore").decode()
    return plain(value)


def summary(value: object) -> str:
    """The beginning of a text without its markup."""
    if not isinstance(value, str):
        return ""
    text = value[:LONGEST_TEXT].encode("utf-8", "ignore").decode().replace("\0", "")
    return excerpt(text, "html", LONGEST_SUMMARY, at_word=True)


def iso(value: object) -> str:
    """A day or moment as ISO 8601, in its own zone; ``''`` if it is none."""
    text = value.strip()[:100] if isinstance(value, str) else ""
    found = _by_standard(text)
    if found is None:
        return moment(text)
    is_day = len(text) == len("2026-01-31")
    return since_the_web(found)[:10] if is_day else since_the_web(found)


def _by_standard(text: str) -> datetime | None:
    """As Atom and JSON Feed write it (ISO 8601), or as RSS does (RFC 822)."""
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        with suppress(ValueError, TypeError, IndexError, OverflowError):
            return read(text)
    return None


def since_the_web(found: datetime) -> str:
    """ISO 8601; ``''`` for the zero of some clock, which is before there were feeds."""
    return found.isoformat() if found.year >= 1990 else ""


def instant(iso_date: str) -> float:
    """Seconds by which moments can be told apart; one without a zone counts as UTC."""
    found = datetime.fromisoformat(iso_date)
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()
