"""Rows for tests, made in one line: ``make_article(title="…")``. What is not said has a default."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime

from news.models import Article, ArticleAuthor, ArticleCategory, Author, Publication, Section
from offerings.models import Category, Offering, OfferingCategory

_numbers = itertools.count(1)


def make_category(name: str = "Symplur: Telehealth") -> Category:
    """The category of ``Vocabulary: Label``, with its vocabulary."""
    return Category.objects.named(name)


def make_offering(label: str = "", categories: tuple[str, ...] = (), **changes: object) -> Offering:
    """An approved offering under these categories, in this order."""
    number = next(_numbers)
    offering = Offering.objects.create(
        **{"label": label or f"Offering {number}", "offering_id": 90_000 + number, **changes}
    )
    for position, name in enumerate(categories):
        OfferingCategory.objects.create(
            offering=offering, category=make_category(name), position=position
        )
    return offering


def make_article(
    title: str = "",
    categories: tuple[str, ...] = (),
    authors: tuple[str, ...] = (),
    tags: tuple[str, ...] = (),
    **changes: object,
) -> Article:
    """A published article of News, with a source of its own."""
    number = next(_numbers)
    defaults = {
        "title": title or f"Article {number}",
        "slug": f"example-article-{number}",
        "section": Section.objects.house(),
        "publication": Publication.objects.at("example.org", "Example"),
        "clean_url": f"https://example.org/story-{number}",
        "source_url": f"https://example.org/story-{number}?utm_source=test",
        "body": f"<p>The body of article {number}.</p>",
        "description": f"The body of article {number}.",
        "state": Article.State.PUBLISHED,
        "date": date(2026, 1, 1),
        "published_at": datetime(2026, 1, 1, tzinfo=UTC),
    }
    article = Article.objects.create(**{**defaults, **changes})
    for position, name in enumerate(authors):
        ArticleAuthor.objects.create(
            article=article, author=Author.objects.named(name), position=position
        )
    for position, name in enumerate(categories):
        ArticleCategory.objects.create(
            article=article, category=make_category(name), position=position
        )
    for tag in tags:
        article.tags.add(tag)
    return article
