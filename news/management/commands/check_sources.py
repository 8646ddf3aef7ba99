"""A look at the sources of published articles: which died, moved or changed."""

from __future__ import annotations

from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from news import checking
from news.checking import BAD, CutOff
from news.management.progress import Progress
from news.models import Article, SourceCheck

Verdict = SourceCheck.Verdict

WORDS = {
    Verdict.ALIVE: "alive",
    Verdict.MOVED: "moved",
    Verdict.CHANGED: "changed",
    Verdict.GONE: "gone",
    Verdict.UNREACHABLE: "without an answer for days",
    Verdict.UNKNOWN: "not seen",
}


class Command(BaseCommand):
    help = (
        "Look at the sources of published articles whose turn it is. Those that died, moved or "
        "changed in substance wait in the inbox at the desk; articles are not changed. Run it "
        "every hour. Exit codes: 0 all well, 1 nothing could be done, 3 stopped on the way."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--limit",
            type=int,
            metavar="N",
            default=checking.LIMIT,
            help=f"look at N sources at most (default: {checking.LIMIT})",
        )
        parser.add_argument(
            "--article", metavar="SLUG", action="append", help="these articles alone"
        )
        parser.add_argument(
            "--url", metavar="URL", action="append", help="the articles with these sources alone"
        )
        parser.add_argument(
            "--archive", action="store_true", help="ask archive.org for copies of what is lost"
        )

    def handle(self, *, verbosity: int, **options: Any) -> None:
        chosen = self.articles(options)
        rows = (
            checking.check_due(options["limit"]) if chosen is None else map(checking.check, chosen)
        )
        total = options["limit"] if chosen is None else len(chosen)
        found: Counter[str] = Counter()
        problem = ""
        with Progress("Looking at sources", total, self.stderr, verbosity) as progress:
            try:
                for row in rows:
                    self.note(row, found, archive=options["archive"])
                    progress.advance(f"{row.verdict}: {row.article.clean_url}")
            except CutOff as trouble:
                problem = str(trouble)
        self.close(found, problem)

    def articles(self, options: dict[str, Any]) -> list[Article] | None:
        """The articles that the options name; None when they name none."""
        slugs, urls = options["article"] or [], options["url"] or []
        if not slugs and not urls:
            return None
        found = {slug: Article.objects.filter(slug=slug) for slug in slugs}
        found |= {url: Article.objects.with_source(url) for url in urls}
        missing = [name for name, articles in found.items() if not articles.exists()]
        if missing:
            raise CommandError(f"Nothing was looked at: no article has {missing[0]}.")
        return list({one.pk: one for articles in found.values() for one in articles}.values())

    def note(self, row: SourceCheck, found: Counter[str], *, archive: bool) -> None:
        """Count what was found, and say what an editor has to look at."""
        found[row.verdict] += 1
        if row.verdict not in BAD:
            return
        if archive and row.verdict != Verdict.MOVED:
            checking.find_copy(row)
        if row.needs_look:
            self.stdout.write(f"{row.article.clean_url}: {row.sentence}")
            if row.archived_at:
                self.stdout.write(f"  {row.archived_at}")

    def close(self, found: Counter[str], problem: str) -> None:
        """The closing line, and what went wrong, if anything did."""
        counts = ", ".join(f"{found[verdict]} {words}" for verdict, words in WORDS.items())
        self.stdout.write(f"Looked at {found.total()}: {counts}")
        if problem:
            raise CommandError(problem, returncode=3 if found.total() > found["unknown"] else 1)
