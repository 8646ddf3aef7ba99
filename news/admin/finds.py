"""What feeds brought: a list in which an editor decides row by row, with one press.

To keep a find makes it a draft. To discard it needs no confirmation, because nobody has worked on
it yet: its address can be captured again, from the message that tells of it.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from unfold.decorators import action, display

from news import editing
from news.admin.pictures import thumbnail
from news.models import Article, HarvestRecord

DISCARDED = "discarded_addresses"  # in the editor's session, until something else is discarded
LONGEST_SHOWN = 240  # characters of a description

FIND = (
    '<span class="desk-find">{}<span class="min-w-0"><strong class="font-medium">{}</strong>'
    '<span class="desk-quiet">{}</span>{}</span></span>'
)
DECIDE = (
    '<span class="desk-decide">'
    '<button name="keep_find" value="{0}" aria-label="Draft: {1}">Draft</button>'
    '<button name="discard_find" value="{0}" aria-label="Discard: {1}">Discard</button></span>'
)
NOTHING_FOUND = "What the feeds that you follow bring is listed here, to keep or to discard."
TOLD_DISCARDED = '{} <a href="{}" class="underline">Take back</a>'


class Finds:
    """Mixed into the admin of articles, before what lists them."""

    def get_list_display(self, request: HttpRequest) -> list[str]:
        if not shows_finds(request):
            return super().get_list_display(request)
        may_decide = self.has_change_permission(request)
        return ["find", "found", *(["decision"] if may_decide else [])]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Only among the captured ones there is something to keep or to discard."""
        actions = super().get_actions(request)
        unfit = () if shows_finds(request) else ("keep_selected", "discard_selected")
        return {name: entry for name, entry in actions.items() if name not in unfit}

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None):
        """A row's own button is pressed: that row is decided, and the list shown again."""
        for name in ("keep_find", "discard_find"):
            if request.method == "POST" and (pk := request.POST.get(name, "")).isdecimal():
                return self._decide(request, name, int(pk))
        return super().changelist_view(request, extra_context)

    def _decide(self, request: HttpRequest, name: str, pk: int) -> HttpResponse:
        may = self.has_change_permission if name == "keep_find" else self.has_delete_permission
        if not may(request):
            raise PermissionDenied
        article = self.get_queryset(request).filter(pk=pk)
        take = self.keep_selected if name == "keep_find" else self.discard_selected
        take(request, article)
        return redirect(request.get_full_path())

    # --- What is done with them -------------------------------------------------------------

    @action(description="Make drafts of them", permissions=["change"])
    def keep_selected(self, request: HttpRequest, articles: QuerySet[Article]) -> None:
        self._take_all(request, articles, editing.keep, "in the drafts now")

    @action(description="Discard", permissions=["delete"])
    def discard_selected(self, request: HttpRequest, articles: QuerySet[Article]) -> None:
        """Discard those that are still as they were found; the others need the longer way."""
        found = list(articles.filter(state=Article.State.CAPTURED).defer(None))
        for article in found:
            self.log_deletions(request, [article])
            editing.discard(article)
        addresses = [one.source_url or one.clean_url for one in found]
        request.session[DISCARDED] = [address for address in addresses if address]
        self._tell_discarded(request, found, left=articles.count())

    def _tell_discarded(self, request: HttpRequest, found: list[Article], left: int) -> None:
        if found:
            told = f"“{found[0]}” is" if len(found) == 1 else f"{len(found)} articles are"
            back = reverse("admin:news_article_capture", query={"discarded": 1})
            told = format_html(TOLD_DISCARDED, f"{told} discarded.", back)
            self.message_user(request, told, messages.SUCCESS)
        if left:
            told = "Only what was captured and not worked on is discarded here. Delete the others."
            self.message_user(request, told, messages.WARNING)

    # --- What is shown ------------------------------------------------------------------------

    @display(description="article", ordering="title")
    def find(self, article: Article) -> SafeString:
        """What an editor decides by: the title, where and when it stood, what it says."""
        day = article.source_date
        source = article.publication.name if article.publication else "no source"
        facts = [source, article.source_byline[:60], date_format(day, "j F Y") if day else ""]
        picture = thumbnail(article.featured_image)
        return format_html(
            FIND, picture, article.title, " · ".join(filter(None, facts)), _said(article)
        )

    @display(description="found", ordering="created_at")
    def found(self, article: Article) -> SafeString:
        moment = f"{timezone.localtime(article.created_at):%d %B %Y, %H:%M}"
        ago = timesince(article.created_at, depth=1)
        return format_html('<span title="{}" class="desk-age">{} ago</span>', moment, ago)

    @display(description="decide")
    def decision(self, article: Article) -> SafeString:
        return format_html(DECIDE, article.pk, article.title)


def shows_finds(request: HttpRequest) -> bool:
    """Whether the list is narrowed to what was captured and waits to be looked at."""
    return request.GET.get("state") == Article.State.CAPTURED


def with_problems(articles: QuerySet[Article]) -> QuerySet[Article]:
    """Articles with ``problem``: why the source could not be read, or nothing."""
    record = HarvestRecord.objects.filter(article=OuterRef("pk"))
    return articles.annotate(problem=Subquery(record.values("problem")[:1]))


def _said(article: Article) -> SafeString | str:
    if problem := getattr(article, "problem", ""):
        return format_html('<span class="desk-find-problem">{}</span>', problem)
    text = article.description
    if not text:
        return ""
    shown = text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
    return format_html('<span class="desk-find-text">{}</span>', shown)
