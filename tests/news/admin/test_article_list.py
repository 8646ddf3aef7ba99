"""The list of articles: finding and narrowing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news import media
from news.models import (
    Article,
    MediaFile,
)
from tests.builders import make_article, make_category
from tests.news.test_media import picture

LIST = "/admin/news/article/"
ADD = "/admin/news/article/add/"
State = Article.State


def titles(client: Client, **query: object) -> set[str]:
    """The titles in the list of articles, narrowed by ``query``."""
    response = client.get(LIST, query)
    assert response.status_code == 200
    return {article.title for article in response.context["cl"].result_list}


class TestTheList:
    def test_it_makes_the_same_number_of_queries_for_3_and_for_30_rows(self, chief) -> None:
        def queries(rows: int) -> int:
            while Article.objects.count() < rows:
                article = make_article(
                    categories=("Symplur: Telehealth", "Unfiled"), authors=("Ann",), tags=("AI",)
                )
                media.attach(article, MediaFile.Role.FEATURED_IMAGE, picture())
            with CaptureQueriesContext(
                connection,
            ) as captured:
                assert len(titles(chief)) == rows
            return len(captured)

        queries(3)  # content types and the like are read once
        assert queries(3) == queries(30)

    def test_it_finds_by_title_description_source_and_slug(self, chief) -> None:
        make_article("Night shift", description="Nurses at work", slug="ward-slug")
        make_article("Other")
        for words in ("night", "nurses", "ward-slug", "story-"):
            assert "Night shift" in titles(chief, q=words)
        assert titles(chief, q="nurses night") == {"Night shift"}

    @pytest.mark.parametrize(
        ("state", "expected"),
        [
            ("captured", {"captured"}),
            ("draft", {"draft"}),
            ("in_review", {"in_review"}),
            ("scheduled", {"scheduled"}),
            ("public", {"published"}),
            ("withdrawn", {"withdrawn"}),
            ("nonsense", {*State.values, "scheduled"}),
        ],
    )
    def test_it_narrows_by_state(self, chief, state: str, expected: set[str]) -> None:
        for value in State.values:
            make_article(value, state=value)
        make_article("scheduled", published_at=timezone.now() + timedelta(days=1))
        assert titles(chief, state=state) == expected

    def test_it_narrows_by_relation_filing_and_picture(self, chief) -> None:
        filed = make_article("Filed", ("Symplur: Telehealth",), authors=("Ann",))
        loose = make_article("Loose", ("Unfiled",))
        make_article("Bare", publication=None)
        medium = media.attach(filed, MediaFile.Role.FEATURED_IMAGE, picture())
        MediaFile.objects.filter(pk=medium.pk).update(alt="A nurse at a desk")
        MediaFile.objects.create(article=loose, alt=loose.title, name="not-here.png")
        topic = make_category().pk
        author = filed.authors.get().pk
        assert titles(chief, categories__id__exact=topic) == {"Filed"}
        assert titles(chief, authors__id__exact=author) == {"Filed"}
        assert titles(chief, publication__id__exact=filed.publication_id) == {"Filed", "Loose"}
        assert titles(chief, section__id__exact=filed.section_id) == {"Filed", "Loose", "Bare"}
        assert titles(chief, filing="without") == {"Bare"}
        assert titles(chief, filing="unfiled") == {"Loose"}
        assert titles(chief, picture="present") == {"Filed"}
        assert titles(chief, picture="missing") == {"Loose", "Bare"}
        assert titles(chief, picture="unreviewed") == {"Loose"}

    def test_it_narrows_by_date(self, chief) -> None:
        make_article("Old", date=date(2020, 1, 1))
        make_article("New", date=date(2026, 1, 1))
        assert titles(chief, date_from="2025-01-01") == {"New"}

    def test_a_hostile_title_is_text(self, chief) -> None:
        make_article("<script>alert(1)</script>", ("X: <b>bold</b>",))
        page = chief.get(LIST).content.decode()
        assert "<script>alert(1)" not in page
        assert "<b>bold" not in page
