"""How far a long command is, said so that both a person and a log can read it."""

from __future__ import annotations

import io
from unittest import mock

import pytest
from django.core.management.base import OutputWrapper
from rich.progress import Task

from news.management.progress import Progress, RateColumn


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def run(stream: io.StringIO, steps: int, verbosity: int = 1) -> Progress:
    with Progress("Importing", steps, OutputWrapper(stream), verbosity) as progress:
        for step in range(steps):
            progress.advance(f"new: {step}.md")
    return progress


def test_in_a_log_a_short_run_says_nothing() -> None:
    log = io.StringIO()
    run(log, 5)
    assert log.getvalue() == ""


def test_in_a_log_a_long_run_says_a_line_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = mock.Mock(side_effect=range(0, 1000, 6))
    monkeypatch.setattr("news.management.progress.time.monotonic", clock)
    log = io.StringIO()
    run(log, 5)
    assert log.getvalue().splitlines() == ["Importing: 2 of 5", "Importing: 4 of 5"]


def test_every_step_is_named_when_asked_for() -> None:
    log = io.StringIO()
    run(log, 2, verbosity=2)
    assert log.getvalue() == "new: 0.md\nnew: 1.md\n"


def test_nothing_is_said_when_nothing_is_to_be_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("news.management.progress.SECONDS_BETWEEN_LINES", -1)
    log = io.StringIO()
    run(log, 3, verbosity=0)
    assert log.getvalue() == ""


def test_on_a_terminal_a_bar_counts_the_steps() -> None:
    progress = run(Terminal(), 4)
    assert progress.bar is not None
    (task,) = progress.bar.tasks
    assert (task.completed, task.total) == (4, 4)


def test_the_rate_is_steps_a_second() -> None:
    task = mock.Mock(spec=Task, speed=1234.4)
    assert RateColumn().render(task).plain == "1,234/s"
    task.speed = None
    assert RateColumn().render(task).plain == ""
