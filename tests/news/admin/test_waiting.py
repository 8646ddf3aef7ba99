"""No transaction is open while a site is waited for: nobody else's saving waits with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from news import checking, polling
from news.capturing import capture
from news.harvesting import fetch
from news.models import Feed, Publication
from tests.news.admin.conftest import shown_form
from tests.news.capturing.pages import publish
from tests.news.polled import rss
from tests.pictures import picture
from tests.site import Site

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def waits(monkeypatch) -> list[bool]:
    """For every call over the wire: whether a transaction was open."""
    found: list[bool] = []
    called = fetch.called

    def watched(*args: Any) -> Any:
        found.append(connection.in_atomic_block)
        return called(*args)

    monkeypatch.setattr(fetch, "called", watched)
    return found


def none_in(waits: list[bool], least: int = 1) -> bool:
    """Whether there were calls, and none of them kept the database waiting."""
    return len(waits) >= least and not any(waits)


def test_while_an_address_is_captured(site: Site, waits: list[bool]) -> None:
    capture(publish(site))
    assert none_in(waits, 3)  # the page, its picture, the icon


def test_while_a_second_look_is_taken(chief: Client, site: Site, waits: list[bool]) -> None:
    article = capture(publish(site)).article
    site.page("/two.jpeg", picture("JPEG", (800, 600)), content_type="image/jpeg")
    publish(site, title="Two Nurses", image="/two.jpeg")
    waits.clear()
    chief.post(reverse("admin:news_article_read_again", args=[article.pk]))
    compare = reverse("admin:news_article_compare", args=[article.pk])
    chief.post(compare, {"take": ["title", "picture"]})
    assert none_in(waits, 2)
    article.refresh_from_db()
    assert (article.title, article.featured_image.width) == ("Two Nurses", 800)


def test_while_a_picture_is_picked_in_the_form(
    chief: Client, site: Site, waits: list[bool], save: Callable[..., Any]
) -> None:
    site.page("/two.jpeg", picture("JPEG", (900, 600)), content_type="image/jpeg")
    more = '<meta name="twitter:image" content="/two.jpeg">'
    article = capture(publish(site, more=more)).article
    urls = [one["url"] for one in article.harvest_record.images]
    waits.clear()
    save(article, picture_choice=urls.index(site.at("/two.jpeg")))
    assert none_in(waits)
    article.refresh_from_db()
    assert article.featured_image.width == 900


def test_while_the_feed_is_read_that_an_editor_adds(
    chief: Client, site: Site, waits: list[bool]
) -> None:
    site.page("/feed", rss("/a", title="Ward news"))
    chief.post("/admin/news/feed/add/", {"url": site.at("/feed"), "title": ""})
    assert none_in(waits)
    waits.clear()
    feed = Feed.objects.get()
    url = reverse("admin:news_feed_change", args=[feed.pk])
    form = shown_form(chief.get(url).content.decode())
    chief.post(url, {**form, "news_feed_read_this": "1"})
    assert none_in(waits)


def test_while_the_feed_of_a_publication_is_read(
    chief: Client, site: Site, waits: list[bool]
) -> None:
    site.page("/feed", rss(title="Ward news"))
    publication = Publication.objects.at("ward.example")
    url = reverse("admin:news_publication_change", args=[publication.pk])
    form = shown_form(chief.get(url).content.decode())
    added = {"feeds-TOTAL_FORMS": "1", "feeds-0-url": site.at("/feed"), "feeds-0-title": ""}
    chief.post(url, {**form, **added})
    assert Feed.objects.get().title == "Ward news"
    assert none_in(waits)


def test_while_feeds_are_polled_and_sources_looked_at(site: Site, waits: list[bool]) -> None:
    article = capture(publish(site)).article
    waits.clear()
    site.page("/feed", rss("/a"))
    Feed.objects.create(publication=article.publication, url=site.at("/feed"), is_followed=True)
    assert [report.problem for report in polling.poll_due()] == [""]
    polling.capture_entries()
    checking.check(article)
    assert none_in(waits, 3)
