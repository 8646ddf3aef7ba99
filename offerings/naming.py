"""How names become keys: one folding for comparison, one rule for slugs."""

import hashlib

from django.db.models import Model, QuerySet
from django.utils.text import slugify


def fold(name: str) -> str:
    """The form in which two names count as one: white space collapsed, case folded.

    Databases disagree about case outside ASCII, so the folded text is stored beside the name, in
    a column of three times its length: folding turns one character into three at most.
    """
    return " ".join(name.split()).casefold()


def slug_of(name: str) -> str:
    """A slug for any name, also for one that has no letters of the Latin alphabet.

    Django's ``slugify`` gives the path that Hugo gives for the names of the trade
    (``Medical Subject Headings (MeSH): Workflow`` -> ``medical-subject-headings-mesh-workflow``).
    """
    return (
        slugify(name)
        or slugify(name, allow_unicode=True)
        or hashlib.sha256(name.encode()).hexdigest()[:12]
    )


def free_slug(rows: QuerySet[Model], name: str, max_length: int = 250) -> str:
    """The slug of ``name``, numbered when a row of ``rows`` already has it."""
    slug = stem = slug_of(name)[: max_length - 8]
    number = 1
    while rows.filter(slug=slug).exists():
        number += 1
        slug = f"{stem}-{number}"
    return slug
