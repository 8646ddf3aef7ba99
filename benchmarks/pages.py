"""Queries and time of each kind of page, with few articles and with many.

``python -m benchmarks.pages [FEW MANY]`` fills a database of its own beside the configured one
(as the tests do), asks for each page, and prints a line for each.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from statistics import median

import django

ROUNDS = 15


def main(sizes: list[int]) -> None:
    from django.core.management import call_command
    from django.test.runner import DiscoverRunner

    runner = DiscoverRunner(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    print(f"{'page':<28}{'articles':>10}{'queries':>9}{'ms':>8}")
    try:
        for size in sizes:
            call_command("flush", interactive=False, verbosity=0)
            for line in measured(size):
                print(line, flush=True)
    finally:
        runner.teardown_databases(databases)


def measured(size: int) -> Iterator[str]:
    """A line for each page of a site with ``size`` articles."""
    from benchmarks.filling import fill

    fill(size)
    for name, path in pages().items():
        queries, milliseconds = ask(path)
        yield f"{name:<28}{size:>10,}{queries:>9}{milliseconds:>8.1f}"


def pages() -> dict[str, str]:
    from news.models import Article
    from offerings.models import Category, Offering

    article = Article.objects.newest_first().first()
    topic, offering = Category.objects.first(), Offering.objects.first()
    last = max(1, -(-Article.objects.count() // 20))
    return {
        "front page": "/",
        "list": "/news/",
        "list, last page": f"/news/?page={last}",
        "list of a topic": f"/news/?topic={topic.slug}",
        "list with words": "/news/?q=ward+sensor",
        "article": article.path,
        "topics": "/topic/",
        "topic": topic.get_absolute_url(),
        "offerings": "/offering/",
        "offering": offering.get_absolute_url(),
    }


def ask(path: str) -> tuple[int, float]:
    """The number of queries of a page, and the median of its milliseconds."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path)
        asked = len(queries)
    assert answer.status_code == 200, f"{path} answered {answer.status_code}"
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        client.get(path)
        times.append((time.perf_counter() - start) * 1000)
    return asked, median(times)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    main([int(argument) for argument in sys.argv[1:]] or [10, 10_000])
