"""What a document says, typed and checked, before it meets the database."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from django.utils.dateparse import parse_datetime

_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_NAMED_DAY = re.compile(r"([A-Z][a-z]{2})[a-z]*\.? (\d{1,2}),? (\d{4})\b")
_DAY_NAMED = re.compile(r"(\d{1,2}) ([A-Z][a-z]{2})[a-z]*\.? (\d{4})\b")


class FieldError(ValueError):
    """A key whose value cannot be taken; the message is the rest of a sentence about it."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(f"`{key}` {message}")
        self.key = key


@dataclass(frozen=True, slots=True)
class Card:
    """An offering as an article's file shows it."""

    label: str
    slug: str
    offering_id: int | None
    categories: tuple[str, ...]


@dataclass(slots=True)
class Reading:
    """One document's content by the names of the models. What it does not say stays empty."""

    fields: dict[str, Any] = field(default_factory=dict)  # columns of Article
    section: dict[str, str] = field(default_factory=dict)  # columns of Section
    publication: str = ""  # host
    institution: str = ""  # slug or name
    offering: str | int | None = None  # slug, label or offering id
    authors: list[str] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    related: list[Card] | None = None  # None: the document does not say
    media: dict[str, dict[str, Any]] = field(default_factory=dict)  # role -> columns of MediaFile
    metadata: dict[str, dict[str, Any]] = field(default_factory=dict)  # block -> tags of the page


def as_text(value: object) -> str | None:
    """A scalar as text: ``7`` -> ``'7'``. None for what is no text: null, lists, mappings."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, (str, int, float)) else None


def as_texts(value: object) -> list[str]:
    """A list of texts; a single text counts as a list of one. Blank entries are passed over."""
    values = value if isinstance(value, list) else [value]
    texts = (as_text(entry) for entry in values)
    return [text for text in texts if text and text.strip()]


def short_texts(value: object, limit: int) -> list[str]:
    """A list of texts of which a column of ``limit`` characters can hold each.

    Longer ones are passed over: what a file says beyond the fields is kept beside them.
    """
    return [text for text in as_texts(value) if len(text) <= limit]


def bounded(key: str, text: str, limit: int) -> str:
    """``text``, if a column of ``limit`` characters can hold it. Raises ``FieldError``."""
    if len(text) > limit:
        raise FieldError(key, f"has {len(text):,} characters; shorten it to {limit} at most.")
    return text


def web_address(value: object) -> str:
    """An http or https address without white space around it, else ``''``."""
    text = (as_text(value) or "").strip()
    return text if text.lower().startswith(("http://", "https://")) else ""


def day(key: str, text: str) -> date:
    """The day of ``2021-06-24``, ``2019-04-30T17:21:35Z``, ``2019-4-3 10:00`` or ``June 5, 2019``.

    Raises ``FieldError``.
    """
    text = text.strip()
    numbers = _DAY.match(text)
    try:
        if numbers:
            return date(*map(int, numbers.groups()))
        named = _NAMED_DAY.match(text)
        if named:
            return datetime.strptime(" ".join(named.group(1, 2, 3)), "%b %d %Y").date()
        named = _DAY_NAMED.match(text)
        if named:
            return datetime.strptime(" ".join(named.group(2, 1, 3)), "%b %d %Y").date()
    except ValueError as problem:
        raise FieldError(key, _no_date(text)) from problem
    raise FieldError(key, _no_date(text))


def _no_date(text: str) -> str:
    return f"is {text[:40]!r}, which is not a date; write it as 2021-06-24."


def moment(key: str, text: str) -> datetime:
    """A moment with its zone; one that names no zone is taken for UTC, a day for its midnight.

    Raises ``FieldError``.
    """
    try:
        found = parse_datetime(text.strip()) or datetime.combine(day(key, text), time.min)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except FieldError:
        raise
    except (ValueError, OverflowError) as problem:
        raise FieldError(
            key, f"is {text[:40]!r}, which is no moment; write it as 2021-06-24T10:24:47Z."
        ) from problem


def is_file_name(text: str) -> bool:
    """Whether a name stays in its folder, on any disk."""
    is_plain = bool(text.strip(". ")) and text.isprintable() and not set(text) & set("/\\:")
    return is_plain and len(text.encode()) <= 255


def file_name(key: str, text: str) -> str:
    """A name that stays in its folder. Raises ``FieldError`` for any other."""
    if not is_file_name(text):
        raise FieldError(
            key,
            f"is {text[:60]!r}, which is not the name of a file in its own folder; "
            "use letters, digits, hyphens and dots only, and 255 bytes at most.",
        )
    return text
