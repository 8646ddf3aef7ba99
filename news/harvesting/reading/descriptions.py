"""What the page says it is about, in a sentence or two."""

from __future__ import annotations

from collections.abc import Iterator

from news.harvesting.reading import json_ld
from news.harvesting.reading.answers import Answer, plain
from news.harvesting.reading.page import Page
from news.harvesting.reading.sites import folded

SMALL_PRINT = ("©", "(c)", "Copyright")
LONGEST_OF_A_WORK = 3_000  # characters; what a shop says of a product may be its whole page
SHORTEST_PARAGRAPH = 60  # characters; shorter ones are bylines and labels


def descriptions(page: Page, paragraphs: tuple[str, ...], title: str) -> Iterator[Answer]:
    """Candidates, the best first; at last the first paragraph of the story."""
    of_the_site = {folded(text) for text in _slogans(page)} | {folded(title)}
    repeated = []
    for answer in _said(page):
        if folded(answer.value) in of_the_site:
            repeated.append(answer)
        else:
            yield answer
    for paragraph in paragraphs:
        if len(paragraph) >= SHORTEST_PARAGRAPH and not paragraph.startswith(SMALL_PRINT):
            yield Answer(plain(paragraph), "the first paragraph")
            break
    yield from repeated


def _said(page: Page) -> Iterator[Answer]:
    for answer in page.work.texts("description"):
        if len(answer.value) <= LONGEST_OF_A_WORK:
            yield answer
    yield from page.meta("og:description", "description", "twitter:description")
    yield from json_ld.texts(page.article, "description", "abstract")
    yield from page.meta(
        "sailthru.description", "parsely-description", "dc.description", "dcterms.description",
        "dcterms.abstract", "citation_abstract",
    )  # fmt: skip
    yield from page.microdata("description")
    yield from json_ld.texts(page.webpage, "description")


def _slogans(page: Page) -> Iterator[str]:
    """What the site says of itself on each of its pages."""
    for node in page.json_ld:
        if json_ld.types(node) & {"website", "organization", "newsmediaorganization"}:
            for answer in json_ld.texts(node, "description", "slogan"):
                yield answer.value
