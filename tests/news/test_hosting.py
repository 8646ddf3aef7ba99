"""Pictures of other sites inside bodies: readers get them from this one."""

from __future__ import annotations

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from news import hosting
from tests.pictures import picture
from tests.site import Site


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


def path_of(url: str) -> str:
    return reverse("news:picture", args=[hosting.token_of(url)])


def test_a_picture_is_fetched_once_and_kept(site: Site, client: Client) -> None:
    site.page("/chart", picture("PNG", (400, 300)), content_type="image/png")
    for _ in range(2):
        shown = client.get(path_of(site.at("/chart")))
        assert shown.headers["Content-Type"] == "image/png"
        assert shown.content.startswith(b"\x89PNG")
    assert site.asked == ["/chart"]


def test_browsers_keep_it_and_run_nothing_in_it(site: Site, client: Client) -> None:
    site.page("/chart", picture("PNG", (400, 300)), content_type="image/png")
    headers = client.get(path_of(site.at("/chart"))).headers
    assert "immutable" in headers["Cache-Control"]
    assert headers["Content-Security-Policy"] == "default-src 'none'"
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "token", ["x", "aHR0cHM6Ly94LmV4YW1wbGUv", "aHR0cHM6Ly94LmV4YW1wbGUv.{0}", "é.x", "."]
)
def test_only_what_was_signed_here_is_fetched(site: Site, client: Client, token: str) -> None:
    token = token.format("0" * hosting.MARK_LENGTH)
    assert client.get(f"/picture/{token}").status_code == 404
    assert site.asked == []


@pytest.mark.parametrize(
    ("body", "kind"),
    [(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml"), (b"words", "text/plain")],
)
def test_what_is_no_picture_is_not_handed_on(
    site: Site, client: Client, body: bytes, kind: str
) -> None:
    site.page("/x", body, content_type=kind)
    assert client.get(path_of(site.at("/x"))).status_code == 404
    assert default_storage.listdir("")[0] == []


def test_what_cannot_be_had_is_not_asked_for_again_and_again(site: Site, client: Client) -> None:
    for _ in range(3):
        assert client.get(path_of(site.at("/gone"))).status_code == 404
    assert site.asked == ["/gone"]


def test_a_site_that_does_not_answer_is_left_alone_for_a_while(client: Client, settings) -> None:
    settings.FETCH_ALLOWED_HOSTS = ["127.0.0.1:9"]
    assert client.get(path_of("http://127.0.0.1:9/one")).status_code == 404
    with pytest.raises(hosting.NotToBeHadError) as failure:
        hosting.picture("http://127.0.0.1:9/two")
    assert failure.value.__cause__ is None  # it was not tried


def test_no_picture_of_a_network_inside_is_handed_on(client: Client) -> None:
    assert client.get(path_of("http://10.0.0.1/a.png")).status_code == 404
