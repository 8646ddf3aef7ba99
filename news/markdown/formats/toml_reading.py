"""TOML front matter: what it means, and where its tables, keys and values stand.

``tomllib`` is the judge of what is TOML and what it means. It keeps no places, though, and makes
dates of texts; so the text is also walked here, leniently, for the places and under the limits,
before the judge (which recurses) sees it.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date, time

from news.markdown.errors import DocumentError, place
from news.markdown.formats.limits import Meter
from news.markdown.formats.nodes import MAPPING, SCALAR, SEQUENCE, Entry, Node
from news.markdown.scalars import Value

Path = tuple["str | int", ...]

_BLANK = re.compile(r"[ \t]*+")
_BLANKS = re.compile(r"(?:[ \t\r\n]++|#[^\n]*+)*+")
_END_OF_LINE = re.compile(r"[ \t]*+(?:#[^\n]*+)?(?:\n|\r\n|\Z)")
_BARE_KEY = re.compile("[A-Za-z0-9_-]++")
_BASIC = r'"(?:[^"\\\n]++|\\.)*+"'
_LITERAL = r"'[^'\n]*+'"
_QUOTED_KEY = re.compile(f"{_BASIC}|{_LITERAL}")
_SCALAR = re.compile(
    r'"""(?:[^"\\]++|\\.|"(?!""))*+""""{0,2}'
    r"|'''(?:[^']++|'(?!''))*+''''{0,2}"
    rf"|{_BASIC}|{_LITERAL}"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[^\s,\]}#]++"
    r"|[^\s,\[\]{}#=\"']++",
    re.DOTALL,
)
_PLACE = re.compile(r" \(at line (\d+), column (\d+)\)| \(at end of document\)")
_CLOSING = {"{": "}", "[": "]"}

_ADVICE = {
    "Invalid value": "put a text in double quotes",
    "after a statement": "write each key on a line of its own, and a text in quotes",
    "Expected '='": "write a key, an equals sign and a value",
    "overwrite": "a key or table of this name stands before it; keep one of them",
    "twice": "keep one of the two tables, or join them",
    "Duplicate": "keep one of the two keys",
    "invalid character": "remove it",
    "Illegal character": r"remove the character, or write it as \n or \t",
    "escape": "double the backslash, or use single quotes",
    "Unterminated": "close the quotes",
    "Unclosed": "close the bracket",
}
_USUAL_ADVICE = "check the quotes, commas and brackets there"


@dataclass(slots=True, eq=False)
class Statement:
    """A line of TOML: ``[path]``, ``[[path]]`` or ``path = value``, with all its lines.

    ``path`` leads from the top to what it defines, the indices of repeated tables included;
    ``section`` is the one of the table whose header it stands under.
    """

    start: int
    end: int
    path: Path
    section: Path = ()
    entry: Entry | None = None  # of a pair

    @property
    def is_header(self) -> bool:
        return self.entry is None


def read(text: str, start: int, end: int) -> tuple[dict[str, Value], list[Statement]]:
    """The values and the statements of ``text[start:end]``. Raises ``DocumentError``."""
    walk = _Walk(text, start, end)
    try:
        statements = walk.run()
    except _Unclear:
        _judge(text, start, end)
        raise walk.meter.refuse(walk.at, f"this is no TOML; {_USUAL_ADVICE}") from None
    values = _judge(text, start, end)
    for statement in statements:
        if statement.entry:
            _settle(walk.meter, values, statement)
    return values, statements


def spans(statements: list[Statement]) -> dict[str, tuple[int, int]]:
    """Where each top-level key first stands: its lines up to those of another key."""
    found: dict[str, tuple[int, int]] = {}
    latest = None
    for statement in statements:
        name = statement.path[0]
        if name == latest:
            found[name] = found[name][0], max(statement.end, found[name][1])
        elif name not in found:
            found[name] = statement.start, statement.end
            latest = name
        else:
            latest = None
    return found


def _judge(text: str, start: int, end: int) -> dict[str, Value]:
    try:
        return tomllib.loads(text[start:end])
    except (ValueError, RecursionError) as error:
        message = str(error)
    found = _PLACE.search(message)
    line, column = place(text, start)
    if found and found[1]:
        line, column = line + int(found[1]) - 1, int(found[2])
    else:
        line, column = place(text, end)
    problem = _PLACE.sub("", message)
    advice = next((advice for sign, advice in _ADVICE.items() if sign in problem), _USUAL_ADVICE)
    sentence = f"Line {line}, column {column}: {_printable(problem)}; {advice}."
    raise DocumentError(sentence, line, column)


def _printable(problem: str) -> str:
    problem = problem if problem.isprintable() else repr(problem)[1:-1]
    return problem[:1].lower() + problem[1:]


class _Unclear(Exception):
    """The text is no TOML; the judge says why."""


class _Walk:
    def __init__(self, text: str, start: int, end: int):
        self.text = text
        self.at = start
        self.end = end
        self.meter = Meter(text)
        self.section: Path = ()
        self.counts: dict[Path, int] = {}  # how often a repeated table was opened so far
        self.seen: dict[tuple[Path, bool], int] = {}

    def run(self) -> list[Statement]:
        statements = []
        while True:
            self.at = _BLANKS.match(self.text, self.at, self.end).end()
            if self.at >= self.end:
                return statements
            start = self.text.rfind("\n", 0, self.at) + 1
            statement = self.header(start) if self.sign() == "[" else self.pair(start)
            self.at = self.expect(_END_OF_LINE).end()
            statement.end = self.at
            statements.append(statement)

    # Statements

    def header(self, start: int) -> Statement:
        is_repeated = self.text.startswith("[[", self.at)
        first, brackets = self.at, 2 if is_repeated else 1
        self.at += brackets
        names = self.key()
        if not self.text.startswith("]" * brackets, self.at):
            raise _Unclear
        self.at += brackets
        path = self.resolved(names[:-1]) + (names[-1],)
        if is_repeated:
            number = self.counts[path] = self.counts.get(path, -1) + 1
            self.section = (*path, number)
        else:
            self.remember(first, path, True)
            self.section = path
        self.meter.check_depth(first, len(self.section) + 1)
        return Statement(start, start, self.section, self.section)

    def resolved(self, names: Path) -> Path:
        """Names that lead through a repeated table mean the last one opened."""
        path: Path = ()
        for name in names:
            path += (name,)
            if path in self.counts:
                path += (self.counts[path],)
        return path

    def pair(self, start: int) -> Statement:
        begin = self.at
        names = self.key()
        key = Node(SCALAR, begin, self.at, value=names[-1])
        if self.sign() != "=":
            raise _Unclear
        self.at += 1
        after = self.at
        self.blank()
        path = (*self.section, *names)
        self.remember(begin, path, False)
        value = self.value(len(path))
        entry = Entry(begin, value.end, value, key, names[-1], after)
        return Statement(start, start, path, self.section, entry)

    def remember(self, index: int, path: Path, is_table: bool) -> None:
        first = self.seen.setdefault((path, is_table), index)
        if first != index:
            raise self.meter.repeated_key(index, ".".join(map(str, path)), first)

    # Keys

    def key(self) -> tuple[str, ...]:
        """A dotted key, and the blanks after it."""
        names = []
        while True:
            self.blank()
            names.append(self.name())
            self.meter.check_depth(self.at, len(names))
            self.blank()
            if self.sign() != ".":
                return tuple(names)
            self.at += 1

    def name(self) -> str:
        self.meter.spend(self.at)
        if bare := _BARE_KEY.match(self.text, self.at, self.end):
            self.at = bare.end()
            return bare[0]
        quoted = self.expect(_QUOTED_KEY)
        self.at = quoted.end()
        if "\\" not in quoted[0] or quoted[0][0] == "'":
            return quoted[0][1:-1]
        try:
            (name,) = tomllib.loads(f"{quoted[0]} = 0")
        except ValueError:
            raise _Unclear from None
        self.meter.check_text(quoted.start(), name)
        return name

    # Values

    def value(self, depth: int) -> Node:
        """A value, with a stack of its own for what is in brackets."""
        top = self.begin(depth + 1)
        stack = [top] if top.style in _CLOSING else []
        while stack:
            container = stack[-1]
            self.blanks()
            if self.sign() == _CLOSING[container.style]:
                self.leave(stack)
                continue
            entry = self.item(container)
            container.entries.append(entry)
            entry.value = self.begin(depth + len(stack) + 1)
            entry.end = entry.value.end
            if entry.value.style in _CLOSING:
                stack.append(entry.value)
            else:
                self.comma()
        return top

    def leave(self, stack: list[Node]) -> None:
        self.at += 1
        stack.pop().end = self.at
        if stack:
            stack[-1].entries[-1].end = self.at
            self.comma()

    def comma(self) -> None:
        """Pass over the comma after an entry; the judge knows where one must be."""
        self.blanks()
        if self.sign() == ",":
            self.at += 1

    def item(self, container: Node) -> Entry:
        begin = self.at
        if container.kind == SEQUENCE:
            return Entry(begin, begin, container, after=begin)
        names = self.key()
        key = Node(SCALAR, begin, self.at, value=names[-1])
        container.is_opaque |= len(names) > 1  # {a.b = 1} is replaced as a whole
        if self.sign() != "=":
            raise _Unclear
        self.at += 1
        entry = Entry(begin, begin, container, key, names[-1], self.at)
        self.blank()
        return entry

    def begin(self, depth: int) -> Node:
        self.meter.spend(self.at)
        sign = self.sign()
        if sign in _CLOSING:
            self.meter.check_depth(self.at, depth)
            node = Node(SEQUENCE if sign == "[" else MAPPING, self.at, self.at, sign)
            self.at += 1
            return node
        scalar = self.expect(_SCALAR)
        quote = sign if sign in ("'", '"') else ""
        if not quote:
            self.meter.check_number(self.at, scalar[0])
        begin, self.at = self.at, scalar.end()
        return Node(SCALAR, begin, self.at, quote)

    # Signs

    def sign(self) -> str:
        return self.text[self.at] if self.at < self.end else ""

    def blank(self) -> None:
        self.at = _BLANK.match(self.text, self.at, self.end).end()

    def blanks(self) -> None:
        self.at = _BLANKS.match(self.text, self.at, self.end).end()

    def expect(self, pattern: re.Pattern[str]) -> re.Match[str]:
        match = pattern.match(self.text, self.at, self.end)
        if match is None:
            raise _Unclear
        return match


# What the judge says, with the texts of dates and times as they are written


def _settle(meter: Meter, values: dict[str, Value], statement: Statement) -> None:
    """Give the nodes of a pair their values, and its dates their texts."""
    container = values
    for step in statement.path[:-1]:
        container = container[step]
    name, node = statement.path[-1], statement.entry.value
    container[name] = _settled(meter, node, container[name])


def _settled(meter: Meter, node: Node, value: Value) -> Value:
    """The value of a node, of which ``tomllib`` says that it is ``value``."""
    if isinstance(value, (date, time)):  # a datetime is a date
        value = meter.text[node.start : node.end]
    elif isinstance(value, str):
        meter.check_text(node.start, value)
    elif isinstance(value, list):
        pairs = zip(node.entries, value, strict=True)
        value = [_settled(meter, entry.value, item) for entry, item in pairs]
    elif isinstance(value, dict) and not node.is_opaque:
        for entry in node.entries:
            value[entry.name] = _settled(meter, entry.value, value[entry.name])
    elif isinstance(value, dict):
        value = _without_dates(value)
    node.value = value
    return value


def _without_dates(value: Value) -> Value:
    """A table of dotted keys in braces, whose dates are written in the standard's form."""
    if isinstance(value, dict):
        return {name: _without_dates(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_without_dates(inner) for inner in value]
    return value.isoformat() if isinstance(value, (date, time)) else value
