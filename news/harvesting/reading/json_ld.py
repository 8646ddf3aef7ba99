"""JSON-LD as it is found on pages: often broken, nested as anybody liked."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from news.harvesting.addresses import duplicate_form
from news.harvesting.reading.answers import Answer, plain

Node = dict[str, Any]

MOST_CHARACTERS = 1_000_000  # of one script
MOST_SCRIPTS = 50
MOST_NODES = 1_000
DEEPEST = 12
STORIES = set(
    "article newsarticle blogposting reportagenewsarticle scholarlyarticle medicalscholarlyarticle"
    " techarticle analysisnewsarticle opinionnewsarticle backgroundnewsarticle reviewnewsarticle"
    " asknewsarticle advertisercontentarticle satiricalarticle socialmediaposting liveblogposting"
    " discussionforumposting report blogpost newsarticles podcastepisode".split()
)
PAGES = set("webpage medicalwebpage itempage aboutpage faqpage qapage profilepage".split())
WORKS = set(
    "videoobject recipe product event book review question howto softwareapplication dataset course"
    " movie tvepisode jobposting".split()
)
ABOUT_THE_PAGE = {"@graph", "mainEntity", "mainEntityOfPage"}  # what stands there is no bystander

_WRAPPING = re.compile(r"^\s*(?://\s*)?(?:<!--|<!\[CDATA\[)|(?://\s*)?(?:-->|\]\]>)\s*$")
_TRAILING_COMMA = re.compile(r",(\s{0,500}[}\]])")
_CONTROL = re.compile(r"[\x00-\x1f]+")


class Graph(NamedTuple):
    """The nodes of a page: all of them, and those that are not merely mentioned by another."""

    nodes: list[Node]
    outer: list[Node]


def read(scripts: Iterable[str]) -> Graph:
    """The nodes of some scripts, outer ones before those within them; what is broken is left."""
    graph = Graph([], [])
    for number, script in enumerate(scripts):
        level = [(value, True) for value in _load(script)]
        for _ in range(DEEPEST):
            level = [inner for value, outer in level for inner in _unfold(value, outer, graph)]
            if not level:
                break
        if number == MOST_SCRIPTS or len(graph.nodes) >= MOST_NODES:
            break
    return graph


def fields(text: str) -> Iterator[tuple[str, str]]:
    """The fields of a JSON object that are text or lists of it: name and value, one for each."""
    for node in _load(text)[:1]:
        for name, value in node.items() if isinstance(node, dict) else ():
            for said in value[:MOST_NODES] if isinstance(value, list) else [value]:
                if isinstance(said, str):
                    yield name, said


def _unfold(value: object, outer: bool, graph: Graph) -> Iterator[tuple[object, bool]]:
    """Notes a node, and yields the values within it."""
    if isinstance(value, list):
        yield from ((inner, outer) for inner in value[:MOST_NODES])
    elif isinstance(value, dict) and len(graph.nodes) < MOST_NODES:
        if "@type" in value or "@id" in value:
            graph.nodes.append(value)
            if outer:
                graph.outer.append(value)
        for key, inner in value.items():
            if isinstance(inner, (dict, list)):
                yield inner, outer and key in ABOUT_THE_PAGE


def _load(script: str) -> list[object]:
    """The values in a script: one, or several after each other; none if it cannot be read."""
    text = script[:MOST_CHARACTERS].strip()
    for _ in range(2):
        text = _WRAPPING.sub("", text).strip().rstrip(";")
    for candidate in (text, _TRAILING_COMMA.sub(r"\1", _CONTROL.sub(" ", text))):
        if values := _several(candidate):
            return values
    return []


def _several(text: str) -> list[object]:
    decoder = json.JSONDecoder(strict=False)
    found: list[object] = []
    position = 0
    while position < len(text) and len(found) < MOST_SCRIPTS:
        try:
            value, position = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            break
        found.append(value)
        while position < len(text) and text[position] in " \t\r\n,;":
            position += 1
    return found


def types(node: Node) -> set[str]:
    """The types of a node in lower case, without the address of their vocabulary."""
    kinds = node.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return {re.split("[/#:]", kind)[-1].lower() for kind in kinds if isinstance(kind, str)}


def story(graph: Graph, addresses: Iterable[str]) -> Node:
    """The node of the story that a page is about; an empty one if none is.

    ``addresses`` are the page's own. An article that names one of them wins over an article that
    names none, this over other works, and these, if they name the page, over an article that names
    another.
    """
    own = {duplicate_form(address) for address in addresses if address}
    best: Node = {}
    best_score = 0
    for node in graph.outer:
        score = _score(node, own)
        if score > best_score:
            best, best_score = node, score
    return best


def _score(node: Node, own: set[str]) -> int:
    kinds = types(node)
    if kinds & STORIES:
        score = 40
    elif kinds & WORKS:
        score = 20
    else:
        return 0
    named = {duplicate_form(address) for address in addresses_of(node) if address}
    if named & own:
        score += 30
    elif not named and kinds & STORIES:
        score += 15
    return score + 10 * bool(node.get("headline")) + bool(node.get("name"))


def addresses_of(node: Node) -> Iterator[str]:
    """The addresses by which a node says what page it is."""
    for name in ("url", "mainEntityOfPage", "@id"):
        value = node.get(name)
        if isinstance(value, dict):
            value = value.get("@id") or value.get("url")
        if isinstance(value, str):
            yield value.split("#")[0]


def texts(node: Node, *names: str) -> Iterator[Answer]:
    """What a node says as text under these names, in their order."""
    for name in names:
        for value in values(node, name):
            if isinstance(value, dict):
                value = value.get("@value") or value.get("name")
            if text := plain(value):
                yield Answer(text, f"JSON-LD {name}")


def values(node: Node, name: str) -> list[Any]:
    """The values of a node's key, always as a list."""
    value = node.get(name)
    if value is None:
        return []
    return value[:MOST_NODES] if isinstance(value, list) else [value]
