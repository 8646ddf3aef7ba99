"""Files dropped at the desk: taken, planned, applied once, and told about in sentences."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from news import uploads
from news.admin import importing
from news.markdown import catalogue, document, exporter
from news.models import Article, ArticleFile, MediaFile, TreeFile, Upload, UploadedFile
from news.uploads import receiving, working
from tests.documents import another
from tests.news.test_media import picture

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


class TestThePlan:
    def test_it_says_of_each_file_what_would_become_of_it(self, chief) -> None:
        drop(chief, zipped({"content/news/1.md": story(1), "content/news/2.md": story(2)}))
        apply(chief)
        response = drop(
            chief,
            zipped(
                {
                    "content/news/1.md": story(1),
                    "content/news/2.md": story(2, title="Another title"),
                    "content/news/3.md": story(3),
                    "content/news/4.md": BROKEN,
                }
            ),
        )
        assert list(rows(response).items()) == [
            ("content/news/4.md", "failed"),
            ("content/news/3.md", "new"),
            ("content/news/2.md", "changed"),
            ("content/news/1.md", "unchanged"),
        ]
        assert response.context["sentence"] == "4 files: 1 new, 1 changed, 1 unchanged, 1 failed."
        html = response.content.decode()
        assert "Line 3, column 1: " in html
        assert "<del>Fewer Alarms, Calmer Wards</del><ins>Another title</ins>" in html

    def test_it_changes_nothing(self, chief) -> None:
        drop(chief, zipped({"content/news/1.md": story(1), "content/news/1.png": picture()}))
        assert not Article.objects.exists()
        assert not MediaFile.objects.exists()
        assert not TreeFile.objects.exists()

    def test_it_can_be_narrowed_to_one_outcome(self, chief) -> None:
        response = drop(chief, zipped({"a/1.md": story(1), "a/2.md": BROKEN}))
        url = response.redirect_chain[-1][0]
        assert rows(chief.get(f"{url}?outcome=failed")) == {"a/2.md": "failed"}
        assert rows(chief.get(f"{url}?outcome=new")) == {"a/1.md": "new"}
        assert len(rows(chief.get(f"{url}?outcome=nonsense&page=99"))) == 2

    def test_it_makes_the_same_queries_for_more_files(self, chief, monkeypatch) -> None:
        def queries(number: int) -> int:
            files = {f"content/news/{n}.md": story(n) for n in range(number)}
            response = drop(chief, zipped({**files, "x.md": BROKEN}))
            with CaptureQueriesContext(connection) as captured:
                chief.get(response.redirect_chain[-1][0])
            return len(captured)

        assert queries(2) == queries(30) <= 12

    def test_thousands_of_rows_are_paged(self, chief, monkeypatch) -> None:
        monkeypatch.setattr(importing, "PER_PAGE", 10)
        response = drop(chief, zipped({f"a/{n:02}.md": BROKEN for n in range(25)}))
        assert len(response.context["files"]) == 10
        response = chief.get(f"{response.redirect_chain[-1][0]}?page=3&outcome=failed")
        assert list(rows(response)) == [f"a/{n}.md" for n in range(20, 25)]
        assert "?page=2&amp;outcome=failed" in response.content.decode()

    def test_nothing_to_import_has_no_button(self, chief) -> None:
        drop(chief, zipped({"content/news/1.md": story(1)}))
        apply(chief)
        response = drop(chief, zipped({"content/news/1.md": story(1)}))
        assert "There is nothing to import" in response.context["sentence"]
        assert "/apply/" not in response.content.decode()

    def test_a_clash_is_shown_with_both_sides_and_nothing_is_lost(self, chief) -> None:
        drop(chief, zipped({"content/news/1.md": story(1)}))
        apply(chief)
        Article.objects.update(title="From the desk")
        response = drop(chief, zipped({"content/news/1.md": story(1, title="From the file")}))
        assert rows(response) == {"content/news/1.md": "clashed"}
        (file,) = response.context["files"]
        assert file.clashes[0]["key"] == "title"
        apply(chief)
        assert Article.objects.get().title == "From the desk"


class TestApplying:
    def test_it_imports_what_was_planned_with_its_pictures(self, chief) -> None:
        data = picture("JPEG", (160, 90))
        href = f"{another(1)['mdName'].removesuffix('.md')}-featuredImage.jpeg"
        image = {**another(1)["featuredImage"], "href": href}
        text = story(1, featuredImage=image)
        drop(chief, zipped({"content/news/1.md": text, f"content/news/{href}": data}))
        response = apply(chief)
        assert response.context["sentence"] == (
            "Imported 1: 1 new, 0 changed, 0 unchanged, 0 failed."
        )
        article = Article.objects.for_export().get()
        assert exporter.render(article) == text
        with MediaFile.objects.get(role="featuredImage").file.open() as stored:
            assert stored.read() == data
        assert f'href="/admin/news/article/{article.pk}/change/"' in response.content.decode()

    def test_applying_twice_changes_nothing(self, chief) -> None:
        drop(chief, zipped({"content/news/1.md": story(1)}))
        apply(chief)
        before = Article.objects.values().get()
        response = apply(chief)
        assert said(response) == ["This plan was applied before."]
        assert Article.objects.values().get() == before
        assert LogEntry.objects.count() == 1

    def test_it_is_written_into_the_history_and_leads_to_the_result(self, chief) -> None:
        drop(chief, zipped({"content/news/1.md": story(1)}))
        apply(chief)
        entry = LogEntry.objects.get()
        assert (entry.user.username, entry.object_repr) == ("chief", "site.zip")
        assert entry.change_message == "Imported 1: 1 new, 0 changed, 0 unchanged, 0 failed."
        assert chief.get(entry.get_admin_url()).status_code == 200

    def test_failures_can_be_taken_away_as_a_text(self, chief) -> None:
        drop(chief, zipped({"a/1.md": story(1), "a/2.md": BROKEN}))
        apply(chief)
        url = reverse("admin:news_upload_report", args=[Upload.objects.get().pk])
        (line,) = chief.get(url).content.decode().splitlines()
        assert line.startswith("a/2.md: Line ")
        assert "/tmp" not in line

    def test_bytes_are_not_kept_once_they_are_imported(self, chief) -> None:
        drop(chief, zipped({"content/news/1.md": story(1), "content/news/1.png": picture()}))
        apply(chief)
        assert [bytes(file.packed) for file in UploadedFile.objects.all()] == [b""]

    def test_it_goes_on_piece_by_piece_and_stops_at_the_end(self, chief, monkeypatch) -> None:
        monkeypatch.setattr(working, "BATCH", 2)
        upload = uploads.receive([zipped({f"a/{n}.md": story(n) for n in range(5)})], None)
        seen = []
        while upload.is_working:
            upload = uploads.go_on(upload, seconds=0)
            seen.append(uploads.progress(upload))
        assert seen == [(2, 5), (4, 5), (5, 5), (5, 5)]
        assert uploads.apply(upload, User.objects.get())
        upload.refresh_from_db()
        upload = uploads.go_on(upload, seconds=0)
        assert Article.objects.count() == 2
        page = chief.get(reverse("admin:news_upload_change", args=[upload.pk]))
        assert page.context["sentence"].startswith("Imported 5: 5 new")

    def test_a_page_of_unfinished_work_asks_for_itself_again(self, chief, monkeypatch) -> None:
        monkeypatch.setattr(working, "BATCH", 1)
        monkeypatch.setattr(working, "SECONDS", 0)
        monkeypatch.setattr(uploads.go_on, "__defaults__", (0,))
        response = drop(chief, zipped({f"a/{n}.md": story(n) for n in range(3)}))
        assert '<meta http-equiv="refresh" content="1">' in response.content.decode()
        assert (response.context["done"], response.context["total"]) == (1, 3)

    def test_a_piece_that_fails_is_as_if_it_had_not_begun(self, chief, monkeypatch) -> None:
        upload = uploads.receive([zipped({f"a/{n}.md": story(n) for n in range(3)})], None)
        upload = uploads.go_on(upload)
        uploads.apply(upload, User.objects.get())
        upload.refresh_from_db()

        def broken(*_: object, **__: object) -> None:
            raise OSError("no space left")

        with monkeypatch.context() as patched:
            patched.setattr(working, "_fill", broken)
            with pytest.raises(OSError, match="no space"):
                uploads.go_on(upload)
        assert not Article.objects.exists()
        uploads.go_on(upload)
        assert Article.objects.count() == 3

    def test_trouble_of_the_machine_is_said_and_the_work_can_go_on(
        self, chief, monkeypatch
    ) -> None:
        def broken(*_: object, **__: object) -> None:
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patched:
            patched.setattr(working, "_put", broken)
            response = drop(chief, zipped({"a/1.md": story(1)}))
        html = response.content.decode()
        assert response.status_code == 503
        assert "It stopped: No space left on device." in html
        assert "Discard the rest" in html
        assert "refresh" not in html.partition("</head>")[0]
        again = chief.get(response.redirect_chain[-1][0])
        assert again.context["sentence"] == "1 file: 1 new."

    def test_new_articles_of_an_editor_who_may_not_publish_wait_for_review(self, editor) -> None:
        response = drop(editor, zipped({"content/news/1.md": story(1)}))
        assert "New articles wait for review" in response.content.decode()
        apply(editor)
        assert Article.objects.get().state == Article.State.IN_REVIEW

    def test_what_readers_see_already_stays_with_them(self, client, chief) -> None:
        drop(chief, zipped({"content/news/1.md": story(1)}))
        apply(chief)
        user = User.objects.create_user("writer", is_staff=True)
        wanted = Permission.objects.filter(codename__in=["add_article", "change_article"])
        user.user_permissions.set(wanted)
        client.force_login(user)
        drop(client, zipped({"content/news/1.md": story(1, title="Corrected")}))
        apply(client)
        article = Article.objects.get()
        assert (article.title, article.state) == ("Corrected", Article.State.PUBLISHED)


class TestPlaces:
    def test_a_folder_around_a_site_is_no_part_of_its_tree(self, chief) -> None:
        response = drop(chief, zipped({"site-main/content/news/1.md": story(1)}))
        assert list(rows(response)) == ["content/news/1.md"]

    def test_an_exported_file_goes_back_to_its_article(self, chief) -> None:
        drop(chief, zipped({"content/deep/down/one.md": story(1)}))
        apply(chief)
        changed = story(1, title="Edited")
        assert rows(drop(chief, loose("one.md", changed))) == {
            "content/deep/down/one.md": "changed"
        }
        apply(chief)
        assert ArticleFile.objects.get().path == "content/deep/down/one.md"

    def test_a_new_file_without_a_folder_goes_to_the_section_of_the_house(self, chief) -> None:
        assert list(rows(drop(chief, loose("one.md", story(1))))) == ["content/news/one.md"]

    def test_a_picture_dropped_with_its_file_is_taken(self, chief) -> None:
        href = "a name-featuredImage.png"
        text = story(1, featuredImage={**another(1)["featuredImage"], "href": href})
        drop(chief, loose("one.md", text), loose(href, picture("PNG")))
        apply(chief)
        assert MediaFile.objects.get().file.name

    def test_what_is_no_article_of_a_site_is_passed_through(self, chief) -> None:
        files = {
            "content/news/1.md": story(1),
            "content/_index.md": "---\ntitle: x\n---\n",
            "static/site.css": "a",
        }
        response = drop(chief, zipped(files))
        assert response.context["upload"].left_out == 1
        apply(chief)
        assert [row.path for row in TreeFile.objects.all()] == ["content/_index.md"]

    def test_a_topic_of_the_catalogue_is_taken_as_one(self, chief) -> None:
        drop(chief, zipped({"content/news/1.md": story(1)}))
        apply(chief)
        kind = catalogue.KINDS["topic"]
        topic = kind.rows(True).first()
        path = catalogue.path_of(kind, topic)
        response = drop(chief, zipped({path: catalogue.render(kind, topic)}))
        assert rows(response).keys() == {path}
        apply(chief)
        assert not TreeFile.objects.exists()


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
