"""The one door, tried on real sockets: what comes back of an address."""

from __future__ import annotations

import gzip
import socket
import zlib

import brotli
import pytest

from news.harvesting.fetch import Accept, Kind, Response, get
from tests.news.harvesting.fetching import PAGE, error_of
from tests.site import Answer, Request, Site


def test_a_page_comes_with_what_its_server_says_of_it(site: Site) -> None:
    site.page("/a?b=c", PAGE, X_Test="one")
    response = get(site.at("/a?b=c#part"))
    assert response == Response(
        url=site.at("/a?b=c"),
        status=200,
        headers=response.headers,
        content=PAGE.encode(),
        content_type="text/html",
        charset="utf-8",
    )
    assert response.headers["x-TEST"] == "one"
    assert response.headers.get("x-none") is None


def test_the_site_learns_who_asks_and_nothing_else(site: Site, settings) -> None:
    site.page("/", PAGE, Set_Cookie="seen=1")
    get(site.at())
    get(site.at())
    headers = site.requests[1].headers
    assert headers["user-agent"] == settings.FETCH_USER_AGENT
    assert headers["user-agent"].startswith("Medigy/")
    assert settings.SITE_URL in headers["user-agent"]
    assert set(headers) == {
        *("host", "user-agent", "accept", "accept-language", "accept-encoding", "connection")
    }


def test_no_proxy_of_the_environment_is_asked(site: Site, monkeypatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    site.page("/", PAGE)
    assert get(site.at()).status == 200


def test_what_has_not_changed_is_not_sent_again(site: Site) -> None:
    def feed(request: Request) -> Answer:
        if request.headers.get("if-none-match") == '"v1"':
            return Answer(b"", 304, (("ETag", '"v1"'),))
        return Answer(b"<rss></rss>", headers=(("ETag", '"v1"'),))

    site.reply("/feed", feed)
    first = get(site.at("/feed"), accept=Accept.FEED)
    again = get(
        site.at("/feed"),
        accept="feed",
        etag=first.headers["etag"],
        last_modified="Tue, 03 Mar 2026 10:00:00 GMT",
    )
    assert (first.not_modified, first.content) == (False, b"<rss></rss>")
    assert (again.not_modified, again.content, again.status) == (True, b"", 304)
    assert site.requests[1].headers["if-modified-since"] == "Tue, 03 Mar 2026 10:00:00 GMT"


def test_an_unasked_not_modified_is_a_failure(site: Site) -> None:
    site.page("/", "", status=304)
    assert error_of(site.at()).kind is Kind.FAILED


def test_a_mark_of_an_earlier_answer_cannot_add_headers(site: Site) -> None:
    site.page("/", PAGE)
    get(site.at(), etag='"a"\r\nX-Evil: 1')
    assert not {"x-evil", "if-none-match"} & set(site.requests[0].headers)


def test_headers_reach_nobody_with_what_no_column_and_no_terminal_takes(site: Site) -> None:
    lines = (b"HTTP/1.1 200 OK", b"Content-Type: foo/\0b\x1b[2Jar", b"ETag: a\0b", b"", b"body")
    site.talk("/", lambda connection: connection.sendall(b"\r\n".join(lines)))
    assert get(site.at(), accept=Accept.ANY).headers["etag"] == "a b"
    told = error_of(site.at())
    assert told.sentence.isprintable()


def test_interim_answers_are_heard_out(site: Site) -> None:
    def early(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n")
        connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>late")

    site.talk("/", early)
    assert get(site.at()).content == b"<html>late"


PACKED = {
    "gzip": gzip.compress(PAGE.encode()),
    "x-gzip": gzip.compress(PAGE.encode()[:9]) + gzip.compress(PAGE.encode()[9:]) + b"\0" * 9,
    "deflate": zlib.compress(PAGE.encode()),
    "Deflate": zlib.compress(PAGE.encode(), wbits=-15),
    "br": brotli.compress(PAGE.encode()),
    "identity": PAGE.encode(),
    "GZIP": PAGE.encode(),  # a server that says so of everything
}


@pytest.mark.parametrize("encoding", PACKED)
def test_a_compressed_page_comes_unpacked(site: Site, encoding: str) -> None:
    site.page("/", PACKED[encoding], Content_Encoding=encoding)
    assert get(site.at()).content == PAGE.encode()


def test_a_page_in_chunks_comes_whole(site: Site) -> None:
    def chunks(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        for letter in PAGE.encode():
            connection.sendall(b"1;x=y\r\n%c\r\n" % letter)
        connection.sendall(b"0\r\nTrailer: x\r\n\r\n")

    site.talk("/", chunks)
    assert get(site.at()).content == PAGE.encode()
