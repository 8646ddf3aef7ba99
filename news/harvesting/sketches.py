"""Sketches of texts: a few numbers, of which two tell how much two texts have in common.

Broder's resemblance (On the resemblance and containment of documents, 1997): each run of words
becomes a number by hashing, and the least numbers of a text are a fair sample of them.
"""

from __future__ import annotations

import hashlib
import heapq
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

LONGEST = 50_000  # characters of a text that count
RUN = 4  # words that are taken together
KEPT = 128  # numbers: the standard error of the estimate is 0.044 at most
BYTES = 6  # of a number: a text of 10,000 words has two equal ones once in millions of times

# A word; of a script without spaces, a letter.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W\u3040-\u30ff\u3400-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Sketch:
    """How many words a text has, and the least of its numbers, in their order."""

    words: int = 0
    least: tuple[int, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {"words": self.words, "least": list(self.least)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Sketch:
        return cls(stored.get("words", 0), tuple(stored.get("least", ())))


def sketch_of(text: str) -> Sketch:
    """The sketch of a text. Case, punctuation and white space do not count."""
    words = _WORD.findall(unicodedata.normalize("NFKC", text[:LONGEST]).casefold())
    return Sketch(len(words), tuple(heapq.nsmallest(KEPT, set(_numbers(words)))))


def _numbers(words: list[str]) -> Iterator[int]:
    for place in range(max(1, len(words) - RUN + 1) if words else 0):
        run = " ".join(words[place : place + RUN]).encode("utf-8", "replace")
        yield int.from_bytes(hashlib.blake2b(run, digest_size=BYTES).digest())


def similarity(one: Sketch, other: Sketch) -> float:
    """The part of their runs of words that two texts share, from 0.0 to 1.0, as estimated.

    >>> similarity(sketch_of("the cat sat on the mat"), sketch_of("The cat sat on the mat!"))
    1.0
    """
    sample = heapq.nsmallest(KEPT, {*one.least, *other.least})
    if not sample:
        return 1.0 if one.words == other.words == 0 else 0.0
    shared = {*one.least} & {*other.least}
    return sum(number in shared for number in sample) / len(sample)
