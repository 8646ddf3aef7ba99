"""Zips from outside, unpacked without believing what they say of themselves.

Every bound is held while the bytes stream, because a zip's headers are written by whoever made
it. This module knows nothing of articles: who unpacks says which files are wanted.
"""

from __future__ import annotations

import io
import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath
from typing import BinaryIO

MAX_ENTRIES = 20_000
MAX_ENTRY_BYTES = 20 * 1024**2
MAX_TOTAL_BYTES = 512 * 1024**2
MAX_NAME_BYTES = 255  # what a file system takes for one name
MAX_PATH_LENGTH = 800
MAX_DIRECTORY_BYTES = 6 * 1024**2  # the list of entries, which zipfile reads in one piece

_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_PIECE = 64 * 1024
_DRIVE = re.compile(r"[A-Za-z]:")
_SHOWN = 60
_IS_ENCRYPTED = 0x1

# What zipfile raises on bytes that are no zip, only a part of one, or one made to break it.
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OverflowError)


class ArchiveError(Exception):
    """A zip, or a file's name, that is refused; the message is a sentence for an editor."""


def unpack(
    upload: BinaryIO, folder: Path, wanted: Callable[[PurePosixPath], bool] = lambda _: True
) -> None:
    """Put the files of a zip below ``folder``; hidden ones, and those not ``wanted``, stay inside.

    Raises ``ArchiveError``; what was written until then stays for the caller to remove.
    """
    try:
        with zipfile.ZipFile(_Bounded(upload)) as archive:
            _write(archive, _entries(archive), folder, wanted)
    except _BROKEN as problem:
        raise ArchiveError(
            "It is no zip that can be read, or only a part of one. Make it again."
        ) from problem
    except OSError as problem:
        raise ArchiveError(f"It cannot be unpacked: {problem.strerror or problem}.") from problem


def place_of(name: str) -> PurePosixPath | None:
    """Where a file of this name belongs below a folder; None for a hidden one.

    Raises ``ArchiveError`` for a name that could lead elsewhere or that no file system takes.
    """
    path = PurePosixPath(name)
    if "\\" in name:
        raise _refused(name, "has a backslash in its name; name it with plain slashes")
    if path.is_absolute() or _DRIVE.match(name) or ".." in path.parts:
        raise _refused(name, "would be written outside the folder; take it out")
    if any(unicodedata.category(sign) in ("Cc", "Cs") for sign in name):
        raise _refused(name, "has a control character in its name; rename it")
    if any(len(part.encode()) > MAX_NAME_BYTES for part in path.parts):
        raise _refused(name, f"has a name longer than {MAX_NAME_BYTES} bytes; shorten it")
    if len(name) > MAX_PATH_LENGTH:
        raise _refused(name, f"has a path longer than {MAX_PATH_LENGTH} characters; shorten it")
    is_hidden = any(part.startswith(".") or part == "__MACOSX" for part in path.parts)
    return None if is_hidden or not path.parts else path


def require_distinct(places: Iterable[PurePosixPath]) -> None:
    """Raise ``ArchiveError`` if two files would be one where case does not count, or if one is
    a folder to another."""
    files: dict[str, PurePosixPath] = {}
    folders: set[str] = set()
    for place in places:
        other = files.setdefault(_folded(place), place)
        if other is not place:
            raise _refused(
                place, f"and {_named(other)} differ in nothing but case; rename one of the two"
            )
        folders.update(_folded(parent) for parent in place.parents)
    for folded in files.keys() & folders:
        raise _refused(files[folded], "is a file and a folder at once; rename one of the two")


class _Bounded(io.BufferedIOBase):
    """The upload, of which no piece is read that is larger than a list of entries may be."""

    def __init__(self, upload: BinaryIO) -> None:
        super().__init__()
        self._upload = upload

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> bytes:
        if size is not None and size > MAX_DIRECTORY_BYTES:
            raise _too_many()
        return self._upload.read(-1 if size is None else size)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._upload.seek(offset, whence)

    def tell(self) -> int:
        return self._upload.tell()


def _entries(archive: zipfile.ZipFile) -> list[tuple[zipfile.ZipInfo, PurePosixPath]]:
    """The files that may be unpacked, each with its place. Looks at every entry, unpacks none."""
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise _too_many()
    found = []
    for entry in entries:
        place = place_of(entry.orig_filename)
        _require_plain(entry)
        if place and not entry.is_dir():
            found.append((entry, place))
    require_distinct(place for _, place in found)
    return found


def _require_plain(entry: zipfile.ZipInfo) -> None:
    name = entry.orig_filename
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind == stat.S_IFLNK:
        raise _refused(name, "is a link; put the file itself in its place")
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise _refused(name, "is a device or a pipe and no file; take it out")
    if entry.flag_bits & _IS_ENCRYPTED:
        raise _refused(name, "is encrypted; make the zip without a password")
    if entry.compress_type not in _METHODS:
        raise _refused(name, "is compressed in an unusual way; make the zip with “deflate”")


def _write(
    archive: zipfile.ZipFile,
    entries: Iterable[tuple[zipfile.ZipInfo, PurePosixPath]],
    folder: Path,
    wanted: Callable[[PurePosixPath], bool],
) -> None:
    left = MAX_TOTAL_BYTES
    for entry, place in entries:
        if wanted(place):
            target = folder / place
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(entry) as source, target.open("xb") as file:
                left -= _copy(source, file, place, left)


def _copy(source: BinaryIO, target: BinaryIO, place: PurePosixPath, left: int) -> int:
    """Copy a file of at most ``left`` bytes, counted as they come; how many they were."""
    copied = 0
    while piece := source.read(_PIECE):
        copied += len(piece)
        if copied > MAX_ENTRY_BYTES:
            most = MAX_ENTRY_BYTES // 1024**2
            raise _refused(place, f"is larger than {most} MB when unpacked; take it out")
        if copied > left:
            most = MAX_TOTAL_BYTES // 1024**2
            raise ArchiveError(
                f"What it holds is larger than {most} MB when unpacked. Make several of it."
            )
        target.write(piece)
    return copied


def _folded(place: PurePosixPath) -> str:
    return unicodedata.normalize("NFC", str(place)).casefold()


def _too_many() -> ArchiveError:
    return ArchiveError(f"It holds more than {MAX_ENTRIES:,} files. Make several of it.")


def _refused(name: object, why: str) -> ArchiveError:
    return ArchiveError(f"{_named(name)} {why}.")


def _named(name: object) -> str:
    """A name as an error shows it: short, on one line and printable."""
    text = "".join(sign if sign.isprintable() else "�" for sign in str(name))
    return f"“{text}”" if len(text) <= _SHOWN else f"“{text[: _SHOWN - 1]}…”"
