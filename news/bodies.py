"""From a body as it is stored to HTML of bounded size and depth. Nothing here makes it safe.

A text from elsewhere may be written to cost its reader time: parsing takes the square of the
depth, elements left open are opened again in every paragraph, one address may be referred to a
thousand times. What goes beyond any honest article is left out; the body itself is kept, and
exported, whole.
"""

from __future__ import annotations

import re
from collections import Counter

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

LONGEST = 100_000  # characters shown of one body
DEEPEST = 1_000  # elements inside each other
REOPENED = 200_000  # elements that a parser may have to open again, see _Nesting
ADDRESSES = 400_000  # characters of addresses and titles that Markdown may bring

TAG = re.compile(r"<(/?)([A-Za-z][^\s/<>]*)([^<>]*)")
ALIKE = 3  # elements that are alike and left open; parsers forget the others
CHILDLESS = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
}  # fmt: skip
# The next of its kind ends it, so that a page may leave it open as often as it likes.
ENDED_BY_NEXT = {
    "a", "dd", "dt", "li", "nobr", "optgroup", "option", "p", "rp", "rt", "tbody", "td", "tfoot",
    "th", "thead", "tr",
}  # fmt: skip
REOPENING = {"b", "big", "code", "em", "font", "i", "s", "small", "strike", "strong", "tt", "u"}


def as_html(body: str, body_format: str) -> str:
    """The body as HTML, cut where it gets longer or deeper than any article is."""
    body = body[:LONGEST]
    return _shallow(_markdown.render(body) if body_format == "markdown" else body)


def _shallow(html: str) -> str:
    nesting = _Nesting()
    for tag in TAG.finditer(html):
        name = tag[2].lower()
        if tag[1]:
            nesting.close(name)
        else:
            nesting.open(name, tag[3])
        if nesting.is_monstrous:
            return html[: tag.start()]
    return html


class _Nesting:
    """How deep a parser gets into elements, counted from their tags without parsing.

    A parser that meets ``<b>`` without its end opens it anew in each paragraph that follows: what
    that may cost is counted too ("reconstruct the active formatting elements", says the standard).
    """

    def __init__(self) -> None:
        self.left_open: Counter[str] = Counter()
        self.depth = self.phrases = self.reopened = 0
        self.distinct: set[tuple[str, str]] = set()

    def open(self, name: str, attributes: str) -> None:
        if name in REOPENING:
            self.distinct.add((name, attributes))
        self._reopen()
        if name not in CHILDLESS and name not in ENDED_BY_NEXT:
            self._count(name, 1)

    def close(self, name: str) -> None:
        self._reopen()
        if self.left_open[name]:
            self._count(name, -1)

    def _reopen(self) -> None:
        self.reopened += min(self.phrases, ALIKE * len(self.distinct))

    def _count(self, name: str, step: int) -> None:
        self.left_open[name] += step
        self.depth += step
        if name in REOPENING:
            self.phrases += step

    @property
    def is_monstrous(self) -> bool:
        return self.depth > DEEPEST or self.reopened > REOPENED


def _fit_tokens(state: StateCore) -> None:
    """Bound what references multiply; say how a column is aligned without a style."""
    room = ADDRESSES
    for token in state.tokens:
        if style := token.attrs.pop("style", None):
            token.attrs["align"] = str(style).rpartition(":")[2]
        for child in token.children or ():
            room -= _size(child)
            if room < 0:
                child.attrs = {}


def _size(token: Token) -> int:
    return sum(len(str(value)) for value in token.attrs.values())


_markdown = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
_markdown.core.ruler.push("fit_tokens", _fit_tokens)
