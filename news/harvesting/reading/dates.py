"""When the page was published and when it was changed, as precise as it says.

What is declared comes first, then what stands near the headline, then the address, then htmldate,
which searches everything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from datetime import date

from htmldate import find_date
from lxml import etree
from lxml.html import HtmlElement

from news.harvesting.addresses import brand_of
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
MOST_DATES = 60
LARGEST_SEARCHED = 2_000_000  # bytes of a page that is searched for dates everywhere
LONGEST_TEXT = 150  # characters of an element that is a date and little else
LONGEST_ADDRESS = 1_000
_AFTER_HOST = re.compile(r"^[a-z]{1,10}://[^/]*|[?#].*$", re.I | re.DOTALL)
_IN_ADDRESS = [
    re.compile(pattern, re.I)
    for pattern in (
        r"(?<!\d)((?:19|20)\d\d)[/_.-]([01]?\d)[/_.-]([0-3]?\d)(?!\d)",
        r"/((?:19|20)\d\d)/([a-z]{3})/([0-3]?\d)(?!\d)",
        r"/((?:19|20)\d\d)/[a-z_-]{3,30}/([01]?\d)/([0-3]?\d)(?!\d)",
        r"(?<!\d)(20\d\d)([01]\d)([0-3]\d)(?!\d)",
    )
]
_DATE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:date|datum|datetime|pub-?date|published|publication|posted|timestamp|time|entry-date"
    r"|dateline|fecha|data|byline)|(?:date|time|datetime|published|byline|meta)(?=$|[\s_-])",
    re.I,
)
_CHANGED = re.compile(
    r"updat|modif|chang|edited|aktualis|stand:|mis à jour|actualiz|atualiz|aggiorn", re.I
)
_SLASHED = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/(?:19|20)\d\d(?!\d)")
MONTH_FIRST = {"en-us", "en_us", "en-ph", "en_ph"}
DAY_FIRST_DOMAINS = (
    ".uk",
    ".au",
    ".nz",
    ".ie",
    ".in",
    ".za",
    ".eu",
    ".sg",
    ".my",
    ".ng",
    ".ke",
    ".pk",
)


def published(page: Page) -> Iterator[Answer]:
    """Candidates for the date of publication (ISO 8601), the best first."""
    usual = DayFirst(page)
    address = Answer(_in_address(page.url), "the address")
    for answer in _said(page, usual):
        if not answer.value:
            continue
        if address.value and days_between(address.value, answer.value) > 1:
            yield address  # pages are dated anew when they are moved; their addresses stay
        yield answer
    yield address
    yield Answer(_searched(page), "the text")


def _said(page: Page, usual: DayFirst) -> Iterator[Answer]:
    yield from _declared(page, "datePublished", PUBLISHED, usual)
    for key in ("dateCreated", "uploadDate"):
        yield from _in_json_ld(page.article, key, usual)
    yield from _near_headline(page, usual)


def days_between(earlier: str, later: str) -> int:
    """The days from one date to another, both in ISO 8601."""
    return (date.fromisoformat(later[:10]) - date.fromisoformat(earlier[:10])).days


def modified(page: Page) -> Iterator[Answer]:
    """Candidates for the date of the last change (ISO 8601), the best first."""
    yield from _declared(page, "dateModified", MODIFIED, DayFirst(page))


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
        yield Answer(moment(answer.value, day_first=bool(usual)), answer.origin)
    for element in page.itemprops(key):
        yield Answer(moment(said_by(element), day_first=bool(usual)), f"itemprop {key}")
    yield from _in_json_ld(page.webpage, key, usual)


def _in_json_ld(node: json_ld.Node, key: str, usual: DayFirst) -> Iterator[Answer]:
    for answer in json_ld.texts(node, key):
        yield Answer(moment(answer.value, day_first=bool(usual)), answer.origin)


def _near_headline(page: Page, usual: DayFirst) -> Iterator[Answer]:
    """Dates in ``<time>``, then in elements named for a date; the nearest to the headline first."""
    found = []
    surroundings = Surroundings(page)
    for element, distance in surroundings.places():
        if surroundings.headline is not None and not -ABOVE < distance < NEAR:
            continue
        sure = _may_be_date(element)
        if not sure or surroundings.beside(element) is not Beside.NOT:
            continue
        if value := _of_element(element, usual):
            found.append((-sure, distance if distance >= 0 else 100 - distance, value))
        if len(found) == MOST_DATES:
            break
    for sure, _, value in sorted(found):
        yield Answer(value, "the text near the headline" if sure == -1 else "<time>")


def _may_be_date(element: HtmlElement) -> int:
    """2 for ``<time>``, 1 for an element that is named for a date, else 0."""
    called = f"{element.get('class') or ''} {element.get('id') or ''}"
    if element.tag == "time":
        return 0 if _CHANGED.search(called) else 2
    if len(called) < 3 or element.tag in ("body", "main", "article", "script", "style", "input"):
        return 0
    return int(bool(_DATE_NAMES.search(called[:200])) and not _CHANGED.search(called))


def _of_element(element: HtmlElement, usual: DayFirst) -> str:
    """The date of publication in an element: its attribute, unless its text says another day."""
    declared = moment(element.get("datetime") or element.get("content"), day_first=bool(usual))
    text = short_text(element, LONGEST_TEXT)
    changed = _CHANGED.search(text)
    said = next(moments(text[: changed.start()] if changed else text, day_first=bool(usual)), "")
    return declared if declared and (not said or abs(days_between(said, declared)) < 2) else said


def _in_address(url: str) -> str:
    """The day in the path of an address: ``/2021/06/22/``, ``/2011/nov/18/``, ``-20210622``."""
    path = _AFTER_HOST.sub("", url[:LONGEST_ADDRESS])
    for pattern in _IN_ADDRESS:
        for year, month, day in pattern.findall(path):
            if value := moment(
                f"{day} {month} {year}" if month.isalpha() else f"{year}-{month}-{day}"
            ):
                return value
    return ""


def _searched(page: Page) -> str:
    """What htmldate finds, which changes the tree that it reads; no day made up from a year."""
    if len(page.source) > LARGEST_SEARCHED:
        return ""
    try:
        found = find_date(deepcopy(page.root), original_date=True) or ""
    except (ValueError, TypeError, etree.LxmlError):
        return ""
    return "" if found.endswith("-01-01") else moment(found)
