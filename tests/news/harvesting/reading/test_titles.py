import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.news.harvesting.reading.pages import json_ld, meta, read


@pytest.mark.parametrize(
    ("head", "origin"),
    [
        ('<meta name="citation_title" content="Nurses first">', "citation_title"),
        (meta(og__title="Nurses first"), "og:title"),
        ('<meta name="twitter:title" content="Nurses first">', "twitter:title"),
        (json_ld({"@type": "BlogPosting", "headline": "Nurses first"}), "JSON-LD headline"),
        (json_ld({"@type": "VideoObject", "name": "Nurses first"}), "JSON-LD name"),
        ('<meta name="parsely-title" content="Nurses first">', "parsely-title"),
        ('<meta name="sailthru.title" content="Nurses first">', "sailthru.title"),
        ('<meta name="DC.Title" content="Nurses first">', "dc.title"),
        ("<title>Nurses first</title>", "<title>"),
    ],
)
def test_the_head_names_the_title(head, origin):
    harvest = read(head)
    assert harvest.title == "Nurses first"
    assert harvest.origins["title"] == origin


@pytest.mark.parametrize(
    ("body", "origin"),
    [
        ("<h1>Nurses first</h1>", "<h1>"),
        ('<div itemprop="headline">Nurses <b>first</b></div>', "itemprop headline"),
    ],
)
def test_the_page_itself_names_the_title(body, origin):
    harvest = read(body=body)
    assert (harvest.title, harvest.origins["title"]) == ("Nurses first", origin)


def test_the_headline_of_another_story_is_not_the_pages():
    body = """<div itemscope itemtype="https://schema.org/Person"><b itemprop="headline">Ann</b>
    </div><h1>Nurses first</h1>"""
    assert read(body=body).title == "Nurses first"


@pytest.mark.parametrize(
    "said",
    [
        "Nurses first | Ward Post",
        "Nurses first | Health | Ward Post",
        "Nurses first » Ward Post",
        "Nurses first │ Care │Stories of the ward",
        "Nurses first -- news of the ward",
        "Nurses first - Ward Post",
        "Nurses first – Ward Post",
        "Nurses first — Ward Post",
        "Nurses first · Ward Post",
        "Nurses first :: Ward Post",
        "Nurses first - wardpost.example",
        "Nurses first - WardPost",
        "Nurses first - Ward Post Health",
        "Nurses first - Ward Post - news of all wards",
        "Nurses first ‹ Ward Post",
        "Ward Post | Nurses first",
        "Ward Post: Nurses first".replace(":", " :"),
        "(3) Nurses first - Ward Post",
        "  Nurses\n first\u200b ",
    ],
)
def test_what_names_the_site_is_no_part_of_the_title(said):
    assert read(meta(og__site_name="Ward Post", og__title=said)).title == "Nurses first"


@pytest.mark.parametrize(
    "said",
    [
        "Nurses first - and doctors second",
        "Night shifts – a study of two wards",
        "COVID-19: what wards learnt",
        "Ward Post Office closes its doors",
        "Patients, nurses/doctors and the first hour",
        "La ministre «assume» et «revendique» sa méthode",
        "Ann Lee on »Nights on the ward«",
        "Why post-operative care matters",
    ],
)
def test_an_honest_dash_stays(said):
    assert read(meta(og__site_name="Ward Post", og__title=said)).title == said


def test_a_bar_stays_where_the_heading_has_it_too():
    said = "Nurses first | part two"
    assert read(meta(og__title=said), f"<h1>{said}</h1>").title == said


def test_the_heading_tells_the_title_from_a_site_without_a_name():
    head = "<title>夜勤の看護師-病棟新聞</title>"
    assert read(head, "<h1>夜勤の看護師</h1>").title == "夜勤の看護師"


@pytest.mark.parametrize(
    "said",
    [
        "夜勤の看護師｜病棟新聞",
        "夜勤の看護師_病棟新聞",
        "夜勤の看護師-病棟新聞",
        "夜勤の看護師 － 病棟新聞",
    ],
)
def test_east_asian_titles_are_separated_without_spaces(said):
    assert read(meta(og__title=said, og__site_name="病棟新聞")).title == "夜勤の看護師"


def test_a_title_is_never_cut_away_altogether():
    assert read(meta(og__title="_Time", og__site_name="Time")).title == "_Time"


def test_a_hyphen_within_a_word_separates_nothing():
    assert read(meta(og__title="Working part-time", og__site_name="Time")).title == (
        "Working part-time"
    )


def test_on_an_older_page_a_subheading_may_tell_it():
    head = "<title>Home of the ward | Nurses came first at night</title>"
    assert read(head, "<h2>Nurses came first at night</h2>").title == "Nurses came first at night"


def test_a_heading_that_leads_home_names_the_site():
    head = "<title>Night and Day - Nurses first</title>"
    body = '<h1><a href="/">Night and Day</a></h1><h2>Nurses first</h2>'
    assert read(head, body).title == "Nurses first"


@pytest.mark.parametrize(
    ("said", "heading"),
    [
        ("Night shifts: what nurses say", "What nurses say"),
        ("Night shifts: what nurses say", "Night shifts"),
        ("Night shifts – what nurses say", "What nurses say"),
        ("(16) Nurses first", "(16) Nurses first"),
    ],
)
def test_what_the_heading_leaves_out_stays_where_it_is_not_the_site(said, heading):
    assert read(meta(og__title=said), f"<h1>{heading}</h1>").title == said


def test_on_the_home_page_the_name_of_the_site_is_the_title():
    head = meta(og__title="Ward Post", og__site_name="Ward Post")
    assert read(head, "<h1>Sign in</h1>", url="https://www.wardpost.example/").title == "Ward Post"


@pytest.mark.parametrize("said", ["Home", "Startseite", "Untitled"])
def test_a_title_that_only_names_the_kind_of_page_gives_way(said):
    assert read(meta(og__title=said), "<h1>Nurses first</h1>").title == "Nurses first"


def test_a_title_that_only_names_the_site_gives_way():
    head = meta(og__title="Ward Post", og__site_name="Ward Post")
    assert read(head, "<h1>Nurses first</h1>").title == "Nurses first"


def test_a_title_that_only_names_the_site_is_better_than_none():
    assert read(meta(og__title="Ward Post", og__site_name="Ward Post")).title == "Ward Post"


def test_a_page_without_any_title_is_called_by_its_first_subheading():
    assert read(body="<h2>Nurses first</h2><h2>Doctors second</h2>").title == "Nurses first"
    head = "<title>Ward Post</title>" + meta(og__site_name="Ward Post")
    assert read(head, "<h2>Sign in</h2>").title == "Ward Post"


@pytest.mark.parametrize("end", ["...", "…", " …"])
def test_a_title_that_was_cut_is_made_whole(end):
    head = meta(og__title=f"Nurses came first on the{end}")
    assert read(head, "<h1>Nurses came first on the ward</h1>").title == (
        "Nurses came first on the ward"
    )


def test_a_title_that_ends_in_dots_by_itself_is_whole():
    head = "<title>It was late… - Ward Post</title>"
    assert read(head, "<h1>It was late…</h1>").title == "It was late…"


def test_a_title_that_a_machine_wrote_gives_way():
    head = meta(og__title="nurses-first-2026-final")
    assert read(head, "<h1>Nurses first</h1>").title == "Nurses first"


@pytest.mark.parametrize("said", ["{{ page.title }}", "${title}", "&lt;%= title %&gt;"])
def test_a_template_that_nobody_filled_says_nothing(said):
    assert read(meta(og__title=said), "<h1>Nurses first</h1>").title == "Nurses first"


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("Nurses &amp;amp; doctors", "Nurses & doctors"),
        ("It&#8217;s time", "It’s time"),
        ("R&amp;D, Q&amp;A and &amp;copying", "R&D, Q&A and &copying"),
        ("A &lt;em&gt;new&lt;/em&gt; ward", "A new ward"),
        ("Fewer than &lt; 5 falls", "Fewer than < 5 falls"),
    ],
)
def test_entities_are_decoded_and_markup_goes(said, title):
    assert read(meta(og__title=said)).title == title


def test_the_title_of_a_drawing_is_not_the_pages():
    page = "<svg><title>Search</title></svg><h1>Nurses first</h1>"
    assert read(body=page).title == "Nurses first"


WORDS = st.text(st.characters(exclude_characters="<{$%&", exclude_categories=["Cs"]), max_size=80)


@given(WORDS, WORDS)
def test_a_title_that_says_something_leaves_a_title(said, site):
    from html import escape

    head = meta(og__title=escape(said), og__site_name=escape(site))
    title = read(head).title
    assert bool(title) or not any(character.isalnum() for character in said)
