"""A Markdown file and its two parts, front matter and body, without losing a byte.

Nothing is translated on the way: newlines, a byte order mark and the end of the file stay as
they are, so the text of a document is the text of its file.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from frontmatter.default_handlers import BaseHandler, JSONHandler, YAMLHandler

from news.markdown.errors import DocumentError
from news.markdown.formats import json_reading, toml_reading
from news.markdown.loading import Span, load_mapping
from news.markdown.scalars import Value
from news.markdown.style import dump

__all__ = ["MAX_BYTES", "Document", "DocumentError", "Span", "compose", "decode", "parse"]

MAX_BYTES = 2_000_000
"""The longest file that is read. Callers look at a file's size before they open it."""

_BYTE_ORDER_MARK = "\ufeff"
_BLANK_LINES = re.compile(r"(?:[ \t]*\r?\n)*+")  # Hugo passes over those before the first fence
_YAML_OPENING = re.compile(r"(?:%YAML [^\r\n]*\r?\n)?---[ \t]*(?:\r?\n|\Z)")
_TOML_OPENING = re.compile(r"\+\+\+[ \t]*(?:\r?\n|\Z)")
_JSON_OPENING = re.compile(r'(?=\{\s*["}])')
_END_OF_LINE = re.compile(r"[ \t]*\r?(?:\n|\Z)")
_BLANKS_AND_COMMENTS = re.compile(r"(?:\s++|#[^\n]*+)*+")

_YAML = YAMLHandler()
_TOML = BaseHandler(fm_boundary=re.compile(r"^\+{3,}\s*$", re.MULTILINE))
_JSON = JSONHandler()


@dataclass(frozen=True, slots=True)
class Document:
    """The parts of a file's text, and what it takes to write the same text again.

    ``format`` is "yaml", "toml" or "json"; ``source`` the text of the front matter, without the
    fences around it (JSON has none: the braces are its own). ``opening`` and ``closing`` are those
    fences as written, with a byte order mark, blank lines before the first and the newlines after
    both. ``spans`` says for each top-level key which characters of the text its lines are; in
    braces, which characters are the key and its value.
    """

    front_matter: dict[str, Value]
    body: str
    opening: str
    closing: str
    spans: dict[str, Span]
    source: str
    format: str = "yaml"

    @property
    def head(self) -> str:
        """All that stands before the body."""
        return self.opening + self.source + self.closing

    @property
    def newline(self) -> str:
        """What ends the first line of the head: ``\\r\\n``, or else ``\\n``."""
        head = self.opening if "\n" in self.opening else self.head
        return "\r\n" if head[: head.find("\n") + 1].endswith("\r\n") else "\n"

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
    mark = len(_BYTE_ORDER_MARK) if text.startswith(_BYTE_ORDER_MARK) else 0
    start = _BLANK_LINES.match(text, mark).end()
    if opening := _YAML_OPENING.match(text, start):
        return _parse_yaml(text, start, opening.end())
    if opening := _TOML_OPENING.match(text, start):
        return _parse_toml(text, opening.end())
    if _JSON_OPENING.match(text, start):
        return _parse_json(text, start)
    raise DocumentError(_why_unread(text[start:]), line=1)


def _parse_yaml(text: str, start: int, begin: int) -> Document:
    end, body = _yaml_closing(text, begin)
    front_matter, spans = load_mapping(text, start, end)
    return Document(front_matter, text[body:], text[:begin], text[end:body], spans, text[begin:end])


def _parse_toml(text: str, begin: int) -> Document:
    closing = _closing(text, begin, "+++")
    if closing is None:
        raise _unended("+++")
    end, body = closing
    values, statements = toml_reading.read(text, begin, end)
    return Document(
        values,
        text[body:],
        text[:begin],
        text[end:body],
        toml_reading.spans(statements),
        text[begin:end],
        "toml",
    )


def _parse_json(text: str, begin: int) -> Document:
    top = json_reading.read(text, begin)
    line_end = _END_OF_LINE.match(text, top.end)
    body = line_end.end() if line_end else top.end
    return Document(
        top.value,
        text[body:],
        text[:begin],
        text[top.end : body],
        {entry.name: (entry.start, entry.end) for entry in top.entries},
        text[begin : top.end],
        "json",
    )


def _why_unread(text: str) -> str:
    if _YAML.detect(text):
        return "Its first line is not a plain ---; begin the front matter with exactly that."
    if _TOML.detect(text):
        return "Its first line is not a plain +++; begin the front matter with exactly that."
    if _JSON.detect(text):
        return "Its front matter is no JSON; begin it with a brace and a key in double quotes."
    return "It has no front matter; begin it with a line of ---, the keys, and a line of ---."


def _unended(fence: str) -> DocumentError:
    return DocumentError(
        f"Its front matter never ends; put a line of {fence} between it and the body.", line=1
    )


def _yaml_closing(text: str, start: int) -> tuple[int, int]:
    """Where the front matter ends and the body begins.

    Jekyll takes a line of three dots for the end as well. Hugo does not, so before its own fence
    comments may follow one.
    """
    closing = _closing(text, start, "---")
    limit = closing[0] if closing else len(text)
    if dots := _closing(text, start, "...", limit):
        rest = _BLANKS_AND_COMMENTS.match(text, dots[1], limit)
        if closing is None or rest.end() < limit:
            return dots
    if closing is None:
        raise _unended("---")
    return closing


def _closing(text: str, start: int, fence: str, limit: int | None = None) -> tuple[int, int] | None:
    """The first line of ``fence`` from ``start`` on; those after it belong to the body."""
    index = start - 1
    while (index := text.find("\n" + fence, index, limit)) >= 0:
        if line_end := _END_OF_LINE.match(text, index + 1 + len(fence)):
            return index + 1, line_end.end()
        index += 1
    return None


def compose(front_matter: Mapping[str, Value], body: str) -> str:
    """A file's text in the house style. Raises what ``style.dump`` raises."""
    return f"---\n{dump(front_matter)}---\n{body}"
