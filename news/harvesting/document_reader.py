"""Reads one PDF, alone in a process: what a hostile file breaks or holds up here is only this.

``python document_reader.py facts|picture`` takes a PDF on its input and writes JSON or a JPEG. It
ends with 0, 3 (a password is needed) or 4 (no PDF, or a broken one). ``documents`` is its caller.
"""

from __future__ import annotations

import ctypes
import io
import json
import resource
import sys
from collections.abc import Iterator

SECONDS = 10  # of processor time
MEMORY = 1024**3  # bytes
LOCKED, BROKEN = 3, 4
PAGES_READ = 8
TEXT_READ = 40_000  # characters
TITLE_LOOKED_FOR = 3_000  # characters at the beginning of the first page
LONGEST_SIDE = 1600  # pixels


def _bound() -> None:
    """What the system enforces, whatever happens in the library."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    for nothing in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE):
        resource.setrlimit(nothing, (0, 0))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    _bound()

import pypdfium2  # noqa: E402 - after the bounds
from pypdfium2 import raw  # noqa: E402


def facts(document: pypdfium2.PdfDocument) -> bytes:
    """What the document says of itself, and its first pages as text."""
    found = {
        "pages": len(document),
        "title": document.get_metadata_value("Title"),
        "author": document.get_metadata_value("Author"),
        "created": document.get_metadata_value("CreationDate"),
        "headline": "",
        "text": "",
    }
    for number in range(min(len(document), PAGES_READ)):
        page = document[number].get_textpage()
        if number == 0:
            found["headline"] = _headline(page)
        room = TEXT_READ - len(found["text"])
        if room <= 0:
            break
        count = min(page.count_chars(), room)
        found["text"] += page.get_text_range(0, count) + "\n\n" if count > 0 else ""
    return json.dumps(found).encode()


def picture(document: pypdfium2.PdfDocument) -> bytes:
    """The first page, on white."""
    page = document[0]
    scale = LONGEST_SIDE / max(*page.get_size(), 1)
    drawn = io.BytesIO()
    page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB").save(drawn, "JPEG")
    return drawn.getvalue()


def _headline(page: pypdfium2.PdfTextPage) -> str:
    """The first lines of the page in its largest letters."""
    lines = [line for line in _lines(page) if sum(c.isalpha() for c in line[1]) > 3]
    largest = max((height for height, _ in lines), default=0)
    title: list[str] = []
    for height, line in lines:
        if height > largest * 0.95:
            title.append(line)
        elif title:
            break
    return " ".join(title)


def _lines(page: pypdfium2.PdfTextPage) -> Iterator[tuple[float, str]]:
    """The upright lines at the beginning: how high their letters are, and what they say."""
    line, heights = "", []
    box = raw.FS_RECTF()
    for index in range(min(page.count_chars(), TITLE_LOOKED_FOR)):
        letter = chr(raw.FPDFText_GetUnicode(page, index))
        if letter in "\r\n":
            if line.strip():
                yield max(heights, default=0), " ".join(line.split())
            line, heights = "", []
        elif abs(raw.FPDFText_GetCharAngle(page, index)) < 0.1:
            line += letter
            if letter.isalpha() and raw.FPDFText_GetLooseCharBox(page, index, ctypes.byref(box)):
                heights.append(box.top - box.bottom)
    if line.strip():
        yield max(heights, default=0), " ".join(line.split())


def main() -> int:
    """Do what the first argument says."""
    work = {"facts": facts, "picture": picture}[sys.argv[1]]
    try:
        result = work(pypdfium2.PdfDocument(sys.stdin.buffer.read()))
    except pypdfium2.PdfiumError as failure:
        return LOCKED if failure.err_code == raw.FPDF_ERR_PASSWORD else BROKEN
    except (ValueError, MemoryError, OverflowError, IndexError):
        return BROKEN
    sys.stdout.buffer.write(result)
    return 0


if __name__ == "__main__":
    sys.exit(main())
