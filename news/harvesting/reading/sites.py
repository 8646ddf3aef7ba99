"""The page's own address, and the name of the site it stands on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from news.harvesting.addresses import brand_of
from news.harvesting.reading import json_ld
from news.harvesting.reading.answers import Answer
from news.harvesting.reading.page import Page, is_home, said_by

LONGEST_NAME = 120
SEPARATOR = re.compile(r"\s+(?:--|::|[|·•—–»«‹›~/:：\-－‒―⋅∙●>])\s+|\s*[|｜│»]\s*|\s+\|\|\s+")
PUBLISHER = "JSON-LD publisher"
_ADDRESS = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,10}")
_NOT_ALNUM = re.compile(r"[\W_]+")


def canonicals(page: Page) -> Iterator[Answer]:
    """The addresses that the page gives as its own, the most binding first."""
    for answer in _own_addresses(page):
        address = page.absolute(answer.value)
        if address and not (is_home(address) and not is_home(page.url)):
            yield Answer(address, answer.origin)


def _own_addresses(page: Page) -> Iterator[Answer]:
    yield from (Answer(address, "<link rel=canonical>") for address in page.link("canonical"))
    yield from page.addresses("og:url")
    for node in (page.article, page.webpage):
        yield from (Answer(address, "JSON-LD url") for address in json_ld.addresses_of(node))
    yield from page.addresses(
        "parsely-link", "twitter:url", "dc.identifier.uri", "citation_public_url"
    )
    for name in ("mainentityofpage", "url"):
        for element in page.itemprops(name):
            yield Answer(said_by(element), f"itemprop {name}")


def site_names(page: Page) -> Iterator[Answer]:
    """What the site is called, the most deliberate place first; at last its host."""
    found = []
    for answer in _named(page):
        name = answer.value.strip(" @")
        if "://" in name:
            name = brand_of(name)
        if name and len(name) <= LONGEST_NAME:
            found.append(Answer(name, answer.origin))
    yield from sorted(found, key=lambda answer: not _is_better(answer, found[0], page.url))
    yield Answer(brand_of(page.url), "the address")


def _is_better(answer: Answer, usual: Answer, url: str) -> bool:
    """Whether a publisher's name says more than what the page calls its site.

    It does where that has nothing of the host's name ("U.S.") while the publisher's has
    ("Reuters"), or is an address of letters that the publisher spells out ("FAZ.NET").
    """
    if answer.origin != PUBLISHER or usual.origin != "og:site_name":
        return False
    label = folded(brand_label(url))
    if _ADDRESS.fullmatch(usual.value):
        return len(label) > 1 and label == folded("".join(re.findall(r"\b\w", answer.value)))
    return bool(label) and label not in folded(usual.value) and label in folded(answer.value)


def _named(page: Page) -> Iterator[Answer]:
    yield from page.meta("og:site_name")
    yield from _publishers(page)
    yield from page.meta(
        "application-name", "apple-mobile-web-app-title", "citation_journal_title",
        "dc.publisher", "dcterms.publisher", "publisher", "al:ios:app_name", "al:android:app_name",
    )  # fmt: skip
    yield from _tail(page)
    yield from page.meta("twitter:site", "twitter:creator")


def _publishers(page: Page) -> Iterator[Answer]:
    """Names in JSON-LD of whoever publishes the story, and of what it is a part of."""
    for node in page.json_ld:
        if "website" in json_ld.types(node):
            yield from json_ld.texts(node, "name", "alternateName")
    for node in (page.article, page.webpage):
        for key in ("publisher", "isPartOf", "sourceOrganization", "provider"):
            for value in json_ld.values(node, key):
                value = page.resolve(value)
                if not isinstance(value, dict):
                    yield from json_ld.texts({key: value}, key)
                elif not json_ld.types(value) & json_ld.PAGES:
                    for answer in json_ld.texts(value, "name"):
                        yield Answer(answer.value, f"JSON-LD {key}")


def _tail(page: Page) -> Iterator[Answer]:
    """What ``<title>`` says after the title that the page's heading gives."""
    whole = page.head_title
    for heading in (*page.headings, *(answer.value for answer in page.meta("og:title"))):
        rest = whole.removeprefix(heading)
        if heading and rest != whole and SEPARATOR.match(rest):
            yield Answer(SEPARATOR.split(rest)[-1], "<title>")
            return
    parts = SEPARATOR.split(whole)
    if len(parts) > 1 and is_called(parts[-1], {folded(brand_label(page.url))}):
        yield Answer(parts[-1], "<title>")


def known_names(page: Page) -> set[str]:
    """All that the site is called anywhere, folded: what a title may drop at its end."""
    names = {folded(answer.value) for answer in _named(page)} | surest_names(page)
    for answer in page.meta("article:publisher", "og:site"):
        names.add(folded(answer.value.rstrip("/").rsplit("/", 1)[-1]))
    return names - {""}


def surest_names(page: Page) -> set[str]:
    """What the site certainly is called, folded: what a title may drop at its beginning too."""
    said = (answer.value for answer in page.meta("og:site_name"))
    names = (*said, brand_of(page.url), brand_label(page.url), *page.banners)
    return {folded(name) for name in names} - {""}


def brand_label(url: str) -> str:
    """The label of a host that names the site: ``www.bbc.co.uk`` -> ``bbc``."""
    labels = brand_of(url).split(".")
    if len(labels) > 2 and len(labels[-2]) <= 3:
        return labels[-3]
    return labels[-2] if len(labels) > 1 else labels[0]


def is_called(part: str, names: set[str]) -> bool:
    """Whether a part of a title is only the name of the site.

    It may be one word longer ("CNN Politics"), or a name's beginning ("The Kenya Times" of "The
    Kenya Times: news and videos"). A word that a name happens to begin with is none.
    """
    if len(part) > LONGEST_NAME:
        return False
    whole = folded(part)
    words = part.split()
    variants = {whole, *(folded(" ".join(rest)) for rest in (words[1:], words[:-1]))} - {""}
    return any(
        name in variants
        or (len(name) > len(whole) > 3 and name.startswith(whole) and _says_much(part, name))
        for name in names
        if len(name) > 1
    )


def _says_much(part: str, name: str) -> bool:
    return len(part.split()) > 1 or len(folded(part)) * 2 >= len(name)


def folded(text: str) -> str:
    """A text by its letters and digits only: ``The Médical Post!`` -> ``themedicalpost``."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return _NOT_ALNUM.sub("", "".join(c for c in decomposed if not unicodedata.combining(c)))
