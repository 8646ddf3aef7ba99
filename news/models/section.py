"""Where articles live: the sections of the site, and the site's own namespace."""

from __future__ import annotations

import uuid

from django.core.validators import RegexValidator
from django.db import models

from news.querysets import SectionQuerySet


class SiteNamespace(models.Model):
    """The namespace of the file names that this site makes: one row, made once."""

    value = models.UUIDField(default=uuid.uuid4)

    def __str__(self) -> str:
        return str(self.value)

    @classmethod
    def current(cls) -> uuid.UUID:
        """This site's namespace; the same for ever, so that names can be made again."""
        row, _ = cls.objects.get_or_create(pk=1)
        return row.value


class Section(models.Model):
    """A kind of content, such as curated news. One row gives eight keys of front matter."""

    name = models.CharField(max_length=255, default="News", help_text="As breadcrumbs show it.")
    base_path = models.CharField(
        max_length=600,
        default="/news/",
        validators=[RegexValidator(r"^/([^/\s]+/)*$", "Write it as /news/, between two slashes.")],
        help_text="Where its articles live, between two slashes: /news/.",
    )
    archetype = models.CharField(max_length=100, blank=True, default="curated-content")
    content_categories = models.CharField(
        max_length=200, blank=True, default="netspective-medigy-news-curated-content"
    )
    identifier = models.CharField(max_length=100, blank=True, default="News")
    layout = models.CharField(max_length=100, blank=True, default="single")
    masthead = models.CharField(max_length=100, blank=True, default="NEWS")
    search_category = models.CharField(max_length=100, blank=True, default="News")
    sub = models.CharField(max_length=100, blank=True, default="brief")

    objects = SectionQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "base_path",
                    "archetype",
                    "content_categories",
                    "identifier",
                    "layout",
                    "masthead",
                    "search_category",
                    "sub",
                ],
                name="one_section_per_kind",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.archetype})" if self.archetype else self.name
