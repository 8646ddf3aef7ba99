"""Which spellings of addresses are called, and in which form."""

from __future__ import annotations

import socket

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from news.harvesting.failures import FetchError, Kind
from news.harvesting.reach import joined, target_of
from tests.news.harvesting.fetching import refusal_of


@pytest.fixture
def nobody_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """No name may be looked up: the spelling alone decides."""

    def look_up(*_: object, **__: object) -> list:
        raise AssertionError("a name was looked up")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)


LOOPBACK_SPELT = """
    http://127.0.0.1/ http://127.1/ http://127.0.1/ http://2130706433/ http://0x7f000001/
    http://0x7f.1/ http://0x7f.0.0.1/ http://0177.0.0.1/ http://017700000001/ http://127.0.0.01/
    http://0/ http://0.0.0.0/ http://00000000177.1/ http://127.0.0.1./ http://127.0.0.0x1/
    http://１２７.０.０.１/ http://①②⑦.⓪.⓪.①/ http://127。0。0。1/ http://127．0．0．1/ http://１２７.1/
    http://%31%32%37.0.0.1/ http://127%2e0%2e0%2e1/ http://127.0.0.1%00.example.com/
    http://256.256.256.256/ http://1.2.3/ http://1.2.3.4.5/ http://08.8.8.8/ http://0x08080808/
    http://134744072/ http://8.8.2056/ http://8.8.8.8./ http://0X7F.1/ http://127.0.0.1:80/
    http://[::1]/ http://[::]/ http://[::ffff:127.0.0.1]/ http://[::ffff:7f00:1]/ http://[::127.0.0.1]/
    http://[0:0:0:0:0:0:0:1]/ http://[fe80::1%25eth0]/ http://[fe80::1%eth0]/ http://[::1%251]/
    http://[64:ff9b::7f00:1]/ http://[2002:7f00:1::]/ http://[::ffff:0:127.0.0.1]/ http://[::1/
    http://::1/ http://[::1]x/ http://[127.0.0.1]/ http://[v1.x]/ http://[]/
    http://localhost/ http://LOCALHOST/ http://localhost./ http://a.localhost/ http://ｌocalhost/
    http://localhost.localdomain/ http://printer.local/ http://metadata.google.internal/
    http://router.home.arpa/ http://wiki.intranet/
""".split()


@pytest.mark.parametrize("url", LOOPBACK_SPELT)
def test_no_spelling_of_a_place_inside_is_called(url: str, nobody_asked: None) -> None:
    assert refusal_of(url).kind is Kind.REFUSED_ADDRESS


MISLEADING = [
    "",
    " ",
    "example.com",
    "//example.com/",
    "http:",
    "http://",
    "http:///path",
    "http:/example.com",
    "http:example.com",
    "file:///etc/passwd",
    "ftp://example.com/",
    "gopher://example.com/",
    "javascript:alert(1)",
    "data:text/html,x",
    "jar:http://example.com!/",
    "https+unix://socket/",
    "view-source:http://example.com/",
    "http://user@example.com/",
    "http://user:password@example.com/",
    "http://@example.com/",
    "http://:@example.com/",
    "http://a@b@example.com/",
    "http://example.com\\@127.0.0.1/",
    "http://127.0.0.1\\@example.com/",
    "http://example.com:80@127.0.0.1/",
    "http://example.com&@127.0.0.1/",
    "http://127.0.0.1 @example.com/",
    "http://exa mple.com/",
    "http://example.com\x00/",
    "http://exam\u200bple.com:99999/",
    "http://example.com:0/",
    "http://example.com:65536/",
    "http://example.com:-1/",
    "http://example.com:8O/",
    "http://example.com:８０/",
    "http://example.com:80:80/",
    "http://example..com/",
    "http://.example.com/",
    "http://exa<mple.com/",
    "http://example.com|evil/",
    "http://exa%6dple.com/",
    "http://" + "a" * 64 + ".com/",
    "http://" + "a." * 130 + "com/",
    "http://" + "ü" * 4000,
    "http://\ud800.com/",
    "http://a\u0000b.com/",
    "http://a\u00adb\uff0f.com/",
    "http://例え\u2024テスト/",
    "http://example.com/" + "a" * 9000,
    "\\\\example.com\\",
]


@pytest.mark.parametrize("url", MISLEADING)
def test_what_can_be_read_in_two_ways_is_refused(url: str, nobody_asked: None) -> None:
    assert refusal_of(url).kind is Kind.REFUSED_ADDRESS


@pytest.mark.parametrize("port", [21, 22, 23, 25, 53, 110, 143, 445, 3306, 5432, 6379, 9200, 11211])
def test_ports_of_other_services_are_refused(port: int, nobody_asked: None) -> None:
    assert refusal_of(f"http://8.8.8.8:{port}/").kind is Kind.REFUSED_ADDRESS


@pytest.mark.parametrize(
    ("url", "called"),
    [
        ("http://example.com", "http://example.com/"),
        ("HTTP://EXAMPLE.com:80/A", "http://example.com/A"),
        ("https://example.com:443/", "https://example.com/"),
        ("https://example.com:/", "https://example.com/"),
        ("http://example.com:0080/", "http://example.com/"),
        ("http://example.com:8080/", "http://example.com:8080/"),
        ("http://example.com./", "http://example.com/"),
        ("  https://example.com/a\n", "https://example.com/a"),
        ("https://exam\tple.com/a\r\nb", "https://example.com/ab"),
        ("https://example.com?a=b", "https://example.com/?a=b"),
        ("https://example.com#top", "https://example.com/"),
        ("http://example.com#@127.0.0.1/", "http://example.com/"),
        ("http://example.com/@127.0.0.1/", "http://example.com/@127.0.0.1/"),
        ("http://example.com/\\127.0.0.1", "http://example.com//127.0.0.1"),
        ("http://example.com/a b", "http://example.com/a%20b"),
        ("http://example.com/é?q=ü", "http://example.com/%C3%A9?q=%C3%BC"),
        ("http://example.com/%C3%A9%2F", "http://example.com/%C3%A9%2F"),
        ("http://example.com/a{b}?c={d}|'e'", "http://example.com/a%7Bb%7D?c={d}|%27e%27"),
        ("http://example.com/a\u2028b", "http://example.com/a%E2%80%A8b"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://xn--bcher-kva.example/", "https://xn--bcher-kva.example/"),
        ("https://ＥＸＡＭＰＬＥ.com/", "https://example.com/"),
        ("https://例え.テスト/", "https://xn--r8jz45g.xn--zckzah/"),
        ("https://i❤.ws/", "https://xn--i-7iq.ws/"),
        ("https://faß.de/", "https://xn--fa-hia.de/"),
        ("https://my_shop.example.com/", "https://my_shop.example.com/"),
        ("https://a--b.example.com/", "https://a--b.example.com/"),
        ("https://1and1.com/", "https://1and1.com/"),
        ("https://0x.org/", "https://0x.org/"),
        ("https://123.com/", "https://123.com/"),
        ("https://localhost.example.com/", "https://localhost.example.com/"),
        ("https://thelocal.se/", "https://thelocal.se/"),
        ("https://8.8.8.8/", "https://8.8.8.8/"),
        ("https://[2606:4700:4700:0::1111]/", "https://[2606:4700:4700::1111]/"),
    ],
)
def test_an_honest_address_is_called_in_its_normal_form(url: str, called: str) -> None:
    assert target_of(url).url == called


PARTS = [
    *("http://", "https:", "//", "/", "\\", "@", ":", "[", "]", "::1", "%", "%00", "?", "#", "&"),
    *(
        "127.0.0.1",
        "0x7f",
        "１",
        "①",
        "٣",
        "80",
        "65536",
        "example.com",
        ".",
        "..",
        "-",
        "_",
        "xn--",
    ),
    *(
        "\t",
        "\n",
        " ",
        "\x00",
        "\u3002",
        "\uff0e",
        "\ud800",
        "\u200d",
        "\u2044",
        "\ufdfa",
        "ß",
        "İ",
    ),
]


@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PARTS), max_size=9).map("".join)))
@example("\\@127.0.0.1/")
@example("example.com#@127.0.0.1/")
def test_what_is_called_is_read_in_one_way(rest: str) -> None:
    for url in (f"http://{rest}", joined("https://example.com/a", rest)):
        try:
            target = target_of(url)
        except FetchError:
            continue
        assert target_of(target.url) == target
        assert target.url.isascii() and target.url.isprintable()
        assert not set(target.netloc) & set("@\\%/?# ")
        assert not set(target.path) & set("# ")


@pytest.mark.parametrize(
    ("location", "leads_to"),
    [
        ("/b", "https://example.com/b"),
        ("b?x=1", "https://example.com/a/b?x=1"),
        ("?x=1", "https://example.com/a/here?x=1"),
        ("//other.example/b", "https://other.example/b"),
        ("\\\\other.example\\b", "https://other.example/b"),
        ("/\\other.example/b", "https://other.example/b"),
        (" /b\t", "https://example.com/b"),
        ("HTTPS://other.example", "https://other.example"),
        ("/b?u=\\x", "https://example.com/b?u=\\x"),
        ("http://[", "http://["),
    ],
)
def test_a_redirect_leads_where_a_browser_would_go(location: str, leads_to: str) -> None:
    assert joined("https://example.com/a/here", location) == leads_to
