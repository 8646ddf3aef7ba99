"""Two changes to one front matter, brought together key by key. Pure: no database."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from news.markdown.keeping import in_order, same
from news.markdown.reports import ABSENT, KeyChange

LAST_CHANGE = "lastMod"  # both sides move it with every edit; the later one is right


@dataclass(frozen=True, slots=True)
class Merged:
    """What both sides agree on, and where they clash. Of a clash, ``values`` holds our side."""

    values: dict[str, Any]
    clashes: tuple[KeyChange, ...]


def merge(
    base: Mapping[str, Any],
    file: Mapping[str, Any],
    ours: Mapping[str, Any],
    computed: Collection[str] = (),
) -> Merged:
    """Bring the file's changes since ``base`` together with ours.

    A key that one side changed takes that side's value. One that both changed alike is settled;
    one that they changed differently clashes, unless it is ``computed`` and follows from others.
    """
    values: dict[str, Any] = {}
    clashes = []
    for key in in_order(file, ours):
        before, theirs, own = (side.get(key, ABSENT) for side in (base, file, ours))
        if alike(theirs, before):
            value = own
        elif alike(own, before) or alike(own, theirs):
            value = theirs
        else:
            value = _later(theirs, own) if key == LAST_CHANGE else own
            if key not in computed:
                clashes.append(KeyChange(key, own, theirs))
        if value is not ABSENT:
            values[key] = value
    return Merged(values, tuple(clashes))


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[KeyChange, ...]:
    """The keys in which two front matters differ, in the order of the second."""
    return tuple(
        KeyChange(key, before.get(key, ABSENT), after.get(key, ABSENT))
        for key in in_order(after, before)
        if not alike(before.get(key, ABSENT), after.get(key, ABSENT))
    )


def alike(one: Any, other: Any) -> bool:
    """Whether two values would be written alike, or are both absent."""
    if one is ABSENT or other is ABSENT:
        return one is other
    return same(one, other)


def _later(one: Any, other: Any) -> Any:
    """The later of two moments in the form of the house, which sorts as text."""
    return one if isinstance(one, str) and isinstance(other, str) and one > other else other
