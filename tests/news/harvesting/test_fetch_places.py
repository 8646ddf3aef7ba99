"""To which places connections are made, and to which none is, redirected or not."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator

import pytest

from news.harvesting import reach, wire
from news.harvesting.fetch import Accept, Kind, get
from news.harvesting.reach import Reach
from tests.news.harvesting.fetching import PAGE, error_of
from tests.news.harvesting.numbers_inside import DISGUISED, INSIDE
from tests.site import Site, running


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
