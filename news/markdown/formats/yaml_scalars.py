"""Texts as YAML scalars in any of its styles, where the house has but one choice for each.

Each function gives the text of the scalar, or ``None`` where the style cannot hold it.
"""

from __future__ import annotations

import re

from news.markdown.scalars import READS_AS_SOMETHING_ELSE, resolve
from news.markdown.style import folded

_BEYOND_ASCII = r"\xa1-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff"
_PRINTABLE = r"\x20-\x7e\xa0" + _BEYOND_ASCII
_ONE_LINE = re.compile(f"[{_PRINTABLE}]*")
_LINES = re.compile(rf"[\t\n{_PRINTABLE}]*")
_ESCAPED = re.compile(rf'["\\]|[^{_PRINTABLE}]')
_ESCAPED_TO_ASCII = re.compile(r'["\\]|[^\x20-\x7e]')
_NO_PLAIN_START = re.compile("[-?:,\\[\\]{}#&*!|>'\"%@` ]")
_NO_PLAIN = re.compile(r": |:\Z| #| \Z")
_NO_PLAIN_IN_BRACKETS = re.compile(r"[,\[\]{}?]|:[,\"'\[\]{}]")
_SOMETHING_ELSE = re.compile(f"(?:{READS_AS_SOMETHING_ELSE}|=)")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt \t].*)?|[-+]?[0-9][0-9_]*(?::[0-9]{1,2})+(?:\.[0-9]*)?"
)
_OLD_BOOLEAN = re.compile("y|n|yes|no|on|off", re.IGNORECASE)
_BREAKABLE = re.compile(r"(?<=[^ ]) (?=[^ ])")
_HIDES_INDENTATION = re.compile("\n*[ \t]")
_LINE_START = re.compile("^(?!$)", re.MULTILINE)
_SHORT_ESCAPES = {"\n": r"\n", "\t": r"\t", "\r": r"\r", '"': r"\"", "\\": r"\\", "\0": r"\0"}


def plain(text: str, *, in_brackets: bool = False, like: str | None = None) -> str | None:
    """A text without quotes.

    ``like`` is a text that the file has there without quotes: where that is a date, a time or an
    old boolean, which YAML 1.1 does not read as text, another one may be too.
    """
    if not text or not _ONE_LINE.fullmatch(text) or not isinstance(_resolved(text), str):
        return None
    if _NO_PLAIN_START.match(text) or _NO_PLAIN.search(text):
        return None
    if in_brackets and _NO_PLAIN_IN_BRACKETS.search(text):
        return None
    for odd in (_MOMENT, _OLD_BOOLEAN):
        if odd.fullmatch(text):
            return text if like and odd.fullmatch(like) else None
    return None if _SOMETHING_ELSE.fullmatch(text) else text


def _resolved(text: str) -> object:
    try:
        return resolve(text)
    except ValueError:  # a number too long to read
        return None


def single_quoted(text: str) -> str | None:
    return "'" + text.replace("'", "''") + "'" if _ONE_LINE.fullmatch(text) else None


def double_quoted(text: str, *, is_ascii: bool = False) -> str:
    pattern = _ESCAPED_TO_ASCII if is_ascii else _ESCAPED
    return '"' + pattern.sub(_escape, text) + '"'


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    code = ord(character)
    if character in _SHORT_ESCAPES:
        return _SHORT_ESCAPES[character]
    if code <= 0xFF:
        return f"\\x{code:02X}"
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"


def wrapped(scalar: str, taken: int, indent: int, width: int) -> str:
    """A plain or quoted scalar on several lines, each as long as goes within ``width``.

    ``taken`` is how much of the first line is in use; the others are indented by ``indent``.
    """
    words = _BREAKABLE.split(scalar)
    lines, line, room = [], words[0], width - taken
    for word in words[1:]:
        if len(line) + 1 + len(word) > room:
            lines.append(line)
            line, room = word, width - indent
        else:
            line += " " + word
    return ("\n" + " " * indent).join([*lines, line])


def block(text: str, sign: str, indent: int, parent: int, width: int) -> tuple[str, str] | None:
    """The header and the lines of a literal (``|``) or folded (``>``) scalar.

    Its lines are indented by ``indent``, those of the collection that holds it by ``parent``.
    """
    if not text.strip("\n \t") or not _LINES.fullmatch(text) or sign == ">" and "\t" in text:
        return None
    header = sign + (str(indent - parent) if _HIDES_INDENTATION.match(text) else "")
    if not text.endswith("\n"):
        header += "-"
    elif text.endswith("\n\n"):
        header += "+"
    lines = folded(text, max(width - indent, 20)) if sign == ">" else text
    lines = _LINE_START.sub(" " * indent, lines).removesuffix("\n")
    return header, lines + "\n"
