"""Into the desk: files are dropped, the plan is read, and then it is applied, piece by piece."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, TooManyFilesSent
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.core.paginator import Page, Paginator
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST
from unfold.decorators import action

from news import uploads
from news.markdown.archives import ArchiveError
from news.markdown.reports import ImportReport
from news.models import ArticleFile, Upload, UploadedFile
from news.uploads.receiving import PICTURES

MAX_BYTES = 256 * 1024**2  # of one request
PER_PAGE = 100
HUES = {
    "failed": "danger",
    "clashed": "warning",
    "new": "success",
    "changed": "info",
    "unchanged": "default",
}
Outcome, Stage = UploadedFile.Outcome, Upload.Stage

GONE = "That upload is no longer kept: it was discarded, or is more than a day old."
TOO_MUCH = f"Nothing was taken: together they are larger than {MAX_BYTES // 1024**2} MB."
TOO_MANY = "Nothing was taken: they are more than 100 files. Put them into one zip and drop that."
NO_FILE = "Choose a zip or Markdown files first."


class BoundedUpload(FileUploadHandler):
    """Reads the rest of a request that is too large without keeping it."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.received = 0

    @property
    def is_too_much(self) -> bool:
        return self.received > MAX_BYTES

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.received += len(raw_data)
        if self.is_too_much:
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


class ImportPages:
    """Mixed into the admin of articles: the pages of an import."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        # The upload's own page bears the name under which Django's history looks for it.
        return [
            path("import/", view(self.import_page), name="news_article_import"),
            path("import/<int:pk>/", view(self.plan_page), name="news_upload_change"),
            path("import/<int:pk>/apply/", view(self.apply_plan), name="news_upload_apply"),
            path("import/<int:pk>/discard/", view(self.discard_plan), name="news_upload_discard"),
            path("import/<int:pk>/report/", view(self.import_report), name="news_upload_report"),
            *super().get_urls(),
        ]

    def has_import_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return may_import(request)

    @action(
        description="Import Markdown",
        url_path="import-markdown",
        permissions=["import"],
        icon="upload",
    )
    def import_markdown(self, request: HttpRequest) -> HttpResponse:
        return redirect("admin:news_article_import")

    # --- Dropping ---------------------------------------------------------------------------

    # The bounds of an upload must be set before anything reads the request, and Django's own
    # check of its origin reads it. So that check is made inside.
    @method_decorator(csrf_exempt)
    def import_page(self, request: HttpRequest) -> HttpResponse:
        """Where files are dropped. What is wrong with them is said on the same page."""
        if not may_import(request):
            raise PermissionDenied
        if request.method != "POST":
            return self._import_page(request)
        bound = BoundedUpload(request)
        request.upload_handlers.insert(0, bound)
        try:
            request.POST  # noqa: B018  (reads the request)
        except TooManyFilesSent:
            drain(request)
            return self._refused(request, TOO_MANY)
        return self._receive(request, bound)

    @method_decorator(csrf_protect)
    def _import_page(self, request: HttpRequest, status: int = 200) -> HttpResponse:
        Upload.objects.expired().delete()
        context = {
            **self.admin_site.each_context(request),
            "title": "Import Markdown",
            "accepted": ",".join([".zip", ".md", ".markdown", *PICTURES]),
            "most": MAX_BYTES // 1024**2,
            "max_bytes": MAX_BYTES,
            "waiting": Upload.objects.exclude(stage=Stage.APPLIED).select_related("user"),
        }
        page = "admin/news/exchange/import.html"
        return TemplateResponse(request, page, context, status=status)

    @method_decorator(csrf_protect)
    def _receive(self, request: HttpRequest, bound: BoundedUpload) -> HttpResponse:
        if bound.is_too_much:
            return self._refused(request, TOO_MUCH)
        files = request.FILES.getlist("files")
        if not files:
            return self._refused(request, NO_FILE)
        try:
            upload = uploads.receive(files, request.user)
        except ArchiveError as problem:
            return self._refused(request, f"Nothing was taken. {problem}")
        return redirect("admin:news_upload_change", upload.pk)

    def _refused(self, request: HttpRequest, sentence: str) -> HttpResponse:
        self.message_user(request, sentence, messages.ERROR)
        return redirect("admin:news_article_import")

    # --- The plan and what became of it -----------------------------------------------------

    def plan_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        """An upload: how far it is, then its plan, then what its import did.

        Looking at an upload that is being worked on does a piece of that work, and the page asks
        for itself again until all is done. So an import needs no worker beside the web server and
        no script in the browser; it goes on wherever the page is open, rests while it is open
        nowhere, and nothing but the order to apply, a POST, decides what is imported.
        """
        upload = self._upload(request, pk)
        if upload is None:
            return redirect("admin:news_article_import")
        context = self.admin_site.each_context(request)
        try:
            upload = uploads.go_on(upload)
        except (OSError, DatabaseError) as problem:
            context["problem"] = f"It stopped: {getattr(problem, 'strerror', None) or problem}."
        context |= {"upload": upload, "waits": not uploads.may_publish(upload)}
        if upload.is_working:
            return self._progress(request, upload, context)
        report = uploads.tally(upload)
        outcome = _outcome(request)
        context |= {
            "title": "Imported" if upload.stage == Stage.APPLIED else "Import: the plan",
            "tabs": tabs(report, outcome),
            "files": described(files_of(upload, outcome, request.GET.get("page"))),
            "report": report,
            "sentence": planned(report) if upload.stage == Stage.PLANNED else f"{report}.",
            "to_import": to_import(report),
            "problems": report.total - report.done,
            "outcome": outcome,
        }
        return TemplateResponse(request, "admin/news/exchange/plan.html", context)

    def _progress(
        self, request: HttpRequest, upload: Upload, context: dict[str, Any]
    ) -> HttpResponse:
        done, total = uploads.progress(upload)
        what = "Importing" if upload.stage == Stage.APPLYING else "Looking through"
        context |= {"title": f"{what} {upload}", "done": done, "total": total, "what": what}
        page = "admin/news/exchange/progress.html"
        status = 503 if "problem" in context else 200
        return TemplateResponse(
            request, page, context, status=status, headers={"Cache-Control": "no-store"}
        )

    @method_decorator(require_POST)
    def apply_plan(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Order the import. A second order changes nothing."""
        upload = self._upload(request, pk)
        if upload is None:
            return redirect("admin:news_article_import")
        if not uploads.apply(upload, request.user):
            self.message_user(request, "This plan was applied before.", messages.INFO)
        return redirect("admin:news_upload_change", pk)

    @method_decorator(require_POST)
    def discard_plan(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Forget an upload."""
        upload = self._upload(request, pk)
        if upload:
            uploads.discard(upload)
            self.message_user(request, f"“{upload}” is discarded.", messages.SUCCESS)
        return redirect("admin:news_article_import")

    def import_report(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What could not be imported as a text to work through, a line for each file."""
        upload = self._upload(request, pk)
        if upload is None:
            return redirect("admin:news_article_import")
        rows = upload.files.filter(outcome__in=[Outcome.FAILED, Outcome.CLASHED])
        lines = [f"{path}: {said}\n" for path, said in rows.values_list("path", "sentence")]
        return HttpResponse(
            lines,
            content_type="text/plain; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="import-report.txt"'},
        )

    def _upload(self, request: HttpRequest, pk: int) -> Upload | None:
        """The upload, if it is still kept; else a message says what became of it."""
        if not may_import(request):
            raise PermissionDenied
        upload = Upload.objects.filter(pk=pk).select_related("user").first()
        if upload is None:
            self.message_user(request, GONE, messages.WARNING)
        return upload


def drain(request: HttpRequest) -> None:
    """Read what a browser is still sending: it hears no answer before it is through."""
    while request.read(64 * 1024):
        pass


def may_import(request: HttpRequest) -> bool:
    """An import makes articles and changes them."""
    return request.user.has_perms(["news.add_article", "news.change_article"])


def planned(report: ImportReport) -> str:
    """What applying the plan would do, in a sentence."""
    counts = {str(outcome): count for outcome, count in report.counts.items() if count}
    if not to_import(report):
        same = counts.get("unchanged", 0)
        return (
            f"There is nothing to import: {same:,} of {report.total:,} files are here as they are."
        )
    parts = ", ".join(f"{count:,} {outcome}" for outcome, count in counts.items())
    return f"{report.total:,} file{'' if report.total == 1 else 's'}: {parts}."


def to_import(report: ImportReport) -> int:
    """How many files would change something."""
    return sum(count for outcome, count in report.counts.items() if outcome in CHANGING)


CHANGING = {"new", "changed", "clashed"}


def tabs(report: ImportReport, chosen: Outcome | None) -> list[dict[str, Any]]:
    """The ways to narrow the list: those that would leave something."""
    every = {"word": "all", "number": report.total, "url": "?", "is_chosen": chosen is None}
    found = []
    for outcome in Outcome:
        number = report.counts[outcome.label]
        url = f"?outcome={outcome.label}"
        tab = {"word": outcome.label, "number": number, "url": url}
        found += [{**tab, "is_chosen": outcome is chosen}] if number else []
    return [every, *found]


def files_of(upload: Upload, outcome: Outcome | None, number: str | None) -> Page:
    """A page of the upload's files, those first that an editor has to look at."""
    files = upload.files.exclude(outcome=None).defer("packed")
    if outcome:
        files = files.filter(outcome=outcome)
    return Paginator(files.order_by("outcome", "pk"), PER_PAGE).get_page(number)


def described(page: Page) -> Page:
    """The files of a page, each with the hue of its outcome and its article, if it has one."""
    page.object_list = list(page.object_list)
    known = ArticleFile.objects.filter(path__in=[file.place for file in page.object_list])
    found = {
        path: (pk, title)
        for path, pk, title in known.values_list("path", "article_id", "article__title")
    }
    for file in page.object_list:
        pk, title = found.get(file.place, (None, ""))
        file.title = file.title or title
        file.url = reverse("admin:news_article_change", args=[pk]) if pk else ""
        file.hue = HUES[file.get_outcome_display()]
    return page


def _outcome(request: HttpRequest) -> Outcome | None:
    asked = request.GET.get("outcome", "").upper()
    return Outcome[asked] if asked in Outcome.names else None
