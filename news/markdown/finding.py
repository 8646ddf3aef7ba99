"""The rows that documents name: authors, topics, tags, publications, offerings, …

Each is found, or made when it is new, and remembered for the rest of a run; a batch of documents
looks its names up together, so that a large import asks little of the database.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Any, TypeVar

from django.db.models import Model, Q
from taggit.models import Tag

from news.markdown.places import Place
from news.markdown.reading import Card, Reading
from news.models import Author, Publication, Section
from offerings.models import Category, Institution, Offering, OfferingCategory
from offerings.naming import fold, free_slug
from offerings.querysets import split_name

Row = TypeVar("Row", bound=Model)

MOST_REMEMBERED = 50_000
SECTION_COLUMNS = (
    "archetype",
    "content_categories",
    "identifier",
    "layout",
    "masthead",
    "search_category",
    "sub",
)


class Finder:
    """Finds what documents name. ``forget`` it when a transaction that made some is rolled back."""

    def __init__(self) -> None:
        self._known: dict[Hashable, Any] = {}
        self._topics: dict[int, set[int]] = {}

    def forget(self) -> None:
        """Remember nothing."""
        self._known.clear()
        self._topics.clear()

    def look_up(self, readings: Iterable[Reading]) -> None:
        """Find together what these documents name and the database has."""
        if len(self._known) > MOST_REMEMBERED:
            self.forget()
        readings = list(readings)
        self._look_up_authors({fold(name) for one in readings for name in one.authors})
        self._look_up_offerings({card for one in readings for card in one.related or ()})
        names = {name for one in readings for name in one.categories}
        names |= {
            name for one in readings for card in one.related or () for name in card.categories
        }
        self._look_up_categories(names)
        self._look_up_tags({name for one in readings for name in one.tags})
        self._look_up_publications({one.publication.lower() for one in readings})

    # --- One by one ------------------------------------------------------------------------

    def author(self, name: str) -> Author:
        return self._remember(("author", fold(name)), lambda: Author.objects.named(name))

    def category(self, name: str) -> Category:
        return self._remember(_category_key(name), lambda: Category.objects.named(name))

    def tag(self, name: str) -> Tag:
        return self._remember(("tag", name.casefold()), lambda: _named_tag(name))

    def publication(self, host: str, name: str) -> Publication | None:
        """The publication at a host, made under ``name`` when it is new; None for no host."""
        if not host:
            return None
        key = ("publication", host.lower())
        return self._remember(key, lambda: Publication.objects.at(host, name=name))

    def institution(self, name: str) -> Institution | None:
        if not name:
            return None
        return self._remember(("institution", name), lambda: Institution.objects.named(name))

    def section(self, reading: Reading, place: Place) -> Section:
        """The kind of content that a document belongs to."""
        said = reading.section
        base_path = said.get("base_path", "") or place.base_path or "/news/"
        base_path = f"/{base_path.strip('/')}/" if base_path.strip("/") else "/"
        name = said.get("name") or base_path.strip("/").replace("-", " ").title() or "Home"
        columns = {column: said.get(column, "") for column in SECTION_COLUMNS}
        return self._remember(
            ("section", base_path, *columns.values()),
            lambda: Section.objects.get_or_create(
                base_path=base_path, **columns, defaults={"name": name}
            )[0],
        )

    def offering_about(self, said: str | int | None) -> Offering | None:
        """The offering that an article is about, by id, slug or label, if the catalogue has it."""
        if said is None or said == "":
            return None
        return self._remember(("about", said), lambda: _offering_about(said))

    def offering(self, card: Card) -> Offering:
        """The catalogue's offering for a card; made from the card when the catalogue has none."""
        return self._remember(
            _card_key(card), lambda: _find_offering(card) or self._make_offering(card)
        )

    def categories_of(self, offering: Offering) -> set[int]:
        """The keys of an offering's categories."""
        if offering.pk not in self._topics:
            self._look_up_topics([offering.pk])
        return self._topics[offering.pk]

    # --- Many at once ----------------------------------------------------------------------

    def _look_up_authors(self, folded: set[str]) -> None:
        missing = [name for name in folded if ("author", name) not in self._known]
        for author in Author.objects.filter(name_folded__in=missing) if missing else ():
            self._known["author", author.name_folded] = author

    def _look_up_categories(self, names: set[str]) -> None:
        missing = [name for name in names if _category_key(name) not in self._known]
        labels = {fold(split_name(name)[1]) for name in missing}
        rows = Category.objects.filter(label_folded__in=labels).select_related("vocabulary")
        for category in rows if labels else ():
            self._known[_category_key(category.name)] = category

    def _look_up_tags(self, names: set[str]) -> None:
        missing = [name for name in names if ("tag", name.casefold()) not in self._known]
        for tag in Tag.objects.filter(name__in=missing) if missing else ():
            self._known["tag", tag.name.casefold()] = tag

    def _look_up_publications(self, hosts: set[str]) -> None:
        missing = [host for host in hosts if host and ("publication", host) not in self._known]
        for publication in Publication.objects.filter(host__in=missing) if missing else ():
            self._known["publication", publication.host] = publication

    def _look_up_offerings(self, cards: set[Card]) -> None:
        missing = {
            card.offering_id: card
            for card in cards
            if card.offering_id is not None and _card_key(card) not in self._known
        }
        found = list(Offering.objects.filter(offering_id__in=missing)) if missing else []
        for offering in found:
            self._known[_card_key(missing[offering.offering_id])] = offering
        if found:
            self._look_up_topics([offering.pk for offering in found])

    def _look_up_topics(self, offering_ids: list[int]) -> None:
        self._topics.update((pk, set()) for pk in offering_ids)
        filed = OfferingCategory.objects.filter(offering__in=offering_ids)
        for offering_id, category_id in filed.values_list("offering_id", "category_id"):
            self._topics[offering_id].add(category_id)

    def _make_offering(self, card: Card) -> Offering:
        slug = free_slug(Offering.objects.all(), card.slug or card.label)
        offering = Offering.objects.create(
            label=card.label, slug=slug, offering_id=card.offering_id
        )
        categories = each_once(map(self.category, card.categories))
        OfferingCategory.objects.bulk_create(
            OfferingCategory(offering=offering, category=category, position=position)
            for position, category in enumerate(categories)
        )
        return offering

    def _remember(self, key: Hashable, find: Callable[[], Any]) -> Any:
        if key not in self._known:
            self._known[key] = find()
        return self._known[key]


def each_once(rows: Iterable[Row]) -> list[Row]:
    """The rows in their order, each once."""
    once: dict[Any, Row] = {}
    for row in rows:
        once.setdefault(row.pk, row)
    return list(once.values())


def _category_key(name: str) -> tuple[str, str, str]:
    vocabulary, label = split_name(name)
    return "category", fold(vocabulary), fold(label)


def _card_key(card: Card) -> tuple[Hashable, ...]:
    if card.offering_id is not None:
        return "offering", card.offering_id
    return "offering", card.slug, card.label


def _named_tag(name: str) -> Tag:
    name = " ".join(name.split())
    return Tag.objects.filter(name__iexact=name).first() or Tag.objects.create(name=name)


def _find_offering(card: Card) -> Offering | None:
    if card.offering_id is not None:
        return Offering.objects.filter(offering_id=card.offering_id).first()
    named = Q(slug=card.slug) if card.slug else Q(label=card.label)
    return Offering.objects.filter(named).first()


def _offering_about(said: str | int) -> Offering | None:
    if isinstance(said, int):
        return Offering.objects.filter(offering_id=said).first()
    slug = said.strip().rstrip("/").rpartition("/")[2]
    known = Offering.objects.filter(slug=slug).first() if slug else None
    return known or Offering.objects.filter(label=said).first()
