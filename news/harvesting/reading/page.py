"""A page, decoded and parsed once, with what the extractors ask of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from lxml import etree, html

from news.harvesting.reading import json_ld
from news.harvesting.reading.answers import Answer, plain
from news.harvesting.reading.encoding import decode

MOST_BYTES = 5_000_000
MOST_METAS = 1_000
MOST_LINKS = 1_000
LONGEST_ADDRESS = 4_000
NAMES = ("property", "name", "itemprop", "http-equiv")


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
        return joined(self.base, address) if isinstance(address, str) else ""

    @cached_property
    def metas(self) -> tuple[Meta, ...]:
        """The ``<meta>`` tags in their order, one entry for each attribute that names one."""
        found = []
        for element in self.root.iter("meta"):
            content = element.get("content")
            if content is None:
                content = element.get("value")
            if content is None:
                continue
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
                    contents[name].append(meta.content)
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

    @cached_property
    def json_ld(self) -> list[json_ld.Node]:
        """Every JSON-LD node of the page, outer ones before those within them."""
        scripts = (
            element.text_content()
            for element in self.root.iter("script")
            if "ld+json" in element.get("type", "").lower()
        )
        return json_ld.nodes(scripts)

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
        return json_ld.story(self.json_ld, self.url)

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

    def itemprops(self, name: str) -> Iterator[html.HtmlElement]:
        """Elements with this microdata property, in their order."""
        yield from self._itemprops.get(name.lower(), ())

    @cached_property
    def _itemprops(self) -> dict[str, list[html.HtmlElement]]:
        found = defaultdict(list)
        for element in self.root.iterfind(".//*[@itemprop]"):
            for name in element.get("itemprop").lower().split():
                found[name].append(element)
        return found

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """The texts of the first ``<h1>`` elements that have any."""
        texts = []
        for element in self.root.iter("h1"):
            if text := plain(element.text_content()):
                texts.append(text)
            if len(texts) == 10:
                break
        return tuple(texts)


def parse(text: str) -> html.HtmlElement:
    """The root element of a text of HTML, as lenient as a browser, but never too deep."""
    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False
    )
    source = text.replace("\x00", "").encode("utf-8", "replace")
    try:
        root = html.document_fromstring(source, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError):
        root = None
    return html.Element("html") if root is None else root


def joined(base: str, address: str) -> str:
    """An address read against another; ``''`` unless it becomes one of http or https."""
    try:
        absolute = urljoin(base, "".join(address.split("\n")).strip())
        parts = urlsplit(absolute)
    except ValueError:
        return ""
    usable = parts.scheme in ("http", "https") and parts.netloc
    return absolute if usable and len(absolute) <= LONGEST_ADDRESS else ""
