"""API tokens at the desk: each editor makes and revokes their own."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.decorators import display

from news.models import ApiToken
from offerings.admin import DeskAdmin

SHOWN_ONCE = (
    "This is the token, shown only now: <code class='desk-token'>{}</code>. "
    "Copy it to where it is used. Whoever has it can capture in your name."
)


@admin.register(ApiToken)
class ApiTokenAdmin(DeskAdmin):
    list_display = ["name", "made", "last_used"]
    search_fields = ["name"]
    fields = ["name"]
    view_on_site = False
    when_empty = "A program that captures shows a token instead of a password. Make one for each."

    @display(description="made", ordering="created_at")
    def made(self, token: ApiToken) -> SafeString:
        return _ago(token.created_at)

    @display(description="last used", ordering="used_at")
    def last_used(self, token: ApiToken) -> SafeString | str:
        return _ago(token.used_at) if token.used_at else "never"

    def get_queryset(self, request: HttpRequest) -> QuerySet[ApiToken]:
        return super().get_queryset(request).filter(user=request.user)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_have(request)

    def has_view_permission(self, request: HttpRequest, obj: ApiToken | None = None) -> bool:
        return may_have(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may_have(request)

    def has_change_permission(self, request: HttpRequest, obj: ApiToken | None = None) -> bool:
        return may_have(request)

    def has_delete_permission(self, request: HttpRequest, obj: ApiToken | None = None) -> bool:
        return may_have(request)

    def save_model(self, request: HttpRequest, obj: ApiToken, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
            return
        obj.user, secret = request.user, obj.make()
        super().save_model(request, obj, form, change)
        self.message_user(request, format_html(SHOWN_ONCE, secret), messages.WARNING)


def _ago(moment: datetime) -> SafeString:
    """How long ago, with the moment itself for whoever points at it."""
    day = f"{timezone.localtime(moment):%d %B %Y, %H:%M}"
    return format_html('<span title="{}" class="desk-age">{}</span>', day, naturaltime(moment))


def may_have(request: HttpRequest) -> bool:
    """A token is of use to whoever may capture."""
    return request.user.has_perm("news.add_article")
