"""Any bytes give a harvest: bounded in time, depth and size."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.harvesting import Harvest, harvest_html
from tests.news.harvesting.reading.pages import URL, meta, read


def test_no_bytes_give_a_harvest_that_says_where_and_nothing_else():
    harvest = harvest_html(b"", URL)
    assert harvest.url == URL
    assert harvest.brand == "wardpost.example"
    assert (harvest.title, harvest.text, harvest.images, harvest.paywall) == ("", "", (), None)


def test_an_address_that_is_none_does_not_fail():
    assert harvest_html(b"<title>Nurses first</title>", "").title == "Nurses first"
    assert harvest_html(b"<title>Nurses first</title>", "http://[").title == "Nurses first"


def test_text_that_is_no_page_does_not_fail():
    assert harvest_html(b'{"title": "json"}', URL).canonical_url == ""
    assert harvest_html(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, URL).authors == ()


def test_elements_within_each_other_without_end_lose_at_most_what_is_deepest():
    deep = "<div>" * 100_000 + "deep" + "</div>" * 100_000
    assert read(meta(og__title="Nurses first"), deep).title == "Nurses first"
    unclosed = "<b><i><a href=x>" * 50_000
    assert read(meta(og__title="Nurses first"), unclosed).title == "Nurses first"


def test_a_thousand_elements_within_each_other_are_read():
    body = "<span>" * 1_000 + "<h1>Nurses first</h1>"
    assert read(body=body).title == "Nurses first"


def test_names_that_ask_for_a_closer_look_on_each_level_are_not_all_looked_at():
    level = '<div class="sidebar"><p>x<br>'
    harvest = read(meta(og__title="Nurses first"), level * 1_900 + "<p>Text.<br>" * 4_000)
    assert harvest.title == "Nurses first"


@pytest.mark.parametrize(
    "source",
    [
        b"<!--" * 300_000,
        b"\xff" + b"<" * 1_000_000,
        b"<meta " * 300_000,
        b'<meta name=author content="' + b"{{" * 200_000 + b'">',
        b'<meta property=og:title content="' + b"&lt;!--" * 100_000 + b'">',
        b"<div itemprop=headline>{{x}}" * 1_900 + b"<p>text" * 10_000,
        b"<h1>" * 1_900 + b"<p>text" * 10_000,
        b"<title>" + b" - " * 60_000,
        b"<script type=application/ld+json>" + b"//" * 400_000,
        b"<script type=application/ld+json>" + b'{"a":[' * 100_000,
        b"<img srcset='" + b"a.jpg 1w, " * 30_000 + b"'>",
        b"<a rel=tag>" * 30_000 + b"text",
        b"<p class='" + b"has-" * 500_000 + b"'>text",
    ],
    ids=range(13),
)
def test_what_is_made_to_take_long_does_not(source):
    harvest_html(source, URL)


def test_a_nul_byte_does_not_end_the_page():
    assert harvest_html(b"<title>Nurses\x00 first</title>", URL).title == "Nurses first"


def test_a_page_without_end_is_read_to_a_bound():
    page = b"<title>Nurses first</title>" + b"<p>x" * 1_300_000 + b"<h1>Late</h1>"
    assert harvest_html(page, URL).title == "Nurses first"


def test_every_answer_is_bounded():
    long = "word " * 40_000
    head = f"<title>{long}</title>" + meta(og__title=long, og__description=long, og__image=long)
    harvest = read(head, f"<h1>{long}</h1><p>{long}</p>")
    assert len(harvest.title) <= 500
    assert len(harvest.description) <= 5_000
    assert harvest.image == ""
    assert all(len(value or "") <= 5_000 for value in harvest.html_metadata.values())


def test_the_origin_of_every_answer_is_told():
    harvest = read(meta(og__title="Nurses first", og__site_name="Ward Post"), "<p>Text")
    for field in ("title", "site_name", "favicon"):
        assert harvest.origins[field]
    assert "description" not in harvest.origins


def test_the_older_tag_of_parsely_speaks_for_all_its_fields():
    said = {
        "title": "Nurses first",
        "image_url": "https://cdn.wardpost.example/ward.jpg",
        "link": URL,
        "tags": ["nursing", "night shifts"],
        "section": None,
    }
    harvest = read(f"<meta name='parsely-page' content='{json.dumps(said)}'>")
    assert (harvest.title, harvest.canonical_url) == ("Nurses first", URL)
    assert harvest.image == "https://cdn.wardpost.example/ward.jpg"
    assert harvest.tags == ("nursing", "night shifts")


def test_a_broken_tag_of_parsely_says_nothing():
    assert read("<meta name='parsely-page' content='[1, {'><h1>Nurses first</h1>").title


def test_the_clean_address_has_no_trackers():
    harvest = read(url=URL + "?utm_source=mail&page=2")
    assert harvest.clean_url == URL + "?page=2"
    assert harvest.url == URL + "?utm_source=mail&page=2"


def test_the_mobile_twin_of_a_story_is_led_back():
    head = f'<link rel="canonical" href="{URL}">'
    url = URL.replace("www.", "m.") + "?utm_source=mail"
    assert read(head, url=url).clean_url == URL
    assert read(head, url=url).brand == "wardpost.example"


def test_a_canonical_address_of_another_story_leads_nowhere():
    head = '<link rel="canonical" href="/health/another-story-of-the-day">'
    assert read(head).clean_url == URL


def test_a_harvest_cannot_be_changed_by_accident():
    assert Harvest.__dataclass_params__.frozen


@given(st.binary(max_size=400))
def test_no_bytes_fail(source):
    harvest_html(source, URL)


TAGS = st.sampled_from(
    "html head body meta link base title h1 p div a img script span table td br svg form video"
    " iframe article template noscript".split()
)
ATTRIBUTES = st.sampled_from(
    "name property content href src srcset rel class id itemprop itemtype lang style width sizes"
    " type datetime poster".split()
)
WORDS = st.text(max_size=8) | st.sampled_from(
    "og:image og:title canonical icon http://[ // 1x1 2x author \x00 é".split(" ")
)
ELEMENTS = st.tuples(TAGS, st.dictionaries(ATTRIBUTES, WORDS, max_size=4), WORDS)


def written(tag: str, said: dict[str, str], text: str) -> str:
    attributes = "".join(f' {name}="{value}"' for name, value in said.items())
    return f"<{tag}{attributes}>{text}"


@given(st.lists(ELEMENTS, max_size=12))
def test_no_markup_fails(elements):
    page = "".join(written(*element) for element in elements)
    harvest_html(page.encode("utf-8", "replace"), URL)


@pytest.mark.parametrize("attribute", ['alt="{}&#1;"', 'alt="\x01{}"', '\x02x="{}"', '{{x="{}"'])
def test_a_long_attribute_that_xml_cannot_have_does_not_fail(attribute):
    long = attribute.format("a&#2;" * 20_000)
    assert read("<title>Nurses first</title>", f"<p {long}>x</p>").title == "Nurses first"
