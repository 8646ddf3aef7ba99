"""How much is read and how long is waited, whatever a site sends."""

from __future__ import annotations

import gzip
import re
import socket
import time
import zlib
from collections.abc import Callable

import brotli
import pytest

from news.harvesting.fetch import Kind, get
from tests.news.harvesting.fetching import PAGE, error_of
from tests.site import Answer, Request, Site

MB = 1024 * 1024


def test_a_page_too_large_is_not_even_read(site: Site) -> None:
    site.page("/", b"<html>", Content_Length=str(30 * MB))
    error = error_of(site.at())
    assert (error.kind, "20 MB" in error.sentence) == (Kind.TOO_LARGE, True)


def test_the_bound_is_the_caller_s(site: Site) -> None:
    site.page("/", b"<html>" + b"x" * 994)
    assert len(get(site.at(), max_bytes=1000).content) == 1000
    assert error_of(site.at(), max_bytes=999).kind is Kind.TOO_LARGE


def endless(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>")
    while True:
        connection.sendall(b"x" * 65536)


def endless_chunks(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n<html>\r\n")
    while True:
        connection.sendall(b"1000\r\n" + b"x" * 4096 + b"\r\n")


def endless_trailers(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n<html>\r\n0\r\n")
    while True:
        connection.sendall(b"X-More: and more\r\n" * 100)


def endless_chunk_length(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        connection.sendall(b"0" * 4096)


def endless_status(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 ")
    while True:
        connection.sendall(b"x" * 4096)


def endless_header(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Long: ")
    while True:
        connection.sendall(b"x" * 4096)


def endless_headers(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        connection.sendall(b"X-Long: %s\r\n" % (b"x" * 2000))


def endless_interim(connection: socket.socket) -> None:
    while True:
        connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n" * 50)


@pytest.mark.parametrize(
    "talk",
    [
        *(endless, endless_chunks, endless_trailers, endless_chunk_length),
        *(endless_status, endless_header, endless_headers, endless_interim),
    ],
)
def test_what_never_ends_is_ended(site: Site, talk: Callable[[socket.socket], None]) -> None:
    site.talk("/", talk)
    assert error_of(site.at(), max_bytes=MB).kind in (Kind.TOO_LARGE, Kind.FAILED)


def test_more_headers_than_any_site_sends_are_refused(site: Site) -> None:
    site.page("/", PAGE, **{f"X_{number}": "v" for number in range(200)})
    assert error_of(site.at()).kind is Kind.FAILED


def bomb(encoding: str, size: int = 200 * MB) -> bytes:
    """Megabytes of nothing, packed to a few kilobytes."""
    if encoding == "br":
        engine = brotli.Compressor(quality=1)
        pieces = [engine.process(b"\0" * MB) for _ in range(size // MB)]
        return b"".join(pieces) + engine.finish()
    engine = zlib.compressobj(9, wbits=31 if encoding == "gzip" else 15)
    pieces = [engine.compress(b"\0" * MB) for _ in range(size // MB)]
    return b"".join(pieces) + engine.flush()


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br"])
def test_a_bomb_does_not_explode(site: Site, encoding: str) -> None:
    site.page("/", bomb(encoding), Content_Encoding=encoding)
    assert error_of(site.at(), accept="any", max_bytes=MB).kind is Kind.TOO_LARGE


def test_thousands_of_empty_parts_are_refused(site: Site) -> None:
    site.page(
        "/",
        gzip.compress(b"") * 5000 + gzip.compress(b"<html>"),
        Content_Encoding="gzip",
    )
    assert error_of(site.at()).kind is Kind.FAILED


def dripping(before: bytes, drop: bytes) -> Callable[[socket.socket], None]:
    def talk(connection: socket.socket) -> None:
        connection.sendall(before)
        for _ in range(2000):
            connection.sendall(drop)
            time.sleep(0.01)

    return talk


@pytest.mark.parametrize(
    ("before", "drop"),
    [
        (b"", b""),
        (b"", b"H"),
        (b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>", b"x"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        (b"HTTP/1.1 500 No\r\n\r\n", b"x"),
    ],
)
def test_time_is_counted_over_everything(site: Site, before: bytes, drop: bytes) -> None:
    site.talk("/", dripping(before, drop))
    started = time.monotonic()
    error = error_of(site.at(), seconds=0.4)
    assert error.kind in (Kind.TIMEOUT, Kind.FAILED)
    assert time.monotonic() - started < 10  # the drops would go on for twenty seconds


def test_a_caller_in_a_hurry_says_so(site: Site) -> None:
    site.talk("/", dripping(b"", b"H"))
    error = error_of(site.at(), seconds=0.3)
    assert error.kind is Kind.TIMEOUT
    assert re.search(r"within \d\.\d s", error.sentence)


def test_time_is_counted_over_all_redirects(site: Site) -> None:
    def slow(request: Request) -> Answer:
        time.sleep(0.25)
        return Answer(b"", 302, (("Location", request.path + "x"),))

    for number in range(6):
        site.reply("/" + "x" * number, slow)
    assert error_of(site.at("/"), seconds=0.6).kind is Kind.TIMEOUT
