"""Articles at the desk: the list that is worked through, and the form in the order of the work."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.contrib.humanize.templatetags.humanize import naturalday
from django.db.models import QuerySet
from django.forms import BaseFormSet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timesince import timesince
from unfold.contrib.filters.admin import AutocompleteSelectFilter, RangeDateFilter
from unfold.decorators import display
from unfold.views import ChangeList

from news import drafting, editing, related
from news.admin.capturing import CapturePages, by_hand, captured_with
from news.admin.exporting import ExportPages, Outgoing
from news.admin.fieldsets import fieldsets_for
from news.admin.filters import FilingFilter, PictureFilter, StateFilter
from news.admin.finds import NOTHING_FOUND, Finds, shows_finds, with_problems
from news.admin.importing import ImportPages
from news.admin.inlines import (
    AliasInline,
    CuratorInline,
    MediaFileInline,
    RelatedOfferingInline,
    TopicInline,
)
from news.admin.pictures import thumbnail
from news.admin.proposals import picked, proposals_for
from news.admin.states import HUES, standing
from news.admin.steps import EditingSteps
from news.capturing.origins import record_of
from news.capturing.pictures import choose_picture
from news.forms import ArticleForm
from news.harvesting.fetch import FetchError
from news.media import MediaError
from news.models import Article, PageMetadata, RelatedOffering
from news.querysets import LONG_TEXTS
from offerings.admin import DeskAdmin

SHOWN_TOPICS = 2


class ArticleChangeList(ChangeList):
    """Loads what a row shows with the rows, and leaves the long texts in the database."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet:
        articles = super().get_queryset(request, exclude_parameters)
        if shows_finds(request):
            self.when_empty = NOTHING_FOUND
            articles = with_problems(articles)
        return (
            articles.select_related("publication", "section")
            .with_categories()
            .with_media()
            .defer(*LONG_TEXTS)
        )


@admin.register(Article)
class ArticleAdmin(
    Finds, CapturePages, EditingSteps, ImportPages, ExportPages, Outgoing, DeskAdmin
):
    form = ArticleForm
    list_display = ["headline", "standing", "topics", "age"]
    list_filter = [
        StateFilter,
        ("categories", AutocompleteSelectFilter),
        ("publication", AutocompleteSelectFilter),
        ("authors", AutocompleteSelectFilter),
        ("section", AutocompleteSelectFilter),
        FilingFilter,
        PictureFilter,
        ("date", RangeDateFilter),
    ]
    search_fields = ["title", "description", "source_url", "clean_url", "slug"]
    date_hierarchy = "date"
    autocomplete_fields = ["publication", "duplicate_of", "section", "institution", "offering"]
    inlines = [TopicInline, RelatedOfferingInline, MediaFileInline, CuratorInline, AliasInline]
    readonly_fields = [
        "metadata",
        "md_name",
        "kept",
        "created_at",
        "modified_at",
        "as_exported",
        "since_exchange",
    ]
    when_empty = "Paste an address into the field above, or import Markdown files."
    actions_list = ["import_markdown", "export_markdown"]
    list_before_template = "admin/news/capture/above_list.html"

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return ArticleChangeList

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> list[tuple]:
        possible = self.buttons_for(obj) if obj else set()
        may_schedule = "schedule" in possible and self.has_publish_permission(request)
        return fieldsets_for(is_new=obj is None, may_schedule=may_schedule)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **kwargs: Any):
        """Where the article stands is said above the form; what follows a save, below it."""
        if article := kwargs.get("obj"):
            key, word = standing(article)
            context |= {"hue": HUES[key], "state": word, "by_hand": by_hand(article)}
            may_pick = self.has_change_permission(request, article)
            context["others"] = captured_with(article)
            context |= {
                "proposals": proposals_for(article, may_pick=may_pick),
                "picked": picked(request),
            }
        context["show_save_and_add_another"] = False
        return super().render_change_form(request, context, **kwargs)

    # --- Saving -------------------------------------------------------------------------------

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A form is stored in one transaction; the picture that was picked is fetched after it."""
        response = super().changeform_view(request, *args, **kwargs)
        if hasattr(request, "picked_picture"):
            self._take_picture(request, *request.picked_picture)
        return response

    def save_model(self, request: HttpRequest, obj: Article, form: ArticleForm, change: bool):
        """Write the row only when the form changed it: looking is not editing.

        The steps wait for ``save_related``, so that they find the article complete.
        """
        if not change:
            drafting.complete(obj)
            obj.save()
        elif form.has_changed():
            self._save_changed(obj, form)

    def _save_changed(self, obj: Article, form: ArticleForm) -> None:
        changed = set(form.changed_data)
        if "body" in changed and "description" not in changed:
            drafting.follow_body(obj, former=Article.objects.get(pk=obj.pk))
        elif changed & {"body", "description"} and not obj.description:
            obj.description = drafting.described(obj, at_word=True)
        if changed & {"slug", "section"}:
            editing.rename(obj, obj.slug or drafting.free_slug(obj))
        else:
            editing.touch(obj)
            obj.save()

    def save_related(
        self, request: HttpRequest, form: ArticleForm, formsets: list[BaseFormSet], change: bool
    ) -> None:
        """Related offerings first: a change of topics makes the rule's rows anew."""
        super().save_related(
            request,
            form,
            sorted(formsets, key=lambda rows: rows.model is not RelatedOffering),
            change,
        )
        article = form.instance
        self._save_tags(article, form, change)
        self._take_up(request, article, form)
        changed = [formset.model for formset in formsets if formset.has_changed()]
        if RelatedOffering in changed:
            related.refresh(article)
        if changed and change and not form.has_changed():
            editing.touch(article)
            article.save(update_fields=["modified_at"])
        if article.state == Article.State.CAPTURED and change and (changed or form.has_changed()):
            editing.keep(article)
            self.message_user(request, KEPT, messages.INFO)
        self._take_step(request, form)

    def _take_up(self, request: HttpRequest, article: Article, form: ArticleForm) -> None:
        """What the editor picked of the proposals."""
        drafting.add_topics(article, form.cleaned_data.get("suggested_topics", ()))
        if offerings := form.cleaned_data.get("suggested_offerings"):
            drafting.pin_offerings(article, offerings)
            related.refresh(article)
        if (number := form.cleaned_data.get("picture_choice")) is not None:
            request.picked_picture = article, number

    def _take_picture(self, request: HttpRequest, article: Article, number: int) -> None:
        record = record_of(article)
        if record is None or number >= len(record.images):
            return
        try:
            choose_picture(article, record.images[number]["url"])
        except (FetchError, MediaError) as problem:
            told = f"Saved, but the picture could not be had: {problem}"
            self.message_user(request, told, messages.WARNING)

    def _save_tags(self, article: Article, form: ArticleForm, change: bool) -> None:
        tags = form.cleaned_data.get("tags", [])
        if "tags" in form.changed_data:
            drafting.set_tags(article, tags)
        elif not change and article.section.identifier:
            drafting.set_tags(article, [article.section.identifier])

    def _take_step(self, request: HttpRequest, form: ArticleForm) -> None:
        """The step whose button was pressed, if it was one."""
        pressed, moment = self._pressed(request), form.cleaned_data.get("schedule_for")
        for step in pressed:
            getattr(self, step)(request, form.instance, *[moment] if step == "schedule" else [])
        if moment and not pressed:
            told = "Saved, but not scheduled: “Save and schedule” does both."
            self.message_user(request, told, messages.WARNING)

    def _pressed(self, request: HttpRequest) -> list[str]:
        return [step for step in self.actions_submit_line if f"news_article_{step}" in request.POST]

    def get_actions_submit_line(self, request: HttpRequest, object_id: Any) -> list:
        article = self.get_object(request, str(object_id))
        possible = self.buttons_for(article) if article else set()
        names = {f"news_article_{step}" for step in possible}
        actions = super().get_actions_submit_line(request, object_id)
        return [action for action in actions if action.action_name in names]

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        """After a step the editor stays with the article and sees where it is now."""
        if self._pressed(request):
            return HttpResponseRedirect(request.path)
        return super().response_change(request, obj)

    # --- Deleting -----------------------------------------------------------------------------

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or obj.state != Article.State.PUBLISHED)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict | None = None
    ) -> HttpResponse:
        obj = self.get_object(request, object_id)
        if obj and obj.state == Article.State.PUBLISHED:
            self.message_user(request, WITHDRAW_FIRST.format(f"“{obj}” is"), messages.WARNING)
            return HttpResponseRedirect(reverse("admin:news_article_change", args=[obj.pk]))
        return super().delete_view(request, object_id, extra_context)

    def get_actions(self, request: HttpRequest) -> dict:
        actions = super().get_actions(request)
        if "delete_selected" in actions:
            actions["delete_selected"] = (delete_unpublished, *actions["delete_selected"][1:])
        return actions

    def delete_model(self, request: HttpRequest, obj: Article) -> None:
        editing.discard(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        for article in queryset:
            editing.discard(article)

    # --- What is shown ------------------------------------------------------------------------

    @display(description="article", ordering="title")
    def headline(self, article: Article) -> SafeString:
        source = article.publication.name if article.publication else "no source"
        return format_html(HEADLINE, thumbnail(article.featured_image), article.title, source)

    @display(description="state", ordering="state", label=HUES)
    def standing(self, article: Article) -> tuple[str, str]:
        return standing(article)

    @display(description="topics")
    def topics(self, article: Article) -> SafeString:
        topics = article.ordered_categories()
        names = ", ".join(topic.name for topic in topics)
        if not topics:
            return mark_safe('<span class="desk-quiet">none yet</span>')
        more = f" +{len(topics) - SHOWN_TOPICS}" if len(topics) > SHOWN_TOPICS else ""
        labels = ", ".join(topic.label for topic in topics[:SHOWN_TOPICS])
        return format_html('<span title="{}">{}{}</span>', names, labels, more)

    @display(description="curated", ordering="date")
    def age(self, article: Article) -> SafeString:
        day, today = article.date, timezone.localdate()
        told = (
            f"{timesince(day, today, depth=1)} ago" if (today - day).days > 1 else naturalday(day)
        )
        return format_html('<span title="{}" class="desk-age">{}</span>', day, told)

    @display(description="the three blocks of its file")
    def metadata(self, article: Article) -> SafeString | str:
        found = PageMetadata.objects.filter(article=article).first()
        if found is None:
            return "Nothing was read from the page."
        texts = (found.html, found.open_graph, found.twitter)
        blocks = list(zip(("Page", "Open Graph", "Twitter"), texts, strict=True))
        return render_to_string("admin/news/article/metadata.html", {"blocks": blocks})

    @display(description="what else its file says")
    def kept(self, article: Article) -> SafeString | str:
        file = getattr(article, "file", None)
        if not (file and file.kept):
            return "Nothing: the other fields say it all."
        text = json.dumps(file.kept, indent=2, ensure_ascii=False)
        return format_html('<pre class="overflow-auto max-h-96 text-xs">{}</pre>', text)


HEADLINE = (
    '<span class="flex gap-3 items-center">{}<span class="flex flex-col min-w-0">'
    '<strong class="font-medium">{}</strong><span class="desk-quiet">{}</span></span></span>'
)

KEPT = "It is among the drafts now, because you have worked on it."
WITHDRAW_FIRST = "{} published. Withdraw first what readers see; then it can be deleted."


def delete_unpublished(
    modeladmin: ArticleAdmin, request: HttpRequest, queryset: QuerySet[Article]
) -> HttpResponse | None:
    """Django's own deletion, for articles that readers do not see."""
    public = queryset.filter(state=Article.State.PUBLISHED).count()
    if public:
        what = "One of them is" if public == 1 else f"{public} of them are"
        modeladmin.message_user(request, WITHDRAW_FIRST.format(what), messages.WARNING)
        return None
    return delete_selected(modeladmin, request, queryset)
