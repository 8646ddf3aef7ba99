"""Media for the articles of tests."""

from __future__ import annotations

from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image

from news.models import Article, MediaFile


def add_picture(article: Article, **changes: object) -> MediaFile:
    """A small JPEG as the article's picture."""
    drawn = BytesIO()
    Image.new("RGB", (48, 27), "teal").save(drawn, "JPEG")
    name = f"{article.stem}-featuredImage.jpeg"
    defaults = {"name": name, "format": "JPEG", "width": 48, "height": 27, "alt": "A teal field"}
    picture = MediaFile(article=article, **{**defaults, **changes})
    picture.file.save(name, ContentFile(drawn.getvalue()))
    return picture
