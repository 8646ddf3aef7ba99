"""What the desk proposes beside a form: pictures to pick.

Everything here is an offer: it is written into the article only when an editor picks it and saves.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from news.capturing.origins import record_of
from news.models import Article

MOST_PICTURES = 8


@dataclass(frozen=True, slots=True)
class Proposals:
    """What may be picked beside an article's form."""

    pictures: list[dict[str, Any]] = field(default_factory=list)


def proposals_for(article: Article) -> Proposals:
    """What may be picked for a saved article."""
    record = record_of(article)
    return Proposals(
        pictures=list(enumerate(record.images[:MOST_PICTURES])) if record else [],
    )
