"""AMP and mobile twins: whether the page's own canonical address is that of the same story."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote, urljoin

from news.harvesting.tracking.cleaning import clean
from news.harvesting.tracking.parts import Parts, split
from news.harvesting.tracking.queries import name_of
from news.harvesting.tracking.rules import registered_domain

_TWIN_SEGMENTS = frozenset(
    "amp amphtml amp-page amp.html amp_articleshow ampstories m mobile".split()
)
_TWIN_LABELS = frozenset("amp m mobile wap touch www".split())
_TWIN_NAMES = frozenset("amp outputtype mobile view_as m output".split())
_TWIN_ENDING = re.compile(
    r"(?:[.-]amp)?(?:\.(?:s?html?|php|aspx?|jsp|cms|ece))?(?:[.-]amp)?$", re.I
)
# Parameters that choose what is shown: a canonical address that drops one leads elsewhere.
_CHOOSING = frozenset(
    """
    page p pg paged pagenum pageno start offset from_page seite part chapter tab section
    id aid article articleid article_id story storyid story_id doc docid news newsid news_id
    item itemid post postid post_id v video q query s search cat category tag topic type format
    lang language hl l date year month day
    """.split()
)
_LANGUAGE = re.compile(r"[a-z]{2}(?:[-_][a-z]{2})?", re.I)
_SERIES = re.compile(r"(?:page|seite|p|part|pagina)[-_/]?([0-9]+)", re.I)
_LONG_SLUG = 4  # words, from which on no two stories of one site share a slug by chance


@dataclass(frozen=True, slots=True)
class _Story:
    """What of an address tells one story from another."""

    segments: tuple[str, ...]
    numbers: frozenset[str]
    languages: frozenset[str]
    names: frozenset[str]

    @property
    def slug(self) -> str:
        return self.segments[-1] if self.segments else ""

    @property
    def words(self) -> int:
        return len(re.findall(r"[^\W\d_]+", self.slug))


def twin(url: str, canonical: str) -> str:
    """The address to keep: what the page calls canonical if that is the same story, else ``url``.

    ``canonical`` may be relative. It is refused when it leads to another registered domain, to a
    front page or a section, to another part of a series, another language, or another story. Both
    come back clean.
    """
    kept = clean(url)
    here, there = split(kept), split(clean(_joined(kept, canonical)))
    if here is None or there is None or not canonical.strip():
        return kept
    if registered_domain(here.host) != registered_domain(there.host):
        return kept
    if not _same_story(_story(here), _story(there)):
        return kept
    if here.scheme == "https" and there.host == here.host:
        there = Parts("https", there.credentials, there.host, there.port, *_rest(there))
    return str(there)


def _rest(address: Parts) -> tuple[str, str | None, str | None]:
    return address.path, address.query, address.fragment


def _joined(base: str, canonical: str) -> str:
    try:
        return urljoin(base, canonical.strip())
    except ValueError:
        return ""


def _story(address: Parts) -> _Story:
    labels = address.host.removesuffix(registered_domain(address.host)).split(".")
    segments = [unquote(part).lower() for part in address.path.split("/") if part]
    segments = [part for part in segments if part not in _TWIN_SEGMENTS]
    if segments:
        segments[-1] = _TWIN_ENDING.sub("", segments[-1], count=1) or segments[-1]
    pieces = (address.query or "").split("&") if address.query else []
    places = [*segments[:-1], *(label for label in labels if label not in _TWIN_LABELS)]
    return _Story(
        segments=tuple(segments),
        numbers=frozenset(re.findall(r"[0-9]+", "/".join(segments))),
        languages=frozenset(part for part in places if _LANGUAGE.fullmatch(part)),
        names=frozenset(
            piece.lower() if name_of(piece) in _CHOOSING else name_of(piece)
            for piece in pieces
            if name_of(piece) not in _TWIN_NAMES
        ),
    )


def _same_story(here: _Story, there: _Story) -> bool:
    if here.languages != there.languages or _series(here) != _series(there):
        return False
    if _choice(here) != _choice(there):
        return False
    if here.segments == there.segments:
        return True
    if not there.segments or here.segments[: len(there.segments)] == there.segments:
        return False  # the front page, or a section above
    return _same_slug(here, there) or _same_number(here, there)


def _choice(story: _Story) -> frozenset[str]:
    """The pairs of a query that choose what is shown."""
    return frozenset(name for name in story.names if name_of(name) in _CHOOSING)


def _series(story: _Story) -> frozenset[str]:
    """Which part of a series it is."""
    return frozenset(match[1] for match in map(_SERIES.fullmatch, story.segments) if match)


def _same_slug(here: _Story, there: _Story) -> bool:
    """The same last segment, and no date or number that says otherwise."""
    if here.slug != there.slug or not re.search(r"[^\W_]{3}", here.slug):
        return False
    if here.numbers <= there.numbers:
        return here.words >= 2 or bool(here.numbers)
    return there.numbers <= here.numbers and here.words >= _LONG_SLUG


def _same_number(here: _Story, there: _Story) -> bool:
    """The same long number, which is the story's in the site's database, and no other one."""
    long_here = {number for number in here.numbers if len(number) >= 5}
    long_there = {number for number in there.numbers if len(number) >= 5}
    return bool(long_here) and long_here == long_there
