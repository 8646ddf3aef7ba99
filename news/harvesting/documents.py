"""PDFs as sources: what they say of themselves, their text, and their first page as a picture.

The library that reads them is large, is written in C++ and may not be called by two threads. It
works in a process of its own (``document_reader``), with bounds that the system enforces.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

MAX_BYTES = 20 * 1024 * 1024
SECONDS = 20  # from the start of the process to its end
_READER = Path(__file__).with_name("document_reader.py")  # not imported: it loads the library
_IS_LOCKED = 3  # how it ends when a password is needed
_LONGEST_TITLE = 300
_LONGEST_AUTHOR = 200

_LOCKED = "This PDF is locked with a password. Fill in the article by hand."
_BROKEN = "This PDF is broken and cannot be read. Open it in a browser and fill in by hand."

_DATE = re.compile(r"(?:D:)?\s*([0-9]{4})[-/]?([0-9]{2})?[-/]?([0-9]{2})?")
# What programs write as a title when nobody gives one.
_NO_TITLE = re.compile(
    r"microsoft (?:word|powerpoint|excel)\b.*|powerpoint presentation|presentation|document"
    r"|untitled.*|title|slide 1|print|doi:.*|pii:?.*"
    r"|.*\.(?:docx?|pptx?|xlsx?|pdf|indd|qxd|tex|rtf)",
    re.IGNORECASE,
)


class DocumentError(Exception):
    """A PDF that cannot be read; the message is a sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What a PDF gives. ``title``, ``author`` and ``text`` are ``''`` where it does not say.

    ``created`` is the day the file was made, which need not be the day it was published. ``text``
    is that of the first pages, at most 40,000 characters.
    """

    title: str
    author: str
    created: date | None
    text: str
    pages: int


def pdf_facts(data: bytes) -> DocumentFacts:
    """Read a PDF. Raises ``DocumentError``."""
    found = json.loads(_read(data, "facts"))
    text = _clean(found["text"], lines=True)
    return DocumentFacts(
        title=_title(found["title"], found["headline"]),
        author=_one_line(found["author"])[:_LONGEST_AUTHOR],
        created=_day(found["created"]),
        text=text,
        pages=found["pages"],
    )


def first_page(data: bytes) -> bytes:
    """The first page of a PDF as a JPEG, its longer side 1600 pixels. Raises ``DocumentError``."""
    return _read(data, "picture")


def _read(data: bytes, what: str) -> bytes:
    if len(data) > MAX_BYTES:
        raise DocumentError(
            f"The PDF has more than {MAX_BYTES // 1024**2} MB. Fill in the article by hand."
        )
    try:
        done = subprocess.run(  # noqa: S603 - our own script; what is hostile goes to its input
            [sys.executable, "-I", str(_READER), what],
            env={},
            input=data,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as failure:
        raise DocumentError(_BROKEN) from failure
    if done.returncode == _IS_LOCKED:
        raise DocumentError(_LOCKED)
    if done.returncode != 0:
        raise DocumentError(_BROKEN)
    return done.stdout


def _title(named: str, headline: str) -> str:
    for title in (_one_line(named), _one_line(headline)):
        if " " in title and not _NO_TITLE.fullmatch(title):
            return title[:_LONGEST_TITLE]
    return ""


def _one_line(text: str) -> str:
    return " ".join(_clean(text).split())


def _clean(text: str, *, lines: bool = False) -> str:
    """Without control characters and halves of characters, which databases refuse."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe", "-")
    text = "".join(c if c.isprintable() or (lines and c == "\n") else " " for c in text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _day(written: str) -> date | None:
    match = _DATE.match(written)
    try:
        return date(*(int(part or 1) for part in match.groups())) if match else None
    except ValueError:
        return None
