"""The quick way to load articles for export gives what the plain way gives."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from news.markdown import mapping
from news.markdown.loader import load
from news.models import Alias, Article, MediaFile, PageMetadata, RelatedOffering
from offerings.models import Institution
from tests.builders import make_article, make_offering

pytestmark = pytest.mark.django_db

TOPICS = ("Symplur: Telehealth", "Unfiled", "Healthcare IT News: Payers")


def make_rich_articles(count: int) -> None:
    make_offering("Near", TOPICS[:2])
    for number in range(count):
        article = make_article(
            categories=TOPICS[number % 2 :], authors=("Ana", "Bo"), tags=("b", "a", str(number))
        )
        Alias.objects.create(article=article, path=f"/news/old-{article.pk}")
        MediaFile.objects.create(article=article, name="a.png", alt="A lamp")
        PageMetadata.objects.create(article=article, html={"b": None, "a": ""})
        excluded = RelatedOffering.Chosen.EXCLUDED
        RelatedOffering.objects.create(article=article, offering=make_offering(), chosen=excluded)
    Article.objects.filter(pk=article.pk).update(
        institution=Institution.objects.named("Mayo"), offering=make_offering(), publication=None
    )


def test_it_gives_what_the_plain_way_gives() -> None:
    make_rich_articles(3)
    plain = Article.objects.for_export().order_by("pk")
    assert [mapping.derive(article) for article in load(Article.objects.all())] == [
        mapping.derive(article) for article in plain
    ]


def test_deriving_asks_nothing_more_of_the_database() -> None:
    make_rich_articles(2)
    articles = load(Article.objects.all())
    with CaptureQueriesContext(connection) as asked:
        for article in articles:
            mapping.derive(article)
            getattr(article, "file", None)
    assert len(asked) == 0


def test_the_queries_do_not_grow_with_the_articles() -> None:
    def queries(count: int) -> int:
        make_rich_articles(count)
        with CaptureQueriesContext(connection) as asked:
            load(Article.objects.all())
        return len(asked)

    assert queries(2) == queries(20)
