"""From an address to a draft, against a real site on this machine."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from news import drafting
from news.capturing import capture, order, take_step, work_off, working
from news.capturing.again import differences
from news.harvesting import images
from news.harvesting.fetch import FetchError, Kind
from news.models import Article, Capture, Feed, HarvestRecord, MediaFile, Publication
from news.querysets import PublicationQuerySet
from tests.builders import make_article
from tests.news.capturing.pages import STORY, page, publish
from tests.pictures import picture
from tests.site import Answer, Request, Site

pytestmark = pytest.mark.django_db
Stage = Capture.Stage


def test_a_page_becomes_a_draft_that_needs_no_typing(site: Site) -> None:
    marta = User.objects.create_user("marta", first_name="Inês", last_name="Duarte")
    pasted = f"{publish(site)}?utm_source=mail"
    one = capture(pasted, user=marta)
    article = one.article
    assert (one.stage, one.problem) == (Stage.DONE, "")
    assert article.state == Article.State.DRAFT
    assert article.source_url == pasted
    assert article.clean_url == site.at("/news/nurse")
    assert article.title == "A Nurse on the Phone"
    assert article.description == "A year of calls after discharge cut readmissions by a fifth."
    assert article.source_byline == "Marta Reis"
    assert article.source_date == date(2026, 10, 3)
    assert article.publication.name == "The Ward Review"
    assert [str(author) for author in article.ordered_authors()] == ["Inês Duarte"]
    assert article.ordered_tags() == ["News"]
    assert article.slug.endswith("a-nurse-on-the-phone")
    assert f'<a href="{site.at("/study")}">the study</a>' in article.body


def test_the_picture_is_stored_under_its_exported_name_and_waits_for_its_words(site: Site) -> None:
    article = capture(publish(site)).article
    medium = article.featured_image
    assert (medium.format, medium.width, medium.height) == ("JPEG", 1200, 800)
    assert medium.name == f"{article.stem}-featuredImage.jpeg"
    assert medium.alt == article.title  # which the desk counts as “not reviewed”


def test_the_three_blocks_are_kept_as_the_page_has_them(site: Site) -> None:
    metadata = capture(publish(site)).article.page_metadata
    assert metadata.html["ogsite_name"] == "The Ward Review"
    assert metadata.html["author"] == "Marta Reis"
    assert metadata.open_graph["ogtitle"] == "A Nurse on the Phone | The Ward Review"
    assert metadata.twitter["twittercard"] is None


def test_the_publication_gets_its_icon_its_home_and_the_feeds_it_offers(site: Site) -> None:
    publication = capture(publish(site)).article.publication
    assert publication.favicon.name.startswith("publications/")
    assert publication.home_url == site.at("/")
    feed = Feed.objects.get()
    assert (feed.publication, feed.url, feed.is_followed) == (
        publication,
        site.at("/feed.xml"),
        False,
    )


def test_each_field_remembers_where_it_stood(site: Site) -> None:
    record = capture(publish(site)).article.harvest_record
    assert record.origins["title"] == "og:title"
    assert record.answers["title"] == "A Nurse on the Phone"
    assert record.images[0]["url"] == site.at("/ward.jpeg")
    assert "a nurse call them each evening" in record.text


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


def test_a_picture_that_cannot_be_had_gives_way_to_the_next(site: Site) -> None:
    url = publish(site, image="/gone.jpeg", more='<meta name="twitter:image" content="/ward.jpeg">')
    assert capture(url).article.featured_image.width == 1200


@pytest.mark.parametrize(
    "answer",
    [
        Answer(
            b"<svg xmlns='http://www.w3.org/2000/svg'/>", headers=(("Content-Type", "image/png"),)
        ),
        Answer(b"not a picture", headers=(("Content-Type", "image/jpeg"),)),
        Answer(picture("PNG", (1, 1)), headers=(("Content-Type", "image/png"),)),
        Answer(b"", 500),
    ],
)
def test_a_draft_without_a_usable_picture_is_a_draft(site: Site, answer: Answer) -> None:
    url = publish(site)
    site.reply("/ward.jpeg", lambda _: answer)
    one = capture(url)
    assert one.stage == Stage.DONE
    assert one.article.featured_image is None


def test_what_a_feed_told_fills_a_page_that_cannot_be_read(site: Site) -> None:
    hints = {"title": "From the feed", "description": "It said so.", "date": "2026-11-01"}
    (one,) = order([site.at("/gone")], way=Capture.Way.FEED, hints=[hints])
    work_off([one])
    article = one.article
    assert article.state == Article.State.CAPTURED
    assert (article.title, article.description) == ("From the feed", "It said so.")
    assert article.source_date == date(2026, 11, 1)


def test_what_a_feed_told_completes_what_the_page_does_not_say(site: Site) -> None:
    site.page("/bare", f"<title>Bare</title><article><p>{STORY}</p></article>")
    hints = {"title": "From the feed", "author": "Marta Reis", "date": "2026-11-01"}
    (one,) = order([site.at("/bare")], way=Capture.Way.FEED, hints=[hints])
    work_off([one])
    assert one.article.title == "Bare"
    assert one.article.source_byline == "Marta Reis"
    assert one.article.source_date == date(2026, 11, 1)


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


def test_what_is_learnt_of_a_publication_undoes_nothing_that_another_stores(
    site: Site, monkeypatch
) -> None:
    at = PublicationQuerySet.at

    def meanwhile(*args: str) -> Publication:
        publication = at(*args)
        Publication.objects.update(favicon="publications/icon.png")
        return publication

    monkeypatch.setattr(PublicationQuerySet, "at", meanwhile)
    (one,) = order([publish(site)])
    take_step(one)
    publication = Publication.objects.get()
    assert (publication.favicon.name, publication.home_url) == (
        "publications/icon.png",
        site.at("/"),
    )


def test_a_curators_name_as_long_as_accounts_allow_is_cut(site: Site) -> None:
    user = User.objects.create_user("x", first_name="F" * 150, last_name="L" * 150)
    (author,) = capture(publish(site), user=user).article.ordered_authors()
    assert author.name == f"{'F' * 150} {'L' * 49}"


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


def test_a_document_is_drawn_when_no_transaction_waits_for_it(site: Site, monkeypatch) -> None:
    depths = []

    def draw(_: bytes) -> images.Prepared:
        depths.append(len(connection.savepoint_ids))
        raise images.ImageError

    monkeypatch.setattr(images, "render_pdf_page", draw)
    site.page("/report.pdf", picture("PDF", (600, 800)), content_type="application/pdf")
    assert capture(site.at("/report.pdf")).stage == Stage.DONE
    assert depths == [len(connection.savepoint_ids)]


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


def test_a_pdf_becomes_an_article_with_the_document_and_its_first_page(site: Site) -> None:
    site.page("/report.pdf", picture("PDF", (600, 800)), content_type="application/pdf")
    article = capture(site.at("/report.pdf")).article
    assert article.medium(MediaFile.Role.FEATURED_PDF).format == "PDF"
    assert article.featured_image.format in ("PNG", "JPEG")
    assert article.title == "Report"


def test_a_day_that_is_only_guessed_stands_in_no_draft(site: Site) -> None:
    site.page("/old", f"<title>Old</title><p>{STORY}</p><footer>© 2019 The Ward Review</footer>")
    article = capture(site.at("/old")).article
    assert article.source_date is None
    assert article.harvest_record.answers["date"] == ""


def test_a_page_of_an_article_whose_address_is_none_ends_there_all_the_same() -> None:
    article = make_article("From a file", clean_url="https://reader:secret@example.org/x")
    html = page(title="As I See It").encode()
    one = capture("https://reader:secret@example.org/x", html=html, way=Capture.Way.BROWSER)
    assert (one.stage, one.article) == (Stage.KNOWN, article)
