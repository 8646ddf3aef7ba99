"""Lists whose order is data, as forms: an editor drags the rows."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.db.models import Model
from unfold.forms import PaginationInlineFormSet

from offerings.forms import LosslessForm


class OrderedRowForm(LosslessForm):
    """One row of an ordered list. A new row that only got a place is still an empty one."""

    def has_changed(self) -> bool:
        changed = set(self.changed_data)
        return bool(changed - {"position"} if self.instance.pk is None else changed)


class OrderedFormSet(PaginationInlineFormSet):
    """Rows in the order in which they stand on the page; new ones come last.

    Places are written only when the order changed: rows that stand at 0 and 5 may stay there.
    """

    def clean(self) -> None:
        super().clean()
        if not any(self.errors) and self._order_is_kept():
            for form in self.initial_forms:
                form.instance.position = form.initial["position"]
                if "position" in form.changed_data:
                    form.changed_data.remove("position")

    def save_new(self, form: forms.ModelForm, commit: bool = True) -> Model:
        form.instance.position = self._free_place()
        return super().save_new(form, commit)

    def get_unique_error_message(self, unique_check: Iterable[str]) -> str:
        return f"The same {self.model._meta.verbose_name} is here twice. Remove one of the two."

    def _order_is_kept(self) -> bool:
        places = [form.cleaned_data["position"] for form in self.initial_forms]
        return places == sorted(places)

    def _free_place(self) -> int:
        places = [form.instance.position for form in self.initial_forms]
        self._added = getattr(self, "_added", 0) + 1
        return max(places, default=-1) + self._added
