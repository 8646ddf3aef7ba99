"""What bytes are by themselves, whatever their sender calls them."""

from __future__ import annotations

import re

HEAD = 2048  # how many bytes at the beginning tell
HTML, XHTML, XML, PDF, TEXT, JSON, SVG, RSS, ATOM, OTHER = (
    "text/html",
    "application/xhtml+xml",
    "application/xml",
    "application/pdf",
    "text/plain",
    "application/json",
    "image/svg+xml",
    "application/rss+xml",
    "application/atom+xml",
    "application/octet-stream",
)

_BINARY = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"\x00\x00\x01\x00", "image/x-icon"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"PK\x03\x04", "application/zip"),
    (b"\x1f\x8b", "application/gzip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/msword"),
)
_BRANDS = {b"avif": "image/avif", b"avis": "image/avif"} | dict.fromkeys(
    (b"heic", b"heix", b"hevc", b"mif1", b"msf1"), "image/heic"
)
_HTML_TAGS = (
    "!doctype html|html|head|body|title|meta|script|style|link|article|main|div|h1|p|table|iframe"
)
_HTML = re.compile(rf"<(?:{_HTML_TAGS})[\s/>]", re.IGNORECASE)
_COMMENT = re.compile(r"\s*<!--(?:[^-]|-(?!->))*-->")
_ROOT = re.compile(r"<([A-Za-z][\w.-]*:)?([A-Za-z][\w.-]*)[\s/>]")
_ROOTS = {"html": XHTML, "svg": SVG, "rss": RSS, "rdf": RSS, "feed": ATOM}
_SPOKEN = {
    HTML: "an HTML page",
    XHTML: "an HTML page",
    PDF: "a PDF",
    RSS: "a feed",
    ATOM: "a feed",
    OTHER: "a file of no known type",
}
_SPOKEN_FAMILIES = {"image": "a picture", "video": "a video", "audio": "a sound", "text": "a text"}
_VAGUE = {"", TEXT, OTHER, "application/binary", "binary/octet-stream", "unknown/unknown"}
_TEXTS = re.compile(r"text/.*|application/(?:.*\+)?(?:xml|json)|application/javascript")


def media_type(header: str, start: bytes) -> str:
    """The media type of a body that begins with ``start``, in lower case, without parameters.

    What shows in the bytes wins over ``header``; where they do not tell, the header is believed.
    """
    named = header.partition(";")[0].strip().lower()
    binary = _binary(start)
    if binary:
        return binary
    if named in (HTML, XHTML):
        return named
    text = _beginning(start)
    if text is None:
        # No text, though it may be called so: then nobody knows what it is.
        return OTHER if _TEXTS.fullmatch(named) or not named else named
    found = _markup(text)
    if found and (named in _VAGUE or not _TEXTS.fullmatch(named) or named.endswith("xml")):
        return found
    return named or TEXT


def looks_like_feed(start: bytes) -> bool:
    """Whether these first bytes are of RSS, Atom or JSON Feed, whatever the header says."""
    text = _beginning(start) or ""
    return _markup(text) in (RSS, ATOM) or (
        text.lstrip().startswith("{") and "jsonfeed.org/version" in text.replace("\\/", "/")
    )


def spoken(media_type: str) -> str:
    """A media type as a person would call it: ``a picture``."""
    if media_type in _SPOKEN:
        return _SPOKEN[media_type]
    return _SPOKEN_FAMILIES.get(media_type.partition("/")[0], f"a file of type {media_type[:60]}")


def _binary(start: bytes) -> str:
    if b"%PDF-" in start[:1024] and start.lstrip()[:1] != b"<":
        return PDF
    for magic, name in _BINARY:
        # Two letters alone may begin a text.
        if start.startswith(magic) and (magic != b"BM" or b"\x00" in start[:64]):
            return name
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return "image/webp"
    return _BRANDS.get(start[8:12], "") if start[4:8] == b"ftyp" else ""


def _beginning(start: bytes) -> str | None:
    """The first characters as text; None when these are no text."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if start.startswith(mark):
            return start.decode(encoding, "replace").lstrip("\ufeff")
    if start[:2] in (b"<\x00", b"\x00<"):
        return start.decode("utf-16-le" if start[1:2] == b"\x00" else "utf-16-be", "replace")
    if any(byte < 9 or 13 < byte < 27 for byte in start[:512]):
        return None
    return start.decode("utf-8", "replace")


def _markup(text: str) -> str:
    """The media type that the first tag speaks for; ``''`` where the text has none in front."""
    text = _COMMENT.sub("", text.lstrip(), count=8).lstrip()
    if _HTML.match(text):
        return HTML
    if not text.startswith("<?xml"):
        return _root(text) if text.startswith("<") else ""
    return _root(re.sub(r"^<\?xml[^>]*>", "", text)) or XML


def _root(text: str) -> str:
    text = re.sub(r"<[!?][^>]*>", "", text[:HEAD])
    match = _ROOT.search(text)
    return _ROOTS.get(match[2].lower(), "") if match else ""
