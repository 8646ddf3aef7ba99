"""Where pages say when they were published and changed."""

import pytest

from news.harvesting import GUESSED_DAY
from tests.news.harvesting.reading.pages import PARAGRAPH, json_ld, meta, read

TITLE = "<title>Nurses first on night wards</title>"
H1 = "<h1>Nurses first on night wards</h1>"
STORY = f"<p>{PARAGRAPH}</p>" * 3
SITE = "https://www.wardpost.example"


@pytest.mark.parametrize(
    ("head", "origin"),
    [
        (json_ld({"@type": "NewsArticle", "datePublished": "2021-06-22"}), "JSON-LD datePublished"),
        (json_ld({"@type": "VideoObject", "uploadDate": "2021-06-22"}), "JSON-LD uploadDate"),
        (json_ld({"@type": "BlogPosting", "dateCreated": "2021-06-22"}), "JSON-LD dateCreated"),
        (json_ld({"@type": "WebPage", "datePublished": "2021-06-22"}), "JSON-LD datePublished"),
        (meta(article__published_time="2021-06-22"), "article:published_time"),
        ('<meta name="parsely-pub-date" content="2021-06-22">', "parsely-pub-date"),
        ('<meta name="sailthru.date" content="22 June 2021">', "sailthru.date"),
        ('<meta name="DC.date.issued" content="2021-06-22">', "dc.date.issued"),
        ('<meta name="DC.Date" content="2021-06-22">', "dc.date"),
        (
            '<meta name="citation_publication_date" content="2021/06/22">',
            "citation_publication_date",
        ),
        ('<meta name="citation_online_date" content="2021/06/22">', "citation_online_date"),
        ('<meta name="pubdate" content="20210622">', "pubdate"),
        ('<meta name="date" content="22.06.2021">', "date"),
        ('<meta itemprop="datePublished" content="2021-06-22">', "itemprop datePublished"),
    ],
)
def test_the_head_says_when_the_page_was_published(head, origin):
    harvest = read(head)
    assert harvest.date == "2021-06-22"
    assert harvest.origins["date"] == origin


@pytest.mark.parametrize(
    "head",
    [
        json_ld({"@type": "NewsArticle", "dateModified": "2021-06-23T08:00:00Z"}),
        meta(article__modified_time="2021-06-23T08:00:00Z"),
        meta(og__updated_time="2021-06-23T08:00:00Z"),
        '<meta name="dcterms.modified" content="2021-06-23T08:00:00Z">',
        '<meta itemprop="dateModified" content="2021-06-23T08:00:00Z">',
    ],
)
def test_a_change_is_not_a_publication(head):
    harvest = read(meta(article__published_time="2021-06-22") + head)
    assert harvest.modified == "2021-06-23T08:00:00+00:00"
    assert harvest.date == "2021-06-22"


@pytest.mark.parametrize(
    "place",
    [
        '<time class=updated datetime="2021-06-23">yesterday</time>',
        "<p class=meta>Posted June 22, 2021, updated June 23, 2021</p>",
        "<p>Last modified: 23 June 2021</p>",
        "<p class=date>Aktualisiert am 23. Juni 2021</p>",
    ],
)
def test_a_change_may_stand_near_the_headline(place):
    assert read(TITLE, H1 + place + STORY).modified == "2021-06-23"


def test_a_moment_keeps_the_zone_of_the_page():
    assert read(meta(article__published_time="2021-06-22T23:30:00-05:00")).date == (
        "2021-06-22T23:30:00-05:00"
    )


@pytest.mark.parametrize("wrong", ["0000-00-00", "1970-01-01T00:00:00Z", "2099-01-01", "soon", ""])
def test_a_date_that_cannot_be_is_passed_over(wrong):
    head = meta(article__published_time=wrong) + '<meta name="date" content="2021-06-22">'
    assert read(head).date == "2021-06-22"


@pytest.mark.parametrize(
    "place",
    [
        '<time datetime="2021-06-22">yesterday</time>',
        "<time>June 22, 2021</time>",
        "<p class=entry-date>22 June 2021</p>",
        "<p class=byline>By Jane Doe | June 22, 2021</p>",
        "<div class=meta>Posted June 22, 2021, updated July 1, 2021</div>",
        "<span id=pubdate>22.06.2021</span>",
        "<abbr class=published title='2021-06-22T10:15:00Z'>last Tuesday</abbr>",
        "<span property='dc:date dc:created' content='2021-06-22T10:15:00+02:00'>Tuesday</span>",
        "<div class=submitted>Submitted by Jane Doe on Tue, 22/06/2021 - 10:15</div>",
        "<p>June 22, 2021</p>",
        "<div><b>Berlin, 22. Juni 2021</b></div>",
    ],
)
def test_a_date_below_the_headline_is_that_of_the_page(place):
    late = '<div class=related><time datetime="2020-01-31">then</time></div>'
    assert read(TITLE, late + H1 + place + STORY + late).date[:10] == "2021-06-22"


def test_the_nearest_date_wins():
    above, below = "<p class=date>1 May 2020</p>", "<p class=date>22 June 2021</p>"
    assert read(TITLE, above + H1 + below + STORY + above).date == "2021-06-22"


def test_a_time_element_named_for_changes_does_not_count():
    body = (
        f'{H1}<time class=updated datetime="2021-07-01">1 July</time>'
        f'<time class=published datetime="2021-06-22">22 June</time>{STORY}'
    )
    assert read(TITLE, body).date == "2021-06-22"


@pytest.mark.parametrize(
    "line",
    ["Medically reviewed by Ann Lee, MD on 1 July 2021", "Updated: 1 July 2021",
     "Stand: 01.07.2021", "Mis à jour le 1er juillet 2021", "Fact checked 1 July 2021"],
)  # fmt: skip
def test_the_day_of_a_review_or_a_change_is_not_that_of_the_publication(line):
    body = f"{H1}<p>{line}</p><p class=byline>By Jane Doe | June 22, 2021</p>{STORY}"
    assert read(TITLE, body).date == "2021-06-22"


def test_the_day_that_readers_see_wins_over_another_in_the_attribute():
    body = f'{H1}<time datetime="2021-07-03T10:18:46Z">Published 22 June 2021</time>{STORY}'
    assert read(TITLE, body).date == "2021-06-22"


@pytest.mark.parametrize(
    "path",
    ["/2021/06/22/nurses", "/2021/6/22/nurses", "/nurses-2021-06-22.html", "/2021/jun/22/nurses",
     "/2021/HEALTH/06/22/nurses", "/news/20210622/nurses"],
)  # fmt: skip
def test_the_address_may_hold_the_day(path):
    harvest = read(TITLE, H1 + STORY, url=SITE + path)
    assert harvest.date == "2021-06-22"
    assert harvest.origins["date"] == "the address"


@pytest.mark.parametrize("path", ["/2021/13/45/nurses", "/p/120210622", "/nurses?date=2021-06-22"])
def test_numbers_in_an_address_are_not_always_a_day(path):
    assert read(TITLE, H1 + STORY, url=SITE + path).date == ""


def test_the_address_wins_over_a_much_later_date_that_is_declared():
    head = meta(article__published_time="2023-01-31T08:00:00Z")
    assert read(head, url=SITE + "/2021/06/22/nurses").date == "2021-06-22"


def test_a_day_in_the_name_of_a_page_is_less_than_one_that_is_declared():
    head = meta(article__published_time="2021-06-22")
    assert read(head, url=SITE + "/looking-back-at-2001-09-11").date == "2021-06-22"


def test_the_address_wins_over_an_older_day_that_stands_below_the_headline():
    body = f"{H1}<p>Geneva, 8 May 1995</p>{STORY}"
    assert read(TITLE, body, url=SITE + "/2021/06/22/nurses").date == "2021-06-22"


def test_a_declared_moment_wins_over_the_address_of_the_same_days():
    head = meta(article__published_time="2021-06-23T01:00:00Z")
    assert read(head, url=SITE + "/2021/06/22/nurses").date == "2021-06-23T01:00:00+00:00"


def test_an_ambiguous_day_is_read_as_the_language_of_the_page_has_it():
    place = f"{H1}<p class=date>03/04/2021</p>{STORY}"
    assert read(TITLE, place, html="<html lang=en-US>").date == "2021-03-04"
    assert read(TITLE, place, html="<html lang=en-GB>").date == "2021-04-03"
    assert read(TITLE, place, html="<html lang=fr>").date == "2021-04-03"


def test_another_date_of_the_page_tells_how_an_ambiguous_one_is_meant():
    place = f"{H1}<p class=date>03/04/2021</p>{STORY}<p>See 25/12/2020.</p>"
    assert read(TITLE, place, html="<html lang=en-US>").date == "2021-04-03"


def test_a_day_that_is_only_guessed_from_a_year_is_told_as_a_guess():
    found = read(TITLE, H1 + STORY + "<footer>© 2019 Ward Post</footer>")
    assert (found.date, found.origins["date"]) == ("2019-01-01", GUESSED_DAY)


def test_the_first_of_january_is_a_day_where_the_page_says_so():
    footer = "<footer>Published on 2019-01-01</footer>"
    assert read(TITLE, H1 + STORY + footer).date == "2019-01-01"


def test_a_date_anywhere_in_the_text_is_found_at_last():
    body = f"{H1}{STORY}<div><span>Published: 22 June 2021</span></div>"
    assert read(TITLE, body).date == "2021-06-22"


def test_a_day_in_a_sentence_below_the_headline_is_not_that_of_the_page():
    told = "<p>On 4 May 1999 the ward opened its doors, and since then it has closed but once.</p>"
    body = H1 + told + STORY + "<p class=date>22 June 2021</p>"
    assert read(TITLE, body).date == "2021-06-22"


def test_pages_without_end_are_read_to_a_bound():
    deep = "<div class=date>" * 2_000 + "x" * 50_000
    wide = "<p class=date>soon</p>" * 20_000
    assert read(TITLE, H1 + wide + deep).date == ""
