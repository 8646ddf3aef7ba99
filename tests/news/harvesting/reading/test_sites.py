import pytest

from tests.news.harvesting.reading.pages import URL, json_ld, meta, read


@pytest.mark.parametrize(
    ("head", "origin"),
    [
        (f'<link rel="canonical" href="{URL}">', "<link rel=canonical>"),
        ('<link rel="CANONICAL" href="/health/nurses-first">', "<link rel=canonical>"),
        (meta(og__url=URL), "og:url"),
        (json_ld({"@type": "Article", "url": URL}), "JSON-LD url"),
        (json_ld({"@type": "Article", "mainEntityOfPage": {"@id": URL}}), "JSON-LD url"),
        (json_ld({"@type": "WebPage", "@id": URL + "#webpage"}), "JSON-LD url"),
        (f'<meta name="parsely-link" content="{URL}">', "parsely-link"),
    ],
)
def test_the_page_names_its_own_address(head, origin):
    harvest = read(head, url=URL + "?from=feed")
    assert (harvest.canonical_url, harvest.origins["canonical_url"]) == (URL, origin)


def test_a_page_that_names_no_address_has_no_canonical_one():
    assert read().canonical_url == ""


def test_a_mark_within_the_page_is_not_its_address():
    assert read(json_ld({"@type": "Article", "@id": "#story"})).canonical_url == ""


def test_the_home_page_is_not_the_address_of_a_story():
    head = '<link rel="canonical" href="/">' + meta(og__url=URL)
    assert read(head).canonical_url == URL


@pytest.mark.parametrize("said", ["javascript:void(0)", "http://", "https://[::", ""])
def test_what_is_no_address_is_passed_over(said):
    assert read(f'<link rel="canonical" href="{said}">' + meta(og__url=URL)).canonical_url == URL


@pytest.mark.parametrize(
    ("head", "origin"),
    [
        (meta(og__site_name="Ward Post"), "og:site_name"),
        (
            json_ld({"@type": "Article", "publisher": {"name": "Ward Post"}}),
            "JSON-LD publisher",
        ),
        (json_ld({"@type": "WebSite", "name": "Ward Post"}), "JSON-LD name"),
        ('<meta name="application-name" content="Ward Post">', "application-name"),
        (
            '<meta name="apple-mobile-web-app-title" content="Ward Post">',
            "apple-mobile-web-app-title",
        ),
        ('<meta name="citation_journal_title" content="Ward Post">', "citation_journal_title"),
        ('<meta name="DC.Publisher" content="Ward Post">', "dc.publisher"),
        ("<title>Nurses first - Ward Post</title>", "<title>"),
        ('<meta name="twitter:site" content="@Ward Post">', "twitter:site"),
    ],
)
def test_the_site_is_named(head, origin):
    harvest = read(head, "<h1>Nurses first</h1>")
    assert (harvest.site_name, harvest.origins["site_name"]) == ("Ward Post", origin)


def test_a_site_without_a_name_is_called_by_its_host():
    assert read().site_name == "wardpost.example"
    assert read(meta(og__site_name="https://www.wardpost.example/")).site_name == "wardpost.example"


def test_a_publisher_that_spells_out_an_address_beats_it():
    said = meta(og__site_name="WP.example")
    said += json_ld({"@type": "Article", "publisher": {"name": "Ward Post"}})
    assert read(said, url="https://wp.example/nurses").site_name == "Ward Post"


def test_a_site_that_is_called_like_its_host_is_left_so():
    said = meta(og__site_name="wardpost.example")
    said += json_ld({"@type": "Article", "publisher": {"name": "Post of the Wards"}})
    assert read(said).site_name == "wardpost.example"


def test_what_a_site_calls_itself_beats_its_publisher():
    nodes = [
        {"@type": "Article", "headline": "Nurses first", "publisher": {"name": "Large Holding"}},
        {"@type": "WebSite", "name": "The Ward&#039;s Post"},
    ]
    assert read(json_ld(nodes)).site_name == "The Ward's Post"


def test_a_publisher_named_as_the_host_beats_the_name_of_a_section():
    head = meta(og__site_name="U.S.")
    head += json_ld({"@type": "Article", "publisher": {"name": "WardPost"}})
    assert read(head).site_name == "WardPost"


def test_a_holding_does_not_beat_the_name_of_its_site():
    head = meta(og__site_name="Ward Post")
    head += json_ld({"@type": "Article", "publisher": {"name": "Large Media Holding"}})
    assert read(head).site_name == "Ward Post"


def test_the_page_that_a_story_is_part_of_is_no_site():
    page = {"@type": "WebPage", "name": "Nurses first"}
    assert read(json_ld({"@type": "Article", "isPartOf": page})).site_name == "wardpost.example"
