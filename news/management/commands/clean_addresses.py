"""The rules for addresses, replayed over the archive."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from news.harvesting.tracking.rules import rules
from news.management.progress import Progress
from news.models import Article
from news.recleaning import Finding, Replay, ReplayReport


class Command(BaseCommand):
    help = (
        "Replay the rules for addresses over all articles, after the rules have changed. The keys "
        "by which duplicates are found are brought up to date; addresses that are not clean are "
        "listed with what would go and why. The pasted address is never touched. "
        "Exit codes: 0 all well, 1 nothing could be done, 3 done, but some are duplicates."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="change nothing; show what would change"
        )
        parser.add_argument(
            "--rewrite",
            action="store_true",
            help="also clean the addresses of captured articles that no reader and no file has yet",
        )

    def handle(self, *, verbosity: int, dry_run: bool, rewrite: bool, **options: Any) -> None:
        total = Article.objects.count()
        with Progress("Cleaning addresses", total, self.stderr, verbosity) as progress:
            replay = Replay(rewrite=rewrite, dry_run=dry_run, on_article=progress.advance)
            for finding in replay.run():
                self.show(finding)
        self.close(replay.report)

    def show(self, finding: Finding) -> None:
        """Print one address that is not clean, what the rules take from it, and why."""
        fate = "rewritten" if finding.is_rewritten else "left"
        self.stdout.write(f"{fate}: {finding.path}")
        self.stdout.write(f"  {finding.before} -> {finding.cleaning.url}")
        for removal in finding.cleaning.removed:
            self.stdout.write(f"  without {removal.what}: {removal.reason}")

    def close(self, report: ReplayReport) -> None:
        """Say which articles are duplicates, then the closing line, then the exit code."""
        for sentence in report.failures:
            self.stderr.write(self.style.ERROR(sentence))
        self.stdout.write(f"{report}; rules of {rules().version}")
        if report.failures:
            raise CommandError(
                f"{len(report.failures)} of {report.total} are duplicates; the others stand above.",
                returncode=3,
            )
