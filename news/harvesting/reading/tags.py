"""The words a page is filed under, and whether it is behind a paywall."""

from __future__ import annotations

import re
from collections.abc import Iterator

from news.harvesting.reading import json_ld
from news.harvesting.reading.answers import Answer, plain
from news.harvesting.reading.page import Page

MOST_TAGS = 50
LONGEST_TAG = 100
MOST_LINKS = 200
TAG_LISTS = (
    "article:tag", "og:article:tag", "keywords", "news_keywords", "parsely-tags", "sailthru.tags",
    "citation_keywords", "dc.subject", "dcterms.subject", "cxenseparse:keywords",
)  # fmt: skip
WALLS = re.compile(
    r"(?:^|[\s_-])(?:paywall(?:ed)?|subscriber-?only|premium-?(?:content|article)|meteredcontent"
    r"|regwall|content-?gate)(?:$|[\s_-])",
    re.I,
)
_SPLIT = re.compile(r"[,;|]")


def tags(page: Page) -> tuple[Answer, ...]:
    """All tags, in the page's order, each once whatever its case."""
    found: dict[str, Answer] = {}
    for answer in _all(page):
        value = answer.value.strip(" #,;")
        if 1 < len(value) <= LONGEST_TAG:
            found.setdefault(value.casefold(), Answer(value, answer.origin))
        if len(found) == MOST_TAGS:
            break
    return tuple(found.values())


def _all(page: Page) -> Iterator[Answer]:
    for name in TAG_LISTS:
        for content in page.contents(name):
            yield from _listed(plain(content), name)
    for node in (page.article, page.webpage):
        for answer in json_ld.texts(node, "keywords"):
            yield from _listed(*answer)
    yield from json_ld.texts(page.article, "about")
    for answer in page.microdata("keywords"):
        yield from _listed(*answer)
    links = (link for link in page.root.iter("a") if "tag" in link.get("rel", "").lower().split())
    for link, _ in zip(links, range(MOST_LINKS), strict=False):
        yield Answer(plain(link.text_content()), "<a rel=tag>")


def _listed(text: str, origin: str) -> Iterator[Answer]:
    for part in _SPLIT.split(text):
        yield Answer(part.strip(), origin)


def paywalls(page: Page) -> Iterator[tuple[bool, str]]:
    """Whether the page says that its story must be paid for, and where it says so."""
    for node in (page.article, page.webpage):
        for value in json_ld.values(node, "isAccessibleForFree"):
            said = str(value).strip().rsplit("/", 1)[-1].lower()
            if said in ("true", "false", "0", "1", "no", "yes"):
                yield said in ("false", "0", "no"), "JSON-LD isAccessibleForFree"
    for answer in page.meta("article:content_tier", "cxenseparse:paywall", "paywall"):
        said = answer.value.lower()
        if said in ("free", "metered", "locked", "paid", "premium", "true", "false"):
            yield said not in ("free", "false"), answer.origin
    for element in page.root.iter("div", "section", "aside"):
        if WALLS.search(element.get("class", "")) or WALLS.search(element.get("id", "")):
            yield True, "an element named for it"
            return
