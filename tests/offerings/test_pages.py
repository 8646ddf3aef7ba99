"""The pages of topics and offerings."""

from __future__ import annotations

from html import unescape

import pytest
from django.test import Client

from news.models import Article, RelatedOffering
from offerings.models import Category, Institution, Offering, Vocabulary
from tests.builders import make_article, make_category, make_offering

pytestmark = pytest.mark.django_db


def text(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return unescape(response.content.decode())


def test_topics_are_counted_by_vocabulary(client: Client) -> None:
    make_article(categories=("Symplur: Home Care", "MeSH: Workflow"))
    make_article(categories=("Symplur: Home Care",))
    make_article(categories=("Symplur: Home Care",), state=Article.State.DRAFT)
    make_offering(categories=("Symplur: Only Offerings",))
    make_category("Symplur: Unused")
    rows = client.get("/topic/").context["rows"]
    counts = {row["topic"].name: (row["news"], row["offerings"]) for row in rows}
    assert counts == {
        "MeSH: Workflow": (1, 0),
        "Symplur: Home Care": (2, 0),
        "Symplur: Only Offerings": (0, 1),
    }


def test_an_empty_site_has_no_topics_and_says_so(client: Client) -> None:
    assert "No topic has news or offerings yet." in text(client, "/topic/")


def test_a_topic_shows_its_news_and_offerings(client: Client) -> None:
    make_article("On it", ("Symplur: Home Care",))
    make_article("Off it", ("Symplur: Telehealth",))
    make_article("Not yet", ("Symplur: Home Care",), state=Article.State.IN_REVIEW)
    make_offering("Home Monitor", ("Symplur: Home Care",))
    make_offering("Pending", ("Symplur: Home Care",), status=Offering.Status.PENDING)
    page = text(client, "/topic/symplur-home-care/")
    assert "On it" in page and "Home Monitor" in page
    for hidden in ("Off it", "Not yet", "Pending"):
        assert hidden not in page
    assert "1 story, newest first." in page


def test_a_topic_with_many_offerings_leads_to_all_of_them(client: Client) -> None:
    for _ in range(7):
        make_offering(categories=("Symplur: Home Care",))
    page = text(client, "/topic/symplur-home-care/")
    assert 'href="/offering/?topic=symplur-home-care"' in page
    assert "No news on Home Care yet." in page


def test_a_topic_wears_the_colour_of_its_vocabulary(client: Client) -> None:
    Vocabulary.objects.create(name="Symplur", colour=Vocabulary.Colour.RUST)
    make_article(categories=("Symplur: Home Care",))
    assert "topic--rust" in text(client, "/topic/symplur-home-care/")


@pytest.mark.parametrize("path", ["/topic/none/", "/topic/a.b/", "/offering/none/", "/topic/%00/"])
def test_what_is_not_there_is_a_404(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/topic/symplur-home-care/", "/offering/home-monitor/"])
def test_a_page_beyond_the_last_is_a_404(client: Client, path: str) -> None:
    make_offering("Home Monitor", ("Symplur: Home Care",))
    assert client.get(f"{path}?page=1").status_code == 200
    assert client.get(f"{path}?page=2").status_code == 404
    assert client.get(f"{path}?page=x").status_code == 404


def test_a_slug_with_letters_beyond_ascii_has_its_page(client: Client) -> None:
    category = Category.objects.create(label="健康")
    assert client.get(category.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("status", [Offering.Status.PENDING, Offering.Status.ARCHIVED])
def test_only_approved_offerings_have_pages(client: Client, status: str) -> None:
    offering = make_offering("Not shown", status=status)
    assert client.get(offering.get_absolute_url()).status_code == 404
    assert "Not shown" not in text(client, "/offering/")


@pytest.mark.parametrize(
    "query",
    [
        "?topic=symplur-home-care",
        "?kind=service",
        "?institution=city-hospital",
        "?q=watches",
        "?q=city+monitor",
        "?q=home&kind=service&topic=symplur-home-care",
    ],
)
def test_each_filter_finds_the_one(client: Client, query: str) -> None:
    make_offering(
        "Home Monitor",
        ("Symplur: Home Care",),
        kind=Offering.Kind.SERVICE,
        institution=Institution.objects.named("City Hospital"),
        summary="It watches.",
    )
    make_offering("Another", ("Symplur: Telehealth",), summary="Nothing.")
    page = client.get(f"/offering/{query}").context["page_obj"]
    assert [offering.label for offering in page] == ["Home Monitor"]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?topic=x", "No offering is filed under the topic “x”."),
        ("?kind=magic", "“magic” is not a kind of offering."),
        ("?institution=x", "No offering is made by “x”."),
    ],
)
def test_a_value_that_cannot_be_gets_a_sentence(client: Client, query: str, sentence: str) -> None:
    make_offering()
    page = text(client, f"/offering/{query}")
    assert sentence in page and "No offering matches." in page


def test_an_offering_shows_facts_and_only_addresses_that_can_be_followed(client: Client) -> None:
    make_offering(
        "Home Monitor",
        institution=Institution.objects.create(name="City Hospital", country="Estonia"),
        licence="Apache-2.0",
        website="javascript:alert(1)",
        repository="https://code.example/home",
        description="**Strong** <script>x()</script>",
    )
    page = text(client, "/offering/home-monitor/")
    assert "City Hospital" in page and "Estonia" in page and "Apache-2.0" in page
    assert 'href="https://code.example/home" rel="nofollow noopener"' in page
    assert "<strong>Strong</strong>" in page
    assert "javascript:" not in page and "x()" not in page


def test_news_about_an_offering_stands_apart_from_news_beside_it(client: Client) -> None:
    offering = make_offering("Home Monitor", ("Symplur: Home Care",))
    about = make_article("About it", offering=offering)
    beside = make_article("Beside it", ("Symplur: Home Care",))
    both = make_article("Both", ("Symplur: Home Care",), offering=offering)
    excluded = make_article("Excluded", ("Symplur: Home Care",))
    RelatedOffering.objects.filter(article=excluded).update(chosen="excluded")
    make_article("Hidden", ("Symplur: Home Care",), state=Article.State.DRAFT)
    context = client.get(offering.get_absolute_url()).context
    assert context["about"] == [both, about]
    assert context["beside"] == [beside]


def test_an_offering_without_news_leads_to_its_topic(client: Client) -> None:
    make_offering("Home Monitor", ("Symplur: Home Care",))
    page = text(client, "/offering/home-monitor/")
    assert "No news about it yet." in page and 'href="/topic/symplur-home-care/"' in page


def test_offerings_alike_share_a_topic(client: Client) -> None:
    offering = make_offering("One", ("Symplur: Home Care", "Symplur: Telehealth"))
    make_offering("Shares one", ("Symplur: Home Care",))
    make_offering("Shares both", ("Symplur: Home Care", "Symplur: Telehealth"))
    make_offering("Shares none", ("Symplur: Imaging",))
    alike = client.get(offering.get_absolute_url()).context["alike"]
    assert [other.label for other in alike] == ["Shares both", "Shares one"]
