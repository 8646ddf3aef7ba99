"""Which offerings an article is about: those that it names, and those that share its topics."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from news.suggesting import Source, Suggestion
from news.suggesting.naming import Told, by_first_word, named_in
from offerings.models import Category, Offering

SHOWN, BY_TOPIC = 6, 3  # in all, and of those that are not named
SHARING, EACH_SHARED, MOST_SHARED = 0.2, 0.1, 3  # what shared topics are worth beside a name
PLACES = {"title": 0.9, "description": 0.8, "text": 0.7}  # what a name there is worth, up to 1


@dataclass(frozen=True, slots=True)
class Mention:
    """An offering's name in an article: in its title, its description or its text."""

    place: str
    words: str

    @property
    def score(self) -> float:
        return PLACES[self.place]


@dataclass(frozen=True, slots=True)
class Sharer:
    """An offering under some of the article's topics; ``rank`` orders equals."""

    rank: tuple[int, int]
    category_ids: frozenset[int]


def mentions(source: Source) -> dict[int, Mention]:
    """The listed offerings that the article names, by key; each where it weighs most."""
    names = by_first_word(Offering.objects.listed().order_by().values_list("pk", "label"))
    found: dict[int, Mention] = {}
    for place, told in _parts(source):
        for key, (start, length) in named_in(told, names).items():
            words = " ".join(told.words[start : start + length])
            found.setdefault(key, Mention(place, words))
    return found


def _parts(source: Source) -> Iterator[tuple[str, Told]]:
    """The weightiest first."""
    yield "title", Told(source.title)
    yield "description", Told(source.description)
    yield "text", Told(source.text)


def suggest(
    named: Mapping[int, Mention],
    sharing: Mapping[int, Sharer],
    topics: Sequence[int],
    *,
    without: Collection[int] = (),
) -> list[Suggestion]:
    """The offerings that fit best: named ones first, then by shared topics, then the newest."""
    cases = [_Case(pk, named.get(pk), sharing.get(pk)) for pk in {*named, *sharing} - {*without}]
    ranked = sorted(cases, key=_Case.order, reverse=True)
    silent = [case for case in ranked if not case.mention][:BY_TOPIC]
    best = [*(case for case in ranked if case.mention), *silent][:SHOWN]
    offerings = Offering.objects.in_bulk([case.pk for case in best])
    labels = dict(Category.objects.filter(pk__in=topics).values_list("pk", "label"))
    return [
        Suggestion(
            score=round(case.score, 3),
            words=(case.mention.words,) if case.mention else (),
            reason=case.sentence([labels[key] for key in topics if key in case.shared]),
            offering=offerings[case.pk],
        )
        for case in best
    ]


@dataclass(frozen=True, slots=True)
class _Case:
    """What speaks for one offering."""

    pk: int
    mention: Mention | None
    sharer: Sharer | None

    @property
    def shared(self) -> frozenset[int]:
        return self.sharer.category_ids if self.sharer else frozenset()

    @property
    def score(self) -> float:
        shared = EACH_SHARED * min(len(self.shared), MOST_SHARED)
        if self.mention:
            return min(1.0, self.mention.score + shared / MOST_SHARED)
        return SHARING + shared

    def order(self) -> tuple[float, tuple[int, int], int]:
        return self.score, self.sharer.rank if self.sharer else (-1, -1), self.pk

    def sentence(self, labels: Sequence[str]) -> str:
        """Why, for an editor: a part of a sentence."""
        named = [f"named in the {self.mention.place}"] if self.mention else []
        return "; ".join([*named, *([f"shares {', '.join(labels)}"] if labels else [])])
