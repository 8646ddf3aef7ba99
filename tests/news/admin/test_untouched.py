"""Saving an article that nobody changed changes nothing, to the byte."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection

from news import editing
from news.models import (
    Alias,
    Article,
    ArticleAuthor,
    ArticleCategory,
    ArticleFile,
    MediaFile,
    PageMetadata,
    RelatedOffering,
)
from tests.builders import make_article, make_offering

TABLES = [
    "news_article",
    "news_articleauthor",
    "news_articlecategory",
    "news_articlefile",
    "news_articletag",
    "taggit_tag",
    "news_relatedoffering",
    "news_alias",
    "news_mediafile",
    "news_pagemetadata",
    "news_section",
    "news_publication",
]

BODIES = [
    "<p>Plain.</p>",
    "\n<p>It begins and ends with a line break.</p>\n",
    "<p>Windows</p>\r\n<p>wrote\r\nthis.</p>",
    "<p>Mixed\r\nbreaks\nand\rmore.</p>",
    "<p>&nbsp;An&nbsp;odd  <em class='x' data-y>body</em> &lt;b&gt; &#8212; \t</p>",
    "<table><tr><td>12</td></tr></table><figure><img src='/a.png'></figure>",
    "<script>alert('</textarea>')</script></textarea>",
    "",
    " ",
]


def everything() -> dict[str, list[tuple]]:
    """Every row of every table that an article reaches, as the database holds it."""
    with connection.cursor() as cursor:
        found = {}
        for table in TABLES:
            cursor.execute(f"SELECT * FROM {table} ORDER BY id")
            found[table] = cursor.fetchall()
    return found


def make_rich_article(**changes: object) -> Article:
    """An article that uses every column and every list, with values that suffer easily."""
    make_offering("By the rule", ("Symplur: Telehealth",))
    article = make_article(
        categories=("Symplur: Telehealth", "Healthcare IT News: Payers", "Unfiled"),
        authors=("Radhika Narayanan", "Ann Other"),
        tags=("News", "AI", "payers, public", 'so-called "smart"'),
        **{
            "title": " A title\nof two lines ",
            "description": "Cut after two hundred characters, here – ",
            "via": " ",
            "insights": "First.\r\n\r\nSecond. ",
            "insights_name": " ",
            "source_url": "ftp://example.org/not the web ",
            "source_date": date(2021, 6, 22),
            "date": date(2021, 6, 24),
            "published_at": datetime(2021, 6, 24, 10, 24, 47, 852974, tzinfo=UTC),
            "modified_at": datetime(2021, 6, 24, 10, 24, 47, 852974, tzinfo=UTC),
            "work_package_id": 6800,
            "upstream_status": " ",
            **changes,
        },
    )
    Article.objects.filter(pk=article.pk).update(slug="an.odd~slug", path="/news/an.odd~slug/")
    ArticleCategory.objects.filter(position__gt=0).update(position=7)
    ArticleAuthor.objects.update(position=0)
    RelatedOffering.objects.create(article=article, offering=make_offering(), position=5)
    RelatedOffering.objects.create(
        article=article, offering=make_offering(), position=5, chosen="excluded"
    )
    for position, path in enumerate(["/news/old", "no/slash ", "http://elsewhere/"]):
        Alias.objects.create(article=article, path=path, position=position * 3)
    MediaFile.objects.create(
        article=article, name="a.jpeg", alt=" ", size=[768, 461], width=1, height=1
    )
    MediaFile.objects.create(article=article, role=MediaFile.Role.FEATURED_PDF, file="x/y.pdf")
    PageMetadata.objects.create(article=article, html={"b": None, "a": ""}, open_graph=None)
    kept = {"order": ["b", "a"], "file": {"b": 1.0}, "derived": {}}
    ArticleFile.objects.create(article=article, path="a.md", head="---\n---\n", kept=kept)
    return article


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("body_format", Article.BodyFormat.values)
def test_an_untouched_form_changes_no_column(chief, save, body: str, body_format: str) -> None:
    article = make_rich_article(body=body, body_format=body_format)
    before = everything()
    response = save(article)
    assert response.status_code == 302, response.context["errors"]
    assert everything() == before
    assert not LogEntry.objects.exists()


def test_an_untouched_form_of_an_editor_changes_no_column(editor, save) -> None:
    article = make_rich_article(state="draft")
    before = everything()
    assert save(article).status_code == 302
    assert everything() == before


def test_an_empty_description_stays_empty_until_it_or_the_body_is_edited(chief, save) -> None:
    article = make_article(description="")
    save(article, title="Another title")
    article.refresh_from_db()
    assert (article.title, article.description) == ("Another title", "")


def test_a_change_of_one_field_is_a_change_of_one_column_and_of_the_moment(chief, save) -> None:
    article = make_rich_article()
    before = Article.objects.values().get()
    save(article, source_byline="Ann Author")
    after = Article.objects.values().get()
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"source_byline", "modified_at"}


def test_a_change_in_a_list_alone_moves_the_moment_of_the_last_change(chief, save) -> None:
    article = make_article(tags=("News",), categories=("Symplur: Telehealth",))
    before = article.modified_at
    row = article.article_categories.get()
    save(article, **{"article_categories-0-DELETE": "on"})
    article.refresh_from_db()
    assert not ArticleCategory.objects.filter(pk=row.pk).exists()
    assert article.modified_at > before


def test_the_line_breaks_of_an_edited_text_stay_those_of_the_document(chief, save) -> None:
    article = make_article(body="One.\r\nTwo.\r\n", body_format="markdown")
    save(article, body="One.\r\nTwo!\r\n")
    other = make_article(body="One.\nTwo.\n", body_format="markdown")
    save(other, body="One.\r\nTwo!\r\n")
    assert Article.objects.get(pk=article.pk).body == "One.\r\nTwo!\r\n"
    assert Article.objects.get(pk=other.pk).body == "One.\nTwo!\n"


def test_the_second_of_two_editors_is_told_and_loses_nothing(chief, save) -> None:
    article = make_article(title="As it was")
    opened = article.modified_at.isoformat()
    editing.touch(article)
    article.save()
    response = save(article, opened=opened, title="As I would have it")
    assert response.status_code == 200
    page = response.content.decode()
    assert "after you opened this page" in page
    assert 'value="As I would have it"' in page
    assert Article.objects.get().title == "As it was"
    assert f'value="{article.modified_at.isoformat()}"' in page, "saving again is knowing"
