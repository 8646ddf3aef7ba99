"""Working off an order, against a real site: what becomes of it, and who takes its steps."""

from __future__ import annotations

import pytest
from django.utils import timezone

from news import drafting
from news.capturing import capture, order, take_step, work_off, working
from news.capturing.again import differences
from news.harvesting.fetch import FetchError, Kind
from news.models import Article, Capture, HarvestRecord
from tests.builders import make_article
from tests.news.capturing.pages import page, publish
from tests.site import Answer, Request, Site

pytestmark = pytest.mark.django_db
Stage = Capture.Stage


@pytest.mark.parametrize("spelling", ["{}/", "{}?utm_source=x", "{}#comments"])
def test_an_address_that_is_here_leads_to_its_article(site: Site, spelling: str) -> None:
    url = publish(site)
    first = capture(url)
    asked = len(site.asked)
    again = capture(spelling.format(url))
    assert (again.stage, again.article) == (Stage.KNOWN, first.article)
    assert len(site.asked) == asked
    assert Article.objects.count() == 1


def test_a_redirect_to_what_is_here_leads_to_its_article(site: Site) -> None:
    first = capture(publish(site))
    site.redirect("/short", "/news/nurse")
    again = capture(site.at("/short"))
    assert (again.stage, again.article) == (Stage.KNOWN, first.article)


def test_two_that_capture_one_address_at_once_make_one_article(site: Site, monkeypatch) -> None:
    url = publish(site)
    read = working.read_source

    def meanwhile(*args: object, **kwargs: object) -> object:
        source = read(*args, **kwargs)
        make_article("The other's", clean_url=url)
        return source

    monkeypatch.setattr(working, "read_source", meanwhile)
    one = capture(url)
    assert (one.stage, one.article.title) == (Stage.KNOWN, "The other's")


def test_a_page_that_is_gone_leaves_its_address_and_the_reason(site: Site) -> None:
    one = capture(site.at("/2026/amazons-march-into-healthcare.html"))
    article = one.article
    assert one.stage == Stage.FAILED
    assert "404" in one.problem
    assert article.title == "Amazons march into healthcare"
    assert article.clean_url == site.at("/2026/amazons-march-into-healthcare.html")
    assert article.harvest_record.problem_kind == Kind.NOT_FOUND
    assert article.harvest_record.problem == one.problem


def test_a_page_that_sends_to_the_front_page_is_gone(site: Site) -> None:
    site.redirect("/old-story", "/")
    site.page("/", "<title>The Ward Review</title>")
    one = capture(site.at("/old-story"))
    assert one.stage == Stage.FAILED
    assert "front page" in one.problem


def test_a_page_behind_a_sign_in_says_what_to_do(site: Site) -> None:
    site.redirect("/members/story", "/login?next=/members/story")
    site.page("/login?next=/members/story", "<title>Sign in</title>")
    assert "bookmarklet" in capture(site.at("/members/story")).problem


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "ftp://example.org/x", "no address", "http://"]
)
def test_what_is_no_address_makes_no_article(url: str) -> None:
    one = capture(url)
    assert one.stage == Stage.REFUSED
    assert one.problem
    assert not Article.objects.exists()


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/x", "http://10.0.0.1/x", "http://localhost/x"])
def test_an_address_inside_is_refused_and_makes_no_article(site: Site, url: str) -> None:
    one = capture(url)
    assert one.stage == Stage.REFUSED
    assert not Article.objects.exists()


def test_a_page_from_the_browser_is_not_fetched(site: Site) -> None:
    url = publish(site)
    site.page("/news/nurse", "no", status=403)
    one = capture(url, html=page(title="As I See It").encode(), way=Capture.Way.BROWSER)
    assert one.stage == Stage.DONE
    assert one.article.title == "As I See It"
    assert one.article.harvest_record.way == HarvestRecord.Way.BROWSER
    assert "/news/nurse" not in site.asked
    one.refresh_from_db()
    assert one.page is None  # it was only needed once


def test_an_order_of_a_feed_waits_while_its_site_asks_to_come_later(site: Site) -> None:
    site.page("/busy", status=429, Retry_After="60")
    (one,) = order([site.at("/busy")], way=Capture.Way.FEED)
    work_off([one], background=True)
    assert (one.stage, one.article) == (Stage.WAITING, None)
    assert one.problem
    Capture.objects.update(created_at=one.created_at - working.HELD_FOR)
    one.refresh_from_db()
    work_off([one], background=True)
    assert one.stage == Stage.FAILED
    assert one.article is not None


def test_many_are_worked_off_and_one_that_fails_stops_no_other(site: Site) -> None:
    good, bad = publish(site), site.at("/gone")
    orders = order([bad, good])
    work_off(orders)
    assert [one.stage for one in orders] == [Stage.FAILED, Stage.DONE]


def test_a_step_is_taken_by_one_only(site: Site) -> None:
    (one,) = order([publish(site)])
    Capture.objects.claim(one)
    assert not take_step(one)
    assert site.asked == []


def test_a_fault_of_our_own_ends_its_order_keeps_the_address_and_stops_no_other(
    site: Site, monkeypatch, caplog
) -> None:
    def broken(url: str, **_: object) -> None:
        if url.endswith("/nurse"):
            raise ZeroDivisionError
        return read(url)

    read = working.read_source
    monkeypatch.setattr(working, "read_source", broken)
    bad, good = order([publish(site), publish(site, "/news/two")])
    work_off([bad, good])
    bad.refresh_from_db()
    assert (bad.stage, bad.problem, bad.claimed_at) == (Stage.FAILED, working.BROKEN, None)
    assert bad.article.clean_url == site.at("/news/nurse")
    assert bad.article.harvest_record.problem == working.BROKEN
    assert good.stage == Stage.DONE
    assert "ZeroDivisionError" in caplog.text


def test_a_worker_whose_claim_has_passed_to_another_writes_nothing(site: Site, monkeypatch) -> None:
    (one,) = order([publish(site)])
    read = working.read_source

    def slow(*args: object, **kwargs: object) -> object:
        found = read(*args, **kwargs)
        Capture.objects.update(claimed_at=timezone.now(), problem="the other's")
        return found

    monkeypatch.setattr(working, "read_source", slow)
    take_step(one)
    kept = Capture.objects.get()
    assert (kept.stage, kept.problem) == (Stage.WAITING, "the other's")
    assert one.stage == Stage.WAITING


def test_an_article_of_another_page_that_takes_the_slug_meanwhile_stops_nothing(
    site: Site, monkeypatch
) -> None:
    complete, others = drafting.complete, iter(["https://example.org/other"])

    def meanwhile(article: Article) -> None:
        complete(article)
        for url in others:
            make_article("The other's", clean_url=url, slug=article.slug)

    monkeypatch.setattr(drafting, "complete", meanwhile)
    one = capture(publish(site))
    assert (one.stage, one.article.title) == (Stage.DONE, "A Nurse on the Phone")
    assert next(others, None) is None  # the slug was taken the first time


@pytest.mark.parametrize(
    "url", ["https://reader:secret@example.org/x", f"https://{'h' * 300}.org/x", "https://a b/x"]
)
def test_a_page_from_the_browser_makes_no_way_for_an_address_that_readers_cannot_follow(
    url: str,
) -> None:
    one = capture(url, html=page().encode(), way=Capture.Way.BROWSER)
    assert one.stage == Stage.REFUSED
    assert not Article.objects.exists()


def test_a_saved_page_is_read_in_its_own_encoding() -> None:
    html = page(title="Pflege für alle").replace("utf-8", "iso-8859-1").encode("iso-8859-1")
    one = capture("https://example.org/x", html=html, way=Capture.Way.BROWSER)
    assert one.article.title == "Pflege für alle"


def test_background_work_minds_the_robots_and_a_curator_does_not(site: Site) -> None:
    url = publish(site)
    site.page("/robots.txt", "User-agent: *\nDisallow: /", content_type="text/plain")
    (feed,) = order([url], way=Capture.Way.FEED)
    work_off([feed], background=True)
    assert feed.article.harvest_record.problem_kind == Kind.BLOCKED
    other = publish(site, "/news/other")
    assert capture(other).stage == Stage.DONE


def test_with_a_worker_the_desk_waits_a_moment_and_no_longer(site: Site, settings) -> None:
    (one,) = order([publish(site)])
    assert not working.is_left_to_worker(one)
    settings.TASK_WORKER = True
    assert working.is_left_to_worker(one)
    one.created_at -= working.PATIENCE
    assert not working.is_left_to_worker(one)


def test_the_task_works_off_a_batch(site: Site) -> None:
    orders = order([publish(site), publish(site, "/news/two")])
    working.work_off_later.enqueue([one.pk for one in orders])
    assert {one.stage for one in Capture.objects.all()} == {Stage.DONE}


def test_a_failure_to_fetch_is_a_kind_and_a_sentence(site: Site) -> None:
    def forbidden(_: Request) -> Answer:
        return Answer(b"<h1>Forbidden</h1>", 403, (("Content-Type", "text/html"),))

    site.reply("/walled", forbidden)
    one = capture(site.at("/walled"))
    assert one.article.harvest_record.problem_kind == Kind.BLOCKED
    assert str(FetchError(Kind.BLOCKED, one.problem)) == one.problem


def test_a_page_from_the_browser_of_an_article_that_is_here_waits_to_be_compared(
    site: Site,
) -> None:
    article = capture(site.at("/members")).article  # the site did not let Medigy in
    html = page(title="What Members Read").encode()
    one = capture(site.at("/members"), html=html, way=Capture.Way.BROWSER)
    assert (one.stage, one.article) == (Stage.KNOWN, article)
    record = HarvestRecord.objects.get(article=article)
    found = {difference.name: difference for difference in differences(article, record)}
    assert found["title"].now == "What Members Read"
    assert found["title"].fills_a_gap  # the title was only guessed from the address
    assert found["body"].fills_a_gap


def test_a_page_of_an_article_whose_address_is_none_ends_there_all_the_same() -> None:
    article = make_article("From a file", clean_url="https://reader:secret@example.org/x")
    html = page(title="As I See It").encode()
    one = capture("https://reader:secret@example.org/x", html=html, way=Capture.Way.BROWSER)
    assert (one.stage, one.article) == (Stage.KNOWN, article)
