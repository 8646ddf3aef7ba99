"""The verbs of an editor's work as buttons under an article and as actions on the list."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.html import format_html
from django.utils.text import get_text_list
from unfold.decorators import action
from unfold.enums import ActionVariant

from news import editing
from news.admin.exporting import zip_response
from news.editing import EditingError
from news.markdown import exporter
from news.models import Article

State = Article.State
Verb = Callable[[Article], None]

TOLD = 5  # failures that are told one by one


class EditingSteps:
    """Mixed into the admin of articles."""

    actions_submit_line = ["publish", "schedule", "submit", "send_back", "withdraw"]
    actions_detail = ["harvest", "export"]
    actions = [
        "keep_selected",
        "discard_selected",
        "submit_selected",
        "publish_selected",
        "send_back_selected",
        "withdraw_selected",
        "export_selected",
    ]
    # Which buttons stand under an article in each state.
    possible = {
        State.CAPTURED: {"submit", "schedule", "publish"},
        State.DRAFT: {"submit", "schedule", "publish"},
        State.IN_REVIEW: {"send_back", "schedule", "publish"},
        State.WITHDRAWN: {"schedule", "publish"},
    }

    def has_publish_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return request.user.has_perm("news.publish_article")

    def buttons_for(self, article: Article) -> set[str]:
        """The names of the steps that can be taken from where the article is."""
        if article.state != State.PUBLISHED:
            return self.possible[article.state]
        return {"withdraw", "schedule", "publish"} if article.is_scheduled else {"withdraw"}

    # --- Under an article: what is typed is saved first ------------------------------------

    @action(
        description="Save and submit for review",
        permissions=["change"],
        attrs={"title": "Ctrl + Enter", "aria-keyshortcuts": "Control+Enter"},
    )
    def submit(self, request: HttpRequest, article: Article) -> None:
        self._take(request, article, editing.submit, "{} waits for an editor now.")

    @action(description="Save and send back", permissions=["change"])
    def send_back(self, request: HttpRequest, article: Article) -> None:
        self._take(request, article, editing.send_back, "{} is a draft again.")

    @action(
        description="Save and publish now",
        permissions=["publish"],
        icon="publish",
        variant=ActionVariant.PRIMARY,
    )
    def publish(self, request: HttpRequest, article: Article) -> None:
        self._take(request, article, editing.publish, "{} is published. Readers see it now.")

    @action(description="Save and schedule", permissions=["publish"])
    def schedule(self, request: HttpRequest, article: Article, moment) -> None:
        def verb(article: Article) -> None:
            editing.schedule(article, moment)

        told = f"{{}} goes to readers on {moment:%d %B %Y at %H:%M}."
        self._take(request, article, verb, told)

    @action(description="Withdraw from readers", permissions=["publish"])
    def withdraw(self, request: HttpRequest, article: Article) -> None:
        told = "{} is withdrawn. Readers no longer see it; “Save and publish now” brings it back."
        self._take(request, article, editing.withdraw, told)

    def _take(self, request: HttpRequest, article: Article, verb: Verb, told: str) -> None:
        try:
            verb(article)
        except EditingError as error:
            self.message_user(request, str(error), messages.ERROR)
        else:
            self.log_change(request, article, f"{verb.__name__.replace('_', ' ').capitalize()}.")
            link = format_html('<a href="{}" class="underline">“{}”</a>', article.path, article)
            self.message_user(request, format_html(told, link), messages.SUCCESS)

    # --- On the list ------------------------------------------------------------------------

    @action(description="Submit for review", permissions=["change"])
    def submit_selected(self, request: HttpRequest, articles: QuerySet[Article]) -> None:
        self._take_all(request, articles, editing.submit, "submitted for review")

    @action(description="Publish now", permissions=["publish"])
    def publish_selected(self, request: HttpRequest, articles: QuerySet[Article]) -> None:
        self._take_all(request, articles, editing.publish, "published")

    @action(description="Send back to draft", permissions=["change"])
    def send_back_selected(self, request: HttpRequest, articles: QuerySet[Article]) -> None:
        self._take_all(request, articles, editing.send_back, "sent back")

    @action(description="Withdraw from readers", permissions=["publish"])
    def withdraw_selected(self, request: HttpRequest, articles: QuerySet[Article]) -> None:
        self._take_all(request, articles, editing.withdraw, "withdrawn")

    def _take_all(
        self, request: HttpRequest, articles: QuerySet[Article], verb: Verb, done: str
    ) -> None:
        """Take the step for each; one message says how many, which not, and why."""
        taken, failures = 0, []
        for article in articles.defer(None):
            try:
                verb(article)
            except EditingError as error:
                failures.append(str(error))
            else:
                taken += 1
                self.log_change(request, article, f"{done.capitalize()}.")
        level = messages.WARNING if failures else messages.SUCCESS
        self.message_user(request, summary(taken, done, failures), level)

    # --- Markdown -----------------------------------------------------------------------------

    @action(description="Export as Markdown", permissions=["view"], icon="download")
    def export(self, request: HttpRequest, object_id: str) -> HttpResponse:
        article = self.get_object(request, object_id)
        if article is None:
            raise Http404
        return self._exported(request, Article.objects.filter(pk=article.pk))

    @action(description="Export as Markdown", permissions=["view"])
    def export_selected(
        self, request: HttpRequest, articles: QuerySet[Article]
    ) -> HttpResponseBase:
        return self._exported(request, Article.objects.filter(pk__in=articles.values("pk")))

    def _exported(self, request: HttpRequest, articles: QuerySet[Article]) -> HttpResponseBase:
        """One article as its file; several as a zip in which each is where it is in the tree."""
        if articles.count() != 1:
            return zip_response(articles)
        try:
            return markdown_file(articles.for_export().get())
        except ValueError as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())


def markdown_file(article: Article) -> HttpResponse:
    """The article's Markdown file as a download, under its own name."""
    return HttpResponse(
        exporter.render(article),
        content_type="text/markdown; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{article.md_name}"'},
    )


def summary(taken: int, done: str, failures: list[str]) -> str:
    """One sentence on what a step did to many articles, and why it left some as they are."""
    told = f"{taken} article{'' if taken == 1 else 's'} {done}."
    if not failures:
        return told
    rest = [f"{len(failures) - TOLD} more"] if len(failures) > TOLD else []
    reasons = get_text_list([f.rstrip(".") for f in failures[:TOLD]] + rest, "and")
    left = "1 was left as it is" if len(failures) == 1 else f"{len(failures)} were left as they are"
    return f"{told} {left}: {reasons}."
