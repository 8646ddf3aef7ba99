"""Markdown files and folders into the database."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from news.management.progress import Progress
from news.markdown.importer import ImportReport, Outcome, find_files, import_files


class Command(BaseCommand):
    help = (
        "Import articles from Markdown files with YAML front matter. What is new is added, what "
        "changed is brought up to date, and importing twice changes nothing. "
        "Exit codes: 0 all well, 1 nothing could be done, 3 done with failures."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths", nargs="+", type=Path, metavar="PATH", help="a file, or a folder of files"
        )

    def handle(self, *, paths: list[Path], verbosity: int, **_: Any) -> None:
        try:
            files = list(find_files(paths))
        except OSError as problem:
            raise CommandError(f"Nothing was imported. {problem}") from problem
        if not files:
            raise CommandError(
                f"Nothing was imported: there is no .md file in {', '.join(map(str, paths))}."
            )
        with Progress("Importing", len(files), self.stderr, verbosity) as progress:

            def tell(file: Path, outcome: Outcome) -> None:
                progress.advance(f"{outcome}: {file}")

            report = import_files(files, on_file=tell)
        self.close(report)

    def close(self, report: ImportReport) -> None:
        """Say what failed and why, then the closing line, then the exit code."""
        for sentence in report.notes:
            self.stderr.write(self.style.WARNING(sentence))
        for sentence in report.failures:
            self.stderr.write(self.style.ERROR(sentence))
        self.stdout.write(str(report))
        if report.failures:
            failed = len(report.failures)
            raise CommandError(
                f"{failed} of {report.total} could not be imported; the reasons stand above.",
                returncode=1 if failed == report.total else 3,
            )
