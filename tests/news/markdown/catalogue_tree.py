"""A small catalogue as files, and ways to bring it in and out."""

from __future__ import annotations

import hashlib
from pathlib import Path

from news.markdown import catalogue_export, document, exporter
from news.markdown.catalogue_import import CatalogueWriter, is_catalogue
from news.markdown.places import Place
from news.markdown.reports import Outcome
from news.markdown.target import MANIFEST, Target
from news.models import Article
from tests.documents import write

OFFERING = """---
title: Quiet Ward # as the maker spells it
archetype: offering
categories: ['Symplur: Patient Safety', "Healthcare IT News: Clinical"]
categoryUrl: [topic/symplur-patient-safety, topic/healthcare-it-news-clinical]
colour: green

institution: Ward Works
kind: service
licence: MIT
offeringId: 501
repository: null
slug: quiet-ward
status: approved
summary: Alarms that can wait, wait.
website: https://quiet.example.org/
---

Sorts the alarms of a ward by what they ask for.
"""

TOPIC = """---
title: 'Symplur: Patient Safety'
archetype: topic
label: Patient Safety
slug: symplur-patient-safety
vocabulary: Symplur
---
Harm that care can do."""

INSTITUTION = """---
title: Ward Works
archetype: institution
country: Portugal
kind: Company
slug: ward-works
website: https://wardworks.example.org/
---
"""

TREE = {
    "content/institution/ward-works.md": INSTITUTION,
    "content/offering/quiet-ward.md": OFFERING,
    "content/topic/symplur-patient-safety/_index.md": TOPIC,
}


def take(root: Path, path: str, text: str) -> Outcome:
    """Put a file into the catalogue as an import does."""
    file = write(root, path, text)
    said = document.parse(text)
    place = Place.of(root, file)
    assert is_catalogue(place, said)
    return CatalogueWriter().take(place, said, hashlib.sha256(text.encode()).hexdigest())


def take_tree(root: Path) -> list[Outcome]:
    return [take(root, path, text) for path, text in TREE.items()]


def export(folder: Path, *, whole: bool = False, drafts: bool = False) -> exporter.ExportReport:
    def everything(run: catalogue_export.Run) -> None:
        catalogue_export.write(run, whole=whole, drafts=drafts)

    report = exporter.export(Article.objects.published(), Target(folder), also=(everything,))
    assert report.failures == []
    return report


def files(folder: Path) -> dict[str, str]:
    found = (path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    return {path.relative_to(folder).as_posix(): path.read_text() for path in found}


def said(text: str) -> dict[str, object]:
    return document.parse(text).front_matter
