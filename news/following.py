"""Which addresses a reader may follow: the rule for every ``href``, ``src`` and ``cite`` shown.

An address is read as browsers read it (https://url.spec.whatwg.org/), and then as old, careless or
twice-decoding readers might: without the characters that nobody sees, with its character references
and percent escapes resolved, with look-alike letters folded. It must be harmless to all of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote, urlsplit

from django.conf import settings

SCHEMES = frozenset({"http", "https", "mailto", "tel"})
DECODED = 6  # times that an address is decoded; one that still changes then is refused

CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
# What a careless reader drops: white space, controls, everything without a shape of its own, and
# the sign that escapes a character where something else is read than an address.
UNSEEN = re.compile(
    r"[\s\\\x00-\x20\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2000-\u200f"
    r"\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffd"
    r"\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
FIRST_SEGMENT = re.compile(r"[^/?#]*")
AUTHORITY = re.compile(r"(?:https?:[/\\]*|[/\\]{2,})([^/\\?#]*)", re.IGNORECASE)


def safe_address(address: str) -> str | None:
    """The address without its control characters; ``None`` if it may do more than lead somewhere.

    Relative ones are safe when nobody can take their beginning for a scheme.

    >>> safe_address(" /news/?q=a:b"), safe_address("java&#115;cript\\x01:alert(1)")
    ('/news/?q=a:b', None)
    """
    readings = list(_readings(address))
    if len(readings) > DECODED or not all(_is_harmless(reading) for reading in readings):
        return None
    return CONTROLS.sub("", address).strip()


def web_address(url: str) -> str:
    """The address if a reader may follow it (http or https, with a host), otherwise ``''``.

    >>> web_address("javascript:alert(1)")
    ''
    """
    url = safe_address(url) or ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.hostname else ""


def is_elsewhere(address: str) -> bool:
    """Whether the address leads to another site than this one.

    >>> is_elsewhere("/news/"), is_elsewhere("/\\\\other.example/")
    (False, True)
    """
    authority = AUTHORITY.match(address)
    if not authority:
        return False
    try:
        return urlsplit(f"//{authority[1]}").hostname != urlsplit(settings.SITE_URL).hostname
    except ValueError:
        return True


def _readings(address: str) -> Iterator[str]:
    """What the address is to one reader after the other, one more than ``DECODED`` at most."""
    for _ in range(DECODED + 1):
        bare = UNSEEN.sub("", address)
        yield bare
        address = unicodedata.normalize("NFKC", unquote(unescape(bare)))
        if address == bare:
            return


def _is_harmless(reading: str) -> bool:
    scheme, colon, _ = FIRST_SEGMENT.match(reading)[0].partition(":")
    return not colon or scheme.lower() in SCHEMES
