"""Who wrote the page: names of people, in the page's order.

Places are asked in the order in which they are to be trusted. A place that names people wins over
any that names only a newspaper, an agency or a nickname; of those the first is taken in turn. A
recipe or another work that is all the page is about says itself who made it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from news.harvesting.addresses import brand_of
from news.harvesting.reading import json_ld
from news.harvesting.reading.answers import Answer, plain
from news.harvesting.reading.bylines import bylines, names_in
from news.harvesting.reading.names import is_name, is_person, names, tidy
from news.harvesting.reading.page import Page

MOST_AUTHORS = 30
DEEPEST = 4  # values of JSON-LD within each other
COMPANIES = {"organization", "newsmediaorganization", "corporation"}
IN_HEAD = (
    "parsely-author", "parsely-authors", "sailthru.author", "byl", "cxenseparse:author",
    "dable:author", "author", "article:author", "og:article:author", "og:author",
    "article_author", "article.author", "authors", "dc.creator", "dc.creator.name",
    "dcterms.creator", "dcsext.author", "shareaholic:article_author_name", "twitter:creator",
)  # fmt: skip
ONLY_PEOPLE = {"twitter:creator"}  # who tweets for a newspaper is no author

Found = tuple[list[str], str]  # names, and where they are from


def authors(page: Page) -> Iterator[Answer]:
    """The names of all authors, from the first place of the page that names people."""
    people, origin = _choose(page)
    for name in people[:MOST_AUTHORS]:
        yield Answer(name, origin)


def _choose(page: Page) -> Found:
    if makers := _people_of(page, page.work.node, "author"):
        return makers, f"{page.work.origin} author"
    fallback: Found | None = None
    for found, origin in _places(page):
        people = [name for name in found if is_person(name)]
        if people and not _is_site(page, people):
            return _completed(page, people), origin
        if found and fallback is None and origin not in ONLY_PEOPLE:
            fallback = found, origin
    return fallback or ([], "")


def _completed(page: Page, people: list[str]) -> list[str]:
    """The people, or those of a ``<meta>`` that names them all and others too."""
    known = {_folded(name) for name in people}
    for name in IN_HEAD:
        declared = _declared(page, name)
        if known < {_folded(one) for one in declared} and all(map(is_person, declared)):
            return declared
    return people


def _places(page: Page) -> Iterator[Found]:
    """What each place of the page says, the most trusted first."""
    yield from _json_ld(page)
    yield _cited(page)
    yield _microdata(page)
    for name in IN_HEAD:
        yield _declared(page, name), name
    yield from bylines(page)


def _is_site(page: Page, people: list[str]) -> bool:
    """Whether the name is that of the site itself."""
    brand = brand_of(page.url).split(".")[0]
    sites = {_folded(site) for site in page.contents("og:site_name")} | {_folded(brand)}
    return {_folded(name) for name in people} <= sites


def _folded(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _json_ld(page: Page) -> Iterator[Found]:
    for node in (page.article, page.webpage):
        for key in ("author", "creator"):
            yield _people_of(page, node, key), f"JSON-LD {key}"


def _people_of(page: Page, node: json_ld.Node, key: str) -> list[str]:
    """The names that a node of JSON-LD has under a key."""
    found: list[str] = []
    for value in json_ld.values(node, key):
        found += [name for name in _person(page, value) if name not in found]
    return found


def _person(page: Page, value: object, depth: int = 0) -> list[str]:
    """The names in one value of a JSON-LD author: a text, a person, an organisation."""
    value = page.resolve(value)
    if depth > DEEPEST:
        return []
    if isinstance(value, list):
        return [name for one in value[:MOST_AUTHORS] for name in _person(page, one, depth + 1)]
    if not isinstance(value, dict):
        return names(value)
    name = value.get("name") or value.get("@value")
    if not name and (value.get("givenName") or value.get("familyName")):
        name = f"{plain(value.get('givenName'))} {plain(value.get('familyName'))}"
    if isinstance(name, (list, dict)):
        return _person(page, name, depth + 1)
    if json_ld.types(value) & COMPANIES:
        return [tidy(plain(name))] if is_name(tidy(plain(name))) else []
    return names(name)


def _cited(page: Page) -> Found:
    """The authors of a paper, one a tag or all in one, often with the last name first."""
    listed = page.contents("citation_authors")[:1]
    said = page.contents("citation_author") or [
        name for people in listed for name in people.split(";")
    ]
    found = [name for text in said[:MOST_AUTHORS] for name in _turned(plain(text))]
    return list(dict.fromkeys(found)), "citation_author"


def _turned(text: str) -> list[str]:
    """``Doe, Jane`` as ``Jane Doe``; the names in any other text."""
    last, _, first = text.partition(",")
    if not first or "," in first:
        return names(text)
    return [tidy(f"{first.strip()} {last.strip()}")]


def _microdata(page: Page) -> Found:
    """The authors of the first thing that has any: the others are stories that the page offers."""
    found: list[str] = []
    thing: HtmlElement | None = None
    for element in islice(page.itemprops("author"), MOST_AUTHORS):
        around = next((one for one in element.iterancestors() if "itemtype" in one.attrib), None)
        if around is not None and "/review" in around.get("itemtype", "").lower():
            continue  # by a customer
        if found and around is not thing:
            break
        thing = around
        found += [name for name in _of_microdata(element) if name not in found]
    return found, "itemprop author"


def _of_microdata(element: HtmlElement) -> list[str]:
    """The names marked within an element; all it says, if that names others beside them."""
    found: list[str] = []
    inner = [part for part in element.iter() if "name" in (part.get("itemprop") or "").split()]
    for part in inner[:MOST_AUTHORS] or [element]:
        said = part.get("content")
        found += names(said) if said else names_in(part)
    said_by_all = [name for name in names_in(element) if is_person(name)]
    return said_by_all if set(found) < set(said_by_all) else found


def _declared(page: Page, name: str) -> list[str]:
    found: list[str] = []
    for content in page.contents(name):
        if content.strip().lower().startswith(("http:", "https:", "//", "@")):
            continue
        text = plain(content)
        in_catalogue = name.startswith("dc") and " " not in text.split(",")[0].strip()
        people = _turned(text) if in_catalogue else names(text)
        found += [person for person in people if person not in found]
    return found
