"""The bylines that readers see: elements named for it, links to authors, lines that begin so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntEnum
from itertools import islice
from typing import NamedTuple

from lxml import etree
from lxml.html import HtmlElement

from news.harvesting.reading.moments import moments
from news.harvesting.reading.names import SPOKEN, is_of_others, is_person, names, without_label
from news.harvesting.reading.page import Page
from news.harvesting.reading.places import Beside, Surroundings, short_text

MOST_BYLINES = 60
MOST_PIECES = 40
MOST_LINES = 2  # different ones that are bylines of one story only because they begin so
MOST_BLANKS = 10  # pieces of blanks before the first words of a line
MOST_BETWEEN = 5  # elements between the bylines of two authors
NEAR = 150  # elements below the headline among which a line without a name may be a byline
FAR_BELOW, FAR_ABOVE = 400, 80
CLOSE = 40  # elements below the headline among which such a line is as good as a named element
WORTH = 30  # elements by which a surer byline may be farther away
LONGEST_NAME = 60  # characters of a name that people read
LONGEST_CLASS = 300
LONGEST_LINE = 120  # characters of a line that is a byline because it begins as one

_BYLINE = re.compile(  # a word of a class: ``post-author``, ``articleAuthor``, ``byline__name``
    r"(?:^|[\s_-]|(?-i:[a-z](?=[A-Z]))|artikel|beitrags?|post|article)"
    r"(?:by-?lines?|authors?|autor(?:en|es|a)?|auteurs?|autore|writers?|submitted|creator"
    r"|(?:posted|written|submitted)-?by|verfasser|signature|firma|contributors?|reporters?"
    r"|journalists?|redact(?:or|eur))"
    r"(?=$|[\s_-]|(?-i:[A-Z0-9]))"
    r"|^by$|(?:by-?line|author|auteur|writer)s?(?:-?(?:name|link|text))?(?=$|[\s_-])",
    re.I,
)
_NOT_BYLINE = re.compile(
    r"comment|reply|respon[ds]|bio|avatar|image|img|photo|picture|caption|credit|quote|sponsor"
    r"|share|social|follow|email|twitter|facebook|subscri|alert|related|recommend|popular|teaser"
    r"|promo|menu|date|count|description|desc\b|about|box|search|theme|footer|question"
    r"|head(?:er|ing|line)s?$|posts-by|more-|other|links?s$|editors?-pick|reviewer|form|rating"
    r"|time",
    re.I,
)
NAMED_BY = ("class", "id", "data-component", "data-testid")
_SILENT_TAGS = {"script", "style", "time", "noscript", "button", "svg", "template", "select"}
_LINES = {
    "p", "div", "span", "td", "font", "b", "strong", "em", "i", "li", "center", "small", "cite",
    "h2", "h3", "h4", "h5", "h6", "address", "section", "a",
}  # fmt: skip
_JOIN = re.compile(r"^[\s,;/&+|•·(]*(?:and|und|et|y|e|en|och|og|with|avec|mit)?[\s,;/&+]*$", re.I)
_JOINS_ON = re.compile(
    r"(?:[,;/&+]|\s(?:and|und|et|y|e|en|och|og|with|avec|mit|by|von|par|por))\s*$", re.I
)


class Certainty(IntEnum):
    """How an element says that it is a byline; the surest is the greatest."""

    NONE = 0
    LINE = 1  # it begins as one
    NAMED = 2  # its class says so
    LINKED = 3  # it leads to the author


ORIGINS = {
    Certainty.LINE: "a line that begins as a byline",
    Certainty.NAMED: "an element named for the author",
    Certainty.LINKED: "<a rel=author>",
}


class Byline(NamedTuple):
    """An element that may name the authors, and where it stands."""

    element: HtmlElement
    distance: int  # from the headline, in elements
    certainty: Certainty
    in_margin: bool


def bylines(page: Page) -> Iterator[tuple[list[str], str]]:
    """The names that each byline of the page gives, and its origin; the likeliest byline first."""
    candidates = list(islice(_candidates(Surroundings(page)), MOST_BYLINES))
    named = [(byline, names_in(byline.element)) for byline in candidates]
    if (
        len({tuple(people) for byline, people in named if byline.certainty is Certainty.LINE})
        > MOST_LINES
    ):
        named = [
            one for one in named if one[0].certainty is not Certainty.LINE
        ]  # a list of stories
    in_margin: list[tuple[list[str], str]] = []
    for byline, people in sorted(named, key=lambda one: _rank(one[0])):
        if not people:
            continue
        people = _with_neighbours(byline, people, named)
        if not byline.in_margin:
            yield people, ORIGINS[byline.certainty]
        elif not in_margin or in_margin[0][0] != people:
            in_margin.append((people, ORIGINS[byline.certainty]))
    if len(in_margin) == 1:  # several are a list of those who write for the site
        yield in_margin[0]


def _rank(byline: Byline) -> tuple[int, int]:
    """Bylines just below the headline first, then those above it, then the others."""
    below = 0 <= byline.distance < FAR_BELOW
    above = -FAR_ABOVE < byline.distance < 0
    zone = 0 if below else 1 if above else 2
    if byline.certainty is Certainty.LINE and (zone or byline.distance > CLOSE):
        zone += 3
    return zone, abs(byline.distance) - WORTH * byline.certainty


def _candidates(surroundings: Surroundings) -> Iterator[Byline]:
    """Elements that may be bylines."""
    for element, distance in surroundings.places():
        if element.tag in _SILENT_TAGS:
            continue
        certainty = _certainty(element)
        if not certainty and 0 < distance < NEAR and _begins_as_byline(element):
            certainty = Certainty.LINE
        if not certainty:
            continue
        beside = surroundings.beside(element)
        if beside is Beside.NOT or (beside is Beside.IN_THE_MARGIN and certainty > Certainty.LINE):
            yield Byline(element, distance, certainty, bool(beside))


def _certainty(element: HtmlElement) -> Certainty:
    relation = element.get("rel")
    if relation and element.tag == "a" and "author" in relation.lower().split():
        return Certainty.LINKED
    if element.tag == "author":
        return Certainty.NAMED
    for attribute in NAMED_BY:
        called = element.get(attribute)
        if called and len(called) < LONGEST_CLASS and _BYLINE.search(called):
            return Certainty.NONE if _NOT_BYLINE.search(called) else Certainty.NAMED
    return Certainty.NONE


def _begins_as_byline(element: HtmlElement) -> bool:
    """Whether an element is a short line such as ``By Jane Doe`` or ``Von Jane am 22.6.2021``."""
    if element.tag not in _LINES:
        return False
    start = next(filter(str.strip, islice(element.itertext(), MOST_BLANKS)), "").strip()
    if len(start) > LONGEST_LINE or not SPOKEN.match(start + " x"):
        return False
    text = short_text(element, LONGEST_LINE)
    people = names_in(element) if text else []
    return any(map(is_person, people)) or (len(people) == 1 and any(moments(text)))


def _with_neighbours(
    byline: Byline, people: list[str], named: list[tuple[Byline, list[str]]]
) -> list[str]:
    """The names of a byline and of its like next to it: one element for each author."""
    people = list(people)
    for other, others in named:  # in the order of the page
        near = abs(other.distance - byline.distance) <= MOST_BETWEEN * len(people)
        if near and other.element is not byline.element and _are_alike(other, byline):
            people += [name for name in others if name not in people]
    return people


def _are_alike(one: Byline, other: Byline) -> bool:
    """Whether two elements are set alike under one parent, or in items of one list."""
    parents = one.element.getparent(), other.element.getparent()
    if _signature(one.element) != _signature(other.element) or None in parents:
        return False
    if parents[0] is parents[1]:
        return True
    in_items = parents[0].tag == parents[1].tag and parents[0].tag in ("li", "span")
    return in_items and parents[0].getparent() is parents[1].getparent()


def _signature(element: HtmlElement) -> tuple[str, str | None, str | None]:
    return element.tag, element.get("class"), element.get("rel")


def names_in(element: HtmlElement) -> list[str]:
    """The names in an element, piece by piece, until it speaks of something else.

    A page sets names, dates and offices in elements of their own; two pieces belong together if a
    word such as ``and`` joins them, or if both are set alike.
    """
    people: list[str] = []
    expected, last = True, ""
    for text, set_as in _pieces_of_authors(element):
        if _JOIN.match(text) or not without_label(text).strip():
            expected = True
            continue
        if people and not expected and set_as != last and not _JOIN.match(text.split()[0]):
            break
        found = [name for name in names(text, spoken=True) if len(name) < LONGEST_NAME]
        if found and (not people or all(map(is_person, found))):
            people += [name for name in found if name not in people]
            expected, last = bool(_JOINS_ON.search(text)), set_as
        elif people:
            break
    return people


def _pieces_of_authors(element: HtmlElement) -> Iterator[tuple[str, str]]:
    """The pieces, without those who reviewed or illustrated the story, until its authors follow."""
    of_others = False
    for text, set_as in _pieces(element):
        if is_of_others(text):
            of_others = not names(text, spoken=True)
        elif of_others and without_label(text) != text:
            of_others = False
        if not of_others:
            yield text, set_as


def _pieces(element: HtmlElement) -> Iterator[tuple[str, str]]:
    """The first pieces of text in an element: each with how it is set (its tag and class)."""
    count = 0
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if event == "end" and node is element:
            return
        text, owner = (node.text, node) if event == "start" else (node.tail, node.getparent())
        if text and owner.tag not in _SILENT_TAGS and (piece := " ".join(text.split())):
            count += 1
            yield piece, f"{owner.tag} {owner.get('class')}"
        if count == MOST_PIECES:
            return
