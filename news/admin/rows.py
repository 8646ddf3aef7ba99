"""The forms of what stands inside an article's form, row by row."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.utils.functional import cached_property
from django.utils.html import format_html
from unfold.widgets import UnfoldAdminImageFieldWidget

from news import drafting, media
from news.forms import at_desk
from news.models import Alias, Article, MediaFile, RelatedOffering
from news.related import shared_topics
from offerings.forms import LosslessForm
from offerings.models import Offering
from offerings.ordering import OrderedFormSet, OrderedRowForm

ALIAS = re.compile(r"/(?!/)[^\s?#\\\x00-\x1f]+")


class CuratorForm(OrderedRowForm):
    class Meta:
        labels = {"author": "Curator"}


class TopicForm(OrderedRowForm):
    class Meta:
        labels = {"category": "Topic"}


class AliasForm(OrderedRowForm):
    """An older path of the article."""

    def clean_path(self) -> str:
        path = self.cleaned_data["path"]
        if "path" not in self.changed_data:
            return path
        if not ALIAS.fullmatch(path) or ".." in path.split("/"):
            raise ValidationError("Write it from the root of the site: /news/an-older-name.")
        holder = drafting.holder_of(path)
        if holder and holder.pk != self.instance.article_id:
            raise ValidationError(format_html("{} is reached there already.", at_desk(holder)))
        if holder and Alias.key_of(holder.path) == Alias.key_of(path):
            raise ValidationError("This is the article's own address. It needs no redirect.")
        return path


class AliasFormSet(OrderedFormSet):
    """The older paths of an article: no two lead there under one spelling or another."""

    def clean(self) -> None:
        super().clean()
        seen: set[str] = set()
        for form in self.forms:
            if form in self.deleted_forms or not form.cleaned_data.get("path"):
                continue
            key = Alias.key_of(form.cleaned_data["path"])
            if key in seen:
                form.add_error("path", "This path is here twice. Remove one of the two.")
            seen.add(key)


class MediaFileForm(LosslessForm):
    """A picture, icon or PDF. Its bytes say what it is, whatever its name says."""

    upload = forms.FileField(
        label="File",
        required=False,
        widget=UnfoldAdminImageFieldWidget,
        help_text=f"JPEG, PNG, WebP, GIF or AVIF, up to {media.MAX_BYTES // 1024**2} MB.",
    )

    class Meta:
        model = MediaFile
        fields = ["role", "alt"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["role"].disabled = True
            self.fields["upload"].label = "Another file in its place"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        upload, role = cleaned.get("upload"), cleaned.get("role")
        if not upload and not self.instance.pk:
            self.add_error("upload", "Choose a file, or remove this row.")
        if upload:
            self._take(upload.read(media.MAX_BYTES + 1), role)
            if role == MediaFile.Role.FEATURED_IMAGE and not cleaned.get("alt"):
                self.add_error("alt", "Say what the picture shows, for those who do not see it.")
        return cleaned

    def save(self, commit: bool = True) -> MediaFile:
        medium = super().save(commit=commit and not self.cleaned_data.get("upload"))
        if commit and self.cleaned_data.get("upload"):
            media.store(medium, self._data)
        return medium

    def _take(self, data: bytes, role: str) -> None:
        try:
            media.inspect(data, role)
        except media.MediaError as error:
            self.add_error("upload", str(error))
        self._data = data


class RelatedOfferingForm(OrderedRowForm):
    """An offering beside the article. The rule's rows are shown; an editor's are stored."""

    def has_changed(self) -> bool:
        if self.instance.pk is None and self["chosen"].data == RelatedOffering.Chosen.RULE:
            return False
        return super().has_changed()

    def clean(self) -> dict[str, Any]:
        """What an editor chooses takes the place of what the rule chose."""
        cleaned = super().clean()
        if self.instance.pk is None and cleaned.get("offering"):
            rule = RelatedOffering.objects.filter(
                article_id=self.instance.article_id,
                offering=cleaned["offering"],
                chosen=RelatedOffering.Chosen.RULE,
            )
            self.instance = rule.first() or self.instance
        return cleaned


class RelatedOfferingFormSet(OrderedFormSet):
    """An editor's rows first, then what the rule chose, as rows that an editor can take over.

    The rule's rows are made anew whenever the catalogue changes, so a form must not know them by
    their keys: they come as suggestions, and are stored only when an editor decides otherwise.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._suggested = self._by_the_rule()
        self.extra = len(self._suggested)
        self.initial_extra = [
            {"offering": row.offering_id, "chosen": row.chosen} for row in self._suggested
        ]

    def _construct_form(self, i: int, **kwargs: Any) -> forms.ModelForm:
        form = super()._construct_form(i, **kwargs)
        place = i - self.initial_form_count()
        if not self.is_bound and 0 <= place < len(self._suggested):
            form.instance.offering = self._suggested[place].offering
        if form.instance.offering_id:
            form.instance.shared_topics = self._shared(form.instance.offering)
        return form

    def _by_the_rule(self) -> list[RelatedOffering]:
        if self.instance.pk is None:
            return []
        rows = self.instance.related_offerings.filter(chosen=RelatedOffering.Chosen.RULE)
        with_topics = Prefetch("offering", Offering.objects.with_categories())
        return list(rows.prefetch_related(with_topics).order_by("position", "pk"))

    def _shared(self, offering: Offering) -> str:
        """For which topics the offering stands here; one reason a row."""
        topics = shared_topics(self._article, offering)
        return ", ".join(topic.label for topic in topics)

    @cached_property
    def _article(self) -> Article:
        return Article.objects.with_categories().only("pk").get(pk=self.instance.pk)
