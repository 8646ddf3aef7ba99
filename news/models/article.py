"""The article: a story found elsewhere, curated here."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.utils import timezone
from taggit.managers import TaggableManager
from taggit.models import TaggedItemBase

from news.harvesting.addresses import address_key
from news.models.parts import MediaFile
from news.models.section import Section, SiteNamespace
from news.models.sources import Author, Publication
from news.querysets import ArticleQuerySet
from offerings.models import Category, Institution, Offering


def today() -> date:
    """The day it is where the newsroom is."""
    return timezone.localdate()


class ArticleTag(TaggedItemBase):
    """A free tag on an article. The order in which tags were given is the order of the rows."""

    content_object = models.ForeignKey("Article", models.CASCADE, related_name="tagged_items")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["content_object", "tag"], name="one_row_per_tag")
        ]


class Article(models.Model):
    """A story found elsewhere, curated here."""

    class State(models.TextChoices):
        CAPTURED = "captured"
        DRAFT = "draft"
        IN_REVIEW = "in_review", "in review"
        PUBLISHED = "published"
        WITHDRAWN = "withdrawn"

    class BodyFormat(models.TextChoices):
        HTML = "html", "HTML"
        MARKDOWN = "markdown", "Markdown"

    # The source
    source_url = models.TextField(
        "address as pasted", blank=True, help_text="Kept for ever as it was pasted."
    )
    clean_url = models.TextField(
        "address", blank=True, help_text="Without trackers. Readers follow this one."
    )
    address_key = models.CharField(max_length=64, null=True, editable=False)  # noqa: DJ001
    duplicate_of = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="duplicates",
        help_text="Set when another article has the same source and both are to stay.",
    )
    publication = models.ForeignKey(
        Publication, models.PROTECT, null=True, blank=True, related_name="articles"
    )
    source_byline = models.CharField(
        "byline there", max_length=300, blank=True, help_text="Who wrote it, as the source says."
    )
    source_date = models.DateField("published there", null=True, blank=True)

    # The story
    title = models.CharField(max_length=500)
    description = models.TextField(
        blank=True,
        help_text="Made from the body when left empty.",
    )
    body = models.TextField(blank=True)
    body_format = models.CharField(
        max_length=10, choices=BodyFormat.choices, default=BodyFormat.HTML
    )
    insights_name = models.CharField("insight: headline", max_length=300, blank=True)
    insights = models.TextField(
        "insight", blank=True, help_text="Your own comment. Readers see that it is yours."
    )
    via = models.CharField(max_length=300, blank=True, help_text="Who pointed to it.")
    via_url = models.TextField("via: address", blank=True)
    authors = models.ManyToManyField(
        Author, through="ArticleAuthor", related_name="articles", verbose_name="curators"
    )

    # What it is about
    categories = models.ManyToManyField(
        Category, through="ArticleCategory", related_name="articles"
    )
    tags = TaggableManager(through=ArticleTag, blank=True, help_text="Separated by commas.")
    institution = models.ForeignKey(
        Institution,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="articles",
        help_text="Only when the article is about this one.",
    )
    offering = models.ForeignKey(
        Offering,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="articles_about",
        help_text="Only when the article is about this one.",
    )

    # Publishing
    section = models.ForeignKey(Section, models.PROTECT, related_name="articles")
    slug = models.CharField(max_length=250, help_text="The end of its address.")
    path = models.CharField(max_length=900, unique=True, editable=False)
    state = models.CharField(
        max_length=10, choices=State.choices, default=State.DRAFT, editable=False
    )
    date = models.DateField("curated on", default=today)
    published_at = models.DateTimeField("to readers from", null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    modified_at = models.DateTimeField("last change", default=timezone.now, editable=False)

    # Exchange with files and OpenProject
    md_name = models.CharField("file name", max_length=255, unique=True, editable=False)
    work_package_id = models.PositiveBigIntegerField(
        "work package", null=True, blank=True, unique=True
    )
    work_package_type = models.CharField(max_length=100, blank=True)
    origin = models.CharField(
        max_length=100, blank=True, default="medigy", help_text="Which feed brought it."
    )
    upstream_status = models.CharField(max_length=100, blank=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-date", "-pk"]
        permissions = [("publish_article", "Can publish, schedule and withdraw articles")]
        indexes = [
            models.Index(fields=["-date", "-id"], name="article_newest_first"),
            models.Index(fields=["state", "published_at"], name="article_gate"),
            models.Index(fields=["address_key"], name="article_address"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["section", "slug"], name="one_slug_per_section"),
            models.UniqueConstraint(
                fields=["address_key"],
                condition=models.Q(duplicate_of__isnull=True),
                name="one_article_per_address",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: object, **kwargs: object) -> None:
        self.fill_keys()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return self.path

    @staticmethod
    def _free_file_name(source: str) -> str:
        """``<uuid>.md``, made of the address; of a second article with that address, numbered."""
        namespace, number = SiteNamespace.current(), 1
        name = f"{uuid.uuid5(namespace, source)}.md"
        while Article.objects.filter(md_name=name).exists():
            number += 1
            name = f"{uuid.uuid5(namespace, f'{source}#{number}')}.md"
        return name

    def fill_keys(self) -> None:
        """Bring up to date what is kept only to find the article by."""
        self.path = f"{self.section.base_path}{self.slug}/"
        self.address_key = address_key(self.clean_url)
        if not self.md_name:
            self.md_name = self._free_file_name(self.clean_url or self.path)

    @property
    def stem(self) -> str:
        """Its file's name without the ending; the names of its media begin so."""
        return self.md_name.removesuffix(".md")

    @property
    def is_public(self) -> bool:
        """Whether readers can see it now."""
        return (
            self.state == self.State.PUBLISHED
            and self.published_at is not None
            and self.published_at <= timezone.now()
        )

    @property
    def is_scheduled(self) -> bool:
        """Whether it is published for a moment that is still to come."""
        return self.state == self.State.PUBLISHED and not self.is_public

    def ordered_authors(self) -> list[Author]:
        return [row.author for row in self.article_authors.all()]

    def ordered_categories(self) -> list[Category]:
        return [row.category for row in self.article_categories.all()]

    def ordered_tags(self) -> list[str]:
        return [row.tag.name for row in self.tagged_items.all()]

    def medium(self, role: str) -> MediaFile | None:
        """Its picture, icon or PDF: ``role`` is one of ``MediaFile.Role``."""
        return next((medium for medium in self.media.all() if medium.role == role), None)

    @property
    def featured_image(self) -> MediaFile | None:
        return self.medium(MediaFile.Role.FEATURED_IMAGE)


class ArticleAuthor(models.Model):
    """A curator of an article; the order is that of the byline."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="article_authors")
    author = models.ForeignKey(Author, models.PROTECT, related_name="article_authors")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = "curator"
        constraints = [
            models.UniqueConstraint(fields=["article", "author"], name="one_row_per_author")
        ]

    def __str__(self) -> str:
        return str(self.author)


class ArticleCategory(models.Model):
    """An article's place under a category; the order is the curator's."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="article_categories")
    category = models.ForeignKey(Category, models.PROTECT, related_name="article_categories")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = "topic"
        constraints = [
            models.UniqueConstraint(fields=["article", "category"], name="one_row_per_topic")
        ]

    def __str__(self) -> str:
        return str(self.category)
