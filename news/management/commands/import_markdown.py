"""Markdown files and folders into the database."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from news.management.progress import Progress
from news.markdown.importer import find_files, import_files
from news.markdown.reports import FileReport, ImportReport, Outcome
from news.markdown.trees import find_passengers, pass_through

WIDTH = 60  # characters of a value that a dry run shows


class Command(BaseCommand):
    help = (
        "Import articles from Markdown files with YAML front matter. What is new is added, what "
        "changed is brought up to date, and importing twice changes nothing. "
        "Exit codes: 0 all well, 1 nothing could be done, 3 done with failures."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths", nargs="+", type=Path, metavar="PATH", help="a file, or the folder of a tree"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="change nothing; show what would, key by key"
        )
        parser.add_argument(
            "--report", type=Path, metavar="FILE", help="write each failure as a line of this file"
        )

    def handle(self, *, paths: list[Path], verbosity: int, dry_run: bool, **options: Any) -> None:
        try:
            total = sum(1 for _ in find_files(paths))
        except OSError as problem:
            raise CommandError(f"Nothing was imported. {problem}") from problem
        if not total:
            raise CommandError(
                f"Nothing was imported: there is no .md file in {', '.join(map(str, paths))}."
            )
        with Progress("Importing", total, self.stderr, verbosity) as progress:

            def tell(file: Path, outcome: Outcome) -> None:
                progress.advance(f"{outcome}: {file}")

            report = import_files(find_files(paths), dry_run=dry_run, details=dry_run, on_file=tell)
            if not dry_run:
                report.passed, refusals = pass_through(find_passengers(paths))
                report.notes += refusals
        for one in report.files:
            self.show(one)
        self.close(report, options["report"])

    def show(self, file: FileReport) -> None:
        """Print what a file would change."""
        if file.outcome in (Outcome.UNCHANGED, Outcome.FAILED):
            return
        self.stdout.write(f"{file.outcome}: {file.path}")
        for change in file.changes:
            self.stdout.write(f"  {change.key}: {shown(change.before)} -> {shown(change.after)}")
        for clash in file.clashes:
            self.stdout.write(
                f"  {clash.key}: here {shown(clash.before)}, in the file {shown(clash.after)}"
            )

    def close(self, report: ImportReport, file: Path | None) -> None:
        """Say what failed and why, then the closing line, then the exit code."""
        for sentence in report.notes:
            self.stderr.write(self.style.WARNING(sentence))
        for sentence in report.failures:
            self.stderr.write(self.style.ERROR(sentence))
        if file:
            file.write_text("".join(f"{line}\n" for line in report.failures), encoding="utf-8")
        if report.passed:
            self.stdout.write(f"Passed through {report.passed} other files of the tree.")
        self.stdout.write(str(report))
        if report.failures:
            raise CommandError(
                f"{len(report.failures)} of {report.total} could not be imported; "
                "the reasons stand above.",
                returncode=3 if report.done else 1,
            )


def shown(value: object) -> str:
    """A value in one line that is not too long."""
    text = value if isinstance(value, str) else repr(value)
    text = " ".join(text.split())
    return text if len(text) <= WIDTH else f"{text[: WIDTH - 1]}…"
