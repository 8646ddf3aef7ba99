"""Which numbers and which spellings of addresses Medigy calls."""

from __future__ import annotations

import ipaddress
import socket
import threading

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from requests_hardened import ip_filter

from news.harvesting.failures import FetchError, Kind
from news.harvesting.reach import Reach, is_public, joined, places_of, target_of

# The registries of special purposes at iana.org: networks that are not globally reachable, and
# what else is given to no site. Written anew here, not taken from the module.
INSIDE_V4 = """
    0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/29
    192.0.0.8/32 192.0.0.170/31 192.0.0.128/25 192.0.2.0/24 192.88.99.0/24 192.168.0.0/16
    198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4 255.255.255.255/32
""".split()
INSIDE_V6 = """
    ::/128 ::1/128 ::/96 ::ffff:0:0:0/96 64:ff9b:1::/48 100::/64 100:0:0:1::/64 2001::/32
    2001:2::/48 2001:10::/28 2001:20::/28 2001:db8::/32 2002::/16 3fff::/20 5f00::/16 fc00::/7
    fd00::/8 fe80::/10 fec0::/10 ff00::/8 ff02::/16 4000::/3 8000::/1 200::/7
""".split()
OUTSIDE = """
    1.1.1.1 8.8.8.8 9.9.9.9 93.184.215.14 11.0.0.1 100.63.255.255 100.128.0.0 126.255.255.255
    128.0.0.1 169.253.255.255 169.255.0.0 172.15.255.255 172.32.0.0 192.0.0.9 192.0.0.10 192.0.1.0
    192.0.3.0 192.31.196.1 192.52.193.1 192.88.98.1 192.167.255.255 192.169.0.0 192.175.48.1
    198.17.255.255 198.20.0.0 198.51.99.1 203.0.112.1 203.0.114.1 223.255.255.255
    2000::1 2001:1::1 2001:1::2 2001:3::1 2001:4:112::1 2001:200::1 2001:4860:4860::8888
    2001:db7::1 2001:db9::1 2003::1 2606:4700:4700::1111 2620:4f:8000::1 2620:fe::fe 2a00:1450::1
    3ffe:ffff::1 3fff:1000::1 ::ffff:8.8.8.8 64:ff9b::8.8.8.8 2a00:1450::5efe:808:808
""".split()
# Globally reachable, though they lie within networks that are not, or may lead to some.
OPEN_WITHIN = """
    192.0.0.9/32 192.0.0.10/32 64:ff9b::/96 2001:1::/32 2001:3::/32 2001:4:112::/48
""".split()


def sample(network: str) -> list[str]:
    """The ends of a network, and some between."""
    net = ipaddress.ip_network(network)
    size = net.num_addresses
    return sorted({str(net[int(i * (size - 1)) // 7]) for i in range(8)})


INSIDE = [address for network in INSIDE_V4 + INSIDE_V6 for address in sample(network)]


def forms_of(v4: str) -> list[str]:
    """The IPv6 addresses that lead, or led, to an IPv4 one."""
    a, b = divmod(int(ipaddress.IPv4Address(v4)), 65536)
    flipped = f"{a ^ 0xFFFF:x}:{b ^ 0xFFFF:x}"
    return [
        f"::ffff:{v4}",
        f"::{v4}",
        f"::ffff:0:{a:x}:{b:x}",
        f"64:ff9b::{v4}",
        f"64:ff9b:1::{a:x}:{b:x}",
        f"2002:{a:x}:{b:x}::1",
        f"2001:0:{a:x}:{b:x}::1",
        f"2001:0:4136:e378:8000:63bf:{flipped}",
        f"fe80::5efe:{a:x}:{b:x}",
        f"2a00:1450::5efe:{a:x}:{b:x}",
        f"2a00:1450::200:5efe:{a:x}:{b:x}",
    ]


DISGUISED = [form for network in INSIDE_V4 for form in forms_of(sample(network)[0])]


def test_the_tables_are_large() -> None:
    assert len(INSIDE) > 250
    assert len(DISGUISED) > 200


@pytest.mark.parametrize("address", INSIDE + DISGUISED)
def test_a_number_inside_is_not_public_in_any_form(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", OUTSIDE)
def test_a_number_of_the_open_web_is_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@given(st.ip_addresses(v=4))
@example(ipaddress.IPv4Address("192.0.0.9"))
def test_an_ipv4_number_is_public_exactly_where_the_registry_says(
    address: ipaddress.IPv4Address,
) -> None:
    inside = any(address in ipaddress.ip_network(network) for network in INSIDE_V4)
    within_assignments = address in ipaddress.ip_network("192.0.0.0/24")
    if not within_assignments and str(address) != "168.63.129.16":
        assert is_public(address) == (not inside)


@given(st.sampled_from(INSIDE_V4 + INSIDE_V6), st.integers(0, 2**128 - 1))
def test_no_number_of_a_network_inside_is_public(network: str, number: int) -> None:
    net = ipaddress.ip_network(network)
    assert not is_public(net[number % net.num_addresses])


@given(st.ip_addresses())
def test_whatever_requests_hardened_refuses_is_refused(address: ipaddress.IPv4Address) -> None:
    """A second opinion. It refuses more than the registries do, which would keep sites out."""
    text = str(address)
    numbers = [(socket.AF_INET, 1, 6, "", (text, 80))]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", lambda *_, **__: numbers)
        try:
            ip_filter.filter_host("a.example", 80, allow_loopback=False)
        except ip_filter.InvalidIPAddress:
            reachable = any(address in ipaddress.ip_network(network) for network in OPEN_WITHIN)
            assert reachable or not is_public(address)


def refusal_of(url: str) -> FetchError:
    with pytest.raises(FetchError) as caught:
        places_of(target_of(url), Reach(), 5)
    return caught.value


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


def answering(*addresses: str):
    def look_up(host: str, port: int, *_: object, **__: object) -> list:
        return [
            (socket.AF_INET6, 1, 6, "", (address, port, 0, 0))
            if ":" in address
            else (socket.AF_INET, 1, 6, "", (address, port))
            for address in addresses
        ]

    return look_up


@pytest.mark.parametrize("address", INSIDE[::3] + DISGUISED[::3])
def test_a_name_that_leads_inside_is_refused(address: str, monkeypatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", answering(address))
    assert refusal_of("https://news.example.com/").kind is Kind.REFUSED_ADDRESS


@pytest.mark.parametrize("answers", [("8.8.8.8", "10.0.0.1"), ("10.0.0.1", "8.8.8.8")])
def test_a_name_that_leads_inside_as_well_is_refused(answers, monkeypatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", answering(*answers))
    assert refusal_of("https://news.example.com/").kind is Kind.REFUSED_ADDRESS


@pytest.mark.parametrize(
    "place", [("fe80::1%eth0", 80, 0, 2), ("2606:4700::1", 80, 0, 3), ("x", 80)]
)
def test_an_answer_with_a_zone_or_without_sense_is_refused(place, monkeypatch) -> None:
    answers = [(socket.AF_INET6, 1, 6, "", place)]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answers)
    assert refusal_of("https://news.example.com/").kind is Kind.REFUSED_ADDRESS


def test_the_port_is_the_one_of_the_address(monkeypatch) -> None:
    answers = [(socket.AF_INET, 1, 6, "", ("8.8.8.8", 22))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answers)
    places = places_of(target_of("https://news.example.com/"), Reach(), 5)
    assert places == [(socket.AF_INET, ("8.8.8.8", 443))]


@pytest.mark.parametrize("address", OUTSIDE)
def test_a_name_that_leads_to_the_open_web_may_be_called(address: str, monkeypatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", answering(address))
    places = places_of(target_of("https://news.example.com/"), Reach(), 5)
    assert [place[:2] for _, place in places] == [(address, 443)]


def test_a_name_that_nobody_knows_is_unreachable(monkeypatch) -> None:
    def look_up(*_: object, **__: object) -> list:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    error = refusal_of("https://slip.example.com/")
    assert (error.kind, "slip.example.com" in error.sentence) == (Kind.UNREACHABLE, True)


def test_a_resolver_that_never_answers_is_not_waited_for(monkeypatch) -> None:
    release = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: release.wait(30) and [])
    with pytest.raises(FetchError) as caught:
        places_of(target_of("https://slow.example.com/"), Reach(), 0.05)
    release.set()
    assert caught.value.kind is Kind.TIMEOUT


@pytest.mark.parametrize(
    ("named", "url", "allowed"),
    [
        ("127.0.0.1:9000", "http://127.0.0.1:9000/", True),
        ("127.0.0.1:9000", "http://127.0.0.1:9001/", False),
        ("127.0.0.1:9000", "http://127.0.0.1/", False),
        ("127.0.0.1:9000", "http://127.0.0.2:9000/", False),
        ("10.0.0.5", "http://10.0.0.5/", True),
        ("10.0.0.5", "https://10.0.0.5:8443/", True),
        ("10.0.0.5", "http://10.0.0.5:22/", False),
        ("[::1]:9000", "http://[::1]:9000/", True),
        ("[::1]:9000", "http://[0:0::1]:9000/", True),
        ("[::1]:9000", "http://127.0.0.1:9000/", False),
        ("wiki.internal", "http://wiki.internal/", True),
        ("wiki.internal", "http://WIKI.internal./", True),
        ("wiki.internal", "http://other.wiki.internal/", False),
        ("wiki.internal", "http://iwiki.internal/", False),
    ],
)
def test_only_what_is_named_inside_may_be_called(named, url, allowed, monkeypatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", answering("10.0.0.7"))
    reach = Reach(inside=frozenset({named}))
    if allowed:
        assert places_of(target_of(url), reach, 5)
    else:
        with pytest.raises(FetchError):
            places_of(target_of(url), reach, 5)


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
