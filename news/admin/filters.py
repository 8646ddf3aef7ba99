"""How editors narrow the list of articles."""

from __future__ import annotations

from django.contrib.admin import ModelAdmin
from django.db.models import Exists, F, OuterRef, QuerySet
from django.http import HttpRequest
from unfold.contrib.filters.admin import DropdownFilter

from news.models import Article, ArticleCategory, MediaFile

State = Article.State


class NamedFilter(DropdownFilter):
    """A choice among named questions, each a method of the filter that narrows the list."""

    options: dict[str, str] = {}

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        return list(self.options.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        return getattr(self, self.value())(queryset) if self.value() in self.options else queryset


class StateFilter(NamedFilter):
    """By what readers and editors see of an article; a scheduled one is not public yet."""

    title = "state"
    parameter_name = "state"
    options = {
        "captured": "Captured",
        "draft": "Draft",
        "in_review": "In review",
        "scheduled": "Scheduled",
        "public": "Published",
        "withdrawn": "Withdrawn",
    }

    def captured(self, articles: QuerySet[Article]) -> QuerySet[Article]:
        return articles.filter(state=State.CAPTURED)

    def draft(self, articles: QuerySet[Article]) -> QuerySet[Article]:
        return articles.filter(state=State.DRAFT)

    def in_review(self, articles: QuerySet[Article]) -> QuerySet[Article]:
        return articles.in_review()

    def scheduled(self, articles: QuerySet[Article]) -> QuerySet[Article]:
        return articles.scheduled()

    def public(self, articles: QuerySet[Article]) -> QuerySet[Article]:
        return articles.published()

    def withdrawn(self, articles: QuerySet[Article]) -> QuerySet[Article]:
        return articles.filter(state=State.WITHDRAWN)


class PictureFilter(NamedFilter):
    """By the picture, and by whether anybody has said what it shows."""

    title = "picture"
    parameter_name = "picture"
    options = {
        "present": "Has a picture",
        "missing": "Has none",
        "unreviewed": "Its text is not written yet",
    }

    def present(self, articles: QuerySet[Article]) -> QuerySet[Article]:
        return articles.filter(Exists(self._pictures()))

    def missing(self, articles: QuerySet[Article]) -> QuerySet[Article]:
        return articles.exclude(Exists(self._pictures()))

    def unreviewed(self, articles: QuerySet[Article]) -> QuerySet[Article]:
        return articles.filter(Exists(unreviewed_pictures().filter(article=OuterRef("pk"))))

    def _pictures(self) -> QuerySet[MediaFile]:
        return MediaFile.objects.filter(
            article=OuterRef("pk"), role=MediaFile.Role.FEATURED_IMAGE
        ).exclude(file="")


class FilingFilter(NamedFilter):
    """By whether an article is filed under topics."""

    title = "filing"
    parameter_name = "filing"
    options = {"without": "Without topics", "unfiled": "Under a topic outside vocabularies"}

    def without(self, articles: QuerySet[Article]) -> QuerySet[Article]:
        return without_topics(articles)

    def unfiled(self, articles: QuerySet[Article]) -> QuerySet[Article]:
        outside = ArticleCategory.objects.filter(article=OuterRef("pk"), category__vocabulary=None)
        return articles.filter(Exists(outside))


def without_topics(articles: QuerySet[Article]) -> QuerySet[Article]:
    """Those that no reader finds under a topic."""
    return articles.exclude(Exists(ArticleCategory.objects.filter(article=OuterRef("pk"))))


def unreviewed_pictures() -> QuerySet[MediaFile]:
    """Pictures whose text is still the title that every import puts there."""
    pictures = MediaFile.objects.filter(role=MediaFile.Role.FEATURED_IMAGE)
    return pictures.filter(alt=F("article__title")) | pictures.filter(alt="")
