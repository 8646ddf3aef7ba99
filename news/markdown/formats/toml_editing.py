"""Changing a part of TOML front matter, in the manner of what is there."""

from __future__ import annotations

from collections.abc import Sequence

from news.markdown.formats import toml_reading, toml_writing
from news.markdown.formats.brackets import BracketEditor
from news.markdown.formats.nodes import (
    Edit,
    ImpossibleError,
    Node,
    above_comments,
    align,
    alike,
    apply,
    placed,
)
from news.markdown.formats.toml_reading import Path, Statement
from news.markdown.formats.toml_writing import Writer, is_tables
from news.markdown.scalars import Value


def rewritten(
    source: str, new: dict[str, Value], order: Sequence[str], newline: str, *, is_wide: bool = False
) -> str:
    """A front matter's text with other values, none of them null.

    With ``is_wide``, a top-level key that changes is written anew with all that is in it.
    """
    values, statements = toml_reading.read(source, 0, len(source))
    editor = _Editor(source, newline, statements)
    if is_wide:
        editor.change_top_anew(values, new, order)
    else:
        editor.change_table((), values, new, order)
    return apply(source, editor.edits)


def rewritten_whole(source: str, new: dict[str, Value], newline: str) -> str:
    """All values written anew: tables last, because what follows a header belongs to it."""
    writer = Writer(source, newline)
    lines = [writer.pair((name,), value) for name, value in new.items() if not is_tables(value)]
    lines += [writer.tables((name,), value) for name, value in new.items() if is_tables(value)]
    return "".join(lines)


class _Editor(BracketEditor):
    def __init__(self, text: str, newline: str, statements: list[Statement]):
        super().__init__(text, newline)
        self.statements = statements
        self.has_headers = any(statement.is_header for statement in statements)
        self.writer = Writer(text, newline)

    # What is in brackets

    def write(self, value: Value, container: Node, like: Node | None) -> str:
        return self.writer.inline(value, like)

    def write_pair(self, name: str, value: Value, container: Node) -> str:
        return f"{toml_writing.key(name)} = {self.writer.inline(value)}"

    # Tables

    def change_table(
        self, path: Path, old: dict[str, Value], new: dict[str, Value], order: Sequence[str] = ()
    ) -> None:
        for name, value in old.items():
            if name not in new:
                self.take_out((*path, name))
            elif not alike(value, new[name]):
                self.change((*path, name), value, new[name])
        added = [name for name in new if name not in old]
        self.add(path, {name: new[name] for name in added}, order or (list(new) if path else ()))

    def change_top_anew(
        self, old: dict[str, Value], new: dict[str, Value], order: Sequence[str]
    ) -> None:
        changed = [n for n, value in old.items() if n not in new or not alike(value, new[n])]
        for name in changed:
            self.take_out((name,))
        added = {name: v for name, v in new.items() if name in changed or name not in old}
        self.add((), added, order)

    def change(self, path: Path, old: Value, new: Value) -> None:
        pair = next((s for s in self.statements if s.path == path and s.entry), None)
        if pair:
            self.replace_entry(pair.entry.value, pair.entry, new)
        elif isinstance(old, dict) and isinstance(new, dict):
            self.change_table(path, old, new)
        elif isinstance(old, list) and is_tables(new) and isinstance(new, list):
            self.change_repeated(path, old, new)
        else:
            self.take_out(path)
            self.add(path[:-1], {path[-1]: new}, ())

    def change_repeated(self, path: Path, old: list[Value], new: list[Value]) -> None:
        """The tables of ``[[path]]``, each with those under it."""
        latest: Path = (*path, 0)
        for was, will_be in align(old, new):
            if will_be is None:
                self.take_out((*path, was))
                continue
            if was is None:
                lines = self.writer.table(path, new[will_be], "[[{}]]")
                self.insert(self.below(latest)[-1].end, self.gap() + lines)
                continue
            latest = (*path, was)
            if not alike(old[was], new[will_be]):
                self.change_table(latest, old[was], new[will_be])

    def below(self, path: Path) -> list[Statement]:
        return [s for s in self.statements if s.path[: len(path)] == path]

    def take_out(self, path: Path) -> None:
        for statement in self.below(path):
            self.edits.append(Edit(statement.start, statement.end, ""))

    # New keys

    def add(self, path: Path, added: dict[str, Value], order: Sequence[str]) -> None:
        tables = {n: v for n, v in added.items() if is_tables(v) and (self.has_headers or not path)}
        pairs = {name: value for name, value in added.items() if name not in tables}
        if pairs:
            self.add_pairs(path, pairs, order)
        for name, value in tables.items():
            under = self.below(path)
            place = under[-1].end if path and under else len(self.text)
            self.insert(place, self.gap() + self.writer.tables((*path, name), value))

    def add_pairs(self, path: Path, pairs: dict[str, Value], order: Sequence[str]) -> None:
        siblings = {s.path[-1]: s for s in self.statements if s.entry and s.path[:-1] == path}
        section = next(iter(siblings.values())).section if siblings else path
        siblings = {name: s for name, s in siblings.items() if s.section == section}
        if path and not siblings and not self.header(path):
            self.add_header(path, pairs)
            return
        names = placed(list(siblings), pairs, order)
        last = max((s.end for s in self.statements if s.entry and s.section == section), default=0)
        previous = None
        for index, name in enumerate(names):
            if name in siblings:
                previous = siblings[name]
                continue
            following = next((siblings[n] for n in names[index:] if n in siblings), None)
            lines = self.writer.pair((*path[len(section) :], name), pairs[name])
            if previous:
                indent = self.text[previous.start : previous.entry.start]
                self.insert(previous.end if following else last, indent + lines)
            else:
                self.insert(self.beginning(path, following), lines)

    def add_header(self, path: Path, pairs: dict[str, Value]) -> None:
        """Give a table its own header, which those of the tables inside have implied so far."""
        under = self.below(path)
        if not under or not under[0].is_header:
            raise ImpossibleError("nothing shows where the table begins")
        lines = [self.writer.pair((name,), value) for name, value in pairs.items()]
        header = f"[{toml_writing.dotted(path)}]{self.newline}"
        self.insert(self.beginning(path, under[0]), header + "".join(lines))

    def beginning(self, path: Path, following: Statement | None) -> int:
        """Where a table begins: above a statement and its comment, or under its header."""
        header = self.header(path)
        if following is None and header:
            return header.end
        following = following or next(iter(self.statements), None)
        if following is None:
            return len(self.text)
        start = above_comments(self.text, following.start)
        return max(start, header.end) if header else start

    def header(self, path: Path) -> Statement | None:
        return next((s for s in self.statements if s.path == path and s.is_header), None)

    def insert(self, place: int, lines: str) -> None:
        if place and not self.text[:place].endswith("\n"):
            lines = self.newline + lines
        self.edits.append(Edit(place, place, lines))

    def gap(self) -> str:
        """The blank line above a header, where the file has one above most."""
        starts = [s.start for s in self.statements if s.is_header and s.start]
        blank = [start for start in starts if self.has_blank_line(start)]
        return self.newline if 2 * len(blank) >= len(starts) and self.text else ""

    def has_blank_line(self, start: int) -> bool:
        """Whether a blank line stands above a line and its comments."""
        end = above_comments(self.text, start)
        return not self.text[self.text.rfind("\n", 0, max(end - 1, 0)) + 1 : end].strip()
