"""Out of the desk: what is in the zip, who may have it, and the file beside each form."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from news.markdown import exporter
from news.markdown.importer import find_files, import_files
from news.models import Article, ArticleFile
from tests.builders import make_article
from tests.documents import text_of, write

EXPORT = "/admin/news/article/export/"


def downloaded(client: Client, query: str = "") -> list[str]:
    response = client.get(f"{EXPORT}zip/{query}")
    assert response.streaming
    assert response["Content-Type"] == "application/zip"
    return zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))).namelist()


def form_of(client: Client, article: Article) -> str:
    response = client.get(reverse("admin:news_article_change", args=[article.pk]))
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def imported(db, tmp_path: Path) -> Article:
    write(tmp_path, "content/news/one.md", text_of())
    import_files(find_files([tmp_path]))
    return Article.objects.get()


class TestEverything:
    def test_the_published_are_there_and_the_others_when_asked_for(self, chief) -> None:
        public = make_article()
        draft = make_article(state=Article.State.DRAFT)
        response = chief.get(EXPORT)
        assert (response.context["published"], response.context["others"]) == (1, 1)
        assert downloaded(chief) == [f"content/news/{public.md_name}"]
        both = [f"content/news/{article.md_name}" for article in (public, draft)]
        assert downloaded(chief, "?drafts=1") == both

    def test_it_is_for_those_who_may_see_articles(self, client, db) -> None:
        client.force_login(User.objects.create_user("nobody", is_staff=True))
        assert client.get(EXPORT).status_code == 403
        assert client.get(f"{EXPORT}zip/").status_code == 403
        client.logout()
        assert client.get(f"{EXPORT}zip/").status_code == 302

    def test_the_button_on_the_list_leads_there(self, chief) -> None:
        url = reverse("admin:news_article_export_markdown")
        assert url in chief.get("/admin/news/article/").content.decode()
        assert chief.get(url).headers["Location"] == EXPORT


class TestBesideTheForm:
    def test_the_front_matter_is_there_as_it_will_be_exported(self, chief, imported) -> None:
        html = form_of(chief, imported)
        assert "As it will be exported" in html
        assert "content/news/one.md" in html
        assert "title: Fewer Alarms, Calmer Wards" not in html  # it is quoted: it has a comma
        assert "title: &#x27;Fewer Alarms, Calmer Wards&#x27;" in html

    def test_an_untouched_article_has_nothing_to_export(self, chief, imported) -> None:
        assert "Nothing. An export would write content/news/one.md as it is." in form_of(
            chief, imported
        )

    def test_a_changed_title_is_shown_as_two_lines(self, chief, imported) -> None:
        Article.objects.update(title="Changed")
        html = form_of(chief, imported)
        gone = "title: &#x27;Fewer Alarms, Calmer Wards&#x27;"
        assert f'<del class="exchange-line">{gone}</del>' in html
        assert '<ins class="exchange-line">title: Changed</ins>' in html
        assert "The body has changed" not in html

    def test_a_changed_body_is_told(self, chief, imported) -> None:
        Article.objects.update(body="<p>Another.</p>")
        assert "The body has changed" in form_of(chief, imported)

    def test_an_article_of_the_desk_has_no_file_yet(self, chief) -> None:
        article = make_article()
        html = form_of(chief, article)
        assert f"An export writes all of it, to content/news/{article.md_name}." in html

    def test_a_new_article_has_nothing_to_show(self, chief) -> None:
        html = chief.get(reverse("admin:news_article_add")).content.decode()
        assert "As it will be exported" not in html

    def test_what_cannot_be_written_is_said_and_the_form_opens(
        self, chief, imported, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(_: Article) -> str:
            raise ValueError("It holds a character that no file can carry.")

        monkeypatch.setattr(exporter, "render", refuse)
        assert form_of(chief, imported).count("that no file can carry.") == 2

    @pytest.mark.parametrize(
        "head", ["", "---\n---\n", "---\nbroken: [\n---\n", "+++\na = 1\n+++\n"]
    )
    def test_whatever_is_remembered_of_its_file_the_form_opens(
        self, chief, imported, head: str
    ) -> None:
        ArticleFile.objects.update(head=head)
        form_of(chief, imported)

    def test_the_form_makes_the_same_queries_for_any_file(self, chief, imported) -> None:
        def queries() -> int:
            with CaptureQueriesContext(connection) as captured:
                form_of(chief, imported)
            return len(captured)

        queries()  # what the desk has filed is learnt once
        before = queries()
        Article.objects.update(title="Changed", body="<p>Another.</p>")
        assert queries() == before
