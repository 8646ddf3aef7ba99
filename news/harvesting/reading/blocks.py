"""The three blocks of metadata that go out with an article: which keys, in which order.

A key is the name of the tag without its colons (``og:site_name`` -> ``ogsite_name``). Some keys are
always there: None where the page has no such tag, ``''`` where it has one that says nothing.
"""

from __future__ import annotations

import re

from news.harvesting.reading.page import Page

Block = dict[str, str | None]

ALWAYS_FIRST = (
    "author", "description", "generator", "viewport", "articlemodified_time",
    "articlepublished_time", "msvalidate.01", "ogdescription", "ogimage", "ogsite_name", "ogtitle",
    "ogtype", "ogupdated_time", "ogurl", "yandex-verification",
)  # fmt: skip
ALWAYS_LAST = ("keywords",)
OPEN_GRAPH = (
    "ogdescription", "ogtitle", "ogurl", "ogimage", "ogsite_name", "ogtype", "ogupdated_time",
    "ogimageheight",
)  # fmt: skip
TWITTER = ("card", "description", "title", "image", "url")
FALL_BACK = ("description", "title", "image")  # to OpenGraph, as Twitter itself does

MOST_KEYS = 200
LONGEST_VALUE = 5_000
_NAME = re.compile(r"[A-Za-z][\w.:-]{0,99}", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def html_metadata(page: Page) -> Block:
    """Every ``<meta>`` with a name or a property: the keys of the contract, then the page's own."""
    said = _said(page)
    own = [key for key in said if key not in ALWAYS_FIRST and key not in ALWAYS_LAST]
    room = MOST_KEYS - len(ALWAYS_FIRST) - len(ALWAYS_LAST)
    return {key: said.get(key) for key in (*ALWAYS_FIRST, *own[:room], *ALWAYS_LAST)}


def open_graph(page: Page) -> Block:
    """The eight keys of OpenGraph."""
    said = _said(page)
    return {key: said.get(key) for key in OPEN_GRAPH}


def twitter(page: Page) -> Block:
    """The five keys of a Twitter card; title, description and picture as OpenGraph has them."""
    said = _said(page)
    block: Block = {}
    for name in TWITTER:
        value = said.get(f"twitter{name}")
        if value is None and name == "image":
            value = said.get("twitterimagesrc")
        if value is None and name in FALL_BACK:
            value = said.get(f"og{name}")
        block[f"twitter{name}"] = value
    return block


def _said(page: Page) -> dict[str, str]:
    """Key and value of each tag, in the page's order; of tags with one name the first to speak."""
    said: dict[str, str] = {}
    for meta in page.metas:
        if meta.attribute in ("name", "property") and _NAME.fullmatch(meta.name):
            key = _key(meta.name)
            said[key] = said.get(key) or _CONTROL.sub("", meta.content.strip())[:LONGEST_VALUE]
    return said


def _key(name: str) -> str:
    """The name without colons; in lower case if it is one of the contract's own."""
    key = name.replace(":", "")
    lowered = key.lower()
    known = lowered.startswith(("og", "twitter")) or lowered in ALWAYS_FIRST + ALWAYS_LAST
    return lowered if known else key
