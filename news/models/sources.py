"""Who curates the news, and which sites it comes from."""

from __future__ import annotations

from django.db import models

from news.querysets import AuthorQuerySet, PublicationQuerySet
from offerings.naming import fold, free_slug


class Author(models.Model):
    """Who curated an article. The source's own byline is kept with the article."""

    name = models.CharField(max_length=200)
    name_folded = models.CharField(max_length=600, unique=True, editable=False)
    slug = models.SlugField(max_length=200, unique=True, allow_unicode=True, blank=True)
    bio = models.TextField(blank=True, help_text="A few sentences for readers.")

    objects = AuthorQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.name_folded = fold(self.name)
        if not self.slug:
            self.slug = free_slug(Author.objects.exclude(pk=self.pk), self.name, 200)
        super().save(*args, **kwargs)


class Publication(models.Model):
    """The site that an article comes from."""

    host = models.CharField(
        max_length=253, unique=True, help_text="Without www., such as medicalfuturist.com."
    )
    name = models.CharField(max_length=200)
    home_url = models.URLField("home page", max_length=500, blank=True)
    description = models.TextField(blank=True)
    favicon = models.ImageField(upload_to="publications/", blank=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
