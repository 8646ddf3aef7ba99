"""The list of the news: what it holds, and how readers narrow it."""

from __future__ import annotations

from datetime import date
from html import unescape

import pytest
from django.test import Client

from news.models import Publication
from tests.builders import make_article
from tests.markup import Page

pytestmark = pytest.mark.django_db


def text(client: Client, query: str = "") -> str:
    response = client.get(f"/news/{query}")
    assert response.status_code == 200, query
    return unescape(response.content.decode())


def titles(client: Client, query: str = "") -> list[str]:
    return [article.title for article in client.get(f"/news/{query}").context["page_obj"]]


def test_the_newest_comes_first(client: Client) -> None:
    make_article("Old", date=date(2020, 5, 1))
    make_article("New", date=date(2026, 5, 1))
    make_article("Same day, later", date=date(2026, 5, 1))
    assert titles(client) == ["Same day, later", "New", "Old"]
    assert "3 stories, newest first." in text(client)


@pytest.mark.parametrize(
    "query",
    [
        "?topic=symplur-home-care",
        "?publication=one.example",
        "?author=ann-b",
        "?year=2024",
        "?tag=Remote+Care",
        "?tag=remote%20care",
        "?q=needle",
        "?q=NEEDLE+hay",
        "?topic=symplur-home-care&author=ann-b&year=2024&q=hay",
    ],
)
def test_each_filter_finds_the_one(client: Client, query: str) -> None:
    source = Publication.objects.at("one.example", "One")
    make_article(
        "The one",
        ("Symplur: Home Care", "Symplur: Telehealth"),
        ("Ann B",),
        ("Remote Care", "AI"),
        body="<p>A needle in the hay</p>",
        publication=source,
        date=date(2024, 2, 1),
    )
    make_article("Another", ("Symplur: Telehealth",), ("Bo C",), ("AI",), body="<p>hay</p>")
    assert titles(client, query) == ["The one"]


def test_every_word_must_occur_in_title_description_or_text(client: Client) -> None:
    make_article("Alpha", description="beta", body="<p>gamma</p>")
    assert titles(client, "?q=gamma+alpha+beta") == ["Alpha"]
    assert titles(client, "?q=gamma+delta") == []


def test_an_article_in_two_topics_is_listed_once(client: Client) -> None:
    make_article("Twice", ("Symplur: Home Care", "MeSH: Home Care"))
    assert titles(client) == ["Twice"]
    assert titles(client, "?topic=mesh-home-care&q=twice") == ["Twice"]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?topic=nowhere", "No news is filed under the topic “nowhere”."),
        ("?publication=x.example", "No news comes from the source “x.example”."),
        ("?author=nobody", "No news is curated by “nobody”."),
        ("?year=1066", "There is no news of “1066”."),
        ("?year=abc", "There is no news of “abc”."),
        ("?q=" + "x" * 201, "Search for 200 characters at most."),
        ("?q=" + "+".join("abcdefghijk"), "Search for 10 words at most."),
        ("?topic=%00", "No news is filed under the topic “\0”."),
        ("?q=%00", "Null characters are not allowed."),
    ],
)
def test_a_value_that_cannot_be_gets_a_sentence(client: Client, query: str, sentence: str) -> None:
    make_article("Something", ("Symplur: Home Care",))
    assert sentence in text(client, query)
    assert titles(client, query) == []


def test_only_what_has_published_news_can_be_chosen(client: Client) -> None:
    make_article(categories=("Symplur: Home Care",), authors=("Ann B",))
    make_article(categories=("Symplur: Secret",), authors=("Hidden Hand",), state="draft")
    form = client.get("/news/").context["filter"].form
    assert [label for _, label in form.fields["topic"].choices] == ["All topics", "Home Care"]
    assert [label for _, label in form.fields["author"].choices] == ["Everybody", "Ann B"]


def test_a_chip_takes_its_filter_off_and_leaves_the_others(client: Client) -> None:
    make_article(categories=("Symplur: Home Care",), date=date(2024, 1, 1))
    chips = client.get("/news/?topic=symplur-home-care&year=2024").context["filter"].chips
    said = [(chip.name, chip.value, chip.without) for chip in chips]
    assert said == [
        ("Topic", "Home Care", "?year=2024"),
        ("Year", "2024", "?topic=symplur-home-care"),
    ]


def test_pages_keep_the_filters(client: Client) -> None:
    for _ in range(21):
        make_article(categories=("Symplur: Home Care",))
    page = text(client, "?topic=symplur-home-care")
    assert 'href="?topic=symplur-home-care&page=2"' in page
    assert len(titles(client, "?topic=symplur-home-care&page=2")) == 1
    assert "Page 2 of 2" in text(client, "?page=2")


@pytest.mark.parametrize("number", ["2", "0", "-1", "x", "9" * 5000])
def test_a_page_that_is_not_there_is_a_404(client: Client, number: str) -> None:
    make_article()
    assert client.get(f"/news/?page={number}").status_code == 404


def test_an_empty_list_says_what_to_do(client: Client) -> None:
    assert "Nothing is published here yet." in text(client)
    make_article()
    page = text(client, "?q=absent")
    assert "No story matches." in page and 'href="/news/">everything in News</a>' in page


def test_a_narrowed_list_stays_out_of_search_engines(client: Client) -> None:
    make_article()
    assert 'content="noindex, follow"' in text(client, "?year=2026")
    assert "noindex" not in text(client)


def test_markup_in_a_query_is_only_text(client: Client) -> None:
    make_article()
    response = client.get("/news/?q=%3Cscript%3Ealert(1)%3C/script%3E&topic=%22%3E%3Cb%3E")
    assert b"<script" not in response.content
    assert Page(response.content.decode()).faults == []
