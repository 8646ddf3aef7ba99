"""Pictures and documents of articles: bytes are looked at, named, and kept exactly as they came.

What a file calls itself counts for nothing; its first bytes decide what it is.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.db import transaction
from PIL import Image

from news.models import Article, MediaFile

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 50_000_000
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "ICO")
_SPOKEN = {"MPO": "JPEG"}  # telephones append further pictures to a JPEG; it stays one

# What Pillow raises on bytes that are no picture, or only the beginning of one.
_NO_PICTURE = (
    *(OSError, SyntaxError, ValueError, EOFError, IndexError, RuntimeError),
    struct.error,
)
_BOMB = (Image.DecompressionBombWarning, Image.DecompressionBombError)

_TOO_MANY_PIXELS = (
    f"The picture has more than {MAX_PIXELS // 1_000_000} megapixels. "
    "Save it smaller and try again."
)


class MediaError(Exception):
    """A file that cannot be taken; the message is a sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a file is by its own bytes. ``width`` and ``height`` are pixels; a PDF has none."""

    format: str
    width: int | None = None
    height: int | None = None

    @property
    def size(self) -> list[int] | None:
        """As front matter gives it: height first."""
        return [self.height, self.width] if self.height and self.width else None

    @property
    def extension(self) -> str:
        """The ending of its name: ``jpeg`` and not ``jpg``."""
        return self.format.lower()


def inspect(data: bytes, role: str = MediaFile.Role.FEATURED_IMAGE) -> Facts:
    """What ``data`` is. Raises ``MediaError`` when it is not what ``role`` asks for."""
    if len(data) > MAX_BYTES:
        raise MediaError(
            f"The file has {len(data) / 1024**2:.1f} MB; the most is {MAX_BYTES // 1024**2} MB. "
            "Save it smaller and try again."
        )
    return _document(data) if role == MediaFile.Role.FEATURED_PDF else _picture(data)


def store(medium: MediaFile, data: bytes) -> None:
    """Give a medium of a saved article its bytes, and save it under the name it is exported by.

    Where the file came from before is forgotten with the file. Raises ``MediaError``.
    """
    facts = inspect(data, medium.role)
    former, storage = medium.file.name, medium.file.storage
    medium.name = f"{medium.article.stem}-{medium.role}.{facts.extension}"
    medium.format, medium.width, medium.height = facts.format, facts.width, facts.height
    medium.size, medium.valid = facts.size, True
    medium.work_package_id, medium.attachment_name, medium.attachment_link = None, "", ""
    medium.file.save(medium.name, ContentFile(data), save=False)
    medium.save()
    if former and former != medium.file.name:
        transaction.on_commit(lambda: storage.delete(former))


def fill(medium: MediaFile, data: bytes) -> None:
    """Give a medium the bytes that its record describes; what the record says stays as it is.

    Raises ``MediaError``.
    """
    facts = inspect(data, medium.role)
    former, storage = medium.file.name, medium.file.storage
    medium.width, medium.height = facts.width, facts.height
    medium.file.save(medium.name, ContentFile(data), save=False)
    medium.save(update_fields=["file", "width", "height"])
    if former and former != medium.file.name:
        transaction.on_commit(lambda: storage.delete(former))


def attach(article: Article, role: str, data: bytes) -> MediaFile:
    """Store ``data`` as the article's file of this role, in place of the one it had."""
    medium = article.media.filter(role=role).first() or MediaFile(article=article, role=role)
    store(medium, data)
    return medium


def _document(data: bytes) -> Facts:
    if not data.startswith(b"%PDF-"):
        raise MediaError("This is no PDF: its first bytes say otherwise. Choose a PDF.")
    return Facts("PDF")


def _picture(data: bytes) -> Facts:
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            facts = Facts(_SPOKEN.get(image.format, image.format), *image.size)
            _require_bounded(facts)
            image.load()
    except _BOMB as bomb:
        raise MediaError(_TOO_MANY_PIXELS) from bomb
    except _NO_PICTURE as failure:
        raise MediaError(
            "This is no picture that can be shown, or only a part of one. "
            "Choose a JPEG, PNG, WebP, GIF or AVIF file."
        ) from failure
    return facts


def _require_bounded(facts: Facts) -> None:
    if facts.width * facts.height > MAX_PIXELS:
        raise MediaError(_TOO_MANY_PIXELS)
