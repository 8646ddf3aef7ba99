"""When the page was published and when it was changed, as precise as it says."""

from __future__ import annotations

from collections.abc import Iterator

from news.harvesting.reading import json_ld
from news.harvesting.reading.answers import Answer
from news.harvesting.reading.page import Page


def published(page: Page) -> Iterator[Answer]:
    """Candidates for the date of publication (ISO 8601), the best first."""
    yield from json_ld.texts(page.article, "datePublished")
    yield from page.meta("article:published_time", "dc.date", "citation_publication_date")


def modified(page: Page) -> Iterator[Answer]:
    """Candidates for the date of the last change (ISO 8601), the best first."""
    yield from json_ld.texts(page.article, "dateModified")
    yield from page.meta("article:modified_time", "og:updated_time")
