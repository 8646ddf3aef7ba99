"""Forms that keep what they are given: saving what nobody touched changes nothing, to the byte.

Browsers send every line break as CRLF and drop those of one-line fields, Django strips text and
cuts microseconds off. Each of these would rewrite a document that an editor has only looked at.
"""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.db import models
from unfold.widgets import (
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldAdminURLInputWidget,
)

LINE_BREAK = re.compile(r"\r\n?|\n")


class ExactField(forms.CharField):
    """A text without stripping. Line breaks that a browser rewrote are no change."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "strip": False})

    def to_python(self, value: str | None) -> str | None:
        text = super().to_python(value)
        return LINE_BREAK.sub("\n", text) if text else text

    def has_changed(self, initial: str | None, data: str | None) -> bool:
        # The input of one line sends no line breaks at all.
        instead = "\n" if isinstance(self.widget, forms.Textarea) else ""
        stored, posted = (LINE_BREAK.sub(instead, text or "") for text in (initial, data))
        return not self.disabled and stored != posted


class ExactTextarea(UnfoldAdminTextareaWidget):
    """A text of several lines.

    The template puts a line break before the text, as HTML wants: a parser drops the first one.
    """

    template_name = "django/forms/widgets/textarea.html"


def exact(widget: type[forms.Widget], **attrs: str | int) -> dict[str, Any]:
    """How an admin's ``formfield_overrides`` asks for an exact field with this widget."""
    return {"form_class": ExactField, "widget": widget(attrs=attrs) if attrs else widget}


EXACT_TEXTS = {
    models.CharField: exact(UnfoldAdminTextInputWidget),
    models.TextField: exact(ExactTextarea, rows=4),
    models.SlugField: {"widget": UnfoldAdminTextInputWidget},
    models.URLField: {"widget": UnfoldAdminURLInputWidget, "assume_scheme": "https"},
}


class LosslessForm(forms.ModelForm):
    """A form whose untouched fields give back what is stored, whatever the browser sent."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned = self.cleaned_data if cleaned is None else cleaned
        for name in cleaned.keys() & self._kept_names():
            stored = getattr(self.instance, name)
            if name not in self.changed_data:
                cleaned[name] = stored
            elif isinstance(stored, str) and _has_windows_breaks(stored):
                cleaned[name] = cleaned[name].replace("\n", "\r\n")
        return cleaned

    def _kept_names(self) -> set[str]:
        """The fields whose stored value would suffer on its way through a browser."""
        if self.instance.pk is None:
            return set()
        kinds = (models.CharField, models.TextField, models.DateTimeField)
        fields = self.instance._meta.concrete_fields
        return {field.name for field in fields if isinstance(field, kinds)}


def _has_windows_breaks(text: str) -> bool:
    breaks = LINE_BREAK.findall(text)
    return bool(breaks) and all(found == "\r\n" for found in breaks)
