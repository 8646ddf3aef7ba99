"""What was dropped becomes rows: zips are unpacked, and each file gets its place in the tree."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import BinaryIO, Protocol

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from news.markdown import archives, exporter
from news.markdown.archives import ArchiveError
from news.markdown.catalogue import is_topic
from news.markdown.trees import SUFFIXES, is_article
from news.models import Article, ArticleFile, Section, Upload, UploadedFile

PICTURES = (".avif", ".gif", ".ico", ".jpeg", ".jpg", ".pdf", ".png", ".webp")
MAX_WAITING = 20  # uploads kept at a time
ROW_BYTES = 4 * 1024**2  # written to the database at a time
HEAD_BYTES = 64 * 1024

_MD_NAME = re.compile(rb"""^[ \t]*["']?mdName["']?[ \t]*[:=][ \t]*["']?([^"'\s,]+)""", re.MULTILINE)
_FENCE = re.compile(rb"^(?:---|\+\+\+)[ \t]*\r?$", re.MULTILINE)

Kind = UploadedFile.Kind


class Dropped(Protocol):
    """A file as a browser sent it."""

    name: str
    size: int
    file: BinaryIO


@dataclass(slots=True)
class _Found:
    """A file that was dropped, or that lay in a zip."""

    path: PurePosixPath
    place: PurePosixPath
    file: Path

    @property
    def kind(self) -> str:
        root = Path(*self.file.parts[: -len(self.place.parts)])
        if is_article(Path(self.place)) or is_topic(root, self.file):
            return Kind.DOCUMENT
        # A file that lay loose was dropped for the articles, not as a part of a tree.
        in_tree = self.path.parent.parts and in_content(self.place)
        return Kind.PASSENGER if in_tree else Kind.COMPANION


def receive(files: Sequence[Dropped], user: AbstractBaseUser | None) -> Upload:
    """Keep what was dropped, for a plan to be made of it.

    Raises ``ArchiveError`` with a sentence when it cannot be taken; then nothing is kept.
    """
    Upload.objects.expired().delete()
    if Upload.objects.exclude(stage=Upload.Stage.APPLIED).count() >= MAX_WAITING:
        raise ArchiveError(f"{MAX_WAITING} uploads wait already. Import or discard one of them.")
    with TemporaryDirectory(prefix="medigy-upload-") as folder:
        found, left_out = _gather(files, Path(folder))
        if not any(one.kind == Kind.DOCUMENT for one in found):
            raise ArchiveError("There is no Markdown in it. Drop .md files, or a zip of some.")
        archives.require_distinct(one.place for one in found)
        with transaction.atomic():
            upload = Upload.objects.create(user=user, name=_called(files), left_out=left_out)
            _keep(upload, found)
    return upload


def in_content(place: PurePosixPath) -> bool:
    """Whether it lies in the content of a Hugo site, all of which goes in and comes out."""
    return "content" in place.parts[:-1]


# --- Gathering -------------------------------------------------------------------------------


def _gather(files: Sequence[Dropped], folder: Path) -> tuple[list[_Found], int]:
    """All that is to be kept, and how many files were left out."""
    found: list[_Found] = []
    loose: list[_Found] = []
    left_out = 0
    for number, dropped in enumerate(files):
        place = archives.place_of(dropped.name)
        if place and place.suffix.lower() == ".zip":
            inside, others = _unpacked(dropped, folder / str(number))
            found += inside
            left_out += others
        elif place and _is_wanted(place):
            loose.append(_Found(place, place, _saved(dropped, folder / str(number))))
        else:
            left_out += 1
    flat = [one for one in found if len(one.place.parts) == 1]
    _find_places([*loose, *flat])
    return [*found, *loose], left_out


def _is_wanted(place: PurePosixPath) -> bool:
    return place.suffix in SUFFIXES or place.suffix.lower() in PICTURES or in_content(place)


def _unpacked(dropped: Dropped, folder: Path) -> tuple[list[_Found], int]:
    left_out = 0

    def wanted(place: PurePosixPath) -> bool:
        nonlocal left_out
        is_wanted = _is_wanted(place)
        left_out += not is_wanted
        return is_wanted

    archives.unpack(dropped.file, folder, wanted)
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    found = [_Found(_below(path, folder), _below(path, folder), path) for path in paths]
    if wrapper := _wrapper(one.path for one in found):
        for one in found:
            one.place = one.path.relative_to(wrapper)
    return found, left_out


def _below(path: Path, folder: Path) -> PurePosixPath:
    return PurePosixPath(path.relative_to(folder).as_posix())


def _wrapper(paths: Iterable[PurePosixPath]) -> str:
    """The folder that somebody zipped, when it holds ``content``: no part of the tree."""
    tops, inner = set(), set()
    for path in paths:
        tops.add(path.parts[0])
        inner.add(path.parts[1] if len(path.parts) > 2 else "")
    return tops.pop() if len(tops) == 1 and "content" in inner and "content" not in tops else ""


def _saved(dropped: Dropped, target: Path) -> Path:
    if dropped.size > archives.MAX_ENTRY_BYTES:
        most = archives.MAX_ENTRY_BYTES // 1024**2
        raise ArchiveError(f"“{dropped.name}” is larger than {most} MB. Leave it out.")
    target.write_bytes(dropped.file.read())
    return target


def _called(files: Sequence[Dropped]) -> str:
    more = f" and {len(files) - 1} more" if len(files) > 1 else ""
    return f"{files[0].name[:200]}{more}"


# --- Places ----------------------------------------------------------------------------------


def _find_places(loose: Sequence[_Found]) -> None:
    """Files without a folder go where the file of that name is; new ones to the house's section.

    So an article that was downloaded alone, edited and dropped does not move to another folder.
    """
    names = {one.place.name for one in loose if is_article(Path(one.place))}
    if not names:
        return
    known = _known_places(names)
    house = PurePosixPath(f"content{Section.objects.house().base_path}")
    for one in loose:
        one.place = known.get(one.place.name, house / one.place.name)


def _known_places(names: set[str]) -> dict[str, PurePosixPath]:
    """Where an export puts the files of these names; of a name in several places, nothing."""
    paths = [path for path in _file_paths() if path.name in names]
    times = Counter(path.name for path in paths)
    known = {path.name: path for path in paths if times[path.name] == 1}
    rows = Article.objects.filter(file=None).select_related("section").only("md_name", "section")
    for article in rows.iterator() if names - known.keys() else ():
        if article.md_name in names:
            known.setdefault(article.md_name, PurePosixPath(exporter.path_of(article)))
    return known


def _file_paths() -> Iterator[PurePosixPath]:
    for path in ArticleFile.objects.values_list("path", flat=True).iterator():
        yield PurePosixPath(path)


# --- Keeping ---------------------------------------------------------------------------------


def _keep(upload: Upload, found: Sequence[_Found]) -> None:
    """Write the rows, a few megabytes at a time."""
    twins = _Twins()
    rows: list[UploadedFile] = []
    weight = 0
    for one in sorted(found, key=lambda one: one.place):
        row = _row(upload, one, twins)
        rows.append(row)
        weight += len(row.packed)
        if weight > ROW_BYTES:
            UploadedFile.objects.bulk_create(rows)
            rows, weight = [], 0
    UploadedFile.objects.bulk_create(rows, batch_size=500)


def _row(upload: Upload, one: _Found, twins: _Twins) -> UploadedFile:
    content = one.file.read_bytes()
    row = UploadedFile(
        upload=upload,
        kind=one.kind,
        path=str(one.path),
        place=str(one.place),
        name=one.place.name,
        packed=UploadedFile.pack(content),
    )
    if row.kind == Kind.DOCUMENT and (sentence := twins.refusal(content, row.path)):
        row.kind, row.outcome, row.sentence = Kind.REFUSED, UploadedFile.Outcome.FAILED, sentence
    return row


class _Twins:
    """Finds a second file of one article: the import takes a part of the files at a time, and
    would let it write over the first."""

    def __init__(self) -> None:
        self._brought: dict[bytes, str] = {}

    def refusal(self, content: bytes, path: str) -> str:
        """A sentence when another file has the document's mdName, or ``''``."""
        head = content[:HEAD_BYTES]
        fences = [fence.start() for fence in _FENCE.finditer(head)]
        name = _MD_NAME.search(head, 0, fences[1] if len(fences) > 1 else len(head))
        if not name:
            return ""
        other = self._brought.setdefault(name[1], path)
        if other == path:
            return ""
        return (
            f"Its mdName {name[1].decode(errors='replace')} is that of {other} as well; "
            "give one of the two another mdName."
        )
