"""Things in microdata (``itemscope``, ``itemprop``) in the shape of JSON-LD."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from news.harvesting.reading import json_ld

MOST_PROPERTIES = 500  # of one thing
MOST_VALUES = 20  # of one name
ASIDE = {"aside", "nav", "footer"}  # where pages offer others
DEEPEST = 3  # things within each other


def scopes(root: HtmlElement, kinds: set[str]) -> Iterator[HtmlElement]:
    """The elements that are things of some kinds (``recipe``), and not only part of another."""
    for element in root.iterfind(".//*[@itemtype]"):
        stands_for_itself = element.get("itemprop") in (None, "mainEntity")
        if stands_for_itself and json_ld.types(_typed(element)) & kinds and not _is_aside(element):
            yield element


def node_of(scope: HtmlElement, depth: int = 0) -> json_ld.Node:
    """What a thing says of itself: texts, things within it, or a list where it says several."""
    said = defaultdict(list)
    for element in islice(_properties(scope), MOST_PROPERTIES):
        is_thing = element.get("itemscope") is not None and depth < DEEPEST
        value = node_of(element, depth + 1) if is_thing else said_by(element)
        for name in element.get("itemprop", "").split():
            said[name].append(value)
    values = {name: few[0] if len(few) == 1 else few[:MOST_VALUES] for name, few in said.items()}
    return values | _typed(scope)


def said_by(element: HtmlElement) -> str:
    """What an element with a microdata property says: an attribute if it has one, else its text."""
    for name in ("content", "datetime", "href", "src"):
        if (value := element.get(name)) is not None:
            return value
    return element.text_content()


def _is_aside(element: HtmlElement) -> bool:
    return any(ancestor.tag in ASIDE for ancestor in element.iterancestors())


def _typed(element: HtmlElement) -> json_ld.Node:
    return {"@type": element.get("itemtype", "").split()}


def _properties(scope: HtmlElement) -> Iterator[HtmlElement]:
    """The properties of a thing itself, without those of things within it."""
    pending = list(reversed(scope))
    while pending:
        element = pending.pop()
        if element.get("itemprop") is not None:
            yield element
        if element.get("itemscope") is None:
            pending.extend(reversed(element))
