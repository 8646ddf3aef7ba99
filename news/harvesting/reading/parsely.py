"""What a page tells Parse.ly of itself in one ``<meta>`` of JSON, the older of its two ways."""

from __future__ import annotations

import json
from collections.abc import Iterator

from news.harvesting.reading.page import Page

NAME = "parsely-page"
LONGEST = 20_000  # characters of the JSON


def said(page: Page, *keys: str) -> Iterator[object]:
    """The values of the first of these keys that has any."""
    for content in page.contents(NAME)[:1]:
        try:
            facts = json.loads(content[:LONGEST])
        except (ValueError, RecursionError):
            return
        values = (facts.get(key) for key in keys) if isinstance(facts, dict) else ()
        value = next(filter(None, values), None)
        yield from value if isinstance(value, list) else [value] if value else []
