"""Where on a page a byline or a date stands: how far from the headline, and beside which story."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntEnum
from typing import NamedTuple

from lxml.html import HtmlElement

from news.harvesting.reading.page import Page

MOST_ELEMENTS = 20_000
MOST_HEADINGS = 60
LONGEST_HEADLINE = 500  # characters
SHORTEST_HEADLINE = 12  # letters that agree with the page's title by more than chance
_OTHERS = re.compile(
    r"comment|disqus|respond|related|recommend|teaser|promo|popular|most-?read|trending|latest"
    r"|carousel|slider|\bmenu|\bnav(?:bar|igation)?(?![a-z])|newsletter|caption|gallery|quote|more-|also-?|read-?next"
    r"|outbrain|taboola|reviews?-?list|cookie|modal|popup|dropdown|advert",
    re.I,
)
_MARGIN = re.compile(
    r"side-?bar|widget|(?:^|\s|(?:site|page|global|main|colophon)[_-]?)footer|colophon", re.I
)
_TAGS_OF_OTHERS = {"nav", "form", "figure", "figcaption", "blockquote", "button"}


class Beside(IntEnum):
    """What an element stands in: the story, the margin of the page, or something else's story."""

    NOT = 0
    IN_THE_MARGIN = 1
    WITH_OTHERS = 2


class Place(NamedTuple):
    """An element and how many elements it is below the headline (above it: negative)."""

    element: HtmlElement
    distance: int


class Surroundings:
    """The elements of a page's body around its headline."""

    def __init__(self, page: Page) -> None:
        self.headline = _headline(page)
        around = () if self.headline is None else self.headline.iterancestors()
        self._shared = set(around)
        self._known: dict[HtmlElement, Beside] = {}
        self._page = page

    def places(self) -> Iterator[Place]:
        """All elements in their order. Without a headline, the page's beginning stands for it."""
        body = self._page.root.find("body")
        elements = [] if body is None else [one for one in body.iter() if isinstance(one.tag, str)]
        start = elements.index(self.headline) if self.headline in elements else 0
        for position, element in enumerate(elements[:MOST_ELEMENTS]):
            yield Place(element, position - start)

    def beside(self, element: HtmlElement) -> Beside:
        """Whether an element is beside the story. What holds the headline too is never beside."""
        path = []
        found = Beside.NOT
        current: HtmlElement | None = element
        while current is not None and current not in self._shared and current.tag != "body":
            if (known := self._known.get(current)) is not None:
                found = known
                break
            path.append(current)
            current = current.getparent()
        for current in reversed(path):
            found = self._known[current] = max(found, _names_itself(current))
        return found


def _names_itself(element: HtmlElement) -> Beside:
    """What an element says by its tag and its names that it is."""
    tag = element.tag
    called = f"{element.get('class') or ''} {element.get('id') or ''}"[:300]
    named = len(called) > 1 and tag not in ("article", "main")
    if tag in _TAGS_OF_OTHERS or (named and _OTHERS.search(called)):
        return Beside.WITH_OTHERS
    if tag == "aside" or (named and _MARGIN.search(called)):
        return Beside.IN_THE_MARGIN
    if tag == "footer" and next(element.iterancestors("article"), None) is None:
        return Beside.IN_THE_MARGIN
    return Beside.NOT


def short_text(element: HtmlElement, longest: int) -> str:
    """The text of an element on one line; ``''`` if it is longer than so many characters."""
    parts: list[str] = []
    length = 0
    for part in element.itertext():
        parts.append(part)
        length += len(part.strip())
        if length > longest or len(parts) > longest:
            return ""
    return " ".join("".join(parts).split())


def _headline(page: Page) -> HtmlElement | None:
    """The heading that repeats the page's title; failing that, the first ``<h1>`` with a text."""
    titles = [_letters(title) for title in (*page.contents("og:title")[:1], page.head_title)]
    first: HtmlElement | None = None
    headings = page.root.iter("h1", "h2", "h3")
    for element, _ in zip(headings, range(MOST_HEADINGS), strict=False):
        text = _letters(short_text(element, LONGEST_HEADLINE))
        if len(text) >= SHORTEST_HEADLINE and any(_agree(text, title) for title in titles):
            return element
        if text and first is None and element.tag == "h1":
            first = element
    return first


def _agree(heading: str, title: str) -> bool:
    return len(title) >= SHORTEST_HEADLINE and (heading in title or title in heading)


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
