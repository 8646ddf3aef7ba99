"""Which topics an article may be filed under, and the words that speak for each.

Four kinds of evidence are added up, each with the words that it rests on: the label or a synonym
stands in the article or among the source's tags; its words, and those of the topic's description,
do; an offering is named that is filed so; and above all the words of articles that this desk filed
so before (naive Bayes, of which only what speaks for a topic is used).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import exp, log

from news.models import LearntWord, Lesson
from news.suggesting import Source, Suggestion
from news.suggesting.learning import BATCH, brand_term, keep_up
from news.suggesting.words import (
    READ_OF_TEXT,
    all_terms,
    pairs_of,
    phrases_in,
    spoken_forms,
    terms_of,
)
from offerings.models import Category, OfferingCategory

SHOWN = 8
SPEAKING = 4  # words shown for a topic
READ = 600  # terms of an article that are weighed: those of title and description, then the rest
LONGEST_LABEL = 6  # words

# How much a word counts by where it stands, and what else counts how much. Found by leaving each
# article of the demo out in turn, and on Debian's packages with their tags as topics.
IN_TITLE, IN_DESCRIPTION, IN_TEXT = 2.0, 1.5, 1.0
LABEL, TAG, OFFERING = 3.0, 7.0, 6.0  # said in the text, given by the source, named in the text
LABEL_WORD, DESCRIPTION_WORD = 2.0, 1.0  # for each word, by how rare it is among the topics
DOUBT = 20.0  # articles without any word, by which a topic with few articles is held back
EVERYWHERE = 0.3  # of all articles have a word that says nothing
LOUD = log(1.3)  # how much more often than elsewhere a word must stand in a topic's articles
WORTH_SHOWING, WORTH_BESIDE_BEST = 2.0, 0.25  # evidence, and as a share of the best topic's
SURE = 12.0  # of evidence, at which the score is 0.63


@dataclass(slots=True)
class Case:
    """What speaks for one topic."""

    points: float = 0.0
    reasons: list[str] = field(default_factory=list)
    words: Counter[str] = field(default_factory=Counter)
    filed: int = 0

    def say(self, points: float, reason: str, word: str = "") -> None:
        """Something that is a reason by itself."""
        self.points += points
        self.reasons.append(reason)
        if word:
            self.words[word] += points

    def hear(self, points: float, word: str) -> None:
        """A word of the article that speaks for the topic."""
        self.points += points
        self.words[word] += points

    @property
    def rank(self) -> float:
        """The evidence, and that of equals the topic comes first that is used more."""
        return self.points + log(max(1, self.filed))

    @property
    def score(self) -> float:
        return 1 - exp(-self.rank / SURE)

    def strongest_words(self) -> tuple[str, ...]:
        """Those that speak loudest; none that is a part of another."""
        chosen: list[str] = []
        for word, _ in self.words.most_common(4 * SPEAKING):
            if not any(set(_parts(word)) & set(_parts(other)) for other in chosen):
                chosen.append(word)
        return tuple(chosen[:SPEAKING])

    def sentence(self) -> str:
        """Why, for an editor: a part of a sentence."""
        parts = list(dict.fromkeys(self.reasons))
        words = self.strongest_words()
        if words:
            parts.append(f"because of {', '.join(words)}")
        if self.filed:
            parts.append(f"{self.filed:,} article{'s' * (self.filed > 1)} filed so")
        return "; ".join(parts)


def suggest(
    source: Source, *, named: Collection[int] = (), without: Collection[int] = ()
) -> list[Suggestion]:
    """The topics that fit best, the best first.

    ``named`` are the keys of offerings that the article names, ``without`` those of topics that it
    has already.
    """
    cases: dict[int, Case] = {}
    terms = _weighed(source)
    _hear_labels(cases, source, terms)
    _hear_offerings(cases, named)
    _hear_learnt(cases, terms, source.brand)
    best = _best({key: case for key, case in cases.items() if key not in without})
    categories = Category.objects.select_related("vocabulary").in_bulk([key for key, _ in best])
    return [
        Suggestion(
            score=round(case.score, 3),
            words=case.strongest_words(),
            reason=case.sentence(),
            category=categories[key],
        )
        for key, case in best
        if key in categories
    ]


def _best(cases: Mapping[int, Case]) -> list[tuple[int, Case]]:
    """Those worth an editor's time, the best first."""
    ranked = sorted(cases.items(), key=lambda pair: (-pair[1].rank, pair[0]))
    enough = max([WORTH_SHOWING, *(WORTH_BESIDE_BEST * case.rank for _, case in ranked[:1])])
    return [(key, case) for key, case in ranked if case.points >= enough][:SHOWN]


@dataclass(frozen=True, slots=True)
class Term:
    """A term of an article: the word as it stands there, and how much its place counts."""

    word: str
    weight: float


def _weighed(source: Source) -> dict[str, Term]:
    """The article's terms, those of title and description first, ``READ`` at most."""
    title = terms_of(source.title) | pairs_of(source.title)
    told = terms_of(source.description) | pairs_of(source.description)
    found = {term: Term(word, IN_TITLE) for term, word in title.items()}
    found |= {t: Term(word, IN_DESCRIPTION) for t, word in told.items() if t not in found}
    for term, word in all_terms(source.title, source.description, source.text).items():
        if len(found) >= READ:
            break
        found.setdefault(term, Term(word, IN_TEXT))
    return found


# --- The label, its synonyms, the description ---------------------------------------------------


def _hear_labels(cases: dict[int, Case], source: Source, terms: Mapping[str, Term]) -> None:
    rows = Category.objects.order_by().values_list("pk", "label", "synonyms", "description")
    topics = [(key, _about(*texts)) for key, *texts in rows]
    rarity = Counter(term for _, about in topics for term in about.words)
    said = _said(source)
    tags = {form for tag in source.tags for form in spoken_forms(tag)}
    for key, about in topics:
        case = Case()
        for form in about.forms:
            if form in tags:
                case.say(TAG, "a tag of the source", " ".join(form))
                break
        spoken = [said[form] for form in about.forms if form in said]
        if spoken:
            where, weight, words = max(spoken, key=lambda found: found[1])
            case.say(LABEL * weight, f"named in the {where}", words)
        for term, share in about.words.items():
            heard = terms.get(term)
            if heard:
                rare = log(len(topics) / rarity[term] + 1)
                case.hear(share * rare * heard.weight, heard.word)
        if case.points:
            cases[key] = case


@dataclass(frozen=True, slots=True)
class About:
    """What a topic is called, and what its own words are worth."""

    forms: tuple[tuple[str, ...], ...]
    words: Mapping[str, float]


@lru_cache(maxsize=20_000)
def _about(label: str, synonyms: str, description: str) -> About:
    words = dict.fromkeys(terms_of(description), DESCRIPTION_WORD)
    words |= dict.fromkeys(terms_of(f"{label}\n{synonyms}"), LABEL_WORD)
    return About(spoken_forms(label, synonyms), words)


def _said(source: Source) -> dict[tuple[str, ...], tuple[str, float, str]]:
    """Every phrase of the article: where it stands, what that counts, how it is written."""
    found: dict[tuple[str, ...], tuple[str, float, str]] = {}
    for where, weight, text in (
        ("title", IN_TITLE, source.title),
        ("description", IN_DESCRIPTION, source.description),
        ("text", IN_TEXT, source.text[:READ_OF_TEXT]),
    ):
        for phrase, words in phrases_in(text, LONGEST_LABEL):
            found.setdefault(phrase, (where, weight, words))
    return found


# --- What is named ------------------------------------------------------------------------------


def _hear_offerings(cases: dict[int, Case], named: Collection[int]) -> None:
    """The topics of offerings that the article names."""
    rows = OfferingCategory.objects.filter(offering__in=named).order_by("offering_id", "position")
    for key, label in rows.values_list("category_id", "offering__label") if named else ():
        case = cases.setdefault(key, Case())
        if not any(reason.endswith("which is filed so") for reason in case.reasons):
            case.say(OFFERING, f"it names {label}, which is filed so")


# --- What was learnt ----------------------------------------------------------------------------


def _hear_learnt(cases: dict[int, Case], terms: Mapping[str, Term], brand: str) -> None:
    lesson = keep_up()
    if not lesson.articles:
        return
    heard = dict(terms)
    if brand:
        heard[brand_term(brand)] = Term(brand, IN_TEXT)
    for word in _learnt(lesson, heard):
        if 1 < word.articles <= max(3, EVERYWHERE * lesson.articles):
            _weigh(cases, lesson, word, heard[word.term])
    for key, case in cases.items():
        case.filed = lesson.topics.get(str(key), 0)


def _learnt(lesson: Lesson, terms: Iterable[str]) -> Iterable[LearntWord]:
    terms = sorted(terms)
    for start in range(0, len(terms), BATCH):
        some = terms[start : start + BATCH]
        yield from LearntWord.objects.filter(generation=lesson.generation, term__in=some)


def _weigh(cases: dict[int, Case], lesson: Lesson, word: LearntWord, term: Term) -> None:
    """How much more often the word stands in articles of each topic than in all."""
    everywhere = word.articles / lesson.articles
    for key, number in word.topics.items():
        filed = lesson.topics.get(key, number)
        here = (number + DOUBT * everywhere) / (filed + DOUBT)
        louder = log(here / everywhere)
        if louder > LOUD:
            cases.setdefault(int(key), Case()).hear(term.weight * louder, term.word)


def _parts(word: str) -> list[str]:
    return re.findall(r"[^\W_]+", word.casefold())
