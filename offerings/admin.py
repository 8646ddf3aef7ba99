"""The catalogue at the desk, and what every page of the desk has in common."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.admin import ModelAdmin, TabularInline
from unfold.contrib.filters.admin import (
    AutocompleteSelectFilter,
    ChoicesDropdownFilter,
    DropdownFilter,
)
from unfold.decorators import display

from offerings.forms import EXACT_TEXTS, LosslessForm
from offerings.models import Category, Institution, Offering, OfferingCategory, Vocabulary
from offerings.ordering import OrderedFormSet, OrderedRowForm


def change_link(row: Model) -> SafeString:
    """A link to a row's page at the desk, by its name."""
    meta = row._meta
    url = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk])
    return format_html('<a href="{}" class="text-link underline">{}</a>', url, row)


def count_link(model: type[Model], number: int, **narrowed: int) -> SafeString | str:
    """A number that leads to the list of what it counts; nothing to see gives a dash."""
    if not number:
        return "–"
    meta = model._meta
    url = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist", query=narrowed)
    return format_html('<a href="{}" class="text-link tabular-nums">{}</a>', url, number)


def number_of(model: type[Model], relation: str) -> Coalesce:
    """For ``annotate``: how many rows point to each row of ``model``.

    A query of its own for each relation: joining two of them would multiply their rows.
    """
    pointing = model._meta.get_field(relation)
    name = pointing.field.name
    rows = pointing.related_model.objects.filter(**{name: OuterRef("pk")}).order_by()
    return Coalesce(Subquery(rows.values(name).annotate(number=Count("pk")).values("number")), 0)


class DeskAdmin(ModelAdmin):
    """What every list and form of the desk shares."""

    form = LosslessForm
    formfield_overrides = EXACT_TEXTS
    list_per_page = 50
    show_full_result_count = False
    list_filter_submit = True
    warn_unsaved_form = True
    when_empty = ""  # what the list says, and what to do, when there is nothing in it

    def view_on_site(self, obj: Model) -> str:
        return obj.get_absolute_url()

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        """Write into the history only what happened: saving without a change is nothing."""
        return super().log_change(request, obj, message) if message else None


class OrderedInline(TabularInline):
    """Rows that an editor puts in order by dragging them."""

    form = OrderedRowForm
    formset = OrderedFormSet
    formfield_overrides = EXACT_TEXTS
    ordering_field = "position"
    hide_ordering_field = True
    extra = 0
    hide_title = True


class VocabularyFilter(DropdownFilter):
    """Topics by vocabulary, or those that nobody has filed under one."""

    title = "vocabulary"
    parameter_name = "vocabulary"
    UNFILED = "unfiled"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        named = Vocabulary.objects.values_list("pk", "name")
        return [(self.UNFILED, "unfiled: in none yet"), *((str(pk), name) for pk, name in named)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Category]) -> QuerySet[Category]:
        if self.value() == self.UNFILED:
            return queryset.filter(vocabulary=None)
        if self.value() and self.value().isdigit():
            return queryset.filter(vocabulary=self.value())
        return queryset


@admin.register(Vocabulary)
class VocabularyAdmin(DeskAdmin):
    list_display = ["name", "colour", "number_of_topics"]
    search_fields = ["name"]
    view_on_site = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Vocabulary]:
        return super().get_queryset(request).annotate(topics=number_of(Vocabulary, "categories"))

    @display(description="topics", ordering="topics")
    def number_of_topics(self, vocabulary: Vocabulary) -> SafeString:
        return count_link(Category, vocabulary.topics, vocabulary=vocabulary.pk)


@admin.register(Category)
class CategoryAdmin(DeskAdmin):
    list_display = ["label", "filed_under", "number_of_articles", "number_of_offerings", "slug"]
    list_filter = [VocabularyFilter]
    list_select_related = ["vocabulary"]
    search_fields = ["label", "vocabulary__name", "slug", "synonyms"]
    autocomplete_fields = ["vocabulary"]
    fields = ["vocabulary", "label", "slug", "description", "synonyms"]
    ordering = ["vocabulary__name", "label"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Category]:
        categories = super().get_queryset(request).select_related("vocabulary")
        return categories.annotate(
            offering_count=number_of(Category, "offering_categories"),
            article_count=number_of(Category, "article_categories"),
        )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Category], search_term: str
    ) -> tuple[QuerySet[Category], bool]:
        """Find ``Symplur: Home Care`` by its whole name, too."""
        return super().get_search_results(request, queryset, search_term.replace(":", " "))

    @display(description="vocabulary", ordering="vocabulary__name", label={"unfiled": "warning"})
    def filed_under(self, category: Category) -> str | tuple[str, str]:
        return category.vocabulary.name if category.vocabulary else ("unfiled", "unfiled")

    @display(description="offerings", ordering="offering_count")
    def number_of_offerings(self, category: Category) -> SafeString:
        return count_link(Offering, category.offering_count, categories__id__exact=category.pk)

    @display(description="articles", ordering="article_count")
    def number_of_articles(self, category: Category) -> SafeString:
        articles = Category._meta.get_field("articles").related_model
        return count_link(articles, category.article_count, categories__id__exact=category.pk)


@admin.register(Institution)
class InstitutionAdmin(DeskAdmin):
    list_display = ["name", "kind", "country", "number_of_offerings"]
    list_filter = ["kind", "country"]
    search_fields = ["name", "slug", "website"]
    fields = ["name", "slug", ("kind", "country"), "website", "description"]
    view_on_site = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Institution]:
        return (
            super()
            .get_queryset(request)
            .annotate(offering_count=number_of(Institution, "offerings"))
        )

    @display(description="offerings", ordering="offering_count")
    def number_of_offerings(self, institution: Institution) -> SafeString:
        number = institution.offering_count
        return count_link(Offering, number, institution__id__exact=institution.pk)


class OfferingCategoryInline(OrderedInline):
    model = OfferingCategory
    autocomplete_fields = ["category"]


@admin.register(Offering)
class OfferingAdmin(DeskAdmin):
    list_display = ["label", "standing", "kind", "institution", "topics", "offering_id"]
    list_filter = [
        ("status", ChoicesDropdownFilter),
        ("kind", ChoicesDropdownFilter),
        ("categories", AutocompleteSelectFilter),
        ("institution", AutocompleteSelectFilter),
    ]
    list_select_related = ["institution"]
    search_fields = ["label", "slug", "summary", "institution__name", "=offering_id"]
    autocomplete_fields = ["institution"]
    readonly_fields = ["created_at", "modified_at"]
    inlines = [OfferingCategoryInline]
    fieldsets = [
        ("What it is", {"fields": ["label", "summary", ("kind", "institution"), "description"]}),
        ("Where it is", {"fields": ["website", "repository", "licence", "logo"]}),
        ("In the catalogue", {"fields": [("status", "offering_id"), "slug"]}),
        ("Dates", {"classes": ["collapse"], "fields": [("created_at", "modified_at")]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Offering]:
        return super().get_queryset(request).with_categories()

    @display(
        description="status",
        ordering="status",
        label={"approved": "success", "pending": "warning", "archived": "info"},
    )
    def standing(self, offering: Offering) -> tuple[str, str]:
        return offering.status, offering.get_status_display()

    @display(description="topics")
    def topics(self, offering: Offering) -> str:
        return ", ".join(category.label for category in offering.ordered_categories())
