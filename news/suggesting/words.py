"""Plain text to the terms that are counted: words folded to one form, and pairs of them. Pure.

A term is a word without its case and its plural, or two neighbours joined by a space. Words of two
letters count only where they are written in capitals: AI, EU. Reading is bounded: what a text is
about is said in its beginning.
"""

from __future__ import annotations

import re
from functools import lru_cache

READ_OF_TEXT = 2_500  # characters of a body that are learnt from
READ_FOR_LABELS = 10_000  # in which a topic may be named
LONGEST_WORD = 40
REMEMBERED = 200_000  # words

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
BREAK = re.compile(r"[^\W_]+(?:['’][^\W_]+)?|[.!?;:,()\[\]“”\"\n|–—]")
POSSESSIVE = re.compile(r"['’]s?$")

# Words that say nothing of what an English text is about.
EMPTY = frozenset(
    """
    a about above according across actually added after again against all almost along already
    also although always am among an and announced another any anyone anything april are aren't
    around as ask asked at august away back be became because become been before began begin
    begins begun behind being below best better between billion both bring brings but by call
    called calls came can can't cannot co come comes coming corp could couldn couldn't day days
    december did didn't different do does doesn't doing don't done down dr during each early
    eight eighty either eleven else end enough etc even evening ever every everybody everyone
    everything far february few fifty find first five for forty four fourth friday from full
    further gave get gets getting give gives giving gmbh go goes going got great had half has
    have having he her here hers herself high him himself his hold holds hour hours how however
    hundred if in inc included includes including instead into is isn't it it's its itself
    january july june just keep keeps kept kind know known large last late later latest least
    left less let lets like likely little llc long look looks lot low ltd made make makes making
    many march may maybe me mean means meant might million minute minutes monday month months
    more morning most mostly mr mrs ms much must my myself nearly need needs never new next nine
    ninety no nobody none nor not nothing november now october of off often old on once one ones
    only onto open or other others our ours out over own part past people per percent perhaps
    person place put puts quite rather reach reads really recently run runs said same saturday
    saw say says second see seem seems seen sees september set seven seventy she should show
    showed shown shows simply since single six sixty small so some someone something sometimes
    soon sort start started starts stay stays still such sunday sure take taken takes taking
    tell tells ten than that that's the their theirs them themselves then there there's these
    they thing things think third thirty this those though thought thousand three through
    thursday thus time to today together told tomorrow too took toward tuesday turn turned turns
    twelve twenty twice two under understand unless until up upon us use used using usually very
    via want wanted wants was wasn't way ways we wednesday week weeks well went were what
    whatever when where whether which while who whole whom whose why will with within without
    won won't work worked working works would writes written wrote year years yes yesterday yet
    you your yours yourself
    """.split()
)


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


class _Terms(dict[str, str]):
    """The terms of words met so far: looked up much more often than made."""

    def __missing__(self, word: str) -> str:
        if len(self) > REMEMBERED:
            self.clear()
        term = self[word] = term_of(word)
        return term


_term = _Terms().__getitem__


def terms_of(text: str) -> dict[str, str]:
    """The terms of a running text, each with the word as it stands there first.

    >>> terms_of("Hospitals and a hospital")
    {'hospital': 'Hospitals'}
    """
    found: dict[str, str] = {}
    for word in WORD.findall(text):
        term = _term(word)
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
        term = _term(word)
        if before and term:
            found.setdefault(f"{before} {term}", f"{word_before} {word}")
        before, word_before = term, word
    return found


def all_terms(title: str, description: str, text: str) -> dict[str, str]:
    """The terms of an article: its words, and the pairs of its title and description."""
    told = f"{title}\n{description}"
    return pairs_of(told) | terms_of(told) | terms_of(text[:READ_OF_TEXT]) | terms_of(told)


def term_set(title: str, description: str, text: str) -> set[str]:
    """The same terms without how they are written, of a whole text, in a tenth of the time."""
    told = f"{title}\n{description}"
    terms = {*map(_term, WORD.findall(f"{told}\n{text}")), *pairs_of(told)}
    terms.discard("")
    return terms


class Spoken:
    """A text in which phrases are looked for, whatever their case and number."""

    def __init__(self, text: str) -> None:
        self.words = WORD.findall(text[:READ_FOR_LABELS])
        self.folded = [plain(word) for word in self.words]
        self.places: dict[str, list[int]] = {}
        for place, word in enumerate(self.folded):
            self.places.setdefault(word, []).append(place)

    def find(self, form: tuple[str, ...]) -> str:
        """A phrase, given as folded words, as it stands there first; ``''`` if it does not.

        >>> Spoken("At home, Care is given").find(("home", "care"))
        'home Care'
        """
        for place in self.places.get(form[0], ()):
            end = place + len(form)
            if tuple(self.folded[place:end]) == form:
                return " ".join(self.words[place:end])
        return ""


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
