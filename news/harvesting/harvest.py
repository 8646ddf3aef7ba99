"""What one page says of itself, field by field, and where each answer was found."""

from __future__ import annotations

from dataclasses import dataclass, field

GUESSED_DAY = "a year on the page; the day is a guess"  # the origin of a date that no page states


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that may stand for the page: an absolute address, and what the page says of it.

    ``width`` and ``height`` are pixels, 0 where the page does not tell.
    """

    url: str
    alt: str = ""
    width: int = 0
    height: int = 0
    origin: str = ""


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed that the page offers. ``kind`` is ``rss``, ``atom`` or ``json``."""

    url: str
    title: str
    kind: str


@dataclass(frozen=True, slots=True)
class Harvest:
    """What was read from one page; ``''`` where the page is silent.

    Dates are ISO 8601, a day or a moment, as precise as the page. ``language`` is a BCP 47 tag.
    ``origins`` names, for each field that has an answer, where the page says so.
    """

    url: str
    title: str = ""
    description: str = ""
    author: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    modified: str = ""
    canonical_url: str = ""
    image: str = ""
    images: tuple[Picture, ...] = ()
    site_name: str = ""
    language: str = ""
    favicon: str = ""
    feeds: tuple[FeedLink, ...] = ()
    tags: tuple[str, ...] = ()
    paywall: bool | None = None
    text: str = ""
    excerpt: str = ""  # how the story begins, as clean HTML
    clean_url: str = ""
    brand: str = ""
    html_metadata: dict[str, str | None] = field(default_factory=dict)
    open_graph: dict[str, str | None] = field(default_factory=dict)
    twitter: dict[str, str | None] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)
