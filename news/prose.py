"""What the rich text editor can hold, so that a body it would cut down is never put into it."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import urlsplit

from django_prose_editor.config import allowlist_from_extensions

# Code is left out: the editor drops bold, italics and links inside it.
EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Subscript": True,
    "Superscript": True,
    "Heading": {"levels": [2, 3, 4]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "HardBreak": True,
    "HorizontalRule": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto"]},
    "HTML": True,
}
_ALLOWED = allowlist_from_extensions(EXTENSIONS)
_SCHEMES = {"", "http", "https", "mailto"}


def can_hold(html: str) -> bool:
    """Whether the editor shows everything in ``html``, so that editing it drops nothing.

    >>> can_hold("<p>See <a href='https://example.org/'>there</a>.</p>")
    True
    >>> can_hold("<table><tr><td>12</td></tr></table>")
    False
    """
    look = _Look()
    look.feed(html)
    look.close()
    return not look.beyond


class _Look(HTMLParser):
    """Reads HTML and notes whether any of it is beyond the editor."""

    def __init__(self) -> None:
        super().__init__()
        self.beyond = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = _ALLOWED["attributes"].get(tag, ())
        if tag not in _ALLOWED["tags"] or any(name not in known for name, _ in attrs):
            self.beyond = True
        if tag == "a" and not _leads_somewhere(dict(attrs).get("href")):
            self.beyond = True

    def handle_comment(self, data: str) -> None:
        self.beyond = True

    handle_decl = handle_pi = unknown_decl = handle_comment


def _leads_somewhere(href: str | None) -> bool:
    try:
        return bool(href) and urlsplit(href).scheme.lower() in _SCHEMES
    except ValueError:
        return False
