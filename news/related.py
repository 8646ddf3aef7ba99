"""Which offerings are shown with an article, and why; and what is suggested to its editor.

Shown are those that share a topic: most shared first, then the newest (the highest offering id),
three of them. What an editor pinned comes first; what an editor excluded never comes. The answer is
kept in the database, so that pages and exports only read it. Suggestions are made when they are
asked for, and change nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from news.models import Article, ArticleCategory, RelatedOffering
from news.suggesting import Source, Suggestion, offerings, topics
from offerings.models import Category, Offering, OfferingCategory

__all__ = [
    "Candidate",
    "Suggestion",
    "choose",
    "mend",
    "refresh",
    "refresh_all",
    "shared_topics",
    "suggest_categories",
    "suggest_offerings",
]

SHOWN = 3
BATCH = 500  # articles mended with one set of queries


@dataclass(frozen=True, slots=True)
class Candidate:
    """An offering as the rule sees it.

    ``rank`` orders those that share equally many topics: a higher one comes first.
    """

    pk: int
    rank: tuple[int, int]
    category_ids: frozenset[int]


def choose(
    category_ids: Iterable[int],
    candidates: Iterable[Candidate],
    *,
    pinned: Sequence[int] = (),
    excluded: Iterable[int] = (),
) -> list[int]:
    """The keys of the offerings to show, in order. Pure: no database.

    >>> choose([1, 2], [Candidate(7, (7, 7), frozenset({1})), Candidate(8, (8, 8), frozenset({3}))])
    [7]
    """
    topics, out = set(category_ids), {*pinned, *excluded}
    sharing = [(len(topics & c.category_ids), c.rank, c.pk) for c in candidates if c.pk not in out]
    best = sorted((entry for entry in sharing if entry[0]), reverse=True)
    return [*pinned, *(pk for *_, pk in best[: max(0, SHOWN - len(pinned))])]


def shared_topics(article: Article, offering: Offering) -> list[Category]:
    """The topics for which an offering stands beside an article, in the article's order."""
    ids = {row.category_id for row in offering.offering_categories.all()}
    return [category for category in article.ordered_categories() if category.pk in ids]


def suggest_categories(
    article: Article | None = None,
    *,
    title: str = "",
    description: str = "",
    text: str = "",
    tags: Iterable[str] = (),
    brand: str = "",
) -> list[Suggestion]:
    """Topics that an article may be filed under and is not yet, the best first.

    ``text`` is plain; ``tags`` are those of the source's page, ``brand`` is its publication's host.
    An article that is not saved, or none, has no topics yet.
    """
    source = Source(title, description, text, tuple(tags), brand)
    named = offerings.mentions(source)
    return topics.suggest(source, named=_places(named), without=_topics_of(article))


def suggest_offerings(
    article: Article | None = None,
    *,
    title: str = "",
    description: str = "",
    text: str = "",
    tags: Iterable[str] = (),
    brand: str = "",
) -> list[Suggestion]:
    """Offerings that an editor may pin to an article: those named in it, then by shared topics.

    Takes what ``suggest_categories`` takes. An article without topics is taken to have the best of
    those that are suggested for it. What an editor pinned or excluded does not come again.
    """
    source = Source(title, description, text, tuple(tags), brand)
    named = offerings.mentions(source)
    filed = _topics_of(article)
    if not filed:
        likely = topics.suggest(source, named=_places(named))[:SHOWN]
        filed = [suggestion.category.pk for suggestion in likely]
    near = {c.pk: c for found in _candidates(set(filed)).values() for c in found}
    sharing = {pk: offerings.Sharer(c.rank, c.category_ids) for pk, c in near.items()}
    return offerings.suggest(named, sharing, filed, without=_settled(article))


def _places(named: Mapping[int, offerings.Mention]) -> dict[int, str]:
    return {pk: mention.place for pk, mention in named.items()}


def _topics_of(article: Article | None) -> list[int]:
    """The keys of the topics that a saved article has, in their order."""
    if article is None or article.pk is None:
        return []
    return list(article.article_categories.values_list("category_id", flat=True))


def _settled(article: Article | None) -> set[int]:
    """The keys of the offerings about which an editor has decided."""
    if article is None or article.pk is None:
        return set()
    decided = article.related_offerings.exclude(chosen=RelatedOffering.Chosen.RULE)
    return {*decided.values_list("offering_id", flat=True), article.offering_id or 0}


def refresh(article: Article) -> None:
    """Bring one article's related offerings up to date with its topics."""
    refresh_all([article.pk])


def mend(category_ids: Iterable[int], offering: Offering | None = None) -> None:
    """Bring up to date all articles that a change in the catalogue concerns.

    Those filed under one of ``category_ids``, and those that show ``offering``.
    """
    concerned = set(
        ArticleCategory.objects.filter(category_id__in=list(category_ids)).values_list(
            "article_id", flat=True
        )
    )
    if offering:
        concerned.update(offering.related_articles.values_list("article_id", flat=True))
    refresh_all(sorted(concerned))


def refresh_all(article_ids: Sequence[int]) -> None:
    """Bring these articles' related offerings up to date, some hundreds at a time."""
    for start in range(0, len(article_ids), BATCH):
        with transaction.atomic():
            _refresh_batch(article_ids[start : start + BATCH])


def _refresh_batch(article_ids: Sequence[int]) -> None:
    topics = _grouped(
        ArticleCategory.objects.filter(article_id__in=article_ids).values_list(
            "article_id", "category_id"
        )
    )
    candidates = _candidates({pk for pks in topics.values() for pk in pks})
    rows: dict[int, list[RelatedOffering]] = {}
    for row in RelatedOffering.objects.filter(article_id__in=article_ids).order_by(
        "position", "pk"
    ):
        rows.setdefault(row.article_id, []).append(row)
    for article_id in article_ids:
        article_topics = topics.get(article_id, set())
        near = {c.pk: c for topic in article_topics for c in candidates.get(topic, ())}
        _write(article_id, rows.get(article_id, []), article_topics, near.values())


def _grouped(pairs: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    groups: dict[int, set[int]] = {}
    for key, value in pairs:
        groups.setdefault(key, set()).add(value)
    return groups


def _candidates(category_ids: set[int]) -> Mapping[int, list[Candidate]]:
    """The offerings that readers may see, by each of these categories."""
    topics: dict[int, set[int]] = {}
    ranks: dict[int, tuple[int, int]] = {}
    filed = OfferingCategory.objects.filter(
        category_id__in=category_ids, offering__status=Offering.Status.APPROVED
    ).values_list("offering_id", "category_id", "offering__offering_id")
    for pk, category_id, offering_id in filed:
        topics.setdefault(pk, set()).add(category_id)
        ranks[pk] = (-1 if offering_id is None else offering_id, pk)
    by_category: dict[int, list[Candidate]] = {}
    for pk, ids in topics.items():
        candidate = Candidate(pk, ranks[pk], frozenset(ids))
        for category_id in ids:
            by_category.setdefault(category_id, []).append(candidate)
    return by_category


def _write(
    article_id: int,
    rows: list[RelatedOffering],
    category_ids: set[int],
    candidates: Iterable[Candidate],
) -> None:
    """Replace the rule's rows by the rule's answer; an editor's rows stay."""
    kinds = RelatedOffering.Chosen
    pinned = [row.offering_id for row in rows if row.chosen == kinds.PINNED]
    excluded = [row.offering_id for row in rows if row.chosen == kinds.EXCLUDED]
    wanted = choose(category_ids, candidates, pinned=pinned, excluded=excluded)
    shown = [row.offering_id for row in rows if row.chosen != kinds.EXCLUDED]
    if shown == wanted:
        return
    RelatedOffering.objects.filter(article_id=article_id, chosen=kinds.RULE).delete()
    for position, row in enumerate(row for row in rows if row.chosen == kinds.PINNED):
        RelatedOffering.objects.filter(pk=row.pk).update(position=position)
    RelatedOffering.objects.bulk_create(
        RelatedOffering(article_id=article_id, offering_id=pk, position=position, chosen=kinds.RULE)
        for position, pk in enumerate(wanted)
        if pk not in pinned
    )
