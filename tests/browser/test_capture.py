"""An editor captures: pastes an address, watches, opens the draft, picks what is proposed."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from news.capturing import capture
from news.models import Article
from tests.builders import make_category, make_offering
from tests.news.capturing.pages import STORY, publish
from tests.pictures import picture
from tests.site import Site

CAPTURE = "[data-capture] button[type=submit]"


def test_a_draft_needs_no_typing_paste_wait_pick_two_topics_submit(desk: Page, site: Site) -> None:
    make_category("Symplur: Readmissions")
    make_category("Healthcare IT News: Hospitals")
    story = f"<p>{STORY} Readmissions fell in all hospitals.</p>" * 3
    desk.fill("#capture-addresses", publish(site, story=story))
    desk.press("#capture-addresses", "Enter")
    for label in ("Readmissions", "Hospitals"):
        desk.locator(".desk-chip", has_text=label).click()
    desk.click("text=Save and submit for review")
    expect(desk.get_by_text("waits for an editor now")).to_be_visible()
    article = Article.objects.get()
    assert article.state == Article.State.IN_REVIEW
    assert {topic.label for topic in article.ordered_categories()} == {"Readmissions", "Hospitals"}
    assert article.featured_image is not None


def test_an_address_pasted_on_the_first_page_opens_as_a_draft(desk: Page, site: Site) -> None:
    desk.fill("#capture-addresses", f"{publish(site)}?utm_source=mail")
    desk.press("#capture-addresses", "Enter")
    expect(desk).to_have_url(re.compile(r"/admin/news/article/\d+/change/$"))
    expect(desk.locator("#id_title")).to_have_value("A Nurse on the Phone")
    expect(desk.locator("#id_source_byline")).to_have_value("Marta Reis")
    expect(desk.get_by_text("From the page: og:title.")).to_be_visible()
    expect(desk.locator(".desk-cover")).to_be_visible()
    desk.set_viewport_size({"width": 390, "height": 800})
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")
    article = Article.objects.get()
    assert article.clean_url == site.at("/news/nurse")


def test_several_addresses_show_how_far_each_is(desk: Page, site: Site) -> None:
    desk.goto(desk.url + "news/article/capture/")
    desk.fill("#capture-addresses", f"{publish(site)}\n{site.at('/gone')}")
    desk.click(CAPTURE)
    expect(desk.get_by_text("All 2 are through")).to_be_visible()
    expect(desk.get_by_text("could not be read")).to_be_visible()
    desk.click("text=A Nurse on the Phone")
    expect(desk.locator("#id_title")).to_have_value("A Nurse on the Phone")


def test_another_picture_of_the_page_is_chosen_from_a_strip(desk: Page, site: Site) -> None:
    site.page("/two.jpeg", picture("JPEG", (900, 600)), content_type="image/jpeg")
    more = '<meta name="twitter:image" content="/two.jpeg">'
    article = capture(publish(site, more=more)).article
    desk.goto(desk.url + f"news/article/{article.pk}/change/")
    images = desk.locator(".desk-strip img")
    urls = [one["url"] for one in article.harvest_record.images]
    number = 1 + urls.index(site.at("/two.jpeg"))  # after the one that it has
    desk.click("text=Choose another from the page")
    expect(images.nth(number)).to_have_js_property("naturalWidth", 480)  # as small as it is shown
    images.nth(number).click()
    desk.click("text=Save and continue editing")
    expect(desk.get_by_text("900 × 600 pixels")).to_be_visible()


def test_the_bookmarklet_brings_the_page_as_the_browser_shows_it(desk: Page, site: Site) -> None:
    url = publish(site)
    desk.goto(desk.url + "news/article/capture/")
    script = desk.get_attribute("[data-bookmarklet]", "href").removeprefix("javascript:")
    desk.goto(url)
    desk.evaluate("document.querySelectorAll('meta').forEach(one => one.remove())")
    desk.evaluate("document.title = document.querySelector('h1').textContent = 'As I See It'")
    asked = len(site.asked)
    with desk.expect_popup() as opened:
        desk.evaluate(f"{{ {script} }}")
    window = opened.value
    expect(window.get_by_text("comes along as your browser shows it")).to_be_visible()
    expect(window.locator("#capture-addresses")).to_have_value(url)
    assert not Article.objects.exists()
    window.click(CAPTURE)
    expect(window.locator("#id_title")).to_have_value("As I See It")
    assert "/news/nurse" not in site.asked[asked:]


def test_what_the_publisher_changed_is_taken_over(desk: Page, site: Site) -> None:
    article = capture(publish(site)).article
    publish(site, title="Two Nurses on the Phone")
    desk.goto(desk.url + f"news/article/{article.pk}/change/")
    desk.click("text=Harvest again")
    desk.click("form[action$='/read-again/'] button")
    expect(desk.get_by_text("Two Nurses on the Phone")).to_be_visible()
    desk.check("input[value=title]")
    desk.click("text=Take over what is chosen")
    expect(desk.locator("#id_title")).to_have_value("Two Nurses on the Phone")


def test_an_address_that_is_here_opens_its_article(desk: Page, site: Site) -> None:
    article = capture(publish(site)).article
    desk.fill("#capture-addresses", f"{article.clean_url}#comments")
    desk.press("#capture-addresses", "Enter")
    expect(desk.get_by_text("Medigy has this already")).to_be_visible()
    expect(desk.locator("#id_title")).to_have_value(article.title)


def test_an_address_pasted_beside_the_field_lands_in_it(desk: Page) -> None:
    paste = """text => {
        const data = new DataTransfer();
        data.setData("text/plain", text);
        const bubbling = { clipboardData: data, bubbles: true, cancelable: true };
        document.body.dispatchEvent(new ClipboardEvent("paste", bubbling));
    }"""
    desk.evaluate(paste, "https://example.org/one")
    desk.evaluate(paste, "no address")
    expect(desk.locator("#capture-addresses")).to_have_value("https://example.org/one")
    expect(desk.locator("#capture-addresses")).to_be_focused()


def test_all_that_needs_a_decision_is_on_the_first_screen(desk: Page, site: Site) -> None:
    make_category("Symplur: Readmissions")
    make_offering("NightWard", ("Symplur: Readmissions",))
    article = capture(publish(site, story=f"<p>{STORY} Readmissions fell.</p>" * 3)).article
    desk.set_viewport_size({"width": 1440, "height": 1000})
    desk.goto(desk.url + f"news/article/{article.pk}/change/")
    for shown in ("#id_title", "#id_description", ".desk-cover", ".desk-chip >> nth=1"):
        expect(desk.locator(shown)).to_be_in_viewport(ratio=1)
    expect(desk.get_by_role("button", name="Save and submit for review")).to_be_in_viewport()


def test_a_batch_is_worked_through_from_draft_to_draft(desk: Page, site: Site) -> None:
    urls = [publish(site, f"/news/{word}", title=f"Story {word}") for word in ("one", "two")]
    desk.fill("#capture-addresses", "\n".join(urls))
    desk.click(CAPTURE)
    desk.click("text=Open the first draft")
    expect(desk.locator("#id_title")).to_have_value("Story one")
    desk.click(".desk-next")
    expect(desk.locator("#id_title")).to_have_value("Story two")


def test_a_feed_is_followed_read_and_its_finds_decided_upon(desk: Page, site: Site) -> None:
    publish(site, "/news/one", title="Story one")
    publish(site, "/news/two", title="Story two")
    items = "".join(
        f"<item><title>{word}</title><link>{site.at(f'/news/{word}')}</link></item>"
        for word in ("one", "two")
    )
    feed = f"<rss version='2.0'><channel><title>Ward</title>{items}</channel></rss>"
    site.page("/feed.xml", feed, content_type="application/rss+xml")
    base = desk.url
    desk.goto(f"{base}news/feed/add/")
    desk.fill("#id_url", site.at("/feed.xml"))
    desk.click("text=Save and continue editing")
    expect(desk.locator("#id_title")).to_have_value("Ward")
    desk.click("text=Save and read now")
    desk.click("text=Capture them")
    expect(desk.get_by_text("All 2 are through")).to_be_visible()

    desk.goto(f"{base}news/article/?state=captured")
    desk.get_by_role("button", name="Draft: Story one").click()
    expect(desk.get_by_text("1 article in the drafts now")).to_be_visible()
    desk.get_by_role("button", name="Discard: Story two").click()
    expect(desk.get_by_text("Nothing waits here")).to_be_visible()
    assert [(one.title, one.state) for one in Article.objects.all()] == [("Story one", "draft")]

    desk.click("text=Take back")
    expect(desk.locator("#capture-addresses")).to_have_value(site.at("/news/two"))
    desk.click(CAPTURE)
    expect(desk.locator("#id_title")).to_have_value("Story two")


def test_a_draft_is_saved_and_handed_in_from_the_keyboard(desk: Page, site: Site) -> None:
    article = capture(publish(site)).article
    desk.goto(desk.url + f"news/article/{article.pk}/change/")
    desk.fill("#id_title", "Another title")
    desk.press("#id_title", "Control+s")
    expect(desk.get_by_text("was changed successfully")).to_be_visible()
    desk.fill("#id_title", "A third title")
    desk.press("#id_title", "Control+Enter")
    expect(desk.get_by_text("waits for an editor now")).to_be_visible()
    assert Article.objects.values_list("title", "state").get() == ("A third title", "in_review")
