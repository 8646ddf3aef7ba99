"""Puts what documents say into the database, a batch at a time: articles and all they hang on."""

from __future__ import annotations

import re
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from django.db.models import Manager, Model
from django.utils import timezone

from news import media, related
from news.harvesting.addresses import brand_of
from news.markdown.document import Document
from news.markdown.finding import Finder, each_once
from news.markdown.places import Place
from news.markdown.reading import Reading
from news.models import (
    Alias,
    Article,
    ArticleAuthor,
    ArticleCategory,
    ArticleTag,
    MediaFile,
    PageMetadata,
    RelatedOffering,
    SiteNamespace,
)
from news.rendering import excerpt

Kinds = RelatedOffering.Chosen

# What a document may say of an article and no longer says: back to what a new article has.
SILENT = {
    name: Article._meta.get_field(name).get_default()
    for name in (
        "clean_url",
        "insights",
        "insights_name",
        "origin",
        "source_url",
        "upstream_status",
        "via",
        "via_url",
        "work_package_id",
        "work_package_type",
    )
} | {"origin": ""}


@dataclass(slots=True)
class Incoming:
    """A file that has been read and is to be stored. ``name`` is its mdName."""

    place: Place
    digest: str
    head: str
    document: Document
    reading: Reading
    name: str = ""


@dataclass(slots=True)
class Stored:
    """An article that a file brought or changed."""

    article: Article
    incoming: Incoming
    is_new: bool


class ArticleWriter:
    """Writes batches of documents. ``note`` hears a sentence about what could not be taken."""

    def __init__(self, note: Callable[[Place, str], None]) -> None:
        self._note = note
        self._finder = Finder()
        self._namespace: uuid.UUID | None = None

    def forget(self) -> None:
        """Drop what is remembered: a transaction that made some of it was rolled back."""
        self._finder.forget()
        self._namespace = None

    def name_of(self, reading: Reading, place: Place) -> str:
        """The article's file name: as the file says, else made of its place in the tree.

        Not of its address: a tree may hold two posts about one page, and both are to come back.
        """
        given = reading.fields.get("md_name")
        if given:
            return str(given)
        self._namespace = self._namespace or SiteNamespace.current()
        return f"{uuid.uuid5(self._namespace, place.below_content.as_posix())}.md"

    def prepare(self, batch: Sequence[Incoming], existing: Mapping[str, Article]) -> list[Stored]:
        """Articles as the documents say they are, not yet saved."""
        self._finder.look_up(one.reading for one in batch)
        prepared = []
        for one in batch:
            article = existing.get(one.name)
            is_new = article is None
            article = article or Article(md_name=one.name, state=first_state(one.document))
            self._fill(article, one)
            prepared.append(Stored(article, one, is_new))
        return prepared

    def write(self, batch: Sequence[Stored]) -> None:
        """Save prepared articles with all that hangs on them."""
        self._save(batch)
        new = [one for one in batch if one.is_new]
        self._write_new(new)
        for one in batch:
            if not one.is_new:
                self._write_over(one)
        self._write_aliases(batch)
        silent = [one.article.pk for one in new if one.incoming.reading.related is None]
        related.refresh_all(silent)

    # --- The row ---------------------------------------------------------------------------

    def _fill(self, article: Article, one: Incoming) -> None:
        fields = SILENT | one.reading.fields
        published_at = fields.pop("published_at", None)
        fields.setdefault("slug", article.slug or one.place.slug)
        fields.setdefault("modified_at", timezone.now())
        if not article.pk and one.place.day:
            fields.setdefault("date", one.place.day)
        for name, value in fields.items():
            setattr(article, name, value)
        article.published_at = article.published_at or published_at or first_moment(article.date)
        article.body = one.document.body
        article.body_format = format_of(article.body)
        if "description" not in fields:
            article.description = excerpt(article.body, article.body_format, at_word=False)
        self._fill_relations(article, one)
        article.fill_keys()

    def _fill_relations(self, article: Article, one: Incoming) -> None:
        reading, find = one.reading, self._finder
        host = reading.publication or brand_of(article.clean_url)
        article.section = find.section(reading, one.place)
        article.publication = find.publication(host, site_name(reading))
        article.institution = find.institution(reading.institution.strip())
        article.offering = find.offering_about(reading.offering)
        article.source_date = source_date(reading)

    @staticmethod
    def _save(batch: Sequence[Stored]) -> None:
        """Save the rows; declared duplicates after those that they repeat."""
        repeats = [one.article for one in batch if one.is_new and one.article.duplicate_of]
        first = [one.article for one in batch if one.is_new and not one.article.duplicate_of]
        Article.objects.bulk_create(first)
        for article in repeats:
            article.duplicate_of = article.duplicate_of  # its key is known only now
        Article.objects.bulk_create(repeats)
        for one in batch:
            if not one.is_new:
                one.article.save()

    # --- What hangs on it ------------------------------------------------------------------

    def _write_new(self, batch: Sequence[Stored]) -> None:
        rows: dict[type[Model], list[Model]] = defaultdict(list)
        for one in batch:
            for row in self._rows(one):
                rows[type(row)].append(row)
        for model, instances in rows.items():
            model._default_manager.bulk_create(instances)

    def _rows(self, one: Stored) -> Iterable[Model]:
        article, reading = one.article, one.incoming.reading
        for position, author in enumerate(self._authors(reading)):
            yield ArticleAuthor(article=article, author=author, position=position)
        for position, category in enumerate(self._categories(reading)):
            yield ArticleCategory(article=article, category=category, position=position)
        for tag in self._tags(reading):
            yield ArticleTag(content_object=article, tag=tag)
        for role, columns in reading.media.items():
            yield MediaFile(article=article, role=role, **columns)
        if reading.metadata:
            yield PageMetadata(article=article, **reading.metadata)
        yield from self._related_rows(article, reading)

    def _related_rows(self, article: Article, reading: Reading) -> Iterable[RelatedOffering]:
        """The offerings of the file as they came; those that no topic explains are pins."""
        topics = {category.pk for category in self._categories(reading)}
        seen = set()
        for position, card in enumerate(reading.related or ()):
            offering = self._finder.offering(card)
            if offering.pk not in seen:
                seen.add(offering.pk)
                shares = topics & self._finder.categories_of(offering)
                yield RelatedOffering(
                    article=article,
                    offering=offering,
                    position=position,
                    chosen=Kinds.RULE if shares else Kinds.PINNED,
                )

    def _authors(self, reading: Reading) -> list[Model]:
        return each_once(map(self._finder.author, reading.authors))

    def _categories(self, reading: Reading) -> list[Model]:
        return each_once(map(self._finder.category, reading.categories))

    def _tags(self, reading: Reading) -> list[Model]:
        return each_once(map(self._finder.tag, reading.tags))

    def _write_over(self, one: Stored) -> None:
        """Bring up to date what hangs on an article that was there; what is right stays."""
        article, reading = one.article, one.incoming.reading
        replace_rows(article.article_authors, "author_id", self._authors(reading))
        replace_rows(article.article_categories, "category_id", self._categories(reading))
        replace_tags(article, self._tags(reading))
        article.media.exclude(role__in=reading.media).delete()
        for role, columns in reading.media.items():
            MediaFile.objects.update_or_create(article=article, role=role, defaults=columns)
        PageMetadata.objects.filter(article=article).delete()
        if reading.metadata:
            PageMetadata.objects.create(article=article, **reading.metadata)
        if reading.related is not None:
            article.related_offerings.all().delete()
            RelatedOffering.objects.bulk_create(self._related_rows(article, reading))

    def _write_aliases(self, batch: Sequence[Stored]) -> None:
        """Older paths; one that another article has stays there, and a note says so."""
        over = [one.article.pk for one in batch if not one.is_new]
        Alias.objects.filter(article__in=over).delete()
        wanted = {Alias.key_of(path) for one in batch for path in one.incoming.reading.aliases}
        holders: dict[str, Article] = {
            alias.key: alias.article
            for alias in Alias.objects.filter(key__in=wanted).select_related("article")
        }
        rows: dict[str, Alias] = {}
        for one in batch:
            for position, path in enumerate(one.incoming.reading.aliases):
                key = Alias.key_of(path)
                holder = holders.setdefault(key, one.article)
                if holder.pk == one.article.pk:
                    row = Alias(article=holder, path=path, key=key, position=position)
                    rows.setdefault(key, row)
                else:
                    said = f"Its alias {path} stays with “{holder}”, which had it first."
                    self._note(one.incoming.place, said)
        Alias.objects.bulk_create(rows.values())

    # --- Pictures --------------------------------------------------------------------------

    def take_media(self, article: Article, place: Place) -> bool:
        """Store the pictures that the tree has for the article; whether there was one to store."""
        took = False
        for medium in article.media.all():
            found = place.picture(medium.tree_path or medium.name)
            took |= found is not None and self._take_medium(medium, found, place)
        return took

    def _take_medium(self, medium: MediaFile, found: Path, place: Place) -> bool:
        if found.is_symlink() or not found.is_file():
            return False
        stored = medium.file and medium.file.storage.exists(medium.file.name)
        if stored and medium.file.size == found.stat().st_size:
            return False
        try:
            with found.open("rb") as source:
                media.fill(medium, source.read(media.MAX_BYTES + 1))
        except media.MediaError as problem:
            self._note(place, f"Its picture {found.name} was not taken. {problem}")
            return False
        return True


def first_state(document: Document) -> str:
    """A file under publication is published, unless it calls itself a draft as Hugo does."""
    is_draft = document.front_matter.get("draft") is True
    return Article.State.DRAFT if is_draft else Article.State.PUBLISHED


def first_moment(day: date) -> datetime:
    """The beginning of a day, in UTC."""
    return datetime.combine(day, time.min, UTC)


def format_of(body: str) -> str:
    """HTML when the body begins with a tag of a block or a comment, Markdown otherwise."""
    begins_with_tag = re.match(r"\s*<(?:!--|/?[a-z][a-z0-9]*[\s/>])", body, re.IGNORECASE)
    return Article.BodyFormat.HTML if begins_with_tag else Article.BodyFormat.MARKDOWN


def site_name(reading: Reading) -> str:
    """What the source calls itself, or ``''``."""
    for block in ("open_graph", "html"):
        name = reading.metadata.get(block, {}).get("ogsite_name")
        if isinstance(name, str) and name.strip():
            return name.strip()[:200]
    return ""


def source_date(reading: Reading) -> date | None:
    """The day on which the source published, if its page says so."""
    for block in ("html", "open_graph"):
        said: Any = reading.metadata.get(block, {}).get("articlepublished_time")
        try:
            return date.fromisoformat(str(said)[:10])
        except ValueError:
            continue
    return None


def replace_rows(rows: Manager, column: str, targets: Sequence[Model]) -> None:
    """Make an ordered relation lead to ``targets`` in their order; leave it if it does."""
    wanted = [target.pk for target in targets]
    if list(rows.order_by("position", "pk").values_list(column, flat=True)) != wanted:
        rows.all().delete()
        rows.bulk_create(
            rows.model(article=rows.instance, position=position, **{column: pk})
            for position, pk in enumerate(wanted)
        )


def replace_tags(article: Article, tags: Sequence[Model]) -> None:
    """Give the article these tags in their order; leave them if they are the same."""
    wanted = [tag.pk for tag in tags]
    rows = article.tagged_items
    if list(rows.order_by("pk").values_list("tag_id", flat=True)) != wanted:
        rows.all().delete()
        ArticleTag.objects.bulk_create(
            ArticleTag(content_object=article, tag_id=pk) for pk in wanted
        )
