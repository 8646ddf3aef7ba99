"""Small pages, written for one question each."""

from __future__ import annotations

import json

from news.harvesting import Harvest, harvest_html

URL = "https://www.wardpost.example/health/nurses-first"


def read(head: str = "", body: str = "", url: str = URL, html: str = "<html>") -> Harvest:
    """The harvest of a page with this head and body."""
    page = f"<!doctype html>{html}<head><meta charset=utf-8>{head}</head><body>{body}</body></html>"
    return harvest_html(page.encode(), url)


def meta(**contents: str) -> str:
    """``<meta>`` tags; two underscores in a name stand for a colon: ``og__title``."""
    tags = (
        f'<meta property="{name.replace("__", ":")}" content="{content}">'
        for name, content in contents.items()
    )
    return "".join(tags)


def json_ld(node: object) -> str:
    """A script of JSON-LD."""
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


PARAGRAPH = (
    "The ward has changed how it greets people who arrive at night, and the nurses, who asked for"
    " the change, say that it has made the first hour calmer for everyone."
)
