"""The title of the story, without the name of the site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from news.harvesting.reading import json_ld
from news.harvesting.reading.answers import Answer
from news.harvesting.reading.page import Page, is_home
from news.harvesting.reading.sites import SEPARATOR, folded, is_called, known_names, surest_names

LONGEST_TITLE = 500
SHORTEST_HEADING = 4  # letters and digits
ENDS = {"|", "||", "｜", "│", "»", "--"}  # what follows them is never the title
NO_TITLES = set("home homepage index startseite accueil inicio untitled welcome".split())
_LOOSE_SEPARATOR = re.compile(r"\s*(?:--|::|[|｜│·•—–»«‹›~/：\-－‒―_＿])\s*|\s+:\s+")
_TIGHT_SEPARATOR = re.compile(r"[_＿]|[-－–—](?=[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3])")
_NOTICES = re.compile(r"^\(\d{1,3}\+?\)\s+")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+){2,}")  # what a machine calls it
_CUT_OFF = re.compile(r"\s*(?:…|\.\.\.)$")


def titles(page: Page) -> Iterator[Answer]:
    """Candidates for the title, the best first, each without the site's name."""
    known = Known.of(page)
    yield from _of_the_work(page, known)
    weak = []
    for candidate in _said(page):
        title = without_site(candidate.value, known)
        title = _whole(title, page, known)[:LONGEST_TITLE]
        if _is_weak(candidate.value, title, known):
            weak.append(Answer(title, candidate.origin))
        elif title:
            yield Answer(title, candidate.origin)
    yield from weak
    yield from (Answer(heading[:LONGEST_TITLE], "<h2>") for heading in page.subheadings[:1])


@dataclass(frozen=True)
class Known:
    """What a title is compared with, folded: names of the site, its surest names, headings."""

    names: frozenset[str]
    surest: frozenset[str]
    headings: frozenset[str]
    notices: bool  # whether no heading begins with a number in brackets, as notices do
    is_home: bool  # where the name of the site is a fine title

    @classmethod
    def of(cls, page: Page) -> Known:
        """What a page knows of itself."""
        names = known_names(page)
        headings = {folded(heading) for heading in page.headings or page.subheadings}
        return cls(
            names=frozenset(names),
            surest=frozenset(surest_names(page)),
            headings=frozenset(text for text in headings - names if len(text) >= SHORTEST_HEADING),
            is_home=is_home(page.url),
            notices=not any(_NOTICES.match(heading) for heading in page.headings),
        )


def _is_weak(said: str, title: str, known: Known) -> bool:
    """Whether a title only names the site or the kind of page, or was made by a machine."""
    short = folded(title)
    names_the_site = short in known.names and not known.is_home
    return names_the_site or short in NO_TITLES or bool(_SLUG.fullmatch(said))


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


def _of_the_work(page: Page, known: Known) -> Iterator[Answer]:
    """What the work is called that the page is about; only the site's name may be cut off."""
    for answer in page.work.texts("name"):
        title = _without_end(answer.value, known.names, exactly=True)[:LONGEST_TITLE]
        if title and not _is_weak(answer.value, title, known):
            yield Answer(title, answer.origin)


def _of_the_story(page: Page) -> Iterator[Answer]:
    """Headline and name in JSON-LD, first what a heading of the page says too."""
    answers = list(json_ld.texts(page.article, "headline", "name"))
    headings = {folded(heading) for heading in page.headings}
    yield from sorted(answers, key=lambda answer: folded(answer.value) not in headings)


def without_site(title: str, known: Known) -> str:
    """A title without what names the site at its ends, without notices ("(3) ").

    A bar, ``»`` or ``--`` always ends a title; a dash only where the site's name follows, unless
    the page's heading agrees with what is before it. What comes before a colon stays.
    """
    title = title[:LONGEST_TITLE].strip()
    if known.notices:
        title = _NOTICES.sub("", title)
    if folded(title) in known.headings:
        return _without_end(title, known.names, exactly=True)
    for match in _LOOSE_SEPARATOR.finditer(title):
        before, after = title[: match.start()], title[match.end() :]
        if folded(before) in known.headings:
            return before.strip()
        if folded(after) in known.headings and _may_go(before, match, known):
            return after.strip()
    return _without_end(_cut_at_bar(_without_start(title, known)), known.names) or title


def _may_go(start: str, separator: re.Match[str], known: Known) -> bool:
    """Whether what stands before a separator names the site rather than the subject."""
    if separator[0].strip() in ENDS:
        return folded(start) not in known.headings
    return folded(start) in known.surest


def _without_start(title: str, known: Known) -> str:
    match = SEPARATOR.search(title)
    while match and folded(title[match.end() :]):
        names = known.names if match[0].strip() in ENDS else known.surest
        if folded(title[: match.start()]) not in names:
            break
        title = title[match.end() :]
        match = SEPARATOR.search(title)
    return title


def _cut_at_bar(title: str) -> str:
    for match in SEPARATOR.finditer(title):
        before, after = title[: match.start()], title[match.end() :]
        quotes = "»" in match[0] and ("«" in before or "«" in after)
        if match[0].strip() in ENDS and before and not quotes:
            return before
    return title


def _without_end(title: str, names: frozenset[str], exactly: bool = False) -> str:
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


def _whole(title: str, page: Page, known: Known) -> str:
    """A title that was cut off, as a heading of the page says it in full."""
    start = _CUT_OFF.sub("", title)
    if start == title or len(start) < 10 or folded(title) in known.headings:
        return title
    for other in (*page.headings, *page.subheadings):
        if other.startswith(start) and not _CUT_OFF.search(other):
            return other
    return title
