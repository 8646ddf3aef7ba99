"""The demo comes in through the importer, whole, and comes out as it went in."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path
from unittest import mock

from django.core.management import call_command
from django.test import TestCase
from PIL import Image

from news import demo
from news.markdown import exporter
from news.markdown.target import Target
from news.models import Article, MediaFile, Publication, RelatedOffering
from news.related import refresh_all
from offerings.models import Offering


def load(*options: str) -> str:
    """Load the demo with one small picture for each cover: drawing them is tested elsewhere."""
    out = io.StringIO()
    picture = Image.new("RGB", (16, 9), "teal")
    with mock.patch("news.demo.loading.draw_cover", return_value=picture):
        call_command("load_demo", *options, stdout=out, stderr=io.StringIO())
    return out.getvalue()


class TestLoading(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.said = load("--if-empty")

    def test_it_fills_site_and_desk(self) -> None:
        assert "36 new, 0 changed, 0 unchanged, 0 failed" in self.said
        assert Article.objects.published().count() >= 30
        assert Article.objects.in_review().exists()
        assert Offering.objects.listed().exclude(summary="").count() >= 20
        assert Publication.objects.exclude(favicon="").exists()
        assert MediaFile.objects.exclude(file="").count() >= 30

    def test_every_article_comes_out_as_it_went_in(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            exporter.export(Article.objects.all(), Target(Path(folder)))
            for file in demo.ARTICLES.glob("*.md"):
                assert Path(folder, "content/news", file.name).read_bytes() == file.read_bytes()

    def test_the_stored_offerings_are_those_of_the_rule(self) -> None:
        rows = RelatedOffering.objects.order_by("article_id", "position")
        before = list(rows.values_list("article_id", "offering_id"))
        refresh_all(list(Article.objects.values_list("pk", flat=True)))
        assert list(rows.values_list("article_id", "offering_id")) == before

    def test_loading_it_twice_changes_nothing(self) -> None:
        assert "0 new, 0 changed, 36 unchanged, 0 failed" in load()

    def test_it_leaves_a_site_with_articles_alone_when_asked_to(self) -> None:
        assert load("--if-empty") == ""
