"""The work that a page is about, where it is about one: a recipe, a product, a book, an event.

Such a page says of the work itself what it is called, who made it and what it looks like. What it
says to social networks is of the post around the work, often with words added for search engines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import NamedTuple

from lxml.html import HtmlElement

from news.harvesting.reading import json_ld
from news.harvesting.reading.answers import Answer
from news.harvesting.reading.json_ld import Graph, Node
from news.harvesting.reading.microdata import node_of, scopes

MOST_SCOPES = 20  # of microdata
MOST_MAIN_ENTITIES = 100
RECIPE = "recipe"
WORKS = set(
    "recipe product book movie tvseries tvepisode event course softwareapplication"
    " mobileapplication webapplication videogame videoobject dataset".split()
)
POSTS = {"article", "blogposting", "blogpost"}  # what a recipe stands in that is their point

OfThePage = Callable[[Node], bool]  # whether a node says that it is of this page


class Work(NamedTuple):
    """A work as JSON-LD has it, or microdata in the same shape; an empty node is none."""

    node: Node
    origin: str  # in words an editor understands: ``JSON-LD Recipe``

    def texts(self, name: str) -> Iterator[Answer]:
        """What the work says as text under a name."""
        for answer in json_ld.texts(self.node, name):
            yield Answer(answer.value, f"{self.origin} {name}")


def main_work(graph: Graph, root: HtmlElement, is_of_the_page: OfThePage, is_article: bool) -> Work:
    """The one work that a page is about.

    A recipe is it if the page has no other, be it in a blog's post or by itself; in the news, or
    beside others, it alone has to name the page. Any other work has to name the page, and to have
    no story around it: a video or the review of a product in a story is a bystander. ``is_article``
    says that the page calls itself an article, as the posts of recipes do, too.
    """
    marked = (node_of(scope) for scope in islice(scopes(root, WORKS), MOST_SCOPES))
    in_microdata = (node for node in marked if is_of_the_page(node) or not node.get("url"))
    for origin, nodes in (("JSON-LD", graph.outer), ("microdata", in_microdata)):
        works = [node for node in nodes if json_ld.types(node) & WORKS and _name(node)]
        if is_article:
            works = [node for node in works if RECIPE in json_ld.types(node)]
        if node := _the_only(works, graph, is_of_the_page):
            return Work(node, f"{origin} {_kind(node)}")
    return Work({}, "")


def _the_only(works: list[Node], graph: Graph, is_of_the_page: OfThePage) -> Node:
    """The work that is the point of the page; an empty node if there are several, or none is."""
    recipes = [work for work in works if RECIPE in json_ld.types(work)]
    stories = [kinds for node in graph.outer if (kinds := _story_around(node))]
    if _are_one(recipes) and all(kinds & POSTS for kinds in stories):
        return recipes[0]
    if stories and not recipes:
        return {}
    candidates = recipes or works
    mains = _main_entities(graph)
    own = [work for work in candidates if is_of_the_page(work) or _is_among(work, mains)]
    return own[0] if _are_one(own) else {}


def _are_one(works: list[Node]) -> bool:
    """Whether the works are one, be it said several times."""
    return len({_name(work).casefold() for work in works}) == 1


def _story_around(node: Node) -> set[str]:
    """The kinds of a node that is a story and no recipe (``["Recipe", "NewsArticle"]``) itself."""
    kinds = json_ld.types(node)
    return set() if RECIPE in kinds else kinds & json_ld.STORIES


def _main_entities(graph: Graph) -> list[object]:
    """What the nodes of the page itself call their main entity."""
    pages = (node for node in graph.outer if json_ld.types(node) & json_ld.PAGES)
    values = (value for page in pages for value in json_ld.values(page, "mainEntity"))
    return list(islice(values, MOST_MAIN_ENTITIES))


def _is_among(work: Node, values: list[object]) -> bool:
    return any(
        value is work or (isinstance(value, dict) and _same_id(value, work)) for value in values
    )


def _kind(work: Node) -> str:
    """What kind of work it is, as schema.org spells it: ``Recipe``."""
    said = (re.split("[/#:]", str(kind))[-1] for kind in json_ld.values(work, "@type"))
    return next(kind for kind in said if kind.lower() in WORKS)


def _same_id(one: Node, other: Node) -> bool:
    return isinstance(one.get("@id"), str) and one["@id"] == other.get("@id")


def _name(node: Node) -> str:
    return next((answer.value for answer in json_ld.texts(node, "name")), "")
