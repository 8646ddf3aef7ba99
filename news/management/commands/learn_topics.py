"""What the desk filed before, learnt anew, so that suggestions follow it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from news.management.progress import Progress
from news.models import ArticleCategory
from news.suggesting.learning import learn


class Command(BaseCommand):
    help = (
        "Learn which words stand in the articles of which topic, for the suggestions at the desk. "
        "Run it once a night, and after a large import; no article is changed. "
        "Exit codes: 0 all well, 1 nothing could be done."
    )

    def handle(self, *, verbosity: int, **_: Any) -> None:
        total = ArticleCategory.objects.values("article").distinct().count()
        if not total:
            raise CommandError(
                "Nothing was learnt: no article has a topic yet. File some, then run this again."
            )
        with Progress("Learning", total, self.stderr, verbosity) as progress:
            lesson = learn(progress.advance)
        self.stdout.write(
            f"Learnt from {lesson.articles:,} articles, filed under {len(lesson.topics):,} topics."
        )
