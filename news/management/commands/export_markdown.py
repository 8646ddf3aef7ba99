"""Published articles out of the database, as Markdown files."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from news.management.progress import Progress
from news.markdown.exporter import export
from news.models import Article


class Command(BaseCommand):
    help = (
        "Write every published article into a folder, as Markdown with YAML front matter, with "
        "its pictures beside it. A file that is there and says the same is left alone. "
        "Exit codes: 0 all well, 1 nothing could be done, 3 done with failures."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder", type=Path, metavar="DIR", help="the folder; made if it is not there"
        )

    def handle(self, *, folder: Path, verbosity: int, **_: Any) -> None:
        articles = Article.objects.published()
        try:
            with Progress("Exporting", articles.count(), self.stderr, verbosity) as progress:
                report = export(articles, folder, on_article=progress.advance)
        except OSError as problem:
            raise CommandError(f"Nothing was exported. {problem}") from problem
        for sentence in report.failures:
            self.stderr.write(self.style.ERROR(sentence))
        self.stdout.write(str(report))
        if report.failures:
            raise CommandError(
                f"{len(report.failures)} could not be exported; the reasons stand above.",
                returncode=3 if report.done else 1,
            )
