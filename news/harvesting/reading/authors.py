"""Who wrote the page: names of people, in the page's order."""

from __future__ import annotations

from collections.abc import Iterator

from news.harvesting.reading import json_ld
from news.harvesting.reading.answers import Answer, plain
from news.harvesting.reading.page import Page


def authors(page: Page) -> Iterator[Answer]:
    """The names of all authors, from the first place of the page that names any."""
    for source in (_json_ld, _metas):
        found = list(dict.fromkeys(source(page)))
        if found:
            yield from found
            return


def _json_ld(page: Page) -> Iterator[Answer]:
    for value in json_ld.values(page.article, "author"):
        person = page.resolve(value)
        name = plain(person.get("name")) if isinstance(person, dict) else plain(person)
        if name:
            yield Answer(name, "JSON-LD author")


def _metas(page: Page) -> Iterator[Answer]:
    for answer in page.meta("citation_author", "dc.creator", "author", "parsely-author"):
        if not answer.value.startswith("http"):
            yield answer
