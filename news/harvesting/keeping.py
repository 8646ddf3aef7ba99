"""Text fit to be kept: what no database column and no file can hold is taken out of it."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar

T = TypeVar("T")

# PostgreSQL refuses a NUL. Half of a pair of surrogates, which "\\ud800" in JSON stands for, is no
# character: UTF-8 cannot write it.
_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")


def keepable(value: T) -> T:
    """The same value with every text in it fit to be kept, also inside tuples and dataclasses.

    >>> keepable(("a\\x00b", {"c": "\\ud800d"}))
    ('ab', {'c': 'd'})
    """
    if isinstance(value, str):
        return _UNKEEPABLE.sub("", value)
    if isinstance(value, tuple):
        return tuple(map(keepable, value))
    if isinstance(value, dict):
        return {keepable(key): keepable(item) for key, item in value.items()}
    if is_dataclass(value):
        changes = {one.name: keepable(getattr(value, one.name)) for one in fields(value)}
        return replace(value, **changes)
    return value
