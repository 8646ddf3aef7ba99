"""The plan of an upload, and its import: in pieces short enough for one request each.

A piece is one transaction that also notes which files it took. So whoever asks next goes on where
the last piece ended: another request, another worker, or the editor who comes back tomorrow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from time import monotonic

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Count, Q, QuerySet

from news.markdown.importer import import_files
from news.markdown.reports import FileReport, ImportReport, Outcome
from news.markdown.trees import pass_through
from news.models import Article, Upload, UploadedFile
from news.uploads.receiving import PICTURES
from news.uploads.showing import shown

BATCH = 100  # files in one transaction
SECONDS = 3.0  # after which a piece is the last of its request
MAX_MENTIONED = 100  # pictures that one document can have
LONGEST_NAME = 255

_ENDING = re.compile("|".join(re.escape(ending) for ending in PICTURES), re.IGNORECASE)
_BEFORE_NAME = re.compile(r"""["'/\\\r\n:()\[\]<>,]""")

Kind, Stage = UploadedFile.Kind, Upload.Stage


def go_on(upload: Upload, seconds: float = SECONDS) -> Upload:
    """Do what is to be done for about ``seconds``, and say how far it is now."""
    started = monotonic()
    while upload.is_working:
        upload = _take_piece(upload.pk)
        if monotonic() - started > seconds:
            break
    return upload


def apply(upload: Upload, user: AbstractBaseUser) -> bool:
    """Order the import of what was planned; False when it was ordered before."""
    with transaction.atomic():
        planned = Upload.objects.filter(pk=upload.pk, stage=Stage.PLANNED)
        ordered = planned.update(stage=Stage.APPLYING, user=user)
        if ordered:
            upload.files.update(is_done=False)
    return bool(ordered)


def discard(upload: Upload) -> None:
    """Forget an upload. What was imported of it stays imported."""
    upload.delete()


def may_publish(upload: Upload) -> bool:
    """Whether new articles go to readers, which is up to whoever imports them."""
    return upload.user is not None and upload.user.has_perm("news.publish_article")


def tally(upload: Upload) -> ImportReport:
    """How many files of the upload have which outcome."""
    rows = upload.files.exclude(outcome=None).order_by().values_list("outcome")
    report = ImportReport()
    for outcome, number in rows.annotate(number=Count("pk")):
        report.counts[Outcome(UploadedFile.Outcome(outcome).label)] = number
    return report


def progress(upload: Upload) -> tuple[int, int]:
    """How many files are done in the stage that is under way, and how many there are."""
    counts = _workload(upload).aggregate(
        done=Count("pk", filter=Q(is_done=True)), total=Count("pk")
    )
    return counts["done"], counts["total"]


def _workload(upload: Upload) -> QuerySet[UploadedFile]:
    kinds = [Kind.DOCUMENT]
    if upload.stage == Stage.APPLYING:
        kinds.append(Kind.PASSENGER)
    return upload.files.filter(kind__in=kinds)


def _take_piece(pk: int) -> Upload:
    with transaction.atomic():
        # Two requests for one upload take turns: on SQLite because writers always do.
        upload = Upload.objects.select_for_update().get(pk=pk)
        pending = _workload(upload).filter(is_done=False).order_by("kind", "pk")
        if not upload.is_working:
            return upload
        batch = list(pending[:BATCH])
        kind = batch[0].kind if batch else ""
        batch = [file for file in batch if file.kind == kind]
        if not batch:
            _finish(upload)
        elif kind == Kind.DOCUMENT:
            _import(upload, batch)
        else:
            _pass_through(batch)
    return upload


# --- A piece ---------------------------------------------------------------------------------


def _import(upload: Upload, batch: Sequence[UploadedFile]) -> None:
    with _on_disk(upload, batch) as root:
        pairs = [(root, root / file.place) for file in batch]
        report = import_files(pairs, dry_run=upload.stage == Stage.PLANNING, details=True)
    notes = _notes(report, root)
    told = {one.path: one for one in report.files}
    if upload.stage == Stage.APPLYING and not may_publish(upload):
        _hold_back([one.path for one in report.files if one.outcome is Outcome.NEW])
    for file in batch:
        _fill(file, told[file.place], notes.get(file.place, ""), root)
    UploadedFile.objects.bulk_update(
        batch, ["is_done", "outcome", "title", "sentence", "changes", "clashes"]
    )


def _hold_back(places: Sequence[str]) -> None:
    """Let new articles wait for an editor who may publish them."""
    new = Article.objects.filter(file__path__in=places, state=Article.State.PUBLISHED)
    new.update(state=Article.State.IN_REVIEW)


def _fill(file: UploadedFile, told: FileReport, note: str, root: Path) -> None:
    file.is_done = True
    file.outcome = UploadedFile.Outcome[told.outcome.name]
    file.title = told.title[:500]
    file.sentence = " ".join(filter(None, (told.sentence.replace(f"{root}/", ""), note)))
    file.changes = [shown(change) for change in told.changes]
    file.clashes = [shown(change) for change in told.clashes]


def _notes(report: ImportReport, root: Path) -> dict[str, str]:
    """The notes of a report, by the place of their file."""
    notes: dict[str, str] = {}
    for note in report.notes:
        file, _, sentence = note.removeprefix(f"{root}/").partition(": ")
        notes[file] = f"{notes[file]} {sentence}" if file in notes else sentence
    return notes


def _pass_through(batch: Sequence[UploadedFile]) -> None:
    with TemporaryDirectory(prefix="medigy-import-") as folder:
        root = Path(folder)
        pass_through([(root, _put(root, file.place, file)) for file in batch])
    UploadedFile.objects.filter(pk__in=[file.pk for file in batch]).update(is_done=True)


def _finish(upload: Upload) -> None:
    """Close a stage. What was imported needs its bytes no longer."""
    if upload.stage == Stage.PLANNING:
        upload.stage = Stage.PLANNED
    else:
        upload.stage = Stage.APPLIED
        upload.files.filter(kind__in=[Kind.PASSENGER, Kind.COMPANION]).delete()
        upload.files.update(packed=b"")
        if upload.user_id:
            LogEntry.objects.log_actions(
                upload.user_id,
                Upload.objects.filter(pk=upload.pk),
                CHANGE,
                change_message=f"{tally(upload)}.",
                single_object=True,
            )
    upload.save(update_fields=["stage"])


# --- Files on the disk, as an import finds them ----------------------------------------------


@contextmanager
def _on_disk(upload: Upload, batch: Sequence[UploadedFile]) -> Iterator[Path]:
    """The documents of a batch in their tree, with the pictures that they name."""
    with TemporaryDirectory(prefix="medigy-import-") as folder:
        root = Path(folder)
        folders: dict[str, set[PurePosixPath]] = {}  # as dropped: where its documents are
        names: set[str] = set()
        for file in batch:
            _put(root, file.place, file)
            dropped, place = PurePosixPath(file.path), PurePosixPath(file.place)
            folders.setdefault(str(dropped.parent), set()).add(place.parent)
            names |= mentioned(file.content.decode(errors="replace"))
        pictures = upload.files.filter(name__in=names).exclude(kind=Kind.DOCUMENT)
        for picture in pictures.iterator(chunk_size=1):
            _put(root, picture.place, picture)
            for beside in folders.get(str(PurePosixPath(picture.path).parent), ()):
                _put(root, str(beside / picture.name), picture)
        yield root


def _put(root: Path, place: str, file: UploadedFile) -> Path:
    target = root / place
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(file.content)
    return target


def mentioned(text: str) -> set[str]:
    """The names of pictures in a document, with and without the words before them."""
    names: set[str] = set()
    for ending in _ENDING.finditer(text):
        before = text[max(0, ending.end() - LONGEST_NAME) : ending.end()]
        name = _BEFORE_NAME.split(before)[-1].strip()
        names |= {name, name.rpartition(" ")[2]}
        if len(names) > MAX_MENTIONED:
            break
    return names
