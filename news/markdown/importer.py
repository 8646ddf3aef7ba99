"""Markdown files -> rows. A file that cannot be taken is named in a sentence; the others go in.

Files are taken in batches, each whole or not at all. One that has not changed since the last
exchange is known by its digest and not even parsed, so an import that was interrupted goes on
where it stopped.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from pathlib import Path

from django.db import DatabaseError, transaction

from news.markdown import conflicts, document, exporter, keeping, mapping
from news.markdown.document import Document, DocumentError
from news.markdown.places import Place
from news.markdown.reading import FieldError, Reading
from news.markdown.storing import ArticleWriter, Incoming, Stored
from news.models import Article, ArticleFile

SUFFIXES = (".md", ".markdown")
NEWLINE = "\n"
BATCH = 250  # files in one transaction


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


Pair = tuple[Path, Path]  # root, file


class Importer:
    """One run of an import; it remembers which file brought which article."""

    def __init__(self, on_file: Callable[[Path, Outcome], None] | None = None) -> None:
        self.report = ImportReport()
        self._on_file = on_file
        self._brought: dict[str, Path] = {}  # mdName -> file
        self._writer = ArticleWriter(note=self._note)

    def take(self, pairs: Sequence[Pair]) -> None:
        """Import a batch of files and report each."""
        read = [(pair, self._bytes(pair[1])) for pair in pairs]
        digests = {pair: hashlib.sha256(data).hexdigest() for pair, data in read if data}
        unchanged = self._unchanged(digests)
        incoming = []
        for pair, data in read:
            if pair in unchanged:
                self._tell(pair[1], unchanged[pair])
            elif data is not None:
                one = self._parsed(pair, data, digests.get(pair, ""))
                incoming += [one] if one else []
        self._store(incoming)

    # --- Reading ---------------------------------------------------------------------------

    def _bytes(self, file: Path) -> bytes | None:
        try:
            return read_bounded(file)
        except Refused as refusal:
            self._fail(file, str(refusal))
        except OSError as problem:
            self._fail(file, f"It cannot be read: {problem.strerror or problem}.")
        return None

    def _unchanged(self, digests: dict[Pair, str]) -> dict[Pair, Outcome]:
        """The files that are as they were at the last exchange."""
        rows = ArticleFile.objects.filter(digest__in=set(digests.values()))
        rows = rows.select_related("article").prefetch_related("article__media").defer("head")
        known = {(row.digest, row.path): row for row in rows}
        found: dict[Pair, Outcome] = {}
        for pair, digest in digests.items():
            place = Place.of(*pair)
            row = known.get((digest, place.inner.as_posix()))
            if row and self._claim(row.article.md_name, pair[1]):
                took = self._writer.take_media(row.article, place)
                found[pair] = Outcome.CHANGED if took else Outcome.UNCHANGED
        return found

    def _parsed(self, pair: Pair, data: bytes, digest: str) -> Incoming | None:
        root, file = pair
        try:
            text = document.decode(data)
            parsed = document.parse(text)
            reading = read_front_matter(text, parsed)
        except (Refused, DocumentError) as refusal:
            self._fail(file, str(refusal))
            return None
        place = Place.of(root, file)
        name = self._writer.name_of(reading, place)
        if not self._claim(name, file):
            return None
        head = text[: len(text) - len(parsed.body)]
        return Incoming(place, digest, head, parsed, reading, name)

    def _claim(self, name: str, file: Path) -> bool:
        other = self._brought.setdefault(name, file)
        if other == file:
            return True
        self._fail(
            file,
            f"Its mdName {name} is that of {other}, which was imported before it; "
            "give one of the two another mdName.",
        )
        return False

    # --- Storing ---------------------------------------------------------------------------

    def _store(self, batch: Sequence[Incoming]) -> None:
        """Store a batch as a whole; if the database refuses it, one after the other."""
        if not batch:
            return
        notes = len(self.report.notes)
        try:
            with transaction.atomic():
                outcomes = self._write(batch)
        except DatabaseError as problem:
            self._writer.forget()
            del self.report.notes[notes:]
            if len(batch) > 1:
                for one in batch:
                    self._store([one])
            else:
                reason = str(problem).splitlines()[0]
                self._fail(batch[0].place.file, f"The database refused it: {reason}")
            return
        for one in batch:
            outcome = outcomes[one.name]
            if isinstance(outcome, Outcome):
                self._tell(one.place.file, outcome)
            else:
                self._fail(one.place.file, outcome)

    def _write(self, batch: Sequence[Incoming]) -> dict[str, Outcome | str]:
        """Write a batch: mdName -> what became of it, or a sentence on why it was refused."""
        rows = Article.objects.for_export().filter(md_name__in=[one.name for one in batch])
        existing = {article.md_name: article for article in rows}
        outcomes: dict[str, Outcome | str] = {}
        changed = []
        for one in batch:
            article = existing.get(one.name)
            if article and says_the_same(article, one.document):
                outcomes[one.name] = Outcome.UNCHANGED
                self._writer.take_media(article, one.place)
            else:
                changed.append(one)
        prepared = self._writer.prepare(changed, existing)
        outcomes |= conflicts.refuse(prepared)
        accepted = [one for one in prepared if one.article.md_name not in outcomes]
        conflicts.declare_duplicates(one.article for one in accepted)
        self._writer.write(accepted)
        for one in accepted:
            outcomes[one.article.md_name] = Outcome.NEW if one.is_new else Outcome.CHANGED
        stored = {one.article.md_name: one for one in accepted}
        self._remember([one for one in batch if isinstance(outcomes[one.name], Outcome)], stored)
        return outcomes

    def _remember(self, batch: Sequence[Incoming], stored: dict[str, Stored]) -> None:
        """Keep beside the articles what their files say and their fields would not."""
        names = [one.name for one in batch]
        rows = Article.objects.for_export().filter(md_name__in=names)
        articles = {article.md_name: article for article in rows}
        files = [file_of(articles[one.name], one) for one in batch]
        ArticleFile.objects.bulk_create(
            files,
            update_conflicts=True,
            unique_fields=["article"],
            update_fields=["path", "digest", "body_digest", "head", "kept"],
        )
        for one in batch:
            if one.name in stored:
                self._writer.take_media(articles[one.name], one.place)

    # --- Reporting -------------------------------------------------------------------------

    def _note(self, place: Place, sentence: str) -> None:
        self.report.notes.append(f"{place.file}: {sentence}")

    def _fail(self, file: Path, sentence: str) -> None:
        self._brought = {name: path for name, path in self._brought.items() if path != file}
        self.report.failures.append(f"{file}: {sentence}")
        self._tell(file, Outcome.FAILED)

    def _tell(self, file: Path, outcome: Outcome) -> None:
        self.report.counts[outcome] += 1
        if self._on_file:
            self._on_file(file, outcome)


def import_files(
    files: Iterable[Pair], *, on_file: Callable[[Path, Outcome], None] | None = None
) -> ImportReport:
    """Import ``(root, file)`` pairs, a batch after the other; ``on_file`` hears of each."""
    run = Importer(on_file)
    pairs = iter(files)
    while batch := list(islice(pairs, BATCH)):
        run.take(batch)
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


def read_front_matter(text: str, parsed: Document) -> Reading:
    """What a document says. Raises ``Refused`` with the line of the key that is wrong."""
    try:
        return mapping.read(parsed.front_matter)
    except FieldError as problem:
        span = parsed.spans.get(problem.key.partition(".")[0])
        line = f"Line {text.count(NEWLINE, 0, span[0]) + 1}: " if span else ""
        raise Refused(f"{line}{problem}") from problem


def says_the_same(article: Article, parsed: Document) -> bool:
    """Whether an export of the article would say what the document says, in its order."""
    return article.body == parsed.body and keeping.same(
        exporter.front_matter(article), parsed.front_matter
    )


def file_of(article: Article, one: Incoming) -> ArticleFile:
    """What is to be remembered of a file beside its article, as the database has it now."""
    return ArticleFile(
        article=article,
        path=one.place.inner.as_posix(),
        digest=one.digest,
        body_digest=hashlib.sha256(one.document.body.encode()).hexdigest(),
        head=one.head,
        kept=keeping.differences(one.document.front_matter, mapping.derive(article)),
    )
