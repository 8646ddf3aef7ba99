"""One table: every key of the front matter and its field, in both directions.

``write`` gives the value of a key for an article loaded with ``for_export()``. ``read`` takes a
value from a document into a ``Reading``; a key without ``read`` is derived from others, so there
is nothing to take. A value of a shape that a key does not know (``link`` as a number) is passed
over here: ``keeping`` holds on to it, and only what an article cannot be without is an error.
The order of the table is the order in which new documents are written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from news.markdown.reading import (
    Card,
    FieldError,
    Reading,
    as_text,
    as_texts,
    bounded,
    day,
    file_name,
    is_file_name,
    moment,
    short_texts,
    web_address,
)
from news.models import Article, MediaFile, Section
from offerings.models import Offering
from offerings.querysets import split_name

Value = Any
Write = Callable[[Article], Value]
Read = Callable[[str, Value, Reading], None]


@dataclass(frozen=True, slots=True)
class Key:
    """One line of the table. ``computed`` keys follow from others; no editor sets them."""

    name: str
    write: Write
    read: Read | None = None
    computed: bool = False


def derived(name: str, write: Write) -> Key:
    """A key that is only ever written."""
    return Key(name, write, computed=True)


# --- Plain columns ---------------------------------------------------------------------------


def column(name: str, column_name: str, *, empty: Value = None) -> Key:
    """A text column of Article; an empty one is written as ``empty``."""
    limit = Article._meta.get_field(column_name).max_length

    def read(key: str, value: Value, reading: Reading) -> None:
        text = as_text(value)
        if text is not None:
            reading.fields[column_name] = bounded(key, text, limit) if limit else text

    return Key(name, lambda article: getattr(article, column_name) or empty, read)


def of_section(name: str, column_name: str) -> Key:
    """A key that the article's section gives."""
    limit = Section._meta.get_field(column_name).max_length

    def read(key: str, value: Value, reading: Reading) -> None:
        text = as_text(value)
        if text is not None:
            reading.section[column_name] = bounded(key, text, limit)

    return Key(name, lambda article: getattr(article.section, column_name) or None, read)


def read_title(key: str, value: Value, reading: Reading) -> None:
    text = as_text(value)
    if text is None or not text.strip():
        raise FieldError(key, "is missing or empty; every article needs a headline.")
    reading.fields["title"] = bounded(key, text, 500)


def read_slug(key: str, value: Value, reading: Reading) -> None:
    text = as_text(value)
    if text:
        reading.fields["slug"] = bounded(key, file_name(key, text), 250)


def read_file_name(key: str, value: Value, reading: Reading) -> None:
    text = as_text(value)
    if text is None:
        return
    if not file_name(key, text).endswith(".md"):
        raise FieldError(key, f"is {text!r}; the name of an article's file ends in .md.")
    reading.fields["md_name"] = text


def read_work_package(_: str, value: Value, reading: Reading) -> None:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**63:
        reading.fields["work_package_id"] = value


# --- Times -----------------------------------------------------------------------------------


def read_date(key: str, value: Value, reading: Reading) -> None:
    text = as_text(value)
    if text:
        reading.fields["date"] = day(key, text)
        reading.fields["published_at"] = moment(key, text)


def read_last_change(key: str, value: Value, reading: Reading) -> None:
    text = as_text(value)
    if text:
        reading.fields["modified_at"] = moment(key, text)


def write_last_change(article: Article) -> str:
    """UTC with six digits, whatever they are: ``2021-06-24T10:24:47.852974Z``."""
    return article.modified_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ").rjust(27, "0")


# --- Lists -----------------------------------------------------------------------------------


def write_aliases(article: Article) -> Value:
    paths = [alias.path for alias in article.aliases.all()]
    return paths[0] if len(paths) == 1 else paths or None


def read_aliases(key: str, value: Value, reading: Reading) -> None:
    reading.aliases = short_texts(value, 400)
    for path in reading.aliases:
        if path.lower().startswith(("http:", "https:", "//")):
            raise FieldError(key, f"holds {path[:60]!r}; write the path alone, such as /news/old.")


def read_authors(_: str, value: Value, reading: Reading) -> None:
    reading.authors = short_texts(value, 200)


def read_categories(_: str, value: Value, reading: Reading) -> None:
    reading.categories = list(topic_names(value))


def topic_names(value: Value) -> Iterator[str]:
    """The names of categories in a value that are short enough for vocabulary and label."""
    for name in as_texts(value):
        vocabulary, label = split_name(name)
        if len(vocabulary) <= 150 and len(label) <= 200:
            yield name


def read_tags(_: str, value: Value, reading: Reading) -> None:
    reading.tags = short_texts(value, 100)


def category_names(article: Article) -> list[str]:
    return [category.name for category in article.ordered_categories()]


# --- Addresses -------------------------------------------------------------------------------


def brand(article: Article) -> str | None:
    return article.publication.host if article.publication else None


def write_link(article: Article) -> Value:
    if not (article.clean_url or article.source_url):
        return None
    return {
        "brand": brand(article),
        "href": article.clean_url or None,
        "original": article.source_url or None,
    }


def read_link(key: str, value: Value, reading: Reading) -> None:
    """``{brand, href, original}``, or the address alone, as other systems write it."""
    parts = value if isinstance(value, dict) else {"href": value}
    reading.publication = bounded(key, as_text(parts.get("brand")) or "", 253)
    read_clean_url(key, parts.get("href"), reading)
    read_source_url(key, parts.get("original", parts.get("href")), reading)


def read_clean_url(_: str, value: Value, reading: Reading) -> None:
    if url := web_address(value):
        reading.fields.setdefault("clean_url", url)


def read_source_url(_: str, value: Value, reading: Reading) -> None:
    if web_address(value):
        reading.fields.setdefault("source_url", as_text(value))


# --- What it is about ------------------------------------------------------------------------


def read_institution(key: str, value: Value, reading: Reading) -> None:
    reading.institution = bounded(key, as_text(value) or "", 250)


def read_offering(key: str, value: Value, reading: Reading) -> None:
    if isinstance(value, (int, str)) and not isinstance(value, bool):
        reading.offering = bounded(key, value, 250) if isinstance(value, str) else value


def write_card(offering: Offering) -> dict[str, Value]:
    return {
        "label": offering.label,
        "permalink": offering.permalink,
        "categories": [category.name for category in offering.ordered_categories()],
        "offeringId": offering.offering_id,
    }


def read_related(key: str, value: Value, reading: Reading) -> None:
    if isinstance(value, list):
        cards = (read_card(key, entry) for entry in value if isinstance(entry, dict))
        reading.related = [card for card in cards if card]


def read_card(key: str, entry: dict[str, Value]) -> Card | None:
    label = bounded(key, (as_text(entry.get("label")) or "").strip(), 250)
    number = entry.get("offeringId")
    slug = (as_text(entry.get("permalink")) or "").rstrip("/").rpartition("/")[2]
    is_number = isinstance(number, int) and not isinstance(number, bool) and 0 <= number < 2**63
    if not label:
        return None
    return Card(
        label=label,
        slug=bounded(key, slug, 250),
        offering_id=number if is_number else None,
        categories=tuple(topic_names(entry.get("categories"))),
    )


# --- Media and metadata ----------------------------------------------------------------------


def medium(role: MediaFile.Role) -> Key:
    """A picture, icon or PDF with its provenance."""

    def write(article: Article) -> Value:
        found = article.medium(role)
        return found and write_medium(found)

    def read(key: str, value: Value, reading: Reading) -> None:
        if isinstance(value, dict):
            reading.media[role] = read_medium(key, value)
        elif isinstance(value, str) and is_picture_path(value):
            name = value.rpartition("/")[2]
            reading.media[role] = {"name": name, "tree_path": value}

    return Key(role.value, write, read)


def is_picture_path(text: str) -> bool:
    """Whether a text names a picture of the site itself, as in ``/img/ward.jpg``."""
    is_here = "://" not in text and not text.startswith("//") and ".." not in text.split("/")
    is_picture = text.lower().endswith((".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif"))
    return is_here and is_picture and is_file_name(text.rpartition("/")[2]) and len(text) <= 500


def write_medium(found: MediaFile) -> dict[str, Value]:
    attachment = {"fileName": found.attachment_name, "link": found.attachment_link}
    return {
        "alt": found.alt,
        "format": found.format or None,
        "href": found.name,
        "size": found.size,
        "valid": found.valid,
        "workPackage": found.work_package_id,
        "wpAttachment": attachment if any(attachment.values()) else None,
    }


def read_medium(key: str, block: dict[str, Value]) -> dict[str, Any]:
    source = block.get("wpAttachment")
    attachment = source if isinstance(source, dict) else {}
    number = block.get("workPackage")
    href = as_text(block.get("href")) or ""
    return {
        "alt": bounded(f"{key}.alt", as_text(block.get("alt")) or "", 500),
        "format": bounded(f"{key}.format", as_text(block.get("format")) or "", 20),
        "name": href if is_file_name(href) else "",
        "size": block.get("size"),
        "valid": block.get("valid") is not False,
        "work_package_id": number if type(number) is int and 0 <= number < 2**63 else None,
        "attachment_name": bounded(key, as_text(attachment.get("fileName")) or "", 255),
        "attachment_link": bounded(key, as_text(attachment.get("link")) or "", 500),
    }


def block(name: str, column_name: str) -> Key:
    """One of the three blocks in which the source's page speaks of itself."""

    def write(article: Article) -> Value:
        page = getattr(article, "page_metadata", None)
        return getattr(page, column_name) if page else None

    def read(_: str, value: Value, reading: Reading) -> None:
        if isinstance(value, dict):
            reading.metadata[column_name] = value

    return Key(name, write, read)


KEYS: tuple[Key, ...] = (
    Key("aliases", write_aliases, read_aliases),
    of_section("archetype", "archetype"),
    Key("author", lambda a: [author.name for author in a.ordered_authors()], read_authors),
    of_section("basePath", "base_path"),
    derived("breadcrumbLinks", lambda a: ["/", a.section.base_path, ""]),
    derived("breadcrumbs", lambda a: ["Home", a.section.name, a.title]),
    Key("categories", category_names, read_categories),
    derived("categorySlug", lambda a: [name.lower() for name in category_names(a)]),
    derived("categoryUrl", lambda a: [f"topic/{c.slug}" for c in a.ordered_categories()]),
    derived("categoryLabel", lambda a: [c.label for c in a.ordered_categories()]),
    of_section("contentCategories", "content_categories"),
    Key("institution", lambda a: a.institution and a.institution.slug, read_institution),
    Key("offering", lambda a: a.offering and a.offering.slug, read_offering),
    of_section("layOut", "layout"),
    Key("date", lambda a: a.date.isoformat(), read_date),
    column("description", "description", empty=""),
    medium(MediaFile.Role.FAVICON),
    medium(MediaFile.Role.FEATURED_IMAGE),
    medium(MediaFile.Role.FEATURED_PDF),
    block("htmlMetaData", "html"),
    Key("id", lambda a: a.work_package_id, read_work_package),
    of_section("identifier", "identifier"),
    Key("lastMod", write_last_change, read_last_change, computed=True),
    Key("link", write_link, read_link),
    Key("href", lambda a: a.clean_url or None, read_clean_url, computed=True),
    Key("original", lambda a: a.source_url or None, read_source_url, computed=True),
    of_section("mastHead", "masthead"),
    Key("mdName", lambda a: a.md_name, read_file_name, computed=True),
    block("openGraphMetaData", "open_graph"),
    derived(
        "openProjectCustomFields",
        lambda a: {
            "cleanUrl": a.clean_url or None,
            "medigyTopics": category_names(a),
            "sourceUrl": a.source_url or None,
        },
    ),
    column("openProjectWorkPackageType", "work_package_type"),
    of_section("searchCategory", "search_category"),
    Key("slug", lambda a: a.slug, read_slug),
    column("source", "origin"),
    column("status", "upstream_status", empty=""),
    of_section("sub", "sub"),
    Key("tags", lambda a: a.ordered_tags(), read_tags),
    Key("title", lambda a: a.title, read_title),
    column("via", "via"),
    column("insights_description", "insights"),
    column("insights_name", "insights_name"),
    column("viaLink", "via_url"),
    Key(
        "relatedOfferings",
        lambda a: [write_card(row.offering) for row in a.related_offerings.all()],
        read_related,
    ),
    block("twitterMetaData", "twitter"),
)

COMPUTED: frozenset[str] = frozenset(key.name for key in KEYS if key.computed)


def derive(article: Article) -> dict[str, Value]:
    """The front matter that the database gives for an article loaded with ``for_export()``."""
    return {key.name: key.write(article) for key in KEYS}


def read(front_matter: dict[str, Value]) -> Reading:
    """What a document says, in the words of the models. Raises ``FieldError``."""
    reading = Reading()
    for key in KEYS:
        if key.read and (key.name in front_matter or key.name == "title"):
            key.read(key.name, front_matter.get(key.name), reading)
    names = front_matter.get("breadcrumbs")
    if isinstance(names, list) and len(names) > 1 and as_text(names[1]):
        reading.section["name"] = bounded("breadcrumbs", as_text(names[1]) or "", 100)
    return reading
