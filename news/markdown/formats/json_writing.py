"""Changing a part of JSON front matter, in the manner of what is there."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import pairwise

from news.markdown.formats import json_reading
from news.markdown.formats.brackets import BracketEditor, can_stay
from news.markdown.formats.nodes import MAPPING, SEQUENCE, Node, apply
from news.markdown.scalars import Value


def rewritten(source: str, new: dict[str, Value], order: Sequence[str], newline: str) -> str:
    """An object's text with other values. Raises ``ValueError`` for one that JSON cannot say."""
    top = json_reading.read(source, 0)
    editor = _Editor(source, newline, top)
    if not can_stay(top, new):
        return editor.write_at(new, "", top)
    editor.change_collection(top, new, order)
    return apply(source, editor.edits)


def rewritten_whole(source: str, new: dict[str, Value], newline: str) -> str:
    """An object's text with all values written anew."""
    top = json_reading.read(source, 0)
    return _Editor(source, newline, top).write_at(new, "", top)


class _Editor(BracketEditor):
    def __init__(self, text: str, newline: str, top: Node):
        super().__init__(text, newline)
        nodes = list(_nodes(top))
        lists = [node for node in nodes if node.kind == SEQUENCE and node.entries]
        self.is_spread = not top.entries or self.spreads(top)
        self.spreads_lists = self.is_spread and 2 * sum(map(self.spreads, lists)) >= len(lists)
        self.indent = self.lead(top) if self.is_spread and top.entries else "  "
        self.is_ascii = text.isascii() and "\\u" in text
        self.colon = ": "
        if top.entries:
            first = top.entries[0]
            self.colon = text[first.key.end : first.value.start]
        self.space = self.usual_space(nodes)

    def usual_space(self, nodes: list[Node]) -> str:
        """What follows a comma on a line; where none is, as it is with the colons."""
        pairs = [pair for node in nodes for pair in pairwise(node.entries)]
        gaps = [self.text[one.end : other.start] for one, other in pairs]
        spaces = [gap.lstrip()[1:] for gap in gaps if "\n" not in gap]
        return spaces[0] if spaces else self.colon[1:] and " "

    def joint(self) -> str:
        return self.space

    def spreads(self, node: Node) -> bool:
        """Whether a collection's entries stand on lines of their own."""
        return "\n" in self.text[node.start : node.entries[0].start]

    def lead(self, node: Node) -> str:
        """The blanks before a collection's entries."""
        first = node.entries[0].start
        return self.text[self.text.rfind("\n", node.start, first) + 1 : first]

    def write(self, value: Value, container: Node, like: Node | None) -> str:
        spread = self.spreads(container)
        return self.write_at(value, self.lead(container) if spread else None, like)

    def write_pair(self, name: str, value: Value, container: Node) -> str:
        return self.scalar(name) + self.colon + self.write(value, container, None)

    def write_at(self, value: Value, lead: str | None, like: Node | None) -> str:
        """A value after ``lead``; all on one line without one."""
        if not isinstance(value, (dict, list)):
            return self.scalar(value)
        spread = self.spreads_lists if isinstance(value, list) else self.is_spread
        if (
            like
            and like.entries
            and like.kind == (MAPPING if isinstance(value, dict) else SEQUENCE)
        ):
            spread = self.spreads(like)
        inner = lead + self.indent if lead is not None and spread else None
        begin, end = "{}" if isinstance(value, dict) else "[]"
        entries = self.entries(value, inner)
        if not entries:
            return begin + end
        if inner is None:
            return begin + f",{self.space}".join(entries) + end
        joint = self.newline + inner
        return f"{begin}{joint}{f',{joint}'.join(entries)}{self.newline}{lead}{end}"

    def entries(self, value: Value, lead: str | None) -> list[str]:
        if isinstance(value, dict):
            return [
                self.scalar(name) + self.colon + self.write_at(inner, lead, None)
                for name, inner in value.items()
            ]
        return [self.write_at(item, lead, None) for item in value]

    def scalar(self, value: Value) -> str:
        try:
            return json.dumps(value, ensure_ascii=self.is_ascii, allow_nan=False)
        except ValueError:
            raise ValueError(f"JSON has no number {value}; write a text") from None


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    for entry in node.entries:
        yield from _nodes(entry.value)
