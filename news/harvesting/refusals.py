"""What it means when an address answers, but not with what is there.

The marks of walls, pages that ask a visitor to prove to be no program, are those that their makers
put into their own headers and scripts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from news.harvesting.failures import FetchError, Kind
from news.harvesting.politeness import seconds_of
from news.harvesting.reach import Target

MAX_WALL = 32 * 1024  # bytes; a wall is a small page, an article that mentions one is not
_LONGEST_PAUSE = 24 * 3600  # seconds
_GONE = frozenset({404, 410})
_CLOSED = frozenset({401, 402, 403, 407, 418, 429, 451, 999})

_HEADERS = ("x-amzn-waf-action", "x-datadome", "x-dd-b", "x-px-block")
# Each stands on the wall itself, and not in the scripts by which its makers watch honest pages.
_MARKS = re.compile(
    rb"_cf_chl_opt|<iframe[^>]{0,300}_Incapsula_Resource|\b(?:geo|ct)\.captcha-delivery\.com"
    rb"|\bid=[\"']px-captcha|window\.gokuProps|sucuri_cloudproxy_js|/_sec/cp_challenge/"
    rb"|<title>\s*(?:Just a moment\.\.\.|Attention Required! \||Pardon Our Interruption|DDoS-Guard)"
)


def is_wall(status: int, headers: Mapping[str, str], content: bytes) -> bool:
    """Whether an answer is one that only asks who is there. ``headers`` are in lower case."""
    if headers.get("cf-mitigated", "").strip().lower() == "challenge":
        return True
    if status != 200 and any(name in headers for name in _HEADERS):
        return True
    return len(content) <= MAX_WALL and bool(_MARKS.search(content))


def speaks_for_itself(status: int) -> bool:
    """Whether a status tells why without a look at what came with it."""
    return status in _GONE or status in _CLOSED


def refusal(
    target: Target, status: int, headers: Mapping[str, str], beginning: bytes
) -> FetchError:
    """The error for an answer whose status is no success. ``headers`` are in lower case."""
    host, kind = target.host, Kind.FAILED
    if status in _GONE:
        kind = Kind.NOT_FOUND
        sentence = f"{host} has nothing at this address ({status}). Look for a slip in it."
    elif status in _CLOSED or is_wall(status, headers, beginning):
        return wall(target, status, headers)
    elif status >= 500:
        sentence = f"{host} is out of order ({status}). Try again later."
    else:
        sentence = f"{host} makes nothing of this address ({status}). Look for a slip in it."
    return FetchError(kind, sentence, url=target.url, status=status, retry_after=_pause(headers))


def wall(target: Target, status: int, headers: Mapping[str, str]) -> FetchError:
    """The error for a page that programs may not read."""
    return FetchError(
        Kind.BLOCKED,
        f"{target.host} does not show this page to programs ({status}). Open it in a browser and "
        "capture it from there, or fill in the article by hand.",
        url=target.url,
        status=status,
        retry_after=_pause(headers),
    )


def failed(target: Target, status: int, what: str) -> FetchError:
    """The error for an answer that makes no sense; ``what`` follows the name of the host."""
    return FetchError(
        Kind.FAILED,
        f"{target.host} {what}. Open the page in a browser and paste the address it ends at.",
        url=target.url,
        status=status,
    )


def _pause(headers: Mapping[str, str]) -> int | None:
    seconds = seconds_of(headers.get("retry-after", ""))
    return seconds if seconds is None else min(seconds, _LONGEST_PAUSE)
