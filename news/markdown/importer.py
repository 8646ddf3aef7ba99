"""Markdown files -> rows. A file that cannot be taken is named in a sentence; the others go in.

Files are taken in batches, each whole or not at all. One that has not changed since the last
exchange is known by its digest and not even parsed, so an import that was interrupted goes on
where it stopped. When a file and its article have both changed since then, the changes are merged
key by key; where they clash the article stays as it is, and so does the file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from django.db import DatabaseError, transaction

from news.markdown import (
    catalogue_import,
    collecting,
    conflicts,
    document,
    exporter,
    keeping,
    mapping,
    merging,
    trees,
)
from news.markdown.catalogue_import import CatalogueWriter
from news.markdown.document import Document, DocumentError
from news.markdown.loader import load
from news.markdown.places import Place
from news.markdown.reading import FieldError, Reading
from news.markdown.reports import FileReport, ImportReport, KeyChange, Outcome
from news.markdown.storing import ArticleWriter, Incoming
from news.markdown.trees import Pair, Refused, find_files
from news.models import Article, ArticleFile

__all__ = ["BATCH", "ImportReport", "Importer", "Outcome", "find_files", "import_files"]

NEWLINE = "\n"
BATCH = 250  # files in one transaction


def import_files(
    files: Iterable[Pair],
    *,
    dry_run: bool = False,
    details: bool = False,
    on_file: Callable[[Path, Outcome], None] | None = None,
) -> ImportReport:
    """Import ``(root, file)`` pairs, a batch after the other; ``on_file`` hears of each.

    ``dry_run`` changes nothing, and reports what would. With ``details`` the report says of each
    file what changes, key by key.
    """
    run = Importer(dry_run=dry_run, details=details, on_file=on_file)
    pairs = iter(files)
    with collecting.between_batches():
        while batch := list(islice(pairs, BATCH)):
            run.take(batch)
            collecting.sweep()
    return run.report


@dataclass(slots=True)
class _Result:
    """What is to be done with a file that was read, and what the report will say of it."""

    incoming: Incoming
    outcome: Outcome
    changes: tuple[KeyChange, ...] = ()
    clashes: tuple[KeyChange, ...] = ()
    sentence: str = ""


class Importer:
    """One run of an import; it remembers which file brought which article."""

    def __init__(
        self,
        *,
        dry_run: bool = False,
        details: bool = False,
        on_file: Callable[[Path, Outcome], None] | None = None,
    ) -> None:
        self.report = ImportReport()
        self._dry_run, self._details, self._on_file = dry_run, details, on_file
        self._brought: dict[str, str] = {}  # mdName -> path from the root
        self._writer = ArticleWriter(note=self._note)
        self._catalogue = CatalogueWriter()

    def take(self, pairs: Sequence[Pair]) -> None:
        """Import a batch of files and report each."""
        places = [Place.of(root, file) for root, file in pairs]
        read = {place: data for place in places if (data := self._bytes(place)) is not None}
        digests = {place: hashlib.sha256(data).hexdigest() for place, data in read.items()}
        unchanged = self._unchanged(digests)
        incoming = []
        for place, data in read.items():
            if place in unchanged:
                self._tell(place, unchanged[place])
            elif self._is_of_catalogue(place, data, digests[place]):
                continue
            elif one := self._parsed(place, data, digests[place]):
                incoming.append(one)
        self._store(incoming)

    # --- Reading ---------------------------------------------------------------------------

    def _bytes(self, place: Place) -> bytes | None:
        try:
            return trees.read_bounded(place)
        except Refused as refusal:
            self._fail(place, str(refusal))
        except OSError as problem:
            self._fail(place, f"It cannot be read: {problem.strerror or problem}.")
        return None

    def _unchanged(self, digests: Mapping[Place, str]) -> dict[Place, Outcome]:
        """The files that are as they were at the last exchange."""
        rows = ArticleFile.objects.filter(digest__in=set(digests.values()))
        rows = rows.select_related("article").prefetch_related("article__media").defer("head")
        known = {(row.digest, row.path): row for row in rows}
        found: dict[Place, Outcome] = {}
        for place, digest in digests.items():
            row = known.get((digest, place.inner.as_posix()))
            if row and self._claim(row.article.md_name, place):
                took = self._take_media(row.article, place)
                found[place] = Outcome.CHANGED if took else Outcome.UNCHANGED
        return found

    def _take_media(self, article: Article, place: Place) -> bool:
        return not self._dry_run and self._writer.take_media(article, place)

    def _parsed(self, place: Place, data: bytes, digest: str) -> Incoming | None:
        try:
            text = document.decode(data)
            parsed = document.parse(text)
            reading = read_front_matter(parsed)
        except (Refused, DocumentError) as refusal:
            self._fail(place, str(refusal))
            return None
        name = self._writer.name_of(reading, place)
        if not self._claim(name, place):
            return None
        head = text[: len(text) - len(parsed.body)]
        return Incoming(place, digest, head, parsed, reading, name)

    def _is_of_catalogue(self, place: Place, data: bytes, digest: str) -> bool:
        """Whether a file holds no article but a row of the catalogue; if so, it is taken."""
        said = catalogue_import.parsed(place, data)
        if said is None:
            return False
        try:
            with transaction.atomic():
                outcome = self._catalogue.take(place, said, digest)
                transaction.set_rollback(self._dry_run)
        except FieldError as problem:
            self._fail(place, with_line(said, problem))
        except catalogue_import.Clash as clash:
            self.report.failures.append(f"{place.file}: {clash}")
            self._tell(place, Outcome.CLASHED, clashes=clash.changes, sentence=str(clash))
        else:
            if outcome is not Outcome.UNCHANGED:
                self._writer.forget()  # names that it remembers may lead elsewhere now
            self._tell(place, outcome, str(said.front_matter.get("title", "")))
        return True

    def _carry(self, place: Place) -> None:
        """Pass a file of a tree through that is no article yet, so that an export has it too."""
        if place.is_in_site and not self._dry_run:
            with suppress(Refused, OSError):
                trees.carry(place, trees.read_bounded(place))

    def _claim(self, name: str, place: Place) -> bool:
        path = place.inner.as_posix()
        other = self._brought.setdefault(name, path)
        if other == path:
            return True
        self._fail(
            place,
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
                results = self._write(batch)
                transaction.set_rollback(self._dry_run)
        except (DatabaseError, ValueError, OverflowError) as problem:
            self._writer.forget()
            del self.report.notes[notes:]
            if len(batch) > 1:
                for one in batch:
                    self._store([one])
            else:
                reason = str(problem).splitlines()[0]
                self._fail(batch[0].place, f"The database refused it: {reason}")
            return
        if self._dry_run:
            self._writer.forget()
        for result in results:
            self._report(result)

    def _write(self, batch: Sequence[Incoming]) -> list[_Result]:
        """Write a batch, and say what became of each file."""
        rows = Article.objects.for_export().filter(md_name__in=[one.name for one in batch])
        existing = {article.md_name: article for article in rows}
        results = [self._compared(one, existing.get(one.name)) for one in batch]
        writing = [result.incoming for result in results if self._is_written(result)]
        prepared = self._writer.prepare(writing, existing)
        refused = conflicts.refuse(prepared)
        for result in results:
            if result.incoming.name in refused:
                result.outcome = Outcome.FAILED
                result.sentence = refused[result.incoming.name]
        accepted = [one for one in prepared if one.article.md_name not in refused]
        conflicts.declare_duplicates(one.article for one in accepted)
        self._writer.write(accepted)
        self._remember([result for result in results if result.outcome is not Outcome.FAILED])
        return results

    @staticmethod
    def _is_written(result: _Result) -> bool:
        """Whether the article changes; of one that clashed, what does not clash does."""
        return result.outcome is Outcome.NEW or bool(result.changes)

    def _compared(self, one: Incoming, article: Article | None) -> _Result:
        """What a file brings to the article of its name."""
        said = one.document
        if article is None:
            return _Result(one, Outcome.NEW)
        ours = exporter.front_matter(article)
        file = getattr(article, "file", None)
        if file and one.digest in file.past_digests:
            return _Result(one, Outcome.UNCHANGED)
        if not file:
            values, body, clashes = dict(said.front_matter), said.body, ()
        else:
            values, body, clashes = merged_with(article, file, ours, said)
        changes = merging.changes(ours, values)
        if body != article.body:
            changes += (KeyChange("body", article.body, body),)
        merged = replace(said, front_matter=values, body=body)
        try:
            reading = mapping.read(values)
        except FieldError as problem:
            return _Result(one, Outcome.FAILED, sentence=str(problem))
        one = replace(one, document=merged, reading=reading)
        return _Result(one, self._outcome(changes, clashes), changes, clashes, said_of(clashes))

    @staticmethod
    def _outcome(changes: Sequence[KeyChange], clashes: Sequence[KeyChange]) -> Outcome:
        if clashes:
            return Outcome.CLASHED
        return Outcome.CHANGED if changes else Outcome.UNCHANGED

    def _remember(self, results: Sequence[_Result]) -> None:
        """Keep beside the articles what their files say and their fields would not."""
        names = [result.incoming.name for result in results]
        rows = load(Article.objects.filter(md_name__in=names))
        articles = {article.md_name: article for article in rows}
        ArticleFile.objects.bulk_create(
            [file_of(articles[result.incoming.name], result) for result in results],
            update_conflicts=True,
            unique_fields=["article"],
            update_fields=["path", "digest", "body_digest", "past_digests", "head", "kept"],
        )
        trees.let_go(result.incoming.place.inner.as_posix() for result in results)
        for result in results:
            self._take_media(articles[result.incoming.name], result.incoming.place)

    # --- Reporting -------------------------------------------------------------------------

    def _note(self, place: Place, sentence: str) -> None:
        self.report.notes.append(f"{trees.shown(place.file)}: {sentence}")

    def _report(self, result: _Result) -> None:
        place = result.incoming.place
        if result.outcome is Outcome.FAILED:
            self._brought.pop(result.incoming.name, None)  # another file may bring the article
            self._fail(place, result.sentence)
            return
        if result.sentence:
            self.report.failures.append(f"{trees.shown(place.file)}: {result.sentence}")
        title = str(result.incoming.reading.fields.get("title", ""))
        self._tell(place, result.outcome, title, result.changes, result.clashes, result.sentence)

    def _fail(self, place: Place, sentence: str) -> None:
        self._carry(place)
        self.report.failures.append(f"{trees.shown(place.file)}: {sentence}")
        self._tell(place, Outcome.FAILED, sentence=sentence)

    def _tell(
        self,
        place: Place,
        outcome: Outcome,
        title: str = "",
        changes: tuple[KeyChange, ...] = (),
        clashes: tuple[KeyChange, ...] = (),
        sentence: str = "",
    ) -> None:
        self.report.counts[outcome] += 1
        if self._details:
            path = place.inner.as_posix()
            self.report.files.append(FileReport(path, outcome, title, changes, clashes, sentence))
        if self._on_file:
            self._on_file(place.file, outcome)


def read_front_matter(parsed: Document) -> Reading:
    """What a document says. Raises ``Refused`` with the line of the key that is wrong."""
    try:
        return mapping.read(parsed.front_matter)
    except FieldError as problem:
        raise Refused(with_line(parsed, problem)) from problem


def with_line(parsed: Document, problem: FieldError) -> str:
    """What is wrong with a key, and on which line it stands."""
    span = parsed.spans.get(problem.key.partition(".")[0])
    text = parsed.head
    return f"Line {text.count(NEWLINE, 0, span[0]) + 1}: {problem}" if span else str(problem)


def merged_with(
    article: Article, file: ArticleFile, ours: Mapping[str, object], said: Document
) -> tuple[dict[str, object], str, tuple[KeyChange, ...]]:
    """A file's front matter and body brought together with the article's, and where they clash."""
    base = document.parse(file.head).front_matter
    merged = merging.merge(base, said.front_matter, ours, mapping.COMPUTED)
    clashes, body = merged.clashes, said.body
    if digest_of(said.body) == file.body_digest:
        body = article.body
    elif digest_of(article.body) != file.body_digest and said.body != article.body:
        body = article.body
        clashes += (KeyChange("body", article.body, said.body),)
    return merged.values, body, clashes


def said_of(clashes: Sequence[KeyChange]) -> str:
    """A sentence on what clashes, or ``''``."""
    if not clashes:
        return ""
    keys = ", ".join(f"`{clash.key}`" for clash in clashes)
    return (
        f"{keys} changed both here and in the file since the last exchange; both stay as they are. "
        "Make the two say the same, or export with --force to keep what is here."
    )


def file_of(article: Article, result: _Result) -> ArticleFile:
    """What is to be remembered of a file beside its article, as the database has it now.

    After a clash the last exchange stays what it was, so that an export leaves the file alone.
    """
    one, before = result.incoming, getattr(article, "file", None)
    kept = keeping.differences(one.document.front_matter, mapping.derive(article))
    if before and result.clashes:
        before.kept = kept
        return before
    if before and one.digest in before.past_digests:
        return before
    past = before.past_with_last() if before else []
    return ArticleFile(
        article=article,
        path=one.place.inner.as_posix(),
        digest=one.digest,
        body_digest=digest_of(one.document.body),
        past_digests=[digest for digest in past if digest != one.digest],
        head=one.head,
        kept=kept,
    )


def digest_of(text: str) -> str:
    """SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
