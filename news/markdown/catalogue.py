"""The catalogue as files: offerings, topics and institutions, each with its table of keys.

As in ``mapping``, one table serves both directions: ``write`` gives the value of a key for a row,
``read`` takes one from a document into an ``Entry``. A value of a shape that a key does not know is
passed over here, and ``keeping`` holds on to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db.models import Model, QuerySet

from news.markdown import document, keeping, rewriting
from news.markdown.document import Document, DocumentError
from news.markdown.places import Place
from news.markdown.reading import FieldError, as_text, as_texts, bounded, web_address
from news.models import CatalogueFile
from offerings.models import Category, Institution, Offering
from offerings.naming import slug_of
from offerings.querysets import split_name

Value = Any
Row = Offering | Category | Institution
Write = Callable[[Any], Value]


@dataclass(slots=True)
class Entry:
    """What a file of the catalogue says, in the words of the models."""

    fields: dict[str, Any] = field(default_factory=dict)  # columns of the row
    vocabulary: str = ""
    institution: str = ""
    categories: list[str] = field(default_factory=list)


Read = Callable[[str, Value, Entry], None]


@dataclass(frozen=True, slots=True)
class Key:
    """One line of a table. ``computed`` keys follow from others; no editor sets them."""

    name: str
    write: Write
    read: Read | None = None
    computed: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of row that has files. ``column`` is its key in ``CatalogueFile``."""

    archetype: str
    model: type[Model]
    column: str
    keys: tuple[Key, ...]
    path: str  # of a new file, with the slug for {}
    rows: Callable[
        [bool], QuerySet[Any]
    ]  # with what a file holds; True: what readers do not see too

    @property
    def computed(self) -> frozenset[str]:
        return frozenset(key.name for key in self.keys if key.computed)


# --- Keys ------------------------------------------------------------------------------------


def column(model: type[Model], name: str, column_name: str) -> Key:
    """A text column that may be empty; an empty one is written as ``null``."""
    limit = model._meta.get_field(column_name).max_length

    def read(key: str, value: Value, entry: Entry) -> None:
        entry.fields[column_name] = bounded(key, as_text(value) or "", limit)

    return Key(name, lambda row: getattr(row, column_name) or None, read)


def address(model: type[Model], name: str) -> Key:
    """A web address; what is none fills no field."""
    limit = model._meta.get_field(name).max_length

    def read(key: str, value: Value, entry: Entry) -> None:
        entry.fields[name] = bounded(key, web_address(value), limit)

    return Key(name, lambda row: getattr(row, name) or None, read)


def choice(name: str, column_name: str, choices: type[Any]) -> Key:
    """One word out of a few. Another one is an error: it decides what readers see."""

    def read(key: str, value: Value, entry: Entry) -> None:
        text = as_text(value)
        if text and text not in choices.values:
            raise FieldError(
                key, f"is {text[:40]!r}; write one of {', '.join(sorted(choices.values))}."
            )
        if text:
            entry.fields[column_name] = text

    return Key(name, lambda row: getattr(row, column_name), read)


def archetype(name: str) -> Key:
    return Key("archetype", lambda _: name, computed=True)


def name_of_row(column_name: str, limit: int) -> Key:
    """The title: the name by which readers know the row."""

    def read(key: str, value: Value, entry: Entry) -> None:
        text = " ".join((as_text(value) or "").split())
        if not text:
            raise FieldError(key, "is missing or empty; everything in the catalogue has a name.")
        entry.fields[column_name] = bounded(key, text, limit)

    return Key("title", lambda row: getattr(row, column_name), read)


def read_slug(key: str, value: Value, entry: Entry) -> None:
    text = as_text(value) or ""
    if text and not re.fullmatch(r"[\w-]{1,250}", text):
        raise FieldError(
            key, f"is {text[:60]!r}; use letters, digits and hyphens only, 250 at most."
        )
    if text:
        entry.fields["slug"] = text


SLUG = Key("slug", lambda row: row.slug, read_slug)


# --- Offerings -------------------------------------------------------------------------------


def read_number(_: str, value: Value, entry: Entry) -> None:
    if type(value) is int and 0 <= value < 2**63:
        entry.fields["offering_id"] = value


def read_maker(key: str, value: Value, entry: Entry) -> None:
    entry.institution = bounded(key, (as_text(value) or "").strip(), 250)


def read_categories(key: str, value: Value, entry: Entry) -> None:
    for name in as_texts(value):
        vocabulary, label = split_name(name)
        bounded(key, vocabulary, 150)
        bounded(key, label, 200)
        entry.categories.append(name)


def offerings(everything: bool) -> QuerySet[Offering]:
    rows = Offering.objects.all() if everything else Offering.objects.listed()
    return rows.for_listing().select_related("file").order_by("pk")


OFFERING = Kind(
    "offering",
    Offering,
    "offering",
    (
        name_of_row("label", 250),
        archetype("offering"),
        Key("categories", lambda o: [c.name for c in o.ordered_categories()], read_categories),
        Key(
            "categoryUrl",
            lambda o: [f"topic/{c.slug}" for c in o.ordered_categories()],
            computed=True,
        ),
        Key("institution", lambda o: o.institution and o.institution.name, read_maker),
        choice("kind", "kind", Offering.Kind),
        column(Offering, "licence", "licence"),
        Key("offeringId", lambda o: o.offering_id, read_number),
        address(Offering, "repository"),
        SLUG,
        choice("status", "status", Offering.Status),
        column(Offering, "summary", "summary"),
        address(Offering, "website"),
    ),
    "content/offering/{}.md",
    offerings,
)


# --- Topics ----------------------------------------------------------------------------------

_HUGO_DIFFERS = re.compile(r"[#+./@\\~]|--|^[-_]|[-_]$|[^\x00-\x7f]")


def hugo_agrees(name: str, slug: str) -> bool:
    """Whether Hugo surely gives the topic of this name the path that it has here."""
    return not _HUGO_DIFFERS.search(name) and slug == slug_of(name)


def write_url(category: Category) -> str | None:
    """The topic's address where Hugo would make another of its name; else no key at all."""
    return None if hugo_agrees(category.name, category.slug) else f"/topic/{category.slug}/"


def read_topic(key: str, value: Value, entry: Entry) -> None:
    """The full name, for a file that does not say vocabulary and label one by one."""
    text = as_text(value) or ""
    vocabulary, label = split_name(text)
    if not label:
        raise FieldError(key, "is missing or empty; every topic has a name.")
    entry.vocabulary = bounded(key, vocabulary, 150)
    entry.fields["label"] = bounded(key, label, 200)


def read_vocabulary(key: str, value: Value, entry: Entry) -> None:
    text = " ".join((as_text(value) or "").split())
    if ": " in text:
        raise FieldError(key, "holds a colon and a space, which end its name; leave them out.")
    entry.vocabulary = bounded(key, text, 150)


def read_label(key: str, value: Value, entry: Entry) -> None:
    text = " ".join((as_text(value) or "").split())
    if text:
        entry.fields["label"] = bounded(key, text, 200)


def read_synonyms(_: str, value: Value, entry: Entry) -> None:
    said = (" ".join(one.split()) for one in as_texts(value))
    entry.fields["synonyms"] = "\n".join(one for one in said if one)


def topics(_: bool) -> QuerySet[Category]:
    return Category.objects.select_related("vocabulary", "file").order_by("pk")


TOPIC = Kind(
    "topic",
    Category,
    "category",
    (
        Key("title", lambda c: c.name, read_topic, computed=True),
        archetype("topic"),
        Key("label", lambda c: c.label, read_label),
        SLUG,
        Key("synonyms", lambda c: c.synonyms.splitlines() or None, read_synonyms),
        Key("url", write_url, computed=True),
        Key("vocabulary", lambda c: c.vocabulary and c.vocabulary.name, read_vocabulary),
    ),
    "content/topic/{}/_index.md",
    topics,
)


# --- Institutions ----------------------------------------------------------------------------


def institutions(_: bool) -> QuerySet[Institution]:
    return Institution.objects.select_related("file").order_by("pk")


INSTITUTION = Kind(
    "institution",
    Institution,
    "institution",
    (
        name_of_row("name", 250),
        archetype("institution"),
        column(Institution, "country", "country"),
        column(Institution, "kind", "kind"),
        SLUG,
        address(Institution, "website"),
    ),
    "content/institution/{}.md",
    institutions,
)

KINDS = {kind.archetype: kind for kind in (INSTITUTION, OFFERING, TOPIC)}


# --- Both directions -------------------------------------------------------------------------

SAID_IF_ANY = {"synonyms", "url"}  # of topics; their absence says that there is none


def derive(kind: Kind, row: Row) -> dict[str, Value]:
    """The front matter that the database gives for a row of ``kind.rows``."""
    values = {key.name: key.write(row) for key in kind.keys}
    return {name: v for name, v in values.items() if v is not None or name not in SAID_IF_ANY}


def read(kind: Kind, front_matter: dict[str, Value]) -> Entry:
    """What a document says. Raises ``FieldError``."""
    entry = Entry()
    for key in kind.keys:
        if key.read and (key.name in front_matter or key.name == "title"):
            key.read(key.name, front_matter.get(key.name), entry)
    return entry


def kind_at(file: Path) -> Kind | None:
    """The kind of the catalogue whose files stand at such a place; what they say decides."""
    folders = file.absolute().parts[:-1]
    if file.stem == "_index":
        return TOPIC if folders[-2:-1] == (TOPIC.archetype,) else None
    kind = KINDS.get(folders[-1])
    return None if kind is TOPIC else kind


def kind_of(place: Place, said: Document) -> Kind | None:
    """Which kind of the catalogue a file is of, by its place and its ``archetype``; else None."""
    kind = kind_at(place.file)
    return kind if kind and said.front_matter.get("archetype") == kind.archetype else None


def is_catalogue(place: Place, said: Document) -> bool:
    """Whether a file holds an offering, a topic or an institution, and no article."""
    return kind_of(place, said) is not None


def is_topic(root: Path, file: Path) -> bool:
    """Whether the page of a list is a topic of the catalogue. Reads it if its place allows."""
    if kind_at(file) is not TOPIC or file.is_symlink():
        return False
    try:
        with file.open("rb") as source:
            data = source.read(document.MAX_BYTES + 1)
        return is_catalogue(Place.of(root, file), document.parse(document.decode(data)))
    except (OSError, DocumentError):
        return False


def file_of(row: Row) -> CatalogueFile | None:
    """The file that an import brought the row in, if one did."""
    return getattr(row, "file", None)


def front_matter(kind: Kind, row: Row) -> dict[str, Value]:
    """The front matter to write: the row's, with what was kept of its file."""
    file = file_of(row)
    return keeping.restore(derive(kind, row), file and file.kept, computed=kind.computed)


def render(kind: Kind, row: Row) -> str:
    """The file of a row of ``kind.rows``. What it says as before keeps its bytes.

    Raises ``ValueError`` when it holds a character that YAML cannot carry.
    """
    said, file, text = front_matter(kind, row), file_of(row), description_of(row.description)
    if not file:
        return document.compose(said, f"{text}\n" if text else "")
    before = document.parse(file.text)
    body = before.body
    if text != description_of(body):
        inside = body.strip()
        body = body.replace(inside, text, 1) if inside else f"{text}\n"
    return rewriting.rewrite(before, said, [key.name for key in kind.keys]) + body


def description_of(body: str) -> str:
    """A body as a description holds it: forms trim it, and send line ends in a way of their own."""
    return body.replace("\r\n", "\n").strip()


def path_of(kind: Kind, row: Row) -> str:
    """Where its file stands in an export: where an import found it, else by its slug."""
    file = file_of(row)
    return file.path if file else kind.path.format(row.slug)
