"""What the desk proposes beside a form: topics, offerings and pictures to pick.

Everything here is an offer: it is written into the article only when an editor picks it and saves.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from news import related
from news.capturing.origins import record_of
from news.models import Article, RelatedOffering
from news.related import Suggestion
from news.rendering import to_text
from offerings.models import Category

MOST_PICTURES = 8


@dataclass(frozen=True, slots=True)
class Proposals:
    """What may be picked in an article's form, and what it has already."""

    filed: list[Category] = field(default_factory=list)
    beside: list[RelatedOffering] = field(default_factory=list)
    topics: list[Suggestion] = field(default_factory=list)
    offerings: list[Suggestion] = field(default_factory=list)
    pictures: list[dict[str, Any]] = field(default_factory=list)


def picked(request: HttpRequest) -> dict[str, list[str]]:
    """What an editor had picked when the form came back to be mended; it stays picked."""
    names = ("suggested_topics", "suggested_offerings", "picture_choice")
    return {name: request.POST.getlist(name) for name in names}


def proposals_for(article: Article, *, may_pick: bool = True) -> Proposals:
    """What may be picked for a saved article; topics and offerings that it has are not proposed.

    To whoever may not change the article nothing is proposed.
    """
    filed = article.ordered_categories()
    beside = list(article.related_offerings.shown().select_related("offering"))
    if not may_pick:
        return Proposals(filed, beside)
    record = record_of(article)
    source = {
        "title": article.title,
        "description": article.description,
        "text": (record and record.text) or to_text(article.body, article.body_format),
        "tags": record.tags if record else [],
        "brand": article.publication.host if article.publication else "",
    }
    return Proposals(
        filed,
        beside,
        topics=related.suggest_categories(article, **source),
        offerings=_not_yet_beside(related.suggest_offerings(article, **source), beside),
        pictures=list(enumerate(record.images[:MOST_PICTURES])) if record else [],
    )


def _not_yet_beside(offerings: list[Suggestion], beside: list[RelatedOffering]) -> list[Suggestion]:
    """Without those that the rule shows already: pinning them would change their order alone."""
    shown = {row.offering_id for row in beside}
    return [one for one in offerings if one.offering and one.offering.pk not in shown]
