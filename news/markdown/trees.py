"""The files of a tree: which are articles, which are passed through, and how they are read."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from news.markdown import document
from news.markdown.catalogue import is_topic
from news.markdown.places import Place
from news.models import TreeFile

SUFFIXES = (".md", ".markdown")
LIST_PAGE = "_index"  # Hugo's page of a folder; it is no article
MAX_PASSED = 20 * 1024 * 1024  # bytes of a file that is passed through

MAX_PATH = 1000  # characters of a path from the root

Pair = tuple[Path, Path]  # the root of the import, and a file below it


class Refused(Exception):
    """A file that cannot be taken; the message is a sentence without the file's name."""


def find_files(paths: Iterable[Path]) -> Iterator[Pair]:
    """The Markdown files among ``paths``, folders searched in order of name: ``(root, file)``.

    Hidden folders and links to folders are passed over, and so is ``_index.md``, which is a list's
    page, unless it is a topic of the catalogue. Raises ``FileNotFoundError`` for a path that is
    not there.
    """
    for path in paths:
        if path.is_dir():
            yield from ((path, file) for file in _walk(path) if _is_read(path, file))
        elif path.exists():
            yield path.parent, path
        else:
            raise FileNotFoundError(f"There is no file or folder {path}.")


def find_passengers(paths: Iterable[Path]) -> Iterator[Pair]:
    """The other files in the content of Hugo and Jekyll sites: they come out as they came in."""
    for path in paths:
        for file in _walk(path, hidden=True) if path.is_dir() else ():
            if not _is_taken(path, file) and Place.of(path, file).is_in_site:
                yield path, file


def _is_taken(root: Path, file: Path) -> bool:
    """Whether ``find_files`` yields it."""
    is_hidden = any(part.startswith(".") for part in file.relative_to(root).parts)
    return not is_hidden and _is_read(root, file)


def _is_read(root: Path, file: Path) -> bool:
    """Whether a file fills rows: those of an article, or of the catalogue."""
    return is_article(file) or is_topic(root, file)


def is_article(file: Path) -> bool:
    """Whether a file is one of Markdown, and not the page of a list."""
    return file.suffix in SUFFIXES and file.stem.partition(".")[0] != LIST_PAGE


def _walk(root: Path, *, hidden: bool = False) -> Iterator[Path]:
    """All files below a folder in order of name; hidden ones, but git's own, only if asked for."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(
            name for name in folders if name != ".git" and (hidden or not name.startswith("."))
        )
        for name in sorted(names):
            if hidden or not name.startswith("."):
                yield Path(folder, name)


def read_bounded(place: Place, limit: int = document.MAX_BYTES) -> bytes:
    """The bytes of a regular file of the tree that is small enough.

    Raises ``Refused`` and ``OSError``.
    """
    file = place.file
    require_sound_name(place)
    if not file.is_file():
        raise Refused("It is not a regular file.")
    if file.is_symlink() and not file.resolve().is_relative_to(place.root.resolve()):
        raise Refused("It is a link that leads out of the tree; put the file itself there.")
    size = file.stat().st_size
    if size > limit:
        raise Refused(
            f"It has {size:,} bytes; at most {limit:,} are taken. Take out what is not text."
        )
    with file.open("rb") as source:
        return source.read(limit + 1)


def require_sound_name(place: Place) -> None:
    """Refuse a path that a database cannot hold, or that another disk could not."""
    name = place.inner.as_posix()
    if any("\ud800" <= letter <= "\udfff" for letter in name):
        raise Refused("Its name is not UTF-8; rename it.")
    if any(ord(letter) < 32 or ord(letter) == 127 for letter in name):
        raise Refused("Its name holds a control character; rename it.")
    if len(name) > MAX_PATH:
        raise Refused(f"Its path has {len(name):,} characters; {MAX_PATH:,} is the most.")


def shown(path: Path) -> str:
    """A path as a message can hold it: what cannot be printed is written as an escape."""
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode()
        for letter in str(path)
    )


def pass_through(pairs: Iterable[Pair]) -> tuple[int, list[str]]:
    """Keep files that are no articles: how many there are now, and sentences on those refused."""
    count, refusals = 0, []
    for root, file in pairs:
        try:
            place = Place.of(root, file)
            carry(place, read_bounded(place, MAX_PASSED))
            count += 1
        except (Refused, OSError) as problem:
            refusals.append(f"{shown(file)}: {problem}")
    return count, refusals


def carry(place: Place, data: bytes) -> None:
    """Keep one file as it is, to be written where it was found."""
    digest = hashlib.sha256(data).hexdigest()
    row = TreeFile.objects.filter(path=place.inner.as_posix()).first()
    if row and row.digest == digest:
        return
    row = row or TreeFile(path=place.inner.as_posix())
    row.digest = digest
    row.file.name = TreeFile.file.field.generate_filename(row, digest)
    if not default_storage.exists(row.file.name):
        row.file.save(digest, ContentFile(data), save=False)
    row.save()


def let_go(paths: Iterable[str]) -> None:
    """Forget files that are articles now."""
    TreeFile.objects.filter(path__in=list(paths)).delete()
