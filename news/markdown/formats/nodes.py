"""Where the values of a front matter stand in its text, and the edits that change some of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import NamedTuple

from news.markdown.scalars import Value

_SIMPLE = {str, int, bool, type(None)}
SCALAR, MAPPING, SEQUENCE, ALIAS = "scalar", "mapping", "sequence", "alias"


@dataclass(slots=True, eq=False)
class Node:
    """A value in the text, with what YAML puts before it (``&x``, ``!!str``): ``text[start:end]``.

    ``style`` is the sign that opens a scalar (``'``, ``"``, ``|``, ``>``, or nothing) or a
    collection (``[``, ``{``; nothing for one of indented lines). ``column`` is where the entries of
    such a block stand. ``is_opaque`` marks what can be replaced as a whole only.
    """

    kind: str
    start: int
    end: int
    style: str = ""
    value: Value = None
    entries: list[Entry] = field(default_factory=list)
    column: int = 0
    anchor: str | None = None
    target: Node | None = None
    is_opaque: bool = False


@dataclass(slots=True, eq=False)
class Entry:
    """One pair of a mapping or item of a sequence, from its first character to its end.

    In a block the end is that of its last line, its comment included. ``after`` is where the text
    of the value may begin: behind the colon, the dash or the equals sign.
    """

    start: int
    end: int
    value: Node
    key: Node | None = None
    name: str = ""
    after: int = 0
    is_explicit: bool = False


class Edit(NamedTuple):
    """``text[start:end]`` becomes ``text``."""

    start: int
    end: int
    text: str


class ImpossibleError(Exception):
    """A change cannot be made in this way; more must be written anew."""


def apply(text: str, edits: Iterable[Edit]) -> str:
    """The text after its edits; those at one place are made in the order given."""
    parts, done = [], 0
    for start, end, replacement in sorted(edits, key=lambda edit: edit[:2]):
        if start < done:
            raise ImpossibleError("two edits overlap")
        parts += text[done:start], replacement
        done = end
    return "".join([*parts, text[done:]])


def alike(one: Value, other: Value) -> bool:
    """Whether two values say the same: ``1`` is not ``True``; the order of keys says nothing."""
    if type(one) in _SIMPLE and type(one) is type(other):
        return one == other
    if isinstance(one, dict):
        return (
            isinstance(other, dict)
            and len(one) == len(other)
            and all(key in other and alike(value, other[key]) for key, value in one.items())
        )
    if isinstance(one, list):
        return isinstance(other, list) and len(one) == len(other) and all(map(alike, one, other))
    if isinstance(one, float):  # tells -0.0 from 0.0, and takes NaN for NaN
        return isinstance(other, float) and float.__repr__(one) == float.__repr__(other)
    return one == other and _kind(one) is _kind(other)


def _kind(value: Value) -> type:
    """Django's choices and safe strings are texts too."""
    return next((kind for kind in (bool, int, str) if isinstance(value, kind)), type(value))


def above_comments(text: str, index: int) -> int:
    """Where the lines of comment begin that stand right above the line that begins at ``index``."""
    while index:
        start = text.rfind("\n", 0, index - 1) + 1
        if not text[start:index].lstrip().startswith("#"):
            break
        index = start
    return index


Pairing = tuple[int | None, int | None]


def align(old: Sequence[Value], new: Sequence[Value]) -> list[Pairing]:
    """Which item of a new list continues which of the old one: pairs of indices, in new order.

    What the two begin and end with is paired off; between, item by item, and what is left over has
    ``None`` for its partner.
    """
    shorter = min(len(old), len(new))
    head = next((i for i in range(shorter) if not alike(old[i], new[i])), shorter)
    rest = shorter - head
    tail = next((i for i in range(rest) if not alike(old[-1 - i], new[-1 - i])), rest)
    begin = [(index, index) for index in range(head)]
    middle = zip_longest(range(head, len(old) - tail), range(head, len(new) - tail))
    end = [(len(old) - index, len(new) - index) for index in range(tail, 0, -1)]
    return [*begin, *middle, *end]


def placed(kept: Sequence[str], added: Iterable[str], order: Sequence[str]) -> list[str]:
    """``kept`` and the ``added`` names, each of these after its nearest predecessor in ``order``.

    One without a predecessor there stands before its nearest successor, and one without either, or
    that ``order`` does not know, comes last.
    """
    names = list(kept)
    rank = {name: index for index, name in enumerate(order)}
    for name in sorted(added, key=lambda name: rank.get(name, len(rank))):
        known = [rank[other] for other in names if other in rank] if name in rank else []
        before = max((other for other in known if other < rank[name]), default=None)
        behind = min((other for other in known if other > rank[name]), default=None)
        if before is not None:
            names.insert(names.index(order[before]) + 1, name)
        elif behind is not None:
            names.insert(names.index(order[behind]), name)
        else:
            names.append(name)
    return names
