"""How a story begins, as clean HTML: what an editor starts from before the link to the source."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html import escape
from itertools import groupby

from lxml.html import HtmlElement

from news.harvesting.reading.page import Page
from news.harvesting.reading.texts import HEADINGS, Story

SHORTEST = 50  # of the first paragraph; shorter ones are bylines and labels
ENOUGH = 900  # characters of text after which no further paragraph is begun
LONGEST = 2_000  # of one paragraph; a longer one is cut
DEEPEST = 12  # elements inside each other within a paragraph
PHRASES = {"strong", "em", "b", "i", "sub", "sup", "cite", "q", "code"}
UNSEEN = {"script", "style", "noscript", "template", "svg", "iframe", "button", "select"}
Block = tuple[HtmlElement, str, bool]  # its text, and whether others stand in the same element

_BLANKS = re.compile(r"[ \t\n\r\f]+")  # those of HTML: a no-break space is no blank


def excerpt(page: Page, story: Story) -> str:
    """The first paragraphs of the story with their links and emphasis; ``''`` without a story."""
    return "".join(_blocks(page, list(_beginning(story))))


def _beginning(story: Story) -> Iterator[Block]:
    blocks = story.blocks()
    sharing = Counter(element for element, _ in blocks)
    length = 0
    for element, text in blocks:
        if element.tag in HEADINGS or (not length and len(text) < SHORTEST):
            continue
        if length and (length > ENOUGH or length + len(text) > LONGEST):
            return
        yield element, text, sharing[element] > 1
        length += len(text)


def _blocks(page: Page, blocks: list[Block]) -> Iterator[str]:
    for is_item, group in groupby(blocks, key=lambda block: block[0].tag == "li"):
        inner = [
            (element.tag, _said(_cut(text)) if is_shared else _inner(page, element))
            for element, text, is_shared in group
        ]
        if is_item:
            yield f"<ul>{''.join(f'<li>{words}</li>' for _, words in inner)}</ul>"
            continue
        for tag, words in inner:
            paragraph = f"<p>{words}</p>"
            yield f"<blockquote>{paragraph}</blockquote>" if tag == "blockquote" else paragraph


def _inner(page: Page, element: HtmlElement) -> str:
    words = "".join(_phrases(page, element, 0)).strip(" ")
    if len(words) > 3 * LONGEST:
        return _said(_cut(_BLANKS.sub(" ", "".join(element.itertext()))))
    return words


def _cut(text: str) -> str:
    """A paragraph as long as an excerpt may have one, cut between two words."""
    if len(text) <= LONGEST:
        return text
    return f"{text[:LONGEST].rpartition(' ')[0] or text[:LONGEST]}…"


def _phrases(page: Page, element: HtmlElement, depth: int) -> Iterator[str]:
    yield _said(element.text)
    for child in element:
        tag = child.tag
        if isinstance(tag, str) and tag not in UNSEEN:
            yield from _phrase(page, child, tag, depth + 1)
        yield _said(child.tail)


def _phrase(page: Page, child: HtmlElement, tag: str, depth: int) -> Iterator[str]:
    if depth > DEEPEST:
        yield _said("".join(child.itertext()))
        return
    inner = "".join(_phrases(page, child, depth))
    href = _address(page, child.get("href")) if tag == "a" else ""
    if not inner.strip():
        yield " " if inner or tag == "br" else ""
    elif href:
        yield f'<a href="{escape(href)}">{inner}</a>'
    elif tag in PHRASES:
        yield f"<{tag}>{inner}</{tag}>"
    else:
        yield inner


def _address(page: Page, href: str | None) -> str:
    """A link as the page has it where it is whole, else made absolute."""
    href = (href or "").strip()
    absolute = page.absolute(href)
    return href if absolute and href.lower().startswith(("http://", "https://")) else absolute


def _said(text: str | None) -> str:
    spoken = escape(_BLANKS.sub(" ", text or ""), quote=False)
    return spoken.replace("\xa0", "&nbsp;")
