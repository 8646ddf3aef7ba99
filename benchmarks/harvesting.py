"""Processor time of reading saved pages, in all and by part.

``python -m benchmarks.harvesting [FOLDER]`` harvests every ``*.html``, ``*.htm`` and ``*.html.gz``
under a folder and prints milliseconds a page. Without a folder it makes pages of a realistic size:
a head with sixty tags and JSON-LD, menus, a story of forty paragraphs, comments, scripts.
"""

from __future__ import annotations

import gzip
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import django

SENTENCE = (
    "The ward has changed how it greets people who arrive at night, and the nurses say, {number}"
    " months later, that it has made the first hour calmer. "
)
ADDRESS = "https://www.wardpost.example/health/2026/nurses-first-{number}"


def main(folder: str | None) -> None:
    """Print a line for the whole, one for the slowest page, and one for each part."""
    from news.harvesting import harvest_html

    pages = saved(Path(folder)) if folder else made(100)
    if not pages:
        sys.exit(f"No page was found in {folder}.")
    for _, page in pages[:20]:
        harvest_html(page, ADDRESS)  # what is loaded on first use is not the page's fault
    times = [(spent(lambda page=page: harvest_html(page, ADDRESS)), name) for name, page in pages]
    total = sum(seconds for seconds, _ in times)
    size = sum(len(page) for _, page in pages) / len(pages) / 1_000
    print(f"{len(pages)} pages of {size:,.0f} kB: {total / len(pages) * 1_000:.1f} ms a page")
    slowest, name = max(times)
    print(f"slowest: {slowest * 1_000:.0f} ms ({name})")
    for part, seconds in parts(pages).items():
        print(f"  {part:<14}{seconds / len(pages) * 1_000:7.2f} ms")


def parts(pages: list[tuple[str, bytes]]) -> dict[str, float]:
    """Seconds of each part over all pages, in the order in which a harvest does them."""
    total: dict[str, float] = defaultdict(float)
    for _, source in pages:
        for part, seconds in parts_of(source):
            total[part] += seconds
    return total


def parts_of(source: bytes) -> Iterator[tuple[str, float]]:
    """The parts of one page's harvest and the seconds of each."""
    from news.harvesting.reading import authors, blocks, dates, languages, pictures, sites, titles
    from news.harvesting.reading.answers import first
    from news.harvesting.reading.page import Page
    from news.harvesting.reading.texts import Story

    page = Page(source, ADDRESS)
    yield "parsing", spent(lambda: Page(source, ADDRESS))
    yield "tags, JSON-LD", spent(lambda: (page.metas, page.graph, page.article))
    story = Story(page)
    yield "text", spent(lambda: Story(page).paragraphs())
    yield "title", spent(lambda: list(titles.titles(page)))
    yield "authors", spent(lambda: list(authors.authors(page)))
    yield "dates", spent(lambda: (first(dates.published(page)), first(dates.modified(page))))
    yield "pictures", spent(lambda: pictures.pictures(page, story))
    yield "site", spent(lambda: (first(sites.canonicals(page)), first(sites.site_names(page))))
    text = "\n".join(story.paragraphs())
    yield "language", spent(lambda: first(languages.languages(page, text)))
    yield "blocks", spent(lambda: (blocks.html_metadata(page), blocks.twitter(page)))


def spent(step: Callable[[], object]) -> float:
    """Seconds of processor time that a step takes."""
    before = time.process_time()
    step()
    return time.process_time() - before


def saved(folder: Path) -> list[tuple[str, bytes]]:
    """Name and bytes of the saved pages in a folder."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.name.endswith((".html", ".htm", ".html.gz")) and path.is_file():
            source = path.read_bytes()
            found.append((path.name, gzip.decompress(source) if path.suffix == ".gz" else source))
    return found


def made(count: int) -> list[tuple[str, bytes]]:
    """Pages as large as those of news sites, no two alike."""
    return [(f"page {number}", made_page(number).encode()) for number in range(count)]


def made_page(number: int) -> str:
    """About 120 kB of a news site."""
    sentence = SENTENCE.format(number=number)
    tags = "".join(f'<meta property="x:tag{i}" content="value {i}">' for i in range(50))
    menu = "".join(f'<li><a href="/section/{i}">Section {i}</a></li>' for i in range(120))
    story = "".join(f"<p>{sentence * 3}<a href='/{i}'>More</a></p>" for i in range(40))
    comments = "".join(f'<div class="comment"><p>{sentence}</p></div>' for _ in range(60))
    cards = "".join(
        f'<div class="card"><a href="/{i}"><img src="/{i}.jpg"><h3>Story {i}</h3></a></div>'
        for i in range(80)
    )
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8">
      <title>Nurses first {number} - Ward Post</title>{tags}
      <meta property="og:title" content="Nurses first {number}">
      <meta property="og:site_name" content="Ward Post">
      <meta property="og:image" content="/nurses-{number}.jpg">
      <meta property="article:published_time" content="2026-03-{number % 28 + 1:02}T08:00:00Z">
      <script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Nurses first",
        "author": [{{"@type": "Person", "name": "Ann Lee"}}]}}</script>
      <script>{"var settings = {};" * 1_000}</script></head>
      <body><nav><ul>{menu}</ul></nav><main><article><h1>Nurses first {number}</h1>{story}
      </article><section id="comments">{comments}</section></main><aside>{cards}</aside>
      <footer><ul>{menu}</ul></footer></body></html>"""


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "medigy.settings")
    django.setup()
    main(sys.argv[1] if len(sys.argv) > 1 else None)
