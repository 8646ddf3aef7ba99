"""Reading a source: fetch it through the one door, harvest it, decide which address it has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from news.harvesting import Harvest, harvest_html
from news.harvesting.addresses import clean, duplicate_form, twin
from news.harvesting.fetch import FetchError, Kind, get
from news.harvesting.reach import target_of

_SIGN_IN = re.compile(
    r"/(?:log-?in|sign-?in|sso|oauth2?|auth|register|subscribe|consent|captcha)(?:[/.?]|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Source:
    """A page that was read: what it says, the address to keep, and its bytes if it is a PDF."""

    harvest: Harvest
    url: str
    pdf: bytes | None = None


def read_source(url: str, *, html: bytes | None = None, background: bool = False) -> Source:
    """Read the page at a cleaned address, or ``html``, which a browser had of it.

    ``background`` minds robots.txt and the pace of hosts. Raises ``FetchError``, also for an
    address that could never be opened (a password in it, no name of a site) when a page of it is
    at hand: readers are to follow it.
    """
    if html is not None:
        target_of(url)
        harvest = harvest_html(html, url)
        return Source(harvest, address_of(url, harvest))
    response = get(url, background=background)
    require_same_story(url, response.url)
    harvest = harvest_html(response.content, response.url, response.headers.get("content-type"))
    is_pdf = response.content.startswith(b"%PDF-")
    kept = address_of(clean(response.url), harvest)
    return Source(harvest, kept, response.content if is_pdf else None)


def address_of(url: str, harvest: Harvest) -> str:
    """The address under which a page is kept: what it calls canonical if that is the same story.

    Another spelling of one address, as one without the closing slash, is no reason to change it.
    """
    canonical = twin(url, harvest.canonical_url)
    return url if duplicate_form(canonical) == duplicate_form(url) else canonical


def require_same_story(asked: str, answered: str) -> None:
    """Raise ``FetchError`` when a site answered with another page than the one asked for."""
    if asked == answered:
        return
    there = urlsplit(answered)
    if there.path in ("", "/") and not there.query and urlsplit(asked).path not in ("", "/"):
        raise FetchError(
            Kind.NOT_FOUND,
            "The site leads to its front page instead: the article is no longer there, or only "
            "for those who signed in. Check the address in your browser.",
        )
    if _SIGN_IN.search(there.path) and not _SIGN_IN.search(urlsplit(asked).path):
        raise FetchError(
            Kind.BLOCKED,
            "The site asks for a sign-in before it shows the article. Open it in your browser and "
            "send it from there with the bookmarklet.",
        )
