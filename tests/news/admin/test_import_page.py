"""Files dropped at the desk: taken, planned, applied once, and told about in sentences."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from news import uploads
from news.admin import importing
from news.markdown import catalogue, exporter
from news.models import Article, ArticleFile, MediaFile, TreeFile, Upload, UploadedFile
from news.uploads import working
from tests.documents import another
from tests.news.admin.dropping import BROKEN, apply, drop, loose, rows, said, story, zipped
from tests.news.test_media import picture


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
