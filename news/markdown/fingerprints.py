"""Whether an article's file would still be the same, told without writing it.

A fingerprint covers every value that a file is made of, read as plain rows; it is some ten times
cheaper than the file itself. Two articles with one fingerprint have one file.
"""

from __future__ import annotations

import marshal
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from django.db.models import F, QuerySet, TextField
from django.db.models.functions import Cast

from news.models import (
    Alias,
    Article,
    ArticleAuthor,
    ArticleCategory,
    ArticleTag,
    MediaFile,
    PageMetadata,
    RelatedOffering,
)
from news.querysets import ArticleQuerySet
from offerings.models import OfferingCategory

BATCH = 1_000
FORM = 1  # raise it when the same values begin to make other files
MARSHAL = 2  # the last version that writes equal values alike, whatever objects hold them
PLAIN = (str, int, bool, type(None))

COLUMNS = [
    field.attname
    for field in Article._meta.concrete_fields
    if field.attname not in ("address_key", "created_at", "published_at", "state")
]
NAMES = [
    "publication__host",
    "institution__slug",
    "offering__slug",
    *(
        f"section__{name}"
        for name in (
            "name",
            "base_path",
            "archetype",
            "content_categories",
            "identifier",
            "layout",
            "masthead",
            "search_category",
            "sub",
        )
    ),
]


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What an article's file is made of, and where it stands if there is one.

    ``digest`` is that of the file at the last exchange.
    """

    pk: int
    path: str | None
    digest: str | None
    value: str


def fingerprints(articles: ArticleQuerySet) -> Iterator[list[Fingerprint]]:
    """The fingerprints of these articles, in order of their keys, some hundreds at a time."""
    rows = articles.order_by("pk").values_list("pk", "file__path", "file__digest", *COLUMNS, *NAMES)
    last = 0
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        last = batch[-1][0]
        parts = _parts([row[0] for row in batch])
        yield [Fingerprint(*row[:3], value_of(row[3:], parts[row[0]])) for row in batch]


def value_of(row: Sequence[Any], parts: list[Any]) -> str:
    """The fingerprint of an article's columns and of what hangs on it."""
    plain = [value if type(value) in PLAIN else str(value) for value in row]
    return blake2b(marshal.dumps([FORM, plain, parts], MARSHAL), digest_size=16).hexdigest()


def _parts(pks: list[int]) -> defaultdict[int, list[Any]]:
    """What hangs on the articles, each as a list of rows."""
    parts: defaultdict[int, list[Any]] = defaultdict(list)
    for rows in _queries(pks):
        for pk, *values in rows:
            parts[pk].append(values)
    return parts


def _queries(pks: list[int]) -> Iterator[Iterable[Sequence[Any]]]:
    def of(model: Any, *columns: str, article: str = "article_id") -> QuerySet[Any]:
        rows = model.objects.filter(**among(article, pks)).order_by(article, *ORDER[model])
        return rows.values_list(article, *columns)

    yield of(ArticleAuthor, "author__name")
    yield of(ArticleCategory, "category__slug", "category__label", "category__vocabulary__name")
    yield of(ArticleTag, "tag__name", article="content_object_id")
    yield of(Alias, "path")
    yield of(
        MediaFile,
        "role",
        "name",
        "file",
        "alt",
        "format",
        "valid",
        "work_package_id",
        "attachment_name",
        "attachment_link",
        Cast("size", TextField()),
    )
    yield of(PageMetadata, *(Cast(F(n), TextField()) for n in ("html", "open_graph", "twitter")))
    yield _related(pks)


def among(column: str, pks: list[int]) -> dict[str, Any]:
    """A filter for rows of these articles; perhaps of a few others between them.

    A thousand keys one by one cost more than the rows of neighbours that nobody asked for.
    """
    if pks[-1] - pks[0] < 4 * len(pks):
        return {f"{column}__gte": pks[0], f"{column}__lte": pks[-1]}
    return {f"{column}__in": pks}


ORDER: dict[Any, tuple[str, ...]] = {
    ArticleAuthor: ("position", "pk"),
    ArticleCategory: ("position", "pk"),
    ArticleTag: ("pk",),
    Alias: ("position", "pk"),
    MediaFile: ("role",),
    PageMetadata: (),
}


def _related(pks: list[int]) -> Iterator[Sequence[Any]]:
    """The related offerings with the categories that their cards show."""
    shown = (
        RelatedOffering.objects.shown()
        .filter(article_id__in=pks)
        .order_by("article_id", "position", "pk")
    )
    rows = list(
        shown.values_list(
            "article_id",
            "offering_id",
            "offering__label",
            "offering__slug",
            "offering__offering_id",
        )
    )
    categories: defaultdict[int, list[Any]] = defaultdict(list)
    filed = OfferingCategory.objects.filter(offering_id__in={row[1] for row in rows})
    for offering_id, *names in filed.order_by("offering_id", "position", "pk").values_list(
        "offering_id", "category__label", "category__vocabulary__name"
    ):
        categories[offering_id].append(names)
    for row in rows:
        yield (*row, categories[row[1]])
