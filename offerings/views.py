"""The catalogue's pages: topics and offerings, each with the news that concerns it.

News is reached from the catalogue's own rows (``category.articles``), never imported.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.generic import DetailView
from django_filters.views import FilterView

from offerings.filters import OfferingFilter
from offerings.models import Category, Offering
from offerings.paging import PER_PAGE, page_of
from offerings.querysets import filed

BESIDE = 6  # offerings beside a topic's news
ALIKE = 4  # offerings that share the topics of one


class OfferingList(FilterView):
    """``/offering/``: the catalogue, which readers narrow by the query string."""

    filterset_class = OfferingFilter
    paginate_by = PER_PAGE
    template_name = "offerings/offering_list.html"

    def get_queryset(self) -> QuerySet[Offering]:
        return Offering.objects.listed().for_listing().order_by("label", "pk")


class OfferingDetail(DetailView):
    """``/offering/<slug>/``: what an offering is, and the news about it and beside it."""

    template_name = "offerings/offering.html"
    context_object_name = "offering"

    def get_queryset(self) -> QuerySet[Offering]:
        return Offering.objects.listed().for_listing()

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        offering = self.object
        categories = offering.ordered_categories()
        page = page_of(self.request, news_of(offering))
        return super().get_context_data(
            categories=categories,
            page_obj=page,
            about=[article for article in page if article.offering_id == offering.pk],
            beside=[article for article in page if article.offering_id != offering.pk],
            alike=alike(offering, categories),
            **kwargs,
        )


def news_of(offering: Offering) -> QuerySet[Model]:
    """Published articles about an offering, and those that show it, newest first."""
    articles = offering.articles_about.model.objects.published()
    shown = offering.related_articles.shown().values("article_id")
    return articles.filter(Q(offering=offering) | Q(pk__in=shown)).for_listing()


def alike(offering: Offering, categories: list[Category]) -> QuerySet[Offering]:
    """Other offerings that share its topics, those that share most first."""
    ids = [category.pk for category in categories]
    others = Offering.objects.best_match(ids).exclude(pk=offering.pk)
    return others.select_related("institution")[:ALIKE]


def topics(request: HttpRequest) -> HttpResponse:
    """``/topic/``: every topic that has news or offerings, by vocabulary, with counts."""
    news = filed_counts(Category.articles.rel.related_model.objects.published())
    catalogue = filed_counts(Offering.objects.listed())
    in_use = [
        {"topic": topic, "news": news.get(topic.pk, 0), "offerings": catalogue.get(topic.pk, 0)}
        for topic in Category.objects.in_order()
        if topic.pk in news or topic.pk in catalogue
    ]
    return render(request, "offerings/topics.html", {"rows": in_use})


def filed_counts(rows: QuerySet[Model]) -> dict[int, int]:
    """How many of the rows, articles or offerings, are filed under each category, by its key."""
    counted = filed(rows).order_by().values("category_id").annotate(count=Count("pk"))
    return dict(counted.values_list("category_id", "count"))


def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """``/topic/<slug>/``: the news and the offerings filed under a topic."""
    category = get_object_or_404(Category.objects.select_related("vocabulary"), slug=slug)
    offerings = list(category.offerings.listed().for_listing().order_by("label")[: BESIDE + 1])
    context = {
        "topic": category,
        "page_obj": page_of(request, category.articles.published().for_listing()),
        "offerings": offerings[:BESIDE],
        "more_offerings": len(offerings) > BESIDE,
    }
    return render(request, "offerings/topic.html", context)
