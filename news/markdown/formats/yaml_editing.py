"""Changing a part of YAML front matter, in the manner of what is there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from news.markdown.formats import yaml_habits, yaml_reading
from news.markdown.formats.brackets import BracketEditor, can_stay
from news.markdown.formats.nodes import (
    ALIAS,
    MAPPING,
    SEQUENCE,
    Edit,
    Entry,
    Node,
    above_comments,
    align,
    alike,
    apply,
    placed,
)
from news.markdown.formats.yaml_reading import Layout, is_merge, merged_names
from news.markdown.formats.yaml_writing import Writer, Written
from news.markdown.scalars import Value
from news.markdown.style import dump_key

_FENCE = "---\n"
_COMMENT = re.compile(r"[ \t]+#[^\r\n]*")
_PROPERTIES = re.compile(r"\A(?:[&!]\S+\s+)+")
_UNMOVABLE = re.compile(r"[\n&*#]|\A[|>]|\A\Z")
_BLANKS_BELOW = re.compile(r"(?:[ \t]*\r?\n|[ \t]+#[^\n]*\n)*")


def rewritten(
    source: str,
    old: dict[str, Value],
    new: dict[str, Value],
    order: Sequence[str],
    newline: str,
    *,
    is_wide: bool = False,
) -> str:
    """A front matter's text with other values.

    With ``is_wide``, what changes is written anew key by key of the top level, without blocks that
    what stands below could become a part of, and no alias is left.
    """
    layout = yaml_reading.read(_FENCE + source, old)
    editor = YamlEditor(layout, newline, is_wide)
    if layout.top.kind != MAPPING:
        return source + "".join([editor.pair(name, value, 0) for name, value in new.items()])
    editor.change(new, order)
    return apply(layout.text, editor.edits)[len(_FENCE) :]


def rewritten_whole(source: str, old: dict[str, Value], new: dict[str, Value], newline: str) -> str:
    """All values written anew, in the manner of a front matter's text."""
    editor = YamlEditor(yaml_reading.read(_FENCE + source, old), newline)
    return "".join([editor.pair(name, value, 0) for name, value in new.items()])


class YamlEditor(BracketEditor):
    def __init__(self, layout: Layout, newline: str, is_wide: bool = False):
        super().__init__(layout.text, newline)
        self.layout = layout
        self.is_wide = is_wide
        habits = yaml_habits.read(layout.text, layout.top)
        self.writer = Writer(layout.text, habits, has_blocks=not is_wide)

    def change(self, new: dict[str, Value], order: Sequence[str]) -> None:
        top = self.layout.top
        if top.style and not can_stay(top, new):
            self.edits.append(Edit(top.start, top.end, self.writer.in_brackets(new)))
        else:
            self.change_collection(top, new, order)
            self.keep_meanings()

    # Writing

    def ended(self, lines: str) -> str:
        return lines.replace("\n", self.newline)

    def pair(self, name: str, value: Value, column: int) -> str:
        return self.ended(self.writer.pair(name, value, column))

    def write(self, value: Value, container: Node, like: Node | None) -> str:
        return self.writer.in_brackets(value, like)

    def write_pair(self, name: str, value: Value, container: Node) -> str:
        return self.writer.pair_in_brackets(name, value)

    # Blocks

    def change_mapping(self, node: Node, new: dict[str, Value], order: Sequence[str]) -> None:
        if node.style:
            super().change_mapping(node, new, order)
            return
        own = {entry.name: entry for entry in node.entries if not is_merge(entry)}
        brought = merged_names(node)
        stays = all(name in new for name in brought)
        entries = own if not stays else {entry.name: entry for entry in node.entries}
        for name in own.keys() & new.keys():
            self.change_entry(node, own[name], new[name])
        added = [
            name
            for name, value in new.items()
            if name not in own
            and not (stays and name in brought and alike(node.value[name], value))
        ]
        kept = [name for name, entry in entries.items() if name in new or name not in own]
        is_top = node is self.layout.top
        staying = set(kept)
        steps = [
            entries[name] if name in staying else self.new_pair(name, new[name], node, is_top)
            for name in placed(kept, added, order or ([] if is_top else list(new)))
        ]
        self.arrange(node, steps)

    def new_pair(self, name: str, value: Value, node: Node, is_top: bool) -> str:
        if is_top and self.is_house:
            return self.ended(dump_key(name, value))
        return self.pair(name, value, node.column)

    def change_sequence(self, node: Node, new: list[Value]) -> None:
        if node.style:
            super().change_sequence(node, new)
            return
        steps: list[Entry | str] = []
        for was, will_be in align([entry.value.value for entry in node.entries], new):
            if will_be is None:
                continue
            if was is None:
                like = node.entries[-1].value
                steps.append(self.ended(self.writer.item(new[will_be], node.column, like)))
            else:
                self.change_entry(node, node.entries[was], new[will_be])
                steps.append(node.entries[was])
        self.arrange(node, steps)

    def replace_entry(self, container: Node, entry: Entry, new: Value) -> None:
        if container.style:
            if self.has_merge(entry.value):
                self.replace_text(entry, self.writer.in_brackets(new, entry.value))
            else:
                super().replace_entry(container, entry, new)
        elif container is self.layout.top and self.is_house and self.is_of_house(entry):
            start = self.line_start(entry)
            self.edits.append(Edit(start, entry.end, self.ended(dump_key(entry.name, new))))
        elif self.can_change_inside(entry.value, new):
            self.change_collection(entry.value, new)
        else:
            self.replace_lines(container, entry, new)

    def can_change_inside(self, node: Node, new: Value) -> bool:
        is_plain_alias = node.kind == ALIAS
        return not (self.is_wide or is_plain_alias or self.has_merge(node)) and can_stay(node, new)

    def has_merge(self, node: Node) -> bool:
        return bool(node.style) and node.kind == MAPPING and any(map(is_merge, node.entries))

    def replace_lines(self, container: Node, entry: Entry, new: Value) -> None:
        """Write another value behind a colon or dash, and leave the comment on its line."""
        if entry.is_explicit:
            lines = self.pair(entry.name, new, container.column)[container.column :]
            self.edits.append(Edit(entry.start, entry.end, lines))
            return
        like = entry.value.target if entry.value.kind == ALIAS else entry.value
        if container.kind == SEQUENCE:
            written = self.writer.item_value(new, container.column, like)
        else:
            taken = entry.after - entry.key.start
            written = self.writer.value(new, container.column, like, taken)
        text = self.behind(entry, written)
        self.edits.append(Edit(entry.after, entry.end, self.ended(text)))

    def behind(self, entry: Entry, written: Written) -> str:
        gap = self.text[entry.after : entry.value.start]
        first = written.first
        if len(gap) > 1 and not gap.strip(" ") and first.startswith(" ") and not written.rest:
            first = gap + first.lstrip(" ")
        return first + self.comment(entry) + "\n" + written.rest

    def comment(self, entry: Entry) -> str:
        """The comment on the line of a key or dash, the blanks before it included."""
        value = entry.value
        end = self.line_break(entry.after)
        if value.entries and not value.style or value.style in ("|", ">"):
            begin = entry.after
            if entry.key is None and "\n" not in self.text[entry.after : value.start]:
                return ""  # what stands there belongs to the first entry of the item
        else:
            header = _COMMENT.search(self.text, entry.after, min(value.start, end))
            if header:
                return header[0]
            begin, end = value.end, self.line_break(value.end)
        found = _COMMENT.search(self.text, begin, end)
        return found[0] if found else ""

    def line_break(self, index: int) -> int:
        end = self.text.find("\n", index)
        return end if end >= 0 else len(self.text)

    def line_start(self, entry: Entry) -> int:
        return self.text.rfind("\n", 0, entry.start) + 1

    # The house style

    def is_of_house(self, entry: Entry) -> bool:
        """Whether the lines of a top-level key are those that the house style has for it."""
        if is_merge(entry) or not isinstance(entry.value.value, (str, list, dict, type(None))):
            return False
        lines = self.text[self.line_start(entry) : entry.end]
        return lines == self.ended(dump_key(entry.name, entry.value.value))

    @cached_property
    def is_house(self) -> bool:
        """Whether the file was written in the house style; a few lines may have been edited."""
        entries = self.layout.top.entries
        return not self.is_wide and 10 * sum(map(self.is_of_house, entries)) >= 9 * len(entries)

    # Lines and their order

    def arrange(self, node: Node, steps: Sequence[Entry | str]) -> None:
        if node.style:
            super().arrange(node, steps)
            return
        kept = [step for step in steps if isinstance(step, Entry)]
        following, previous = kept[0] if kept else None, None
        for step in steps:
            if isinstance(step, Entry):
                previous = step
            elif previous:
                self.edits.append(Edit(previous.end, previous.end, step))
            else:
                self.insert_first(node, step, following)
        self.remove_lines(node, kept)

    def is_compact(self, node: Node) -> bool:
        """Whether the first entry stands behind a dash."""
        first = node.entries[0]
        return bool(self.text[self.line_start(first) : first.start].strip())

    def insert_first(self, node: Node, lines: str, following: Entry | None) -> None:
        first = node.entries[0]
        if self.is_compact(node):
            text = lines[node.column :] + " " * node.column
            self.edits.append(Edit(first.start, first.start, text))
            return
        start = self.line_start(following or first)
        place = above_comments(self.text, start)
        self.edits.append(Edit(place, place, lines))

    def remove_lines(self, node: Node, kept: Sequence[Entry]) -> None:
        staying = set(kept)
        gone = [entry for entry in node.entries if entry not in staying]
        if gone and gone[0] is node.entries[0] and self.is_compact(node):
            self.edits.append(Edit(gone[0].start, kept[0].start, ""))
            gone = [entry for entry in gone if entry.start > kept[0].start]
        for entry in gone:
            end = entry.end
            if self.is_wide:  # where a block above would take what stands below for its own
                end = _BLANKS_BELOW.match(self.text, end).end()
            self.edits.append(Edit(self.line_start(entry), end, ""))

    # Anchors

    def keep_meanings(self) -> None:
        """Write out the aliases whose anchored value has been changed or taken away."""
        cuts = [edit for edit in self.edits if edit.end > edit.start]

        def is_cut(node: Node) -> bool:
            return any(start <= node.start < end for start, end, _ in cuts)

        for alias, container, entry in self.layout.aliases:
            target = alias.target
            is_lost = self.is_wide or is_cut(target) or target in self.touched
            if is_cut(alias) or not is_lost:
                continue
            if alias is entry.key:
                text = self.writer.key(entry.name, in_brackets=bool(container.style))
                self.edits.append(Edit(alias.start, alias.end, text))
            elif shown := self.shown(target, container):
                self.edits.append(Edit(alias.start, alias.end, shown))
            elif container.style:
                text = self.writer.in_brackets(alias.value, target)
                self.edits.append(Edit(alias.start, alias.end, text))
            else:
                self.replace_lines(container, entry, alias.value)

    def shown(self, target: Node, container: Node) -> str:
        """How an anchored value is written, if it can be written so in another place."""
        text = _PROPERTIES.sub("", self.text[target.start : target.end])
        is_movable = target.style in ("'", '"', "[", "{") or not (container.style or target.entries)
        return text if is_movable and not _UNMOVABLE.search(text) else ""
