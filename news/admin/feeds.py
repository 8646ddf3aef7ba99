"""Feeds at the desk: which are followed, how their last reading went, and reading one now."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.admin import TabularInline
from unfold.contrib.filters.admin import AutocompleteSelectFilter
from unfold.decorators import action, display

from news import polling, tasks
from news.admin.capturing import may_capture
from news.admin.filters import NamedFilter
from news.admin.waiting import WaitsForSites
from news.harvesting.addresses import brand_of
from news.harvesting.feeds import NotAFeed
from news.harvesting.fetch import FetchError
from news.models import Feed, Publication
from news.polling import PollReport
from offerings.admin import DeskAdmin, change_link
from offerings.forms import EXACT_TEXTS, LosslessForm

NOW = 3  # feeds that one request reads; any others are due at the next run
HUES = {"followed": "success", "failing": "danger", "ended": "warning", "known": "default"}
NEW = "“{}”: {} new. <a href='{}' class='underline'>Capture them</a>"


class FeedForm(LosslessForm):
    """A feed. An address that was typed is read before it is believed."""

    class Meta:
        labels = {"url": "Address"}
        help_texts = {"title": "The feed's own when left empty."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "publication" in self.fields:
            self.fields["publication"].required = False
            self.fields["publication"].help_text = "The site it belongs to when left empty."

    def clean_url(self) -> str:
        url = self.cleaned_data["url"].strip()
        if "url" not in self.changed_data:
            return self.cleaned_data["url"]
        try:
            url, self._reading = polling.look_at(url)
        except (FetchError, NotAFeed) as trouble:
            raise ValidationError(str(trouble)) from trouble
        known = Feed.objects.filter(url=url).exclude(pk=self.instance.pk).first()
        if known:
            raise ValidationError(format_html("It is in the list already: {}", change_link(known)))
        return url

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "url" in cleaned and "url" in self.changed_data:
            cleaned["title"] = cleaned.get("title") or self._reading.title[:300]
        if "publication" in self.fields and not cleaned.get("publication") and "url" in cleaned:
            home = self._reading.home if "url" in self.changed_data else ""
            host = brand_of(home) or brand_of(cleaned["url"])
            cleaned["publication"] = Publication.objects.at(host)
        return cleaned

    def save(self, commit: bool = True) -> Feed:
        if {"url", "is_followed"} & set(self.changed_data):
            polling.begin_anew(self.instance)
        return super().save(commit)


class FeedStanding:
    """What lists and rows tell of a feed."""

    @display(description="state", label=HUES)
    def standing(self, feed: Feed) -> tuple[str, str]:
        if feed.is_followed and feed.failures:
            times = "once" if feed.failures == 1 else f"{feed.failures} times in a row"
            return "failing", f"failed {times}"
        if feed.is_followed:
            return "followed", "followed"
        return ("ended", "ended") if feed.last_error else ("known", "not followed")

    @display(description="state")
    def is_now(self, feed: Feed) -> str:
        return self.standing(feed)[1]

    @display(description="last read", ordering="checked_at")
    def last_read(self, feed: Feed) -> SafeString | str:
        if feed.checked_at is None:
            return "never"
        moment = f"{timezone.localtime(feed.checked_at):%d %B %Y, %H:%M}"
        ago = naturaltime(feed.checked_at)
        return format_html('<span title="{}" class="desk-age">{}</span>', moment, ago)

    @display(description="last error")
    def trouble(self, feed: Feed) -> SafeString | str:
        if not feed.last_error:
            return "–"
        return format_html('<span class="desk-sentence">{}</span>', feed.last_error)


class FeedInline(FeedStanding, TabularInline):
    """The feeds of a publication, on its page."""

    model = Feed
    form = FeedForm
    formfield_overrides = EXACT_TEXTS
    fields = ["url", "title", "is_followed", "is_now", "last_read", "trouble"]
    readonly_fields = ["is_now", "last_read", "trouble"]
    extra = 0
    hide_title = True


class FeedFilter(NamedFilter):
    title = "state"
    parameter_name = "state"
    options = {"followed": "Followed", "failing": "Failing", "known": "Not followed"}

    def followed(self, feeds: QuerySet[Feed]) -> QuerySet[Feed]:
        return feeds.filter(is_followed=True)

    def failing(self, feeds: QuerySet[Feed]) -> QuerySet[Feed]:
        return feeds.filter(is_followed=True, failures__gt=0)

    def known(self, feeds: QuerySet[Feed]) -> QuerySet[Feed]:
        return feeds.filter(is_followed=False)


@admin.register(Feed)
class FeedAdmin(FeedStanding, DeskAdmin, WaitsForSites):
    form = FeedForm
    list_display = ["name", "of_publication", "standing", "last_read", "trouble"]
    list_filter = [FeedFilter, ("publication", AutocompleteSelectFilter)]
    list_select_related = ["publication"]
    search_fields = ["title", "url", "publication__name", "publication__host"]
    autocomplete_fields = ["publication"]
    readonly_fields = ["is_now", "last_read", "trouble"]
    fields = ["url", "title", "publication", "is_followed", ("is_now", "last_read"), "trouble"]
    view_on_site = False
    when_empty = "A capture brings the feeds that its page offers. Or add the address of one."
    actions = ["read_selected", "follow_selected", "unfollow_selected"]
    actions_submit_line = ["read_this"]

    @display(description="feed", header=True, ordering="title")
    def name(self, feed: Feed) -> list[str]:
        return [str(feed), feed.url if feed.title else ""]

    @display(description="publication", ordering="publication__name")
    def of_publication(self, feed: Feed) -> SafeString:
        return change_link(feed.publication)

    @action(description="Read now", permissions=["change"])
    def read_selected(self, request: HttpRequest, feeds: QuerySet[Feed]) -> HttpResponse | None:
        reports = self._read(request, list(feeds))
        if len(reports) == 1 and reports[0].orders and may_capture(request):
            return redirect(_progress(reports[0]))
        return None

    @action(description="Save and read now", permissions=["change"], icon="sync")
    def read_this(self, request: HttpRequest, feed: Feed) -> None:
        self._read(request, [feed])

    def response_change(self, request: HttpRequest, obj: Feed) -> HttpResponse:
        """After a reading the editor stays with the feed and sees how it went."""
        if "news_feed_read_this" in request.POST:
            return redirect(request.path)
        return super().response_change(request, obj)

    @action(description="Follow", permissions=["change"])
    def follow_selected(self, request: HttpRequest, feeds: QuerySet[Feed]) -> None:
        chosen = feeds.filter(is_followed=False)
        self._set_followed(request, chosen, True, "{} followed now. New entries wait as captured.")

    @action(description="Follow no longer", permissions=["change"])
    def unfollow_selected(self, request: HttpRequest, feeds: QuerySet[Feed]) -> None:
        chosen = feeds.filter(is_followed=True)
        self._set_followed(request, chosen, False, "{} no longer followed.")

    def _set_followed(
        self, request: HttpRequest, feeds: QuerySet[Feed], follows: bool, told: str
    ) -> None:
        for feed in (chosen := list(feeds)):
            feed.is_followed = follows
            polling.begin_anew(feed)
            feed.save()
            self.log_change(request, feed, "Followed." if follows else "Followed no longer.")
        feeds_are = "1 feed is" if len(chosen) == 1 else f"{len(chosen)} feeds are"
        self.message_user(request, told.format(feeds_are), messages.SUCCESS)

    def _read(self, request: HttpRequest, feeds: list[Feed]) -> list[PollReport]:
        """Read the feeds, or let a worker do so; tell what came of each."""
        if settings.TASK_WORKER:
            tasks.read_feeds.enqueue([feed.pk for feed in feeds])
            told = "The worker reads them now. What is new appears among the captured articles."
            self.message_user(request, told, messages.SUCCESS)
            return []
        reports = [polling.poll(feed, background=False) for feed in feeds[:NOW]]
        for report in reports:
            self._tell(request, report)
        if feeds[NOW:]:
            Feed.objects.filter(pk__in=[feed.pk for feed in feeds[NOW:]]).update(next_check_at=None)
            told = f"{NOW} are read now; the others are, if followed, at the next run."
            self.message_user(request, told, messages.INFO)
        return reports

    def _tell(self, request: HttpRequest, report: PollReport) -> None:
        if report.problem:
            level = messages.ERROR if report.is_failure else messages.WARNING
            self.message_user(request, f"“{report.feed}”: {report.problem}", level)
        elif report.orders:
            told = format_html(NEW, report.feed, len(report.orders), _progress(report))
            self.message_user(request, told, messages.SUCCESS)
        else:
            self.message_user(request, f"“{report.feed}”: nothing new.", messages.INFO)


def _progress(report: PollReport) -> str:
    """Where the entries of a feed are captured while an editor looks on."""
    return reverse("admin:news_article_captured", args=[report.orders[0].batch])
