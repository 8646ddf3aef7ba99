"""Files of the catalogue -> rows: offerings, topics and institutions, new or brought up to date.

An article's related offerings stay as its own file says: nothing here mends them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.utils import timezone

from news.markdown import document, keeping, merging
from news.markdown.catalogue import (
    OFFERING,
    TOPIC,
    Entry,
    Kind,
    Row,
    derive,
    description_of,
    file_of,
    front_matter,
    is_catalogue,
    kind_at,
    kind_of,
    read,
)
from news.markdown.document import Document, DocumentError
from news.markdown.finding import each_once
from news.markdown.places import Place
from news.markdown.reading import FieldError
from news.markdown.reports import KeyChange, Outcome
from news.models import CatalogueFile
from offerings.models import Category, Institution, Offering, OfferingCategory, Vocabulary
from offerings.naming import fold, slug_of

__all__ = ["CatalogueWriter", "Clash", "is_catalogue", "parsed"]

# What a file may say and does not: back to what a new row has. Identity and state stay.
SILENT = {
    "offering": dict.fromkeys(("licence", "repository", "summary", "website"), ""),
    "topic": {},
    "institution": dict.fromkeys(("country", "kind", "website"), ""),
}


class Clash(Exception):
    """A file and its row were both changed, in ways that do not go together."""

    def __init__(self, changes: Sequence[KeyChange]) -> None:
        self.changes = tuple(changes)
        names = ", ".join(f"`{change.key}`" for change in changes)
        super().__init__(
            f"It was changed here too, and {names} cannot have both values. Take one over by hand, "
            "in the file or at the desk, and import again."
        )


class CatalogueWriter:
    """Takes one file of the catalogue after the other."""

    def take(self, place: Place, said: Document, digest: str) -> Outcome:
        """Bring the catalogue up to date with a file for which ``is_catalogue`` is true.

        ``digest`` is the SHA-256 of the file's bytes. Raises ``FieldError`` for a key that cannot
        be taken and ``Clash``; the database is as it was then.
        """
        kind, path = kind_of(place, said), place.inner.as_posix()
        file = CatalogueFile.objects.filter(path=path).first()
        if file and file.digest == digest:
            return Outcome.UNCHANGED
        slug = slug_of_place(kind, place)
        row = self._row(kind, read(kind, said.front_matter), file, slug)
        values, body, outcome = said.front_matter, said.body, Outcome.NEW
        if row is not None:
            values, body = self._merged(kind, row, said)
            is_same = says_the_same(kind, row, values, body)
            outcome = Outcome.UNCHANGED if is_same else Outcome.CHANGED
        if outcome is not Outcome.UNCHANGED:
            entry = read(kind, values)
            if row is None:
                entry.fields.setdefault("slug", slug)
            row = self._write(kind, row, entry, description_of(body))
        file = CatalogueFile(path=path, digest=digest, text=said.head + said.body)
        self._remember(kind, row, file, values)
        return outcome

    # --- Finding -----------------------------------------------------------------------------

    def _row(self, kind: Kind, entry: Entry, file: CatalogueFile | None, slug: str) -> Row | None:
        """The row that a file means: that of its path, else that of its names.

        ``slug`` is that of its place, which counts when the file says none.
        """
        named = self._named(kind, entry, entry.fields.get("slug", slug))
        found = list(kind.rows(True).filter(named).order_by("pk"))
        if file:
            pk = getattr(file, f"{kind.column}_id")
            own = [row for row in found if row.pk == pk] or list(kind.rows(True).filter(pk=pk))
            found = own + [row for row in found if row.pk != pk]
        if len(found) > 1:
            raise FieldError(
                "slug", f"and the names beside it are those of both “{found[0]}” and “{found[1]}”."
            )
        return found[0] if found else None

    @staticmethod
    def _named(kind: Kind, entry: Entry, slug: str) -> Q:
        fields, named = entry.fields, Q(slug=slug)
        if kind is OFFERING:
            number = fields.get("offering_id")
            return named if number is None else named | Q(offering_id=number)
        if kind is TOPIC:
            label = Q(label_folded=fold(fields["label"]))
            if entry.vocabulary:
                return named | label & Q(vocabulary__name_folded=fold(entry.vocabulary))
            return named | label & Q(vocabulary=None)
        return named | Q(name_folded=fold(fields["name"]))

    # --- Both sides changed --------------------------------------------------------------------

    @staticmethod
    def _merged(kind: Kind, row: Row, said: Document) -> tuple[dict[str, Any], str]:
        """What the file says, with what was changed here since they last agreed."""
        file = file_of(row)
        if not file:
            return said.front_matter, said.body
        base, ours = document.parse(file.text), front_matter(kind, row)
        merged = merging.merge(base.front_matter, said.front_matter, ours, kind.computed)
        bodies = (description_of(text) for text in (base.body, said.body, row.description))
        was, theirs, own = bodies
        clashes = list(merged.clashes)
        if own not in (was, theirs) and theirs != was:
            clashes.append(KeyChange("body", own, theirs))
        if clashes:
            raise Clash(clashes)
        return merged.values, said.body if theirs != was else row.description

    # --- Writing -----------------------------------------------------------------------------

    def _write(self, kind: Kind, row: Row | None, entry: Entry, description: str) -> Row:
        values: dict[str, Any] = SILENT[kind.archetype] | entry.fields
        values["description"] = description
        if kind is OFFERING:
            maker = entry.institution
            values["institution"] = Institution.objects.named(maker) if maker else None
        if kind is TOPIC:
            name = entry.vocabulary
            values["vocabulary"] = Vocabulary.objects.named(name) if name else None
        if row is None:
            row = kind.model.objects.create(**values)
        elif kind is OFFERING:  # not by save(), which would mend the articles that show it
            Offering.objects.filter(pk=row.pk).update(**values, modified_at=timezone.now())
        else:
            for name, value in values.items():
                setattr(row, name, value)
            row.save()
        if kind is OFFERING:
            file_under(row, each_once(map(Category.objects.named, entry.categories)))
        return row

    @staticmethod
    def _remember(kind: Kind, row: Row, file: CatalogueFile, values: dict[str, Any]) -> None:
        """Keep the file beside its row, and what ``values`` say that the row does not."""
        now = kind.rows(True).get(pk=row.pk)
        setattr(file, kind.column, now)
        file.kept = keeping.differences(values, derive(kind, now))
        CatalogueFile.objects.filter(Q(path=file.path) | Q(**{kind.column: now})).delete()
        file.save()


def parsed(place: Place, data: bytes) -> Document | None:
    """The document of a file that holds a row of the catalogue; None for any other file."""
    if kind_at(place.file) is None:
        return None
    try:
        said = document.parse(document.decode(data))
    except DocumentError:
        return None
    return said if is_catalogue(place, said) else None


def says_the_same(kind: Kind, row: Row, values: dict[str, Any], body: str) -> bool:
    """Whether an export of the row would say this."""
    return description_of(row.description) == description_of(body) and keeping.same(
        front_matter(kind, row), values
    )


def slug_of_place(kind: Kind, place: Place) -> str:
    """The slug of a file that does not say one: its name, or that of a topic's folder."""
    return slug_of(place.file.parent.name if kind is TOPIC else place.file.stem)[:250]


def file_under(offering: Offering, categories: Sequence[Category]) -> None:
    """Give an offering these categories in their order, without mending any article."""
    rows = OfferingCategory.objects.filter(offering=offering).order_by("position", "pk")
    wanted = [category.pk for category in categories]
    if list(rows.values_list("category_id", flat=True)) == wanted:
        return
    rows._raw_delete(rows.db)  # delete() would send signals, and they mend
    OfferingCategory.objects.bulk_create(
        OfferingCategory(offering=offering, category_id=pk, position=position)
        for position, pk in enumerate(wanted)
    )
