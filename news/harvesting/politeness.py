"""Manners of what runs in the background: robots.txt, and time between two calls to a host.

What is known of a host is kept in Django's cache, so that all workers share it where the cache is
shared. A person who pastes an address is no robot, and is not held back here.
"""

from __future__ import annotations

import functools
import hashlib
import math
import re
import time
from collections.abc import Callable, Iterator
from email.utils import parsedate_to_datetime

from django.core.cache import cache
from protego import Protego

from news.harvesting.failures import FetchError, Kind
from news.harvesting.reach import Target

ROBOT = "medigy"  # the name by which robots.txt may speak to us
MAX_ROBOTS = 512 * 1024  # bytes; what is longer is read up to here
MAX_DELAY = 30  # seconds between two calls, whatever Crawl-delay asks
MAX_PAUSE = 6 * 3600  # seconds; a longer Retry-After is no answer but a refusal
PATIENCE = 60  # seconds that a worker waits for its turn
_KNOWN_FOR = 24 * 3600  # seconds
_UNKNOWN_FOR = 10 * 60

_ALL, _WAIT = "all", "wait"
_FIELD = re.compile(r"(user[- ]agent|allow|disallow|crawl[- ]delay)\s*[:\s]\s*(.*)", re.IGNORECASE)

Robots = Callable[[str], tuple[int, str]]
"""Fetches the address of a robots.txt: its status and text. Raises ``FetchError``."""


def wait_for_turn(target: Target, pause: float, fetch_robots: Robots) -> None:
    """Return once ``target`` may be called.

    ``pause`` is in seconds. Raises ``FetchError`` (blocked) when robots.txt forbids it, or when it
    would take longer than a worker should wait; ``retry_after`` then says for how long.
    """
    _require_no_pause(target)
    rules = _rules(target, fetch_robots)
    if not rules.can_fetch(target.url, ROBOT):
        raise FetchError(
            Kind.BLOCKED,
            f"{target.host} asks programs not to read this page. Open it in a browser, and "
            "capture it from there.",
            url=target.url,
        )
    delay = min(max(pause, rules.crawl_delay(ROBOT) or 0), MAX_DELAY)
    _take_turn(target, math.ceil(delay))


def note_pause(target: Target, seconds: int) -> None:
    """Remember that a host asked to be left alone for so long."""
    if seconds > 0:
        seconds = min(seconds, MAX_PAUSE)
        cache.set(_key("pause", target), time.time() + seconds, seconds)


def seconds_of(retry_after: str) -> int | None:
    """What a ``Retry-After`` asks for, in seconds from now; None if it cannot be read."""
    text = retry_after.strip()
    if re.fullmatch(r"[0-9]{1,9}", text):
        return int(text)
    try:
        return max(0, math.ceil(parsedate_to_datetime(text).timestamp() - time.time()))
    except (ValueError, TypeError, OverflowError):
        return None


def _key(what: str, target: Target) -> str:
    """A key that every cache takes, whatever the host is called."""
    digest = hashlib.sha256(f"{target.scheme}://{target.netloc}".encode()).hexdigest()
    return f"fetch:{what}:{digest[:40]}"


def _require_no_pause(target: Target) -> None:
    left = math.ceil((cache.get(_key("pause", target)) or 0) - time.time())
    if left > 0:
        raise _not_now(target, left)


def _not_now(target: Target, seconds: int) -> FetchError:
    return FetchError(
        Kind.BLOCKED,
        f"{target.host} asks programs to wait for {seconds} s. Medigy comes back later.",
        url=target.url,
        retry_after=seconds,
    )


def _take_turn(target: Target, delay: int) -> None:
    """Wait until no other worker has called this host for ``delay`` seconds."""
    key, waited = _key("turn", target), 0.0
    while delay > 0 and not cache.add(key, time.time() + delay, delay):
        nap = min(max((cache.get(key) or 0) - time.time(), 0.05), delay)
        if waited + nap > PATIENCE:
            raise _not_now(target, delay)
        time.sleep(nap)
        waited += nap


def _rules(target: Target, fetch_robots: Robots) -> Protego:
    key = _key("robots", target)
    known = cache.get(key)
    if known is None:
        known = _learnt(target, fetch_robots)
        cache.set(key, known, _UNKNOWN_FOR if known == _WAIT else _KNOWN_FOR)
    if known == _WAIT:
        raise FetchError(
            Kind.BLOCKED,
            f"{target.host} does not say what programs may read: its robots.txt is broken. "
            "Medigy comes back later.",
            url=target.url,
            retry_after=_UNKNOWN_FOR,
        )
    return _parsed("" if known == _ALL else known)


def _learnt(target: Target, fetch_robots: Robots) -> str:
    """The lines of a host's robots.txt that concern Medigy."""
    try:
        status, text = fetch_robots(f"{target.scheme}://{target.netloc}/robots.txt")
    except FetchError as failure:
        if failure.kind in (Kind.REFUSED_ADDRESS, Kind.UNREACHABLE):
            raise  # so is the page
        status, text = failure.status or 500, ""
    if status >= 500 or status == 429:
        return _WAIT
    return (ours(text) if status < 300 else "") or _ALL


@functools.lru_cache(maxsize=64)
def _parsed(text: str) -> Protego:
    return Protego.parse(text)


def ours(robots: str) -> str:
    """Those records of a robots.txt that speak to Medigy, or to everybody, as a robots.txt.

    A file that names ten thousand robots before ten thousand rules would cost their product.
    """
    kept: dict[str, list[str]] = {}
    named, naming = set(), False
    for field, value in _fields(robots):
        if field == "user-agent":
            named = named if naming else set()
            name = value.lower().partition("/")[0].strip()
            if name in ("*", ROBOT):
                named.add(name)
                kept.setdefault(name, [f"user-agent: {name}", "disallow:"])
        else:
            for name in named:
                kept[name].append(f"{field}: {value}")
        naming = field == "user-agent"
    return "\n".join(line for lines in kept.values() for line in lines)


def _fields(robots: str) -> Iterator[tuple[str, str]]:
    for line in robots.splitlines():
        match = _FIELD.fullmatch(line[:2000].partition("#")[0].strip())
        if match:
            yield match[1].lower().replace(" ", "-"), match[2]
