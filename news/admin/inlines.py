"""What stands inside an article's form: curators, topics, related offerings, media, old paths."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from unfold.admin import StackedInline
from unfold.decorators import display

from news.admin.pictures import preview
from news.admin.rows import (
    AliasForm,
    AliasFormSet,
    CuratorForm,
    MediaFileForm,
    RelatedOfferingForm,
    RelatedOfferingFormSet,
    TopicForm,
)
from news.models import Alias, ArticleAuthor, ArticleCategory, MediaFile, RelatedOffering
from offerings.admin import OrderedInline
from offerings.forms import EXACT_TEXTS
from offerings.models import Offering


class CuratorInline(OrderedInline):
    """``follows`` names the fieldset after which a list stands on the page."""

    model = ArticleAuthor
    form = CuratorForm
    verbose_name_plural = "Curators, in the order of the byline"
    autocomplete_fields = ["author"]
    follows = "Tags and subject"


class TopicInline(OrderedInline):
    model = ArticleCategory
    form = TopicForm
    autocomplete_fields = ["category"]
    verbose_name_plural = "Topics, the most important first"
    follows = "Text"


class RelatedOfferingInline(OrderedInline):
    model = RelatedOffering
    form = RelatedOfferingForm
    formset = RelatedOfferingFormSet
    autocomplete_fields = ["offering"]
    fields = ["offering", "chosen", "because", "position"]
    readonly_fields = ["because"]
    verbose_name_plural = "Related offerings: what you pin comes first"
    follows = "Text"

    def get_queryset(self, request: HttpRequest) -> QuerySet[RelatedOffering]:
        offerings = Prefetch("offering", Offering.objects.with_categories())
        rows = super().get_queryset(request).prefetch_related(offerings)
        return rows.exclude(chosen=RelatedOffering.Chosen.RULE)

    @display(description="shares", empty_value="–")
    def because(self, row: RelatedOffering) -> str | None:
        return getattr(row, "shared_topics", None)


class AliasInline(OrderedInline):
    model = Alias
    form = AliasForm
    formset = AliasFormSet
    fields = ["path", "position"]
    verbose_name = "older path"
    verbose_name_plural = "Older paths that lead here"
    follows = "Publishing"


class MediaFileInline(StackedInline):
    model = MediaFile
    form = MediaFileForm
    formfield_overrides = EXACT_TEXTS
    fields = ["preview", "alt", ("upload", "role")]
    readonly_fields = ["preview"]
    verbose_name = "file"
    verbose_name_plural = "Picture, icon and PDF"
    extra = 0
    max_num = len(MediaFile.Role)
    follows = "Text"

    @display(description="As it is now")
    def preview(self, medium: MediaFile) -> SafeString | str:
        return preview(medium) if medium.pk else "Nothing yet."
