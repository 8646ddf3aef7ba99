"""Whether a source is still what it was, judged from what its address gives now. Fetches nothing.

An address that answers is not yet alive: sites answer with pages that say "not found" and with
their front page, domains are sold, stories are replaced. And a page with another headline is not
yet another story: what counts is how much of its text is the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from urllib.parse import unquote, urlsplit

from news.harvesting.addresses import brand_of, duplicate_form
from news.harvesting.emptiness import is_for_sale, says_nothing_is_here
from news.harvesting.sketches import Sketch, similarity, sketch_of

ENOUGH = 60  # words from which on a text tells something by its change
SAME = 0.5  # similarity from which on it is the same story
CUT = 0.4  # of the former length, below which a text was cut short

ARCHIVE = "https://web.archive.org/web"


class Verdict(StrEnum):
    ALIVE = "alive"
    MOVED = "moved"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Sight:
    """What a page gives to be known again: its headline and a sketch of its text."""

    title: str = ""
    sketch: Sketch = field(default_factory=Sketch)

    def as_json(self) -> dict[str, Any]:
        return {"title": self.title, **self.sketch.as_json()}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Sight:
        return cls(stored.get("title", ""), Sketch.from_json(stored))


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address gave: where it ended, where it lasts, the page's title and text.

    ``names`` are what else the page calls itself: its ``<title>``, its headings.
    """

    asked: str
    url: str
    lasting: str
    title: str
    text: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict with its sentence, and the new address of what has moved."""

    verdict: Verdict
    sentence: str
    moved_to: str = ""


def sight_of(title: str, text: str) -> Sight:
    """How a page with this headline and text is known again."""
    return Sight(" ".join(title.split())[:500], sketch_of(text))


def judge(answer: Answer, before: Sight | None = None) -> Finding:
    """What has become of a source, by what its address gives now and what it gave ``before``."""
    now = sight_of(answer.title, answer.text)
    if before is not None and is_same_story(before, now):
        return _moved(answer) or Finding(Verdict.ALIVE, "The source is as it was.")
    gone = _gone(answer)
    if gone:
        return Finding(Verdict.GONE, gone)
    if before is not None and (change := _change(before, now)):
        return Finding(Verdict.CHANGED, change)
    return _moved(answer) or Finding(Verdict.ALIVE, "The source answers.")


def is_same_story(before: Sight, now: Sight) -> bool:
    """Whether most of the text is the same; of short texts, whether the headline is."""
    if min(before.sketch.words, now.sketch.words) >= ENOUGH:
        return similarity(before.sketch, now.sketch) >= SAME
    if before.sketch.words >= ENOUGH:  # now it is too short to compare: that is a change
        return False
    return bool(now.title) and before.title.casefold() == now.title.casefold()


def archive_link(url: str, day: date) -> str:
    """Where the Internet Archive shows its copy of that day, or the next one to it, if it has one.

    Source of the form: https://archive.org/help/wayback_api.php
    """
    return f"{ARCHIVE}/{day:%Y%m%d}/{url}"


def _moved(answer: Answer) -> Finding | None:
    if duplicate_form(answer.lasting) == duplicate_form(answer.asked):
        return None
    told = f"The source has moved for good to {answer.lasting}"
    return Finding(Verdict.MOVED, told, answer.lasting)


def _gone(answer: Answer) -> str:
    """Why there is no story any more though the site answers; ``''`` if there is one."""
    site = brand_of(answer.asked)
    names = (answer.title, *answer.names)
    if is_for_sale(" · ".join(names), answer.text, (site, brand_of(answer.url))):
        return f"The domain is for sale or parked: {site} is no longer the publication's."
    if said := next(filter(None, (says_nothing_is_here(name, answer.text) for name in names)), ""):
        return f"The site answers with a page that says “{said}”."
    if leads_home(answer.asked, answer.url):
        return "The site leads to its front page instead of the story."
    if leads_up(answer.asked, answer.url):
        return f"The site leads to a list instead of the story: {answer.url}"
    return ""


def leads_home(asked: str, answered: str) -> bool:
    """Whether an address below the front page ended there.

    >>> leads_home("https://a.example/2021/story", "https://www.a.example/en/")
    True
    """
    return not _is_front(_steps(asked)) and _is_front(_steps(answered)) and not _query(answered)


def leads_up(asked: str, answered: str) -> bool:
    """Whether an address ended at a section above it, at a search, or at the site's own 404.

    >>> leads_up("https://a.example/news/2021/story", "https://a.example/news/")
    True
    """
    before, after = _steps(asked), _steps(answered)
    if before == after:
        return False
    is_above = before[: len(after)] == after and any(map(_may_be_story, before[len(after) :]))
    return (is_above and not _query(answered)) or bool(_NO_STORY & set(after) - set(before))


def _may_be_story(step: str) -> bool:
    """Whether a step of a path names a story, and no form of one (``amp``, ``print``, ``2``)."""
    return len(step) > 7 or "-" in step or (step.isdigit() and len(step) > 3)


_HOME = frozenset("index home default start main welcome homepage startseite".split())
_NO_STORY = frozenset(
    "search suche recherche 404 410 not-found notfound page-not-found error errors gone".split()
)


def _steps(url: str) -> list[str]:
    """The steps of the path in lower case, without ``index`` and endings such as ``.html``."""
    try:
        path = unquote(urlsplit(url).path)
    except ValueError:
        return []
    steps = [step.casefold() for step in path.split("/") if step]
    if steps:
        stem, dot, ending = steps[-1].rpartition(".")
        steps[-1] = stem if dot and len(ending) <= 5 and ending.isalnum() else steps[-1]
    return steps


def _is_front(steps: list[str]) -> bool:
    rest = steps[1:] if steps and _is_language(steps[0]) else steps
    return not rest or (len(rest) == 1 and rest[0] in _HOME)


def _is_language(step: str) -> bool:
    """``en``, ``pt-br``, ``zh_hant``."""
    tag, _, region = step.replace("_", "-").partition("-")
    return len(tag) == 2 and tag.isalpha() and len(region) in (0, 2, 4)


def _query(url: str) -> str:
    return url.partition("#")[0].partition("?")[2]


def _change(before: Sight, now: Sight) -> str:
    """What is another now; ``''`` when too little is known to say so."""
    if before.sketch.words < ENOUGH:
        is_other = before.title and now.title and before.title.casefold() != now.title.casefold()
        return f"It is headed “{now.title}” now, and was “{before.title}”." if is_other else ""
    if now.sketch.words < CUT * before.sketch.words:
        return (
            f"The text has {now.sketch.words} words now and had {before.sketch.words}: it was cut, "
            "or stands behind a barrier."
        )
    kept = similarity(before.sketch, now.sketch)
    if now.title and now.title.casefold() != before.title.casefold():
        return f"Another story is there: “{now.title}”. Of the text, {kept:.0%} is the same."
    return f"The text was rewritten: {kept:.0%} of it is the same."
