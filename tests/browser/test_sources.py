"""An editor follows a feed, and looks after a source that has moved."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from news import checking
from news.models import Article, Feed, SourceCheck
from tests.news.capturing.pages import publish
from tests.news.polled import rss
from tests.news.test_checking import from_site, page
from tests.site import Site


def test_a_feed_is_added_followed_and_read_and_its_entry_opens_as_an_article(
    desk: Page, site: Site
) -> None:
    site.page("/feed.xml", rss(publish(site), title="Ward news"))  # the page names it too
    desk.goto(desk.url + "news/feed/add/")
    desk.fill("#id_url", site.at("/feed.xml"))
    desk.check("#id_is_followed")
    desk.click("button[name=_save]")
    desk.check("[name=_selected_action]")
    desk.select_option("select[name=action]", "read_selected")
    desk.click("button[name=index]")
    expect(desk.locator("#id_title")).to_have_value("A Nurse on the Phone")
    article = Article.objects.get()
    assert article.state == Article.State.CAPTURED
    assert Feed.objects.get().title == "Ward news"


def test_a_page_that_is_no_feed_names_its_feeds(desk: Page, site: Site) -> None:
    link = '<link rel="alternate" type="application/rss+xml" href="/feed">'
    site.page("/", f"<!doctype html><html><head><title>Ward</title>{link}</head></html>")
    desk.goto(desk.url + "news/feed/add/")
    desk.fill("#id_url", site.at("/"))
    desk.click("button[name=_save]")
    expect(desk.get_by_text(f"This is a web page. It offers: {site.at('/feed')}")).to_be_visible()


def test_the_first_page_leads_to_a_source_that_moved_and_its_new_address_is_taken(
    desk: Page, site: Site
) -> None:
    article = from_site(site, "/night")
    site.redirect("/night", "/stories/night", 301)
    site.page("/stories/night", page())
    checking.check(article)
    desk.reload()
    desk.click("text=sources that died, moved or changed")
    expect(desk.get_by_text("The source has moved for good")).to_be_visible()
    desk.click(f"text={article.title}")
    desk.click("text=Take the new address")
    expect(desk.get_by_text("1 article leads to the new address now.")).to_be_visible()
    article.refresh_from_db()
    assert article.clean_url == site.at("/stories/night")
    assert not SourceCheck.objects.filter(needs_look=True).exists()


def test_the_inbox_fits_a_telephone(desk: Page, site: Site) -> None:
    checking.check(from_site(site, "/" + "a-long-address-" * 9))
    desk.set_viewport_size({"width": 390, "height": 800})
    desk.goto(desk.url + "news/sourcecheck/")
    expect(desk.get_by_text("has nothing at this address (404)")).to_be_visible()
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")
