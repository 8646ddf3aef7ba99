"""Values as YAML in the manner of a file, for a place in it."""

from __future__ import annotations

from math import isinf, isnan
from typing import NamedTuple

from news.markdown.formats import yaml_scalars
from news.markdown.formats.nodes import MAPPING, SCALAR, SEQUENCE, Entry, Node
from news.markdown.formats.yaml_habits import Habits
from news.markdown.scalars import Value

_QUOTES = ("", "'", '"')
_LONGEST_SIMPLE_KEY = 1000
_BLOCKS = ("|", ">")


class Written(NamedTuple):
    """What follows a colon or dash: the rest of its line, and the lines below."""

    first: str
    rest: str = ""


class Writer:
    """Its newlines are ``\\n``. ``like`` is the value of which a new one takes the place.

    Without ``has_blocks``, texts of several lines stand in quotes, which nothing below them alters.
    """

    def __init__(self, text: str, habits: Habits, *, has_blocks: bool = True):
        self.text = text  # of the file, for the way that a ``like`` is written there
        self.habits = habits
        self.has_blocks = has_blocks

    # Lines

    def pair(
        self, name: str, value: Value, column: int, like: Node | None = None, key: str = ""
    ) -> str:
        """The lines of a key and its value, from a column on; ``key`` is how the key is written."""
        key = key or self.key(name)
        if len(key) > _LONGEST_SIMPLE_KEY:
            key = f"? {key}\n{' ' * column}"
        written = self.value(value, column, like, len(key) + 1)
        return f"{' ' * column}{key}:{written.first}\n{written.rest}"

    def item(self, value: Value, column: int, like: Node | None = None) -> str:
        """The lines of an entry of a list whose dashes stand in a column."""
        written = self.item_value(value, column, like)
        return f"{' ' * column}-{written.first}\n{written.rest}"

    def value(self, value: Value, column: int, like: Node | None, taken: int) -> Written:
        """What follows a colon: of a key in ``column``, with ``taken`` characters before it."""
        if isinstance(value, dict):
            if not value or self.flows(like, MAPPING, self.habits.flow_mappings):
                return Written(" " + self.in_brackets(value, like))
            inner = self.column_of(like, MAPPING, column + self.habits.step, column + 1)
            return Written("", self.pairs(value, inner, like))
        if isinstance(value, list):
            if not value or self.flows(like, SEQUENCE, self.habits.flow_lists):
                return Written(" " + self.in_brackets(value, like))
            inner = self.column_of(like, SEQUENCE, column + self.habits.offset, column)
            return Written("", self.items(value, inner, like))
        if isinstance(value, str):
            return self.text_value(value, column, like, taken)
        if value is None:
            null = self.null(like)
            return Written(f" {null}" if null else "")
        return Written(" " + self.scalar(value, like))

    def item_value(self, value: Value, column: int, like: Node | None = None) -> Written:
        """What follows a dash. The first entry of a collection stands on the dash's line."""
        inner = column + self.habits.gap
        if (
            isinstance(value, dict)
            and value
            and not self.flows(like, MAPPING, self.habits.flow_mappings)
        ):
            lines = self.pairs(value, inner, like)
        elif isinstance(value, list) and value and not self.flows(like, SEQUENCE, False):
            lines = self.items(value, inner, like)
        else:
            first, rest = self.value(value, column, like, self.habits.gap - 1)
            return Written(" " * (self.habits.gap - 2) + first if first else first, rest)
        first, _, rest = lines.partition("\n")
        return Written(first[column + 1 :], rest)

    def pairs(self, value: dict[str, Value], column: int, like: Node | None) -> str:
        likes = {entry.name: entry for entry in like.entries if entry.key} if like else {}
        lines = []
        for name, inner in value.items():
            entry = likes.get(name)
            key = self.text[entry.key.start : entry.key.end] if self.shows_key(entry) else ""
            lines.append(self.pair(name, inner, column, entry and entry.value, key))
        return "".join(lines)

    def shows_key(self, entry: Entry | None) -> bool:
        """Whether a key of the file can be written again as it is there."""
        is_simple = entry and entry.key.kind == SCALAR and not entry.is_explicit
        return bool(is_simple and not entry.key.anchor and not entry.key.is_opaque)

    def items(self, value: list[Value], column: int, like: Node | None) -> str:
        first = like.entries[0].value if like and like.kind == SEQUENCE and like.entries else None
        return "".join([self.item(item, column, first) for item in value])

    def flows(self, like: Node | None, kind: str, usual: bool) -> bool:
        return bool(like.style) if like and like.kind == kind and like.entries else usual

    def column_of(self, like: Node | None, kind: str, usual: int, least: int) -> int:
        shown = like and like.kind == kind and like.entries and not like.style
        return like.column if shown and like.column >= least else usual

    # Texts

    def text_value(self, text: str, column: int, like: Node | None, taken: int) -> Written:
        habits, indent = self.habits, column + max(self.habits.step, 1)
        style = self.style_of(like)
        if "\n" in text:
            sign = style if style in _BLOCKS else "|"
            is_short = style == '"' and "\n" in like.value
            return (None if is_short else self.block(text, sign, column, like)) or self.quoted(text)
        room = habits.width - column - taken - 1
        fits_now = style == ">" and self.was_long(like, room) and len(text) <= room
        if style in _BLOCKS and not fits_now and (written := self.block(text, style, column, like)):
            return written
        line = self.one_line(text, like)
        if len(line) <= room or " " not in text:
            return Written(" " + line)
        fold = habits.fold
        if self.is_spread(like):
            fold, indent = style, self.indent_of(like) or indent
        if fold == ">":
            return self.block(text, ">", column, like) or Written(" " + line)
        if fold in _QUOTES:
            line = yaml_scalars.wrapped(line, column + taken + 1, indent, habits.width)
        return Written(" " + line)

    def block(self, text: str, sign: str, column: int, like: Node | None) -> Written | None:
        """A text as a block, unless it would take blank lines below it for its own."""
        if not self.has_blocks or text.endswith("\n\n") and not self.keeps_newlines(like):
            return None
        indent = column + max(self.habits.step, 1)
        written = yaml_scalars.block(text, sign, indent, column, self.habits.width)
        return written and Written(" " + written[0], written[1])

    def keeps_newlines(self, like: Node | None) -> bool:
        """Whether all newlines at the end of a block are of its text."""
        if self.style_of(like) not in _BLOCKS:
            return False
        return "+" in self.text[like.start : like.end].partition("\n")[0].partition("#")[0]

    def quoted(self, text: str) -> Written:
        return Written(" " + yaml_scalars.double_quoted(text, is_ascii=self.habits.is_ascii))

    def was_long(self, like: Node, room: int) -> bool:
        """Whether a folded text was folded because it had to be."""
        return isinstance(like.value, str) and len(like.value) > room

    def style_of(self, like: Node | None) -> str | None:
        is_text = like and like.kind == SCALAR and isinstance(like.value, str)
        return like.style if is_text else None

    def is_spread(self, like: Node | None) -> bool:
        """Whether a text is written on several lines, without being a block."""
        return self.style_of(like) in _QUOTES and "\n" in self.text[like.start : like.end]

    def indent_of(self, like: Node) -> int:
        """Of the second line of a text on several lines."""
        line = self.text[like.start : like.end].split("\n", 2)[1]
        return len(line) - len(line.lstrip(" "))

    def one_line(self, text: str, like: Node | None, in_brackets: bool = False) -> str:
        """A text in the quotes of its like, or the file's usual ones, or those that it needs."""
        style = self.style_of(like)
        if style not in _QUOTES:
            style = self.habits.text
        before = like.value if style == "" and self.style_of(like) == "" else None
        if style == "":
            plain = yaml_scalars.plain(text, in_brackets=in_brackets, like=before)
            if plain is not None:
                return plain
            style = self.habits.quote
        return self.in_quotes(text, style)

    def in_quotes(self, text: str, style: str) -> str:
        single = yaml_scalars.single_quoted(text) if style == "'" else None
        if single is None or self.habits.is_ascii and not text.isascii():
            return yaml_scalars.double_quoted(text, is_ascii=self.habits.is_ascii)
        return single

    def key(self, name: str, in_brackets: bool = False) -> str:
        if self.habits.key == "":
            plain = yaml_scalars.plain(name, in_brackets=in_brackets)
            if plain is not None:
                return plain
        return self.in_quotes(name, self.habits.key or self.habits.quote)

    # Other values

    def null(self, like: Node | None) -> str:
        is_null = like and like.kind == SCALAR and like.value is None
        return self.text[like.start : like.end] if is_null else self.habits.null

    def scalar(self, value: Value, like: Node | None) -> str:
        if isinstance(value, bool):
            written = "true" if value else "false"
            before = (
                self.text[like.start : like.end] if like and like.value in (True, False) else ""
            )
            return next(
                (w for w in (written.title(), written.upper()) if _case(before) == _case(w)),
                written,
            )
        if isinstance(value, float):
            return _float(value)
        return int.__repr__(value)

    def in_brackets(self, value: Value, like: Node | None = None) -> str:
        """A value on one line, in brackets if it is a collection."""
        if isinstance(value, dict):
            likes = {entry.name: entry.value for entry in like.entries} if like else {}
            pairs = [self.pair_in_brackets(k, v, likes.get(k)) for k, v in value.items()]
            padding = self.habits.padding if pairs else ""
            return f"{{{padding}{', '.join(pairs)}{padding}}}"
        if isinstance(value, list):
            first = like.entries[0].value if like and like.entries else None
            return f"[{', '.join([self.in_brackets(item, first) for item in value])}]"
        if isinstance(value, str):
            return self.one_line(value, like, in_brackets=True)
        return self.null(like) or "null" if value is None else self.scalar(value, like)

    def pair_in_brackets(self, name: str, value: Value, like: Node | None = None) -> str:
        key = self.key(name, in_brackets=True)
        if len(key) > _LONGEST_SIMPLE_KEY:
            key = f"? {key} "
        return f"{key}: {self.in_brackets(value, like)}"


def _case(word: str) -> tuple[bool, bool]:
    return word[:1].isupper(), word.isupper()


def _float(number: float) -> str:
    """With a point in it, which tells it from an integer, and from a text in YAML 1.1."""
    if isnan(number):
        return ".nan"
    if isinf(number):
        return ".inf" if number > 0 else "-.inf"
    digits, letter, exponent = float.__repr__(number).partition("e")
    return (digits if "." in digits else digits + ".0") + letter + exponent
