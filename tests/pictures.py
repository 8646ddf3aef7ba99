"""Media for the articles of tests."""

from __future__ import annotations

from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image

from news.models import Article, MediaFile


def picture(form: str = "PNG", size: tuple[int, int] = (40, 30)) -> bytes:
    """The bytes of a plain picture in this format."""
    drawn = BytesIO()
    Image.new("RGB", size, "teal").save(drawn, form)
    return drawn.getvalue()


def add_picture(article: Article, **changes: object) -> MediaFile:
    """A small JPEG as the article's picture."""
    name = f"{article.stem}-featuredImage.jpeg"
    defaults = {"name": name, "format": "JPEG", "width": 48, "height": 27, "alt": "A teal field"}
    medium = MediaFile(article=article, **{**defaults, **changes})
    medium.file.save(name, ContentFile(picture("JPEG", (48, 27))))
    return medium
