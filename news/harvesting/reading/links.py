"""The icon and the feeds that a page links to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from news.harvesting.addresses import brand_of
from news.harvesting.harvest import FeedLink
from news.harvesting.reading.answers import Answer, plain
from news.harvesting.reading.page import Page

ICONS = {"icon", "apple-touch-icon", "apple-touch-icon-precomposed", "fluid-icon"}
BEST_SIZE = 180  # pixels; larger ones say no more
KINDS = {
    "application/rss+xml": "rss", "application/rdf+xml": "rss", "text/rss+xml": "rss",
    "application/atom+xml": "atom", "text/atom+xml": "atom",
    "application/feed+json": "json",
}  # fmt: skip
MOST_FEEDS = 20
SERVICES = (".feedburner.com", ".megaphone.fm", ".feedblitz.com", ".feedpress.me")
_SIZE = re.compile(r"(\d{1,4})x(\d{1,4})", re.I)


def favicons(page: Page) -> Iterator[Answer]:
    """The icons of the site, the best first; at last where browsers look when nothing is said."""
    icons = []
    for relations, element in page.links:
        address = page.absolute(element.get("href"))
        if address and relations & ICONS:
            relation = " ".join(sorted(relations & (ICONS | {"shortcut"})))
            icons.append((_quality(relations, element), address, f"<link rel={relation}>"))
    icons.sort(key=lambda icon: -icon[0])
    yield from (Answer(address, origin) for _, address, origin in icons)
    if address := page.absolute("/favicon.ico"):
        yield Answer(address, "the usual place")


def _quality(relations: frozenset[str], element: HtmlElement) -> float:
    """How large an icon is, as far as the page tells; drawings fit every size."""
    if "svg" in element.get("type", "") or element.get("href", "").lower().endswith(".svg"):
        return BEST_SIZE + 1
    sizes = [min(int(width), BEST_SIZE) for width, _ in _SIZE.findall(element.get("sizes", ""))]
    usual = 16 if "icon" in relations else 120 if "fluid-icon" not in relations else 8
    return max(sizes, default=usual)


def feeds(page: Page) -> tuple[FeedLink, ...]:
    """The feeds of this site that the page offers, in its order; those of comments come last."""
    found: dict[str, FeedLink] = {}
    for relations, element in page.links:
        kind = KINDS.get(element.get("type", "").split(";")[0].strip().lower())
        address = page.absolute(element.get("href"))
        if kind and address and relations & {"alternate", "feed"} and _same_site(page, address):
            found.setdefault(address, FeedLink(address, plain(element.get("title"))[:200], kind))
    ordered = sorted(found.values(), key=_is_of_comments)
    return tuple(ordered[:MOST_FEEDS])


def _same_site(page: Page, address: str) -> bool:
    """Whether hosts share what they would be called by, or a known service serves the feed."""
    here, there = brand_of(page.url), brand_of(address)
    return not here or _site(here) == _site(there) or f".{there}".endswith(SERVICES)


def _site(brand: str) -> str:
    """The part of a host that a site's other hosts have too: ``feeds.bbci.co.uk`` -> ``bbci``."""
    labels = brand.split(".")
    short = len(labels) > 2 and len(labels[-2]) <= 3
    return labels[-3] if short else labels[-2] if len(labels) > 1 else brand


def _is_of_comments(feed: FeedLink) -> bool:
    return "comments" in feed.url.lower() or "comment" in feed.title.lower()
