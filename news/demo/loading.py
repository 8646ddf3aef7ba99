"""Brings the demo in: the catalogue from its file, the articles through the Markdown importer."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from news import demo
from news.demo.pictures import draw_cover, draw_mark
from news.markdown import document
from news.markdown.importer import ImportReport, find_files, import_files
from news.models import Article, Publication
from offerings.models import Category, Institution, Offering, OfferingCategory, Vocabulary

State = Article.State

# The desk of a newsroom is never empty: the newest articles but two are still being worked on.
ON_THE_DESK = (State.IN_REVIEW, State.DRAFT, State.CAPTURED, State.IN_REVIEW, State.DRAFT)
LEADING = 2


@transaction.atomic
def load(tell: Callable[[str], None] = lambda _: None) -> ImportReport:
    """Load catalogue, articles and pictures, whole or not at all; what is there already stays."""
    is_first_time = not Article.objects.exists()
    catalogue = json.loads(demo.CATALOGUE.read_text(encoding="utf-8"))
    load_catalogue(catalogue)
    with tempfile.TemporaryDirectory(prefix="medigy-demo-") as name:
        folder = Path(name, "content", "news")
        folder.mkdir(parents=True)
        for file in sorted(demo.ARTICLES.glob("*.md")):
            lay_out(file, folder)
            tell(file.name)
        report = import_files(find_files([Path(name)]))
    if is_first_time:
        leave_some_on_the_desk()
    return report


def lay_out(file: Path, folder: Path) -> None:
    """Put an article's file into a folder, and the picture it names, newly drawn, beside it."""
    shutil.copy(file, folder)
    said = document.parse(document.decode(file.read_bytes())).front_matter
    picture = said["featuredImage"]
    if picture:
        cover = draw_cover(file.stem, str(said["title"]), str(said["categories"][0]))
        cover.save(folder / picture["href"], "JPEG", quality=86, optimize=True)


def load_catalogue(catalogue: Mapping[str, list[dict[str, Any]]]) -> None:
    """Vocabularies, categories, institutions, publications and offerings, each once."""
    for entry in catalogue["vocabularies"]:
        describe(Vocabulary.objects.named(entry["name"]), entry["description"])
    for entry in catalogue["categories"]:
        describe(Category.objects.named(entry["name"]), entry["description"])
    for entry in catalogue["institutions"]:
        name = entry.pop("label")
        Institution.objects.get_or_create(name=name, defaults=entry)
    for entry in catalogue["publications"]:
        load_publication(entry)
    for entry in catalogue["offerings"]:
        load_offering(entry)


def describe(row: Vocabulary | Category, description: str) -> None:
    if not row.description:
        row.description = description
        row.save(update_fields=["description"])


def load_publication(entry: dict[str, str]) -> None:
    publication, is_new = Publication.objects.get_or_create(
        host=entry["host"],
        defaults={
            "name": entry["name"],
            "home_url": entry["website"],
            "description": entry["description"],
        },
    )
    if is_new:
        target = BytesIO()
        draw_mark(publication.name).save(target, "PNG")
        publication.favicon.save(f"{publication.host}.png", ContentFile(target.getvalue()))


def load_offering(entry: dict[str, Any]) -> None:
    names, maker = entry.pop("categories"), entry.pop("institution")
    number = entry.pop("offeringId")
    defaults = {**entry, "institution": Institution.objects.named(maker) if maker else None}
    offering, is_new = Offering.objects.get_or_create(offering_id=number, defaults=defaults)
    if is_new:
        OfferingCategory.objects.bulk_create(
            OfferingCategory(
                offering=offering, category=Category.objects.named(name), position=position
            )
            for position, name in enumerate(names)
        )


def leave_some_on_the_desk() -> None:
    """Take a few of the newest articles back into work."""
    newest = Article.objects.newest_first()[LEADING : LEADING + len(ON_THE_DESK)]
    for article, state in zip(newest, ON_THE_DESK, strict=True):
        Article.objects.filter(pk=article.pk).update(state=state, published_at=None)
