"""Published articles out of the database, as Markdown files."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from news.management.progress import Progress
from news.markdown.catalogue_export import Run
from news.markdown.catalogue_export import write as write_catalogue
from news.markdown.disk import Refused
from news.markdown.exporter import FATAL, Change, ExportReport, export
from news.markdown.hugo import SiteGuard, write_site
from news.markdown.target import Target
from news.models import Article
from news.querysets import ArticleQuerySet


class Command(BaseCommand):
    help = (
        "Write every published article into a folder, as Markdown with front matter, where an "
        "import found it or under content/, with its pictures beside it. Only what changed is "
        "written; what an earlier export wrote and is no longer published is removed; what "
        "somebody changed in the folder is named and left. "
        "Exit codes: 0 all well, 1 nothing could be done, 3 done with failures, or --check found "
        "something to write."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="made if it is not there")
        parser.add_argument(
            "--check", action="store_true", help="write nothing; show what would change as a diff"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="write nothing; list what would be written"
        )
        parser.add_argument(
            "--force", action="store_true", help="write over what was changed in the folder"
        )
        parser.add_argument(
            "--drafts", action="store_true", help="everything, whether published or not"
        )
        parser.add_argument("--only", metavar="SLUG", action="append", help="these articles alone")
        parser.add_argument(
            "--since", metavar="DAY", type=moment, help="only what changed on or after 2026-01-31"
        )
        parser.add_argument(
            "--catalogue", action="store_true", help="offerings, topics and institutions as well"
        )
        parser.add_argument(
            "--hugo",
            action="store_true",
            help="a Hugo configuration and layouts as well, and the catalogue: hugo builds a site",
        )
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(self, *, folder: Path, verbosity: int, **options: Any) -> None:
        is_whole = not (options["only"] or options["since"])
        if not is_whole and (options["catalogue"] or options["hugo"]):
            raise CommandError(
                "Nothing was exported: --catalogue and --hugo go with all articles; "
                "leave --only and --since out."
            )
        articles = self.articles(options)
        guard = SiteGuard() if options["hugo"] else None
        writes = not (options["check"] or options["dry_run"])
        show = self.show if options["check"] and not options["json"] else None
        try:
            target = Target(folder, writes=writes, force=options["force"])
            with Progress("Exporting", articles.count(), self.stderr, verbosity) as progress:
                report = export(
                    articles,
                    target,
                    is_whole=is_whole,
                    also=list(self.besides(guard, options)) if is_whole else (),
                    guard=guard,
                    details=options["json"],
                    on_article=progress.advance,
                    on_change=show,
                )
        except Refused as problem:
            raise CommandError(f"Nothing was exported to {folder}. {problem}") from problem
        except OSError as problem:
            raise CommandError(self.sentence(folder, problem)) from problem
        self.close(report, options)

    @staticmethod
    def sentence(folder: Path, problem: OSError) -> str:
        """What a folder or a disk refused, and what to do."""
        if problem.errno in FATAL:
            return (
                f"The export to {folder} stopped: {problem.strerror}. What is there is whole; "
                "mend that and export again."
            )
        return f"Nothing was exported to {folder}. {problem.strerror}."

    def articles(self, options: dict[str, Any]) -> ArticleQuerySet:
        """The articles that the options ask for."""
        articles = Article.objects.all() if options["drafts"] else Article.objects.published()
        if options["only"]:
            articles = articles.filter(slug__in=options["only"])
            missing = set(options["only"]) - set(articles.values_list("slug", flat=True))
            if missing:
                raise CommandError(
                    f"Nothing was exported: no published article has the slug {min(missing)}."
                )
        if options["since"]:
            articles = articles.filter(modified_at__gte=options["since"])
        return articles

    @staticmethod
    def besides(
        guard: SiteGuard | None, options: dict[str, Any]
    ) -> Iterator[Callable[[Run], None]]:
        """What to write besides the articles."""
        whole = options["catalogue"] or options["hugo"]
        yield lambda run: write_catalogue(run, whole=whole, drafts=options["drafts"])
        yield lambda run: write_site(run, guard)

    def show(self, change: Change) -> None:
        """Print one change as a diff."""
        self.stdout.write(change.diff(), ending="")

    def close(self, report: ExportReport, options: dict[str, Any]) -> None:
        """Say what failed and why, then the closing line, then the exit code."""
        if options["json"]:
            self.stdout.write(json.dumps(as_json(report), indent=2))
        else:
            for path, outcome in report.changes if options["dry_run"] else ():
                self.stdout.write(f"{outcome}: {path}")
            for sentence in report.notes:
                self.stderr.write(self.style.WARNING(sentence))
            for sentence in report.failures:
                self.stderr.write(self.style.ERROR(sentence))
            self.stdout.write(str(report))
        if report.failures:
            raise CommandError(
                f"{len(report.failures)} could not be exported; the reasons stand above.",
                returncode=3 if report.done else 1,
            )
        if options["check"] and report.changes:
            raise CommandError(
                f"{len(report.changes)} would change; an export writes them.", returncode=3
            )


def as_json(report: ExportReport) -> dict[str, Any]:
    """The report for a program."""
    return {
        "counts": {str(outcome): count for outcome, count in report.counts.items()},
        "changes": [{"path": path, "outcome": str(outcome)} for path, outcome in report.changes],
        "failures": report.failures,
        "notes": report.notes,
    }


def moment(text: str) -> datetime:
    """A day, or a moment, in the newsroom's time zone. Raises ``ValueError``."""
    found = parse_datetime(text)
    if found is None:
        day = parse_date(text)
        if day is None:
            raise ValueError(text)
        found = datetime(day.year, day.month, day.day)
    return timezone.make_aware(found) if timezone.is_naive(found) else found
