"""What can be asked of the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from offerings.naming import fold

if TYPE_CHECKING:
    from offerings.models import Category, Institution, Vocabulary


class VocabularyQuerySet(models.QuerySet["Vocabulary"]):
    def named(self, name: str) -> Vocabulary:
        """The vocabulary of this name, made when it is new. Case and white space do not count."""
        vocabulary, _ = self.get_or_create(
            name_folded=fold(name),
            defaults={"name": " ".join(name.split()), "colour": self.next_colour()},
        )
        return vocabulary

    def next_colour(self) -> str:
        """The colour for a new vocabulary: each in its turn."""
        colours = self.model.Colour.values
        return colours[self.count() % len(colours)]


class CategoryQuerySet(models.QuerySet["Category"]):
    def named(self, name: str) -> Category:
        """The category of ``Vocabulary: Label``, made when it is new.

        A name without a vocabulary is kept outside all of them, for an editor to file.
        """
        vocabulary_name, label = split_name(name)
        vocabulary = None
        if vocabulary_name:
            vocabulary = self.model.vocabulary.field.related_model.objects.named(vocabulary_name)
        category, _ = self.get_or_create(
            vocabulary=vocabulary, label_folded=fold(label), defaults={"label": label}
        )
        return category

    def in_order(self) -> CategoryQuerySet:
        """By vocabulary, then by label, with the vocabulary at hand."""
        return self.select_related("vocabulary").order_by("vocabulary__name", "label")


def split_name(name: str) -> tuple[str, str]:
    """``'Symplur: Home Care'`` -> ``('Symplur', 'Home Care')``; no vocabulary gives ``''``."""
    name = " ".join(name.split())
    vocabulary, _, label = name.partition(": ")
    return (vocabulary, label) if vocabulary and label else ("", name)


class InstitutionQuerySet(models.QuerySet["Institution"]):
    def named(self, name: str) -> Institution:
        """The institution of this name or slug, made when it is new."""
        known = self.filter(models.Q(name_folded=fold(name)) | models.Q(slug=name)).first()
        return known or self.create(name=" ".join(name.split()))


class OfferingQuerySet(models.QuerySet["Offering"]):
    def listed(self) -> OfferingQuerySet:
        """Those that readers may see."""
        return self.filter(status=self.model.Status.APPROVED)

    def for_listing(self) -> OfferingQuerySet:
        """With what a card shows: the maker, and the topics in their order."""
        return self.select_related("institution").with_categories()

    def with_categories(self) -> OfferingQuerySet:
        """With the categories at hand, in their order (``Offering.ordered_categories``)."""
        through = self.model.categories.through.objects
        return self.prefetch_related(
            models.Prefetch(
                "offering_categories",
                through.select_related("category__vocabulary").order_by("position", "pk"),
            )
        )

    def best_match(self, category_ids: list[int]) -> OfferingQuerySet:
        """Those that share a category: most shared first, then the newest (highest id).

        Each carries ``shared``, the number of categories in common.
        """
        return (
            self.listed()
            .filter(offering_categories__category_id__in=category_ids)
            .annotate(shared=models.Count("offering_categories"))
            .order_by("-shared", models.F("offering_id").desc(nulls_last=True), "-pk")
        )


def filed(rows: models.QuerySet[models.Model]) -> models.QuerySet[models.Model]:
    """The rows that file these, articles or offerings, under their categories."""
    through = rows.model.categories.through.objects
    return through.filter(**{f"{rows.model._meta.model_name}__in": rows.order_by().values("pk")})
