"""What can be asked of the articles. ``published()`` is the one gate to readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone

from news.harvesting.addresses import address_key
from offerings.naming import fold

if TYPE_CHECKING:
    from news.models import Author, Publication, Section
    from offerings.models import Category

LONG_TEXTS = ("body", "insights")  # no list shows them


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self) -> ArticleQuerySet:
        """What readers may see now: published, and its moment has come."""
        return self.filter(state=self.model.State.PUBLISHED, published_at__lte=timezone.now())

    def scheduled(self) -> ArticleQuerySet:
        """Published, but for a moment that is still to come."""
        return self.filter(state=self.model.State.PUBLISHED, published_at__gt=timezone.now())

    def in_review(self) -> ArticleQuerySet:
        """What waits for an editor."""
        return self.filter(state=self.model.State.IN_REVIEW)

    def about(self, category: Category) -> ArticleQuerySet:
        """Those filed under a category."""
        return self.filter(article_categories__category=category)

    def with_source(self, url: str) -> ArticleQuerySet:
        """Those whose source is at this address, however it is spelt."""
        return self.filter(address_key=address_key(url))

    def newest_first(self) -> ArticleQuerySet:
        """By the day of curation. The key breaks ties, so that pages never overlap."""
        return self.order_by("-date", "-pk")

    def for_listing(self) -> ArticleQuerySet:
        """Newest first, with what a card shows: publication, picture and topics.

        The long texts stay in the database.
        """
        return (
            self.newest_first()
            .select_related("publication")
            .with_categories()
            .with_media()
            .defer(*LONG_TEXTS)
        )

    def for_headlines(self) -> ArticleQuerySet:
        """Newest first, with nothing but title, day and publication: one query."""
        return self.newest_first().select_related("publication").defer(*LONG_TEXTS)

    def for_page(self) -> ArticleQuerySet:
        """With everything that the article's own page shows."""
        return (
            self.select_related("section", "publication", "institution", "offering")
            .with_authors()
            .with_categories()
            .with_related_offerings()
            .with_media()
            .with_tags()
        )

    def for_export(self) -> ArticleQuerySet:
        """With everything that its Markdown file holds."""
        return self.for_page().select_related("page_metadata", "file").prefetch_related("aliases")

    def with_authors(self) -> ArticleQuerySet:
        return self.prefetch_related(self._ordered("article_authors", "author"))

    def with_categories(self) -> ArticleQuerySet:
        return self.prefetch_related(self._ordered("article_categories", "category__vocabulary"))

    def with_tags(self) -> ArticleQuerySet:
        tagged = self.model.tagged_items.rel.related_model.objects
        return self.prefetch_related(
            models.Prefetch("tagged_items", tagged.select_related("tag").order_by("pk"))
        )

    def with_media(self) -> ArticleQuerySet:
        return self.prefetch_related("media")

    def with_related_offerings(self) -> ArticleQuerySet:
        """With the offerings shown, their makers and their topics: two queries in all."""
        related = self.model.related_offerings.rel.related_model.objects.shown()
        filed = self.model.offering.field.related_model.offering_categories.rel.related_model
        return self.prefetch_related(
            models.Prefetch(
                "related_offerings",
                related.select_related("offering__institution").prefetch_related(
                    models.Prefetch(
                        "offering__offering_categories",
                        filed.objects.select_related("category__vocabulary").order_by(
                            "position", "pk"
                        ),
                    )
                ),
            )
        )

    def _ordered(self, rows: str, target: str) -> models.Prefetch:
        through = getattr(self.model, rows).rel.related_model.objects
        return models.Prefetch(rows, through.select_related(target).order_by("position", "pk"))


class RelatedOfferingQuerySet(models.QuerySet["RelatedOffering"]):
    def shown(self) -> RelatedOfferingQuerySet:
        """In the order of the page, without those that an editor has excluded."""
        return self.exclude(chosen=self.model.Chosen.EXCLUDED).order_by("position", "pk")


class AuthorQuerySet(models.QuerySet["Author"]):
    def named(self, name: str) -> Author:
        """The author of this name, made when new. Case and white space do not count.

        A name that is longer than the column is cut.
        """
        name = " ".join(name.split())[: self.model._meta.get_field("name").max_length]
        author, _ = self.get_or_create(name_folded=fold(name), defaults={"name": name})
        return author


class PublicationQuerySet(models.QuerySet["Publication"]):
    def at(self, host: str, name: str = "") -> Publication:
        """The publication at this host, made when new under ``name`` or else the host."""
        publication, _ = self.get_or_create(host=host.lower(), defaults={"name": name or host})
        return publication


class SectionQuerySet(models.QuerySet["Section"]):
    def house(self) -> Section:
        """The section that new articles enter: News, made when it is not there."""
        return self.filter(base_path="/news/").order_by("pk").first() or self.create()
