"""The text of the story: its paragraphs, without what stands around it.

Every paragraph speaks for the elements it stands in, the nearer the louder; the element that most
is said for holds the story. Names of classes and the share of links tell what is not part of it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from lxml.html import HtmlElement

from news.harvesting.reading.page import Page

LONGEST = 200_000  # characters of a story
MOST_BLOCKS = 5_000
SHORTEST = 25  # characters of a paragraph that says where the story is
BLOCKS = ("p", "h2", "h3", "h4", "h5", "h6", "li", "pre", "blockquote", "dd", "dt", "td", "div",
          "section", "article", "main", "span")  # fmt: skip
ONLY_WITH_OWN_TEXT = {"div", "section", "article", "main", "td", "blockquote", "li", "span"}
HEADINGS = {"h2", "h3", "h4", "h5", "h6"}
INLINE = {
    "a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "u",
    "var", "wbr",
}  # fmt: skip
BESIDE = {"nav", "footer", "aside", "form", "figure", "figcaption", "button", "select", "iframe",
          "noscript", "svg", "template", "dialog", "menu", "object", "script", "style", "head",
          "textarea", "video", "audio", "canvas", "address"}  # fmt: skip
BESIDE_NAMES = re.compile(
    r"comment|disqus|related|recommend|more-?(?:from|stories|news|on)|also-?(?:read|like)|read-?next"
    r"|share|sharing|social|sidebar|side-bar|footer|newsletter|subscri|promo|advert|\bads?\b|sponsor"
    r"|cookie|consent|gdpr|breadcrumb|\bmenu|\bnav(?:bar|igation)?\b|widget|popup|modal|overlay"
    r"|banner|byline|author-?(?:bio|box|info|card)|\bbio\b|\btags?\b|taglist|caption|credit"
    r"|copyright|disclaimer|masthead|pagination|pager|paywall|login|sign-?(?:up|in)|skip-?link"
    r"|toolbar|tooltip|trending|popular|teaser|rating|reference-?list|screen-reader|sr-only"
    r"|visually-?hidden|hidden|print-?only|meta(?:data)?\b|outbrain|taboola",
    re.I,
)
STORY_NAMES = re.compile(
    r"article-?(?:body|content|text)|story-?(?:body|content|text)|entry-?content|post-?(?:body|content)"
    r"|body-?(?:content|copy|text)|content-?body|main-?content|articlebody|^content$|^main$",
    re.I,
)
LOUDNESS = (1.0, 0.75, 0.5, 0.3, 0.2)  # of a paragraph, for its parent, the parent of this, ...


def paragraphs(page: Page) -> tuple[str, ...]:
    """The paragraphs and headings of the story in their order; none where there is no story."""
    return Story(page).paragraphs()


class Story:
    """The place of the story in a page. ``place`` is None where there is none."""

    def __init__(self, page: Page) -> None:
        self._beside: dict[HtmlElement, bool] = {}
        body = page.root.find("body")
        self._blocks = [] if body is None else list(self._read(body))
        self.place = self._place()

    def paragraphs(self) -> tuple[str, ...]:
        """The texts of the blocks within the place."""
        return tuple(text for _, text in self.blocks())

    def blocks(self) -> list[tuple[HtmlElement, str]]:
        """The blocks within the place: each element and its text."""
        if self.place is None:
            return []
        within = []
        length = 0
        for element, text, linked in self._blocks:
            if linked * 2 > len(text) or not self._is_within(element):
                continue
            within.append((element, text))
            length += len(text)
            if length > LONGEST:
                break
        while within and within[-1][0].tag in HEADINGS:  # what it headed was beside the story
            within.pop()
        return within

    def _read(self, body: HtmlElement) -> Iterator[tuple[HtmlElement, str, int]]:
        """Blocks of text outside of what is beside the story: element, text, linked characters."""
        taken: set[HtmlElement] = set()
        count = 0
        for element in body.iter(*BLOCKS):
            if element.tag in ONLY_WITH_OWN_TEXT and not _has_own_text(element):
                continue
            if element.getparent() in taken or self.is_beside(element):
                if element.getparent() in taken:
                    taken.add(element)
                continue
            text = " ".join("".join(element.itertext()).split())
            if text:
                taken.add(element)
                count += 1
                yield element, text, _linked(element)
            if count == MOST_BLOCKS:
                return

    def is_beside(self, element: HtmlElement) -> bool:
        """Whether an element, or one around it, is not part of any story."""
        path = []
        answer = False
        current: HtmlElement | None = element
        while current is not None:
            if (known := self._beside.get(current)) is not None:
                answer = known
                break
            path.append(current)
            current = current.getparent()
        for current in reversed(path):
            answer = answer or _names_itself_beside(current)
            self._beside[current] = answer
        return answer

    def _place(self) -> HtmlElement | None:
        said: dict[HtmlElement, float] = defaultdict(float)
        for element, text, linked in self._blocks:
            if element.tag in HEADINGS or len(text) < SHORTEST or linked * 2 > len(text):
                continue
            worth = 1 + text.count(",") * 0.3 + min((len(text) - linked) / 100, 5)
            around = element if element.tag in ONLY_WITH_OWN_TEXT else element.getparent()
            for loudness in LOUDNESS:
                if around is None or around.tag in ("html", "body"):
                    break
                said[around] += worth * loudness
                around = around.getparent()
            if around is not None and around.tag == "body":
                said[around] += worth * 0.3
        if not said:
            return None
        return max(said, key=lambda place: said[place] * _favour(place))

    def _is_within(self, element: HtmlElement) -> bool:
        current: HtmlElement | None = element
        while current is not None:
            if current is self.place:
                return True
            current = current.getparent()
        return False


def _has_own_text(element: HtmlElement) -> bool:
    """Whether text stands in an element itself, not only in the blocks within it."""
    if element.text and len(element.text.strip()) >= SHORTEST:
        return True
    if any(child.tail and len(child.tail.strip()) >= SHORTEST for child in element):
        return all(child.tag in INLINE for child in element) or element.tag != "span"
    return False


def _linked(element: HtmlElement) -> int:
    """How many characters of an element are links."""
    return sum(len("".join(link.itertext()).strip()) for link in element.iter("a"))


def _names_itself_beside(element: HtmlElement) -> bool:
    tag = element.tag
    if tag in BESIDE:
        return True
    if tag in ("html", "body", "article", "main", "p"):
        return False
    get = element.get
    if get("hidden") is not None or get("aria-hidden") == "true":
        return True
    style = get("style")
    if style and "display:none" in style.replace(" ", ""):
        return True
    names = f"{get('class', '')} {get('id', '')}"[:500]
    if len(names) == 1:
        return False
    return bool(BESIDE_NAMES.search(names)) and not STORY_NAMES.search(names)


def _favour(place: HtmlElement) -> float:
    if place.get("itemprop", "").lower() == "articlebody":
        return 1.5
    names = f"{place.get('class', '')} {place.get('id', '')}"
    if STORY_NAMES.search(names):
        return 1.25
    return 1.15 if place.tag == "article" else 1.0
