"""A folder that exports write into: whole files only, and nothing that somebody else wrote.

A manifest in the folder says what exports have written there. It is a log of lines: before files
are written, the log says which bytes they will have, so that a later run knows them for its own
even if this one is killed between two of them.
"""

from __future__ import annotations

import json
import os
import stat
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO

from news.markdown.disk import (
    Refused,
    digest,
    draft_if_new,
    ignores_case,
    inner_parts,
    lock,
    move,
    read,
    sweep,
    write_draft,
    write_whole,
)

MANIFEST = ".medigy-export.jsonl"
WRITERS = 4


class Outcome(StrEnum):
    """What an export does with one file."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Entry:
    """A file as an export left it. ``changed_at`` is in nanoseconds."""

    sha256: str
    fingerprint: str
    size: int
    changed_at: int


class Target:
    """One export into a folder. With ``writes`` off nothing is touched, and answers are the same.

    ``force`` writes over what somebody else has changed.
    """

    def __init__(self, folder: Path, *, writes: bool = True, force: bool = False) -> None:
        self.folder, self.writes, self.force = folder, writes, force
        self._entries: dict[str, Entry] = {}
        self._intended: defaultdict[str, set[str]] = defaultdict(set)
        self._sound_folders: set[Path] = set()
        self._swept: set[Path] = set()
        self._pool = ThreadPoolExecutor(WRITERS)
        self._drafts: dict[str, Future[Path | None]] = {}
        self._log: IO[str] | None = None
        self._seen: set[str] = set()
        if writes:
            folder.mkdir(parents=True, exist_ok=True)
            self._lock = lock(folder)
        self._ignores_case = writes and ignores_case(folder)
        self._names: dict[str, str] = {}
        self._read_manifest()

    # --- Questions -------------------------------------------------------------------------

    def is_current(self, path: str, fingerprint: str, sha256: str | None = None) -> bool:
        """Whether the file is there as an export of this fingerprint, and digest, left it."""
        entry = self._entries.get(path)
        if not entry or entry.fingerprint != fingerprint:
            return False
        if sha256 is not None and entry.sha256 != sha256:
            return False
        try:
            return self._is_as_left(Path(f"{self.folder}/{path}"), entry)
        except OSError:
            return False

    def locate(self, path: str) -> Path:
        """Where a path of the export is. Raises ``Refused`` for one that leaves the folder."""
        place = self.folder.joinpath(*inner_parts(path))
        self._refuse_links(place.parent)
        return place

    def _refuse_links(self, folder: Path) -> None:
        if folder in self._sound_folders:
            return
        if not folder.resolve().is_relative_to(self.folder.resolve()):
            raise Refused(
                f"{folder} is a link that leads out of the export; remove it, or export elsewhere."
            )
        is_there = folder.is_dir()
        if is_there:
            self._sound_folders.add(folder)
        if self.writes and folder not in self._swept:
            self._swept.add(folder)  # once, and before this run has drafts of its own there
            if is_there:
                sweep(folder)

    @staticmethod
    def _is_as_left(place: Path, entry: Entry) -> bool:
        status = os.lstat(place)
        if (status.st_size, status.st_mtime_ns) == (entry.size, entry.changed_at):
            return True
        is_like = stat.S_ISREG(status.st_mode) and status.st_size == entry.size
        return is_like and digest(place.read_bytes()) == entry.sha256

    # --- Writing ---------------------------------------------------------------------------

    def announce(self, contents: Iterable[tuple[str, bytes]]) -> None:
        """Say which bytes are about to be put, so that a later run knows them for ours.

        Those that are not there yet are written beside their places from now on, some at a time,
        while the caller goes on: most of an export's time is waiting for the disk.
        """
        if not self.writes:
            return
        contents = list(contents)
        for path, content in contents:
            self._append([path, digest(content)])
        self._flush()
        for path, content in contents:
            place = self._place_of(path)
            if place:
                self._drafts[path] = self._pool.submit(draft_if_new, place, content)

    def _draft(self, path: str) -> Path | None:
        draft = self._drafts.pop(path, None)
        return draft.result() if draft else None

    def _place_of(self, path: str) -> Path | None:
        try:
            return self.locate(path)
        except (OSError, Refused):
            return None  # ``put`` meets the same trouble, and says so

    def put(
        self, path: str, content: bytes, fingerprint: str, ours: Collection[str] = ()
    ) -> Outcome:
        """Write a file whole, or leave it.

        ``ours`` are digests of contents that the database knows for its own. Raises ``Refused``
        when somebody else has changed the file, and ``OSError``.
        """
        self._seen.add(path)
        self._refuse_same_name(path)
        place = self.locate(path)
        before = read(place)
        sha256 = digest(content)
        if before is not None and digest(before) == sha256:
            outcome = Outcome.UNCHANGED
        else:
            self._refuse_others_work(path, before, ours)
            outcome = Outcome.NEW if before is None else Outcome.CHANGED
            if self.writes:
                move(self._draft(path) or write_draft(place, [content]), place)
        if self.writes:
            self._record(path, place, sha256, fingerprint)
        return outcome

    def has(self, path: str) -> bool:
        """Whether this export has put or kept a file there."""
        return path in self._seen

    def keep(self, path: str) -> None:
        """Say that a file belongs to the export, though nothing is written."""
        self._seen.add(path)

    def keep_marked(self, mark: str) -> None:
        """Say that every file whose fingerprint begins with ``mark`` belongs to the export."""
        self._seen |= {
            path for path, entry in self._entries.items() if entry.fingerprint.startswith(mark)
        }

    def is_as_written(self, path: str) -> bool:
        """Whether a file is there, and as an export wrote it. Raises ``Refused``."""
        content, entry = read(self.locate(path)), self._entries.get(path)
        if content is None:
            return False
        return digest(content) in {entry.sha256 if entry else "", *self._intended.get(path, ())}

    def _refuse_same_name(self, path: str) -> None:
        """On a disk that ignores case, refuse a second file of one name."""
        if not self._ignores_case:
            return
        other = self._names.setdefault(path.casefold(), path)
        if other != path:
            raise Refused(f"On this disk its name is that of {other}; rename one of the two.")

    def _refuse_others_work(self, path: str, before: bytes | None, ours: Collection[str]) -> None:
        if before is None or self.force:
            return
        found = digest(before)
        entry = self._entries.get(path)
        if found not in {entry.sha256 if entry else "", *ours, *self._intended.get(path, ())}:
            raise Refused(
                "It was changed in the folder since the last export and is left as it is. Import "
                "it to take the change over, or export with --force to write over it."
            )

    def _record(self, path: str, place: Path, sha256: str, fingerprint: str) -> None:
        status = place.lstat()
        entry = Entry(sha256, fingerprint, status.st_size, status.st_mtime_ns)
        self._intended.pop(path, None)
        if self._entries.get(path) != entry:
            self._entries[path] = entry
            self._append([path, sha256, fingerprint, entry.size, entry.changed_at])

    # --- What is gone ----------------------------------------------------------------------

    def remove_gone(self) -> Iterator[tuple[str, Outcome | str]]:
        """Delete what exports once wrote and this one did not: path and outcome, or a sentence."""
        for path in [
            *self._entries,
            *(path for path in self._intended if path not in self._entries),
        ]:
            if path in self._seen:
                continue
            try:
                place = self.locate(path)
                if not self.force and not self._is_ours(path, place):
                    yield path, "It is no longer exported, but was changed in the folder: it stays."
                    continue
                if self.writes:
                    place.unlink(missing_ok=True)
                    self._remove_empty(place.parent)
                    self._entries.pop(path, None)
                    self._intended.pop(path, None)
                    self._append([path])
                yield path, Outcome.REMOVED
            except (OSError, Refused) as problem:
                yield path, f"It cannot be removed: {problem}"

    def _is_ours(self, path: str, place: Path) -> bool:
        """Whether a file is as an export wrote it, also one that was killed, or is not there."""
        entry = self._entries.get(path)
        if entry and place.exists() and self._is_as_left(place, entry):
            return True
        found = read(place)
        return found is None or digest(found) in self._intended.get(path, ())

    def _remove_empty(self, folder: Path) -> None:
        while folder != self.folder and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
            self._sound_folders.discard(folder)
            folder = folder.parent

    # --- The manifest ----------------------------------------------------------------------

    def close(self) -> None:
        """Write the manifest anew, without what the log no longer needs."""
        if not self.writes:
            return
        self._pool.shutdown()
        for draft in filter(None, map(self._draft, list(self._drafts))):
            draft.unlink(missing_ok=True)
        if self._log:
            self._log.close()
            self._write_manifest()
        os.close(self._lock)

    def _write_manifest(self) -> None:
        if self._entries or self._intended:
            write_whole(self.folder / MANIFEST, self._lines())
        else:
            (self.folder / MANIFEST).unlink()

    def _lines(self) -> Iterator[bytes]:
        """The manifest line by line: what was written, and what may have been."""
        for path in sorted(self._entries):
            entry = self._entries[path]
            line = [path, entry.sha256, entry.fingerprint, entry.size, entry.changed_at]
            yield json.dumps(line).encode() + b"\n"
        for path in sorted(self._intended):
            for sha256 in sorted(self._intended[path]):
                yield json.dumps([path, sha256]).encode() + b"\n"

    def _read_manifest(self) -> None:
        try:
            with (self.folder / MANIFEST).open(encoding="utf-8") as lines:
                for line in lines:
                    self._read_line(line)
        except FileNotFoundError:
            return

    def _read_line(self, line: str) -> None:
        """One line of the log; the last one of a killed run may be cut, and counts for nothing."""
        try:
            path, *rest = json.loads(line)
        except ValueError:
            return
        if len(rest) == 4:
            self._entries[path] = Entry(*rest)
        elif len(rest) == 1:
            self._intended[path].add(rest[0])
        else:
            self._entries.pop(path, None)

    def _append(self, values: list[str | int]) -> None:
        if not self.writes:
            return
        if self._log is None:
            self._log = (self.folder / MANIFEST).open("a", encoding="utf-8")
            self._log.write("\n")  # after a line that a killed run may have cut
        self._log.write(json.dumps(values) + "\n")

    def _flush(self) -> None:
        if self._log:
            self._log.flush()
            os.fsync(self._log.fileno())
