"""The front page, the 404 and the 500."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from news.models import Article
from tests.builders import make_article, make_offering
from tests.markup import Page
from tests.pictures import add_picture

pytestmark = pytest.mark.django_db


def test_an_empty_site_says_so(client: Client) -> None:
    assert "Nothing is published yet." in client.get("/").content.decode()


def test_the_newest_story_with_a_picture_leads(client: Client) -> None:
    make_article("Newest", date=date(2026, 3, 3))
    pictured = make_article("Pictured", date=date(2026, 3, 2))
    add_picture(pictured)
    context = client.get("/").context
    assert context["lead"] == pictured
    assert [article.title for article in context["latest"]] == ["Newest"]


def test_without_pictures_the_newest_leads(client: Client) -> None:
    make_article("Older", date=date(2026, 3, 2))
    make_article("Newest", date=date(2026, 3, 3))
    assert client.get("/").context["lead"].title == "Newest"


def test_topics_and_offerings_in_the_news_are_counted(client: Client) -> None:
    make_offering("Home Monitor", ("Symplur: Home Care",))
    make_article(categories=("Symplur: Home Care", "Symplur: Telehealth"))
    make_article(categories=("Symplur: Home Care",))
    make_article(categories=("Symplur: Home Care",), state=Article.State.DRAFT)
    context = client.get("/").context
    topics = [(topic.label, topic.count) for topic in context["topics"]]
    assert topics == [("Home Care", 2), ("Telehealth", 1)]
    assert [(o.label, o.count) for o in context["offerings"]] == [("Home Monitor", 2)]


def test_curators_are_quoted_without_markup(client: Client) -> None:
    make_article("Commented", insights="A *short* comment.", authors=("Ann B",))
    page = client.get("/").content.decode()
    assert "<p>A short comment.</p>" in page and "Ann B" in page


def test_a_404_helps(client: Client) -> None:
    make_article("Latest story", ("Symplur: Home Care",))
    response = client.get("/nowhere/")
    page = response.content.decode()
    assert response.status_code == 404
    assert 'id="lost-words"' in page and "Latest story" in page and "Home Care" in page
    assert "noindex" in page


def test_a_missing_file_asks_no_database(client: Client, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert client.get("/media/nothing.jpg").status_code == 404


@pytest.mark.parametrize("path", ["/news", "/topic", "/offering", "/admin"])
def test_a_forgotten_slash_is_added(client: Client, path: str) -> None:
    response = client.get(f"{path}?q=a%20b")
    assert (response.status_code, response["Location"]) == (301, f"{path}/?q=a%20b")


def test_a_500_needs_nothing_but_itself(client: Client, monkeypatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("news.views.insights", fail)
    client.raise_request_exception = False
    make_article()
    response = client.get("/")
    assert response.status_code == 500
    assert Page(response.content.decode()).faults == []
    assert b"Something went wrong" in response.content


@pytest.mark.parametrize("path", ["/", "/news/", "/nowhere/"])
def test_scripts_from_elsewhere_have_no_place(client: Client, path: str) -> None:
    policy = client.get(path)["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "unsafe-inline" not in policy
