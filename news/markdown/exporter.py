"""Rows -> Markdown files: one article's text, a folder of them, a zip of them."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from django.core.files.storage import default_storage

from news.markdown import document, keeping, mapping
from news.markdown.reading import FieldError, file_name
from news.models import Article, MediaFile
from news.querysets import ArticleQuerySet

BATCH = 200  # articles in memory at a time


@dataclass(slots=True)
class ExportReport:
    """How an export went. ``failures`` are sentences, each beginning with the article's file."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    failures: list[str] = field(default_factory=list)

    @property
    def done(self) -> int:
        """How many articles are now in the folder as they should be."""
        return self.new + self.changed + self.unchanged

    def __str__(self) -> str:
        total = self.done + len(self.failures)
        return (
            f"Exported {total}: {self.new} new, {self.changed} changed, "
            f"{self.unchanged} unchanged, {len(self.failures)} failed"
        )


def front_matter(article: Article) -> dict[str, Any]:
    """The front matter of an article loaded with ``for_export()``, key by key in its order."""
    file = getattr(article, "file", None)
    return keeping.restore(mapping.derive(article), file and file.kept, computed=mapping.COMPUTED)


def render(article: Article) -> str:
    """The Markdown file of an article loaded with ``for_export()``.

    Raises ``ValueError`` when it holds a character that YAML cannot carry.
    """
    return document.compose(front_matter(article), article.body)


def export(
    articles: ArticleQuerySet, folder: Path, *, on_article: Callable[[str], None] = lambda _: None
) -> ExportReport:
    """Write each article, and the media stored for it, into ``folder`` under its own name.

    A file that is there with the same content is left alone. Raises ``OSError`` when the folder
    cannot be made. Trouble with one article is reported, and the others are written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    report = ExportReport()
    for article in _in_batches(articles):
        try:
            outcome = _write_article(article, folder)
        except (ValueError, OSError) as problem:
            report.failures.append(f"{article.md_name}: {problem}")
        else:
            setattr(report, outcome, getattr(report, outcome) + 1)
        on_article(article.md_name)
    return report


def write_zip(articles: ArticleQuerySet, target: BinaryIO) -> None:
    """Write the articles, and the media stored for them, as a zip into a binary file."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for article in _in_batches(articles):
            archive.writestr(article.md_name, render(article))
            for medium in _stored_media(article):
                with default_storage.open(medium.file.name) as source:
                    archive.writestr(medium.name, source.read())


def _in_batches(articles: ArticleQuerySet) -> Iterator[Article]:
    return articles.for_export().order_by("pk").iterator(chunk_size=BATCH)


def _stored_media(article: Article) -> list[MediaFile]:
    return [medium for medium in article.media.all() if medium.file and medium.name]


def _write_article(article: Article, folder: Path) -> str:
    """Write one article; the answer is the field of the report that counts it."""
    outcome = _write(_inside(folder, article.md_name), render(article).encode())
    for medium in _stored_media(article):
        with default_storage.open(medium.file.name) as source:
            _write(_inside(folder, medium.name), source.read())
    return outcome


def _inside(folder: Path, name: str) -> Path:
    try:
        return folder / file_name("mdName", name)
    except FieldError as problem:
        raise ValueError(str(problem)) from problem


def _write(path: Path, content: bytes) -> str:
    """Put whole content at ``path`` or nothing; say whether it was new, changed or unchanged."""
    try:
        before = path.read_bytes()
    except FileNotFoundError:
        before = None
    if before == content:
        return "unchanged"
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".medigy-", delete=False) as draft:
        temporary = Path(draft.name)
        try:
            draft.write(content)
            draft.close()
            temporary.chmod(0o644)
            temporary.replace(path)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise
    return "new" if before is None else "changed"
