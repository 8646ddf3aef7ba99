"""Plain text to the terms that are counted: words folded to one form, and pairs of them. Pure.

A term is a word without its case and its plural, or two neighbours joined by a space. Words of two
letters count only where they are written in capitals: AI, EU. Reading is bounded: what a text is
about is said in its beginning.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

READ_OF_TEXT = 6_000  # characters of a body that are read
LONGEST_WORD = 40
LONGEST_TERM = 2 * LONGEST_WORD + 1

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
BREAK = re.compile(r"[^\W_]+(?:['’][^\W_]+)?|[.!?;:,()\[\]“”\"\n|–—]")
POSSESSIVE = re.compile(r"['’]s?$")

# Words that say nothing of what an English text is about.
EMPTY = frozenset(
    """
    a about above across after again against all almost also although always am among an and
    another any anyone anything are aren't around as ask at away back be became because become
    been before began behind being below best better between both but by call came can can't
    cannot come could couldn't day did didn't do does doesn't doing don't done down during each
    early either else end enough even ever every few find first for four from full further gave
    get give go goes going got great had has have having he her here hers herself high him
    himself his how however if in instead into is isn't it it's its itself just keep kind know
    known large last late later least less let like likely little long look lot low made make
    making many may maybe me mean might more most much must my myself need never new next no
    none nor not nothing now of off often old on once one ones only onto open or other others
    our ours out over own part past per perhaps put quite rather really said same saw say says
    see seem seen set she should show since small so some someone something soon still such take
    taken tell than that that's the their theirs them themselves then there there's these they
    thing think this those though three through thus time to today together told too took toward
    two under until up upon us use used using very via want was wasn't way we week well went
    were what when where whether which while who whole whom whose why will with within without
    won't work would year yes yet you your yours yourself
    """.split()
)


@lru_cache(maxsize=100_000)
def term_of(word: str) -> str:
    """The form under which a word is counted; ``''`` for one that says nothing.

    >>> term_of("Policies"), term_of("hospital's"), term_of("AI"), term_of("it"), term_of("2026")
    ('policy', 'hospital', 'ai', '', '')
    """
    word = POSSESSIVE.sub("", word)
    folded = word.casefold()
    if len(folded) > LONGEST_WORD or folded.isdigit() or folded in EMPTY:
        return ""
    if len(folded) < 3:
        return folded if len(folded) == 2 and word.isupper() else ""
    return _singular(folded)


def _singular(word: str) -> str:
    """An English word without its plural; another language's is folded alike everywhere.

    >>> _singular("diagnoses"), _singular("analysis"), _singular("access"), _singular("devices")
    ('diagnose', 'analysis', 'access', 'device')
    """
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("shes", "ches", "xes", "sses")):
        return word[:-2]
    return word[:-1]


def terms_of(text: str) -> dict[str, str]:
    """The terms of a running text, each with the word as it stands there first.

    >>> terms_of("Hospitals and a hospital")
    {'hospital': 'Hospitals'}
    """
    found: dict[str, str] = {}
    for word in WORD.findall(text):
        term = term_of(word)
        if term and term not in found:
            found[term] = word
    return found


def pairs_of(text: str) -> dict[str, str]:
    """Neighbours in one phrase, as terms of two words, each as it stands there first.

    >>> pairs_of("Home care, and the health system")
    {'home care': 'Home care', 'health system': 'health system'}
    """
    found: dict[str, str] = {}
    before = word_before = ""
    for word in BREAK.findall(text):
        term = term_of(word)
        if before and term:
            found.setdefault(f"{before} {term}", f"{word_before} {word}")
        before, word_before = term, word
    return found


def all_terms(title: str, description: str, text: str) -> dict[str, str]:
    """The terms of an article: its words, and the pairs of its title and description."""
    told = f"{title}\n{description}"
    return pairs_of(told) | terms_of(told) | terms_of(text[:READ_OF_TEXT]) | terms_of(told)


def phrases_in(text: str, longest: int) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every run of up to ``longest`` words, as folded words and as it stands there."""
    words = WORD.findall(text)
    folded = [plain(word) for word in words]
    for start in range(len(words)):
        for end in range(start + 1, min(start + longest, len(words)) + 1):
            yield tuple(folded[start:end]), " ".join(words[start:end])


@lru_cache(maxsize=100_000)
def plain(word: str) -> str:
    """A word for comparison with names: no case, no plural, no possessive; none is empty."""
    return _singular(POSSESSIVE.sub("", word).casefold())


@lru_cache(maxsize=50_000)
def spoken_forms(label: str, synonyms: str = "") -> tuple[tuple[str, ...], ...]:
    """The ways in which texts may say a label: itself, without its brackets, what stands in them.

    >>> spoken_forms("Health Records (EHR)")
    (('health', 'record', 'ehr'), ('health', 'record'), ('ehr',))
    """
    said = [label, *synonyms.splitlines()]
    said += [re.sub(r"\([^()]*\)", " ", label), *re.findall(r"\(([^()]*)\)", label)]
    forms = (tuple(plain(word) for word in WORD.findall(one)) for one in said)
    return tuple(dict.fromkeys(form for form in forms if any(len(word) > 1 for word in form)))


def merged(counts: Mapping[int, int], more: Iterable[int]) -> dict[int, int]:
    """Counts with one more for each key of ``more``."""
    total = dict(counts)
    for key in more:
        total[key] = total.get(key, 0) + 1
    return total
