"""Demo content, for a first look and for trying things out."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from news import demo
from news.demo.loading import load
from news.management.progress import Progress
from news.models import Article


class Command(BaseCommand):
    help = (
        "Load the demo: a catalogue, articles and pictures, through the Markdown importer. "
        "Loading it twice changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing when there is any article"
        )

    def handle(self, *, if_empty: bool, verbosity: int, **_: Any) -> None:
        if if_empty and Article.objects.exists():
            return
        total = len(list(demo.ARTICLES.glob("*.md")))
        self.stdout.write(f"Loading the demo: {total} articles; their pictures are drawn now.")
        self.stdout.flush()
        with Progress("Drawing", total, self.stderr, verbosity) as progress:
            report = load(progress.advance)
        self.stdout.write(str(report))
        for sentence in [*report.notes, *report.failures]:
            self.stderr.write(sentence)
        if report.failures:
            raise CommandError("The demo could not be loaded whole; the reasons stand above.")
