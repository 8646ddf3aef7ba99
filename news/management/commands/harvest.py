"""What a page says of itself, printed; and, when asked for, saved as a draft."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, NamedTuple

from django.core.management.base import BaseCommand, CommandError

from news import capturing
from news.capturing import CaptureError
from news.capturing.sources import read_source
from news.following import web_address
from news.harvesting.addresses import brand_of, clean
from news.harvesting.fetch import FetchError
from news.models import Article, Capture, HarvestRecord, PageMetadata

LARGEST = capturing.LARGEST_PAGE
FIELDS = (
    "title description author date canonical_url image site_name language favicon clean_url "
    "brand".split()
)
BLOCKS = {
    "htmlMetaData": "html_metadata",
    "openGraphMetaData": "open_graph",
    "twitterMetaData": "twitter",
}
SILENT = "–"
NO_ADDRESS = "This is no address of a page. It begins with https:// and names a site."


class Found(NamedTuple):
    """What is known of one address: the fields and blocks by their printed names, and origins."""

    values: dict[str, Any]
    origins: dict[str, str]
    outcome: str = "read"


class Trouble(Exception):
    """An address of which nothing could be printed, or nothing saved; says why."""


class Command(BaseCommand):
    help = (
        "Print what would be stored of a page: its fields, where on the page each stands, and the "
        "three blocks of metadata. "
        "Exit codes: 0 all well, 1 nothing could be done, 3 done with failures."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("urls", nargs="+", metavar="URL", help="the address of an article")
        parser.add_argument(
            "--html", type=Path, metavar="FILE", help="the page itself: nothing is fetched of it"
        )
        parser.add_argument(
            "--json", action="store_true", help="print a JSON document on a line for each address"
        )
        parser.add_argument(
            "--save", action="store_true", help="make a draft of it, as a capture at the desk does"
        )

    def handle(self, *, urls: list[str], **options: Any) -> None:
        page = self.page(options["html"], urls)
        outcomes: list[str] = []
        for url in urls:
            try:
                found = saved(url, page) if options["save"] else harvested(url, page)
            except Trouble as trouble:
                self.stderr.write(self.style.ERROR(f"{url}: {trouble}"))
                continue
            outcomes.append(found.outcome)
            self.stdout.write(as_json(found) if options["json"] else as_text(url, found))
        self.close(len(urls), outcomes, options)

    @staticmethod
    def page(file: Path | None, urls: list[str]) -> bytes | None:
        """The page that a file holds; None when there is no file."""
        if file is None:
            return None
        if len(urls) > 1:
            raise CommandError("Nothing was harvested: --html goes with one address.")
        try:
            with file.open("rb") as stream:
                page = stream.read(LARGEST + 1)
        except OSError as problem:
            raise CommandError(f"Nothing was harvested. {file}: {problem.strerror}.") from problem
        if len(page) > LARGEST:
            raise CommandError(
                f"Nothing was harvested: {file} has more than {LARGEST // 1024**2} MB."
            )
        return page

    def close(self, total: int, outcomes: list[str], options: dict[str, Any]) -> None:
        """The closing line, unless a program reads what is printed; then the exit code."""
        failed = total - len(outcomes)
        if not options["json"]:
            kinds = ("saved", "here already") if options["save"] else ("read",)
            counts = ", ".join(f"{outcomes.count(kind)} {kind}" for kind in kinds)
            self.stdout.write(f"Harvested {total}: {counts}, {failed} failed")
        if failed:
            raise CommandError(
                f"{failed} of {total} could not be harvested; the reasons stand above.",
                returncode=3 if outcomes else 1,
            )


def harvested(url: str, page: bytes | None) -> Found:
    """What a capture would store of the page. Raises ``Trouble``."""
    url = clean(url)
    if not web_address(url):
        raise Trouble(NO_ADDRESS)
    try:
        source = read_source(url, html=page)
    except FetchError as failure:
        raise Trouble(str(failure)) from failure
    harvest, kept = source.harvest, source.url
    values = {name: getattr(harvest, name) for name in FIELDS}
    values |= {"clean_url": kept, "brand": brand_of(kept)}
    values |= {name: getattr(harvest, block) for name, block in BLOCKS.items()}
    kept_from = "the address" if kept == url else "canonical_url"
    return Found(values, {**harvest.origins, "clean_url": kept_from, "brand": "clean_url"})


def saved(url: str, page: bytes | None) -> Found:
    """What is stored, now that the page is captured. Raises ``Trouble``."""
    try:
        one = capturing.capture(url, way=Capture.Way.COMMAND, html=page)
    except CaptureError as problem:
        raise Trouble(str(problem)) from problem
    if one.problem:
        kept = " Its address is kept in a draft." if one.article else ""
        raise Trouble(f"{one.problem}{kept}")
    outcome = "here already" if one.stage == Capture.Stage.KNOWN else "saved"
    return stored(one.article, outcome)


def stored(article: Article, outcome: str) -> Found:
    """What an article keeps of its source. One that was imported was never harvested."""
    record = HarvestRecord.objects.filter(article=article).first() or HarvestRecord()
    blocks = PageMetadata.objects.filter(article=article).first() or PageMetadata()
    own = {
        "title": article.title,
        "description": article.description,
        "author": article.source_byline,
        "date": str(article.source_date or ""),
        "clean_url": article.clean_url,
        "brand": brand_of(article.clean_url),
    }
    said = {name: value for name, value in record.answers.items() if value} | {
        "clean_url": article.clean_url
    }
    values = {name: said.get(name) or own.get(name, "") for name in FIELDS}
    for name, block in zip(BLOCKS, (blocks.html, blocks.open_graph, blocks.twitter), strict=True):
        values[name] = block or {}
    return Found(values, record.origins, outcome)


def as_json(found: Found) -> str:
    """One line for a program; half a letter, which no encoding can write, is escaped."""
    line = json.dumps(found.values, ensure_ascii=False)
    return line.encode("utf-8", "backslashreplace").decode()


def as_text(url: str, found: Found) -> str:
    """For a person: each field, where on the page it stands, and what it says."""
    width = max(len(name) for name in FIELDS)
    room = max(len(found.origins.get(name, SILENT)) for name in FIELDS)
    lines = [url if found.outcome == "read" else f"{url} ({found.outcome})"]
    for name in FIELDS:
        origin = found.origins.get(name, SILENT)
        lines.append(f"  {name:<{width}}  {origin:<{room}}  {shown(found.values[name])}")
    for name in BLOCKS:
        block = {key: value for key, value in found.values[name].items() if value is not None}
        lines.append(f"  {name}" + ("" if block else f"  {SILENT}"))
        width = max(map(len, block), default=0)
        lines += [f"    {key:<{width}}  {shown(value)}" for key, value in block.items()]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def shown(value: object) -> str:
    """A value on one line, without what would command a terminal."""
    line = " ".join(str(value).split())
    return "".join(filter(str.isprintable, line)) or SILENT
