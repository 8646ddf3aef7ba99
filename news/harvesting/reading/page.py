"""A page, decoded and parsed once, with what the extractors ask of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from lxml import etree, html

from news.harvesting.addresses import duplicate_form
from news.harvesting.reading import json_ld
from news.harvesting.reading.answers import Answer, plain
from news.harvesting.reading.encoding import decode
from news.harvesting.reading.microdata import said_by
from news.harvesting.reading.works import Work, main_work

MOST_BYTES = 5_000_000
MOST_TAGS = 150_000
MOST_METAS = 1_000
MOST_LINKS = 1_000
MOST_HEADINGS = 10
MOST_PROPERTIES = 30  # of one name; each may hold the whole page
LONGEST_ADDRESS = 4_000
LONGEST_ATTRIBUTE = 8_000
PARSELY = {"image_url": "parsely-image-url", "pub_date": "parsely-pub-date"}
NAMES = ("property", "name", "itemprop", "http-equiv")
_WITH_LONG_ATTRIBUTES = etree.XPath(f"//*[@*[string-length() > {LONGEST_ATTRIBUTE}]]")
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class Meta(NamedTuple):
    """One name of one ``<meta>`` tag: the attribute that names it, the name, the content."""

    attribute: str
    name: str
    content: str


class Page:
    """A page and the facts in it. ``root`` is always an element, if only an empty ``<html>``."""

    def __init__(self, source: bytes, url: str, content_type: str | None = None) -> None:
        self.url = url
        self.source = source[:MOST_BYTES]
        self.root = parse(decode(self.source, content_type))

    @cached_property
    def base(self) -> str:
        """The address against which the page's own addresses are read."""
        for element in self.root.iter("base"):
            if href := element.get("href"):
                return joined(self.url, href) or self.url
        return self.url

    def absolute(self, address: object) -> str:
        """An address of the page made absolute; ``''`` unless it is one of http or https."""
        return joined(self.base, address.replace("&amp;", "&")) if isinstance(address, str) else ""

    @cached_property
    def metas(self) -> tuple[Meta, ...]:
        """The ``<meta>`` tags in their order, one entry for each attribute that names one."""
        found = []
        for element in self.root.iter("meta"):
            content = element.get("content", element.get("value", ""))
            for attribute in NAMES:
                if name := element.get(attribute, "").strip():
                    found.append(Meta(attribute, name, content))
            if len(found) >= MOST_METAS:
                break
        return tuple(found[:MOST_METAS])

    @cached_property
    def _contents(self) -> dict[str, list[str]]:
        contents = defaultdict(list)
        for meta in self.metas:
            if meta.attribute in ("property", "name"):
                for name in meta.name.lower().split():
                    if meta.content not in contents[name]:
                        contents[name].append(meta.content)
        for content in contents.get("parsely-page", [])[:1]:
            for name, value in json_ld.fields(content):
                contents[PARSELY.get(name, f"parsely-{name}")].append(value)
        return contents

    def contents(self, name: str) -> list[str]:
        """The raw contents of all ``<meta>`` tags of a name or property, in their order."""
        return self._contents.get(name.lower(), [])

    def meta(self, *names: str) -> Iterator[Answer]:
        """Answers of the ``<meta>`` tags of these names, in the order of the names."""
        for name in names:
            for content in self.contents(name):
                if value := plain(content):
                    yield Answer(value, name)

    def addresses(self, *names: str) -> Iterator[Answer]:
        """The same for tags that hold an address: absolute ones."""
        for name in names:
            for content in self.contents(name):
                if address := self.absolute(content):
                    yield Answer(address, name)

    @cached_property
    def graph(self) -> json_ld.Graph:
        """The JSON-LD of the page."""
        return json_ld.read(
            "".join(element.itertext())
            for element in self.root.iter("script")
            if "ld+json" in element.get("type", "").lower()
        )

    @property
    def json_ld(self) -> list[json_ld.Node]:
        """Every JSON-LD node of the page, outer ones before those within them."""
        return self.graph.nodes

    @cached_property
    def _nodes_by_id(self) -> dict[str, json_ld.Node]:
        return {
            node["@id"]: node
            for node in reversed(self.json_ld)
            if isinstance(node.get("@id"), str) and len(node) > 1
        }

    def resolve(self, value: object) -> object:
        """A JSON-LD value; the node itself where it is only a reference (``{"@id": …}``)."""
        if isinstance(value, dict) and isinstance(value.get("@id"), str) and len(value) <= 2:
            return self._nodes_by_id.get(value["@id"], value)
        return value

    @cached_property
    def article(self) -> json_ld.Node:
        """The JSON-LD node of the story that the page is about; an empty one if none is."""
        return json_ld.story(self.graph, (self.url, *self.link("canonical")))

    @cached_property
    def webpage(self) -> json_ld.Node:
        """The JSON-LD node of the page itself, as apart from its story; an empty one if none is."""
        pages = (node for node in self.graph.outer if json_ld.types(node) & json_ld.PAGES)
        return next(pages, {})

    @cached_property
    def work(self) -> Work:
        """The work that the page is about, such as a recipe; an empty one if it is about none."""
        is_article = "article" in self.contents("og:type")
        return main_work(self.graph, self.root, self._is_named_by, is_article)

    def _is_named_by(self, node: json_ld.Node) -> bool:
        """Whether a node gives this page's address as its own."""
        declared = (*self.link("canonical"), *(said.value for said in self.addresses("og:url")))
        own = {duplicate_form(address) for address in (self.url, *declared)}
        said = (self.absolute(address) for address in json_ld.addresses_of(node))
        return any(address and duplicate_form(address) in own for address in said)

    @cached_property
    def links(self) -> tuple[tuple[frozenset[str], html.HtmlElement], ...]:
        """The ``<link>`` elements that have an address: their relations in lower case, element."""
        found = []
        for element in self.root.iter("link"):
            if element.get("href") is not None:
                found.append((frozenset(element.get("rel", "").lower().split()), element))
            if len(found) >= MOST_LINKS:
                break
        return tuple(found)

    def link(self, relation: str) -> Iterator[str]:
        """The absolute addresses of links of a relation."""
        for relations, element in self.links:
            if relation in relations and (address := self.absolute(element.get("href"))):
                yield address

    @cached_property
    def head_title(self) -> str:
        """The text of ``<title>``; those of drawings do not count."""
        for element in self.root.iter("title"):
            parent = element.getparent()
            if (parent is None or parent.tag != "svg") and (text := plain(element.text_content())):
                return text
        return ""

    @cached_property
    def _itemprops(self) -> dict[str, list[html.HtmlElement]]:
        found = defaultdict(list)
        for element in self.root.iterfind(".//*[@itemprop]"):
            for name in element.get("itemprop").lower().split():
                found[name].append(element)
        return found

    def itemprops(self, name: str) -> Iterator[html.HtmlElement]:
        """Elements with this microdata property that speak of the story or the page itself."""
        for element in self._itemprops.get(name.lower(), [])[:MOST_PROPERTIES]:
            if _speaks_of_the_page(element):
                yield element

    def microdata(self, *names: str) -> Iterator[Answer]:
        """Answers of microdata properties, in the order of the names."""
        for name in names:
            for element in self.itemprops(name):
                if value := plain(said_by(element)):
                    yield Answer(value, f"itemprop {name}")

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """The texts of the first ``<h1>`` elements that have any and are not the site's banner."""
        return tuple(text for text, is_banner in self._all_headings if not is_banner)

    @cached_property
    def banners(self) -> tuple[str, ...]:
        """The texts of ``<h1>`` elements that lead to the home page: names of the site."""
        return tuple(text for text, is_banner in self._all_headings if is_banner)

    @cached_property
    def _all_headings(self) -> tuple[tuple[str, bool], ...]:
        found = []
        for element in islice(self.root.iter("h1"), 5 * MOST_HEADINGS):
            if text := plain(element.text_content()):
                found.append((text, self._leads_home(element)))
            if len(found) == MOST_HEADINGS:
                break
        return tuple(found)

    @cached_property
    def subheadings(self) -> tuple[str, ...]:
        """The texts of the first ``<h2>`` elements; on older pages one of them is the title."""
        elements = islice(self.root.iter("h2"), MOST_HEADINGS)
        return tuple(text for element in elements if (text := plain(element.text_content())))

    def _leads_home(self, heading: html.HtmlElement) -> bool:
        around = (heading.getparent(),) if heading.getparent() is not None else ()
        for link in (*heading.iter("a"), *around):
            if link.tag == "a" and (address := self.absolute(link.get("href"))):
                return is_home(address)
        return False


def parse(text: str) -> html.HtmlElement:
    """The root element of a text of HTML, as lenient as a browser is.

    The parser itself stops at 2,048 elements within each other (256 without ``huge_tree``, which is
    fewer than honest pages have that never close a tag); what follows is then lost. Attributes are
    cut, for writing one that holds many ``<!--`` takes the parser the square of its length.
    """
    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )
    if text.count("<") > MOST_TAGS:
        text = "<".join(text.split("<", MOST_TAGS)[:MOST_TAGS])
    source = text.replace("\x00", "").encode("utf-8", "replace")
    try:
        root = html.document_fromstring(source, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        root = None
    if root is None:
        return html.Element("html")
    for element in _WITH_LONG_ATTRIBUTES(root):
        _cut_attributes(element)
    return root


def _cut_attributes(element: html.HtmlElement) -> None:
    """Cuts long attributes; none are left where the parser took a name that XML cannot have."""
    for name, value in element.items():
        if len(value) > LONGEST_ATTRIBUTE:
            try:
                element.set(name, _NOT_IN_XML.sub("", value[:LONGEST_ATTRIBUTE]))
            except ValueError:
                element.attrib.clear()
                return


def joined(base: str, address: str) -> str:
    """An address read against another; ``''`` unless it becomes one of http or https."""
    if not address.strip():
        return ""
    try:
        absolute = urljoin(base, _CONTROL.sub("", address).strip().replace(" ", "%20"))
        parts = urlsplit(absolute)
    except ValueError:
        return ""
    usable = parts.scheme in ("http", "https") and parts.hostname
    return absolute if usable and len(absolute) <= LONGEST_ADDRESS else ""


def is_home(address: str) -> bool:
    """Whether an address has nothing after its host."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return not (parts.path.strip("/") or parts.query or parts.fragment)


def _speaks_of_the_page(element: html.HtmlElement) -> bool:
    for ancestor in element.iterancestors():
        if (kind := ancestor.get("itemtype")) is not None:
            kinds = json_ld.types({"@type": kind.split()})
            return bool(kinds & (json_ld.STORIES | json_ld.WORKS | json_ld.PAGES))
    return True
