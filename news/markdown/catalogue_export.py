"""The catalogue out of the database, as files beside the articles."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import islice
from typing import Protocol

from news.markdown import document, keeping
from news.markdown.catalogue import KINDS, Kind, Row, derive, file_of, path_of, render
from news.markdown.disk import digest
from news.markdown.target import Target
from news.models import CatalogueFile, TreeFile

BATCH = 200  # rows in memory at a time
FROM_TREE, ASKED_FOR = "tree:", "catalogue:"  # why a file is there, at the head of its fingerprint


class Run(Protocol):
    """What writing needs of a run of an export."""

    target: Target

    def put_text(self, path: str, text: str, fingerprint: str, ours: Collection[str] = ()) -> bool:
        """Write a file and report it; whether that went well."""

    def fail(self, path: str, problem: object) -> None:
        """Report that a file cannot be written."""

    def note(self, sentence: str) -> None:
        """Tell whoever exports of something that is no failure."""


def write(run: Run, *, whole: bool, drafts: bool = False) -> None:
    """Write the catalogue: all of it, or (not ``whole``) what imports brought.

    What was written when all of it was asked for stays as it is until that is asked for again.
    Offerings that readers do not see are written with ``drafts`` only. A path at which another
    file of the tree stands is that file's.
    """
    if not whole:
        run.target.keep_marked(ASKED_FOR)
    taken = set(TreeFile.objects.filter(path__endswith=".md").values_list("path", flat=True))
    for kind in KINDS.values():
        rows = kind.rows(drafts)
        rows = (rows if whole else rows.filter(file__isnull=False)).iterator(chunk_size=BATCH)
        while batch := list(islice(rows, BATCH)):
            _write_batch(run, kind, [row for row in batch if path_of(kind, row) not in taken])


def write_imported(run: Run) -> None:
    """Write what imports brought of the catalogue."""
    write(run, whole=False)


def _write_batch(run: Run, kind: Kind, rows: Sequence[Row]) -> None:
    rendered = {path_of(kind, row): _text(run, kind, row) for row in rows}
    texts = {path: text for path, text in rendered.items() if text is not None}
    run.target.announce((path, text.encode()) for path, text in texts.items())
    exchanged = []
    for row in rows:
        path, file = path_of(kind, row), file_of(row)
        if path in texts and _put(run, path, texts[path], file) and file:
            exchanged += remembered(kind, row, texts[path])
    if run.target.writes:
        CatalogueFile.objects.bulk_update(exchanged, ["digest", "text", "kept"])


def _text(run: Run, kind: Kind, row: Row) -> str | None:
    try:
        return render(kind, row)
    except ValueError as problem:
        run.fail(path_of(kind, row), str(problem))
        return None


def _put(run: Run, path: str, text: str, file: CatalogueFile | None) -> bool:
    mark = f"{FROM_TREE if file else ASKED_FOR}{digest(text.encode())}"
    return run.put_text(path, text, mark, (file.digest,) if file else ())


def remembered(kind: Kind, row: Row, text: str) -> list[CatalogueFile]:
    """The memory of a row's file brought up to date, if it is not."""
    file, now = file_of(row), digest(text.encode())
    if not file or file.digest == now:
        return []
    said = document.parse(text).front_matter
    file.digest, file.text = now, text
    file.kept = keeping.differences(said, derive(kind, row))
    return [file]
