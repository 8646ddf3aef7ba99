"""Where names lead, and what inside may be called all the same."""

from __future__ import annotations

import socket
import threading

import pytest

from news.harvesting.failures import FetchError, Kind
from news.harvesting.reach import Reach, places_of, target_of
from tests.news.harvesting.fetching import refusal_of
from tests.news.harvesting.numbers_inside import DISGUISED, INSIDE, OUTSIDE


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
