"""Which answers are turned away and in which words, and which only look as if they should be."""

from __future__ import annotations

import gzip
import pickle
import re
import socket
import zlib
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest

from news.harvesting.fetch import Kind, get
from tests.news.harvesting.fetching import PAGE, error_of
from tests.pictures import picture
from tests.site import Site


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, Kind.FAILED),
        (401, Kind.BLOCKED),
        (403, Kind.BLOCKED),
        (404, Kind.NOT_FOUND),
        (410, Kind.NOT_FOUND),
        (418, Kind.BLOCKED),
        (429, Kind.BLOCKED),
        (451, Kind.BLOCKED),
        (500, Kind.FAILED),
        (503, Kind.FAILED),
        (600, Kind.FAILED),
        (999, Kind.BLOCKED),
    ],
)
def test_a_status_tells_why(site: Site, status: int, kind: Kind) -> None:
    site.page("/", "<html>no", status=status)
    error = error_of(site.at())
    assert (error.kind, error.status, error.url) == (kind, status, site.at())
    assert str(status) in error.sentence
    assert error.sentence.startswith("127.0.0.1") and error.sentence.endswith(".")


def test_what_is_gone_is_gone_however_badly_it_is_said(site: Site) -> None:
    site.talk(
        "/", says(b"HTTP/1.1 404 No\r\nContent-Length: 99\r\nContent-Encoding: gzip\r\n\r\nx")
    )
    assert error_of(site.at()).kind is Kind.NOT_FOUND


def test_the_sentence_is_the_error_and_survives_a_queue(site: Site) -> None:
    error = error_of(site.at("/none"))
    copy = pickle.loads(pickle.dumps(error))
    assert str(error) == error.sentence
    assert vars(copy) == vars(error)


@pytest.mark.parametrize(
    ("value", "seconds"), [("120", 120), ("9" * 9, 86_400), ("soon", None), ("-1", None)]
)
def test_when_to_come_back_is_noted(site: Site, value: str, seconds: int | None) -> None:
    site.page("/", "", status=503, Retry_After=value)
    assert error_of(site.at()).retry_after == seconds


@pytest.mark.parametrize(
    ("status", "headers", "body"),
    [
        (503, {"Cf_Mitigated": "challenge"}, ""),
        (200, {"Cf_Mitigated": "challenge"}, "<html>"),
        (202, {"X_Amzn_Waf_Action": "challenge"}, "<html>"),
        (503, {}, "<html><title>Just a moment...</title>"),
        (200, {}, "<html><iframe id='main-iframe' src='/_Incapsula_Resource?a=1'></iframe>"),
        (200, {}, "<html><title>Pardon Our Interruption</title>"),
        (200, {}, "<html><div id='px-captcha'></div>"),
        (200, {}, "<html><script>window._cf_chl_opt={}</script>"),
        (200, {}, "<html><script src='https://ct.captcha-delivery.com/c.js'></script>"),
    ],
)
def test_a_wall_is_no_page(site: Site, status: int, headers: dict, body: str) -> None:
    site.page("/", body, status=status, **headers)
    assert error_of(site.at()).kind is Kind.BLOCKED


@pytest.mark.parametrize(
    "script",
    [
        "/cdn-cgi/challenge-platform/scripts/jsd/main.js",
        "/_Incapsula_Resource?SWJIYLWA=1",
        "https://js.datadome.co/tags.js",
        "https://client.px-cloud.net/PXabc/main.min.js",
    ],
)
def test_a_page_that_is_only_watched_is_a_page(site: Site, script: str) -> None:
    site.page("/", f"<html><title>Sleep</title><script src='{script}'></script>")
    assert get(site.at()).status == 200


def test_an_article_about_walls_is_a_page(site: Site) -> None:
    article = "<html><p>What _cf_chl_opt and px-captcha are</p>" + "<p>long text</p>" * 4000
    site.page("/", article)
    assert len(get(site.at()).content) == len(article)


@pytest.mark.parametrize(
    ("accept", "content_type", "body"),
    [
        ("page", "image/jpeg", picture("JPEG")),
        ("page", "text/html", picture("PNG")),
        ("page", "video/mp4", b"\0\0\0 ftypisom"),
        ("page", "application/zip", b"PK\3\4 and more"),
        ("page", "application/json", b'{"a": 1}'),
        ("page", "application/rss+xml", b"<rss><channel/></rss>"),
        ("page", "text/html", b"\0\1\2\3 no text"[:0]),
        ("picture", "image/jpeg", PAGE.encode()),
        ("picture", "text/html", PAGE.encode()),
        ("picture", "application/pdf", b"%PDF-1.7"),
        ("feed", "text/html", PAGE.encode()),
        ("feed", "application/rss+xml", PAGE.encode()[:0]),
        ("feed", "image/png", picture("PNG")),
    ],
)
def test_what_was_not_asked_for_is_told(site: Site, accept, content_type, body) -> None:
    site.page("/", body, content_type=content_type)
    error = error_of(site.at(), accept=accept)
    assert error.kind is (Kind.NOT_A_PAGE if body else Kind.FAILED)


@pytest.mark.parametrize(
    ("accept", "content_type", "body", "found"),
    [
        ("page", "", PAGE.encode(), "text/html"),
        ("page", "text/plain", PAGE.encode(), "text/html"),
        ("page", "application/octet-stream", b"%PDF-1.7 ...", "application/pdf"),
        ("page", "text/html; charset=UTF-16", PAGE.encode("utf-16"), "text/html"),
        ("page", "", PAGE.encode("utf-16"), "text/html"),
        ("page", "TEXT/HTML", b"Just words", "text/html"),
        ("page", "application/xhtml+xml", b"<?xml version='1.0'?><html/>", "application/xhtml+xml"),
        ("page", "text/plain", b"Just words", "text/plain"),
        ("picture", "text/html", picture("JPEG"), "image/jpeg"),
        ("picture", "", picture("WEBP"), "image/webp"),
        ("feed", "text/html", b"<?xml version='1.0'?>\n<rss version='2.0'/>", "text/html"),
        ("feed", "application/json", b'{"version": "https://jsonfeed.org/version/1.1"}', None),
        ("feed", "text/xml", b"<!-- a --><feed xmlns='http://www.w3.org/2005/Atom'/>", None),
        ("any", "video/mp4", b"anything", "video/mp4"),
        ("any", "", b"", "text/plain"),
    ],
)
def test_bytes_say_what_they_are(site: Site, accept, content_type, body, found) -> None:
    site.page("/", body, content_type=content_type)
    response = get(site.at(), accept=accept)
    assert response.content == body
    assert found in (None, response.content_type)


def test_every_kind_is_explained_and_no_other() -> None:
    text = (Path(__file__).parents[3] / "docs" / "fetching.md").read_text()
    table = text.partition("| kind | when |")[2].partition("\n\n")[0]
    assert re.findall(r"^\| `(\w+)` \|", table, re.M) == list(Kind)


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip, gzip", gzip.compress(gzip.compress(PAGE.encode()))),
        ("zstd", b"(\xb5/\xfd"),
        ("gzip", gzip.compress(PAGE.encode())[:-20]),
        ("gzip", b"\x1f\x8b broken"),
        ("deflate", zlib.compress(PAGE.encode())[:-8]),
        ("br", brotli.compress(PAGE.encode())[:-8]),
        ("br", b"\xff\xff\xff"),
    ],
    # Named by hand: what gzip makes holds the time, and two workers must agree on the names.
    ids=["twice", "unknown", "cut gzip", "no gzip", "cut deflate", "cut brotli", "no brotli"],
)
def test_what_cannot_be_unpacked_is_told(site: Site, encoding: str, body: bytes) -> None:
    site.page("/", body, Content_Encoding=encoding)
    assert error_of(site.at()).kind is Kind.FAILED


def says(data: bytes) -> Callable[[socket.socket], None]:
    return lambda connection: connection.sendall(data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"<html>no head",
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"HTTP/1.1 99 Low\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<html>too short",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n<html>",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-6\r\n<html>",
        b"HTTP/1.1 200",
    ],
)
def test_an_answer_without_sense_is_told(site: Site, data: bytes) -> None:
    site.talk("/", says(data))
    assert error_of(site.at()).kind is Kind.FAILED
