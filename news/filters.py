"""The query string of the news, parsed once: list, chips and page links share it."""

from __future__ import annotations

from django_filters import CharFilter

from news.models import Article, ArticleAuthor, ArticleTag, Author, Publication
from news.querysets import ArticleQuerySet
from offerings.filters import (
    Choices,
    ReaderFilter,
    by_name,
    choice_filter,
    chosen_first,
    containing,
    topics_of,
    words_filter,
)


def publications_of(articles: ArticleQuerySet, chosen: str) -> Choices:
    """The sites that any of the articles comes from."""
    known = Publication.objects.filter(pk__in=articles.order_by().values("publication_id"))
    return by_name((p.host, p.name) for p in chosen_first(known, "host", chosen, "name"))


def authors_of(articles: ArticleQuerySet, chosen: str) -> Choices:
    """The curators of any of the articles."""
    bylines = ArticleAuthor.objects.filter(article__in=articles.order_by().values("pk"))
    known = Author.objects.filter(pk__in=bylines.values("author_id"))
    return by_name((a.slug, a.name) for a in chosen_first(known, "slug", chosen, "name"))


def years_of(articles: ArticleQuerySet, _chosen: str) -> Choices:
    """The years in which any of the articles was curated, the latest first."""
    return [(str(day.year), str(day.year)) for day in articles.dates("date", "year", "DESC")]


class ArticleFilter(ReaderFilter):
    """Published news, narrowed by topic, source, curator, year, tag and words.

    A free tag is no drop-down list: there come to be thousands, each on an article or two. Readers
    meet them on an article, and follow the link.
    """

    q = words_filter(placeholder="Words in title or text")
    topic = choice_filter(
        "Topic",
        "article_categories__category__slug",
        "All topics",
        "No news is filed under the topic “%(value)s”.",
    )
    publication = choice_filter(
        "Source", "publication__host", "All sources", "No news comes from the source “%(value)s”."
    )
    author = choice_filter(
        "Curator",
        "article_authors__author__slug",
        "Everybody",
        "No news is curated by “%(value)s”.",
    )
    year = choice_filter("Year", "date__year", "All years", "There is no news of “%(value)s”.")
    tag = CharFilter(label="Tag", method="with_tag", max_length=100)
    choices_of = {
        "topic": topics_of,
        "publication": publications_of,
        "author": authors_of,
        "year": years_of,
    }

    class Meta:
        model = Article
        fields: list[str] = []

    def with_words(self, articles: ArticleQuerySet, name: str, value: str) -> ArticleQuerySet:
        return containing(articles, value, ("title", "description", "body"))

    def with_tag(self, articles: ArticleQuerySet, name: str, value: str) -> ArticleQuerySet:
        tagged = ArticleTag.objects.filter(tag__name__iexact=value)
        return articles.filter(pk__in=tagged.values("content_object_id"))
