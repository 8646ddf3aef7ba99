"""Background work asks robots.txt, and leaves time between two calls to a host."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from django.core.cache import cache
from hypothesis import given
from hypothesis import strategies as st
from protego import Protego

from news.harvesting import politeness
from news.harvesting.fetch import FetchError, Kind, Response, get
from news.harvesting.politeness import MAX_DELAY, MAX_ROBOTS, PATIENCE, ours, seconds_of
from tests.site import Site

PAGE = "<html><title>Read</title>"


class Hours:
    """A clock for everybody: who sleeps moves it on."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0
        self.slept: list[float] = []

    def time(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def hours(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hours]:
    clock = Hours()
    cache.clear()
    monkeypatch.setattr(time, "time", clock.time)
    monkeypatch.setattr(time, "sleep", clock.sleep)
    yield clock
    cache.clear()


@pytest.fixture
def polite(site: Site, hours: Hours, settings) -> Site:
    settings.FETCH_PAUSE = 0
    site.page("/news/a", PAGE)
    return site


def read(site: Site, path: str = "/news/a") -> Response:
    return get(site.at(path), background=True)


def error_of(site: Site, path: str = "/news/a") -> FetchError:
    with pytest.raises(FetchError) as caught:
        read(site, path)
    return caught.value


def robots(site: Site, text: str, **more: object) -> None:
    site.page("/robots.txt", text, content_type="text/plain", **more)


def test_what_a_person_asks_for_asks_no_robots(polite: Site) -> None:
    robots(polite, "User-agent: *\nDisallow: /")
    assert get(polite.at("/news/a")).status == 200
    assert polite.asked == ["/news/a"]


def test_what_is_forbidden_is_not_called(polite: Site) -> None:
    robots(polite, "User-agent: *\nDisallow: /news/\nAllow: /$")
    error = error_of(polite)
    assert (error.kind, polite.asked) == (Kind.BLOCKED, ["/robots.txt"])
    assert "browser" in error.sentence


def test_robots_are_asked_once(polite: Site) -> None:
    robots(polite, "User-agent: *\nDisallow: /private/")
    read(polite)
    read(polite)
    assert polite.asked == ["/robots.txt", "/news/a", "/news/a"]


def test_robots_are_asked_again_after_a_day(polite: Site, hours: Hours) -> None:
    robots(polite, "")
    read(polite)
    hours.now += 25 * 3600
    read(polite)
    assert polite.asked.count("/robots.txt") == 2


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("", True),
        ("User-agent: *\nDisallow:", True),
        ("User-agent: *\nDisallow: /", False),
        ("user-AGENT : *\ndisallow : /news", False),
        ("\ufeffUser-agent: *\r\nDisallow: /\r\n", False),
        ("User-agent: other\nDisallow: /", True),
        ("User-agent: other\nUser-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow: /\nUser-agent: Medigy\nDisallow:", True),
        ("User-agent: *\nDisallow:\nUser-agent: medigy/1.0\nDisallow: /", False),
        ("User-agent: Medigy\nCrawl-delay: 1\nUser-agent: *\nDisallow: /", True),
        ("User-agent: *\nDisallow: /news\nAllow: /news/a", True),
        ("User-agent: *\nDisallow: /*a$", False),
        ("User-agent: * # all\nDisallow: / # of it", False),
        ("Disallow: /", True),
        ("<html>not robots at all</html>", True),
        ("User-agent: *\nSitemap: /map\nDisallow: /", False),
    ],
)
def test_rules_are_read_as_robots_read_them(polite: Site, text: str, allowed: bool) -> None:
    robots(polite, text)
    if allowed:
        assert read(polite).status == 200
    else:
        assert error_of(polite).kind is Kind.BLOCKED


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_no_robots_allow_everything(polite: Site, status: int) -> None:
    robots(polite, "User-agent: *\nDisallow: /", status=status)
    assert read(polite).status == 200


@pytest.mark.parametrize("status", [429, 500, 503])
def test_broken_robots_make_us_come_back(polite: Site, hours: Hours, status: int) -> None:
    robots(polite, "", status=status)
    error = error_of(polite)
    assert (error.kind, error.retry_after) == (Kind.BLOCKED, 600)
    assert "/news/a" not in polite.asked
    robots(polite, "")
    assert error_of(polite).kind is Kind.BLOCKED
    hours.now += 601
    assert read(polite).status == 200


def test_endless_robots_are_read_as_far_as_they_must(polite: Site) -> None:
    text = "User-agent: *\nDisallow: /news/\n" + "# filling\n" * MAX_ROBOTS
    robots(polite, text)
    assert error_of(polite).kind is Kind.BLOCKED


def test_robots_may_be_elsewhere_but_not_inside(polite: Site) -> None:
    polite.redirect("/robots.txt", "/robots2.txt")
    polite.page("/robots2.txt", "User-agent: *\nDisallow: /", content_type="text/plain")
    assert error_of(polite).kind is Kind.BLOCKED
    cache.clear()
    polite.redirect("/robots.txt", "http://169.254.169.254/")
    assert error_of(polite).kind is Kind.REFUSED_ADDRESS


def test_the_end_of_a_redirect_is_asked_as_well(polite: Site) -> None:
    robots(polite, "User-agent: *\nDisallow: /secret")
    polite.redirect("/news/b", "/secret")
    polite.page("/secret", PAGE)
    assert error_of(polite, "/news/b").kind is Kind.BLOCKED
    assert "/secret" not in polite.asked


def test_two_calls_to_a_host_are_spaced(polite: Site, hours: Hours, settings) -> None:
    settings.FETCH_PAUSE = 2
    for _ in range(3):
        read(polite)
    assert sum(hours.slept) == pytest.approx(4, abs=0.3)


def test_a_person_does_not_wait(polite: Site, hours: Hours, settings) -> None:
    settings.FETCH_PAUSE = 2
    read(polite)
    get(polite.at("/news/a"))
    assert hours.slept == []


@pytest.mark.parametrize(("asked", "waited"), [("7", 7), ("1", 2), ("86400", MAX_DELAY)])
def test_a_site_may_ask_for_more_time(polite: Site, hours, settings, asked, waited) -> None:
    settings.FETCH_PAUSE = 2
    robots(polite, f"User-agent: *\nCrawl-delay: {asked}")
    read(polite)
    read(polite)
    assert sum(hours.slept) == pytest.approx(waited, abs=0.3)


def test_a_worker_does_not_wait_for_ever(polite: Site, hours: Hours, monkeypatch) -> None:
    monkeypatch.setattr(cache, "add", lambda *_, **__: False)
    robots(polite, "User-agent: *\nCrawl-delay: 30")
    error = error_of(polite)
    assert (error.kind, error.retry_after) == (Kind.BLOCKED, 30)
    assert sum(hours.slept) <= PATIENCE


@pytest.mark.parametrize("status", [429, 503])
def test_a_site_that_asks_for_peace_gets_it(polite: Site, hours: Hours, status: int) -> None:
    polite.page("/news/a", "", status=status, Retry_After="300")
    assert error_of(polite).retry_after == 300
    polite.page("/news/a", PAGE)
    error = error_of(polite)
    assert (error.kind, error.retry_after) == (Kind.BLOCKED, 300)
    hours.now += 301
    assert read(polite).status == 200


def test_peace_has_an_end(polite: Site, hours: Hours) -> None:
    polite.page("/news/a", "", status=429, Retry_After="999999999")
    error_of(polite)
    polite.page("/news/a", PAGE)
    hours.now += politeness.MAX_PAUSE + 1
    assert read(polite).status == 200


def test_one_site_s_peace_is_not_another_s(polite: Site, settings) -> None:
    settings.FETCH_ALLOWED_HOSTS += [f"localhost:{polite.port}"]
    polite.page("/busy", "", status=429, Retry_After="300")
    error_of(polite, "/busy")
    assert get(f"http://localhost:{polite.port}/news/a", background=True).status == 200


def test_a_date_to_come_back_is_understood(hours: Hours) -> None:
    soon = datetime.fromtimestamp(hours.now, UTC) + timedelta(minutes=5)
    assert seconds_of(format_datetime(soon, usegmt=True)) == 300
    assert seconds_of("Tue, 03 Mar 1998 10:00:00 GMT") == 0
    assert seconds_of("Tue, 99 Mar 2026") is None
    assert seconds_of("٣") is None


NAMES = st.sampled_from(["*", "medigy", "Medigy/1.0", "other", "medigybot", "Other/2"])
RULES = st.sampled_from(
    ["Disallow: /", "Disallow:", "Allow: /news", "Disallow: /news/a", "Crawl-delay: 3"]
)
LINES = st.one_of(NAMES.map("User-agent: {}".format), RULES, st.just(""), st.just("Sitemap: /x"))


@given(st.lists(LINES, max_size=12))
def test_our_part_of_the_rules_says_what_all_of_them_say(lines: list[str]) -> None:
    text = "\n".join(lines).replace("Medigy/1.0", "Medigy").replace("Other/2", "other")
    whole, part = Protego.parse(text), Protego.parse(ours(text))
    for url in ("https://a.example/", "https://a.example/news/a", "https://a.example/news/b"):
        assert part.can_fetch(url, "medigy") == whole.can_fetch(url, "medigy")
    assert part.crawl_delay("medigy") == whole.crawl_delay("medigy")


def test_rules_for_thousands_of_robots_are_not_multiplied() -> None:
    many = "".join(f"User-agent: robot{number}\n" for number in range(12_000))
    text = many + "User-agent: *\n" + "Disallow: /x\n" * 12_000
    assert ours(text).count("\n") < 13_000
