"""Front matter with some values changed and every other byte as it was.

A file is written back in the manner of the tool that wrote it: a key whose value did not change
keeps its lines, and one that did is written as its like in the file is. The result is read again
before it is given out; where a small change would say something else than it should, as a removed
anchor may, more is written anew, and in the end all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from news.markdown.document import Document, DocumentError, parse
from news.markdown.formats import json_writing, toml_editing, yaml_editing
from news.markdown.formats.nodes import ImpossibleError, alike, placed
from news.markdown.formats.toml_writing import without_nulls
from news.markdown.scalars import Value
from news.markdown.style import dump, dump_key

Attempt = Callable[[], str]


def rewrite(
    document: Document, front_matter: Mapping[str, Value], order: Sequence[str] = ()
) -> str:
    """The head of a document (fences and front matter) that says ``front_matter``.

    What is alike in both keeps its bytes; order alone changes nothing. A new key stands after the
    one that precedes it in ``order``, or before the one that follows it there, or else last. TOML
    has no null, so a key without a value is left out there.

    Raises what ``style.dump`` raises, and ``ValueError`` for a value that the format cannot say.
    """
    wanted = dict(front_matter)
    if alike(document.front_matter, wanted):
        return document.head
    _refuse_unwritable(document.front_matter, wanted)
    if document.format == "toml":
        wanted = without_nulls(wanted)
        if alike(document.front_matter, wanted):
            return document.head
    for attempt in _ATTEMPTS[document.format](document, wanted, order):
        if (head := _head(document, attempt)) and _says(head, document.body, wanted):
            return head
    raise ValueError(f"The front matter cannot be written as {document.format.upper()}.")


def _refuse_unwritable(old: Mapping[str, Value], wanted: Mapping[str, Value]) -> None:
    """Let the house style name the key of a value that no format has."""
    for name, value in wanted.items():
        if name not in old or not alike(old[name], value):
            dump_key(name, value)


def _head(document: Document, attempt: Attempt) -> str | None:
    """What an attempt makes, or nothing where it cannot be made."""
    try:
        return document.opening + attempt() + document.closing
    except ImpossibleError:
        return None


def _says(head: str, body: str, wanted: dict[str, Value]) -> bool:
    try:
        again = parse(head + body)
    except DocumentError:
        return False
    return again.body == body and alike(again.front_matter, wanted)


def _yaml(document: Document, wanted: dict[str, Value], order: Sequence[str]) -> Iterator[Attempt]:
    source, old, newline = document.source, document.front_matter, document.newline
    whole = _in_order(old, wanted, order)
    if source == dump(old).replace("\n", newline):
        yield lambda: dump(whole).replace("\n", newline)
    yield lambda: yaml_editing.rewritten(source, old, wanted, order, newline)
    yield lambda: yaml_editing.rewritten(source, old, wanted, order, newline, is_wide=True)
    yield lambda: yaml_editing.rewritten_whole(source, old, whole, newline)
    yield lambda: dump(whole).replace("\n", newline)


def _toml(document: Document, wanted: dict[str, Value], order: Sequence[str]) -> Iterator[Attempt]:
    source, newline = document.source, document.newline
    yield lambda: toml_editing.rewritten(source, wanted, order, newline)
    yield lambda: toml_editing.rewritten(source, wanted, order, newline, is_wide=True)
    whole = _in_order(document.front_matter, wanted, order)
    yield lambda: toml_editing.rewritten_whole(source, whole, newline)


def _json(document: Document, wanted: dict[str, Value], order: Sequence[str]) -> Iterator[Attempt]:
    yield lambda: json_writing.rewritten(document.source, wanted, order, document.newline)
    whole = _in_order(document.front_matter, wanted, order)
    yield lambda: json_writing.rewritten_whole(document.source, whole, document.newline)


_ATTEMPTS = {"yaml": _yaml, "toml": _toml, "json": _json}


def _in_order(
    old: Mapping[str, Value], wanted: dict[str, Value], order: Sequence[str]
) -> dict[str, Value]:
    kept = [name for name in old if name in wanted]
    added = [name for name in wanted if name not in old]
    return {name: wanted[name] for name in placed(kept, added, order)}
