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
from news.suggesting.learning import (
    BATCH,
    LOUD,
    brand_term,
    keep_up,
    least_here,
    loudness,
)
from news.suggesting.words import (
    Spoken,
    all_terms,
    pairs_of,
    spoken_forms,
    terms_of,
)
from offerings.models import Category, OfferingCategory

SHOWN = 8
SPEAKING = 4  # words shown for a topic
READ = 200  # terms of an article that are weighed: those of title and description, then the rest
Learnt = tuple[str, int, dict[str, int]]  # a term, its articles, and of them those of each topic

# How much a word counts by where it stands, and what else counts how much. Found by leaving each
# article of the demo out in turn, and on Debian's packages with their tags as topics.
IN = {"title": 2.0, "description": 1.5, "text": 1.0}
LABEL, TAG, OFFERING = 3.0, 7.0, 6.0  # said in the text, given by the source, named in the text
LABEL_WORD, DESCRIPTION_WORD = 2.0, 1.0  # for each word, by how rare it is among the topics
EVERYWHERE, FEW = 0.3, 3  # of all articles, and at least so many, have a hollow word
WORTH_SHOWING, WORTH_BESIDE_BEST = 1.4, 0.25  # evidence, and as a share of the best topic's
SURE = 12.0  # of evidence, at which the score is 0.63


@dataclass(frozen=True, slots=True)
class Term:
    """A term of an article: the word as it stands there, and how much its place counts."""

    word: str
    weight: float


@dataclass(slots=True)
class Evidence:
    """What speaks for each topic, by its key: points in all, reasons, and each word's points."""

    points: dict[int, float] = field(default_factory=dict)
    reasons: dict[int, list[str]] = field(default_factory=dict)
    words: list[tuple[int, float, str]] = field(default_factory=list)

    def say(self, key: int, points: float, reason: str) -> None:
        """Something that is a reason by itself."""
        self.points[key] = self.points.get(key, 0.0) + points
        self.reasons.setdefault(key, []).append(reason)

    def hear(self, key: int, points: float, word: str) -> None:
        """A word of the article that speaks for the topic."""
        self.points[key] = self.points.get(key, 0.0) + points
        self.words.append((key, points, word))

    def strongest_words(self, key: int) -> tuple[str, ...]:
        """Those that speak loudest for a topic; none that is a part of another."""
        loudest: dict[str, float] = {}
        for _, points, word in (one for one in self.words if one[0] == key):
            loudest[word] = loudest.get(word, 0.0) + points
        chosen: list[str] = []
        for word in sorted(loudest, key=lambda word: -loudest[word]):
            if not any(_parts(word) & _parts(other) for other in chosen):
                chosen.append(word)
            if len(chosen) == SPEAKING:
                break
        return tuple(chosen)


def suggest(
    source: Source,
    *,
    named: Mapping[int, str] | None = None,
    without: Collection[int] = (),
) -> list[Suggestion]:
    """The topics that fit best, the best first.

    ``named`` are the offerings that the article names, key and place (as in ``IN``); ``without``
    are the keys of topics that it has already.
    """
    lesson, terms = keep_up(), _weighed(source)
    learnt = _learnt(lesson, terms)
    evidence = Evidence()
    _hear_labels(evidence, source, _without_hollow(terms, lesson, learnt))
    _hear_offerings(evidence, named or {})
    _hear_learnt(evidence, lesson, learnt, terms)
    filed = {int(key): number for key, number in lesson.topics.items()}
    best = _best(evidence.points, filed, without)
    categories = Category.objects.select_related("vocabulary").in_bulk([key for key, _ in best])
    return [
        _suggested(categories[key], rank, evidence, filed.get(key, 0))
        for key, rank in best
        if key in categories
    ]


def _best(
    points: Mapping[int, float], filed: Mapping[int, int], without: Collection[int]
) -> list[tuple[int, float]]:
    """Those worth an editor's time, the best first; of equals the one that is used more.

    Each is compared with the best that is still open: what is picked makes room for the next.
    """
    ranks = {k: p + log(max(1, filed.get(k, 0))) for k, p in points.items() if k not in without}
    ranked = sorted(ranks.items(), key=lambda pair: (-pair[1], pair[0]))
    enough = max([WORTH_SHOWING, *(WORTH_BESIDE_BEST * rank for _, rank in ranked[:1])])
    return [pair for pair in ranked if points[pair[0]] >= enough][:SHOWN]


def _suggested(category: Category, rank: float, evidence: Evidence, filed: int) -> Suggestion:
    words = evidence.strongest_words(category.pk)
    parts = evidence.reasons.get(category.pk, [])
    parts += [f"because of {', '.join(words)}"] if words else []
    parts += [f"{filed:,} article{'s' * (filed > 1)} filed so"] if filed else []
    return Suggestion(
        score=round(1 - exp(-rank / SURE), 3),
        words=words,
        reason="; ".join(parts),
        category=category,
    )


def _weighed(source: Source) -> dict[str, Term]:
    """The article's terms, those of title and description first, ``READ`` at most."""
    title = terms_of(source.title) | pairs_of(source.title)
    told = terms_of(source.description) | pairs_of(source.description)
    found = {term: Term(word, IN["title"]) for term, word in title.items()}
    found |= {t: Term(word, IN["description"]) for t, word in told.items() if t not in found}
    for term, word in all_terms(source.title, source.description, source.text).items():
        if len(found) >= READ:
            break
        found.setdefault(term, Term(word, IN["text"]))
    if source.brand:
        found[brand_term(source.brand)] = Term(source.brand, IN["text"])
    return found


# --- The label, its synonyms, the description ---------------------------------------------------


def _hear_labels(evidence: Evidence, source: Source, terms: Mapping[str, Term]) -> None:
    rows = Category.objects.order_by().values_list("pk", "label", "synonyms", "description")
    topics = [(key, _about(*texts)) for key, *texts in rows]
    spoken = {place: Spoken(getattr(source, place)) for place in IN}
    tags = {form for tag in source.tags for form in spoken_forms(tag)}
    heard: list[tuple[int, str, float]] = []
    for key, about in topics:
        if not tags.isdisjoint(about.forms):
            evidence.say(key, TAG, "a tag of the source")
        for place, text in spoken.items():
            if words := next(filter(None, map(text.find, about.forms)), ""):
                evidence.say(key, LABEL * IN[place], f"“{words}” is in the {place}")
                break
        heard += [(key, t, about.words[t]) for t in about.words.keys() & terms.keys()]
    common = Counter(term for _, term, _ in heard)
    for key, term, share in heard:
        rare = log(len(topics) / common[term] + 1)
        evidence.hear(key, share * rare * terms[term].weight, terms[term].word)


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


# --- What is named ------------------------------------------------------------------------------


def _hear_offerings(evidence: Evidence, named: Mapping[int, str]) -> None:
    """The topics of offerings that the article names; each topic once."""
    if not named:
        return
    rows = OfferingCategory.objects.filter(offering__in=named).order_by("offering_id", "position")
    filed = list(rows.values_list("category_id", "offering_id", "offering__label"))
    heard: set[int] = set()
    for key, offering, label in sorted(filed, key=lambda row: -IN[named[row[1]]]):
        if key not in heard:
            heard.add(key)
            points = OFFERING * IN[named[offering]]
            evidence.say(key, points, f"it names {label}, which is filed so")


# --- What was learnt ----------------------------------------------------------------------------


def _learnt(lesson: Lesson, terms: Iterable[str]) -> list[Learnt]:
    """What is known of these terms."""
    words = LearntWord.objects.filter(generation=lesson.generation, articles__gt=1)
    ordered = sorted(terms)
    found: list[Learnt] = []
    for at in range(0, len(ordered), BATCH):
        some = words.filter(term__in=ordered[at : at + BATCH])
        found += some.values_list("term", "articles", "topics")
    return found


def _without_hollow(
    terms: Mapping[str, Term], lesson: Lesson, learnt: Iterable[Learnt]
) -> dict[str, Term]:
    """The article's terms without those that stand in every other article of this desk.

    A label may well hold one: health, care.
    """
    most = max(FEW, EVERYWHERE * lesson.articles)
    hollow = {term for term, articles, _ in learnt if articles > most}
    return {term: one for term, one in terms.items() if term not in hollow}


def _hear_learnt(
    evidence: Evidence, lesson: Lesson, learnt: Iterable[Learnt], terms: Mapping[str, Term]
) -> None:
    """How much more often each word stands in articles of each topic than in others."""
    least, articles = least_here(lesson.articles), lesson.articles
    for term, spread, topics in learnt:
        one = terms[term]
        for key, here in topics.items():
            if here < least:
                continue
            louder = loudness(here, lesson.topics.get(key, here), spread, articles)
            if louder > LOUD:
                evidence.hear(int(key), one.weight * louder, one.word)


@lru_cache(maxsize=10_000)
def _parts(word: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W_]+", word.casefold()))
