"""What a file says that the models would not: kept beside the article, given back on export.

The models hold what the front matter means, and the derived keys are made again from them. A file
may say more (keys of its own), less (keys it leaves out) or other things (breadcrumbs of an older
title). For each such key both values are kept: the file's and the one derived when it came in. As
long as the derived value stays the same, the export repeats the file's; once an edit changes the
derived value, that change is merged into the file's value, and nothing else of it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any

Value = Any  # what YAML can say: text, numbers, booleans, None, lists and mappings of them
FrontMatter = Mapping[str, Value]


def same(one: Value, other: Value) -> bool:
    """Whether two values would be written alike: ``1`` and ``True`` differ, and order counts."""
    return one is other or json.dumps(one) == json.dumps(other)


def differences(file: FrontMatter, derived: FrontMatter) -> dict[str, Any] | None:
    """What is to be kept of a file whose article gives ``derived``; None when nothing is."""
    differing = [
        key
        for key in {**file, **derived}
        if key not in file or key not in derived or not same(file[key], derived[key])
    ]
    if not differing and list(file) == list(derived):
        return None
    return {
        "order": list(file),
        "file": {key: file[key] for key in differing if key in file},
        "derived": {key: derived[key] for key in differing if key in derived},
    }


def restore(
    derived: FrontMatter, kept: Mapping[str, Any] | None, computed: Collection[str] = ()
) -> dict[str, Value]:
    """The front matter to write: ``derived`` as it is now, with what was kept of the file.

    A key of ``computed`` that the file left out stays out, whatever becomes of its value: nobody
    can have set it.
    """
    if kept is None:
        return dict(derived)
    file, before = kept["file"], kept["derived"]

    def left_out(key: str) -> bool:
        return key in before and (key in computed or same(before[key], derived[key]))

    values = {}
    for key in in_order(kept["order"], derived):
        if key in file:
            values[key] = _merged(file[key], before.get(key), derived.get(key))
        elif key in derived and not left_out(key):
            values[key] = derived[key]
    return values


def _merged(file: Value, before: Value, now: Value) -> Value:
    """The change from ``before`` to ``now`` made to ``file``, in mappings key by key."""
    if same(before, now):
        return file
    if not all(isinstance(value, dict) for value in (file, before, now)):
        return now
    merged = {}
    for key in in_order(file, now):
        if key in file and key not in before:
            merged[key] = file[key]
        elif key in file and key in now:
            merged[key] = _merged(file[key], before[key], now[key])
        elif key in now and (key not in before or not same(before[key], now[key])):
            merged[key] = now[key]
    return merged


def in_order(first: Iterable[str], house: Iterable[str]) -> list[str]:
    """The file's order; what only the house has stands after its neighbour there."""
    order = list(first)
    known = set(order)
    neighbour = None
    for key in house:
        if key not in known:
            order.insert(order.index(neighbour) + 1 if neighbour is not None else 0, key)
            known.add(key)
        neighbour = key
    return order
