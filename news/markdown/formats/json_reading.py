"""JSON front matter: the object that a file begins with, and where its values stand.

Hugo's rule: the front matter ends with the brace that closes its first one.
"""

from __future__ import annotations

import re
from json.decoder import JSONDecodeError, scanstring

from news.markdown.formats.limits import Meter
from news.markdown.formats.nodes import MAPPING, SCALAR, SEQUENCE, Entry, Node
from news.markdown.scalars import Value

_SPACE = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_WORD = re.compile("true|false|null")
_WORDS: dict[str, Value] = {"true": True, "false": False, "null": None}
_CLOSING = {"{": "}", "[": "]"}


def read(text: str, start: int) -> Node:
    """The object whose brace stands at ``start``. Raises ``DocumentError``."""
    return _Reader(text, start).run()


class _Reader:
    """Reads with a stack of its own, so that no nesting exhausts Python's."""

    def __init__(self, text: str, start: int):
        self.text = text
        self.at = start
        self.meter = Meter(text)
        self.stack: list[Node] = []
        self.starts: list[dict[str, int]] = []  # for each of them, where its keys stand

    def run(self) -> Node:
        top = self.open()
        while self.stack:
            self.step(self.stack[-1])
        return top

    def step(self, container: Node) -> None:
        """Read one entry of a container and what follows it, or its end."""
        sign = self.peek()
        if sign == _CLOSING[container.style] and not container.entries:
            self.close()
            return
        entry = self.pair() if container.kind == MAPPING else self.item()
        container.entries.append(entry)
        if self.peek() in ("{", "["):
            entry.value = self.open()
        else:
            entry.value = self.scalar()
            entry.end = entry.value.end
            self.after_value()

    def after_value(self) -> None:
        """A comma leads to the next entry; a closing bracket may end several containers."""
        while self.stack:
            sign, container = self.peek(), self.stack[-1]
            if sign == ",":
                self.at += 1
                if self.peek() in ("}", "]"):
                    raise self.refuse("a value or key must follow the comma; remove the comma")
                return
            if sign != _CLOSING[container.style]:
                raise self.refuse(
                    f"a comma or {_CLOSING[container.style]} belongs here; check quotes and commas"
                )
            if self.close_one():
                return

    def close(self) -> None:
        if not self.close_one():
            self.after_value()

    def close_one(self) -> bool:
        """Leave the innermost container; whether it was the outermost."""
        self.at += 1
        container = self.stack.pop()
        self.starts.pop()
        container.end = self.at
        if self.stack:
            self.stack[-1].entries[-1].end = self.at
        container.value = _value(container)
        return not self.stack

    def open(self) -> Node:
        sign = self.text[self.at]
        self.meter.spend(self.at)
        self.meter.check_depth(self.at, len(self.stack) + 1)
        kind = MAPPING if sign == "{" else SEQUENCE
        self.stack.append(Node(kind, self.at, self.at, sign))
        self.starts.append({})
        self.at += 1
        return self.stack[-1]

    def item(self) -> Entry:
        return Entry(self.at, self.at, _PENDING, after=self.at)

    def pair(self) -> Entry:
        if self.peek() != '"':
            raise self.refuse('a key in double quotes belongs here, as in "title": "News"')
        key = self.scalar()
        first = self.starts[-1].setdefault(key.value, key.start)
        if first != key.start:
            raise self.meter.repeated_key(key.start, key.value, first)
        if self.peek() != ":":
            raise self.refuse("a colon belongs here, between a key and its value")
        self.at += 1
        entry = Entry(key.start, self.at, _PENDING, key, key.value, self.at)
        self.peek()
        return entry

    def scalar(self) -> Node:
        start = self.at
        self.meter.spend(start)
        if self.text.startswith('"', start):
            return self.string(start)
        if word := _WORD.match(self.text, start):
            self.at = word.end()
            return Node(SCALAR, start, self.at, value=_WORDS[word[0]])
        if number := _NUMBER.match(self.text, start):
            self.meter.check_number(start, number[0])
            self.at = number.end()
            value = float(number[0]) if number[1] or number[2] else int(number[0])
            return Node(SCALAR, start, self.at, value=value)
        raise self.refuse("no value of JSON begins like this; put a text in double quotes")

    def string(self, start: int) -> Node:
        try:
            value, self.at = scanstring(self.text, start + 1, True)
        except JSONDecodeError as error:
            raise self.meter.refuse(error.pos, _advice(error)) from None
        self.meter.check_text(start, value)
        return Node(SCALAR, start, self.at, '"', value)

    def peek(self) -> str:
        """The next sign, spaces passed over."""
        self.at = _SPACE.match(self.text, self.at).end()
        if self.at == len(self.text):
            raise self.refuse("the JSON never ends; close its quotes and braces")
        return self.text[self.at]

    def refuse(self, problem: str):
        return self.meter.refuse(self.at, problem)


_PENDING = Node(SCALAR, 0, 0)


def _advice(error: JSONDecodeError) -> str:
    if error.msg.startswith("Unterminated"):
        return "the text that begins here never ends; close its double quotes"
    if error.msg.startswith("Invalid control"):
        return r"a text of JSON is one line without control characters; write \n for a newline"
    return r"no escape of JSON looks like this; double the backslash"


def _value(container: Node) -> Value:
    if container.kind == MAPPING:
        return {entry.name: entry.value.value for entry in container.entries}
    return [entry.value.value for entry in container.entries]
