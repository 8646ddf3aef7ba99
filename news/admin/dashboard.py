"""The first page of the desk: what needs doing, as numbers that lead to lists; what was done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.admin.models import LogEntry
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from news import checking
from news.admin.filters import unreviewed_pictures, without_topics
from news.admin.pictures import thumbnail
from news.admin.states import HUES, standing
from news.models import Article, Feed
from news.querysets import LONG_TEXTS
from offerings.models import Category

RECENT = 8
State = Article.State


@dataclass(frozen=True, slots=True)
class Task:
    """A number of things to do, in words, and the list in which they are done."""

    number: int
    words: str
    advice: str
    url: str


def first_page(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Unfold's hook: what ``templates/admin/index.html`` shows."""
    context["title"] = "What needs doing"
    if request.user.has_perm("news.view_article"):
        context |= {"work": work_to_do(), "care": care_to_take(), "recent": recently_changed()}
    return {**context, "log": done_at_the_desk()}


def work_to_do() -> list[Task]:
    """Articles on their way to readers, by where they are."""
    states = Article.objects.aggregate(
        in_review=Count("pk", filter=Q(state=State.IN_REVIEW)),
        scheduled=Count("pk", filter=Q(state=State.PUBLISHED, published_at__gt=timezone.now())),
        draft=Count("pk", filter=Q(state=State.DRAFT)),
        captured=Count("pk", filter=Q(state=State.CAPTURED)),
    )
    words = {
        "in_review": ("in review", "Read, then publish or send back."),
        "scheduled": ("scheduled", "They go to readers by themselves."),
        "draft": ("drafts", "Finish, then submit for review."),
        "captured": ("captured", "Fresh from the feeds: keep or discard."),
    }
    return [Task(states[state], *words[state], _articles(state=state)) for state in words]


def care_to_take() -> list[Task]:
    """What readers would miss."""
    return [
        Task(
            without_topics(Article.objects.all()).count(),
            "articles without topics",
            "No reader finds them by topic, and no offering stands beside them.",
            _articles(filing="without"),
        ),
        Task(
            unreviewed_pictures().count(),
            "pictures without a text of their own",
            "Say what they show, for those who do not see them.",
            _articles(picture="unreviewed"),
        ),
        Task(
            Category.objects.filter(vocabulary=None).count(),
            "topics outside vocabularies",
            "An import brought them. File each under a vocabulary.",
            reverse("admin:offerings_category_changelist", query={"vocabulary": "unfiled"}),
        ),
        Task(
            checking.inbox().count(),
            "sources that died, moved or changed",
            "Take the new address, look at the archive's copy, or leave it.",
            reverse("admin:news_sourcecheck_changelist"),
        ),
        Task(
            Feed.objects.filter(is_followed=True, failures__gt=0).count(),
            "feeds that fail",
            "See what each answered last; mend its address, or follow it no longer.",
            reverse("admin:news_feed_changelist", query={"state": "failing"}),
        ),
    ]


def recently_changed() -> list[tuple[Article, SafeString, str, str]]:
    """The articles worked on last: each with its picture, the hue of its state, and the word."""
    articles = (
        Article.objects.order_by("-modified_at", "-pk")
        .select_related("publication")
        .with_media()
        .defer(*LONG_TEXTS)[:RECENT]
    )
    return [_row(article) for article in articles]


def _row(article: Article) -> tuple[Article, SafeString, str, str]:
    state, word = standing(article)
    return article, thumbnail(article.featured_image), HUES[state], word


def done_at_the_desk() -> QuerySet[LogEntry]:
    """The last steps of all editors."""
    return LogEntry.objects.select_related("user", "content_type")[:RECENT]


def _articles(**narrowed: str) -> str:
    return reverse("admin:news_article_changelist", query=narrowed)
