"""Values as TOML, in the manner of a file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from math import isinf, isnan

from news.markdown.formats.nodes import Node
from news.markdown.formats.toml_reading import Path
from news.markdown.scalars import Value

_BARE_KEY = re.compile("[A-Za-z0-9_-]+")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[Tt ][0-9:.]+(?:[Zz]|[-+][0-9:]+)?)?|[0-9]{2}:[0-9:.]+"
)
_ESCAPED = re.compile(r'["\\\x00-\x1f\x7f]')
_ESCAPED_TO_ASCII = re.compile(r'["\\]|[^\x20-\x7e]')
_ESCAPED_IN_LINES = re.compile(r'\\|"""|"\Z|[\x00-\x08\x0b-\x1f\x7f]')
_NOT_LITERAL = re.compile(r"['\x00-\x08\x0a-\x1f\x7f]")
_NOT_LITERAL_LINES = re.compile(r"'''|'\Z|[\x00-\x08\x0b-\x1f\x7f]")
_SHORT_ESCAPES = {"\n": r"\n", "\t": r"\t", "\r": r"\r", '"': r"\"", "\\": r"\\"}


def without_nulls(value: Value) -> Value:
    """A value without the keys that have none, which TOML cannot say.

    Raises ``ValueError`` for a list that holds a null.
    """
    if isinstance(value, dict):
        return {name: without_nulls(v) for name, v in value.items() if v is not None}
    if isinstance(value, list):
        if None in value:
            raise ValueError("TOML has no null: a list cannot hold one; take it out.")
        return [without_nulls(item) for item in value]
    return value


def key(name: str) -> str:
    return name if _BARE_KEY.fullmatch(name) else _basic(name, _ESCAPED)


def dotted(path: Iterable[str | int]) -> str:
    """A key that leads through tables; which of the repeated ones is not for it to say."""
    return ".".join([key(name) for name in path if isinstance(name, str)])


class Writer:
    def __init__(self, text: str, newline: str):
        self.text = text
        self.newline = newline
        self.is_ascii = text.isascii() and "\\u" in text

    def inline(self, value: Value, like: Node | None = None) -> str:
        """A value behind an equals sign, in the place of ``like``."""
        if isinstance(value, dict):
            pairs = [f"{key(name)} = {self.inline(inner)}" for name, inner in value.items()]
            return "{ " + ", ".join(pairs) + " }" if pairs else "{}"
        if isinstance(value, list):
            first = like.entries[0].value if like and like.entries else None
            return "[" + ", ".join([self.inline(item, first) for item in value]) + "]"
        if isinstance(value, str):
            return self.string(value, like)
        if isinstance(value, bool):
            return "true" if value else "false"
        return _float(value) if isinstance(value, float) else int.__repr__(value)

    def string(self, text: str, like: Node | None) -> str:
        before = self.text[like.start : like.end] if like else '"'
        if like and isinstance(like.value, str) and not like.style and _MOMENT.fullmatch(text):
            return text
        if before.startswith(("'''", '"""')):
            return self.lines(text, before)
        if before.startswith("'") and not _NOT_LITERAL.search(text):
            return f"'{text}'"
        if "\n" in text and not (like and isinstance(like.value, str) and "\n" in like.value):
            return self.lines(text, '"""')
        return _basic(text, _ESCAPED_TO_ASCII if self.is_ascii else _ESCAPED)

    def lines(self, text: str, before: str) -> str:
        """A text in three quotes, from the next line on unless the one before began at once."""
        quotes = before[:3]
        begin = "" if len(before) > 3 and before[3] not in "\r\n" else self.newline
        begin = begin or (self.newline if text.startswith("\n") else "")
        if quotes == "'''" and _NOT_LITERAL_LINES.search(text):
            quotes = '"""'
        if quotes == '"""':
            text = _ESCAPED_IN_LINES.sub(_escape_all, text)
        return quotes + begin + text.replace("\n", self.newline) + quotes

    def tables(self, path: Path, value: Value) -> str:
        """The lines of ``[path]``, or of each ``[[path]]``, and of the tables inside."""
        if isinstance(value, list):
            return "".join([self.table(path, item, "[[{}]]") for item in value])
        return self.table(path, value, "[{}]")

    def table(self, path: Path, value: dict[str, Value], brackets: str) -> str:
        inner = {name: v for name, v in value.items() if is_tables(v)}
        lines = [brackets.format(dotted(path)) + self.newline]
        if len(inner) == len(value) and brackets == "[{}]":
            lines = []  # the headers inside imply it
        lines += [self.pair((name,), v) for name, v in value.items() if name not in inner]
        lines += [self.tables((*path, name), v) for name, v in inner.items()]
        return "".join(lines)

    def pair(self, path: Path, value: Value) -> str:
        return f"{dotted(path)} = {self.inline(value)}{self.newline}"


def is_tables(value: Value) -> bool:
    """Whether a value is written under headers of its own."""
    items = value if isinstance(value, list) else [value]
    return bool(items) and all(isinstance(item, dict) and item for item in items)


def _basic(text: str, escaped: re.Pattern[str]) -> str:
    return '"' + escaped.sub(_escape_all, text) + '"'


def _escape_all(match: re.Match[str]) -> str:
    return "".join([_escape(character) for character in match[0]])


def _escape(character: str) -> str:
    code = ord(character)
    if character in _SHORT_ESCAPES:
        return _SHORT_ESCAPES[character]
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"


def _float(number: float) -> str:
    if isnan(number):
        return "nan"
    if isinf(number):
        return "inf" if number > 0 else "-inf"
    return float.__repr__(number)
