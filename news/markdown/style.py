"""The house YAML style: what js-yaml 3's ``safeDump`` writes with its default options.

The site's front matter was written by js-yaml 3, so only its style leaves untouched lines
untouched in the site's git history. ``tests/oracles`` holds the real one to compare with. Where
this module differs from it: the same list in two places is written twice, never as an anchor; a
Python integer keeps all its digits, where JavaScript would round; and see ``dump_key``.

JavaScript counts UTF-16 units. ``len`` does too here: a text with a character outside the Basic
Multilingual Plane is written with escapes, and those are never folded.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from news.markdown.errors import named
from news.markdown.scalars import MAX_DEPTH, READS_AS_SOMETHING_ELSE, Value, float_text

_INDENT = "  "
_LINE_WIDTH = 80
_NARROWEST = 40  # the width of a text, however deep its indentation
_LONGEST_SIMPLE_KEY = 1024
_CACHED_LENGTH = 40  # keys, labels and slugs come again; longer texts seldom do

# The printable characters, as ranges inside a character class.
_BEYOND_ASCII = r"\xa1-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd"
_PRINTABLE = r"\x20-\x7e" + _BEYOND_ASCII
_PLAIN_FIRST = r"$()+./0-9;<A-Z\\^_a-z~" + _BEYOND_ASCII  # no space, no indicator
_PLAIN_NEXT = r' !"$-+\--9;-Z\\^-z|~' + _BEYOND_ASCII  # all but , : # [ ] { }

_PLAIN = re.compile(
    rf"(?!(?:{READS_AS_SOMETHING_ELSE})\Z)"
    rf"[{_PLAIN_FIRST}][{_PLAIN_NEXT}]*(?:(?<! )#[{_PLAIN_NEXT}]*)*(?<! )"
)
_UNPRINTABLE = re.compile(rf"[^{_PRINTABLE}]")
_UNPRINTABLE_BUT_NEWLINE = re.compile(rf"[^\n{_PRINTABLE}]")
_ESCAPED = re.compile(rf'["\\]|[^{_PRINTABLE}]')
_NEWLINES = re.compile("(\n+)")
_BEGINS_WITH_SPACE = re.compile("\n* ")
_LINE_START = re.compile("^(?!$)", re.MULTILINE)

_ESCAPES = {
    "\0": r"\0",
    "\a": r"\a",
    "\b": r"\b",
    "\t": r"\t",
    "\n": r"\n",
    "\v": r"\v",
    "\f": r"\f",
    "\r": r"\r",
    "\x1b": r"\e",
    '"': r"\"",
    "\\": r"\\",
    "\x85": r"\N",
    "\xa0": r"\_",
    "\u2028": r"\L",
    "\u2029": r"\P",
}


class _Unwritable(Exception):
    """Carries a refusal up to the top-level key, which gathers the path to the culprit."""

    def __init__(self, kind: type[Exception], problem: str):
        self.kind = kind
        self.problem = problem
        self.path: list[str] = []

    def within(self, step: str) -> "_Unwritable":
        self.path.insert(0, step)
        return self


def dump(front_matter: Mapping[str, Value]) -> str:
    """The lines of a whole front matter, without its fences.

    Raises ``TypeError`` for a key that is no text or a value of a kind that YAML front matter
    does not have, ``ValueError`` for a text or a depth that cannot be written. Both name the key.
    """
    return "".join([dump_key(key, value) for key, value in front_matter.items()]) or "{}\n"


def dump_key(key: str, value: Value) -> str:
    """The lines of one top-level key, the last newline included. Raises as ``dump`` does."""
    try:
        lines = _pair(key, value, 0)
    except _Unwritable as refusal:
        path = "".join(refusal.within(named(key)).path)
        raise refusal.kind(f"{path} {refusal.problem}.") from None
    if lines.startswith("... "):
        # js-yaml writes such a key without quotes, and reads the end of the document there.
        lines = _single_quoted(key) + lines[len(key) :]
    return lines + "\n"


def _pair(key: str, value: Value, level: int) -> str:
    """``key: value``, without the indentation of its first line."""
    if not isinstance(key, str):
        raise _Unwritable(TypeError, f"is a key of type {type(key).__name__}; keys must be texts")
    written = _one_line(key) if len(key) > _CACHED_LENGTH else _short(key)
    if len(written) > _LONGEST_SIMPLE_KEY:
        return f"? {written}\n{_INDENT * level}:{_node(value, level + 1, compact=True)}"
    return f"{written}:{_node(value, level + 1)}"


def _node(value: Value, level: int, compact: bool = False) -> str:
    """What follows ``:`` or ``-``: a space and a value, or the lines of a collection.

    ``compact`` puts the first entry of a collection on the line of its ``-``.
    """
    writer = _WRITERS.get(type(value)) or _writer_for_subclass(value)
    return writer(value, level, compact)


def _writer_for_subclass(value: Value):
    """Django's choices and safe strings are texts and numbers too."""
    for kind in (str, int, float, dict, list):
        if isinstance(value, kind):
            return _WRITERS[kind]
    raise _Unwritable(
        TypeError,
        f"is of type {type(value).__name__}; use text, numbers, booleans, None, lists and dicts",
    )


def _mapping(mapping: dict[str, Value], level: int, compact: bool) -> str:
    if not mapping:
        return " {}"
    _check_depth(level)
    pairs = []
    for key, value in mapping.items():
        try:
            pairs.append(_pair(key, value, level))
        except _Unwritable as refusal:
            raise refusal.within(f".{named(key)}") from None
    return _stacked(pairs, level, compact)


def _sequence(items: list[Value], level: int, compact: bool) -> str:
    if not items:
        return " []"
    _check_depth(level)
    entries = []
    for index, item in enumerate(items):
        try:
            entries.append("-" + _node(item, level + 1, compact=True))
        except _Unwritable as refusal:
            raise refusal.within(f"[{index}]") from None
    return _stacked(entries, level, compact)


def _check_depth(level: int) -> None:
    if level >= MAX_DEPTH:  # what also stops a list that holds itself
        raise _Unwritable(ValueError, f"nests deeper than {MAX_DEPTH} levels")


def _stacked(entries: list[str], level: int, compact: bool) -> str:
    joint = "\n" + _INDENT * level
    return (" " if compact else joint) + joint.join(entries)


def _text(text: str, level: int, _compact: bool) -> str:
    if len(text) <= _CACHED_LENGTH and "\n" not in text:
        return " " + _short(text)
    width = max(_NARROWEST, _LINE_WIDTH - len(_INDENT) * level)
    if len(text) <= width and "\n" not in text:
        return " " + _one_line(text)
    return " " + _block(text, level, width)


def _one_line(text: str) -> str:
    """A text on one line: plain if it can be, else in the quotes that it needs."""
    if plain := _PLAIN.fullmatch(text):
        return plain[0]
    if _UNPRINTABLE.search(text):
        return _double_quoted(text)
    return _single_quoted(text)


_short = lru_cache(maxsize=8192)(_one_line)


def _single_quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _double_quoted(text: str) -> str:
    return '"' + _ESCAPED.sub(_escape, text) + '"'


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    code = ord(character)
    if character in _ESCAPES:
        return _ESCAPES[character]
    if 0xD800 <= code <= 0xDFFF:
        raise _Unwritable(ValueError, f"holds half of a character (U+{code:04X}); remove it")
    if code <= 0xFF:
        return f"\\x{code:02X}"
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"


def _block(text: str, level: int, width: int) -> str:
    """A text of several lines (``|``), or with a line to fold (``>``), if either can hold it."""
    if _UNPRINTABLE_BUT_NEWLINE.search(text):
        return _double_quoted(text)
    lines = text.split("\n")
    folds = any(len(line) > width and line[0] != " " for line in lines)
    if len(lines) == 1 and not folds:
        return _single_quoted(text)  # it begins with a space, so it neither folds nor is plain
    body = _LINE_START.sub(_INDENT * level, folded(text, width) if folds else text)
    return (">" if folds else "|") + _block_header(text) + "\n" + body.removesuffix("\n")


def _block_header(text: str) -> str:
    """The width of the indentation where the text hides it, and what to do with last newlines."""
    indentation = str(len(_INDENT)) if _BEGINS_WITH_SPACE.match(text) else ""
    if not text.endswith("\n"):
        return indentation + "-"
    return indentation + ("+" if text == "\n" or text.endswith("\n\n") else "")


def folded(text: str, width: int) -> str:
    """The lines of a folded block.

    There, a newline between two lines is read as a space, so each run of newlines takes one more;
    not so beside a line that begins with a space, which YAML reads as it stands.
    """
    first, *rest = _NEWLINES.split(text)
    lines = [_fold_line(first, width)]
    stands = text[0] in "\n "
    for newlines, line in zip(rest[::2], rest[1::2], strict=True):
        previous_stands, stands = stands, line.startswith(" ")
        if line and not previous_stands and not stands:
            newlines += "\n"
        lines += newlines, _fold_line(line, width)
    return "".join(lines)


def _fold_line(line: str, width: int) -> str:
    if len(line) <= width or line.startswith(" "):
        return line
    return "\n".join([match[1] for match in _pieces(width).finditer(line)])


@cache
def _pieces(width: int) -> re.Pattern[str]:
    """As much as fits the width, or else as little as goes, up to a single space or the end."""
    return re.compile(rf"(.{{1,{width}}}|.+?)(?: (?=[^ ])|\Z)")


_WRITERS = {
    str: _text,
    dict: _mapping,
    list: _sequence,
    type(None): lambda value, level, compact: " null",
    bool: lambda value, level, compact: " true" if value else " false",
    int: lambda value, level, compact: " " + int.__repr__(value),
    float: lambda value, level, compact: " " + float_text(value),
}
