"""Fills a database with as many articles as a measurement wants, always the same ones."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from django.db import transaction

from news.models import (
    Article,
    ArticleAuthor,
    ArticleCategory,
    Author,
    MediaFile,
    Publication,
    Section,
)
from news.related import refresh_all
from offerings.models import Category, Offering, OfferingCategory

TOPICS = 40
OFFERINGS = 400
BATCH = 2_000
FIRST_DAY = date(2010, 1, 1)
DAYS = 6_000

WORDS = """
ward nurse record clinic patient data trial vaccine sensor signal remote visit claim audit cloud
device alarm image scan gene model risk consent policy rural heart sleep language triage pharmacy
robot screen report network access privacy standard exchange register
""".split()


def fill(count: int, *, seed: int = 7) -> None:
    """Make ``count`` published articles, 40 topics and 400 offerings in an empty database."""
    chance = random.Random(seed)
    with transaction.atomic():
        categories = [Category.objects.named(name) for name in _topic_names()]
        _fill_offerings(categories, chance)
        section = Section.objects.house()
        authors = [Author.objects.named(f"Curator {n}") for n in range(12)]
        publications = [Publication.objects.at(f"site{n}.example.org") for n in range(60)]
    for start in range(0, count, BATCH):
        numbers = range(start, min(start + BATCH, count))
        with transaction.atomic():
            rows = [_article(n, section, publications, chance) for n in numbers]
            articles = Article.objects.bulk_create(rows)
            _file(articles, categories, authors, chance)
            refresh_all([article.pk for article in articles])


def _topic_names() -> Iterator[str]:
    vocabularies = ("Symplur", "Healthcare IT News", "Medical Subject Headings (MeSH)")
    for number in range(TOPICS):
        yield f"{vocabularies[number % 3]}: Topic {number}"


def _fill_offerings(categories: list[Category], chance: random.Random) -> None:
    offerings = Offering.objects.bulk_create(
        Offering(
            label=f"Offering {n}",
            slug=f"offering-{n}",
            offering_id=n,
            summary=_sentence(chance, 12),
        )
        for n in range(OFFERINGS)
    )
    OfferingCategory.objects.bulk_create(
        OfferingCategory(offering=offering, category=category, position=position)
        for offering in offerings
        for position, category in enumerate(chance.sample(categories, 3))
    )


def _article(
    number: int, section: Section, publications: list[Publication], chance: random.Random
) -> Article:
    day = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
    body = "".join(f"<p>{_sentence(chance, 60)}</p>" for _ in range(4))
    article = Article(
        title=_sentence(chance, 8).rstrip("."),
        slug=f"site-article-{number}",
        section=section,
        publication=chance.choice(publications),
        clean_url=f"https://example.org/story-{number}",
        source_url=f"https://example.org/story-{number}?utm_source=bench",
        description=body[3:203],
        body=body,
        state=Article.State.PUBLISHED,
        date=day,
        published_at=datetime(day.year, day.month, day.day, tzinfo=UTC),
        md_name=f"{number:08d}-bench.md",
    )
    article.fill_keys()
    return article


def _file(
    articles: list[Article],
    categories: list[Category],
    authors: list[Author],
    chance: random.Random,
) -> None:
    ArticleCategory.objects.bulk_create(
        ArticleCategory(article=article, category=category, position=position)
        for article in articles
        for position, category in enumerate(chance.sample(categories, 2))
    )
    ArticleAuthor.objects.bulk_create(
        ArticleAuthor(article=article, author=chance.choice(authors)) for article in articles
    )
    MediaFile.objects.bulk_create(
        MediaFile(
            article=article,
            name=f"{article.stem}-featuredImage.jpeg",
            file=f"bench/{article.pk}.jpeg",
            alt="A drawn wave",
            format="JPEG",
            width=1600,
            height=900,
        )
        for article in articles
    )


def _sentence(chance: random.Random, words: int) -> str:
    return " ".join(chance.choices(WORDS, k=words)).capitalize() + "."
