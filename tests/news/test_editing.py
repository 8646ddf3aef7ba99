"""The verbs of an editor's work, and what they refuse."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from news import editing
from news.editing import EditingError
from news.models import Alias, Article
from tests.builders import make_article

State = Article.State
pytestmark = pytest.mark.django_db


def draft(**changes: object) -> Article:
    return make_article(**{"state": State.DRAFT, "published_at": None, **changes})


def test_a_draft_goes_through_review_to_readers() -> None:
    article = draft()
    editing.submit(article)
    assert article in Article.objects.in_review()
    editing.publish(article)
    assert article in Article.objects.published()


def test_every_step_is_a_change() -> None:
    article = draft()
    before = article.modified_at
    editing.submit(article)
    article.refresh_from_db()
    assert article.modified_at > before


def test_an_article_in_review_can_be_sent_back() -> None:
    article = draft(state=State.IN_REVIEW)
    editing.send_back(article)
    assert article.state == State.DRAFT


def test_a_scheduled_article_waits_for_its_moment() -> None:
    article = draft()
    editing.schedule(article, timezone.now() + timedelta(hours=1))
    assert article.is_scheduled
    assert article in Article.objects.scheduled()
    assert article not in Article.objects.published()
    editing.publish(article)
    assert article in Article.objects.published()


def test_a_moment_that_is_past_is_refused() -> None:
    with pytest.raises(EditingError, match="is past"):
        editing.schedule(draft(), timezone.now() - timedelta(minutes=1))


def test_a_withdrawn_article_is_kept_from_readers_and_can_return() -> None:
    article = make_article()
    editing.withdraw(article)
    assert article not in Article.objects.published()
    editing.publish(article)
    assert article in Article.objects.published()


@pytest.mark.parametrize(
    ("step", "state"),
    [
        (editing.submit, State.PUBLISHED),
        (editing.send_back, State.DRAFT),
        (editing.keep, State.DRAFT),
        (editing.withdraw, State.DRAFT),
        (editing.publish, State.PUBLISHED),
    ],
)
def test_a_step_out_of_turn_is_refused_and_changes_nothing(step, state: str) -> None:
    article = make_article(state=state)
    with pytest.raises(EditingError):
        step(article)
    assert Article.objects.get(pk=article.pk).state == state


def test_what_is_not_complete_is_not_published() -> None:
    with pytest.raises(EditingError, match="has no body yet"):
        editing.publish(draft(body="  "))


class TestRenaming:
    def test_an_address_that_readers_knew_redirects(self) -> None:
        article = make_article(slug="old")
        editing.rename(article, "new")
        assert article.path == "/news/new/"
        assert Alias.objects.get().path == "/news/old"

    def test_the_address_of_a_draft_leaves_no_trace(self) -> None:
        article = draft(slug="old")
        editing.rename(article, "new")
        assert not Alias.objects.exists()

    def test_returning_to_the_first_address_leaves_one_redirect(self) -> None:
        article = make_article(slug="old")
        editing.rename(article, "new")
        editing.rename(article, "old")
        assert [alias.path for alias in article.aliases.all()] == ["/news/new"]


class TestTheNewAddressOfASource:
    def test_readers_follow_it_and_the_pasted_one_is_kept(self) -> None:
        article = make_article(source_url="https://old.example/a?utm_source=x")
        before = article.modified_at
        editing.move_source(article, "https://new.example/a?utm_source=y")
        article.refresh_from_db()
        assert article.clean_url == "https://new.example/a"
        assert article.source_url == "https://old.example/a?utm_source=x"
        assert article.publication.host == "new.example"
        assert article in Article.objects.with_source("http://www.new.example/a/")
        assert article.modified_at > before

    def test_on_the_same_site_the_publication_stays(self) -> None:
        article = make_article()
        publication = article.publication
        editing.move_source(article, "https://www.example.org/moved")
        assert article.publication == publication

    def test_one_from_which_another_article_comes_is_refused(self) -> None:
        other, article = make_article("Other"), make_article()
        before = article.clean_url
        with pytest.raises(EditingError, match="“Other” comes from there already"):
            editing.move_source(article, other.clean_url)
        article.refresh_from_db()
        assert article.clean_url == before

    @pytest.mark.parametrize("url", ["", "javascript:alert(1)", "ftp://a.example/"])
    def test_what_is_no_page_is_refused(self, url: str) -> None:
        with pytest.raises(EditingError, match="is no address of a page"):
            editing.move_source(make_article(), url)
