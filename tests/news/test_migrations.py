"""What migrations do to the rows of a desk that is in use."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from news.harvesting.addresses import address_key
from news.models import Article
from tests.builders import make_article


def rekey() -> None:
    with connection.schema_editor() as editor:
        import_module("news.migrations.0004_address_keys").rekey(apps, editor)


@pytest.fixture
def stale() -> tuple[Article, Article]:
    """Two articles of one page, which older rules took for two."""
    first = make_article(clean_url="https://example.org/a")
    second = make_article(clean_url="https://example.org/b")
    Article.objects.filter(pk=first.pk).update(address_key="1" * 64)
    Article.objects.filter(pk=second.pk).update(
        address_key="2" * 64, clean_url="https://example.org/a?utm_source=mail"
    )
    return first, second


@pytest.mark.django_db(transaction=True)
def test_keys_follow_the_rules_and_both_articles_of_a_page_stay(
    stale: tuple[Article, Article],
) -> None:
    first, second = stale
    rekey()
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.address_key == second.address_key == address_key("https://example.org/a")
    assert (first.duplicate_of, second.duplicate_of) == (None, first)


@pytest.mark.django_db(transaction=True)
def test_the_later_article_is_the_duplicate_also_where_its_key_was_right_before(
    stale: tuple[Article, Article],
) -> None:
    first, second = stale
    Article.objects.filter(pk=second.pk).update(address_key=address_key("https://example.org/a"))
    rekey()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.duplicate_of, second.duplicate_of) == (None, first)


@pytest.mark.django_db(transaction=True)
def test_a_key_that_is_out_of_date_makes_no_duplicate(stale: tuple[Article, Article]) -> None:
    first, second = stale
    Article.objects.filter(pk=second.pk).update(
        address_key=address_key("https://example.org/a"), clean_url="https://example.org/b"
    )
    rekey()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.duplicate_of, second.duplicate_of) == (None, None)
    assert first.address_key == address_key("https://example.org/a")
    assert second.address_key == address_key("https://example.org/b")


@pytest.mark.django_db(transaction=True)
def test_a_second_run_changes_nothing(stale: tuple[Article, Article]) -> None:
    rekey()
    rows = list(Article.objects.order_by("pk").values())
    rekey()
    assert list(Article.objects.order_by("pk").values()) == rows
