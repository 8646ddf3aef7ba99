"""How a YAML file is written, as far as what is added to it should be written alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from news.markdown.formats.nodes import MAPPING, SCALAR, SEQUENCE, Node
from news.markdown.formats.yaml_scalars import plain

_WIDEST = 400
_Habit = TypeVar("_Habit", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Habits:
    """What most places of a file agree on; what the file does not show is as in the house style."""

    step: int = 2
    """Columns from a key to the keys under it."""
    offset: int = 2
    """Columns from a key to the dashes under it."""
    gap: int = 2
    """Columns from a dash to its item."""
    quote: str = "'"
    """Around a text that needs quotes."""
    text: str = ""
    """Around a text that needs none."""
    key: str = ""
    """Around a key that needs none."""
    flow_lists: bool = False
    flow_mappings: bool = False
    padding: str = ""
    """Inside of braces."""
    null: str = "null"
    fold: str | None = None
    """The style of texts on several lines that could be on one; None where there are none."""
    width: int = 80
    """Of the lines of those texts."""
    is_ascii: bool = False
    """Whether other characters are written with escapes."""


def read(text: str, top: Node) -> Habits:
    """The habits of the file with the layout ``top``."""
    keys, values = _nodes(top)
    nested = [(node.column, entry.value) for node in values for entry in _in_block(node)]
    lists = [node for node in values if node.kind == SEQUENCE and node.entries]
    mappings = [
        node for node in values if node.kind == MAPPING and node.entries and node is not top
    ]
    texts = [node for node in values if node.kind == SCALAR and isinstance(node.value, str)]
    nulls = [node for node in values if node.kind == SCALAR and node.value is None]
    fold, width = _folding(text, texts)
    return Habits(
        step=_usual((n.column - c for c, n in nested if _is_block(n, MAPPING)), 2),
        offset=_usual((n.column - c for c, n in nested if _is_block(n, SEQUENCE)), 2),
        gap=_usual(_gaps(text, lists), 2),
        quote=_usual((node.style for node in texts if node.style in ("'", '"')), "'"),
        text=_usual(_needless(texts), ""),
        key=_usual(_needless(keys), ""),
        flow_lists=_usual((bool(node.style) for node in lists), False),
        flow_mappings=_usual((bool(node.style) for node in mappings), False),
        padding=_usual(("" if text[n.start + 1] != " " else " " for n in mappings if n.style), ""),
        null=_usual((text[node.start : node.end] for node in nulls if not node.style), "null"),
        fold=fold,
        width=width,
        is_ascii=text.isascii() and any(_has_escapes(text, node) for node in texts),
    )


def _usual(found: Iterable[_Habit], default: _Habit) -> _Habit:
    counts = Counter(found)
    return max(counts, key=lambda habit: counts[habit]) if counts else default


def _nodes(top: Node) -> tuple[list[Node], list[Node]]:
    """All keys and all values."""
    keys, values = [], [top]
    for node in values:  # which grows
        keys += [entry.key for entry in node.entries if entry.key]
        values += [entry.value for entry in node.entries]
    return keys, values


def _in_block(node: Node) -> Iterator:
    return iter(node.entries if _is_block(node, MAPPING) else ())


def _is_block(node: Node, kind: str) -> bool:
    return node.kind == kind and not node.style and bool(node.entries)


def _gaps(text: str, lists: Iterable[Node]) -> Iterator[int]:
    for node in lists:
        for entry in node.entries if not node.style else ():
            if (
                "\n" not in text[entry.start : entry.value.start]
                and entry.value.start > entry.after
            ):
                yield entry.value.start - entry.start


def _needless(nodes: Iterable[Node]) -> Iterator[str]:
    """The styles of texts that need no quotes."""
    for node in nodes:
        if node.style in ("", "'", '"') and isinstance(node.value, str) and plain(node.value):
            yield node.style


def _folding(text: str, texts: Iterable[Node]) -> tuple[str | None, int]:
    """The style in which long texts are folded, and to which width."""
    folds: list[tuple[str, int]] = []
    longest = 0
    for node in texts:
        start = max(0, node.start - _WIDEST)
        lines = text[max(start, text.rfind("\n", start, node.start) + 1) : node.end].splitlines()
        if len(lines) < 2:
            longest = max([longest, *map(len, lines)]) if " " in node.value else longest
        elif node.style != "|" and "\n" not in node.value.rstrip("\n"):
            folds.append((node.style, max(map(len, lines))))
    width = max((width for _, width in folds), default=0)
    if not folds or longest > max(width, 80):
        return None, 80
    return _usual((style for style, _ in folds), ">"), min(max(width, 40), _WIDEST)


def _has_escapes(text: str, node: Node) -> bool:
    if node.style != '"' or node.value.isascii():
        return False
    written = text[node.start : node.end]
    return "\\u" in written or "\\x" in written or "\\U" in written
