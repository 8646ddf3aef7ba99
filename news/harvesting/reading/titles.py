"""The title of the story, without the name of the site."""

from __future__ import annotations

from collections.abc import Iterator

from news.harvesting.reading import json_ld
from news.harvesting.reading.answers import Answer
from news.harvesting.reading.page import Page


def titles(page: Page) -> Iterator[Answer]:
    """Candidates for the title, the best first."""
    yield from page.meta("og:title", "twitter:title")
    yield from json_ld.texts(page.article, "headline", "name")
    yield Answer(page.head_title, "<title>")
    yield from (Answer(text, "<h1>") for text in page.headings)
