"""The text of the story: its paragraphs, without what stands around it.

The page is walked once, and its text cut where a browser would begin a new line. Every paragraph
speaks for the elements it stands in, the nearer the louder; the element that most is said for holds
the story. Names of classes and the share of links tell what is not part of it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from lxml import etree
from lxml.html import HtmlElement

from news.harvesting.reading.answers import tidy
from news.harvesting.reading.page import Page

LONGEST = 200_000  # characters of a story
MOST_BLOCKS = 5_000
SHORTEST = 25  # characters of a paragraph that says where the story is
TOO_SHORT = 200  # characters of a story; perhaps a careless name hid the rest
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
INLINE = set(
    "a abbr acronym b bdi bdo big br cite code data del dfn em font i img ins kbd label mark nobr"
    " picture q rp rt ruby s samp small source span strike strong sub sup time tt u var wbr".split()
)
BESIDE = set(
    "nav footer aside form figure figcaption button select iframe noscript svg template dialog menu"
    " object script style head textarea video audio canvas address map math".split()
)
BESIDE_NAMES = re.compile(
    r"comment|disqus|related|recommend|more-?(?:from|stories|news|on)|also-?(?:read|like)|read-?next"
    r"|share|sharing|social|sidebar|side-bar|footer|newsletter|subscri|promo|advert|\bads?\b|sponsor"
    r"|cookie|consent|gdpr|breadcrumb|\bmenu|\bnav(?:bar|igation)?\b|widget|popup|modal|overlay"
    r"|banner|author-?(?:bio|box|info|card)|\bbio\b|masthead|pagination|pager|login|sign-?(?:up|in)"
    r"|skip-?link|toolbar|tooltip|trending|popular|teaser|rating|reference-?list|outbrain|taboola",
    re.I,
)
SMALL_PRINT = re.compile(
    r"byline|\btags?\b|taglist|caption|credit|copyright|disclaimer|meta(?:data)?\b|screen-reader"
    r"|sr-only|visually-?hidden|print-?only|timestamp|dateline",
    re.I,
)  # this is beside the story even in a paragraph of its own
STORY_NAMES = re.compile(
    r"article-?(?:body|content|text)|story-?(?:body|content|text)|entry-?content|post-?(?:body|content)"
    r"|body-?(?:content|copy|text)|content-?body|main-?content|articlebody|^content$|^main$|layout",
    re.I,
)
COMMENTS = re.compile(r"comment|disqus|related|recommend|footer", re.I)  # however much they hold
MODIFIERS = re.compile(r"\b(?:has|with|no|without|js|hide|show|is)-[\w-]+", re.I)
LEAVES = {"p", "pre", "li", "dd", "dt", "blockquote"}
A_STORY = 1_500  # characters; a shorter <article> may be a part of one
PARAGRAPHS_IN = etree.XPath("count(.//p) + count(.//br)")
MOST_COUNTS = 500  # each is a walk of its own
FARTHEST = 60  # elements outwards
WIDER = 1.5  # times as much text
LOUDNESS = (1.0, 0.75, 0.5, 0.3, 0.2)  # of a paragraph, for its parent, the parent of this, ...


class Block(NamedTuple):
    """A run of text without a break: where it stands, what it says, how much of it is links."""

    element: HtmlElement
    text: str
    linked: int

    @property
    def is_mostly_links(self) -> bool:
        """Whether half of it or more is links."""
        return self.linked * 2 > len(self.text)


class Story:
    """The story of a page. ``place`` is the element that holds it, None where there is none."""

    def __init__(self, page: Page) -> None:
        body = next(page.root.iter("body"), page.root)
        self._blocks: list[Block] = []
        self.place: HtmlElement | None = None
        for careful in (True, False):
            self._blocks = list(islice(_blocks(body, careful), MOST_BLOCKS))
            self.place = _place(self._blocks)
            if sum(len(text) for text in self.paragraphs()) >= TOO_SHORT:
                break

    def paragraphs(self) -> tuple[str, ...]:
        """The paragraphs and headings of the story in their order; none where there is no story."""
        return tuple(text for _, text in self.blocks())

    def blocks(self) -> list[tuple[HtmlElement, str]]:
        """The same with the element in which each stands; one element may hold several."""
        if self.place is None:
            return []
        within: list[Block] = []
        inside = set(self.place.iter())
        length = 0
        for block in self._blocks:
            if block.element.tag == "h1" or block.is_mostly_links:
                continue
            if block.element not in inside:
                continue
            within.append(block)
            length += len(block.text)
            if length > LONGEST:
                break
        while within and within[-1].element.tag in HEADINGS:  # what it headed was beside the story
            within.pop()
        return [(block.element, block.text) for block in within]


class _Run:
    """The text since the last break, while a page is walked."""

    def __init__(self, element: HtmlElement) -> None:
        self.element: HtmlElement | None = element
        self._parts: list[str] = []
        self._linked = 0
        self._links: list[HtmlElement] = []

    def enter(self, element: HtmlElement) -> None:
        """Takes the text with which an element begins."""
        if element.tag == "a":
            self._links.append(element)
        elif element.tag == "br":
            self._parts.append("\n")
        self._take(element.text)

    def leave(self, element: HtmlElement) -> None:
        """Takes the text that follows an element."""
        if self._links and self._links[-1] is element:
            self._links.pop()
        self._take(element.tail)

    def _take(self, text: str | None) -> None:
        if text:
            self._parts.append(text)
            if self._links:
                self._linked += len(text.strip())

    @property
    def ends_with_a_break(self) -> bool:
        """Whether nothing was said since the last ``<br>``."""
        for part in reversed(self._parts):
            if part == "\n":
                return True
            if part.strip():
                return False
        return False

    def finished(self, element: HtmlElement | None) -> Iterator[Block]:
        """The block that ends here, if it says anything; what follows stands in ``element``."""
        text = tidy("".join(self._parts))
        if text and self.element is not None:
            yield Block(self.element, text, self._linked)
        self.element = element
        self._parts = []
        self._linked = 0


def _blocks(body: HtmlElement, careful: bool) -> Iterator[Block]:
    """The text of a page in runs, without what is beside the story."""
    beside = _Beside(body, careful)
    walk = etree.iterwalk(body, events=("start", "end"))
    run = _Run(body)
    for event, element in walk:
        breaks = element.tag not in INLINE
        if event == "end":
            if breaks:
                yield from run.finished(element.getparent())
            run.leave(element)
        elif beside.is_beside(element):
            walk.skip_subtree()
        else:
            if breaks or (element.tag == "br" and run.ends_with_a_break):
                yield from run.finished(element if breaks else run.element)
            run.enter(element)


class _Beside:
    """Tells what is not part of a story by the kind of an element, and by its names if careful."""

    def __init__(self, body: HtmlElement, careful: bool) -> None:
        self._careful = careful
        self._paragraphs = PARAGRAPHS_IN(body)
        self._counts_left = MOST_COUNTS

    def is_beside(self, element: HtmlElement) -> bool:
        """Whether an element is not part of the story; what holds much of the page always is."""
        tag = element.tag
        if tag in BESIDE:
            return tag != "form" or not self._holds_much(element)
        attributes = element.attrib
        if not attributes or tag in ("body", "article", "main"):
            return False
        if "hidden" in attributes or attributes.get("aria-hidden") == "true":
            return True
        if "display:none" in attributes.get("style", "").replace(" ", "").lower():
            return True
        named = self._careful and ("class" in attributes or "id" in attributes)
        return named and self._is_named_so(element)

    def _is_named_so(self, element: HtmlElement) -> bool:
        names = _names(element)
        if element.tag != "p" and BESIDE_NAMES.search(names) and not STORY_NAMES.search(names):
            if element.find(".//h1") is not None:
                return False
            return bool(COMMENTS.search(names)) or not self._holds_much(element)
        return bool(SMALL_PRINT.search(names)) and not self._holds_much(element)

    def _holds_much(self, element: HtmlElement) -> bool:
        """Whether a third of the page's paragraphs or more are within an element."""
        if not self._counts_left or not self._paragraphs:
            return element.tag == "form"
        self._counts_left -= 1
        return PARAGRAPHS_IN(element) * 3 > self._paragraphs


def _names(element: HtmlElement) -> str:
    """The class and the identifier of an element, without what only modifies them."""
    names = f"{element.get('class', '')} {element.get('id', '')}"
    return MODIFIERS.sub("", names[:500])


def _place(blocks: list[Block]) -> HtmlElement | None:
    """The element that most is said for by the paragraphs within it."""
    said: dict[HtmlElement, float] = defaultdict(float)
    amounts: dict[HtmlElement, int] = defaultdict(int)
    for block in blocks:
        if block.element.tag in HEADINGS or len(block.text) < SHORTEST or block.is_mostly_links:
            continue
        amount = len(block.text) - block.linked
        worth = 1 + block.text.count(",") * 0.3 + min(amount / 100, 5)
        around = block.element.getparent() if block.element.tag in LEAVES else block.element
        for step, element in enumerate(_outwards(around)):
            amounts[element] += amount
            if step < len(LOUDNESS):
                said[element] += worth * LOUDNESS[step]
    if not said:
        return None
    best = max(said, key=lambda place: said[place] * _favour(place))
    return _widened(best, amounts)


def _outwards(element: HtmlElement | None) -> Iterator[HtmlElement]:
    for _ in range(FARTHEST):
        if element is None or element.tag == "html":
            return
        yield element
        element = element.getparent()


def _widened(place: HtmlElement, amounts: dict[HtmlElement, int]) -> HtmlElement:
    """The place, or what is around it where that tells far more: a story in several parts."""
    widest = place
    for element in _outwards(place):
        if element.tag == "body":
            break
        if amounts[element] > WIDER * amounts[widest]:
            widest = element
        if element.tag == "article" and amounts[element] > A_STORY:  # beyond it is another
            break
    return widest


def _favour(place: HtmlElement) -> float:
    if place.get("itemprop", "").lower() == "articlebody":
        return 1.5
    if place.tag == "body":
        return 0.5
    if STORY_NAMES.search(_names(place)):
        return 1.25
    return 1.15 if place.tag == "article" else 1.0
