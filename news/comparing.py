"""Two texts compared, as an editor wants to see it: what went, what came, and a little around it.

Pure functions over texts; what takes too long to compare is shown as a whole.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

MAX_WORDS = 2_000  # of each side: comparing takes the product of both
MAX_LINES = 5_000
AROUND = 48  # characters kept of what is the same, on either side of a change
LONGEST = 600  # characters shown of one piece that went or came

_WORD = re.compile(r"\w+|[^\w\s]|\s+")


class Kind(StrEnum):
    """What a piece of text is to the two that are compared."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"
    CUT = "cut"  # stands for text that is not shown


class Piece(NamedTuple):
    """A piece of text and what it is."""

    kind: Kind
    text: str


def words(before: str, after: str) -> list[Piece]:
    """The changes of a text word by word, long texts shortened to what is around them."""
    return _shortened(_merged(_words(before, after)))


def lines(before: str, after: str, around: int = 3) -> list[Piece]:
    """The changes of a text line by line, with ``around`` lines of what is the same.

    A line is without its break; a carriage return is shown as ``␍``, so that it can be seen to
    come or go.
    """
    old, new = _lines(before), _lines(after)
    if max(len(old), len(new)) > MAX_LINES:
        return [Piece(Kind.CUT, "The texts are too long to be compared here.")]
    matcher = difflib.SequenceMatcher(None, old, new)
    found: list[Piece] = []
    for number, group in enumerate(matcher.get_grouped_opcodes(around)):
        if number:
            found.append(Piece(Kind.CUT, "…"))
        for tag, i1, i2, j1, j2 in group:
            if tag == "equal":
                found += [Piece(Kind.SAME, line) for line in old[i1:i2]]
                continue
            found += [Piece(Kind.GONE, line) for line in old[i1:i2]]
            found += [Piece(Kind.NEW, line) for line in new[j1:j2]]
    return found


def _lines(text: str) -> list[str]:
    return [line.replace("\r", "␍") for line in text.split("\n")]


def _words(before: str, after: str) -> list[Piece]:
    old, new = _WORD.findall(before), _WORD.findall(after)
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    same = Piece(Kind.SAME, "".join(old[:start]))
    rest = Piece(Kind.SAME, "".join(old[len(old) - end :]))
    old, new = old[start : len(old) - end], new[start : len(new) - end]
    if max(len(old), len(new)) > MAX_WORDS:
        middle = [Piece(Kind.GONE, "".join(old)), Piece(Kind.NEW, "".join(new))]
    else:
        middle = _compared(old, new)
    return [same, *middle, rest]


def _compared(old: Sequence[str], new: Sequence[str]) -> list[Piece]:
    """What went and what came; words that changed side by side are one piece with their spaces."""
    found: list[Piece] = []
    gone = came = ""
    matcher = difflib.SequenceMatcher(str.isspace, old, new)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        before, after = "".join(old[i1:i2]), "".join(new[j1:j2])
        if tag != "equal" or (gone and came and before.isspace()):
            gone, came = gone + before, came + after
            continue
        found += [Piece(Kind.GONE, gone), Piece(Kind.NEW, came), Piece(Kind.SAME, before)]
        gone = came = ""
    return [*found, Piece(Kind.GONE, gone), Piece(Kind.NEW, came)]


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many items both begin with."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


def _merged(pieces: Sequence[Piece]) -> list[Piece]:
    """Without empty pieces; neighbours of one kind as one."""
    merged: list[Piece] = []
    for piece in pieces:
        if merged and merged[-1].kind == piece.kind:
            merged[-1] = Piece(piece.kind, merged[-1].text + piece.text)
        elif piece.text:
            merged.append(piece)
    return merged


def _shortened(pieces: Sequence[Piece]) -> list[Piece]:
    short: list[Piece] = []
    for number, (kind, text) in enumerate(pieces):
        if kind is not Kind.SAME:
            short += _beginning(kind, text)
            continue
        head = text[:AROUND] if number else ""
        tail = text[len(text) - AROUND :] if number + 1 < len(pieces) else ""
        if len(text) <= 2 * AROUND:
            short.append(Piece(kind, text))
        else:
            short += [Piece(Kind.SAME, head), Piece(Kind.CUT, "…"), Piece(Kind.SAME, tail)]
    return [piece for piece in short if piece.text]


def _beginning(kind: Kind, text: str) -> list[Piece]:
    if len(text) <= LONGEST:
        return [Piece(kind, text)]
    more = f"… and {len(text) - LONGEST:,} more characters"
    return [Piece(kind, text[:LONGEST]), Piece(Kind.CUT, more)]
