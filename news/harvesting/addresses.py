"""Addresses of articles: their host as a brand, and the form in which two are the same."""

import hashlib
from urllib.parse import parse_qsl, urlencode, urlsplit


def brand_of(url: str) -> str:
    """The host without ``www.``: ``https://www.who.int/news`` -> ``who.int``. ``''`` if none."""
    try:
        host = urlsplit(url.strip()).hostname or ""
    except ValueError:
        return ""
    return host.lower().rstrip(".").removeprefix("www.")


def brand_slug(brand: str) -> str:
    """How a brand begins a slug: without its last label, dots as hyphens.

    ``medicalfuturist.com`` -> ``medicalfuturist``, ``academic.oup.com`` -> ``academic-oup``,
    ``brisbanetimes.com.au`` -> ``brisbanetimes-com``.
    """
    return "-".join(brand.split(".")[:-1]) or brand


def duplicate_form(url: str) -> str:
    """The spelling in which two addresses of one page are equal.

    Scheme, ``www.``, a closing slash, the fragment and the order of the query do not count.
    """
    try:
        parts = urlsplit(url.strip())
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:
        return url.strip()
    query = urlencode(sorted(parse_qsl(parts.query, keep_blank_values=True)))
    path = parts.path.rstrip("/")
    return f"{brand_of(url)}{port}{path}{'?' + query if query else ''}"


def address_key(url: str) -> str | None:
    """64 hexadecimal digits that are equal for two spellings of one address; None for none.

    A digest, because addresses are longer than what a database can index.
    """
    return hashlib.sha256(duplicate_form(url).encode()).hexdigest() if url.strip() else None
