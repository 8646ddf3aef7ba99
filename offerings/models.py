"""The catalogue: vocabularies and their categories, institutions, offerings."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone

from offerings.naming import fold, free_slug
from offerings.querysets import (
    CategoryQuerySet,
    InstitutionQuerySet,
    OfferingQuerySet,
    VocabularyQuerySet,
)


class Vocabulary(models.Model):
    """A closed list of categories that somebody keeps: Symplur, MeSH, Healthcare IT News."""

    class Colour(models.TextChoices):
        """Names of the stylesheet's hues; each is chosen for light and for dark."""

        TEAL = "teal"
        INDIGO = "indigo"
        PLUM = "plum"
        OLIVE = "olive"
        RUST = "rust"
        SKY = "sky"

    name = models.CharField(
        max_length=150, help_text="As it stands before the colon, such as Symplur."
    )
    name_folded = models.CharField(max_length=450, unique=True, editable=False)
    colour = models.CharField(
        max_length=10,
        choices=Colour.choices,
        default=Colour.TEAL,
        help_text="The hue in which readers meet its topics.",
    )
    description = models.TextField(blank=True)

    objects = VocabularyQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "vocabularies"

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.name_folded = fold(self.name)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        self.name_folded = fold(self.name)
        if ":" in self.name:
            raise ValidationError({"name": "A vocabulary's name holds no colon: it ends the name."})
        twin = Vocabulary.objects.filter(name_folded=self.name_folded).exclude(pk=self.pk).first()
        if twin:
            raise ValidationError({"name": f"There is a vocabulary of this name: {twin}."})


class Category(models.Model):
    """One term of a vocabulary, such as ``Symplur: Home Care``. Readers meet it as a topic."""

    vocabulary = models.ForeignKey(
        Vocabulary,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="categories",
        help_text="Empty for a term that an import brought and nobody has filed yet.",
    )
    label = models.CharField(max_length=200)
    label_folded = models.CharField(max_length=600, editable=False)
    slug = models.SlugField(
        max_length=250,
        unique=True,
        allow_unicode=True,
        blank=True,
        help_text="The end of the topic's address. Made from vocabulary and label when left empty.",
    )
    description = models.TextField(
        blank=True, help_text="A sentence or two for readers: what news is filed here."
    )
    synonyms = models.TextField(
        blank=True,
        help_text="Other words for it, one a line. An article that says one is proposed for it.",
    )

    objects = CategoryQuerySet.as_manager()

    class Meta:
        ordering = ["label"]
        verbose_name_plural = "categories"
        constraints = [
            models.UniqueConstraint(
                fields=["vocabulary", "label_folded"], name="one_label_per_vocabulary"
            ),
            models.UniqueConstraint(
                fields=["label_folded"],
                condition=models.Q(vocabulary__isnull=True),
                name="one_label_outside_vocabularies",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.label = " ".join(self.label.split())
        self.label_folded = fold(self.label)
        if not self.slug:
            self.slug = free_slug(Category.objects.exclude(pk=self.pk), self.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("offerings:topic", args=[self.slug])

    @property
    def name(self) -> str:
        """``Vocabulary: Label``, the form in which documents hold it."""
        return f"{self.vocabulary}: {self.label}" if self.vocabulary else self.label

    def clean(self) -> None:
        self.label_folded = fold(self.label)
        twins = Category.objects.filter(
            vocabulary=self.vocabulary, label_folded=self.label_folded
        ).exclude(pk=self.pk)
        if twin := twins.first():
            raise ValidationError({"label": f"The vocabulary has this label already: {twin.name}."})


class Institution(models.Model):
    """A company, hospital, university or public body."""

    name = models.CharField(max_length=250)
    name_folded = models.CharField(max_length=750, unique=True, editable=False)
    slug = models.SlugField(max_length=250, unique=True, allow_unicode=True, blank=True)
    kind = models.CharField(
        max_length=100, blank=True, help_text="Company, University, Public body, Foundation, …"
    )
    country = models.CharField(max_length=100, blank=True)
    website = models.URLField(max_length=500, blank=True)
    description = models.TextField(blank=True)

    objects = InstitutionQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.name_folded = fold(self.name)
        if not self.slug:
            self.slug = free_slug(Institution.objects.exclude(pk=self.pk), self.name)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        self.name_folded = fold(self.name)
        twins = Institution.objects.filter(name_folded=self.name_folded).exclude(pk=self.pk)
        if twins.exists():
            raise ValidationError({"name": "There is an institution of this name already."})


class Offering(models.Model):
    """A product, solution or service that news can be about."""

    class Kind(models.TextChoices):
        PRODUCT = "product"
        SOLUTION = "solution"
        SERVICE = "service"

    class Status(models.TextChoices):
        APPROVED = "approved"
        PENDING = "pending"
        ARCHIVED = "archived"

    label = models.CharField(max_length=250)
    slug = models.SlugField(
        max_length=250,
        unique=True,
        allow_unicode=True,
        blank=True,
        help_text="The end of its address, /offering/…/. Made from the label when left empty.",
    )
    offering_id = models.PositiveBigIntegerField(
        "offering id",
        null=True,
        blank=True,
        unique=True,
        help_text="Its number in the catalogue it comes from. A higher one counts as newer.",
    )
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.PRODUCT)
    status = models.CharField(
        max_length=10,
        choices=Status.choices,
        default=Status.APPROVED,
        help_text="Readers see only approved offerings.",
    )
    institution = models.ForeignKey(
        Institution,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="offerings",
        verbose_name="made by",
    )
    summary = models.CharField(
        max_length=300, blank=True, help_text="One sentence of fact: what it does, for whom."
    )
    description = models.TextField(blank=True, help_text="Markdown.")
    licence = models.CharField(
        max_length=100, blank=True, help_text="An SPDX name such as Apache-2.0, or Proprietary."
    )
    website = models.URLField(max_length=500, blank=True)
    repository = models.URLField(max_length=500, blank=True)
    logo = models.ImageField(upload_to="offerings/", blank=True)
    categories = models.ManyToManyField(
        Category, through="OfferingCategory", related_name="offerings"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    modified_at = models.DateTimeField(auto_now=True)

    objects = OfferingQuerySet.as_manager()

    class Meta:
        ordering = ["label"]
        indexes = [models.Index(fields=["status", "label"])]

    def __str__(self) -> str:
        return self.label

    def save(self, *args: object, **kwargs: object) -> None:
        if not self.slug:
            self.slug = free_slug(Offering.objects.exclude(pk=self.pk), self.label)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("offerings:offering", args=[self.slug])

    @property
    def is_listed(self) -> bool:
        """Whether readers may see it; ``OfferingQuerySet.listed()`` says the same of many."""
        return self.status == self.Status.APPROVED

    @property
    def permalink(self) -> str:
        """Its address as documents hold it, without the closing slash."""
        return f"/offering/{self.slug}"

    def ordered_categories(self) -> list[Category]:
        """Its categories in the order in which a curator filed them."""
        return [row.category for row in self.offering_categories.all()]


class OfferingCategory(models.Model):
    """An offering's place under a category; the order is the curator's."""

    offering = models.ForeignKey(Offering, models.CASCADE, related_name="offering_categories")
    category = models.ForeignKey(Category, models.PROTECT, related_name="offering_categories")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = "category"
        verbose_name_plural = "categories"
        constraints = [
            models.UniqueConstraint(fields=["offering", "category"], name="one_row_per_category")
        ]

    def __str__(self) -> str:
        return str(self.category)
