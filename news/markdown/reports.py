"""What became of each file of an import."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, StrEnum
from typing import Any


class Outcome(StrEnum):
    """What became of one file."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    FAILED = "failed"
    CLASHED = "clashed"  # changed here and in the file, in ways that do not go together


class Missing(Enum):
    """The value of a key that is not there."""

    ABSENT = "absent"

    def __repr__(self) -> str:
        return "nothing"


ABSENT = Missing.ABSENT


@dataclass(frozen=True, slots=True)
class KeyChange:
    """One key of front matter, or ``body``: its value here, and the one that the file brings."""

    key: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file. ``path`` is from the root of the import."""

    path: str
    outcome: Outcome
    title: str = ""
    changes: tuple[KeyChange, ...] = ()
    clashes: tuple[KeyChange, ...] = ()
    sentence: str = ""


@dataclass(slots=True)
class ImportReport:
    """How an import went. ``failures`` and ``notes`` are sentences that begin with the file.

    ``files`` is filled when details are asked for. ``passed`` counts files that are no articles.
    """

    counts: dict[Outcome, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0))
    failures: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    files: list[FileReport] = field(default_factory=list)
    passed: int = 0

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def done(self) -> int:
        """How many files are in the database as they should be."""
        return self.total - self.counts[Outcome.FAILED] - self.counts[Outcome.CLASHED]

    def __str__(self) -> str:
        parts = [
            f"{count} {outcome}"
            for outcome, count in self.counts.items()
            if count or outcome is not Outcome.CLASHED
        ]
        return f"Imported {self.total}: {', '.join(parts)}"
