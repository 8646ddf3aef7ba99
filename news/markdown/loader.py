"""Articles with everything that their files hold, in few queries and few objects.

``ArticleQuerySet.for_export()`` gives the same for one article. Over thousands, prefetching
would make a topic's row anew for each article that has it, and a query for each list of each
article; here a batch shares them. The articles are for reading: their lists are lists.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Model, QuerySet
from taggit.models import Tag

from news.models import (
    Alias,
    Article,
    ArticleAuthor,
    ArticleCategory,
    ArticleTag,
    Author,
    MediaFile,
    Publication,
    RelatedOffering,
    Section,
)
from news.querysets import ArticleQuerySet
from offerings.models import Category, Institution, Offering, OfferingCategory

Rows = dict[int, list[Model]]


def load(articles: ArticleQuerySet) -> list[Article]:
    """These articles in order of their keys, as ``mapping.derive`` wants them."""
    found = list(articles.order_by("pk").select_related("page_metadata", "file"))
    if not found:
        return []
    for name, model in (
        ("section", Section),
        ("publication", Publication),
        ("institution", Institution),
        ("offering", Offering),
    ):
        point(found, name, model.objects.all())
    pks = [article.pk for article in found]
    topics = ArticleCategory.objects.filter(article__in=pks).order_by("position", "pk")
    authors = ArticleAuthor.objects.filter(article__in=pks).order_by("position", "pk")
    tags = ArticleTag.objects.filter(content_object__in=pks).order_by("pk")
    hang(found, "article_categories", pointed(topics, "category", categories()))
    hang(found, "article_authors", pointed(authors, "author", Author.objects.all()))
    hang(found, "tagged_items", pointed(tags, "tag", Tag.objects.all()), "content_object_id")
    hang(found, "aliases", Alias.objects.filter(article__in=pks).order_by("position", "pk"))
    hang(found, "media", MediaFile.objects.filter(article__in=pks).order_by("pk"))
    hang(found, "related_offerings", related(pks))
    return found


def categories() -> QuerySet[Category]:
    return Category.objects.select_related("vocabulary")


def related(pks: list[int]) -> Sequence[RelatedOffering]:
    """The offerings shown with these articles, each offering with its categories, once."""
    rows = list(RelatedOffering.objects.shown().filter(article__in=pks))
    point(rows, "offering", Offering.objects.all())
    offerings = list({row.offering_id: row.offering for row in rows}.values())
    filed = OfferingCategory.objects.filter(offering__in=offerings).order_by("position", "pk")
    hang(offerings, "offering_categories", pointed(filed, "category", categories()), "offering_id")
    return rows


def pointed(rows: Iterable[Model], name: str, targets: QuerySet[Model]) -> list[Model]:
    """``rows``, their relation ``name`` at hand."""
    rows = list(rows)
    point(rows, name, targets)
    return rows


def point(rows: Sequence[Model], name: str, targets: QuerySet[Model]) -> None:
    """Let the relation ``name`` of each row lead to one shared object."""
    keys = {key for row in rows if (key := getattr(row, f"{name}_id")) is not None}
    shared = targets.in_bulk(keys) if keys else {}
    for row in rows:  # past the descriptor, which asks the router about each pair
        row._state.fields_cache[name] = shared.get(getattr(row, f"{name}_id"))


def hang(
    parents: Sequence[Model], name: str, rows: Iterable[Model], key: str = "article_id"
) -> None:
    """Let the list ``name`` of each parent hold its rows, in their order."""
    lists: Rows = defaultdict(list)
    for row in rows:
        lists[getattr(row, key)].append(row)
    for parent in parents:
        cache = parent.__dict__.setdefault("_prefetched_objects_cache", {})
        cache[name] = lists.get(parent.pk, [])
