"""Time and memory of importing and exporting Markdown, beside what PyYAML with libyaml takes.

``python -m benchmarks.exchange [FILES]`` writes that many files of the contract's shape to a
temporary folder, imports them into a new SQLite database there, exports them, exports them again
with nothing changed, then reads and writes the same front matter with libyaml, and prints a line
for each. Another database can be named with ``DATABASE_URL``; it must be empty.
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


def main(count: int, folder: Path) -> None:
    """Print a line for each step."""
    from django.core.management import call_command

    from news.markdown import exporter, importer
    from news.markdown.target import Target
    from news.models import Article

    call_command("migrate", verbosity=0)
    if Article.objects.exists():
        sys.exit("The database is not empty. Name another with DATABASE_URL.")
    source, target = folder / "in", folder / "out"
    source.mkdir()
    write_files(count, source)
    before = memory()
    first = timed(lambda: importer.import_files(importer.find_files([source])))
    importing = memory()
    again = timed(lambda: importer.import_files(importer.find_files([source])))
    full = timed(lambda: exporter.export(Article.objects.published(), Target(target)))
    exporting = memory()
    unchanged = timed(lambda: exporter.export(Article.objects.published(), Target(target)))
    loading, dumping = load_and_dump(source)
    print(f"{count:,} files")
    for name, seconds, yardstick in (
        ("libyaml loads", loading, loading),
        ("libyaml dumps", dumping, dumping),
        ("import, all new", first, loading),
        ("import, nothing changed", again, loading),
        ("export, all new", full, dumping),
        ("export, nothing changed", unchanged, full),
    ):
        per_file = seconds / count * 1000
        print(f"{name:<26}{seconds:>9.2f} s{per_file:>9.3f} ms a file{seconds / yardstick:>8.2f}")
    print(f"peak memory: {importing:.0f} MB importing, {exporting:.0f} MB exporting", end=" ")
    print(f"({before:.0f} MB before)")


def timed(work: Callable[[], object]) -> float:
    """Seconds of processor time, which other programs of the machine disturb least."""
    start = time.process_time()
    work()
    return time.process_time() - start


def memory() -> float:
    """The most that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def load_and_dump(folder: Path) -> tuple[float, float]:
    """Seconds that libyaml takes to read and to write all front matter: the yardstick."""
    loading = dumping = 0.0
    for path in folder.iterdir():
        start = time.process_time()
        text = path.read_text(encoding="utf-8")
        value = yaml.load(text[4 : text.index("\n---\n")], yaml.CSafeLoader)
        middle = time.process_time()
        yaml.dump(value, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True)
        loading, dumping = loading + middle - start, dumping + time.process_time() - middle
    return loading, dumping


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
    with tempfile.TemporaryDirectory(prefix="medigy-bench-") as name:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{name}/bench.sqlite3")
        django.setup()
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000, Path(name))
