"""Names found in a text as whole words, with an eye on case. Pure.

``Epic`` is a product and ``epic`` is not; at the beginning of a sentence, and in a headline that
capitalises every word, nobody can tell. ``OpenMRS`` is a name however it is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from news.suggesting.common import COMMON
from news.suggesting.words import BREAK, POSSESSIVE, WORD

ENDS = frozenset('.!?:;\n“"|–—')
READ = 20_000  # characters of a text in which names are sought
HEADLINE = 0.6  # of a headline's words begin with a capital where all of them might


@dataclass(frozen=True)
class Told:
    """A text as a list of words, and where its sentences begin."""

    text: str

    @cached_property
    def _parts(self) -> list[str]:
        return BREAK.findall(self.text[:READ])

    @cached_property
    def words(self) -> list[str]:
        return [POSSESSIVE.sub("", part) for part in self._parts if part[0].isalnum()]

    @cached_property
    def beginnings(self) -> frozenset[int]:
        """The places of words that begin a sentence."""
        found, number, begins = [], 0, True
        for part in self._parts:
            if part[0].isalnum():
                if begins:
                    found.append(number)
                number, begins = number + 1, False
            else:
                begins = begins or part in ENDS
        return frozenset(found)

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Where each folded word stands."""
        found: dict[str, list[int]] = {}
        for number, word in enumerate(self.words):
            found.setdefault(word.casefold(), []).append(number)
        return found

    @cached_property
    def is_headline(self) -> bool:
        """Whether its capitals say nothing, as in Every Word of This."""
        longer = [word for word in self.words[1:] if len(word) > 3 and word.isalpha()]
        capital = sum(word[0].isupper() for word in longer)
        return len(longer) >= 3 and capital >= HEADLINE * len(longer)


@lru_cache(maxsize=50_000)
def words_of_name(name: str) -> tuple[str, ...]:
    """The words of a name, as it is written."""
    return tuple(WORD.findall(name))


Names = Mapping[str, Sequence[tuple[int, tuple[str, ...]]]]


def by_first_word(names: Iterable[tuple[int, str]]) -> Names:
    """Names with their keys, to be looked for in several texts."""
    found: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
    for key, name in names:
        words = words_of_name(name)
        if words:
            found.setdefault(words[0].casefold(), []).append((key, words))
    return found


def named_in(told: Told, names: Names) -> dict[int, tuple[int, int]]:
    """Which of the named are in the text: their keys, and the place and length of the first find.

    A name inside a longer one that was found does not count: "NHS" in "NHS login".
    """
    found: dict[int, tuple[int, int]] = {}
    for first in told.places.keys() & names.keys():
        for key, words in names[first]:
            place = _first_place(words, told)
            if place is not None:
                found[key] = (place, len(words))
    return {key: at for key, at in found.items() if not _is_inside(at, found.values())}


def _first_place(words: tuple[str, ...], told: Told) -> int | None:
    needs_context = all(_is_ambiguous(word) for word in words)
    if needs_context and told.is_headline:
        return None
    for place in told.places[words[0].casefold()]:
        if needs_context and len(words) == 1 and place in told.beginnings:
            continue
        there = told.words[place : place + len(words)]
        if len(there) == len(words) and all(map(_is_same, words, there)):
            return place
    return None


def _is_same(word: str, there: str) -> bool:
    """Whether a word of a name stands there, given how each is written."""
    if word == there:
        return True
    if word.casefold() != there.casefold():
        return False
    return _is_distinct(word) or word.islower() or (len(word) > 3 and there[0].isupper())


def _is_distinct(word: str) -> bool:
    """Whether no other word is written so: OpenMRS, i2b2."""
    return any(c.isdigit() for c in word) or (not word.isupper() and not word[1:].islower())


def _is_ambiguous(word: str) -> bool:
    """Whether only its capital makes it a name."""
    return not _is_distinct(word) and (len(word) < 3 or word.casefold() in COMMON)


def _is_inside(at: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    start, length = at
    return any(
        other != at and other[0] <= start and start + length <= other[0] + other[1]
        for other in others
    )
