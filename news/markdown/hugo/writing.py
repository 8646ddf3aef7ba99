"""The files of the Hugo site, beside the content of an export."""

from __future__ import annotations

import json
from pathlib import Path

from django.conf import settings

from news.markdown.catalogue_export import Run
from news.markdown.disk import digest
from news.markdown.hugo.guarding import CONTENT, SiteGuard
from news.models import TreeFile

SITE = Path(__file__).parent / "site"
CONFIGURATION = "hugo.toml"
CONFIGURATIONS = (
    "config",  # a folder of them
    *(f"{name}.{kind}" for name in ("config", "hugo") for kind in ("json", "toml", "yaml", "yml")),
)
OURS = "hugo:"  # how the fingerprint of a file of the site begins


def write_site(run: Run, guard: SiteGuard | None) -> None:
    """Write the configuration and the layouts; call it after all content was written.

    Without a guard nobody asked for the site: what is there of it stays. Where a configuration
    stands that no export wrote, or that somebody changed since, the site is the publisher's:
    nothing is written, and a note says so.
    """
    if guard is None:
        run.target.keep_marked(OURS)
        return
    theirs = next((name for name in CONFIGURATIONS if _is_theirs(run, name)), "")
    if theirs and not run.target.force:
        run.target.keep_marked(OURS)
        run.note(
            f"{theirs} is not as an export wrote it, so the Hugo site is yours: its configuration "
            "and layouts were left as they are."
        )
        return
    _look_at_passengers(run, guard)
    texts = {
        file.relative_to(SITE).as_posix(): file.read_text(encoding="utf-8")
        for file in sorted(SITE.rglob("*"))
        if file.is_file()
    }
    texts[CONFIGURATION] = configuration(texts[CONFIGURATION], guard.left_out)
    run.target.announce((path, text.encode()) for path, text in texts.items())
    for path, text in texts.items():
        run.put_text(path, text, f"{OURS}{digest(text.encode())}")


def configuration(template: str, left_out: set[str]) -> str:
    """The configuration for this site's address, without the pages that break a build."""
    address = json.dumps(f"{settings.SITE_URL}/")
    template = template.replace('"@SITE_URL@"', address)
    for mark, folder in (("LEFT_OUT", CONTENT), ("TOPICS_LEFT_OUT", f"{CONTENT}topic/")):
        paths = sorted(path for path in left_out if path.startswith(folder))
        patterns = [f"! {escaped(path.removeprefix(folder))}" for path in paths]
        listed = "".join(f",\n    {json.dumps(one, ensure_ascii=False)}" for one in patterns)
        template = template.replace(f',\n    "@{mark}@"', listed)
    return template


def escaped(path: str) -> str:
    """A path as a pattern that matches it alone."""
    return "".join(f"\\{letter}" if letter in "\\*?[]{}!" else letter for letter in path)


def _is_theirs(run: Run, name: str) -> bool:
    """Whether a file or folder stands there that is not as an export left it."""
    place = run.target.locate(name)
    return place.is_dir() or (place.exists() and not run.target.is_as_written(name))


def _look_at_passengers(run: Run, guard: SiteGuard) -> None:
    """Files that imports pass through are written as they came; the site may have to do without."""
    for row in TreeFile.objects.filter(path__startswith=CONTENT, path__endswith=".md"):
        with row.file.open() as source:
            text = source.read().decode(errors="replace")
        if objection := guard.objection(row.path, text):
            run.fail(row.path, objection)
