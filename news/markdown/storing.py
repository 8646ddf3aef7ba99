"""Puts what a document says into the database: the article's row and all that hangs on it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, TypeVar

from django.db.models import Manager, Model, Q
from django.utils import timezone
from taggit.models import Tag

from news import media, related
from news.harvesting.addresses import address_key, brand_of
from news.markdown.document import Document
from news.markdown.reading import Card, Reading
from news.models import (
    Alias,
    Article,
    ArticleTag,
    Author,
    MediaFile,
    PageMetadata,
    Publication,
    RelatedOffering,
    Section,
    SiteNamespace,
)
from news.rendering import excerpt
from offerings.models import Category, Institution, Offering, OfferingCategory
from offerings.naming import free_slug

Row = TypeVar("Row", bound=Model)


class Conflict(Exception):
    """Something else holds a name that must be unique; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file was found: what its name says when its front matter does not."""

    file: Path
    below_content: Path  # below the folder ``content`` of a Hugo site; elsewhere, below the root
    is_in_content: bool

    @classmethod
    def of(cls, root: Path, file: Path) -> Place:
        """The place of a file that was found below ``root``."""
        parts = (root.absolute().name, *file.relative_to(root).parts)
        is_in_content = "content" in parts[:-1]
        start = parts.index("content") if is_in_content else 0
        return cls(file, Path(*parts[start + 1 :]), is_in_content)

    @property
    def slug(self) -> str:
        """The file's name; for a bundle (``about/index.md``) that of its folder."""
        place = self.below_content
        return (place.parent.name if place.stem == "index" else "") or place.stem

    @property
    def base_path(self) -> str:
        """The section that a Hugo site gives it: the first folder below ``content``."""
        folders = self.below_content.parts[:-1]
        return f"/{folders[0]}/" if folders and self.is_in_content else ""


class ArticleWriter:
    """Writes readings. What it makes or finds on the way (authors, topics, …) it remembers."""

    def __init__(self, note: Callable[[str], None]) -> None:
        self._note = note
        self._known: dict[Hashable, Any] = {}

    def forget(self) -> None:
        """Drop what is remembered: a transaction that made some of it was rolled back."""
        self._known.clear()

    def name_of(self, reading: Reading, place: Place) -> str:
        """The article's file name: as the file says, else made of its place in the tree.

        Not of its address: a tree may hold two posts about one page, and both are to come back.
        """
        given = reading.fields.get("md_name")
        if given:
            return str(given)
        namespace = self._remember("namespace", SiteNamespace.current)
        return f"{uuid.uuid5(namespace, place.below_content.as_posix())}.md"

    def write(
        self, article: Article | None, name: str, reading: Reading, parsed: Document, place: Place
    ) -> Article:
        """Make the article or bring it up to date. Raises ``Conflict``."""
        is_new = article is None
        article = article or Article(md_name=name, state=self._first_state(parsed))
        self._fill(article, reading, parsed, place)
        self._refuse_conflicts(article)
        article.save()
        self._write_lists(article, reading)
        self._write_media(article, reading)
        self._write_metadata(article, reading)
        self._write_related(article, reading, is_new)
        return article

    @staticmethod
    def _first_state(parsed: Document) -> str:
        """A file under publication is published, unless it calls itself a draft as Hugo does."""
        is_draft = parsed.front_matter.get("draft") is True
        return Article.State.DRAFT if is_draft else Article.State.PUBLISHED

    # --- The row ---------------------------------------------------------------------------

    def _fill(self, article: Article, reading: Reading, parsed: Document, place: Place) -> None:
        fields = {**reading.fields}
        fields.pop("published_at", None)
        fields.pop("md_name", None)
        fields.setdefault("slug", article.slug or place.slug)
        fields.setdefault("modified_at", timezone.now())
        for name, value in fields.items():
            setattr(article, name, value)
        if article.published_at is None:
            article.published_at = reading.fields.get("published_at") or datetime.combine(
                article.date, time.min, UTC
            )
        article.body = parsed.body
        article.body_format = format_of(parsed.body)
        if "description" not in reading.fields:
            article.description = excerpt(article.body, article.body_format, at_word=False)
        article.section = self._section(reading, place)
        article.publication = self._publication(article, reading)
        article.source_date = source_date(reading)
        article.institution = self._institution(reading)
        article.offering = self._offering(reading)
        article.fill_keys()

    def _section(self, reading: Reading, place: Place) -> Section:
        columns = {
            "archetype": "",
            "content_categories": "",
            "identifier": "",
            "layout": "",
            "masthead": "",
            "search_category": "",
            "sub": "",
            **reading.section,
        }
        base_path = columns.pop("base_path", "") or place.base_path or "/news/"
        base_path = f"/{base_path.strip('/')}/" if base_path.strip("/") else "/"
        name = columns.pop("name", "") or base_path.strip("/").replace("-", " ").title() or "Home"
        key = ("section", base_path, *columns.values())
        return self._remember(
            key,
            lambda: Section.objects.get_or_create(
                base_path=base_path, **columns, defaults={"name": name}
            )[0],
        )

    def _publication(self, article: Article, reading: Reading) -> Publication | None:
        host = reading.publication or brand_of(article.clean_url)
        page = reading.metadata.get("open_graph") or reading.metadata.get("html") or {}
        name = page.get("ogsite_name")
        name = name.strip()[:200] if isinstance(name, str) else ""
        if not host:
            return None
        return self._remember(
            ("publication", host), lambda: Publication.objects.at(host, name=name)
        )

    def _institution(self, reading: Reading) -> Institution | None:
        name = reading.institution.strip()
        if not name:
            return None
        return self._remember(("institution", name), lambda: Institution.objects.named(name))

    def _offering(self, reading: Reading) -> Offering | None:
        """The offering that the article is about, if the catalogue has it."""
        said = reading.offering
        if isinstance(said, int):
            return Offering.objects.filter(offering_id=said).first()
        name = (said or "").strip().rstrip("/").rpartition("/")[2]
        if not name:
            return None
        known = Offering.objects.filter(slug=name).first()
        return known or Offering.objects.filter(label=said).first()

    def _refuse_conflicts(self, article: Article) -> None:
        others = Article.objects.exclude(pk=article.pk)
        if holder := others.filter(path=article.path).first():
            raise Conflict(
                f"Its address {article.path} is that of “{holder}” ({holder.md_name}); "
                "give one of the two another slug."
            )
        number = article.work_package_id
        if number and (holder := others.filter(work_package_id=number).first()):
            raise Conflict(
                f"Its id {number} is that of “{holder}” ({holder.md_name}); "
                "give one of the two another id, or none."
            )
        article.duplicate_of = self._first_with_address(article)

    @staticmethod
    def _first_with_address(article: Article) -> Article | None:
        """The other article with the same source, which keeps the address for its own."""
        key = address_key(article.clean_url)
        if not key:
            return None
        holders = Article.objects.filter(address_key=key, duplicate_of__isnull=True)
        return holders.exclude(pk=article.pk).first()

    # --- What hangs on it ------------------------------------------------------------------

    def _write_lists(self, article: Article, reading: Reading) -> None:
        authors = self._each("author", reading.authors, Author.objects.named)
        categories = self._each("category", reading.categories, Category.objects.named)
        tags = self._each("tag", reading.tags, named_tag)
        replace_rows(article.article_authors, "author_id", authors)
        replace_rows(article.article_categories, "category_id", categories)
        replace_tags(article, tags)
        self._write_aliases(article, reading)

    def _each(self, kind: str, names: Sequence[str], find: Callable[[str], Row]) -> list[Row]:
        """The rows of these names in their order, each once."""
        rows = {}
        for name in names:
            row = self._remember((kind, name), lambda name=name: find(name))
            rows.setdefault(row.pk, row)
        return list(rows.values())

    def _write_aliases(self, article: Article, reading: Reading) -> None:
        article.aliases.all().delete()
        keys = {Alias.key_of(path): path for path in reversed(reading.aliases)}
        holders = Alias.objects.filter(key__in=keys).select_related("article")
        taken = {alias.key: alias.article for alias in holders}
        for key, holder in taken.items():
            self._note(f"Its alias {keys[key]} stays with “{holder}”, which had it first.")
        free = [path for path in dict.fromkeys(reading.aliases) if Alias.key_of(path) not in taken]
        Alias.objects.bulk_create(
            Alias(article=article, path=path, key=key, position=position)
            for position, (key, path) in enumerate({Alias.key_of(p): p for p in free}.items())
        )

    def _write_media(self, article: Article, reading: Reading) -> None:
        article.media.exclude(role__in=reading.media).delete()
        for role, columns in reading.media.items():
            MediaFile.objects.update_or_create(article=article, role=role, defaults=columns)

    def take_media(self, article: Article, place: Place) -> bool:
        """Store the pictures that lie beside the file; whether there was one to store."""
        took = False
        for medium in article.media.all():
            beside = place.file.parent / medium.name if medium.name else None
            if beside and beside.is_file() and not beside.is_symlink():
                took |= self._take_medium(medium, beside)
        return took

    def _take_medium(self, medium: MediaFile, beside: Path) -> bool:
        stored = medium.file and medium.file.storage.exists(medium.file.name)
        if stored and medium.file.size == beside.stat().st_size:
            return False
        try:
            with beside.open("rb") as source:
                media.fill(medium, source.read(media.MAX_BYTES + 1))
        except media.MediaError as problem:
            self._note(f"{beside.name} beside it was not taken. {problem}")
            return False
        return True

    def _write_metadata(self, article: Article, reading: Reading) -> None:
        columns = {"html": None, "open_graph": None, "twitter": None, **reading.metadata}
        if any(value is not None for value in columns.values()):
            PageMetadata.objects.update_or_create(article=article, defaults=columns)
        else:
            PageMetadata.objects.filter(article=article).delete()

    def _write_related(self, article: Article, reading: Reading, is_new: bool) -> None:
        """The offerings of the file stay as they came; those that no topic explains are pins."""
        if reading.related is None:
            if is_new:
                related.refresh(article)
            return
        topics = set(article.article_categories.values_list("category_id", flat=True))
        offerings = {row.pk: row for row in map(self._card_offering, reading.related)}
        shared = set(
            OfferingCategory.objects.filter(
                offering__in=offerings, category__in=topics
            ).values_list("offering_id", flat=True)
        )
        kinds = RelatedOffering.Chosen
        article.related_offerings.filter(
            ~Q(chosen=kinds.EXCLUDED) | Q(offering__in=offerings)
        ).delete()
        RelatedOffering.objects.bulk_create(
            RelatedOffering(
                article=article,
                offering_id=pk,
                position=position,
                chosen=kinds.RULE if pk in shared else kinds.PINNED,
            )
            for position, pk in enumerate(offerings)
        )

    def _card_offering(self, card: Card) -> Offering:
        """The catalogue's offering for a card; made from the card when the catalogue has none."""
        key = ("offering", card.offering_id, card.slug, card.label)
        return self._remember(key, lambda: self._find_offering(card) or self._make_offering(card))

    @staticmethod
    def _find_offering(card: Card) -> Offering | None:
        if card.offering_id is not None:
            return Offering.objects.filter(offering_id=card.offering_id).first()
        if card.slug:
            return Offering.objects.filter(slug=card.slug).first()
        return Offering.objects.filter(label=card.label).first()

    def _make_offering(self, card: Card) -> Offering:
        slug = free_slug(Offering.objects.all(), card.slug or card.label)
        offering = Offering.objects.create(
            label=card.label, slug=slug, offering_id=card.offering_id
        )
        categories = self._each("category", card.categories, Category.objects.named)
        OfferingCategory.objects.bulk_create(
            OfferingCategory(offering=offering, category=category, position=position)
            for position, category in enumerate(categories)
        )
        return offering

    def _remember(self, key: Hashable, find: Callable[[], Any]) -> Any:
        if key not in self._known:
            self._known[key] = find()
        return self._known[key]


def format_of(body: str) -> str:
    """HTML when the body begins with a tag of a block or a comment, Markdown otherwise."""
    begins_with_tag = re.match(r"\s*<(?:!--|/?[a-z][a-z0-9]*[\s/>])", body, re.IGNORECASE)
    return Article.BodyFormat.HTML if begins_with_tag else Article.BodyFormat.MARKDOWN


def source_date(reading: Reading) -> date | None:
    """The day on which the source published, if its page says so."""
    for block in ("html", "open_graph"):
        said = reading.metadata.get(block, {}).get("articlepublished_time")
        try:
            return date.fromisoformat(str(said)[:10])
        except ValueError:
            continue
    return None


def named_tag(name: str) -> Tag:
    """The tag of this name, made when it is new; case does not count."""
    name = " ".join(name.split())
    return Tag.objects.filter(name__iexact=name).first() or Tag.objects.create(name=name)


def replace_rows(rows: Manager, column: str, targets: Sequence[Model]) -> None:
    """Make an ordered relation lead to ``targets`` in their order; leave it if it does."""
    wanted = [target.pk for target in targets]
    if list(rows.order_by("position", "pk").values_list(column, flat=True)) != wanted:
        rows.all().delete()
        rows.bulk_create(
            rows.model(article=rows.instance, position=position, **{column: pk})
            for position, pk in enumerate(wanted)
        )


def replace_tags(article: Article, tags: Sequence[Tag]) -> None:
    """Give the article these tags in their order; leave them if they are the same."""
    wanted = [tag.pk for tag in tags]
    rows = article.tagged_items
    if list(rows.order_by("pk").values_list("tag_id", flat=True)) != wanted:
        rows.all().delete()
        ArticleTag.objects.bulk_create(
            ArticleTag(content_object=article, tag_id=pk) for pk in wanted
        )
