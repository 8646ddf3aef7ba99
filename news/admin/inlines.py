"""What stands inside an article's form: curators, topics, related offerings, media, old paths."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.admin import StackedInline
from unfold.decorators import display

from news.forms import (
    AliasForm,
    AliasFormSet,
    MediaFileForm,
    RelatedOfferingForm,
    RelatedOfferingFormSet,
)
from news.models import Alias, ArticleAuthor, ArticleCategory, MediaFile, RelatedOffering
from offerings.admin import OrderedInline
from offerings.forms import EXACT_TEXTS


class CuratorInline(OrderedInline):
    """``follows`` names the fieldset after which a list stands on the page."""

    model = ArticleAuthor
    autocomplete_fields = ["author"]
    follows = "Story"


class TopicInline(OrderedInline):
    model = ArticleCategory
    autocomplete_fields = ["category"]
    follows = "Topics"


class RelatedOfferingInline(OrderedInline):
    model = RelatedOffering
    form = RelatedOfferingForm
    formset = RelatedOfferingFormSet
    autocomplete_fields = ["offering"]
    fields = ["offering", "chosen", "because", "position"]
    readonly_fields = ["because"]
    verbose_name_plural = "Related offerings"
    follows = "Offerings"

    def get_queryset(self, request: HttpRequest) -> QuerySet[RelatedOffering]:
        rows = super().get_queryset(request).select_related("offering")
        return rows.exclude(chosen=RelatedOffering.Chosen.RULE)

    @display(description="shares", empty_value="–")
    def because(self, row: RelatedOffering) -> str | None:
        return getattr(row, "shared_topics", None)


class AliasInline(OrderedInline):
    model = Alias
    form = AliasForm
    formset = AliasFormSet
    fields = ["path", "position"]
    verbose_name_plural = "Older paths that lead here"
    follows = "Publishing"


class MediaFileInline(StackedInline):
    model = MediaFile
    form = MediaFileForm
    formfield_overrides = EXACT_TEXTS
    fields = ["preview", "alt", ("upload", "role")]
    readonly_fields = ["preview"]
    verbose_name_plural = "Picture, icon and PDF"
    extra = 0
    max_num = len(MediaFile.Role)
    follows = "Story"

    @display(description="As it is now")
    def preview(self, medium: MediaFile) -> SafeString | str:
        if medium.pk is None:
            return "Nothing yet."
        facts = f"{medium.name or 'no name'} · {medium.format or 'format unknown'}"
        if medium.width:
            facts = f"{facts} · {medium.width} × {medium.height} pixels"
        if not medium.file:
            return f"{facts} · the file itself is not here"
        return format_html(_SHOWN[medium.role], url=medium.file.url, alt=medium.alt, facts=facts)


_PICTURE = (
    '<a href="{url}" target="_blank"><img src="{url}" alt="{alt}" class="desk-picture"></a>'
    '<span class="block mt-2 text-xs">{facts}</span>'
)
_SHOWN = {
    MediaFile.Role.FEATURED_IMAGE: _PICTURE,
    MediaFile.Role.FAVICON: _PICTURE,
    MediaFile.Role.FEATURED_PDF: '<a href="{url}" target="_blank" class="underline">{facts}</a>',
}
