"""Pictures of articles as lists and forms of the desk show them."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from news.models import MediaFile


def thumbnail(medium: MediaFile | None) -> SafeString:
    """A small picture beside a title that says it all, or the place where it would be."""
    if medium and medium.file:
        return format_html(
            '<img src="{}" alt="" loading="lazy" width="60" height="40" class="desk-thumbnail">',
            medium.file.url,
        )
    return mark_safe('<span class="desk-thumbnail desk-empty"></span>')


def preview(medium: MediaFile) -> SafeString | str:
    """A medium large enough to judge it, with what its bytes say."""
    facts = " · ".join(_facts(medium))
    if not medium.file:
        return f"{facts} · the file itself is not here"
    if medium.role == MediaFile.Role.FEATURED_PDF:
        return format_html(
            '<a href="{}" target="_blank" class="underline">{}</a>', medium.file.url, facts
        )
    return format_html(
        '<a href="{0}" target="_blank"><img src="{0}" alt="{1}" class="desk-picture"></a>'
        '<span class="block mt-2 text-xs">{2}</span>',
        medium.file.url,
        medium.alt,
        facts,
    )


def _facts(medium: MediaFile) -> list[str]:
    size = [f"{medium.width} × {medium.height} pixels"] if medium.width else []
    return [medium.name or "no name", medium.format or "format unknown", *size]
