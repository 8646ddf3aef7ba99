"""What an article may be filed under and is about, proposed with the words that speak for it.

``words`` and ``naming`` are pure; ``learning`` keeps counts of what the desk filed before, and
``topics`` weighs them. ``news.related`` is the door: nothing else imports from here but commands.
"""

from __future__ import annotations

from dataclasses import dataclass

from offerings.models import Category, Offering


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A category or an offering that an editor may pick for an article.

    ``score`` is between 0 and 1, and only good for putting suggestions in order. ``words`` are the
    article's own, the strongest first. ``reason`` is a part of a sentence for the editor.
    """

    score: float
    words: tuple[str, ...]
    reason: str
    category: Category | None = None
    offering: Offering | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """What is known of an article, whether or not it is saved; all of it is plain text.

    ``tags`` are those of the source's page, ``brand`` is the host of its publication.
    """

    title: str = ""
    description: str = ""
    text: str = ""
    tags: tuple[str, ...] = ()
    brand: str = ""
