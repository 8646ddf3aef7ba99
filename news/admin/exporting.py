"""Out of the desk: all articles as a zip, and beside each form what its file will say."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.safestring import SafeString
from unfold.decorators import action

from news import comparing
from news.markdown import exporter, zipping
from news.markdown.importer import digest_of
from news.models import Article

UNFIT = "What is remembered of its file does not fit together. Import the file again."


def zip_response(articles: QuerySet[Article], *, is_whole: bool = False) -> StreamingHttpResponse:
    """A zip of articles as a download that begins at once and grows while it is made."""
    name = f"medigy-{timezone.localdate():%Y-%m-%d}.zip"
    return StreamingHttpResponse(
        zipping.stream(articles, is_whole=is_whole),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


class ExportPages:
    """Mixed into the admin of articles: the page from which everything is downloaded."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("export/", view(self.export_page), name="news_article_export_all"),
            path("export/zip/", view(self.export_zip), name="news_article_export_zip"),
            *super().get_urls(),
        ]

    @action(
        description="Export Markdown",
        url_path="export-markdown",
        permissions=["view"],
        icon="download",
    )
    def export_markdown(self, request: HttpRequest) -> HttpResponse:
        return redirect("admin:news_article_export_all")

    def export_page(self, request: HttpRequest) -> HttpResponse:
        """How many articles there are to download, with and without those that nobody reads yet."""
        self._require_view(request)
        published, total = Article.objects.published().count(), Article.objects.count()
        context = {
            **self.admin_site.each_context(request),
            "title": "Export Markdown",
            "published": published,
            "others": total - published,
        }
        return TemplateResponse(request, "admin/news/exchange/export.html", context)

    @staticmethod
    def _require_view(request: HttpRequest) -> None:
        if not request.user.has_perm("news.view_article"):
            raise PermissionDenied

    def export_zip(self, request: HttpRequest) -> HttpResponse:
        """The download itself; ``drafts`` asks for all articles, whatever their state."""
        self._require_view(request)
        everything = "drafts" in request.GET
        articles = Article.objects.all() if everything else Article.objects.published()
        return zip_response(articles, is_whole=True)


class Outgoing:
    """Mixed into the admin of articles: the file of an article, read-only, beside its form."""

    @admin.display(description="its front matter")
    def as_exported(self, article: Article) -> SafeString | str:
        return render_to_string("admin/news/exchange/as_exported.html", self._outgoing(article))

    @admin.display(description="compared with its file")
    def since_exchange(self, article: Article) -> SafeString | str:
        return render_to_string("admin/news/exchange/since_exchange.html", self._outgoing(article))

    @staticmethod
    def _outgoing(article: Article) -> dict[str, Any]:
        """What both fields show, made once for a page."""
        if not hasattr(article, "_outgoing"):
            article._outgoing = outgoing(article.pk)
        return article._outgoing


def outgoing(pk: int) -> dict[str, Any]:
    """The file of an article as an export would write it now, and how it differs from the last.

    ``path`` and ``head``, or ``problem``, a sentence on why it cannot be written; ``file``, what
    is remembered of the last exchange, or None; ``changes``, pieces of the head line by line;
    ``body``, whether the body has changed since.
    """
    article = Article.objects.for_export().get(pk=pk)
    file = getattr(article, "file", None)
    found: dict[str, Any] = {"path": exporter.path_of(article), "file": file}
    try:
        text = exporter.render(article)
    except ValueError as problem:
        return {**found, "problem": str(problem)}
    except LookupError:
        return {**found, "problem": UNFIT}
    head = text.removesuffix(article.body)
    if file:
        found["changes"] = comparing.lines(file.head, head)
        found["body"] = file.body_digest != digest_of(article.body)
    return {**found, "head": head}
