"""The safe GET: the one door through which Medigy reads the web.

Pages, pictures, feeds, PDFs, attachments and checks of links all pass here. ``reach`` says which
addresses may be called, ``wire`` calls them and bounds what comes, ``politeness`` holds back what
runs in the background, ``sniffing`` says what came.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain

from django.conf import settings

from news.harvesting import politeness, sniffing
from news.harvesting.decoding import ACCEPTED, DecodingError, decoded
from news.harvesting.failures import FetchError, Kind
from news.harvesting.reach import Reach, Target, joined, target_of
from news.harvesting.refusals import (
    MAX_WALL,
    failed,
    is_wall,
    refusal,
    speaks_for_itself,
    wall,
)
from news.harvesting.wire import Answer, Clock, called

__all__ = ["Accept", "FetchError", "Kind", "Policy", "Response", "get"]

MAX_REDIRECTS = 10  # journals send readers round for a cookie, sometimes twice
_REDIRECTING = frozenset({301, 302, 303, 307, 308})
_MAX_COOKIES = 50
_MB = 1024 * 1024
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)


class Accept(StrEnum):
    """What a caller can use; another answer is an error (not a page)."""

    PAGE = "page"  # HTML, XHTML, XML, PDF, plain text
    PICTURE = "picture"
    FEED = "feed"  # RSS, Atom, JSON Feed
    ANY = "any"


_ACCEPT_HEADERS = {
    Accept.PAGE: "text/html,application/xhtml+xml,application/xml;q=0.9,application/pdf;q=0.8,"
    "*/*;q=0.5",
    Accept.PICTURE: "image/avif,image/webp,image/png,image/jpeg,image/gif,image/*;q=0.8,*/*;q=0.5",
    Accept.FEED: "application/atom+xml,application/rss+xml,application/feed+json,"
    "application/xml;q=0.9,*/*;q=0.5",
    Accept.ANY: "*/*",
}
_MAX_BYTES = {Accept.PAGE: 20 * _MB, Accept.FEED: 10 * _MB}
_PAGES = {sniffing.HTML, sniffing.XHTML, sniffing.XML, "text/xml", sniffing.PDF, sniffing.TEXT}
_WANTED = {
    Accept.PAGE: "no page, but {}. Paste the address of the article itself",
    Accept.PICTURE: "no picture, but {}. Choose another picture",
    Accept.FEED: "no feed, but {}. Look for the address of the feed on the site",
}
_TOO_LARGE = {
    Accept.PAGE: "Fill in the article by hand.",
    Accept.PICTURE: "Choose a smaller picture.",
    Accept.FEED: "Look for a shorter feed of the site.",
    Accept.ANY: "Choose a smaller file.",
}


@dataclass(frozen=True, slots=True)
class Policy:
    """How Medigy behaves outside. ``seconds`` are for one call with all its redirects; ``pause``
    is the least number of seconds between two background calls to a host."""

    user_agent: str
    reach: Reach
    seconds: float = 20.0
    pause: float = 2.0

    @classmethod
    def from_settings(cls) -> Policy:
        """As ``medigy/settings.py`` says now."""
        inside = frozenset(host.strip().lower() for host in settings.FETCH_ALLOWED_HOSTS)
        return cls(
            user_agent=settings.FETCH_USER_AGENT,
            reach=Reach(inside=inside, ports=frozenset(settings.FETCH_PORTS)),
            seconds=settings.FETCH_SECONDS,
            pause=settings.FETCH_PAUSE,
        )


class Headers(Mapping[str, str]):
    """Headers of an answer: names in any case, repeated ones joined by a comma, no cookies."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        self._headers = {name.lower(): value for name, value in headers.items()}

    def __getitem__(self, name: str) -> str:
        return self._headers[name.lower()]

    def __iter__(self) -> Iterator[str]:
        return iter(self._headers)

    def __len__(self) -> int:
        return len(self._headers)

    def __repr__(self) -> str:
        return f"Headers({self._headers!r})"


@dataclass(frozen=True, slots=True)
class Response:
    """What an address gave.

    ``url`` is the address at the end of all redirects, without a fragment; ``redirects`` holds, in
    their order, the status and the address that answered with it. ``content`` is decoded, and
    empty when ``not_modified``. ``content_type`` is what the bytes are, in lower case and without
    parameters, also where the header says otherwise; ``charset`` is the header's.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    content: bytes
    content_type: str
    charset: str | None = None
    redirects: tuple[tuple[int, str], ...] = ()
    not_modified: bool = False


def get(
    url: str,
    *,
    accept: Accept | str = Accept.PAGE,
    max_bytes: int | None = None,
    background: bool = False,
    etag: str = "",
    last_modified: str = "",
    seconds: float | None = None,
    policy: Policy | None = None,
) -> Response:
    """Fetch ``url``. Raises ``FetchError``; every answer but 2xx and a wished-for 304 is one.

    ``max_bytes`` bounds the content, once decoded (20 MB; a feed 10 MB). With ``background``,
    robots.txt is honoured and calls to one host are spaced; what a person asks for is not held
    back. ``etag`` and ``last_modified``, as an earlier answer gave them, make the call conditional.
    ``seconds`` bounds the whole call, as the settings do unless it is given; waiting for a turn in
    the background does not count. ``policy`` is the settings' unless given.
    """
    accept, policy = Accept(accept), policy or Policy.from_settings()
    journey = _Journey(
        policy=policy if seconds is None else replace(policy, seconds=seconds),
        accept=accept,
        max_bytes=_MAX_BYTES.get(accept, 20 * _MB) if max_bytes is None else max_bytes,
        conditions={"If-None-Match": etag, "If-Modified-Since": last_modified},
        background=background,
    )
    return journey.to(url)


class _Journey:
    """One call with all its redirects: a clock for the whole, cookies that nobody keeps."""

    def __init__(
        self,
        *,
        policy: Policy,
        accept: Accept,
        max_bytes: int,
        conditions: Mapping[str, str],
        background: bool = False,
        shorten: bool = False,
    ) -> None:
        self.policy, self.accept, self.max_bytes = policy, accept, max_bytes
        self.background, self.shorten = background, shorten
        self.conditions = {name: value for name, value in conditions.items() if value}
        self.clock = Clock(policy.seconds)
        self.cookies: dict[tuple[str, str], str] = {}
        self.redirects: list[tuple[int, str]] = []

    def to(self, url: str) -> Response:
        """What stands at the end of it. Raises ``FetchError``."""
        target = target_of(url)
        seen: set[tuple[str, frozenset]] = set()
        while len(self.redirects) <= MAX_REDIRECTS:
            visit = target.url, frozenset(self.cookies.items())
            if visit in seen:
                raise failed(target, self.redirects[-1][0], "sends us round in a circle")
            seen.add(visit)
            self._wait_for_turn(target)
            with called(target, self.policy.reach, self._headers(target), self.clock) as answer:
                self._take_cookies(target, answer)
                if answer.status not in _REDIRECTING:
                    return self._arrived(target, answer)
            target = self._sent_on(target, answer)
        raise failed(target, self.redirects[-1][0], "sends us on and on")

    def _wait_for_turn(self, target: Target) -> None:
        if self.background:
            started = time.monotonic()
            politeness.wait_for_turn(target, self.policy.pause, self._robots)
            self.clock.put_off(time.monotonic() - started)

    def _robots(self, url: str) -> tuple[int, str]:
        journey = _Journey(
            policy=self.policy,
            accept=Accept.ANY,
            max_bytes=politeness.MAX_ROBOTS,
            conditions={},
            shorten=True,
        )
        response = journey.to(url)
        return response.status, response.content.decode("utf-8-sig", "replace")

    def _headers(self, target: Target) -> dict[str, str]:
        """No referrer, nothing of earlier calls; cookies only of this host on this journey."""
        pairs = [
            f"{name}={value}" for (host, name), value in self.cookies.items() if host == target.host
        ]
        return {
            "User-Agent": self.policy.user_agent,
            "Accept": _ACCEPT_HEADERS[self.accept],
            "Accept-Language": "en, *;q=0.5",
            "Accept-Encoding": ACCEPTED,
            **({"Cookie": "; ".join(pairs)} if pairs else {}),
            **self.conditions,
        }

    def _take_cookies(self, target: Target, answer: Answer) -> None:
        """Some sites send a visitor round until the cookie they set comes back."""
        for pair in answer.cookies:
            name, _, value = pair.partition("=")
            if name and len(pair) < 4096 and len(self.cookies) < _MAX_COOKIES:
                self.cookies[target.host, name] = value

    def _sent_on(self, target: Target, answer: Answer) -> Target:
        location = answer.headers.get("location", "")
        if not location:
            raise failed(target, answer.status, "sends us on without saying where")
        self.redirects.append((answer.status, target.url))
        return target_of(joined(target.url, _as_written(location)))

    def _arrived(self, target: Target, answer: Answer) -> Response:
        if answer.status == 304 and self.conditions:
            return self._response(target, answer, b"", "")
        if not 200 <= answer.status < 300:
            raise self._turned_away(target, answer)
        self._require_size(target, answer, _announced(answer))
        pieces = _decoded(target, answer, self.max_bytes)
        start = _start(pieces)
        content_type = sniffing.media_type(answer.headers.get("content-type", ""), start)
        self._require_wanted(target, answer, content_type, start)
        content = self._read(target, answer, start, pieces)
        if content_type == sniffing.HTML and is_wall(answer.status, answer.headers, content):
            raise wall(target, answer.status, answer.headers)
        return self._response(target, answer, content, content_type)

    def _turned_away(self, target: Target, answer: Answer) -> FetchError:
        beginning = b""
        if not speaks_for_itself(answer.status):
            beginning = _start(_decoded(target, answer, self.max_bytes), MAX_WALL + 1)
        error = refusal(target, answer.status, answer.headers, beginning)
        if error.status in (429, 503) and error.retry_after:
            politeness.note_pause(target, error.retry_after)
        return error

    def _read(self, target: Target, answer: Answer, start: bytes, rest: Iterator[bytes]) -> bytes:
        content = bytearray()
        for piece in chain([start], rest):
            content += piece
            if len(content) > self.max_bytes and self.shorten:
                return bytes(content[: self.max_bytes])
            self._require_size(target, answer, len(content))
        return bytes(content)

    def _require_size(self, target: Target, answer: Answer, size: int) -> None:
        if size > self.max_bytes and not self.shorten:
            raise FetchError(
                Kind.TOO_LARGE,
                f"What {target.host} sends has more than {self.max_bytes / _MB:.3g} MB, which is "
                f"the most that Medigy takes. {_TOO_LARGE[self.accept]}",
                url=target.url,
                status=answer.status,
            )

    def _require_wanted(
        self, target: Target, answer: Answer, content_type: str, start: bytes
    ) -> None:
        if self.accept is Accept.ANY:
            return
        if not start:
            raise failed(target, answer.status, "answers with nothing")
        if not _is_wanted(self.accept, content_type, start):
            instead = sniffing.spoken(content_type)
            raise FetchError(
                Kind.NOT_A_PAGE,
                f"{target.host} sends {_WANTED[self.accept].format(instead)}.",
                url=target.url,
                status=answer.status,
            )

    def _response(
        self, target: Target, answer: Answer, content: bytes, content_type: str
    ) -> Response:
        charset = _CHARSET.search(answer.headers.get("content-type", ""))
        return Response(
            url=target.url,
            status=answer.status,
            headers=Headers(answer.headers),
            content=content,
            content_type=content_type,
            charset=charset[1].lower() if charset else None,
            redirects=tuple(self.redirects),
            not_modified=answer.status == 304,
        )


def _is_wanted(accept: Accept, content_type: str, start: bytes) -> bool:
    if accept is Accept.PICTURE:
        return content_type.startswith("image/")
    if accept is Accept.PAGE:
        return content_type in _PAGES
    return sniffing.looks_like_feed(start) or (
        content_type not in (sniffing.HTML, sniffing.XHTML)
        and content_type.endswith(("xml", "json"))
    )


def _decoded(target: Target, answer: Answer, max_bytes: int) -> Iterator[bytes]:
    try:
        yield from decoded(
            answer.pieces(max_bytes), answer.headers.get("content-encoding", "identity")
        )
    except DecodingError as failure:
        raise failed(target, answer.status, "compresses its answer in a way not known") from failure


def _announced(answer: Answer) -> int:
    length = answer.headers.get("content-length", "")
    return int(length) if re.fullmatch(r"[0-9]{1,15}", length) else 0


def _start(pieces: Iterator[bytes], enough: int = sniffing.HEAD) -> bytes:
    """The beginning of a body: all of it, or enough of it."""
    start = bytearray()
    for piece in pieces:
        start += piece
        if len(start) >= enough:
            break
    return bytes(start)


def _as_written(header: str) -> str:
    """A header as its sender meant it: UTF-8, which HTTP hands over as Latin-1."""
    try:
        return header.encode("latin-1").decode()
    except UnicodeError:
        return header
