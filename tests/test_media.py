"""Stored files, handed out so that none of them can act."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client


@pytest.fixture
def folder(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    (settings.MEDIA_ROOT / "articles").mkdir(parents=True)
    (tmp_path / "secret.jpg").write_bytes(b"secret")
    return settings.MEDIA_ROOT


def body(response) -> bytes:
    return b"".join(response.streaming_content)


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.jpeg", "image/jpeg"), ("a.PNG", "image/png"), ("a.webp", "image/webp")],
)
def test_a_picture_is_shown(client: Client, folder: Path, name: str, kind: str) -> None:
    (folder / "articles" / name).write_bytes(b"bytes")
    response = client.get(f"/media/articles/{name}")
    assert response.status_code == 200
    assert body(response) == b"bytes"
    assert response["Content-Type"] == kind
    assert response["Content-Disposition"] == "inline"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "max-age=604800" in response["Cache-Control"]


@pytest.mark.parametrize("name", ["a.svg", "a.html", "a.svgz", "a.js", "a", "a.jpg.html", "a.xml"])
def test_what_may_act_is_handed_over_to_be_saved(client: Client, folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"<script>alert(1)</script>")
    response = client.get(f"/media/{name}")
    assert body(response)
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"] == "attachment"
    assert "Content-Encoding" not in response


def test_a_pdf_is_shown_without_a_sandbox_that_viewers_refuse(client: Client, folder: Path) -> None:
    (folder / "a.pdf").write_bytes(b"%PDF-1.7")
    response = client.get("/media/a.pdf")
    assert body(response) and response["Content-Type"] == "application/pdf"
    assert response["Content-Security-Policy"] == "default-src 'none'"


@pytest.mark.parametrize(
    "path",
    [
        "../secret.jpg",
        "..%2fsecret.jpg",
        "%2e%2e/secret.jpg",
        "articles/../../secret.jpg",
        "/etc/passwd",
        "%2Fetc%2Fpasswd",
        "..\\secret.jpg",
        "%00.jpg",
        "articles",
        "articles/",
        "x" * 5000,
        "missing.jpg",
    ],
)
def test_nothing_outside_the_folder_is_reached(client: Client, folder: Path, path: str) -> None:
    assert client.get(f"/media/{path}").status_code in (301, 404)


@pytest.mark.django_db
def test_a_link_out_of_the_folder_is_not_guessed(client: Client, folder: Path) -> None:
    assert client.get("/media/").status_code == 404


def test_a_file_that_is_known_is_not_sent_again(client: Client, folder: Path) -> None:
    (folder / "a.jpg").write_bytes(b"bytes")
    first = client.get("/media/a.jpg")
    body(first)
    again = client.get("/media/a.jpg", headers={"If-Modified-Since": first["Last-Modified"]})
    assert again.status_code == 304
