"""When the page was published and when it was changed, as precise as it says.

What is declared comes first, then what stands near the headline, then the address, then htmldate,
which searches everything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from datetime import date
from enum import IntEnum

from htmldate import find_date
from lxml import etree
from lxml.html import HtmlElement

from news.harvesting.addresses import brand_of
from news.harvesting.harvest import GUESSED_DAY
from news.harvesting.reading import json_ld
from news.harvesting.reading.answers import Answer
from news.harvesting.reading.moments import moment, moments
from news.harvesting.reading.page import Page, said_by
from news.harvesting.reading.places import Beside, Surroundings, short_text

PUBLISHED = (
    "article:published_time", "og:article:published_time", "article:published",
    "og:published_time", "article:publishedtime", "article.published", "article_date_original",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime", "datepublished", "date_published", "originalpublicationdate",
    "publication_date", "publication-date", "publish_date", "publish-date", "publishdate",
    "published_date", "published-date", "pubdate", "pub_date", "ptime", "rnews:datepublished",
    "shareaholic:article_published_time", "bt:pubdate", "displaydate", "article:post_date",
    "release_date", "citation_publication_date", "citation_online_date", "citation_date",
    "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date.created", "dc.date.published",
    "dcterms.date", "dc.date", "dcterms.available", "prism.publicationdate", "date", "created",
    "datecreated", "creation_date", "article:created", "dcsext.articlefirstpublished",
    "blogcatalog.pubdate", "timestamp",
)  # fmt: skip
MODIFIED = (
    "article:modified_time", "og:article:modified_time", "article:modified", "og:updated_time",
    "article:updated_time", "datemodified", "date_modified", "dc.date.modified",
    "dcterms.modified", "dc.modified", "last-modified", "lastmod", "lastmodified",
    "last_modified", "modified", "updated", "revised", "article_date_updated", "utime",
)  # fmt: skip
NEAR, ABOVE = 250, 60  # elements below and above the headline among which its date may stand
MOST_DATES = 60  # near the headline
LARGEST_SEARCHED = 2_000_000  # bytes of a page that is searched for dates everywhere
CLOSE = 40  # elements below the headline among which any short line may be the date
LONGEST_LINE = 60  # characters of such a line
LONGEST_TEXT = 150  # characters of an element that is named for a date
LONGEST_ADDRESS = 1_000
NEW_YEAR = (
    "{}-01-01", "{}/01/01", "01.01.{}", "1.1.{}", "01/01/{}", "1/1/{}", "January 1, {}",
    "Jan 1, {}", "1 January {}", "1 Jan {}", "1. Januar {}", "1er janvier {}", "1 de enero de {}",
    "1 de janeiro de {}", "1 gennaio {}", "1 januari {}",
)  # fmt: skip
_AFTER_HOST = re.compile(r"^[a-z]{1,10}://[^/]*|[?#].*$", re.I | re.DOTALL)
_FOLDERS = [  # a day that is a path of its own: that of the publication
    re.compile(r"/((?:19|20)\d\d)/([01]?\d)/([0-3]?\d)(?=/|$)"),
    re.compile(r"/((?:19|20)\d\d)/([a-z]{3})/([0-3]?\d)(?=/|$)", re.I),
    re.compile(r"/((?:19|20)\d\d)/[a-z_-]{3,30}/([01]?\d)/([0-3]?\d)(?=/|$)", re.I),
]
_IN_NAMES = [  # a day in the name of a page: it may be what the story is about
    re.compile(r"(?<!\d)((?:19|20)\d\d)[/_.-]([01]?\d)[/_.-]([0-3]?\d)(?!\d)"),
    re.compile(r"(?<!\d)(20\d\d)([01]\d)([0-3]\d)(?!\d)"),
]
_NEVER = {"body", "main", "article", "script", "style", "input", "noscript", "select"}
_DATE_NAMES = re.compile(
    r"(?:^|[\s_:-])(?:date|datum|datetime|pub-?date|published|publication|posted|timestamp|time"
    r"|entry-date|submitted|created|dateline|fecha|data|byline)"
    r"|(?:date|time|datetime|published|created|byline|meta)(?=$|[\s_-])",
    re.I,
)
_CHANGED = re.compile(
    r"updat|modif|chang|edited|\breviewed|last review|fact[ -]check|aktualis|stand:|geprüft"
    r"|mis à jour|actualiz|atualiz|revisad|aggiorn",
    re.I,
)
_SLASHED = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/(?:19|20)\d\d(?!\d)")
MONTH_FIRST = {"en-us", "en_us", "en-ph", "en_ph"}
DAY_FIRST_DOMAINS = tuple(".uk .au .nz .ie .in .za .eu .sg .my .ng .ke .pk".split())


class Kind(IntEnum):
    """How an element with a date says that it is one; the surest first."""

    TIME = 0
    NAMED = 1
    LINE = 2


ORIGINS = {
    Kind.TIME: "<time>",
    Kind.NAMED: "an element named for the date",
    Kind.LINE: "a line below the headline",
}


def published(page: Page) -> Iterator[Answer]:
    """Candidates for the date of publication (ISO 8601), the best first."""
    usual = DayFirst(page)
    folders = Answer(_in_address(page.url, _FOLDERS), "the address")
    for answer in _said(page, usual):
        if folders.value and answer.value and _contradicts(answer, folders.value):
            yield folders
        yield answer
    yield folders
    yield Answer(_in_address(page.url, _IN_NAMES), "the address")
    yield _searched(page)


def _contradicts(answer: Answer, folders: str) -> bool:
    """Whether the day in the address is to be believed more: pages that move are dated anew."""
    later = days_between(folders, answer.value)
    return later > 1 or (later < -1 and answer.origin in ORIGINS.values())


def _said(page: Page, usual: DayFirst) -> Iterator[Answer]:
    yield from _declared(page, "datePublished", PUBLISHED, usual)
    for key in ("dateCreated", "uploadDate"):
        yield from _in_json_ld(page.article, key, usual)
    yield from _near_headline(page, usual)


def modified(page: Page) -> Iterator[Answer]:
    """Candidates for the date of the last change (ISO 8601), the best first."""
    usual = DayFirst(page)
    yield from _declared(page, "dateModified", MODIFIED, usual)
    yield from _changes_near_headline(page, usual)


def days_between(earlier: str, later: str) -> int:
    """The days from one date to another, both in ISO 8601."""
    return (date.fromisoformat(later[:10]) - date.fromisoformat(earlier[:10])).days


class DayFirst:
    """Whether ``03/04/2021`` is in April here: by other dates of the page, then by country."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._known: bool | None = None

    def __bool__(self) -> bool:
        if self._known is None:
            self._known = self._find()
        return self._known

    def _find(self) -> bool:
        texts = (text for text in self._page.root.itertext() if "/" in text)
        for text, _ in zip(texts, range(2_000), strict=False):
            for first, second in _SLASHED.findall(text[:500]):
                if int(first) > 12 or int(second) > 12:
                    return int(first) > 12
        locales = [*self._page.contents("og:locale"), self._page.root.get("lang") or ""]
        locale = next((locale.strip().lower() for locale in locales if locale.strip()), "")
        if brand_of(self._page.url).endswith(DAY_FIRST_DOMAINS):
            return True
        return locale not in MONTH_FIRST and locale != "en"


def _declared(page: Page, key: str, names: Iterable[str], usual: DayFirst) -> Iterator[Answer]:
    """What JSON-LD, ``<meta>`` tags and microdata say, in this order."""
    yield from _in_json_ld(page.article, key, usual)
    for answer in page.meta(*names):
        yield Answer(_read(answer.value, usual), answer.origin)
    for element in page.itemprops(key):
        yield Answer(_read(said_by(element), usual), f"itemprop {key}")
    yield from _in_json_ld(page.webpage, key, usual)


def _in_json_ld(node: json_ld.Node, key: str, usual: DayFirst) -> Iterator[Answer]:
    for answer in json_ld.texts(node, key):
        yield Answer(_read(answer.value, usual), answer.origin)


def _read(text: str, usual: DayFirst) -> str:
    """The date in a text; the page is asked what it means only where that matters."""
    return moment(text, day_first="/" not in text or bool(usual))


def _near_headline(page: Page, usual: DayFirst) -> Iterator[Answer]:
    """Dates in ``<time>``, in elements named for a date, in short lines; the nearest first."""
    found = []
    surroundings = Surroundings(page)
    for element, distance in surroundings.places():
        if surroundings.headline is not None and not -ABOVE < distance < NEAR:
            continue
        kind = _kind(element)
        if kind is Kind.LINE and not (surroundings.headline is not None and 0 < distance < CLOSE):
            continue
        if surroundings.beside(element) is not Beside.NOT:
            continue
        if value := _of_element(element, kind, usual):
            found.append((kind, distance if distance >= 0 else 100 - distance, value))
        if len(found) == MOST_DATES:
            break
    for kind, _, value in sorted(found):
        yield Answer(value, ORIGINS[kind])


def _changes_near_headline(page: Page, usual: DayFirst) -> Iterator[Answer]:
    """Dates after a word such as ``updated``, in short elements around the headline."""
    surroundings = Surroundings(page)
    for element, distance in surroundings.places():
        if not -ABOVE < distance < NEAR or element.tag in _NEVER:
            continue
        text = short_text(element, LONGEST_TEXT)
        changed = _CHANGED.search(text)
        said = text[changed.end() :] if changed else ""
        if element.tag == "time" and _CHANGED.search(element.get("class") or ""):
            said = element.get("datetime") or text
        value = next(moments(said, day_first=bool(usual)), "") if said else ""
        if value and surroundings.beside(element) is Beside.NOT:
            yield Answer(value, "the text near the headline")


def _kind(element: HtmlElement) -> Kind:
    called = " ".join(element.get(name) or "" for name in ("class", "id", "property"))[:200]
    if _CHANGED.search(called) or element.tag in _NEVER:
        return Kind.LINE
    if element.tag == "time":
        return Kind.TIME
    return Kind.NAMED if len(called) > 4 and _DATE_NAMES.search(called) else Kind.LINE


def _of_element(element: HtmlElement, kind: Kind, usual: DayFirst) -> str:
    """The date of publication in an element: its attribute, unless its text says another day."""
    text = short_text(element, LONGEST_LINE if kind is Kind.LINE else LONGEST_TEXT)
    changed = _CHANGED.search(text)
    text = text[: changed.start()] if changed else text
    said = next(moments(text, day_first="/" not in text or bool(usual)), "")
    if kind is Kind.LINE:
        return said
    attributes = (element.get(name) for name in ("datetime", "content", "title", "data-date"))
    declared = next(filter(None, (_read(value, usual) for value in attributes if value)), "")
    return declared if declared and (not said or abs(days_between(said, declared)) < 2) else said


def _in_address(url: str, patterns: Iterable[re.Pattern[str]]) -> str:
    """The day in the path of an address: ``/2021/06/22/``, ``/2011/nov/18/``, ``-20210622``."""
    path = _AFTER_HOST.sub("", url[:LONGEST_ADDRESS])
    for pattern in patterns:
        for year, month, day in pattern.findall(path):
            written = f"{day} {month} {year}" if month.isalpha() else f"{year}-{month}-{day}"
            if value := moment(written):
                return value
    return ""


def _searched(page: Page) -> Answer:
    """What htmldate finds, which changes the tree that it reads.

    Of a page that only speaks of a year it makes the first of January, which is told as a guess.
    """
    if len(page.source) > LARGEST_SEARCHED:
        return Answer("", "")
    try:
        found = find_date(deepcopy(page.root), original_date=True) or ""
    except (ValueError, TypeError, etree.LxmlError):
        return Answer("", "")
    is_guess = found.endswith("-01-01") and not _says_new_year(page, found[:4])
    return Answer(moment(found), GUESSED_DAY if is_guess else "the text")


def _says_new_year(page: Page, year: str) -> bool:
    """Whether a page speaks of the first of January, not of the year alone."""
    return any(form.format(year).encode() in page.source for form in NEW_YEAR)
