"""The title of the story, without the name of the site."""

from __future__ import annotations

import re
from collections.abc import Iterator

from news.harvesting.reading import json_ld
from news.harvesting.reading.answers import Answer
from news.harvesting.reading.page import Page
from news.harvesting.reading.sites import SEPARATOR, folded, is_called, known_names

LONGEST_TITLE = 500
SHORTEST_HEADING = 4  # letters and digits
ENDS = {"|", "||", "｜", "»", "--"}  # what follows them is never the title
_LOOSE_SEPARATOR = re.compile(r"\s*(?:--|::|[|｜·•—–»«‹›~/:：\-－‒―_＿])\s*")
_TIGHT_SEPARATOR = re.compile(r"[_＿]|[-－–—](?=[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3])")
_NOTICES = re.compile(r"^\(\d{1,3}\+?\)\s+")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+){2,}")  # what a machine calls it
_CUT_OFF = re.compile(r"\s*(?:…|\.\.\.)$")


def titles(page: Page) -> Iterator[Answer]:
    """Candidates for the title, the best first, each without the site's name."""
    names = known_names(page)
    headings = {folded(heading) for heading in page.headings or page.subheadings}
    weak = []
    for candidate in _said(page):
        title = without_site(candidate.value, names, headings)
        title = _whole(title, page, headings)[:LONGEST_TITLE]
        if folded(title) in names or _SLUG.fullmatch(candidate.value):
            weak.append(Answer(title, candidate.origin))
        elif title:
            yield Answer(title, candidate.origin)
    yield from weak
    yield from (Answer(heading[:LONGEST_TITLE], "<h2>") for heading in page.subheadings[:1])


def _said(page: Page) -> Iterator[Answer]:
    """Everything that the page calls its title, as it says it."""
    yield from page.meta("citation_title", "og:title", "twitter:title")
    yield from _of_the_story(page)
    yield from page.meta("parsely-title", "sailthru.title", "dc.title", "dcterms.title")
    yield from page.microdata("headline")
    yield Answer(page.head_title, "<title>")
    yield from (Answer(heading, "<h1>") for heading in page.headings)
    yield from json_ld.texts(page.webpage, "headline", "name")
    yield from page.meta("title", "name")
    yield from page.microdata("name")


def _of_the_story(page: Page) -> Iterator[Answer]:
    """Headline and name in JSON-LD, first what a heading of the page says too."""
    answers = list(json_ld.texts(page.article, "headline", "name"))
    headings = {folded(heading) for heading in page.headings}
    yield from sorted(answers, key=lambda answer: folded(answer.value) not in headings)


def without_site(title: str, names: set[str], headings: set[str]) -> str:
    """A title without what names the site at its ends, without notices ("(3) ").

    ``names`` and ``headings`` are folded. A bar, ``»`` or ``--`` always ends a title; a dash only
    where the site's name follows, unless the page's heading agrees with what is before it.
    """
    title = _NOTICES.sub("", title[:LONGEST_TITLE]).strip()
    agreed = {heading for heading in headings - names if len(heading) >= SHORTEST_HEADING}
    if folded(title) in agreed:
        return _without_end(title, names, exactly=True)
    for match in _LOOSE_SEPARATOR.finditer(title):
        for part in (title[: match.start()], title[match.end() :]):
            if folded(part) in agreed:
                return part.strip()
    return _without_end(_cut_at_bar(_without_start(title, names)), names) or title


def _without_start(title: str, names: set[str]) -> str:
    match = SEPARATOR.search(title)
    while match and folded(title[: match.start()]) in names and folded(title[match.end() :]):
        title = title[match.end() :]
        match = SEPARATOR.search(title)
    return title


def _cut_at_bar(title: str) -> str:
    for match in SEPARATOR.finditer(title):
        before = title[: match.start()]
        quotes = "»" in match[0] and before.count("«") > before.count("»")
        if match[0].strip() in ENDS and before and not quotes:
            return before
    return title


def _without_end(title: str, names: set[str], exactly: bool = False) -> str:
    """The title before the first part that is the site's name, or before its last parts if so."""
    parts = list(SEPARATOR.finditer(title))
    ends = [*(part.start() for part in parts[1:]), len(title)]
    for part, end in zip(parts, ends, strict=False):
        if folded(title[part.end() : end]) in names:
            return title[: part.start()].strip()
    for part in _TIGHT_SEPARATOR.finditer(title):
        if folded(title[part.end() :]) in names:
            return title[: part.start()].strip()
    while parts and not exactly and is_called(title[parts[-1].end() :], names):
        title = title[: parts.pop().start()]
    return title.strip()


def _whole(title: str, page: Page, headings: set[str]) -> str:
    """A title that was cut off, as a heading of the page says it in full."""
    start = _CUT_OFF.sub("", title)
    if start == title or len(start) < 10 or folded(title) in headings:
        return title
    for other in (*page.headings, *page.subheadings):
        if other.startswith(start) and not _CUT_OFF.search(other):
            return other
    return title
