"""Addresses of articles: cleaned of trackers, their host as a brand, and when two are the same.

``clean`` and ``explain`` apply the rules in ``tracking/``; ``twin`` chooses between an address
and what the page calls canonical; ``duplicate_form`` decides duplicates everywhere: paste, import,
feed and sync.
"""

from __future__ import annotations

import hashlib
import re
from urllib.parse import quote, unquote_to_bytes, urlsplit

from news.harvesting.tracking.cleaning import Cleaning, clean, explain
from news.harvesting.tracking.parts import MAX_HOST_LENGTH, Parts, host_form, split
from news.harvesting.tracking.queries import Removal
from news.harvesting.twins import twin

__all__ = [
    "Cleaning",
    "Removal",
    "address_key",
    "brand_of",
    "brand_slug",
    "clean",
    "duplicate_form",
    "explain",
    "twin",
]

_UNRESERVED = "-._~"
_IN_PATHS = "/!$&'()*+,;=:@"  # what a path may hold unencoded and mean the same
_IN_QUERIES = "/!$'()*,;:@?"
_INDEX = re.compile(r"/(?:index\.(?:s?html?|php|aspx?|jsp)|default\.(?:aspx?|html?))$", re.I)
_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")


def brand_of(url: str) -> str:
    """The host without ``www.``: ``https://www.who.int/news`` -> ``who.int``.

    ``''`` where there is none, or one that is longer than a name can be.
    """
    try:
        host = urlsplit(url.strip()).hostname or ""
    except ValueError:
        return ""
    brand = (host_form(host) or host.lower().rstrip(".")).removeprefix("www.")
    return brand if len(brand) <= MAX_HOST_LENGTH else ""


def brand_slug(brand: str) -> str:
    """How a brand begins a slug: without its last label, dots as hyphens.

    ``medicalfuturist.com`` -> ``medicalfuturist``, ``academic.oup.com`` -> ``academic-oup``,
    ``brisbanetimes.com.au`` -> ``brisbanetimes-com``.
    """
    return "-".join(brand.split(".")[:-1]) or brand


def duplicate_form(url: str) -> str:
    """The spelling in which two addresses of one page are equal.

    Trackers and wrappers, scheme, ``www.``, a default port, a closing slash or ``index.html``, how
    characters are percent-encoded, the order of the query and the fragment do not count; a fragment
    that is a route of the page's own program (``#!/…``, ``#/…``) does.
    """
    text = clean(url)
    address = split(text)
    if address is None:
        return text
    path = _INDEX.sub("/", _spelt(address.path, _IN_PATHS)).rstrip("/")
    query = _query_form(address.query)
    return f"{_place(address)}{path}{'?' + query if query else ''}{_route(address.fragment)}"


def _place(address: Parts) -> str:
    port = f":{address.port}" if address.port not in ("", "80", "443") else ""
    return f"{address.host.removeprefix('www.')}{port}"


def _query_form(query: str | None) -> str:
    """The pairs in order of their spelling; ``a`` is ``a=`` and ``+`` is a space."""
    pairs = []
    for piece in (query or "").split("&"):
        if piece:
            name, _, value = piece.replace("+", "%20").partition("=")
            pairs.append(f"{_spelt(name, _IN_QUERIES)}={_spelt(value, _IN_QUERIES + '=')}")
    return "&".join(sorted(pairs))


def _route(fragment: str | None) -> str:
    return f"#{fragment}" if fragment and fragment.startswith(("!", "/")) else ""


def _spelt(text: str, plain: str) -> str:
    """Percent-encoded in one way: only what must be, in capitals, and never what separates."""
    pieces, end = [], 0
    for match in _ESCAPE.finditer(text):
        pieces.append(quote(text[end : match.start()], safe=plain + _UNRESERVED + "%"))
        pieces.append(_escape_form(match[0]))
        end = match.end()
    pieces.append(quote(text[end:], safe=plain + _UNRESERVED + "%"))
    return "".join(pieces)


def _escape_form(escape: str) -> str:
    """``%7e`` -> ``~``, ``%2f`` -> ``%2F``: decoded only where that cannot change the meaning."""
    byte = unquote_to_bytes(escape)
    if byte.isalnum() or byte in (b"-", b".", b"_", b"~"):
        return byte.decode("ascii")
    return escape.upper()


def address_key(url: str) -> str | None:
    """64 hexadecimal digits that are equal for two spellings of one address; None for none.

    A digest, because addresses are longer than what a database can index.
    """
    return hashlib.sha256(duplicate_form(url).encode()).hexdigest() if url.strip() else None
