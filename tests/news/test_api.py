"""The API for programs: an editor's token, an address, a draft."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client, RequestFactory

from news.api import TokenThrottle
from news.models import ApiToken, Article
from tests.news.capturing.pages import page, publish
from tests.site import Site

pytestmark = pytest.mark.django_db


@pytest.fixture
def marta() -> User:
    user = User.objects.create_user("marta", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="add_article"))
    return user


@pytest.fixture
def token(marta: User) -> str:
    row = ApiToken(user=marta, name="a script")
    secret = row.make()
    row.save()
    return secret


def post(token: str, **body: Any) -> Any:
    return Client(enforce_csrf_checks=True).post(
        "/api/capture", body, content_type="application/json", headers={"Authorization": token}
    )


def test_an_address_becomes_a_draft_of_the_tokens_owner(site: Site, token: str) -> None:
    answer = post(f"Bearer {token}", url=publish(site))
    assert answer.status_code == 201
    told, article = answer.json(), Article.objects.get()
    assert told == {
        "stage": "done",
        "article": article.pk,
        "title": "A Nurse on the Phone",
        "state": "draft",
        "desk_url": f"http://testserver/admin/news/article/{article.pk}/change/",
        "problem": "",
    }
    assert [str(author) for author in article.ordered_authors()] == ["marta"]


def test_an_address_that_is_here_answers_200(site: Site, token: str) -> None:
    url = publish(site)
    post(f"Bearer {token}", url=url)
    answer = post(f"Bearer {token}", url=f"{url}#top")
    assert (answer.status_code, answer.json()["stage"]) == (200, "known")


def test_the_page_may_come_along(site: Site, token: str) -> None:
    html = page(title="Behind the Sign-in") + "<!-- -->" * 400_000  # more than Django's own bound
    answer = post(f"Bearer {token}", url=site.at("/members"), html=html)
    assert answer.json()["title"] == "Behind the Sign-in"
    assert "/members" not in site.asked


def test_a_page_that_cannot_be_read_says_why(site: Site, token: str) -> None:
    answer = post(f"Bearer {token}", url=site.at("/gone"))
    assert (answer.status_code, answer.json()["stage"]) == (201, "failed")
    assert "404" in answer.json()["problem"]


def test_half_a_character_in_what_a_program_sends_is_left_out(token: str) -> None:
    html = page(title="Night \ud83d Shift")
    answer = post(f"Bearer {token}", url="https://example.org/a\0\ud800b", html=html)
    assert (answer.status_code, answer.json()["title"]) == (201, "Night Shift")
    assert Article.objects.get().source_url == "https://example.org/ab"


def test_a_page_of_another_encoding_comes_along_as_the_program_has_it(token: str) -> None:
    html = page(title="Ночная смена").replace('charset="utf-8"', 'charset="koi8-r"')
    answer = post(f"Bearer {token}", url="https://example.org/a", html=html)
    assert answer.json()["title"] == "Ночная смена"


def test_two_tokens_of_one_name_do_not_share_their_rate(marta: User, token: str) -> None:
    first = ApiToken.objects.get()
    second = ApiToken(user=marta, name=first.name)
    second.make()
    second.save()
    throttle, keys = TokenThrottle("60/m"), set()
    for one in (first, second):
        request = RequestFactory().post("/api/capture")
        request.auth = one
        keys.add(throttle.get_cache_key(request))
    assert len(keys) == 2


@pytest.mark.parametrize("url", ["ftp://example.org", "http://10.0.0.1/", "", "words"])
def test_what_cannot_be_captured_is_a_sentence(token: str, url: str) -> None:
    answer = post(f"Bearer {token}", url=url)
    assert answer.status_code == 422
    assert answer.json()["detail"].endswith(".")


def test_a_page_that_is_too_large_is_a_sentence(site: Site, token: str) -> None:
    answer = post(f"Bearer {token}", url=site.at("/x"), html="x" * (5 * 1024**2 + 1))
    assert answer.status_code == 422
    assert "5 MB" in answer.json()["detail"]


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer medigy_wrong", "Basic {}", "{}"])
def test_without_a_token_nothing_is_captured(site: Site, token: str, header: str) -> None:
    assert post(header.format(token), url=publish(site)).status_code == 401
    assert not Article.objects.exists()


def test_a_token_ends_with_its_owner(site: Site, token: str, marta: User) -> None:
    marta.is_active = False
    marta.save()
    assert post(f"Bearer {token}", url=publish(site)).status_code == 401


def test_a_token_may_do_no_more_than_its_owner(site: Site, token: str, marta: User) -> None:
    marta.user_permissions.clear()
    assert post(f"Bearer {token}", url=publish(site)).status_code == 403


def test_a_session_is_no_token(site: Site, client: Client) -> None:
    client.force_login(User.objects.create_superuser("chief"))
    answer = client.post("/api/capture", {"url": publish(site)}, content_type="application/json")
    assert answer.status_code == 401


def test_only_a_digest_of_the_token_is_kept(token: str) -> None:
    row = ApiToken.objects.get()
    assert token not in (row.digest, row.name)
    assert row.digest == ApiToken.digest_of(token)


def test_its_use_is_noted(site: Site, token: str) -> None:
    post(f"Bearer {token}", url=publish(site))
    assert ApiToken.objects.get().used_at is not None
