"""The demo comes in through the importer, whole, and comes out as it went in."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import call_command

from news import demo
from news.markdown import exporter
from news.models import Article, MediaFile, Publication
from offerings.models import Offering

pytestmark = pytest.mark.django_db


@pytest.fixture
def without_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The covers as one small picture each: drawing them takes seconds and is tested elsewhere."""
    from PIL import Image

    picture = Image.new("RGB", (16, 9), "teal")
    monkeypatch.setattr("news.demo.loading.draw_cover", lambda *_: picture)


def load(*options: str) -> str:
    out = io.StringIO()
    call_command("load_demo", *options, stdout=out, stderr=io.StringIO())
    return out.getvalue()


@pytest.mark.usefixtures("without_drawing")
class TestLoading:
    def test_it_fills_site_and_desk(self) -> None:
        assert "0 failed" in load()
        assert Article.objects.published().count() >= 30
        assert Article.objects.in_review().exists()
        assert Offering.objects.listed().exclude(summary="").count() >= 20
        assert Publication.objects.exclude(favicon="").exists()
        assert MediaFile.objects.exclude(file="").count() >= 30

    def test_every_article_comes_out_as_it_went_in(self, tmp_path: Path) -> None:
        load()
        exporter.export(Article.objects.all(), tmp_path)
        for file in demo.ARTICLES.glob("*.md"):
            assert (tmp_path / file.name).read_bytes() == file.read_bytes()

    def test_the_stored_offerings_are_those_of_the_rule(self) -> None:
        from news.related import refresh_all

        def shown() -> list[tuple[int, int]]:
            rows = Article.related_offerings.rel.related_model.objects.order_by(
                "article_id", "position"
            )
            return list(rows.values_list("article_id", "offering_id"))

        load()
        before = shown()
        refresh_all(list(Article.objects.values_list("pk", flat=True)))
        assert shown() == before

    def test_loading_it_twice_changes_nothing(self) -> None:
        load()
        assert "0 new, 0 changed, 36 unchanged, 0 failed" in load()

    def test_it_leaves_a_site_with_articles_alone_when_asked_to(self) -> None:
        load("--if-empty")
        Article.objects.exclude(pk=Article.objects.first().pk).delete()
        assert load("--if-empty") == ""
        assert Article.objects.count() == 1
