"""Time and memory of importing and exporting Markdown, beside what PyYAML with libyaml takes.

``python -m benchmarks.exchange [FILES]`` writes that many files of the contract's shape to a
temporary folder, reads them with libyaml's loader, imports them into a database of its own (as the
tests do), exports them, exports them again with nothing changed, and prints a line for each.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django
import yaml

TOPICS = 40
OFFERINGS = 400


def main(count: int) -> None:
    from django.test.runner import DiscoverRunner

    runner = DiscoverRunner(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        with tempfile.TemporaryDirectory(prefix="medigy-bench-") as folder:
            measure(count, Path(folder))
    finally:
        runner.teardown_databases(databases)


def measure(count: int, folder: Path) -> None:
    """Print a line for each step."""
    from news.markdown import exporter, importer
    from news.markdown.target import Target
    from news.models import Article

    source, target = folder / "in", folder / "out"
    source.mkdir()
    write_files(count, source)
    values: list[Any] = []
    loading = timed(lambda: values.extend(load(source)))
    dumping = timed(lambda: dump(values))
    values.clear()
    before = memory()
    rows = [("libyaml loads", loading, loading), ("libyaml dumps", dumping, dumping)]
    first = timed(lambda: importer.import_files(importer.find_files([source])))
    rows.append(("import, all new", first, loading))
    again = timed(lambda: importer.import_files(importer.find_files([source])))
    rows.append(("import, nothing changed", again, loading))
    full = timed(lambda: exporter.export(Article.objects.published(), Target(target)))
    rows.append(("export, all new", full, dumping))
    unchanged = timed(lambda: exporter.export(Article.objects.published(), Target(target)))
    rows.append(("export, nothing changed", unchanged, full))
    print(f"{count:,} files")
    for name, seconds, yardstick in rows:
        per_file = seconds / count * 1000
        print(f"{name:<26}{seconds:>9.2f} s{per_file:>9.3f} ms a file{seconds / yardstick:>8.2f}")
    print(f"{'peak memory':<26}{memory():>9.0f} MB ({before:.0f} MB before)")


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def memory() -> float:
    """The most that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def load(folder: Path) -> list[Any]:
    """Read and parse every front matter with libyaml, as a yardstick."""
    values = []
    for path in folder.iterdir():
        text = path.read_text(encoding="utf-8")
        values.append(yaml.load(text[4 : text.index("\n---\n")], yaml.CSafeLoader))
    return values


def dump(values: list[Any]) -> None:
    """Write every front matter with libyaml, as a yardstick."""
    for value in values:
        yaml.dump(value, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True)


def write_files(count: int, folder: Path) -> None:
    """Files of the contract's shape, each with names of its own."""
    from news.markdown import document
    from tests.documents import another

    body = "<p>" + "A paragraph of a story that somebody else has written. " * 20 + "</p>"
    for number in range(count):
        topics = [f"Symplur: Topic {(number * k) % TOPICS}" for k in (3, 7)]
        cards = [card((number * k) % OFFERINGS, topics) for k in (11, 13, 17)]
        title = f"A Headline of Some Length About Story Number {number}"
        page = {f"ogtag{n}": f"What the page says of itself, line {n}" for n in range(20)}
        front_matter = another(
            number,
            title=title,
            breadcrumbs=["Home", "News", title],
            categories=topics,
            categorySlug=[topic.lower() for topic in topics],
            categoryUrl=[
                f"topic/symplur-{t.partition(': ')[2].lower().replace(' ', '-')}" for t in topics
            ],
            categoryLabel=[topic.partition(": ")[2] for topic in topics],
            htmlMetaData=page,
            relatedOfferings=cards,
        )
        text = document.compose(front_matter, body)
        (folder / front_matter["mdName"]).write_text(text, encoding="utf-8")


def card(number: int, topics: list[str]) -> dict[str, Any]:
    return {
        "label": f"Offering {number}",
        "permalink": f"/offering/offering-{number}",
        "categories": [f"Symplur: Topic {number % TOPICS}", topics[0]],
        "offeringId": 10_000 + number,
    }


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
