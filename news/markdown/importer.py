"""Markdown files -> rows. A file that cannot be taken is named in a sentence; the others go in."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from django.db import DatabaseError, transaction

from news.markdown import document, exporter, keeping, mapping
from news.markdown.document import Document, DocumentError
from news.markdown.reading import FieldError, Reading
from news.markdown.storing import ArticleWriter, Conflict, Place
from news.models import Article

SUFFIXES = (".md", ".markdown")
NEWLINE = "\n"


class Outcome(StrEnum):
    """What became of one file."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    FAILED = "failed"


@dataclass(slots=True)
class ImportReport:
    """How an import went. ``failures`` and ``notes`` are sentences that begin with the file."""

    counts: dict[Outcome, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0))
    failures: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    def __str__(self) -> str:
        parts = ", ".join(f"{count} {outcome}" for outcome, count in self.counts.items())
        return f"Imported {self.total}: {parts}"


class Refused(Exception):
    """A file that cannot be taken; the message is a sentence without the file's name."""


def find_files(paths: Iterable[Path]) -> Iterator[tuple[Path, Path]]:
    """The Markdown files among ``paths``, folders searched in order of name: ``(root, file)``.

    Hidden folders, links to folders, and ``_index.md``, which is a list's page and no article, are
    passed over. Raises ``FileNotFoundError`` for a path that is not there.
    """
    for path in paths:
        if path.is_dir():
            yield from ((path, file) for file in _walk(path))
        elif path.exists():
            yield path.parent, path
        else:
            raise FileNotFoundError(f"There is no file or folder {path}.")


def _walk(root: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.endswith(SUFFIXES) and name != "_index.md" and not name.startswith("."):
                yield Path(folder, name)


class Importer:
    """One run of an import; it remembers which file brought which article."""

    def __init__(self) -> None:
        self.report = ImportReport()
        self._brought: dict[str, Path] = {}  # mdName -> file
        self._writer = ArticleWriter(note=self._note)
        self._file = Path()

    def take(self, root: Path, file: Path) -> Outcome:
        """Import one file below ``root``, whole or not at all, and report it."""
        self._file = file
        try:
            with transaction.atomic():
                outcome = self._take(root, file)
        except (Refused, DocumentError, Conflict) as refusal:
            return self._fail(str(refusal))
        except OSError as problem:
            return self._fail(f"It cannot be read: {problem.strerror or problem}.")
        except DatabaseError as problem:
            reason = str(problem).splitlines()[0]
            return self._fail(f"The database refused it: {reason}")
        self.report.counts[outcome] += 1
        return outcome

    def _take(self, root: Path, file: Path) -> Outcome:
        data = read_bounded(file)
        digest = hashlib.sha256(data).hexdigest()
        text = document.decode(data)
        parsed = document.parse(text)
        reading = self._reading(text, parsed)
        place = Place.of(root, file)
        name = self._writer.name_of(reading, place)
        self._claim(name, file)
        article = Article.objects.for_export().filter(md_name=name).first()
        if article and (article.file_digest == digest or says_the_same(article, parsed)):
            Article.objects.filter(pk=article.pk).update(file_digest=digest)
            took = self._writer.take_media(article, place)
            return Outcome.CHANGED if took else Outcome.UNCHANGED
        outcome = Outcome.CHANGED if article else Outcome.NEW
        stored = self._writer.write(article, name, reading, parsed, place)
        keep(stored.pk, parsed, digest)
        self._writer.take_media(stored, place)
        return outcome

    @staticmethod
    def _reading(text: str, parsed: Document) -> Reading:
        try:
            return mapping.read(parsed.front_matter)
        except FieldError as problem:
            span = parsed.spans.get(problem.key.partition(".")[0])
            line = f"Line {text.count(NEWLINE, 0, span[0]) + 1}: " if span else ""
            raise Refused(f"{line}{problem}") from problem

    def _claim(self, name: str, file: Path) -> None:
        other = self._brought.setdefault(name, file)
        if other != file:
            raise Refused(
                f"Its mdName {name} is that of {other}, which was imported before it; "
                "give one of the two another mdName."
            )

    def _note(self, sentence: str) -> None:
        self.report.notes.append(f"{self._file}: {sentence}")

    def _fail(self, sentence: str) -> Outcome:
        self._writer.forget()
        self._brought = {name: file for name, file in self._brought.items() if file != self._file}
        self.report.failures.append(f"{self._file}: {sentence}")
        self.report.counts[Outcome.FAILED] += 1
        return Outcome.FAILED


def import_files(
    files: Iterable[tuple[Path, Path]], *, on_file: Callable[[Path, Outcome], None] | None = None
) -> ImportReport:
    """Import ``(root, file)`` pairs one after the other; ``on_file`` hears of each."""
    run = Importer()
    for root, file in files:
        outcome = run.take(root, file)
        if on_file:
            on_file(file, outcome)
    return run.report


def read_bounded(file: Path) -> bytes:
    """The bytes of a regular file that is small enough to be a document."""
    if not file.is_file():
        raise Refused("It is not a regular file.")
    size = file.stat().st_size
    if size > document.MAX_BYTES:
        raise Refused(
            f"It has {size:,} bytes; an article's file has {document.MAX_BYTES:,} at most. "
            "Take out what is not text."
        )
    with file.open("rb") as source:
        return source.read(document.MAX_BYTES + 1)


def says_the_same(article: Article, parsed: Document) -> bool:
    """Whether an export of the article would say what the document says, in its order."""
    return article.body == parsed.body and keeping.same(
        exporter.front_matter(article), parsed.front_matter
    )


def keep(article_id: int, parsed: Document, digest: str) -> None:
    """Keep beside the article what its file says and its fields would not."""
    article = Article.objects.for_export().get(pk=article_id)
    kept = keeping.differences(parsed.front_matter, mapping.derive(article))
    row = Article(pk=article_id, kept_front_matter=kept, file_digest=digest)
    Article.objects.bulk_update([row], ["kept_front_matter", "file_digest"])
