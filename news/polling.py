"""Feeds that are followed: what is new in them becomes orders to capture.

A feed is read when it is due, with the conditions that its last answer gave. Its new entries, its
memory and its next turn are stored in one transaction of its own; the pages of the entries are read
afterwards, by whoever works off the orders (``news.capturing``).
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from news import capturing
from news.harvesting import harvest_html
from news.harvesting.addresses import address_key, clean
from news.harvesting.feeds import FeedEntry as Entry
from news.harvesting.feeds import FeedReading, NotAFeed, read_feed
from news.harvesting.fetch import Accept, FetchError, Kind, Response, get
from news.harvesting.redirects import lasting_address
from news.models import Article, Capture, Feed, FeedEntry

INTERVAL = timedelta(hours=1)  # between two readings of a feed that answers
LONGEST_PAUSE = timedelta(days=3)  # between two tries of one that does not
LONGEST_WISH = timedelta(days=7)  # what a site may ask for by Retry-After
CHUNK = 500  # keys asked for in one query
CLAIMED_FOR = timedelta(minutes=10)  # longer than any reading takes: then its worker has died
FIRST_TAKE = 20  # entries of a feed that is read for the first time
FORGOTTEN_AFTER = timedelta(days=180)  # since an entry stood in its feed
REMINDED_AFTER = timedelta(days=30)  # so that a reading seldom has to write what it knows
LARGEST = 5 * 1024**2  # bytes of a feed

MOST_FAILURES = 1_000  # more are not counted
GONE = 410

WITHDRAWN = (
    "The site says that this feed is gone for good (410), so it is followed no longer. Look for "
    "another one on the site."
)
TAKEN = "This feed has moved to {}, which is in the list already and takes its place."

STORED = "url title etag last_modified checked_at next_check_at failures last_error".split()


class Outcome(StrEnum):
    READ = "read"
    UNCHANGED = "unchanged"
    POSTPONED = "postponed"
    FAILED = "failed"
    GONE = "gone"
    MERGED = "merged"  # with the feed that stands already where it has moved to


@dataclass(slots=True)
class PollReport:
    """What a reading of one feed brought.

    ``new`` are the entries to capture, ``orders`` their orders; ``entries`` counts those in the
    feed. ``problem`` is a sentence, ``""`` when all went well. ``successor`` is to be followed in
    the place of this feed.
    """

    feed: Feed
    outcome: Outcome
    entries: int = 0
    new: list[Entry] = field(default_factory=list)
    orders: list[Capture] = field(default_factory=list)
    problem: str = ""
    successor: Feed | None = None

    @property
    def is_failure(self) -> bool:
        return self.outcome in (Outcome.FAILED, Outcome.GONE)

    def __str__(self) -> str:
        told = f"{len(self.new)} new of {self.entries}" if self.outcome == Outcome.READ else ""
        return f"{self.outcome}: {self.feed.url}" + (f" ({told})" if told else "")


def due() -> QuerySet[Feed]:
    """The followed feeds whose turn has come, the longest overdue first."""
    now = timezone.now()
    waiting = Feed.objects.filter(Q(next_check_at=None) | Q(next_check_at__lte=now))
    return waiting.filter(is_followed=True).order_by(F("next_check_at").asc(nulls_first=True), "pk")


def poll_due() -> Iterator[PollReport]:
    """Read the feeds that are due, one after the other; a bad one stops no other.

    Another worker may do so at the same time: each feed is read by one of them.
    """
    return poll_each(due())


def poll_each(feeds: QuerySet[Feed], *, dry_run: bool = False) -> Iterator[PollReport]:
    """Read these feeds, due or not, each in its turn and its own transaction."""
    for pk, turn in list(feeds.values_list("pk", "next_check_at")):
        if dry_run or _claim(pk, turn):
            yield from (poll(feed, dry_run=dry_run) for feed in Feed.objects.filter(pk=pk))


def poll(feed: Feed, *, dry_run: bool = False, background: bool = True) -> PollReport:
    """Read a feed now and order what is new in it. Nothing is captured yet.

    ``dry_run`` stores nothing: the report names the entries that would be ordered. ``background``
    minds robots.txt and the pace of hosts; an editor who waits for it is no robot.
    """
    report = PollReport(feed, Outcome.UNCHANGED)
    asked = feed.url
    try:
        response = get(
            asked,
            accept=Accept.FEED,
            max_bytes=LARGEST,
            background=background,
            etag=feed.etag,
            last_modified=feed.last_modified,
        )
        reading = None if response.not_modified else reading_of(response)
    except (FetchError, NotAFeed) as failure:
        _note_failure(report, failure)
        return report if dry_run else _stored(report, asked, None)
    _note_answer(report, response)
    if not dry_run:
        return _stored(report, asked, reading)
    if reading is not None and report.outcome != Outcome.MERGED:
        _note_new(report, reading)
    return report


def capture_entries() -> Counter[str]:
    """Capture what feeds have brought; how many of the orders ended in which stage."""
    orders = list(Capture.objects.pending().filter(way=Capture.Way.FEED))
    capturing.work_off(orders, background=True)
    return Counter(order.stage for order in orders)


def look_at(url: str) -> tuple[str, FeedReading]:
    """Read the feed at an address that somebody typed: where it lasts, and what it says.

    Raises ``FetchError`` or ``NotAFeed``; of a page that offers feeds, the sentence names them.
    """
    try:
        response = get(url, accept=Accept.FEED, max_bytes=LARGEST)
    except FetchError as failure:
        if failure.kind == Kind.NOT_A_PAGE and (offered := feeds_offered_by(url)):
            raise NotAFeed(f"This is a web page. It offers: {' '.join(offered)}") from failure
        raise
    return lasting_address(url, response), reading_of(response)


def feeds_offered_by(url: str) -> list[str]:
    """The addresses of the feeds that a page names; empty when it cannot be read."""
    try:
        page = get(url, accept=Accept.PAGE, max_bytes=LARGEST)
    except FetchError:
        return []
    return [link.url for link in harvest_html(page.content, page.url, page.content_type).feeds]


def begin_anew(feed: Feed) -> None:
    """Forget, without saving, how earlier readings of a feed went, so that it is due now."""
    feed.etag = feed.last_modified = feed.last_error = ""
    feed.failures, feed.next_check_at = 0, None


def reading_of(response: Response) -> FeedReading:
    """The feed that an address gave. Raises ``NotAFeed``."""
    return read_feed(response.content, response.url, response.headers.get("Content-Type"))


def _claim(pk: int, turn: datetime | None) -> bool:
    """Take a feed on oneself whose turn was at ``turn``, unless somebody has taken it since."""
    untaken = Feed.objects.filter(pk=pk, next_check_at=turn)
    return bool(untaken.update(next_check_at=timezone.now() + CLAIMED_FOR))


# --- What an answer means for the feed ----------------------------------------------------------


def _note_answer(report: PollReport, response: Response) -> None:
    """Take over from an answer what the next call needs, to the letter."""
    feed = report.feed
    for name, header in (("etag", "ETag"), ("last_modified", "Last-Modified")):
        value = response.headers.get(header, "")
        if value or not response.not_modified:
            fits = len(value) <= Feed._meta.get_field(name).max_length and value.isprintable()
            setattr(feed, name, value if fits else "")
    feed.failures, feed.last_error = 0, ""
    feed.checked_at = timezone.now()
    feed.next_check_at = feed.checked_at + INTERVAL
    _move(report, lasting_address(feed.url, response))


def _move(report: PollReport, address: str) -> None:
    """Follow the feed to where it has moved for good; a feed that is known there takes over."""
    feed = report.feed
    if address == feed.url or len(address) > Feed._meta.get_field("url").max_length:
        return
    there = Feed.objects.filter(url=address).first()
    if there is None:
        feed.url = address
        return
    report.successor = there if feed.is_followed else None
    report.outcome, report.problem = Outcome.MERGED, TAKEN.format(address)
    _follow_no_longer(feed, report.problem)


def _note_failure(report: PollReport, failure: FetchError | NotAFeed) -> None:
    """Put the next try off: each time twice as long, and at least as long as the site asks for."""
    feed = report.feed
    status, wish = getattr(failure, "status", None), getattr(failure, "retry_after", None)
    wished = min(timedelta(seconds=wish or 0), LONGEST_WISH)
    report.outcome, report.problem = Outcome.FAILED, str(failure)
    if wish and status is None:  # we have asked this host too often, which is not its fault
        report.outcome = Outcome.POSTPONED
        feed.next_check_at = timezone.now() + wished
        return
    feed.failures = min(feed.failures + 1, MOST_FAILURES)
    feed.last_error = report.problem
    feed.checked_at = timezone.now()
    pause = min(INTERVAL * 2 ** min(feed.failures - 1, 10), LONGEST_PAUSE)
    feed.next_check_at = feed.checked_at + max(pause, wished)
    if status == GONE:
        report.outcome, report.problem = Outcome.GONE, WITHDRAWN
        _follow_no_longer(feed, WITHDRAWN)


def _follow_no_longer(feed: Feed, sentence: str) -> None:
    feed.is_followed, feed.next_check_at, feed.last_error = False, None, sentence


# --- What is new in it --------------------------------------------------------------------------


def _stored(report: PollReport, asked: str, reading: FeedReading | None) -> PollReport:
    """Store everything that one reading changes, or nothing."""
    feed, fields = report.feed, STORED
    with transaction.atomic():
        if not Feed.objects.select_for_update().filter(pk=feed.pk, url=asked).exists():
            return report  # an editor has changed or deleted it meanwhile
        if report.successor is not None:
            Feed.objects.filter(pk=report.successor.pk).update(is_followed=True, next_check_at=None)
        if reading is not None and report.outcome != Outcome.MERGED:
            _note_new(report, reading)
            _remember(feed, reading)
            report.orders = _order(report.new)
        if report.outcome in (Outcome.GONE, Outcome.MERGED):
            fields = [*STORED, "is_followed"]
        feed.save(update_fields=fields)
    return report


def _note_new(report: PollReport, reading: FeedReading) -> None:
    """Name the entries that neither a feed nor an article has brought yet."""
    feed = report.feed
    feed.title = feed.title or reading.title[:300]
    report.outcome, report.entries = Outcome.READ, len(reading.entries)
    keys = {entry: _keys(feed, entry) for entry in reading.newest_first()}
    known = _known({key for pair in keys.values() for key in pair})
    for entry, pair in keys.items():
        if known.isdisjoint(pair):
            report.new.append(entry)
            known.update(pair)
    if not feed.entries.exists():
        del report.new[FIRST_TAKE:]


def _keys(feed: Feed, entry: Entry) -> tuple[str, str]:
    """By which an entry is known again: its identity in this feed, its address in any."""
    identity = hashlib.sha256(f"{feed.pk}\n{entry.identity}".encode()).hexdigest()
    return identity, address_key(clean(entry.url)) or identity


def _known(keys: set[str]) -> set[str]:
    """Those that stood in a feed before, or are the addresses of articles."""
    found: set[str] = set()
    for chunk in _chunks(sorted(keys)):
        found |= set(FeedEntry.objects.filter(key__in=chunk).values_list("key", flat=True))
        articles = Article.objects.filter(address_key__in=chunk)
        found |= set(articles.values_list("address_key", flat=True))
    return found


def _remember(feed: Feed, reading: FeedReading) -> None:
    """Keep in mind what stands in the feed, and forget what has not stood there for long."""
    now = timezone.now()
    for chunk in _chunks(sorted({key for one in reading.entries for key in _keys(feed, one)})):
        kept = FeedEntry.objects.filter(feed=feed, key__in=chunk)
        kept.filter(seen_at__lt=now - REMINDED_AFTER).update(seen_at=now)
        known = set(kept.values_list("key", flat=True))
        new = [FeedEntry(feed=feed, key=key, seen_at=now) for key in chunk if key not in known]
        FeedEntry.objects.bulk_create(new, ignore_conflicts=True)
    FeedEntry.objects.filter(feed=feed, seen_at__lt=now - FORGOTTEN_AFTER).delete()


def _order(entries: Sequence[Entry]) -> list[Capture]:
    """An order for each entry. The newest comes last, so that it stands first at the desk."""
    orders: list[Capture] = []
    oldest_first = list(reversed(entries))
    for chunk in _chunks(oldest_first, capturing.MOST_AT_ONCE):
        orders += capturing.order(
            [entry.url for entry in chunk],
            way=Capture.Way.FEED,
            hints=[_hints(entry) for entry in chunk],
        )
    return orders


def _hints(entry: Entry) -> dict[str, str]:
    """What the feed says of an entry, by the names of what a page says of itself."""
    said = {
        "title": entry.title,
        "description": entry.summary,
        "author": entry.author,
        "date": entry.published,
    }
    return {name: value for name, value in said.items() if value}


def _chunks(items: Sequence, size: int = CHUNK) -> Iterator[Sequence]:
    return (items[start : start + size] for start in range(0, len(items), size))
