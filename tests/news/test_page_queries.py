"""A page asks the database as often with much news as with little, and never more than 8 times."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from news.models import Alias, Article
from tests.builders import make_article, make_offering
from tests.pictures import add_picture

pytestmark = pytest.mark.django_db
TOPICS = ("Symplur: Home Care", "MeSH: Workflow", "Symplur: Telehealth")
MOST = 8


def grow(count: int) -> Article:
    """That many articles and offerings, each with everything that a page can show of it."""
    for number in range(count):
        make_offering(categories=(*TOPICS, f"Symplur: Topic {number}"))
        article = make_article(
            categories=(*TOPICS, f"Symplur: Topic {number}"),
            authors=("Ann B", f"Author {number}"),
            tags=("ai", f"tag {number}"),
            insights="Indeed.",
        )
        add_picture(article)
    return article


def paths(article: Article) -> Iterator[str]:
    offering = article.related_offerings.first().offering
    yield from ("/", "/news/", "/news/?topic=symplur-home-care&author=ann-b&tag=ai&q=body")
    yield from (article.path, "/topic/", "/topic/symplur-home-care/", "/offering/")
    yield from ("/offering/?topic=mesh-workflow&q=offering", offering.get_absolute_url())
    yield from ("/nowhere/", "/news/?topic=nowhere", "/older-name")


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        client.get(path)
    return len(caught)


def test_no_page_asks_more_when_there_is_more(client: Client) -> None:
    article = grow(3)
    Alias.objects.create(article=article, path="/older-name")
    few = {path: queries(client, path) for path in paths(article)}
    grow(27)
    many = {path: queries(client, path) for path in few}
    assert many == few
    assert {path: count for path, count in many.items() if count > MOST} == {}


def test_a_page_asks_no_more_on_an_empty_site(client: Client) -> None:
    for path in ("/", "/news/", "/topic/", "/offering/", "/nowhere/"):
        assert queries(client, path) <= MOST, path
