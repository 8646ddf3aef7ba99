"""An answer and where it was found; and the cleaning that every answer passes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from typing import NamedTuple

LONGEST = 5_000  # characters of one answer
_TAGS = re.compile(r"</?[A-Za-z][^<>]{0,2000}>|<!--.{0,2000}?-->", re.DOTALL)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z][A-Za-z\d]{1,31});")
UNFILLED = (("{{", "}}"), ("<%", "%>"), ("${", "}"))  # what a script was to fill
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200e\u200f\u2060\ufeff\u00ad\ufffd\x00"))


class Answer(NamedTuple):
    """A value, and where the page says so in words an editor understands (``og:title``)."""

    value: str
    origin: str


def first(answers: Iterable[Answer]) -> Answer:
    """The first answer that is not empty; an empty one if none is."""
    return next((answer for answer in answers if answer.value), Answer("", ""))


def plain(value: object) -> str:
    """A value as one line of text: entities decoded (twice encoded ones too), markup removed.

    ``''`` for what is no text, and for a template that a script was to fill (``{{ title }}``).
    """
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return ""
    text = value[: LONGEST * 2]
    text = _decoded(_decoded(text))
    if "<" in text:
        text = _decoded(_TAGS.sub(" ", text))
    if any(0 <= text.find(start) < text.rfind(end) for start, end in UNFILLED):
        return ""
    return tidy(text)[:LONGEST]


def _decoded(text: str) -> str:
    """A text with its entities decoded; only whole ones: ``&copy=1`` is no copyright sign."""
    return _ENTITY.sub(lambda entity: unescape(entity[0]), text) if "&" in text else text


def tidy(text: str) -> str:
    """A text in one line, without characters that nobody sees (soft hyphens, marks of order)."""
    return " ".join(text.translate(_INVISIBLE).split())
