"""A reader's ways through the site, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Browser, Page, expect

from news.models import Alias, Article
from tests.builders import make_article, make_offering
from tests.pictures import add_picture

pytestmark = pytest.mark.django_db(transaction=True)

LONG = "Otorhinolaryngological Interoperability-Related Documentation Burden " * 3
CONTRAST = """
selector => {
  const channels = text => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map(v => v / 255)
      .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const groundOf = element => {
    for (let at = element; at; at = at.parentElement) {
      const ground = channels(getComputedStyle(at).backgroundColor);
      if (ground.length === 3 || ground[3] > 0) return ground;
    }
    return [255, 255, 255];
  };
  return [...document.querySelectorAll(selector)].map(element => {
    const [a, b] = [light(channels(getComputedStyle(element).color)), light(groundOf(element))];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  });
}
"""


@pytest.fixture
def site(live_server) -> Callable[[str], str]:
    """A small newsroom's site; gives the address of a path on it."""
    make_offering(
        "Home Monitor", ("Symplur: Home Care", "Symplur: Telehealth"), summary="It watches."
    )
    article = make_article(
        "Care moves home",
        ("Symplur: Home Care", "Symplur: Telehealth"),
        ("Ann B",),
        ("remote care",),
        insights="Worth a *second* look.",
        body=(
            "<h2>Why</h2><p>Because <a href='https://example.org/x'>it is so</a>.</p>"
            f"<pre>{LONG}</pre><table><tr>{'<td>A wide cell of a table</td>' * 9}</tr></table>"
            f"<p>{'unbroken' * 40}</p>"
        ),
        slug="care-moves-home",
        date=date(2026, 2, 1),
    )
    add_picture(article)
    Alias.objects.create(article=article, path="/news/an-older-name")
    make_article(LONG, ("MeSH: Workflow", "Symplur: Home Care"), slug="long", publication=None)
    for number in range(22):
        make_article(f"Story {number}", ("MeSH: Workflow",), slug=f"story-{number}")
    return lambda path: f"{live_server.url}{path}"


def test_from_the_front_page_to_an_offering_and_back_by_its_topic(
    strict_page: Page, site: Callable[[str], str]
) -> None:
    page = strict_page
    page.goto(site("/"))
    page.get_by_role("heading", name="Care moves home").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Care moves home")
    expect(page.get_by_role("link", name="Read at Example")).to_be_visible()
    page.get_by_label("Beside this story").get_by_role("link", name="Home Monitor").click()
    expect(page).to_have_url(site("/offering/home-monitor/"))
    page.get_by_role("main").get_by_role("link", name="Telehealth").first.click()
    expect(page).to_have_url(site("/topic/symplur-telehealth/"))
    page.get_by_role("heading", name="Care moves home").get_by_role("link").click()
    expect(page).to_have_url(site("/news/care-moves-home/"))


def test_a_reader_narrows_the_news_and_takes_the_filter_off(
    strict_page: Page, site: Callable[[str], str]
) -> None:
    page = strict_page
    page.goto(site("/news/"))
    expect(page.get_by_text("24 stories, newest first.")).to_be_visible()
    page.get_by_label("Topic", exact=True).select_option(label="Telehealth")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("1 story for these filters")).to_be_visible()
    expect(page.get_by_role("heading", level=2)).to_have_text(["Care moves home"])
    page.get_by_role("link", name="Topic: Telehealth").click()
    expect(page.get_by_text("24 stories, newest first.")).to_be_visible()
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_text("Page 2 of 2")).to_be_visible()


def test_on_a_phone_the_form_waits_behind_one_line(page: Page, site: Callable[[str], str]) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(site("/news/"))
    expect(page.get_by_role("button", name="Show")).to_be_hidden()
    page.get_by_text("Narrow this list").click()
    page.get_by_label("Words").fill("home care")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("link", name="Words: home care")).to_be_visible()


def test_search_is_at_hand_on_every_page(page: Page, site: Callable[[str], str]) -> None:
    page.goto(site("/topic/"))
    page.get_by_role("searchbox", name="Search the news").fill("moves")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2)).to_have_text(["Care moves home"])


def test_an_older_address_lands_on_the_article(page: Page, site: Callable[[str], str]) -> None:
    page.goto(site("/news/an-older-name"))
    expect(page).to_have_url(site("/news/care-moves-home/"))


def test_the_keyboard_reaches_the_content_first(page: Page, site: Callable[[str], str]) -> None:
    page.goto(site("/news/care-moves-home/"))
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Home", exact=True)).to_be_focused()


PAGES = [
    "/",
    "/news/",
    "/news/?topic=symplur-home-care&q=care&year=2026",
    "/news/care-moves-home/",
    "/news/long/",
    "/topic/",
    "/topic/mesh-workflow/",
    "/offering/",
    "/offering/home-monitor/",
    "/nowhere/",
]


@pytest.mark.parametrize("width", [320, 390, 820, 2560])
def test_nothing_scrolls_sideways(page: Page, site: Callable[[str], str], width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for path in PAGES:
        page.goto(site(path))
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_is_enough_to_read_by(
    browser: Browser, site: Callable[[str], str], scheme: str
) -> None:
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    for path in PAGES:
        page.goto(site(path))
        read = page.evaluate(CONTRAST, ".prose p, .prose li, h1, h2, h3, .row__teaser")
        assert min(read, default=21) >= 7, path
        used = page.evaluate(CONTRAST, "a, .origin, .why, .count, button, label, time, .chip")
        assert min(used) >= 4.5, path
    context.close()


def test_the_policy_of_the_door_blocks_nothing_of_ours(
    page: Page, site: Callable[[str], str]
) -> None:
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    for path in PAGES[:-1]:
        page.goto(site(path), wait_until="networkidle")
    assert refused == []


def test_a_picture_moves_nothing_when_it_arrives(page: Page, site: Callable[[str], str]) -> None:
    page.goto(site("/news/care-moves-home/"))
    ratio = page.evaluate(
        "(({width, height}) => width / height)"
        "(document.querySelector('.story__picture img').getBoundingClientRect())"
    )
    assert Article.objects.get(slug="care-moves-home").featured_image.width == 48
    assert ratio == pytest.approx(48 / 27, rel=0.05)
