"""Curators, publications, sections and tags at the desk."""

from __future__ import annotations

from typing import ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from taggit import admin as taggit_admin
from taggit.models import Tag
from unfold.decorators import display

from news.admin.feeds import FeedInline
from news.admin.waiting import WaitsForSites
from news.models import Article, Author, Publication, Section
from offerings.admin import DeskAdmin, count_link, number_of


class SourceAdmin(DeskAdmin):
    """What articles hang on: each row says how many, and leads to them."""

    relation: ClassVar[tuple[str, str]]  # the reverse relation, and the list's filter

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        number = number_of(self.model, self.relation[0])
        return super().get_queryset(request).annotate(article_count=number)

    @display(description="articles", ordering="article_count")
    def number_of_articles(self, row: object) -> SafeString | str:
        return count_link(Article, row.article_count, **{self.relation[1]: row.pk})


@admin.register(Author)
class AuthorAdmin(SourceAdmin):
    list_display = ["name", "number_of_articles", "slug"]
    search_fields = ["name", "slug"]
    view_on_site = False
    relation = ("article_authors", "authors__id__exact")


@admin.register(Publication)
class PublicationAdmin(SourceAdmin, WaitsForSites):
    list_display = ["masthead", "number_of_articles", "home"]
    search_fields = ["name", "host"]
    fields = [("name", "host"), "home_url", "favicon", "description"]
    inlines = [FeedInline]
    view_on_site = False
    relation = ("articles", "publication__id__exact")

    @display(description="publication", header=True, ordering="name")
    def masthead(self, publication: Publication) -> list:
        icon = publication.favicon and {
            "path": publication.favicon.url,
            "squared": True,
            "borderless": True,
        }
        return [publication.name, publication.host, publication.name[:1], icon or None]

    @display(description="home page")
    def home(self, publication: Publication) -> SafeString | str:
        if not publication.home_url:
            return "–"
        return format_html(
            '<a href="{0}" target="_blank" rel="noopener" class="text-link">{0}</a>',
            publication.home_url,
        )


@admin.register(Section)
class SectionAdmin(SourceAdmin):
    list_display = ["name", "base_path", "archetype", "number_of_articles"]
    search_fields = ["name", "archetype", "base_path", "identifier"]
    view_on_site = False
    relation = ("articles", "section__id__exact")
    fieldsets = [
        ("Where it is", {"fields": [("name", "base_path")]}),
        (
            "What its files say",
            {
                "description": "These stand in the file of every article of this section.",
                "fields": [
                    ("archetype", "content_categories"),
                    ("identifier", "masthead"),
                    ("search_category", "sub"),
                    "layout",
                ],
            },
        ),
    ]


admin.site.unregister(taggit_admin.Tag)  # registered there, without what our lists show


@admin.register(Tag)
class TagAdmin(SourceAdmin):
    list_display = ["name", "number_of_articles", "slug"]
    search_fields = ["name", "slug"]
    fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    view_on_site = False
    relation = ("news_articletag_items", "tags__id__exact")
