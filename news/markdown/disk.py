"""Files on a disk: written whole or not at all, and never outside of their folder."""

from __future__ import annotations

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

DRAFT_PREFIX = ".medigy-draft-"  # a file that is being written; a killed run leaves one behind


class Refused(Exception):
    """A file that cannot be written; the message is a sentence without the file's name."""


def inner_parts(path: str) -> tuple[str, ...]:
    """The names that a path is made of. Raises ``Refused`` for one that leaves its root."""
    parts = PurePosixPath(path).parts
    for part in parts:
        is_control = any(ord(letter) < 32 or ord(letter) == 127 for letter in part)
        if part in ("..", "/") or is_control or len(part.encode()) > 255:
            raise Refused(
                f"{path[:80]!r} is not a path inside the folder; "
                "each name in it has 255 bytes at most and no control characters."
            )
    return parts


def lock(folder: Path) -> int:
    """Hold a folder against other exports as long as this process lives. Raises ``Refused``."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as problem:
        os.close(handle)
        raise Refused(
            "Another export is writing into it; wait until that one is done."
        ) from problem
    return handle


def ignores_case(folder: Path) -> bool:
    """Whether a disk takes ``a`` and ``A`` for one name."""
    with tempfile.NamedTemporaryFile(dir=folder, prefix=DRAFT_PREFIX) as probe:
        name = Path(probe.name)
        return name.with_name(name.name.upper()).exists()


def sweep(folder: Path) -> None:
    """Remove what a killed export was still writing in a folder."""
    with os.scandir(folder) as entries:
        drafts = [entry.path for entry in entries if entry.name.startswith(DRAFT_PREFIX)]
    for draft in drafts:
        Path(draft).unlink(missing_ok=True)


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def read(place: Path) -> bytes | None:
    """The bytes of a regular file; None where there is nothing. Raises ``Refused``."""
    if place.is_symlink():
        raise Refused("A link stands in its place; remove it, or export elsewhere.")
    try:
        return place.read_bytes()
    except FileNotFoundError:
        return None
    except IsADirectoryError as problem:
        raise Refused("A folder stands in its place; remove it, or export elsewhere.") from problem


def write_whole(place: Path, pieces: Iterable[bytes]) -> None:
    """Put all these bytes at ``place``, or leave what is there. Raises ``OSError``."""
    move(write_draft(place, pieces), place)


def draft_if_new(place: Path, content: bytes) -> Path | None:
    """Write a draft beside a place that does not hold the content yet."""
    try:
        return None if read(place) == content else write_draft(place, [content])
    except (OSError, Refused):
        return None  # ``put`` meets the same trouble, and says so


def write_draft(place: Path, pieces: Iterable[bytes]) -> Path:
    """Write bytes to the disk beside ``place``, under another name. Raises ``OSError``."""
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=DRAFT_PREFIX)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.writelines(pieces)
            stream.flush()
            os.fchmod(handle, 0o644)
            os.fsync(handle)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def move(draft: Path, place: Path) -> None:
    """Let a draft take its place at once and whole. Raises ``OSError``."""
    try:
        draft.replace(place)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
