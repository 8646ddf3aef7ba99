"""The command that replays the rules for addresses over the archive."""

from __future__ import annotations

import pytest

from news import recleaning
from news.harvesting.addresses import address_key
from news.models import Article, ArticleFile, HarvestRecord
from tests.builders import make_article
from tests.news.test_commands import run

pytestmark = pytest.mark.django_db

DIRTY = "https://example.org/a-story?id=1&fbclid=Iw"
CLEAN = "https://example.org/a-story?id=1"


def make_old(url: str = CLEAN, key: str = "0" * 64, **changes: object) -> Article:
    """An article whose key was made by rules of another time."""
    article = make_article(clean_url=url, **changes)
    Article.objects.filter(pk=article.pk).update(address_key=key)
    return article


def capture(article: Article) -> Article:
    """Make the article one that was captured and that nobody has published."""
    HarvestRecord.objects.create(article=article)
    Article.objects.filter(pk=article.pk).update(published_at=None, state=Article.State.DRAFT)
    return article


def counts(out: str) -> str:
    return out.splitlines()[-1].partition(";")[0]


def test_of_no_articles_there_is_nothing_to_do() -> None:
    code, out, err = run("clean_addresses")
    assert (code, err) == (0, "")
    assert counts(out) == "Read 0: 0 rekeyed, 0 rewritten, 0 not clean but left, 0 duplicates"


def test_keys_are_brought_up_to_date_and_nothing_else_changes() -> None:
    article = make_old(DIRTY)
    before = Article.objects.values().get()
    code, out, _ = run("clean_addresses")
    assert code == 0
    assert counts(out) == "Read 1: 1 rekeyed, 0 rewritten, 1 not clean but left, 0 duplicates"
    assert Article.objects.values().get() == before | {"address_key": address_key(CLEAN)}
    assert Article.objects.with_source(CLEAN).get() == article


def test_a_second_run_finds_nothing_to_do() -> None:
    make_old()
    run("clean_addresses")
    _, out, _ = run("clean_addresses")
    assert counts(out) == "Read 1: 0 rekeyed, 0 rewritten, 0 not clean but left, 0 duplicates"


def test_it_says_what_would_go_and_why() -> None:
    article = make_old(DIRTY)
    _, out, _ = run("clean_addresses", "--dry-run")
    head, change, removal, closing = out.splitlines()
    assert head == f"left: {article.path}"
    assert change == f"  {DIRTY} -> {CLEAN}"
    assert removal.startswith("  without fbclid=Iw: Facebook")
    assert "; rules of " in closing


def test_a_dry_run_changes_nothing_and_counts_the_same() -> None:
    capture(make_old(DIRTY))
    before = list(Article.objects.values())
    _, dry, _ = run("clean_addresses", "--dry-run", "--rewrite")
    assert list(Article.objects.values()) == before
    _, wet, _ = run("clean_addresses", "--rewrite")
    assert dry == wet
    assert counts(wet) == "Read 1: 1 rekeyed, 1 rewritten, 0 not clean but left, 0 duplicates"


def test_a_captured_address_is_rewritten_when_asked() -> None:
    article = capture(make_old(DIRTY, source_url=DIRTY))
    run("clean_addresses")
    article.refresh_from_db()
    assert article.clean_url == DIRTY
    run("clean_addresses", "--rewrite")
    article.refresh_from_db()
    assert (article.clean_url, article.source_url) == (CLEAN, DIRTY)


def test_what_readers_or_files_have_is_not_rewritten() -> None:
    published = make_article(clean_url=DIRTY)
    HarvestRecord.objects.create(article=published)
    by_hand = make_article(clean_url=f"{DIRTY}&id=2", published_at=None)
    exchanged = capture(make_article(clean_url=f"{DIRTY}&id=3"))
    ArticleFile.objects.create(article=exchanged, path="a.md", digest="", body_digest="", head="")
    before = dict(Article.objects.values_list("pk", "clean_url"))
    _, out, _ = run("clean_addresses", "--rewrite")
    assert counts(out) == "Read 3: 0 rekeyed, 0 rewritten, 3 not clean but left, 0 duplicates"
    assert dict(Article.objects.values_list("pk", "clean_url")) == before
    assert by_hand.pk in before


@pytest.mark.parametrize("batch", [1, 500])
def test_two_that_become_duplicates_are_named_and_left(
    batch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recleaning, "BATCH", batch)
    first, second = make_old(DIRTY, "1" * 64), capture(make_old(CLEAN, "2" * 64))
    for arguments in (["--dry-run"], []):
        code, out, err = run("clean_addresses", "--rewrite", *arguments)
        assert code == 3
        assert counts(out).endswith("1 duplicates")
        assert err.startswith(f"{second.path}: it has the same address as {first.path}.")
    second.refresh_from_db()
    assert second.address_key == "2" * 64


def test_one_that_is_known_as_a_duplicate_is_rekeyed() -> None:
    first = make_article(clean_url=CLEAN)
    make_old(DIRTY, duplicate_of=first)
    code, _, _ = run("clean_addresses")
    assert code == 0
    assert Article.objects.with_source(CLEAN).count() == 2


@pytest.mark.parametrize("batch", [1, 500])
def test_keys_may_change_places(batch: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recleaning, "BATCH", batch)
    urls = [f"https://example.org/{name}" for name in "abc"]
    held = [make_article(clean_url=url) for url in urls]
    Article.objects.update(address_key=None)
    for article, url in zip(held, [urls[1], urls[2], urls[0]], strict=True):
        Article.objects.filter(pk=article.pk).update(address_key=address_key(url))
    code, out, _ = run("clean_addresses")
    assert code == 0
    assert counts(out).startswith("Read 3: 3 rekeyed")
    for article, url in zip(held, urls, strict=True):
        assert Article.objects.with_source(url).get() == article


def test_it_asks_as_often_for_many_as_for_few(
    django_assert_max_num_queries: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(12):
        make_old(f"{DIRTY}&page={number}", f"{number:064}")
    with django_assert_max_num_queries(12):
        run("clean_addresses", "--rewrite")
