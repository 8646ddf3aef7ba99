"""One call over the wire: HTTP/1.1 to an address that was checked, bounded in every direction.

The standard library speaks HTTP; what is added is which socket it speaks to and how much it may
take: seconds over everything that happens, bytes of the head, bytes of the body.
"""

from __future__ import annotations

import functools
import http.client
import io
import re
import socket
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import certifi

from news.harvesting.failures import FetchError, Kind
from news.harvesting.reach import Reach, Target, places_of

MAX_HEAD = 64 * 1024  # bytes of the status line and all headers
CONNECT_SECONDS = 5.0  # for each number that a name leads to
_PIECE = 16 * 1024
_SENDABLE = re.compile(r"[\x20-\x7e\xa0-\xff]{1,8000}")  # as much as servers take in a header
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+")  # but blanks, which may fold a line
_INTERIM = 8  # how many "wait, more to come" answers are heard out


class _TooMuchError(Exception):
    """More bytes than were allowed at this point."""


# The first that fits; a certificate is a matter of TLS, and TLS one of the connection.
_WORDS = (
    (_TooMuchError, Kind.TOO_LARGE, "{host} sends more than Medigy takes. Go on by hand."),
    (
        TimeoutError,
        Kind.TIMEOUT,
        "{host} did not answer in full within {spent:.1f} s. Try again later.",
    ),
    (
        ssl.SSLCertVerificationError,
        Kind.UNREACHABLE,
        "{host} cannot prove that it is {host}: {why}. Tell the publisher, or fill in the article "
        "by hand.",
    ),
    (
        ssl.SSLError,
        Kind.UNREACHABLE,
        "{host} cannot be read safely: its https is broken. Try the address with http://, or fill "
        "in the article by hand.",
    ),
    (
        (http.client.HTTPException, ConnectionResetError, BrokenPipeError),
        Kind.FAILED,
        "{host} broke off, or its answer cannot be read. Try again later.",
    ),
    (
        OSError,
        Kind.UNREACHABLE,
        "{host} does not answer. Look for a slip in the address, or try later.",
    ),
)


class Clock:
    """A moment by which everything must be done."""

    def __init__(self, seconds: float) -> None:
        self._start = time.monotonic()
        self._end = self._start + seconds

    def spent(self) -> float:
        """Seconds since the beginning."""
        return time.monotonic() - self._start

    def left(self) -> float:
        """Seconds until then, more than none. Raises ``TimeoutError`` when it has come."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    def put_off(self, seconds: float) -> None:
        """Do not count a time spent waiting by our own will."""
        self._start += seconds
        self._end += seconds


class _Tap(io.RawIOBase):
    """Reads a socket until the clock has run out or the allowance is used up."""

    def __init__(self, plug: socket.socket, clock: Clock) -> None:
        self._plug, self._clock = plug, clock
        self.taken, self.allowance = 0, MAX_HEAD

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:
        self._plug.settimeout(self._clock.left())
        count = self._plug.recv_into(buffer)
        self.taken += count
        if self.taken > self.allowance:
            raise _TooMuchError
        return count


class _Stream(io.BufferedReader):
    """What http.client reads. It stays open between an interim answer and the next one."""

    def close(self) -> None:
        """The socket is closed by whoever opened it."""

    def makefile(self, *_: object) -> _Stream:
        """As http.client asks a socket for its file."""
        return self


@dataclass(frozen=True, slots=True)
class Answer:
    """The head of an answer, and a way to its body.

    Header names are in lower case, values without control characters that are no blanks.

    ``cookies`` are the ``name=value`` pairs that it sets.
    """

    status: int
    headers: Mapping[str, str]
    cookies: tuple[str, ...]
    _response: http.client.HTTPResponse
    _tap: _Tap
    _clock: Clock

    def pieces(self, max_bytes: int) -> Iterator[bytes]:
        """The body as it was sent. Raises ``FetchError`` past ``max_bytes``, or if it breaks off.

        What carries it (chunk lengths) may add an eighth.
        """
        self._tap.allowance = self._tap.taken + max_bytes + max_bytes // 8 + MAX_HEAD
        while piece := self._read():
            self._clock.left()
            yield piece
        if self._response.length:
            raise http.client.IncompleteRead(b"", self._response.length)

    def _read(self) -> bytes:
        try:
            return self._response.read(_PIECE)
        except ValueError as failure:  # a chunk whose length is below zero
            raise http.client.HTTPException from failure


@contextmanager
def called(
    target: Target, reach: Reach, headers: Mapping[str, str], clock: Clock
) -> Iterator[Answer]:
    """GET ``target``. Raises ``FetchError``, also for what goes wrong while the body is read."""
    with _failures_in_words(target, clock):
        plug = _connected(target, reach, clock)
        try:
            plug.settimeout(clock.left())
            plug.sendall(_request(target, headers))
            yield _answer(plug, clock)
        finally:
            plug.close()


def _request(target: Target, headers: Mapping[str, str]) -> bytes:
    lines = [f"GET {target.path} HTTP/1.1", f"Host: {target.netloc}"]
    lines += [f"{name}: {value}" for name, value in headers.items() if _SENDABLE.fullmatch(value)]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1")


def _answer(plug: socket.socket, clock: Clock) -> Answer:
    tap = _Tap(plug, clock)
    stream = _Stream(tap, _PIECE)
    for _ in range(_INTERIM):
        response = http.client.HTTPResponse(stream, method="GET")
        response.begin()
        if response.status >= 200:
            break
    else:
        raise http.client.BadStatusLine(str(response.status))
    headers: dict[str, str] = {}
    for name, value in response.headers.items():
        name, value = name.lower(), _CONTROLS.sub(" ", value)
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    headers.pop("set-cookie", None)
    pairs = (one.partition(";")[0].strip() for one in response.headers.get_all("set-cookie", []))
    cookies = tuple(pair for pair in pairs if _SENDABLE.fullmatch(pair))
    return Answer(response.status, headers, cookies, response, tap, clock)


def _connected(target: Target, reach: Reach, clock: Clock) -> socket.socket:
    failure: OSError = ConnectionRefusedError()
    for family, place in places_of(target, reach, clock.left()):
        try:
            return _plugged(family, place, target, min(CONNECT_SECONDS, clock.left()))
        except ssl.SSLError:
            raise
        except OSError as refusal:
            failure = refusal
    raise failure


def _plugged(
    family: socket.AddressFamily, place: tuple[object, ...], target: Target, seconds: float
) -> socket.socket:
    """A connection to this place and no other, encrypted where the address says so."""
    plug = socket.socket(family, socket.SOCK_STREAM)
    try:
        plug.settimeout(seconds)
        plug.connect(place)
        if target.scheme == "https":
            return _tls().wrap_socket(plug, server_hostname=target.host)
    except OSError:
        plug.close()
        raise
    return plug


@functools.cache
def _tls() -> ssl.SSLContext:
    """Certificates as browsers trust them, and those that this machine trusts besides."""
    context = ssl.create_default_context(cafile=certifi.where())
    context.load_default_certs()
    context.set_alpn_protocols(["http/1.1"])
    return context


@contextmanager
def _failures_in_words(target: Target, clock: Clock) -> Iterator[None]:
    try:
        yield
    except (_TooMuchError, http.client.HTTPException, OSError) as failure:
        kind, sentence = next(
            (kind, sentence) for cause, kind, sentence in _WORDS if isinstance(failure, cause)
        )
        why = getattr(failure, "verify_message", "")
        told = sentence.format(host=target.host, spent=clock.spent(), why=why)
        raise FetchError(kind, told, url=target.url) from failure
