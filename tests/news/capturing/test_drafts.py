"""What a draft is filled with: the page, its picture, its publication, what a feed told."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.db import connection

from news.capturing import capture, order, take_step, work_off
from news.harvesting import images
from news.models import Article, Capture, Feed, MediaFile, Publication
from news.querysets import PublicationQuerySet
from tests.news.capturing.pages import STORY, publish
from tests.pictures import picture
from tests.site import Answer, Site

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


def test_a_document_is_drawn_when_no_transaction_waits_for_it(site: Site, monkeypatch) -> None:
    depths = []

    def draw(_: bytes) -> images.Prepared:
        depths.append(len(connection.savepoint_ids))
        raise images.ImageError

    monkeypatch.setattr(images, "render_pdf_page", draw)
    site.page("/report.pdf", picture("PDF", (600, 800)), content_type="application/pdf")
    assert capture(site.at("/report.pdf")).stage == Stage.DONE
    assert depths == [len(connection.savepoint_ids)]


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
