"""Which redirects are followed, how far, and whose cookies go with them."""

from __future__ import annotations

import pytest

from news.harvesting.fetch import Kind, get
from tests.news.harvesting.fetching import PAGE, error_of
from tests.site import Answer, Request, Site


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
