"""Capture at the desk: addresses are pasted, the page shows how far they are, drafts open."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST
from unfold.decorators import action

from news import capturing
from news.admin.finds import DISCARDED
from news.capturing import CaptureError
from news.capturing.again import differences, read_again, take
from news.capturing.pictures import preview_of
from news.harvesting.fetch import FetchError
from news.media import MediaError
from news.models import Article, Capture, HarvestRecord

HUES = {
    Capture.Stage.WAITING: "default",
    Capture.Stage.READ: "info",
    Capture.Stage.DONE: "success",
    Capture.Stage.KNOWN: "info",
    Capture.Stage.FAILED: "warning",
    Capture.Stage.REFUSED: "danger",
}
MADE_A_DRAFT = (Capture.Stage.DONE, Capture.Stage.FAILED)
UNFINISHED = (Article.State.CAPTURED, Article.State.DRAFT)
LAST = 8  # captures shown below the field
A_DAY = 24 * 3600
PAUSE = 2  # seconds between two looks at what somebody else is working on

KNOWN = "Medigy has this already: this is the article that comes from {}."
BY_HAND = (
    "The page could not be read: {} The address is kept. Write the rest here, "
    '<a href="{}" class="underline">send the page with the bookmarklet</a>, or '
    '<a href="{}" class="underline">harvest it again</a>.'
)


class CapturePages:
    """Mixed into the admin of articles: the pages of capture, and the second look at a source."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        one = "<int:pk>/"
        return [
            path("capture/", view(self.capture_page), name="news_article_capture"),
            path("capture/<uuid:batch>/", view(self.progress_page), name="news_article_captured"),
            path(f"{one}read-again/", view(self.read_again_page), name="news_article_read_again"),
            path(f"{one}compare/", view(self.compare_page), name="news_article_compare"),
            path(f"{one}candidate/<int:number>/", view(self.candidate), name="news_candidate"),
            *super().get_urls(),
        ]

    @action(
        description="Harvest again",
        url_path="harvest-again",
        permissions=["change"],
        icon="sync",
        attrs={"title": "Read the source again and see what the publisher changed"},
    )
    def harvest(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return redirect("admin:news_article_compare", object_id)

    # --- Pasting ----------------------------------------------------------------------------

    def capture_page(self, request: HttpRequest) -> HttpResponse:
        """The field, the bookmarklet, and what became of the last addresses.

        A bookmarklet opens it with ``?url=`` and may hand over the page by message: the editor
        sees the address and presses the button, so that no other site can capture anything.
        """
        if not may_capture(request):
            raise PermissionDenied
        if request.method == "POST":
            return self._order(request)
        return self._field(request)

    def _field(self, request: HttpRequest) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": "Capture",
            "addresses": self._given(request),
            "most": capturing.MOST_AT_ONCE,
            "most_bytes": capturing.LARGEST_PAGE,
            "here": request.build_absolute_uri(reverse("admin:news_article_capture")),
            "origin": f"{request.scheme}://{request.get_host()}",
            "last": rows(Capture.objects.order_by("-pk").for_listing()[:LAST]),
        }
        # The window that a bookmarklet opened must be able to hear from the article's page.
        headers = {"Cross-Origin-Opener-Policy": "unsafe-none"}
        page = "admin/news/capture/capture.html"
        return TemplateResponse(request, page, context, headers=headers)

    def _given(self, request: HttpRequest) -> str:
        """What stands in the field already.

        That is what could not be taken, what was discarded last, or a bookmarklet's address.
        """
        if request.method == "POST":
            return request.POST.get("addresses", "")
        if "discarded" in request.GET:
            return "\n".join(request.session.get(DISCARDED, []))
        return request.GET.get("url", "")[: capturing.LONGEST_ADDRESS]

    def _order(self, request: HttpRequest) -> HttpResponse:
        addresses = capturing.read_addresses(request.POST.get("addresses", ""))
        sent = request.FILES.get("page")
        page = sent.read(capturing.LARGEST_PAGE + 1) if sent else None
        way = Capture.Way.DESK if page is None else Capture.Way.BROWSER
        try:
            orders = capturing.order(addresses, user=request.user, way=way, html=page)
        except CaptureError as problem:
            self.message_user(request, str(problem), messages.ERROR)
            return self._field(request)
        capturing.hand_over(orders)
        return redirect("admin:news_article_captured", orders[0].batch)

    # --- Progress ---------------------------------------------------------------------------

    def progress_page(self, request: HttpRequest, batch: uuid.UUID) -> HttpResponse:
        """How far a batch is. With ``?go`` it takes the next step, unless a worker does.

        So nothing but the web server is needed: the page asks for itself until all is done. It
        goes on wherever the page is open, and what is done stays done.
        """
        if not may_capture(request):
            raise PermissionDenied
        orders = Capture.objects.filter(batch=batch)
        first, worked = orders.free().first(), False
        if first and "go" in request.GET and not capturing.is_left_to_worker(first):
            worked = capturing.take_step(first)
        found = list(orders.for_listing())
        if not found:
            raise Http404
        if len(found) == 1 and self._may_open(request, found[0]):
            return self._opened(request, found[0])
        done = sum(one.is_finished for one in found)
        drafts = [one for one in found if one.stage in MADE_A_DRAFT and one.article]
        is_over = done == len(found)
        context = {
            **self.admin_site.each_context(request),
            "title": "Captured" if is_over else "Capturing",
            "rows": rows(found),
            "done": done,
            "drafts": drafts,
            "total": len(found),
            "next": "" if is_over else f"{request.path}?go",
            "pause": 0 if worked or "go" not in request.GET else PAUSE,
        }
        headers = {"Cache-Control": "no-store"}
        page = "admin/news/capture/progress.html"
        return TemplateResponse(request, page, context, headers=headers)

    def _may_open(self, request: HttpRequest, one: Capture) -> bool:
        """Whether it led to an article that its editor may look at."""
        there = one.is_finished and one.article
        return bool(there) and self.has_view_permission(request, one.article)

    def _opened(self, request: HttpRequest, one: Capture) -> HttpResponse:
        """The draft itself; for a duplicate, the article that is there."""
        page = "admin:news_article_change"
        if one.stage == Capture.Stage.KNOWN:
            self.message_user(request, KNOWN.format(one.url), messages.WARNING)
            if one.way == Capture.Way.BROWSER and self.has_change_permission(request, one.article):
                page = "admin:news_article_compare"
        return redirect(page, one.article_id)

    # --- The second look --------------------------------------------------------------------

    @method_decorator(require_POST)
    def read_again_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Read the source now, and show what is new."""
        article = self._article(request, pk)
        try:
            read_again(article)
        except FetchError as failure:
            self.message_user(request, f"The page could not be read: {failure}", messages.ERROR)
        return redirect("admin:news_article_compare", pk)

    def compare_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What the source says now beside what the article says; an editor takes what is right."""
        article = self._article(request, pk)
        if request.method == "POST":
            return self._take_over(request, article)
        record = HarvestRecord.objects.filter(article=article).first()
        found = differences(article, record) if record else []
        context = {
            **self.admin_site.each_context(request),
            "title": f"What the source says: {article}",
            "article": article,
            "record": record,
            "differences": found,
        }
        return TemplateResponse(request, "admin/news/capture/compare.html", context)

    def _take_over(self, request: HttpRequest, article: Article) -> HttpResponse:
        try:
            taken = take(article, request.POST.getlist("take"))
        except (CaptureError, FetchError, MediaError) as problem:
            why = "" if isinstance(problem, CaptureError) else "the picture could not be had. "
            self.message_user(request, f"Nothing was changed: {why}{problem}", messages.ERROR)
            return redirect("admin:news_article_compare", article.pk)
        if taken:
            self.log_change(request, article, "Took over what the source says now.")
        told = "The article says now what you took over." if taken else "The article is unchanged."
        self.message_user(request, told, messages.SUCCESS)
        return redirect("admin:news_article_change", article.pk)

    def candidate(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """One of the pictures on the source's page, small; browsers never fetch it from there."""
        article = self._article(request, pk)
        record = HarvestRecord.objects.filter(article=article).first()
        if record is None or number >= len(record.images):
            raise Http404
        try:
            picture = preview_of(record.images[number]["url"])
        except (FetchError, MediaError) as problem:
            raise Http404 from problem
        return HttpResponse(
            picture.data,
            content_type=f"image/{picture.format.lower()}",
            headers={
                "Cache-Control": f"private, max-age={A_DAY}",
                "Content-Security-Policy": "default-src 'none'",
                "X-Content-Type-Options": "nosniff",
            },
        )

    def _article(self, request: HttpRequest, pk: int) -> Article:
        article = self.get_object(request, str(pk))
        if article is None:
            raise Http404
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        return article


def may_capture(request: HttpRequest) -> bool:
    """A capture makes an article."""
    return request.user.has_perm("news.add_article")


def rows(captures: QuerySet[Capture] | list[Capture]) -> list[dict[str, Any]]:
    """Captures as their lists show them."""
    return [{"capture": one, "hue": HUES[one.stage]} for one in captures]


@dataclass(frozen=True, slots=True)
class Others:
    """What was captured together with an article and still waits: how many, and the next one."""

    number: int
    next: Article


def captured_with(article: Article) -> Others | None:
    """The drafts of the same batch that nobody has handed in yet, if there are any."""
    made = Capture.objects.exclude(stage=Capture.Stage.KNOWN)
    one = made.filter(article=article).order_by("-pk").first()
    if one is None:
        return None
    waiting = made.filter(batch=one.batch, article__state__in=UNFINISHED).exclude(article=article)
    orders = list(waiting.order_by("pk").values_list("pk", "article_id"))
    if not orders:
        return None
    following = next((order for order in orders if order[0] > one.pk), orders[0])
    return Others(len(orders), Article.objects.only("title").get(pk=following[1]))


def by_hand(article: Article) -> SafeString | str:
    """Why the article's source could not be read, if it was so the last time; else ``''``."""
    record = HarvestRecord.objects.filter(article=article).only("problem").first()
    if record is None or not record.problem:
        return ""
    send = reverse("admin:news_article_capture", query={"url": article.clean_url})
    again = reverse("admin:news_article_compare", args=[article.pk])
    return format_html(BY_HAND, record.problem, send, again)
