"""The forms of the desk. What cannot be saved is refused in a sentence that says what to do."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django_prose_editor.widgets import AdminProseEditorWidget
from unfold.widgets import (
    UnfoldAdminSplitDateTimeWidget,
    UnfoldAdminTextInputWidget,
)

from news import drafting
from news.capturing.origins import origins
from news.harvesting.addresses import address_key
from news.models import Article, Section
from news.prose import EXTENSIONS, can_hold
from news.rendering import web_address
from offerings.forms import LINE_BREAK, ExactField, ExactTextarea, LosslessForm
from offerings.models import Category, Offering

SCHEDULE_BUTTON = "news_article_schedule"
TAG_LENGTH = 100
ADDRESS_LENGTH = 2000
ONE_LINE = {"source_url", "clean_url", "via_url"}
UNTITLED = "Give the article a title."
SLUG = re.compile(r"[\w-]+")


def written_tags(names: Iterable[str]) -> str:
    """Tags on one line, as an editor writes them: ``AI, "Payers, public"``."""
    return ", ".join(_quoted(name) for name in names)


def _quoted(name: str) -> str:
    plain = name and name == name.strip() and not re.search(r'[",\r\n]', name)
    return name if plain else '"{}"'.format(name.replace('"', '""'))


def read_tags(line: str) -> list[str]:
    """The names in a line of tags, in their order and case, each once. Raises ``ValueError``."""
    try:
        cells = next(csv.reader([line], skipinitialspace=True, strict=True), [])
    except csv.Error as error:
        raise ValueError("Close the quotation mark, and put a comma after it.") from error
    return list(dict.fromkeys(" ".join(cell.split()) for cell in cells if cell.strip()))


class TagsField(ExactField):
    """Tags separated by commas; their order is data."""

    widget = UnfoldAdminTextInputWidget

    def prepare_value(self, value: list[str] | str | None) -> str | None:
        return written_tags(value) if isinstance(value, list) else value

    def to_python(self, value: str | None) -> list[str]:
        try:
            names = read_tags(LINE_BREAK.sub(" ", value or ""))
        except ValueError as error:
            raise ValidationError(str(error)) from error
        for name in names:
            if "\0" in name:
                raise ValidationError("Null characters are not allowed.")
            if len(name) > TAG_LENGTH:
                raise ValidationError(f"“{name[:30]}…” is longer than {TAG_LENGTH} characters.")
        return names

    def has_changed(self, initial: list[str] | None, data: str | None) -> bool:
        shown = LINE_BREAK.sub("", written_tags(initial or []))
        return not self.disabled and shown != (data or "")


class SourceTextarea(ExactTextarea):
    """Markdown or HTML as it is written."""

    def __init__(self) -> None:
        super().__init__(attrs={"rows": 22, "class": "desk-source", "spellcheck": "false"})


def at_desk(article: Article) -> SafeString:
    """A link to another article's page at the desk; it opens beside the form."""
    url = reverse("admin:news_article_change", args=[article.pk])
    return format_html('<a href="{}" target="_blank" class="underline">“{}”</a>', url, article)


class ArticleForm(LosslessForm):
    """An article. Whatever belongs to another article already is refused with a link to it."""

    tags = TagsField(
        required=False,
        help_text="Free words, separated by commas, in the order in which readers see them. "
        "A new article without any gets the name of its section.",
    )
    schedule_for = forms.SplitDateTimeField(
        label="Show to readers from",
        required=False,
        widget=UnfoldAdminSplitDateTimeWidget,
        help_text="Only for “Save and schedule”. Choose a day and a time that are to come.",
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput)
    # Offers beside the form, which are taken up by saving it: see news.admin.proposals.
    suggested_topics = forms.ModelMultipleChoiceField(
        Category.objects.all(), required=False, label="Proposed topics"
    )
    suggested_offerings = forms.ModelMultipleChoiceField(
        Offering.objects.all(), required=False, label="Proposed offerings"
    )
    picture_choice = forms.IntegerField(required=False, min_value=0, label="Picture")

    class Meta:
        model = Article
        exclude = ["tags", "authors", "categories"]
        help_texts = {
            "publication": "The site it comes from. Found by the address when left empty.",
            "duplicate_of": "Only when another article has this source, and both are to stay.",
            "source_date": "The day that the source gives.",
            "body_format": "How the text is written. Changing it converts nothing.",
            "description": "What lists show. Made from the body when left empty.",
            "via": "Who pointed to it.",
            "via_url": "Where they did.",
            "section": "A new article goes to News when this is left empty.",
            "date": "Readers see this day. Lists begin with the latest.",
            "slug": "The end of its address, made from source and title when left empty. Readers "
            "who know the old address are led to the new one.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        article = self.instance
        if article.pk:
            self.initial["tags"] = article.ordered_tags()
            self.initial["opened"] = article.modified_at.isoformat()
        for name in ("slug",) if article.pk else ("slug", "section"):
            if name in self.fields:
                self.fields[name].required = False
        for name in ONE_LINE & self.fields.keys():
            self.fields[name].widget = UnfoldAdminTextInputWidget({"inputmode": "url"})
        if "body" in self.fields:
            self._choose_editor()
        if "title" in self.fields:
            self.fields["title"].error_messages["required"] = UNTITLED
        for name, note in origins(article):
            if name in self.fields:
                self.fields[name].help_text = note

    @cached_property
    def changed_data(self) -> list[str]:
        """Without what belongs to the page and not to the article."""
        return [name for name in super().changed_data if name not in ("opened", "schedule_for")]

    def clean_title(self) -> str:
        if not self.cleaned_data["title"].strip():
            raise ValidationError(UNTITLED)
        return self.cleaned_data["title"]

    def clean_suggested_topics(self) -> list[Category]:
        return self._as_shown("suggested_topics")

    def clean_suggested_offerings(self) -> list[Offering]:
        return self._as_shown("suggested_offerings")

    def _as_shown(self, name: str) -> list[Any]:
        """What was picked, in the order in which it stood there: the best first."""
        order = {key: place for place, key in enumerate(self.data.getlist(self.add_prefix(name)))}
        return sorted(self.cleaned_data[name], key=lambda row: order.get(str(row.pk), len(order)))

    def clean_source_url(self) -> str:
        return self._web_address("source_url")

    def clean_clean_url(self) -> str:
        return self._web_address("clean_url")

    def clean_via_url(self) -> str:
        return self._web_address("via_url")

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        if "slug" in self.changed_data and slug and not SLUG.fullmatch(slug):
            raise ValidationError("Write it with letters, digits and hyphens only.")
        return slug

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "opened" in cleaned:
            self._require_nothing_newer()
        if SCHEDULE_BUTTON in self.data and "schedule_for" in cleaned:
            self._require_coming_moment(cleaned["schedule_for"])
        if {"slug", "section"} <= cleaned.keys():
            self._require_free_place(cleaned)
        if {"clean_url", "source_url", "duplicate_of"} <= cleaned.keys():
            self._require_free_address(cleaned)
        if cleaned.get("work_package_id") and "work_package_id" in self.changed_data:
            self._require_free_work_package(cleaned["work_package_id"])
        return cleaned

    def _choose_editor(self) -> None:
        """Rich text only for HTML that the editor can hold; else the source, with the reason."""
        body, form = self.fields["body"], self.initial.get("body_format", Article.BodyFormat.HTML)
        if form != Article.BodyFormat.HTML:
            body.widget = SourceTextarea()
            body.help_text = "Markdown."
        elif can_hold(self.initial.get("body") or ""):
            body.widget = AdminProseEditorWidget(
                config={"extensions": EXTENSIONS}, preset="configurable"
            )
        else:
            body.widget = SourceTextarea()
            body.help_text = (
                "HTML as it came. It holds what the rich text editor would drop (a table, a "
                "picture, an attribute, …), so it is edited as source."
            )

    def _web_address(self, name: str) -> str:
        url = self.cleaned_data[name]
        if name in self.changed_data and url:
            if not web_address(url):
                raise ValidationError("Write the whole address, beginning with https://.")
            if len(url) > ADDRESS_LENGTH:
                raise ValidationError(f"Addresses end at {ADDRESS_LENGTH} characters here.")
        return url

    def _require_nothing_newer(self) -> None:
        """Two editors: the second one is told, and may then save over the first knowingly."""
        stored = Article.objects.filter(pk=self.instance.pk).only("modified_at", "title").first()
        if stored is None or self.cleaned_data["opened"] == stored.modified_at.isoformat():
            return
        self.data = self.data.copy()
        self.data[self.add_prefix("opened")] = stored.modified_at.isoformat()
        moment = timezone.localtime(stored.modified_at)
        raise ValidationError(
            format_html(
                "Somebody changed {} at {}, after you opened this page. Nothing is saved yet, and "
                "your text is still below. Compare the two, then save again to keep yours.",
                at_desk(stored),
                f"{moment:%H:%M:%S}",
            )
        )

    def _require_coming_moment(self, moment: datetime | None) -> None:
        if moment is None:
            self.add_error("schedule_for", "Choose the day and the time from which readers see it.")
        elif moment <= timezone.now():
            self.add_error("schedule_for", "This moment is past. Choose one that is to come.")

    def _require_free_place(self, cleaned: dict[str, Any]) -> None:
        if not cleaned["slug"] or not {"slug", "section"} & {*self.changed_data}:
            return
        section = cleaned["section"] or Section.objects.house()
        path = f"{section.base_path}{cleaned['slug']}/"
        if (holder := drafting.holder_of(path)) and holder != self.instance:
            self._refuse("slug", "{} is reached by this address already. Choose another.", holder)

    def _require_free_address(self, cleaned: dict[str, Any]) -> None:
        names = {"clean_url", "source_url", "duplicate_of"}
        if cleaned["duplicate_of"] == self.instance and self.instance.pk:
            self.add_error("duplicate_of", "An article is no duplicate of itself.")
        name = "clean_url" if cleaned["clean_url"] or self.instance.pk else "source_url"
        # The rules by which addresses are the same may be newer than the article's last saving.
        is_same = address_key(cleaned["clean_url"]) == self.instance.address_key
        if cleaned["duplicate_of"] or (is_same and not names & {*self.changed_data}):
            return
        twins = Article.objects.filter(duplicate_of=None).exclude(pk=self.instance.pk)
        if cleaned[name] and (twin := twins.with_source(cleaned[name]).first()):
            self._refuse(
                name,
                "{} comes from this address already. Work on that one, or choose it under "
                "“Duplicate of” to keep both.",
                twin,
            )

    def _require_free_work_package(self, number: int) -> None:
        holders = Article.objects.filter(work_package_id=number).exclude(pk=self.instance.pk)
        if holder := holders.first():
            self._refuse("work_package_id", "{} has this work package already.", holder)

    def _refuse(self, name: str, sentence: str, holder: Article) -> None:
        self.add_error(name, format_html(sentence, at_desk(holder)))
