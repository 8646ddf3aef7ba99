"""Changing collections in brackets: JSON, and the like of it inside YAML and TOML."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

from news.markdown.formats.nodes import MAPPING, Edit, Entry, Node, align, alike, placed
from news.markdown.scalars import Value


class BracketEditor(ABC):
    """Gathers the edits that turn values in brackets into others; a format says how to write.

    ``touched`` holds the collections that the edits change a part of.
    """

    def __init__(self, text: str, newline: str):
        self.text = text
        self.newline = newline
        self.edits: list[Edit] = []
        self.touched: set[Node] = set()

    # What a format says

    @abstractmethod
    def write(self, value: Value, container: Node, like: Node | None) -> str:
        """A value for a place in a container, where ``like`` stood or beside it."""

    @abstractmethod
    def write_pair(self, name: str, value: Value, container: Node) -> str:
        """A name with its value, for a place in a container."""

    def joint(self) -> str:
        """What follows a comma on a line, where the container does not show it."""
        return " "

    # Changes

    def change_collection(self, node: Node, new: Value, order: Sequence[str] = ()) -> None:
        """Make ``new`` of a collection of which something stays: see ``can_stay``."""
        self.touched.add(node)
        if node.kind == MAPPING:
            self.change_mapping(node, new, order)
        else:
            self.change_sequence(node, new)

    def change_mapping(self, node: Node, new: dict[str, Value], order: Sequence[str]) -> None:
        entries = {entry.name: entry for entry in node.entries}
        kept = [name for name in entries if name in new]
        for name in kept:
            self.change_entry(node, entries[name], new[name])
        added = [name for name in new if name not in entries]
        steps = [
            entries[name] if name in entries else self.write_pair(name, new[name], node)
            for name in placed(kept, added, order or list(new))
        ]
        self.arrange(node, steps)

    def change_sequence(self, node: Node, new: list[Value]) -> None:
        steps: list[Entry | str] = []
        for was, will_be in align([entry.value.value for entry in node.entries], new):
            if will_be is None:
                continue
            if was is None:
                steps.append(self.write(new[will_be], node, node.entries[-1].value))
            else:
                self.change_entry(node, node.entries[was], new[will_be])
                steps.append(node.entries[was])
        self.arrange(node, steps)

    def change_entry(self, container: Node, entry: Entry, new: Value) -> None:
        if not alike(entry.value.value, new):
            self.replace_entry(container, entry, new)

    def replace_entry(self, container: Node, entry: Entry, new: Value) -> None:
        node = entry.value
        if can_stay(node, new):
            self.change_collection(node, new)
        else:
            self.replace_text(entry, self.write(new, container, node))

    def replace_text(self, entry: Entry, text: str) -> None:
        node = entry.value
        if entry.key and not entry.after:
            text = ": " + text  # {a} is a mapping in YAML
        elif node.start == node.end:
            text = " " + text
        self.edits.append(Edit(node.start, node.end, text))

    # The entries and the commas between them

    def arrange(self, node: Node, steps: Sequence[Entry | str]) -> None:
        """Leave the entries that ``steps`` names, and put its texts between them."""
        kept = [step for step in steps if isinstance(step, Entry)]
        joint = self.joint_of(node)
        following: Entry | None = None
        behind = []
        for step in reversed(steps):
            if isinstance(step, Entry):
                following = step
            elif following:
                start = following.start
                behind.append(Edit(start, start, f"{step},{joint}"))
            else:
                behind.append(Edit(kept[-1].end, kept[-1].end, f",{joint}{step}"))
        self.edits += reversed(behind)
        self.remove(node, kept)

    def remove(self, node: Node, kept: Sequence[Entry]) -> None:
        staying = set(kept)
        gone: Entry | None = None
        for entry in node.entries:
            if entry not in staying:
                gone = gone or entry
            elif gone:
                self.edits.append(Edit(gone.start, entry.start, ""))
                gone = None
        if gone:
            self.edits.append(Edit(kept[-1].end, node.entries[-1].end, ""))

    def joint_of(self, node: Node) -> str:
        """What follows the commas in a collection: mostly a space, or a newline and blanks."""
        begin = [node.start + 1, *(entry.end for entry in node.entries)]
        gap = self.text[begin[-2] : node.entries[-1].start]
        if "\n" in gap:
            return self.newline + gap.rpartition("\n")[2]
        return gap.partition(",")[2] if "," in gap else self.joint()


def can_stay(node: Node, new: Value) -> bool:
    """Whether ``new`` can be made of a collection by changing some of its entries."""
    if node.is_opaque or not new or not node.entries:
        return False
    if node.kind == MAPPING:
        return isinstance(new, dict) and any(entry.name in new for entry in node.entries)
    return isinstance(node.value, list) and isinstance(new, list)
