"""A Markdown file and its two parts, front matter and body, without losing a byte.

Nothing is translated on the way: newlines, a byte order mark and the end of the file stay as
they are, so the text of a document is the text of its file.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from frontmatter.default_handlers import BaseHandler, JSONHandler, YAMLHandler

from news.markdown.errors import DocumentError
from news.markdown.loading import Span, load_mapping
from news.markdown.scalars import Value
from news.markdown.style import dump

__all__ = ["MAX_BYTES", "Document", "DocumentError", "Span", "compose", "decode", "parse"]

MAX_BYTES = 2_000_000
"""The longest file that is read. Callers look at a file's size before they open it."""

_BYTE_ORDER_MARK = "\ufeff"
_OPENING = re.compile(r"---[ \t]*(?:\r?\n|\Z)")
_CLOSING = re.compile(r"---[ \t]*\r?(?:\n|\Z)")

_YAML = YAMLHandler()
_OTHER_FORMATS = {
    "TOML": BaseHandler(fm_boundary=re.compile(r"^\+{3,}\s*$", re.MULTILINE)),
    "JSON": JSONHandler(),
}


@dataclass(frozen=True, slots=True)
class Document:
    """The parts of a file's text, and what it takes to write the same text again.

    ``opening`` and ``closing`` are the fences as written, the byte order mark and the newline
    included; text is ``opening``, the YAML, ``closing`` and ``body``. ``spans`` says for each
    top-level key which characters of the text its lines are; a front matter in braces has none.
    """

    front_matter: dict[str, Value]
    body: str
    opening: str
    closing: str
    spans: dict[str, Span]

    @property
    def newline(self) -> str:
        return "\r\n" if self.opening.endswith("\r\n") else "\n"

    @property
    def has_byte_order_mark(self) -> bool:
        return self.opening.startswith(_BYTE_ORDER_MARK)


def decode(data: bytes) -> str:
    """A file's bytes as text. Raises ``DocumentError`` if it is too long, or not UTF-8 text."""
    if len(data) > MAX_BYTES:
        raise DocumentError(
            f"It is {len(data):,} bytes long, and at most {MAX_BYTES:,} are read; shorten it."
        )
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        problem = f"the byte 0x{data[error.start]:02X} is not UTF-8; save the file as UTF-8"
        raise DocumentError.at(before, len(before), problem) from None
    if "\0" in text:
        raise DocumentError.at(text, text.index("\0"), "a NUL is no text; remove it")
    return text


def parse(text: str) -> Document:
    """The front matter and the body of a file's text. Raises ``DocumentError``."""
    start = len(_BYTE_ORDER_MARK) if text.startswith(_BYTE_ORDER_MARK) else 0
    opening = _OPENING.match(text, start)
    if opening is None:
        raise DocumentError(_why_not_yaml(text[start:]), line=1)
    closing = _find_closing(text, opening.end())
    front_matter, spans = load_mapping(text, start, closing.start())
    return Document(front_matter, text[closing.end() :], text[: opening.end()], closing[0], spans)


def _why_not_yaml(text: str) -> str:
    for name, handler in _OTHER_FORMATS.items():
        if handler.detect(text):
            return (
                f"Its front matter is {name}; only YAML is read. Convert it to YAML between"
                " two lines of ---."
            )
    if _YAML.detect(text):
        return "Its first line is not a plain ---; begin the front matter with exactly that."
    return "It has no front matter; begin it with a line of ---, the keys, and a line of ---."


def _find_closing(text: str, start: int) -> re.Match[str]:
    """The first line of ``---`` from ``start`` on; those after it belong to the body."""
    index = start - 1
    while (index := text.find("\n---", index)) >= 0:
        if closing := _CLOSING.match(text, index + 1):
            return closing
        index += 1
    raise DocumentError(
        "Its front matter never ends; put a line of --- between it and the body.", line=1
    )


def compose(front_matter: Mapping[str, Value], body: str) -> str:
    """A file's text in the house style. Raises what ``style.dump`` raises."""
    return f"---\n{dump(front_matter)}---\n{body}"
