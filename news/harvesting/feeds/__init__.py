"""What a feed says: bytes in, a ``FeedReading`` out. Fetches nothing and imports no models."""

from __future__ import annotations

from news.harvesting.feeds.entries import FeedEntry, FeedReading, NotAFeed
from news.harvesting.feeds.json_feed import read_json
from news.harvesting.feeds.xml_feed import read_xml
from news.harvesting.reading.encoding import decode

__all__ = ["FeedEntry", "FeedReading", "NotAFeed", "read_feed"]


def read_feed(content: bytes, url: str, content_type: str | None = None) -> FeedReading:
    """The feed that ``url`` gave. Raises ``NotAFeed``.

    ``content_type`` decides about the encoding alone, and only where the feed itself is silent:
    servers call feeds anything.
    """
    says_its_encoding = b"encoding" in content[:200]
    text = decode(content, None if says_its_encoding else content_type).lstrip("\ufeff \t\r\n\0")
    if text.startswith(("{", "[")):
        return read_json(text, url)
    return read_xml(text, url)
