"""Kills imports and exports at random moments; ``test_killing.py`` starts it and reads the verdict.

``python -m tests.killing import|export FOLDER ROUNDS``, with ``DATABASE_URL`` naming a database of
its own. Each round runs in a forked process that is killed; what it leaves behind is examined, and
the next round goes on from there. The last one is left alone.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import django

FILES = 120
BATCH = 20
BODY = "<p>" + "A sentence of a story. " * 40 + "</p><!-- whole -->"


def main(what: str, folder: Path, rounds: int) -> None:
    from django.core.management import call_command
    from django.db import connection

    from news.markdown import exporter, importer

    importer.BATCH = exporter.BATCH = BATCH
    call_command("flush", interactive=False, verbosity=0)
    write_files(folder / "in")
    chance = random.Random(rounds)
    longest = timed(lambda: run_import(folder / "in"))
    if what == "import":
        empty()
        kill_imports(folder, rounds, longest, chance)
    else:
        kill_exports(folder, rounds, chance)
    connection.close()
    sys.stdout.write("nothing torn, lost or doubled\n")


# --- Imports ---------------------------------------------------------------------------------


def kill_imports(folder: Path, rounds: int, longest: float, chance: random.Random) -> None:
    from news.models import Article

    interrupted = 0
    for _ in range(rounds):
        if Article.objects.count() == FILES:
            empty()
        seconds = chance.uniform(0, longest / 2)
        interrupted += killed_after(seconds, lambda: run_import(folder / "in"))
        examine_rows()
    run_import(folder / "in")
    assert Article.objects.count() == FILES, Article.objects.count()
    examine_rows()
    examine_export(folder)
    sys.stderr.write(f"{interrupted} of {rounds} imports were interrupted\n")
    assert interrupted > rounds / 4, f"only {interrupted} of {rounds} imports were interrupted"


def run_import(folder: Path) -> None:
    from news.markdown import importer

    report = importer.import_files(importer.find_files([folder]))
    assert not report.failures, report.failures


def empty() -> None:
    """Forget the articles and what was made with them."""
    from news.models import Alias, Article, Author
    from offerings.models import Offering

    for model in (Alias, Article, Author, Offering):
        model.objects.all().delete()


def examine_rows() -> None:
    """Every batch is there whole or not at all, and no article twice or in part."""
    from news.models import Article, ArticleAuthor, ArticleCategory, ArticleFile, RelatedOffering

    count = Article.objects.count()
    assert count % BATCH == 0, f"{count} articles: a batch is torn"
    assert ArticleFile.objects.count() == count
    for model in (ArticleAuthor, ArticleCategory, RelatedOffering):
        assert model.objects.count() == 2 * count, f"{model.__name__} is torn"


def examine_export(folder: Path) -> None:
    """What went in comes out."""
    run_export(folder / "out")
    for file in (folder / "in").rglob("*.md"):
        out = folder / "out" / file.relative_to(folder / "in")
        assert out.read_bytes() == file.read_bytes(), file


# --- Exports ---------------------------------------------------------------------------------


def kill_exports(folder: Path, rounds: int, chance: random.Random) -> None:
    out, interrupted = folder / "out", 0
    longest = timed(lambda: run_export(out))
    for number in range(rounds):
        edit(number)
        interrupted += killed_after(chance.uniform(0, longest / 2), lambda: run_export(out))
        examine_files(out, number)
    edit(rounds)
    run_export(out)
    examine_files(out, rounds, last=True)
    sys.stderr.write(f"{interrupted} of {rounds} exports were interrupted\n")
    assert interrupted > rounds / 4, f"only {interrupted} of {rounds} exports were interrupted"


def run_export(folder: Path) -> None:
    from news.markdown import exporter
    from news.markdown.target import Target
    from news.models import Article

    report = exporter.export(Article.objects.published(), Target(folder))
    assert not report.failures, report.failures


def edit(number: int) -> None:
    """Change every article; withdraw one, and let the one before return."""
    from news.models import Article

    Article.objects.update(title=f"Version {number}", state="published")
    Article.objects.filter(work_package_id=6000 + number).update(state="withdrawn")


def examine_files(folder: Path, number: int, *, last: bool = False) -> None:
    """Every file is whole; after the last run there are the right ones and nothing else."""
    from news.markdown import document
    from news.markdown.disk import DRAFT_PREFIX
    from news.markdown.target import MANIFEST

    names = set()
    for file in (path for path in folder.rglob("*") if path.is_file()):
        if file.name.startswith(DRAFT_PREFIX) or file.name == MANIFEST:
            assert not (last and file.name != MANIFEST), f"{file} was left behind"
            continue
        said = document.parse(document.decode(file.read_bytes()))
        assert said.body == BODY, f"{file} is torn"
        if last:
            assert said.front_matter["title"] == f"Version {number}", file
        names.add(file.name)
    if last:
        assert len(names) == FILES - 1, f"{len(names)} files"


# --- Processes -------------------------------------------------------------------------------


def killed_after(seconds: float, work: Callable[[], None]) -> bool:
    """Fork, work there, and kill that process; whether it was still at work."""
    from django.db import connection

    connection.close()
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def timed(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def write_files(folder: Path) -> None:
    from news.markdown import document
    from tests.documents import another

    (folder / "content/news").mkdir(parents=True)
    for number in range(FILES):
        front_matter = another(number)
        text = document.compose(front_matter, BODY)
        (folder / "content/news" / front_matter["mdName"]).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
