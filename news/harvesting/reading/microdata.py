"""Things in microdata (``itemscope``, ``itemprop``) in the shape of JSON-LD."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from news.harvesting.reading import json_ld

MOST_THINGS = 2_000  # that are looked at
MOST_TYPES = 10  # of one thing
MOST_PROPERTIES = 200  # of one thing
LONGEST_TEXT = 20_000  # characters; each property may hold the whole page
MOST_VALUES = 20  # of one name
ASIDE = {"aside", "nav", "footer"}  # where pages offer others
DEEPEST = 3  # things within each other


def scopes(root: HtmlElement, kinds: set[str]) -> Iterator[HtmlElement]:
    """The elements that are things of some kinds (``recipe``), and not only part of another."""
    for element in islice(root.iterfind(".//*[@itemtype]"), MOST_THINGS):
        stands_for_itself = element.get("itemprop") in (None, "mainEntity")
        if stands_for_itself and json_ld.types(_typed(element)) & kinds and not _is_aside(element):
            yield element


def node_of(scope: HtmlElement, depth: int = 0) -> json_ld.Node:
    """What a thing says of itself: texts, things within it, or a list where it says several."""
    said: dict[str, list[str | json_ld.Node]] = defaultdict(list)
    for element in islice(_properties(scope), MOST_PROPERTIES):
        wanted = [
            name for name in element.get("itemprop", "").split() if len(said[name]) < MOST_VALUES
        ]
        if wanted:
            is_thing = element.get("itemscope") is not None and depth < DEEPEST
            value = node_of(element, depth + 1) if is_thing else said_by(element)
            for name in wanted:
                said[name].append(value)
    values = {name: few[0] if len(few) == 1 else few for name, few in said.items()}
    return values | _typed(scope)


def said_by(element: HtmlElement) -> str:
    """What an element with a microdata property says: an attribute if it has one, else its text."""
    for name in ("content", "datetime", "href", "src"):
        if (value := element.get(name)) is not None:
            return value
    pieces: list[str] = []
    left = LONGEST_TEXT
    for piece in element.itertext():
        pieces.append(piece)
        left -= len(piece)
        if left <= 0:
            break
    return "".join(pieces)


def _is_aside(element: HtmlElement) -> bool:
    return any(ancestor.tag in ASIDE for ancestor in element.iterancestors())


def _typed(element: HtmlElement) -> json_ld.Node:
    return {"@type": element.get("itemtype", "").split()[:MOST_TYPES]}


def _properties(scope: HtmlElement) -> Iterator[HtmlElement]:
    """The properties of a thing itself, without those of things within it."""
    pending = list(reversed(scope))
    while pending:
        element = pending.pop()
        if element.get("itemprop") is not None:
            yield element
        if element.get("itemscope") is None:
            pending.extend(reversed(element))
