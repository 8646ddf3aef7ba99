"""What the database itself keeps unique, and the one gate to readers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from news.models import Alias, Article, Section
from tests.builders import make_article

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "shared",
    [
        {"slug": "same"},
        {"md_name": "same.md"},
        {"work_package_id": 7},
        {"clean_url": "https://example.org/same"},
    ],
)
def test_the_database_refuses_a_second_article_of_one_name(shared: dict[str, object]) -> None:
    make_article(**shared)
    with pytest.raises(IntegrityError):
        make_article(**shared)


def test_two_spellings_of_one_address_are_one_address() -> None:
    article = make_article(clean_url="https://www.example.org/story/?b=2&a=1#top")
    found = Article.objects.with_source("http://example.org/story?a=1&b=2")
    assert list(found) == [article]


def test_a_declared_duplicate_may_share_an_address() -> None:
    first = make_article(clean_url="https://example.org/same")
    second = make_article(clean_url="https://example.org/same", duplicate_of=first)
    assert set(Article.objects.with_source("https://example.org/same")) == {first, second}


def test_articles_without_an_address_do_not_collide() -> None:
    make_article(clean_url="")
    make_article(clean_url="")


def test_one_slug_may_stand_in_two_sections() -> None:
    make_article(slug="same")
    other = Section.objects.create(name="Post", base_path="/post/")
    assert make_article(slug="same", section=other).path == "/post/same/"


def test_an_alias_leads_to_one_article_however_its_slashes_are_written() -> None:
    Alias.objects.create(article=make_article(), path="/news/old/")
    with pytest.raises(IntegrityError):
        Alias.objects.create(article=make_article(), path="news/old")


@pytest.mark.parametrize(
    "hidden",
    [
        {"state": Article.State.CAPTURED},
        {"state": Article.State.DRAFT},
        {"state": Article.State.IN_REVIEW},
        {"state": Article.State.WITHDRAWN},
        {"published_at": None},
        {"published_at": timezone.now() + timedelta(days=1)},
    ],
)
def test_the_gate_lets_nothing_through_that_is_not_published(hidden: dict[str, object]) -> None:
    shown, _ = make_article(), make_article(**hidden)
    assert list(Article.objects.published()) == [shown]


def test_a_new_article_gets_a_file_name_of_its_own_that_can_be_made_again() -> None:
    article = make_article(clean_url="https://example.org/once")
    name = article.md_name
    article.delete()
    assert make_article(clean_url="https://example.org/once").md_name == name


def test_tags_keep_the_order_in_which_they_were_given() -> None:
    article = make_article(tags=("zebra", "Apple", "mango"))
    assert Article.objects.for_page().get(pk=article.pk).ordered_tags() == [
        "zebra",
        "Apple",
        "mango",
    ]
