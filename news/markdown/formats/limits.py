"""What a front matter may spend, whatever its format, and how it is refused when it spends more."""

from __future__ import annotations

import re

from news.markdown.errors import DocumentError, named, place
from news.markdown.scalars import MAX_DEPTH, MAX_NUMBER

MAX_VALUES = 50_000
"""How many keys and values a front matter may hold, what its aliases repeat included."""

MAX_SIZE = 2_000_000
"""How many characters they may hold together, what its aliases repeat included."""

TOO_MANY_VALUES = f"the front matter expands to more than {MAX_VALUES:,} values; shorten it"
TOO_LARGE = f"the front matter expands to more than {MAX_SIZE:,} characters; shorten it"
TOO_DEEP = f"the values nest deeper than {MAX_DEPTH} levels; flatten them"

UNKEEPABLE = re.compile("[\0\ud800-\udfff]")
"""What no database keeps in a text: NUL, and halves of characters."""


class Meter:
    """Counts what a text of front matter spends, and refuses at the place where it is too much."""

    def __init__(self, text: str):
        self.text = text
        self.count = 0

    def refuse(self, index: int, problem: str) -> DocumentError:
        return DocumentError.at(self.text, index, problem)

    def spend(self, index: int) -> None:
        """One more key or value. Their size needs no counting where nothing can be repeated."""
        self.count += 1
        if self.count > MAX_VALUES:
            raise self.refuse(index, TOO_MANY_VALUES)

    def check_depth(self, index: int, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise self.refuse(index, TOO_DEEP)

    def check_text(self, index: int, text: str) -> None:
        if match := UNKEEPABLE.search(text):
            problem = f"the text holds U+{ord(match[0]):04X}, which cannot be kept; remove it"
            raise self.refuse(index, problem)

    def check_number(self, index: int, text: str) -> None:
        if len(text) > MAX_NUMBER:
            problem = f"this number has {len(text):,} characters, too many to read"
            raise self.refuse(index, f"{problem}; quote it if it is a text")

    def repeated_key(self, index: int, name: str, first: int) -> DocumentError:
        line, _ = place(self.text, first)
        return self.refuse(
            index, f'the key "{named(name)}" stands on line {line} already; keep one of them'
        )
