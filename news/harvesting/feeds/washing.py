"""The washing of a feed in XML, so that feedparser can neither be stopped nor slowed by it.

``libxml2`` mends what is broken; only the elements that are wanted go on, cut to a bounded length,
in UTF-8, without a DOCTYPE. feedparser then meets no entity, no style sheet, and no text that is
long enough for its patterns to be slow at.
"""

from __future__ import annotations

import re
from contextlib import suppress
from html import escape, unescape
from urllib.parse import urljoin

from lxml import etree

from news.harvesting.addresses import brand_of
from news.harvesting.feeds.entries import (
    LONGEST_LINE,
    LONGEST_TEXT,
    MOST_CHILDREN,
    MOST_ENTRIES,
    address,
)

LONGEST_ATTRIBUTE = 100  # characters; addresses have a bound of their own
WANTED_OF_ENTRY = frozenset(
    "title link guid id origlink description summary content encoded author creator name "
    "pubdate date published issued updated modified created".split()
)
WANTED_OF_FEED = frozenset("title link author channel item entry items".split())
LONG = frozenset("description summary content encoded".split())
# Namespaces that feeds use and now and then forget to declare.
PREFIXES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "media": "http://search.yahoo.com/mrss/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}

_CDATA = "<![CDATA["
_REFERENCE = re.compile(r"&(?:#?[A-Za-z0-9]{1,40};)?")
_VOID = re.compile(r"</?(?:br|hr|img|wbr)\b[^<>]{0,2000}>", re.IGNORECASE)
_RDF_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def wash(text: str, url: str) -> bytes | None:
    """Well-formed XML with the wanted elements alone; None when nothing can be read."""
    parser = etree.XMLParser(
        recover=True,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    plainer = _NOT_XML.sub("", _as_xml(text))
    try:
        root = etree.fromstring(_with_namespaces(plainer).encode(), parser)
    except etree.XMLSyntaxError:
        return None
    if root is None:
        return None
    _prune(root, url)
    return etree.tostring(root, encoding="utf-8")


def _as_xml(text: str) -> str:
    """The document with letters in the place of references, and without CDATA.

    HTML's names are known and XML's are not; an ``&`` that stands for itself is one; entities of
    the document's own remain as they are written, and are never opened.
    """
    pieces, place = [], 0
    while (start := text.find(_CDATA, place)) >= 0 and (end := text.find("]]>", start)) >= 0:
        pieces += [_mended(text[place:start])]
        pieces += [escape(text[start + len(_CDATA) : end], quote=False)]
        place = end + 3
    return "".join([*pieces, _mended(text[place:])])


def _mended(text: str) -> str:
    """Without what HTML allows and XML does not."""
    return _REFERENCE.sub(_spelt_out, _VOID.sub(" ", text))


def _spelt_out(match: re.Match[str]) -> str:
    return escape(unescape(match[0]))


def _with_namespaces(text: str) -> str:
    """The document with the namespaces that it uses and forgot to declare."""
    end = text.find(">")
    place = end - 1 if text[end - 1 : end] == "/" else end
    forgotten = (
        f' xmlns:{prefix}="{name}"'
        for prefix, name in PREFIXES.items()
        if f"<{prefix}:" in text and f"xmlns:{prefix}" not in text
    )
    return text if end < 0 else f"{text[:place]}{''.join(forgotten)}{text[place:]}"


def _prune(root: etree._Element, url: str) -> None:
    """Leave of the tree only what is wanted, each text cut to a bounded length."""
    entries = [one for one in root.iter("{*}*") if _name(one) in ("item", "entry")]
    for one in entries[MOST_ENTRIES:]:
        one.getparent().remove(one)
    for one in [root, *(child for child in root if _name(child) == "channel")]:
        _keep(one, WANTED_OF_FEED)
    for one in entries[:MOST_ENTRIES]:
        _keep(one, WANTED_OF_ENTRY)
        for child in list(one)[MOST_CHILDREN:]:
            one.remove(child)
        _link_by_name(one)
    for author in list(root.iter("{*}author")):
        _name_author(author)
    base = _base(root, url)
    for one in root.iter(etree.Element):
        _shorten(one, base)
    etree.strip_attributes(root, _XML_BASE)  # its work is done; feedparser would bend identities


def _link_by_name(entry: etree._Element) -> None:
    """Let an entry of RDF that has no link lead to what it is about."""
    about = entry.get(_RDF_ABOUT, "")
    if about and not any(_name(child) == "link" for child in entry):
        etree.SubElement(entry, entry.tag.replace("item", "link")).text = about


def _name_author(author: etree._Element) -> None:
    """Leave of an author the name; of one that is a text with markup, the text."""
    text = "".join(author.itertext())
    _keep(author, frozenset({"name"}))
    if not len(author):
        author.text = text


def _base(root: etree._Element, url: str) -> str:
    """From where relative links count: the feed, or its site when a middleman serves it.

    RSS does not say; Atom does (``xml:base``, or else the address of the feed).
    """
    if _name(root) == "feed":
        return url
    texts = (one.text for one in root.iter("{*}link") if _name(one.getparent()) == "channel")
    home = next((found for text in texts if (found := address(text, ""))), url)
    return url if brand_of(home) == brand_of(url) else home


def _shorten(element: etree._Element, base: str) -> None:
    """Cut what the element says; what it leads to becomes absolute, or nothing."""
    name = _name(element)
    with suppress(ValueError):
        base = urljoin(base, element.base or "")
    longest = LONGEST_TEXT if name in LONG else LONGEST_LINE
    text, element.tail = element.text or "", (element.tail or "")[:LONGEST_LINE]
    element.text = address(text, base) if name == "link" else text[:longest]
    for attribute, value in element.attrib.items():
        element.set(
            attribute, address(value, base) if attribute == "href" else value[:LONGEST_ATTRIBUTE]
        )


def _keep(parent: etree._Element, wanted: frozenset[str]) -> None:
    for child in list(parent):
        if _name(child) not in wanted:
            parent.remove(child)


def _name(element: etree._Element) -> str:
    """The name without its namespace, in lower case; ``''`` of what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""
