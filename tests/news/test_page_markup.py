"""Every page of the reader's: its HTML is in order, and the policy of the door lets it work."""

from __future__ import annotations

import pytest
from django.test import Client

from news.models import Article
from tests.builders import make_article, make_offering
from tests.markup import Page
from tests.pictures import add_picture

pytestmark = pytest.mark.django_db
TOPICS = ("Symplur: Home Care", "MeSH: Workflow", "Loose term")


@pytest.fixture
def full_site() -> Article:
    """A site in which every part of every page has something to show."""
    offering = make_offering(
        "Home Monitor", TOPICS, summary="It watches.", description="*Well* watched."
    )
    make_offering("Home Alone", TOPICS[:1])
    article = make_article(
        "A story & <more>",
        TOPICS,
        ("Ann B", "Bo C"),
        ("AI", "remote care"),
        insights="So *what*.\n\n<h1>Loud</h1>",
        insights_name="Why",
        offering=offering,
        body="<h1>Loud</h1><p>Open <b>bold<table><tr><td>cell",
        via="Somebody",
    )
    add_picture(article)
    for number in range(24):
        make_article(f"Story {number}", TOPICS[number % 3 :][:1], publication=None)
    return article


PAGES = [
    "/",
    "/news/",
    "/news/?topic=symplur-home-care&tag=AI&q=story",
    "/news/?year=1&q=none",
    "{article}",
    "/topic/",
    "/topic/symplur-home-care/",
    "/topic/loose-term/",
    "/offering/",
    "/offering/?kind=product&q=home",
    "/offering/?kind=magic",
    "/offering/home-monitor/",
    "/nowhere/",
]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_in_order(client: Client, full_site: Article, path: str) -> None:
    html = client.get(path.format(article=full_site.path)).content.decode()
    page = Page(html)
    assert page.faults == []
    assert len(page.all("h1")) == 1
    assert len(page.all("main")) == 1
    assert {"header", "nav", "footer"} <= {tag for tag, _ in page.elements}
    assert all("alt" in image for image in page.all("img"))
    assert page.all("html") == [{"lang": "en"}]


@pytest.mark.parametrize("path", PAGES)
def test_headings_skip_no_level(client: Client, full_site: Article, path: str) -> None:
    html = client.get(path.format(article=full_site.path)).content.decode()
    levels = [int(tag[1]) for tag, _ in Page(html).elements if tag in ("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    for before, after in zip(levels, levels[1:], strict=False):
        assert after <= before + 1


@pytest.mark.parametrize("path", PAGES)
def test_nothing_inline_that_the_policy_forbids(
    client: Client, full_site: Article, path: str
) -> None:
    page = Page(client.get(path.format(article=full_site.path)).content.decode())
    assert page.all("script") == [] and page.all("style") == []
    for tag, attributes in page.elements:
        assert not {"style"} & set(attributes), tag
        assert not any(name.startswith("on") for name in attributes), tag
