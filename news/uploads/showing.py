"""A changed key as the desk shows it: kept with the plan, so that no page computes it again."""

from __future__ import annotations

import textwrap
from typing import Any

from news import comparing
from news.comparing import Kind
from news.markdown import style
from news.markdown.reports import ABSENT, KeyChange


def shown(change: KeyChange) -> dict[str, Any]:
    """``key``, ``note`` (what else to know, or ``''``) and ``pieces``: pairs of kind and text."""
    before, after = told(change.before), told(change.after)
    pieces = comparing.words(before, after)
    return {
        "key": change.key,
        "note": _note(change, is_seen=any(kind is not Kind.SAME for kind, _ in pieces)),
        "pieces": [list(piece) for piece in pieces],
    }


def told(value: Any) -> str:
    """A value as an editor reads it: a text as it is, anything else as the file writes it."""
    if value is ABSENT:
        return ""
    if isinstance(value, str):
        return value
    try:
        written = style.dump({"value": value})
    except ValueError:
        return str(value)
    return textwrap.dedent(written.removeprefix("value:").lstrip(" ").lstrip("\n")).rstrip("\n")


def _note(change: KeyChange, *, is_seen: bool) -> str:
    if change.before is ABSENT:
        return "a new key" if is_seen else "a new key, empty"
    if change.after is ABSENT:
        return "no longer there"
    return "" if is_seen else "the same text, as another kind of value"
