"""How far a long command is: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import time
from types import TracebackType
from typing import Self

from django.core.management.base import OutputWrapper
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as Bar
from rich.text import Text

SECONDS_BETWEEN_LINES = 10


class RateColumn(ProgressColumn):
    """Steps a second."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:,.0f}/s" if task.speed else "")


class Progress:
    """Counts steps out loud. ``verbosity`` 0 is silent, 2 names every step."""

    def __init__(self, what: str, total: int, stderr: OutputWrapper, verbosity: int = 1) -> None:
        self.what, self.total, self.stderr, self.verbosity = what, total, stderr, verbosity
        self.done = 0
        self.spoke = time.monotonic()
        shows_bar = verbosity == 1 and stderr.isatty()
        self.bar = self._make_bar() if shows_bar else None

    @staticmethod
    def _make_bar() -> Bar:
        return Bar(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            RateColumn(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )

    def __enter__(self) -> Self:
        if self.bar:
            self.bar.start()
            self.task = self.bar.add_task(self.what, total=self.total)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.bar:
            self.bar.stop()

    def advance(self, name: str) -> None:
        """One step is done."""
        self.done += 1
        if self.bar:
            self.bar.advance(self.task)
        elif self.verbosity > 1:
            self.stderr.write(name)
        elif self.verbosity and time.monotonic() - self.spoke > SECONDS_BETWEEN_LINES:
            self.stderr.write(f"{self.what}: {self.done:,} of {self.total:,}")
            self.spoke = time.monotonic()
