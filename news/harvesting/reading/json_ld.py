"""JSON-LD as it is found on pages: often broken, nested as anybody liked."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from news.harvesting.reading.answers import Answer, plain

Node = dict[str, Any]

MOST_CHARACTERS = 1_000_000  # of one script
MOST_NODES = 1_000
DEEPEST = 12
STORIES = {
    "article", "newsarticle", "blogposting", "reportagenewsarticle", "scholarlyarticle",
    "medicalscholarlyarticle", "techarticle", "analysisnewsarticle", "opinionnewsarticle",
    "backgroundnewsarticle", "reviewnewsarticle", "asknewsarticle", "advertisercontentarticle",
    "satiricalarticle", "socialmediaposting", "liveblogposting", "discussionforumposting",
    "report", "review", "posting", "medicalwebpage",
}  # fmt: skip
_COMMENTS = re.compile(r"^\s*(?:<!--|<!\[CDATA\[|//\s*<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$")
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")


def nodes(scripts: Iterable[str]) -> list[Node]:
    """The nodes of some scripts, outer ones before those within them; what is broken is left."""
    found: list[Node] = []
    for script in scripts:
        level = [_load(script)]
        for _ in range(DEEPEST):
            level = [inner for value in level for inner in _unfold(value, found)]
            if not level:
                break
    return found[:MOST_NODES]


def _unfold(value: object, found: list[Node]) -> Iterator[object]:
    """Notes a node, and yields the values within it."""
    if isinstance(value, list):
        yield from value[:MOST_NODES]
    elif isinstance(value, dict) and len(found) < MOST_NODES:
        if "@type" in value or "@id" in value:
            found.append(value)
        yield from (inner for inner in value.values() if isinstance(inner, (dict, list)))


def _load(script: str) -> object:
    text = _COMMENTS.sub("", script[:MOST_CHARACTERS]).strip().rstrip(";")
    for candidate in (text, _TRAILING_COMMA.sub(r"\1", text)):
        try:
            return json.loads(candidate, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def types(node: Node) -> set[str]:
    """The types of a node in lower case, without the address of their vocabulary."""
    kinds = node.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return {kind.rsplit("/", 1)[-1].lower() for kind in kinds if isinstance(kind, str)}


def story(found: list[Node], url: str) -> Node:
    """The node of the story a page is about: the first of an article's types."""
    return next((node for node in found if types(node) & STORIES), {})


def texts(node: Node, *names: str) -> Iterator[Answer]:
    """What a node says as text under these names, in their order."""
    for name in names:
        for value in values(node, name):
            if text := plain(value):
                yield Answer(text, f"JSON-LD {name}")


def values(node: Node, name: str) -> list[Any]:
    """The values of a node's key, always as a list."""
    value = node.get(name)
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
