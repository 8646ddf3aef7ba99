"""Files dropped at the desk that are refused, and who may drop any."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from news.admin import importing
from news.models import Article, Upload, UploadedFile
from news.uploads import receiving
from tests.news.admin.dropping import BROKEN, IMPORT, apply, drop, loose, said, story, zipped
from tests.news.test_media import picture


class TestRefusals:
    @pytest.mark.parametrize(
        ("file", "reason"),
        [
            (zipped({"../evil.md": "x"}), "outside the folder"),
            (zipped({"a.png": picture()}), "There is no Markdown in it"),
            (SimpleUploadedFile("broken.zip", b"PK"), "It is no zip that can be read"),
            (SimpleUploadedFile("page.html", b"<p>"), "There is no Markdown in it"),
            (zipped({"a.md": "x", "A.md": "y"}), "differ in nothing but case"),
        ],
    )
    def test_what_cannot_be_taken_is_said_in_a_sentence(
        self, chief, file: SimpleUploadedFile, reason: str
    ) -> None:
        file.seek(0)
        response = drop(chief, file)
        assert len(said(response)) == 1
        assert reason in said(response)[0]
        assert not Upload.objects.exists()

    def test_nothing_chosen(self, chief) -> None:
        assert said(chief.post(IMPORT, follow=True)) == [importing.NO_FILE]

    def test_too_many_bytes_are_read_and_not_kept(self, chief, monkeypatch) -> None:
        monkeypatch.setattr(importing, "MAX_BYTES", 100_000)
        response = drop(chief, *(loose(f"{n}.md", b"x" * 80_000) for n in range(4)))
        assert said(response) == [importing.TOO_MUCH]
        assert not Upload.objects.exists()

    def test_too_many_files(self, chief) -> None:
        response = drop(chief, *(loose(f"{n}.md", b"x") for n in range(101)))
        assert said(response) == [importing.TOO_MANY]

    def test_one_file_that_is_too_large(self, chief, monkeypatch) -> None:
        monkeypatch.setattr(receiving.archives, "MAX_ENTRY_BYTES", 1000)
        assert "Leave it out" in said(drop(chief, loose("a.md", b"x" * 2000)))[0]

    def test_too_many_uploads_waiting(self, chief, monkeypatch) -> None:
        monkeypatch.setattr(receiving, "MAX_WAITING", 1)
        drop(chief, loose("a.md", story(1)))
        assert "Import or discard one" in said(drop(chief, loose("b.md", story(2))))[0]

    @pytest.mark.parametrize("size", [1, 150])
    def test_two_files_of_one_article_are_told_whatever_is_between_them(
        self, chief, size: int
    ) -> None:
        files = {"a/0.md": story(0), **{f"b/{n}.md": BROKEN for n in range(size)}}
        response = drop(chief, zipped({**files, "c/0.md": story(0, title="Again")}))
        refused = UploadedFile.objects.get(place="c/0.md")
        assert refused.get_outcome_display() == "failed"
        assert "is that of a/0.md as well" in refused.sentence
        assert response.context["report"].total == size + 2
        apply(chief)
        assert Article.objects.get().title != "Again"

    def test_the_form_is_refused_without_its_token(self, chief) -> None:
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(User.objects.get())
        assert strict.post(IMPORT, {"files": loose("a.md", "x")}).status_code == 403
        assert strict.post(IMPORT, {}).status_code == 403


class TestTheDesk:
    def test_the_list_and_the_menu_lead_there(self, chief) -> None:
        html = chief.get("/admin/news/article/").content.decode()
        assert html.count("Import Markdown") == 2
        assert html.count("Export Markdown") == 2
        url = reverse("admin:news_article_import_markdown")
        assert chief.get(url).headers["Location"] == IMPORT

    @pytest.mark.parametrize("missing", ["add_article", "change_article"])
    def test_it_needs_the_right_to_add_and_to_change(self, client, db, missing: str) -> None:
        upload = Upload.objects.create(name="x.zip")
        user = User.objects.create_user("half", is_staff=True)
        ours = Permission.objects.filter(content_type__app_label="news")
        user.user_permissions.set(ours.exclude(codename=missing))
        client.force_login(user)
        assert client.get(IMPORT).status_code == 403
        assert client.post(IMPORT, {"files": loose("a.md", "x")}).status_code == 403
        for page in ("change", "report"):
            url = reverse(f"admin:news_upload_{page}", args=[upload.pk])
            assert client.get(url).status_code == 403
        for page in ("apply", "discard"):
            url = reverse(f"admin:news_upload_{page}", args=[upload.pk])
            assert client.post(url).status_code == 403
        assert "Import Markdown" not in client.get("/admin/news/article/").content.decode()

    def test_a_stranger_is_asked_to_sign_in(self, client, db) -> None:
        assert client.post(IMPORT, {"files": loose("a.md", "x")}).status_code == 302
        assert not Upload.objects.exists()

    def test_what_waits_is_listed_until_it_is_discarded(self, chief) -> None:
        response = drop(chief, zipped({"a/1.md": story(1)}))
        assert "site.zip" in chief.get(IMPORT).content.decode()
        url = reverse("admin:news_upload_discard", args=[response.context["upload"].pk])
        assert chief.get(url).status_code == 405
        assert said(chief.post(url, follow=True)) == ["“site.zip” is discarded."]
        assert not UploadedFile.objects.exists()

    def test_what_is_a_day_old_is_forgotten_and_says_so(self, chief) -> None:
        response = drop(chief, zipped({"a/1.md": story(1)}))
        Upload.objects.update(created_at=timezone.now() - timedelta(hours=25))
        assert "site.zip" not in chief.get(IMPORT).content.decode()
        assert said(chief.get(response.redirect_chain[-1][0], follow=True)) == [importing.GONE]
