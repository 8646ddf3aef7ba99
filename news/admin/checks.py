"""The inbox of sources that died, moved or changed, and what an editor does about each."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import action, display

from news import checking, tasks
from news.admin.filters import NamedFilter
from news.checking import BAD
from news.editing import EditingError
from news.following import web_address
from news.models import SourceCheck
from offerings.admin import DeskAdmin, change_link

NOW = 5  # sources that one request looks at; any others are due at the next run
HUES = {"moved": "info", "changed": "warning", "gone": "danger", "unreachable": "danger"}
OUT = '<a href="{}" target="_blank" rel="noopener noreferrer" class="text-link underline">{}</a>'
IN = '<a href="{}" class="text-link underline">article</a>'


class InboxFilter(NamedFilter):
    """What waits for an editor; or what one has looked at, and is still as it was found."""

    title = "where"
    parameter_name = "where"
    options = {"inbox": "In the inbox", "dismissed": "Dismissed"}

    def queryset(self, request: HttpRequest, rows: QuerySet[SourceCheck]) -> QuerySet[SourceCheck]:
        return rows.filter(needs_look=self.value() != "dismissed")


@admin.register(SourceCheck)
class SourceCheckAdmin(DeskAdmin):
    list_display = ["source", "state", "found", "since_when", "links"]
    list_display_links = ["source"]
    list_filter = [InboxFilter, ("verdict", ChoicesDropdownFilter)]
    search_fields = ["article__title", "article__clean_url", "sentence"]
    ordering = ["-since", "-pk"]
    actions = ["take_new_addresses", "dismiss_selected", "look_again"]
    actions_submit_line = ["take_new_address", "dismiss", "look_again_at_this"]
    fields = ["the_article", "is_now", "found", "since_when", "last_look", "links"]
    readonly_fields = fields
    view_on_site = False
    when_empty = "Every source is as it was. One that dies, moves or changes is listed here."

    def get_queryset(self, request: HttpRequest) -> QuerySet[SourceCheck]:
        rows = super().get_queryset(request) & checking.found()
        return rows.select_related("article__publication").defer(
            "sketch", "fresh", "article__body", "article__insights"
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: SourceCheck | None = None) -> bool:
        return False

    # --- What is shown ------------------------------------------------------------------------

    @display(description="source of", header=True, ordering="article__title")
    def source(self, row: SourceCheck) -> list[str]:
        publication = row.article.publication
        return [row.article.title, publication.name if publication else ""]

    @display(description="article")
    def the_article(self, row: SourceCheck) -> SafeString:
        return change_link(row.article)

    @display(description="state", ordering="verdict", label=HUES)
    def state(self, row: SourceCheck) -> tuple[str, str]:
        return row.verdict, row.get_verdict_display()

    @display(description="state")
    def is_now(self, row: SourceCheck) -> str:
        return row.get_verdict_display()

    @display(description="what was found")
    def found(self, row: SourceCheck) -> SafeString:
        return format_html('<span class="desk-sentence">{}</span>', row.sentence)

    @display(description="since", ordering="since")
    def since_when(self, row: SourceCheck) -> SafeString | str:
        return _ago(row.since)

    @display(description="last look")
    def last_look(self, row: SourceCheck) -> SafeString | str:
        return _ago(row.checked_at)

    @display(description="look at")
    def links(self, row: SourceCheck) -> SafeString:
        """The source, its copy in the archive, its new address; and the article at the desk."""
        shown = [(row.article.clean_url, "source"), (checking.copy_of(row), "archive")]
        shown += [(row.moved_to, "new address")] if row.moved_to else []
        links = [format_html(OUT, url, word) for url, word in shown if web_address(url)]
        links.append(format_html(IN, reverse("admin:news_article_change", args=[row.article_id])))
        return format_html(
            "<span>{}</span>", format_html_join(" · ", "{}", ([link] for link in links))
        )

    # --- What is done about it ----------------------------------------------------------------

    @action(description="Take the new address", permissions=["change"])
    def take_new_addresses(self, request: HttpRequest, rows: QuerySet[SourceCheck]) -> None:
        moved = [row for row in rows if row.moved_to]
        taken = sum(self._take(request, row) for row in moved)
        if taken:
            told = "1 article leads" if taken == 1 else f"{taken} articles lead"
            self.message_user(request, f"{told} to the new address now.", messages.SUCCESS)
        if not moved:
            told = "None of these has moved, so nothing was changed."
            self.message_user(request, told, messages.WARNING)

    @action(description="It is fine", permissions=["change"])
    def dismiss_selected(self, request: HttpRequest, rows: QuerySet[SourceCheck]) -> None:
        number = sum(self._dismiss(request, row) for row in rows)
        told = "1 source is" if number == 1 else f"{number} sources are"
        self.message_user(request, f"{told} left as found.", messages.SUCCESS)

    @action(description="Look again now", permissions=["change"])
    def look_again(self, request: HttpRequest, rows: QuerySet[SourceCheck]) -> None:
        self._look(request, list(rows))

    @action(description="Take the new address", permissions=["change"])
    def take_new_address(self, request: HttpRequest, row: SourceCheck) -> None:
        self.take_new_addresses(request, self.get_queryset(request).filter(pk=row.pk))

    @action(description="It is fine", permissions=["change"])
    def dismiss(self, request: HttpRequest, row: SourceCheck) -> None:
        self.dismiss_selected(request, self.get_queryset(request).filter(pk=row.pk))

    @action(description="Look again now", permissions=["change"], icon="sync")
    def look_again_at_this(self, request: HttpRequest, row: SourceCheck) -> None:
        self._look(request, [row])

    def get_actions_submit_line(self, request: HttpRequest, object_id: Any) -> list:
        """No new address, no button for it."""
        row = self.get_object(request, str(object_id))
        actions = super().get_actions_submit_line(request, object_id)
        unfit = "" if row and row.moved_to else "news_sourcecheck_take_new_address"
        return [action for action in actions if action.action_name != unfit]

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **kwargs: Any):
        """There is nothing to type, so there is nothing to save."""
        context |= {"show_save": False, "show_save_and_continue": False}
        return super().render_change_form(request, context, **kwargs)

    def response_change(self, request: HttpRequest, obj: SourceCheck) -> HttpResponse:
        return redirect("admin:news_sourcecheck_changelist")

    def _take(self, request: HttpRequest, row: SourceCheck) -> bool:
        address = row.moved_to
        try:
            checking.take_new_address(row)
        except EditingError as problem:
            self.message_user(request, str(problem), messages.ERROR)
            return False
        self.log_change(request, row.article, f"Took the new address of the source: {address}")
        return True

    def _dismiss(self, request: HttpRequest, row: SourceCheck) -> bool:
        checking.dismiss(row)
        self.log_change(request, row.article, f"Left the source as found: {row.sentence}")
        return True

    def _look(self, request: HttpRequest, rows: list[SourceCheck]) -> None:
        """Look again, or let a worker do so; tell what was found."""
        if settings.TASK_WORKER:
            tasks.look_at_sources.enqueue([row.article_id for row in rows])
            self.message_user(request, "The worker looks at them now.", messages.SUCCESS)
            return
        for row in rows[:NOW]:
            self._tell(request, checking.check(row.article, background=False))
        if rows[NOW:]:
            late = SourceCheck.objects.filter(pk__in=[row.pk for row in rows[NOW:]])
            late.update(next_check_at=timezone.now())
            told = f"{NOW} were looked at; the others are at the next run."
            self.message_user(request, told, messages.INFO)

    def _tell(self, request: HttpRequest, row: SourceCheck) -> None:
        level = messages.WARNING if row.verdict in BAD else messages.SUCCESS
        self.message_user(request, f"“{row.article}”: {row.sentence}", level)


def _ago(moment: Any) -> SafeString | str:
    if moment is None:
        return "–"
    day = f"{timezone.localtime(moment):%d %B %Y, %H:%M}"
    return format_html('<span title="{}">{} ago</span>', day, timesince(moment, depth=1))
