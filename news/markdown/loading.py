"""YAML text into values, for text that nobody vouches for.

libyaml splits the text into events; the values are built here, without recursion, because PyYAML's
own constructor makes dates of texts, keeps the last of two equal keys, and follows an alias bomb
until memory ends.
"""

import re
import sys
from copy import deepcopy
from typing import Any, NamedTuple

import yaml
from yaml.reader import ReaderError

from news.markdown.errors import DocumentError, named, place
from news.markdown.formats.limits import (
    MAX_SIZE,
    MAX_VALUES,
    TOO_DEEP,
    TOO_LARGE,
    TOO_MANY_VALUES,
    UNKEEPABLE,
)
from news.markdown.scalars import MAX_DEPTH, Value, resolve

Span = tuple[int, int]

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the second where libyaml is missing

_UNREADABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BLANKS_AND_COMMENTS = re.compile(r"(?:\s+|#.*)*")

_BREAKS = "\n\r\x85\u2028\u2029"  # what YAML 1.1 takes for the end of a line
_REST_OF_LINE = re.compile(rf"[^{_BREAKS}]*(?:\r\n|[{_BREAKS}]|\Z)")
_EXPLICIT_KEY = re.compile(r"^ *\?", re.MULTILINE)
_KEEPS_NEWLINES = re.compile(r".*[|>][0-9]?\+")

_FLOAT_BITS = sys.float_info.max_exp
_STANDARD = "tag:yaml.org,2002:"
_TEXT_TAGS = {
    "!",
    *(_STANDARD + name for name in ("str", "timestamp", "binary")),
}  # kept as written
MERGE = "<<"
_TYPES = {"null": type(None), "bool": bool, "int": int, "float": float}
_COLLECTION_TAGS = {
    yaml.SequenceStartEvent: (None, "!", _STANDARD + "seq"),
    yaml.MappingStartEvent: (None, "!", _STANDARD + "map"),
}


class _Anchor(NamedTuple):
    """A value that aliases may repeat, and what each repetition costs."""

    value: Value
    count: int
    size: int
    height: int


class _Frame:
    """A list or mapping that is being filled."""

    __slots__ = (
        *("anchor", "before", "container", "height", "is_flow", "is_mapping", "key", "keys"),
        "merge",
    )

    def __init__(self, event: Any, count: int, size: int):
        self.is_mapping = type(event) is yaml.MappingStartEvent
        self.is_flow = event.flow_style
        self.container: Any = {} if self.is_mapping else []
        self.key: str | None = None  # the key that waits for its value
        self.keys: dict[str, Any] = {}  # the event of each key so far
        self.anchor = event.anchor
        self.before = count, size
        self.height = 1
        self.merge: Any = None  # the event of its key << (https://yaml.org/type/merge.html)

    def put(self, value: Value) -> None:
        if self.is_mapping:
            self.container[self.key] = value
            self.key = None
        else:
            self.container.append(value)


def load_mapping(text: str, start: int, end: int) -> tuple[dict[str, Value], dict[str, Span]]:
    """The values between two indices of a file's text, and where each top-level key stands.

    The text from ``start`` begins with a line of ``---``. A span runs from the start of the first
    line of its key to the end of the last line of its value; comments and blank lines between two
    keys are in none. In braces it is the key and the value alone, and a key that ``<<`` brings has
    the span of that. Raises ``DocumentError``.
    """
    walk = _Walk(text, start, end)
    try:
        walk.run()
    except yaml.MarkedYAMLError as error:
        raise DocumentError.from_yaml(text, start, error) from None
    except DocumentError:
        raise
    except (ReaderError, ValueError, OverflowError):
        raise _unreadable_character(text, start, end) from None
    return walk.top, walk.spans()


def _unreadable_character(text: str, start: int, end: int) -> DocumentError:
    """YAML has no control characters and no halves of characters, not even in quotes."""
    if match := _UNREADABLE.search(text, start, end):
        problem = f"the character U+{ord(match[0]):04X} cannot stand in YAML; remove it"
        return DocumentError.at(text, match.start(), problem)
    # Only PyYAML's own parser comes here: it does not say where.
    return DocumentError.at(text, start, "an escape in its YAML names no character; remove it")


class _Walk:
    """One pass over the events of one document."""

    def __init__(self, text: str, start: int, end: int):
        self.text = text
        self.start = start
        self.end = end
        self.top: dict[str, Value] = {}
        self.stack: list[_Frame] = []
        self.anchors: dict[str, _Anchor] = {}
        self.count = 0
        self.size = 0
        self.top_keys: dict[str, Any] = {}
        self.lasts: list[Any] = []  # before each top-level key, the last event with an extent
        self.last: Any = None
        self.is_flow = False
        self.merged: list[str] = []  # the top-level keys that << brings

    def run(self) -> None:
        next_event = Loader(self.text[self.start : self.end]).get_event
        handlers = {
            yaml.ScalarEvent: self.on_scalar,
            yaml.AliasEvent: self.on_alias,
            yaml.SequenceStartEvent: self.on_start,
            yaml.MappingStartEvent: self.on_start,
            yaml.SequenceEndEvent: self.on_end,
            yaml.MappingEndEvent: self.on_end,
        }
        event = next_event()
        while type(event) is not yaml.DocumentEndEvent:
            if handler := handlers.get(type(event)):
                handler(event)
            event = next_event()
        self.refuse_more(event)

    def refuse(self, event: Any, problem: str) -> DocumentError:
        return DocumentError.at(self.text, self.start + event.start_mark.index, problem)

    # Events

    def on_scalar(self, event: Any) -> None:
        if not self.stack:
            self.refuse_top_scalar(event)
            return
        self.spend(event, 1, len(event.value))
        frame = self.stack[-1]
        if frame.is_mapping and frame.key is None:
            self.on_key(frame, event)
            return
        value = self.scalar(event)
        self.last = event
        if value is None and not self.has_place(event):
            self.last = frame.keys.get(frame.key, event)
        if event.anchor:
            self.anchors[event.anchor] = _Anchor(value, 1, len(event.value), 0)
        frame.put(value)

    def on_key(self, frame: _Frame, event: Any) -> None:
        """Any scalar can be a key; it is kept as the text it is written with."""
        key = event.value
        if key in frame.keys:
            raise self.repeated(frame, event, key)
        if key == MERGE and event.implicit[0]:
            frame.merge = event
        text = self.scalar(event) if event.tag or event.style == '"' else key
        if event.anchor:
            self.anchors[event.anchor] = _Anchor(text, 1, len(key), 0)
        if len(self.stack) == 1:
            self.lasts.append(self.last)
        frame.key = key
        frame.keys[key] = event

    def on_alias(self, event: Any) -> None:
        anchor = self.anchors.get(event.anchor)
        if anchor is None:
            raise self.refuse(
                event, f"nothing before it is named &{named(event.anchor)}; write the value out"
            )
        self.spend(event, anchor.count, anchor.size)
        self.check_depth(event, anchor.height)
        frame = self.stack[-1]
        if frame.is_mapping and frame.key is None:
            self.on_alias_key(frame, event, anchor.value)
            return
        self.last = event
        frame.height = max(frame.height, anchor.height + 1)
        frame.put(deepcopy(anchor.value) if anchor.height else anchor.value)

    def on_alias_key(self, frame: _Frame, event: Any, text: Value) -> None:
        if not isinstance(text, str):
            self.refuse_as_key(event)
        if text in frame.keys:
            raise self.repeated(frame, event, text)
        if len(self.stack) == 1:
            self.lasts.append(self.last)
        frame.key = text
        frame.keys[text] = event

    def on_start(self, event: Any) -> None:
        if event.tag not in _COLLECTION_TAGS[type(event)]:
            raise self.unknown_tag(event)
        self.check_depth(event, 1)
        frame = _Frame(event, self.count, self.size)
        if self.stack:
            self.refuse_as_key(event)
            self.stack[-1].put(frame.container)
        elif frame.is_mapping:
            self.top = frame.container
            self.top_keys = frame.keys
            self.is_flow = frame.is_flow
        else:
            raise self.refuse(
                event, "the front matter is a list; write keys and their values, as in title: News"
            )
        self.spend(event, 1, 0)
        self.anchors.pop(frame.anchor, None)  # a value cannot hold itself
        self.stack.append(frame)

    def on_end(self, event: Any) -> None:
        frame = self.stack.pop()
        if frame.is_flow and self.stack:
            self.last = event  # the end of a block has no extent: it stands at what follows
        if frame.merge:
            self.on_merge(frame)
        if frame.anchor:
            count, size = frame.before
            costs = self.count - count, self.size - size, frame.height
            self.anchors[frame.anchor] = _Anchor(frame.container, *costs)
        if self.stack:
            parent = self.stack[-1]
            parent.height = max(parent.height, frame.height + 1)

    def on_merge(self, frame: _Frame) -> None:
        """Put the keys that << brings in its place; those of the mapping itself go before."""
        own, brought = dict(frame.container), frame.container[MERGE]
        sources = brought if isinstance(brought, list) else [brought]
        if not all(isinstance(source, dict) for source in sources):
            raise self.refuse(
                frame.merge, "a merge key (<<) takes mappings; name some with an asterisk"
            )
        merged: dict[str, Value] = {}
        for source in sources:
            merged = source | merged if merged else source
        frame.container.clear()
        for key, value in own.items():
            if key == MERGE:
                new = {name: merged[name] for name in merged if name not in own or name == MERGE}
                frame.container.update(new)
            else:
                frame.container[key] = value
        if not self.stack:
            self.merged = list(new)

    # Limits and refusals

    def repeated(self, frame: _Frame, event: Any, key: str) -> DocumentError:
        first, _ = place(self.text, self.start + frame.keys[key].start_mark.index)
        return self.refuse(
            event, f'the key "{named(key)}" stands on line {first} already; keep one of them'
        )

    def spend(self, event: Any, count: int, size: int) -> None:
        self.count += count
        self.size += size
        if self.count > MAX_VALUES:
            raise self.refuse(event, TOO_MANY_VALUES)
        if self.size > MAX_SIZE:
            raise self.refuse(event, TOO_LARGE)

    def check_depth(self, event: Any, height: int) -> None:
        if len(self.stack) + height > MAX_DEPTH:
            raise self.refuse(event, TOO_DEEP)

    def refuse_as_key(self, event: Any) -> None:
        frame = self.stack[-1]
        if frame.is_mapping and frame.key is None:
            raise self.refuse(event, "a key must be a text; quote it if it is one")

    def refuse_top_scalar(self, event: Any) -> None:
        """Nothing, or nothing but comments, is a front matter without keys."""
        if self.scalar(event) is not None:
            raise self.refuse(
                event,
                "the front matter is one value; write keys and their values, as in title: News",
            )

    def refuse_more(self, event: Any) -> None:
        rest = _BLANKS_AND_COMMENTS.match(self.text, self.start + event.end_mark.index, self.end)
        if rest.end() < self.end:
            raise DocumentError.at(
                self.text,
                rest.end(),
                "the front matter goes on after the end of its YAML document; keep one document",
            )

    # Scalars

    def scalar(self, event: Any) -> Value:
        """The value of a scalar: by its tag, or else a text unless it is plain."""
        text, tag = event.value, event.tag
        if event.style == '"' and (match := UNKEEPABLE.search(text)):
            raise self.refuse(
                event, f"the text holds U+{ord(match[0]):04X}, which cannot be kept; remove it"
            )
        if tag is None and not event.implicit[0] or tag in _TEXT_TAGS:
            return text
        try:
            value = resolve(text)
        except ValueError as error:
            raise self.refuse(event, f"{error}; quote it if it is a text") from None
        return value if tag is None else self.tagged(event, value)

    def tagged(self, event: Any, value: Value) -> Value:
        kind = _TYPES.get(event.tag.removeprefix(_STANDARD))
        if kind is None:
            raise self.unknown_tag(event)
        if kind is float and type(value) is int and value.bit_length() < _FLOAT_BITS:
            return float(value)
        if type(value) is not kind:
            raise self.refuse(
                event, f'"{named(event.value)}" is not what its tag says; remove the tag'
            )
        return value

    def unknown_tag(self, event: Any) -> DocumentError:
        tag = re.sub(f"^{_STANDARD}", "!!", event.tag)
        return self.refuse(event, f'the tag "{named(tag)}" is not read; remove it')

    # Spans

    def spans(self) -> dict[str, Span]:
        spans: dict[str, Span] = {}
        end = self.start
        for (key, first), last in zip(
            self.top_keys.items(), [*self.lasts[1:], self.last], strict=bool(self.top_keys)
        ):
            if self.is_flow:
                start, end = self.start + first.start_mark.index, self.start + last.end_mark.index
            else:
                start, end = self.line_start(first, end), self.line_end(last)
            names = self.merged if key == MERGE and self.merged else [key]
            spans.update(dict.fromkeys(names, (start, end)))
        return spans

    def has_place(self, null: Any) -> bool:
        """Whether a null is written, or stands right after the colon or dash that asks for it.

        The one that a ``?`` without a colon implies is said to stand where the next key does.
        """
        index = self.start + null.start_mark.index
        return null.end_mark.index > null.start_mark.index or self.text[index - 1] in ":-"

    def line_start(self, key: Any, after: int) -> int:
        """Where the line of a key begins; its question mark may stand on an earlier line."""
        index = self.start + key.start_mark.index
        explicit = _EXPLICIT_KEY.search(self.text, after, index)
        return explicit.start() if explicit else index - key.start_mark.column

    def line_end(self, last: Any) -> int:
        """Where the line ends on which a value does."""
        begin, end = self.start + last.start_mark.index, self.start + last.end_mark.index
        is_block = getattr(last, "style", None) in ("|", ">")
        return end_of_line(self.text, begin, end, self.end, is_block)


def end_of_line(text: str, begin: int, end: int, limit: int, is_block: bool) -> int:
    """Where the line ends on which the value at ``text[begin:end]`` does.

    A block scalar reaches to the next token; blank lines are its own only if it keeps them.
    """
    if is_block:
        if _KEEPS_NEWLINES.match(text, begin):
            return end
        end = begin + len(text[begin:end].rstrip(_BREAKS))
    return _REST_OF_LINE.match(text, end, limit).end()
