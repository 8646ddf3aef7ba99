"""Where everything stands in YAML front matter that ``loading`` has read and found in order.

``loading`` keeps values only, because most documents are never changed; what a change needs to
know besides is read here, from the same events.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from news.markdown import loading
from news.markdown.formats.nodes import ALIAS, MAPPING, SCALAR, SEQUENCE, Entry, Node
from news.markdown.loading import MERGE, end_of_line
from news.markdown.scalars import Value

_QUESTION_MARK = re.compile(r"^ *(\?)\s", re.MULTILINE)
_QUESTION_MARK_IN_BRACES = re.compile(r"(\?)(?:\s++|#.*+)++\Z")
_COLON = re.compile(r"(?:\s++|#.*+)*+:")
_PROPERTIES = re.compile(r"(?:[&!]\S*+\s++|#.*+\s++)*+")
_BLANKS_AND_COMMENTS = re.compile(r"(?:\s++|#.*+)*+")


@dataclass(slots=True)
class Layout:
    """A front matter's text as a tree, and its aliases with the entries that hold them.

    Where an alias is itself a key, the entry says so by having it for its ``key``.
    """

    text: str
    top: Node
    aliases: list[tuple[Node, Node, Entry]] = field(default_factory=list)


def read(text: str, values: dict[str, Value]) -> Layout:
    """The layout of a text that begins with a line of ``---`` and says ``values``."""
    reader = _Reader(text)
    layout = Layout(text, reader.top(), reader.aliases)
    _give_values(layout.top, values)
    return layout


class _Reader:
    """Recurses, over a text whose depth is known to be bounded."""

    def __init__(self, text: str):
        self.text = text
        self.next_event = loading.Loader(text).get_event
        self.anchors: dict[str, Node] = {}
        self.aliases: list[tuple[Node, Node, Entry]] = []

    def top(self) -> Node:
        event = self.next_event()
        while type(event) is not yaml.DocumentStartEvent:
            event = self.next_event()
        return self.node(self.next_event())

    def node(self, event: Any) -> Node:
        start, end = event.start_mark.index, event.end_mark.index
        if type(event) is yaml.AliasEvent:
            return Node(ALIAS, start, end, target=self.anchors[event.anchor])
        if type(event) is yaml.ScalarEvent:
            node = Node(SCALAR, start, end, event.style or "", event.value)
            node.is_opaque = bool(event.tag)
        elif type(event) is yaml.MappingStartEvent:
            node = Node(MAPPING, start, end, "{" if event.flow_style else "")
            self.fill_mapping(node, event)
        else:
            node = Node(SEQUENCE, start, end, "[" if event.flow_style else "")
            self.fill_sequence(node, event)
        if event.anchor:
            node.anchor = event.anchor
            self.anchors[event.anchor] = node
        return node

    def fill_mapping(self, node: Node, event: Any) -> None:
        while type(key_event := self.next_event()) is not yaml.MappingEndEvent:
            key = self.node(key_event)
            entry = Entry(key.start, key.end, key, key, self.name(key, key_event))
            if key.kind == ALIAS:
                self.aliases.append((key, node, entry))
            self.take(node, entry, self.next_event())
            entry.after = self.after_key(entry)
            self.find_question_mark(node, entry)
            node.entries.append(entry)
        self.finish(node, event, key_event)

    def name(self, key: Node, event: Any) -> str:
        return key.target.value if key.kind == ALIAS else event.value

    def after_key(self, entry: Entry) -> int:
        """Behind the colon; 0 where there is none, as behind a question mark or in {a}."""
        colon = _COLON.match(self.text, entry.key.end, max(entry.value.start, entry.key.end))
        return colon.end() if colon else 0

    def find_question_mark(self, node: Node, entry: Entry) -> None:
        """Have an entry begin with its question mark, if it has one."""
        before = node.entries[-1].end if node.entries else node.start
        between = self.text, before, entry.key.start
        if mark := _QUESTION_MARK.search(*between):
            entry.start = mark.start(1)
        elif self.text[before] == "?" and before < entry.key.start:
            entry.start = before
        elif node.style and (mark := _QUESTION_MARK_IN_BRACES.search(*between)):
            entry.start = mark.start(1)
        elif entry.after or node.style:
            return
        entry.is_explicit = True

    def fill_sequence(self, node: Node, event: Any) -> None:
        begin = self.content(node, event)
        while type(item := self.next_event()) is not yaml.SequenceEndEvent:
            entry = Entry(item.start_mark.index, item.start_mark.index, node)
            if not node.style:
                before = node.entries[-1].end if node.entries else begin
                entry.start = _BLANKS_AND_COMMENTS.match(self.text, before).end()
                entry.after = entry.start + 1
            self.take(node, entry, item)
            node.entries.append(entry)
        self.finish(node, event, item)

    def content(self, node: Node, event: Any) -> int:
        """Where a collection itself begins, its anchor and tag passed over."""
        if event.anchor or event.tag:
            return _PROPERTIES.match(self.text, node.start).end()
        return node.start

    def take(self, node: Node, entry: Entry, event: Any) -> None:
        """Read the value of an entry, and find the entry's end."""
        entry.value = value = self.node(event)
        if value.kind == ALIAS:
            self.aliases.append((value, node, entry))
        is_implied = value.start == value.end and self.text[value.end - 1] not in ":-"
        if is_implied and entry.key:  # it is said to stand where the next key does
            value.start = value.end = entry.key.end
        entry.end = max(value.end, entry.end) if node.style else self.line_end(value)

    def line_end(self, value: Node) -> int:
        if value.entries and not value.style:
            return value.entries[-1].end
        is_block = value.style in ("|", ">")
        return end_of_line(self.text, value.start, value.end, len(self.text), is_block)

    def finish(self, node: Node, event: Any, end: Any) -> None:
        if node.style:
            node.end = end.end_mark.index
            has_brackets = self.text[node.start] == node.style
            node.is_opaque |= not has_brackets  # {a: 1} as the list [a: 1] has it, or a property
        elif node.entries:
            first = node.entries[0].start
            node.column = first - (self.text.rfind("\n", 0, first) + 1)
            node.end = node.entries[-1].end
        node.is_opaque |= bool(event.tag)


def is_merge(entry: Entry) -> bool:
    key = entry.key
    is_plain = key.kind == SCALAR and not key.style and not key.is_opaque
    return is_plain and entry.name == MERGE


def merged_names(node: Node) -> set[str]:
    """The keys that a mapping has by way of its ``<<``, also where it has its own of that name."""
    names: set[str] = set()
    for entry in node.entries:
        if is_merge(entry):
            sources = entry.value.entries if entry.value.kind == SEQUENCE else [entry]
            names.update(*(_names(source.value) for source in sources))
    return names


def _names(node: Node) -> set[str]:
    node = node.target or node
    if node.kind == SEQUENCE:  # an alias of a list of mappings
        return set().union(*(_names(entry.value) for entry in node.entries))
    own = {entry.name for entry in node.entries if not is_merge(entry)}
    return own | merged_names(node)


def _give_values(node: Node, value: Value) -> None:
    """Tell every node what it says; those of a merge are told by what they repeat."""
    node.value = value
    for index, entry in enumerate(node.entries):
        if node.kind == SEQUENCE:
            _give_values(entry.value, value[index])
        elif is_merge(entry):
            _give_merged_values(entry.value)
        else:
            entry.key.value = entry.name
            _give_values(entry.value, value[entry.name])


def _give_merged_values(node: Node) -> None:
    if node.kind == ALIAS:
        node.value = node.target.value
    for entry in node.entries:
        _give_merged_values(entry.value)
