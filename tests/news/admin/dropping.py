"""Dropping files at the desk, for the tests of what becomes of them."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from news.markdown import document
from news.models import Upload
from tests.documents import another

IMPORT = "/admin/news/article/import/"
BROKEN = b"---\ntitle: [no end\n---\n"


def zipped(files: dict[str, str | bytes]) -> SimpleUploadedFile:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return SimpleUploadedFile("site.zip", target.getvalue())


def loose(name: str, content: str | bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def drop(client: Client, *files: SimpleUploadedFile) -> Any:
    """Drop files and follow to the plan."""
    return client.post(IMPORT, {"files": list(files)}, follow=True)


def apply(client: Client) -> Any:
    upload = Upload.objects.latest("pk")
    return client.post(reverse("admin:news_upload_apply", args=[upload.pk]), follow=True)


def story(number: int, **changes: Any) -> str:
    return document.compose(another(number, **changes), "<p>Text.</p>")


def rows(response: Any) -> dict[str, str]:
    return {file.place: file.get_outcome_display() for file in response.context["files"]}


def said(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]
