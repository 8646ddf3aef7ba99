"""The one door, tried on real sockets: what comes through, what it says, what is turned away."""

from __future__ import annotations

import contextlib
import gzip
import pickle
import re
import socket
import subprocess
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import brotli
import pytest

from news.harvesting import reach, wire
from news.harvesting.fetch import Accept, FetchError, Kind, Response, get
from news.harvesting.reach import Reach
from tests.news.harvesting.test_reach import DISGUISED, INSIDE
from tests.pictures import picture
from tests.site import Answer, Request, Site, running

PAGE = "<!doctype html><title>Sleep</title><p>Nurses need it."
MB = 1024 * 1024


def error_of(url: str, **wishes: object) -> FetchError:
    with pytest.raises(FetchError) as caught:
        get(url, **wishes)
    return caught.value


# --- What comes through ----------------------------------------------------------------------


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


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed_and_told(site: Site, status: int) -> None:
    site.redirect("/a", "b/c?d", status)
    site.redirect("/b/c?d", site.at("/e#f"), status)
    site.page("/e", PAGE)
    response = get(site.at("/a"))
    assert response.url == site.at("/e")
    assert response.redirects == ((status, site.at("/a")), (status, site.at("/b/c?d")))
    assert all("referer" not in request.headers for request in site.requests)


def test_a_redirect_in_another_script_is_followed(site: Site) -> None:
    site.page("/%C3%A9t%C3%A9", PAGE)
    site.redirect("/raw", "/été".encode().decode("latin-1"))
    assert get(site.at("/raw")).url == site.at("/%C3%A9t%C3%A9")


def test_ten_redirects_are_followed_and_no_more(site: Site) -> None:
    for number in range(11):
        site.redirect(f"/{number}", f"/{number + 1}")
    site.page("/11", PAGE)
    assert get(site.at("/1")).url == site.at("/11")
    error = error_of(site.at("/0"))
    assert (error.kind, error.status) == (Kind.FAILED, 302)


def test_a_redirect_to_itself_ends(site: Site) -> None:
    site.redirect("/a", "/a")
    assert error_of(site.at("/a")).kind is Kind.FAILED
    assert len(site.requests) == 1


def test_a_redirect_to_nowhere_ends(site: Site) -> None:
    site.page("/a", "", status=302)
    assert error_of(site.at("/a")).kind is Kind.FAILED


def test_a_cookie_lives_as_long_as_its_journey(site: Site) -> None:
    def door(request: Request) -> Answer:
        if "c=1" in request.headers.get("cookie", ""):
            return Answer(PAGE.encode(), headers=(("Content-Type", "text/html"),))
        return Answer(b"", 302, (("Location", "/door"), ("Set-Cookie", "c=1; Path=/; HttpOnly")))

    site.reply("/door", door)
    assert get(site.at("/door")).status == 200
    assert get(site.at("/door")).redirects
    assert "cookie" not in site.requests[2].headers


def test_a_tab_within_a_location_is_dropped_as_browsers_do(site: Site) -> None:
    lines = b"HTTP/1.1 302 Found", b"Location: /ne\tw", b"Content-Length: 0", b"", b""
    site.talk("/old", lambda connection: connection.sendall(b"\r\n".join(lines)))
    site.page("/new", PAGE)
    assert get(site.at("/old")).url == site.at("/new")


@pytest.mark.parametrize("size", [1, 4_000])
def test_a_cookie_may_be_long_and_may_be_exchanged_on_the_way(site: Site, size: int) -> None:
    """As journals do: a mark first, then a session in its place."""

    def door(request: Request) -> Answer:
        shown = request.headers.get("cookie", "")
        if shown == f"c={'b' * size}":
            return Answer(PAGE.encode(), headers=(("Content-Type", "text/html"),))
        letter = "b" if shown else "a"
        cookie = f"c={letter * size}; Path=/"
        return Answer(b"", 302, (("Location", "/door"), ("Set-Cookie", cookie)))

    site.reply("/door", door)
    assert get(site.at("/door")).status == 200


def test_a_cookie_that_cannot_be_sent_back_keeps_no_other_from_it(site: Site) -> None:
    site.page("/a", "", status=302, Location="/b", Set_Cookie="c=1")
    lines = (
        b"HTTP/1.1 302 .",
        b"Location: /c",
        b"Set-Cookie: d=\x80\0",
        b"Set-Cookie: e=2",
        b"",
        b"",
    )
    site.talk("/b", lambda connection: connection.sendall(b"\r\n".join(lines)))
    site.page("/c", PAGE)
    get(site.at("/a"))
    assert site.requests[2].headers["cookie"] == "c=1; e=2"


def test_a_cookie_goes_to_no_other_host(site: Site, settings) -> None:
    settings.FETCH_ALLOWED_HOSTS = [site.host, f"localhost:{site.port}"]
    elsewhere = f"http://localhost:{site.port}/b"
    site.page("/a", "", status=302, Set_Cookie="c=1", Location=elsewhere)
    site.page("/b", PAGE)
    assert get(site.at("/a")).url == elsewhere
    assert "cookie" not in site.requests[1].headers


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


# --- What is told in a sentence --------------------------------------------------------------


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


# --- What is bounded -------------------------------------------------------------------------


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


# --- Where it goes ---------------------------------------------------------------------------


def test_nobody_at_home_is_told(site: Site, settings) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings.FETCH_ALLOWED_HOSTS = [f"127.0.0.1:{port}"]
    assert error_of(f"http://127.0.0.1:{port}/").kind is Kind.UNREACHABLE


@pytest.mark.parametrize(
    "inside",
    [
        "http://127.0.0.1:{other}/secret",
        "http://localhost:{port}/secret",
        "http://127.0.0.2:{port}/secret",
        "http://[::1]:{port}/secret",
        "http://[::ffff:127.0.0.1]:{port}/secret",
        "http://2130706433:{port}/secret",
        "http://127.1:{port}/secret",
        "//0x7f.1:{port}/secret",
        "http://user@127.0.0.1:{port}/secret",
        "http://127.0.0.1/secret",
        "http://169.254.169.254/latest/meta-data/",
        "http://metadata.google.internal/",
        "\\\\127.0.0.2:{port}\\secret",
        "file:///etc/passwd",
        "gopher://127.0.0.1:{port}/_x",
        "https://10.0.0.1/",
        "",
    ],
)
def test_no_redirect_leads_to_what_is_not_named(site: Site, inside: str) -> None:
    with running() as other:
        other.page("/secret", "secret")
        site.redirect("/a", inside.format(port=site.port, other=other.port))
        error = error_of(site.at("/a"))
        assert error.kind in (Kind.REFUSED_ADDRESS, Kind.FAILED)
        assert site.asked == ["/a"]
        assert other.asked == []


def test_no_redirect_leads_to_a_number_inside(site: Site) -> None:
    for number, address in enumerate((INSIDE + DISGUISED)[::3]):
        host = f"[{address}]" if ":" in address else address
        site.redirect(f"/{number}", f"http://{host}/", 301 + number % 3)
        assert error_of(site.at(f"/{number}")).kind is Kind.REFUSED_ADDRESS, address


@pytest.mark.parametrize("accept", list(Accept))
@pytest.mark.parametrize("background", [False, True])
def test_every_caller_is_held_to_the_same(site: Site, accept: Accept, background: bool) -> None:
    site.redirect("/a", "http://169.254.169.254/")
    error = error_of(site.at("/a"), accept=accept, background=background)
    assert error.kind is Kind.REFUSED_ADDRESS


def test_without_the_setting_nothing_inside_is_called(settings) -> None:
    settings.FETCH_ALLOWED_HOSTS = []
    with running() as other:
        for host in ("127.0.0.1", "localhost", "[::1]", "0.0.0.0"):
            error = error_of(f"http://{host}:{other.port}/")
            assert error.kind is Kind.REFUSED_ADDRESS
        assert other.asked == []


@pytest.fixture
def calls(monkeypatch) -> list[tuple]:
    """The places to which connections are made; public ones end at nobody's."""
    made: list[tuple] = []
    really = socket.socket.connect

    def connect(self: socket.socket, place: tuple) -> None:
        made.append(place[:2])
        if place[0] != "127.0.0.1":
            raise ConnectionRefusedError
        really(self, place)

    monkeypatch.setattr(socket.socket, "connect", connect)
    return made


def resolver(answers: Iterator[list[str]]) -> Callable:
    def look_up(host: str, port: int, *_: object, **__: object) -> list:
        return [(socket.AF_INET, 1, 6, "", (address, port)) for address in next(answers)]

    return look_up


def test_the_connection_goes_to_what_was_checked(calls, monkeypatch) -> None:
    """A name that leads outside when it is checked, and inside when it is called."""
    answers = iter([["93.184.215.14"], ["127.0.0.1"], ["127.0.0.1"]])
    monkeypatch.setattr(socket, "getaddrinfo", resolver(answers))
    assert error_of("http://rebinding.example.com/").kind is Kind.UNREACHABLE
    assert calls == [("93.184.215.14", 80)]


def test_each_redirect_is_looked_up_anew(site: Site, calls, monkeypatch, settings) -> None:
    """A name that leads outside at first, and inside once it has sent us on to itself."""
    settings.FETCH_ALLOWED_HOSTS = [site.host, f"first.example.com:{site.port}"]
    site.redirect("/a", "http://rebinding.example.com/")
    answers = iter([["127.0.0.1"], ["127.0.0.1"]])
    monkeypatch.setattr(socket, "getaddrinfo", resolver(answers))
    error = error_of(f"http://first.example.com:{site.port}/a")
    assert error.kind is Kind.REFUSED_ADDRESS
    assert calls == [("127.0.0.1", site.port)]


def test_all_places_of_a_name_are_tried(calls, monkeypatch) -> None:
    answers = iter([["93.184.215.14", "93.184.215.15"]])
    monkeypatch.setattr(socket, "getaddrinfo", resolver(answers))
    assert error_of("http://two.example.com/").kind is Kind.UNREACHABLE
    assert calls == [("93.184.215.14", 80), ("93.184.215.15", 80)]


def test_a_family_that_this_machine_has_not_is_passed_over(site: Site, monkeypatch) -> None:
    site.page("/", PAGE)
    answers = [
        (socket.AF_INET6, 1, 6, "", ("::1", site.port, 0, 0)),
        (socket.AF_INET, 1, 6, "", ("127.0.0.1", site.port)),
    ]
    monkeypatch.setattr(reach, "_resolved", lambda *_: [(one[0], one[4]) for one in answers])
    monkeypatch.setattr(Reach, "allows_inside", lambda *_: True)

    class OnlyOld(socket.socket):
        def __init__(self, family: int = -1, *rest: object, **more: object) -> None:
            if family == socket.AF_INET6:
                raise OSError("Address family not supported by protocol")
            super().__init__(family, *rest, **more)

    monkeypatch.setattr(wire.socket, "socket", OnlyOld)
    assert get(f"http://both.example.com:{site.port}/").status == 200


def test_a_number_is_called_without_being_looked_up(calls, monkeypatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", resolver(iter([])))
    error_of("http://8.8.8.8/")
    error_of("http://[2606:4700:4700::1111]:8080/")
    assert calls == [("8.8.8.8", 80), ("2606:4700:4700::1111", 8080)]


# --- Who proves to be who --------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A certificate for 127.0.0.1 that its owner signed, with its key, in one file."""
    folder = tmp_path_factory.mktemp("tls")
    wish = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=test -keyout key -out cert"
    command = ["openssl", *wish.split(), "-addext", "subjectAltName=IP:127.0.0.1"]
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("No openssl here. 'apt-get install openssl' brings it.")
    (folder / "both").write_bytes((folder / "key").read_bytes() + (folder / "cert").read_bytes())
    return str(folder / "both")


@pytest.fixture
def secure_site(certificate: str, settings) -> Iterator[Site]:
    import ssl

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with running(context) as one:
        settings.FETCH_ALLOWED_HOSTS = [one.host, f"localhost:{one.port}"]
        yield one


def test_a_site_that_cannot_prove_itself_is_not_read(secure_site: Site) -> None:
    secure_site.page("/", PAGE)
    error = error_of(secure_site.at())
    assert error.kind is Kind.UNREACHABLE
    assert "prove" in error.sentence
    assert secure_site.asked == []


@contextlib.contextmanager
def trusting(certificate: str) -> Iterator[None]:
    wire._tls().load_verify_locations(certificate)
    try:
        yield
    finally:
        wire._tls.cache_clear()


def test_a_site_that_proves_itself_is_read(
    secure_site: Site, site: Site, certificate: str, settings
) -> None:
    settings.FETCH_ALLOWED_HOSTS += [secure_site.host, f"localhost:{secure_site.port}"]
    secure_site.page("/", PAGE)
    secure_site.redirect("/down", site.at("/plain"))
    site.page("/plain", PAGE)
    with trusting(certificate):
        assert get(secure_site.at()).content == PAGE.encode()
        # The certificate is for the number, not for the name.
        assert error_of(f"https://localhost:{secure_site.port}/").kind is Kind.UNREACHABLE
        down = get(secure_site.at("/down"))
    assert (down.url, down.redirects) == (site.at("/plain"), ((302, secure_site.at("/down")),))


def test_a_plain_site_behind_https_is_told(site: Site) -> None:
    error = error_of(site.at().replace("http:", "https:"))
    assert error.kind is Kind.UNREACHABLE
