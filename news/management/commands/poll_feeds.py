"""New entries of the followed feeds, captured for the desk."""

from __future__ import annotations

from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet

from news import polling
from news.management.progress import Progress
from news.models import Capture, Feed
from news.polling import Outcome, PollReport

Stage = Capture.Stage


class Command(BaseCommand):
    help = (
        "Read the followed feeds whose turn it is, and capture what is new in them: each entry "
        "waits at the desk as a captured article. Run it every quarter of an hour. "
        "Exit codes: 0 all well, 1 nothing could be done, 3 done with failures."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group()
        which.add_argument(
            "--feed", metavar="URL", action="append", help="these alone, be it their turn or not"
        )
        which.add_argument(
            "--all", action="store_true", help="every followed feed, be it its turn or not"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="store nothing; list the entries that are new"
        )

    def handle(self, *, verbosity: int, dry_run: bool, **options: Any) -> None:
        feeds = self.feeds(options)
        reports: list[PollReport] = []
        with Progress("Reading feeds", feeds.count(), self.stderr, verbosity) as progress:
            for report in polling.poll_each(feeds, dry_run=dry_run):
                reports.append(report)
                progress.advance(str(report))
        if dry_run:
            self.show(reports)
        captured = Counter() if dry_run else polling.capture_entries()
        self.close(reports, captured)

    def feeds(self, options: dict[str, Any]) -> QuerySet[Feed]:
        """The feeds that the options ask for."""
        if options["all"]:
            return Feed.objects.filter(is_followed=True)
        if not options["feed"]:
            return polling.due()
        feeds = Feed.objects.filter(url__in=options["feed"])
        unknown = set(options["feed"]) - set(feeds.values_list("url", flat=True))
        if unknown:
            raise CommandError(
                f"No feed was read: Medigy knows none at {min(unknown)}. Add it at the desk first."
            )
        return feeds

    def show(self, reports: list[PollReport]) -> None:
        """Print what would be captured."""
        for report in reports:
            for entry in report.new:
                self.stdout.write(f"new: {entry.url} ({entry.title or 'no title'})")

    def close(self, reports: list[PollReport], captured: Counter[str]) -> None:
        """Say what failed and why, then the closing line, then the exit code."""
        for report in reports:
            if report.problem:
                style = self.style.ERROR if report.is_failure else self.style.WARNING
                self.stderr.write(style(f"{report.feed.url}: {report.problem}"))
        outcomes = Counter(report.outcome for report in reports)
        failed = sum(report.is_failure for report in reports)
        new = sum(len(report.new) for report in reports)
        entries = "1 new entry" if new == 1 else f"{new} new entries"
        unchanged = outcomes[Outcome.UNCHANGED]
        self.stdout.write(f"Read {len(reports)}: {entries}, {unchanged} unchanged, {failed} failed")
        if captured:
            by_hand = captured[Stage.FAILED] + captured[Stage.REFUSED]
            self.stdout.write(
                f"Captured {captured.total()}: {captured[Stage.DONE]} ready, "
                f"{captured[Stage.KNOWN]} here already, {by_hand} to go on with by hand"
            )
        if failed:
            raise CommandError(
                f"{failed} of {len(reports)} could not be read; the reasons stand above.",
                returncode=3 if failed < len(reports) else 1,
            )
