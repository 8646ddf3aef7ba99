"""Where pages name their authors, one page for each place and each way to get it wrong."""

import pytest

from tests.news.harvesting.reading.pages import PARAGRAPH, json_ld, meta, read

TITLE = "<title>Nurses first on night wards</title>"
H1 = "<h1>Nurses first on night wards</h1>"
STORY = f"<p>{PARAGRAPH}</p>" * 3


def article(**facts: object) -> str:
    return json_ld({"@type": "NewsArticle", "headline": "Nurses first on night wards", **facts})


@pytest.mark.parametrize(
    "author",
    [
        "Jane Doe",
        {"@type": "Person", "name": "Jane Doe"},
        {"@type": "Person", "givenName": "Jane", "familyName": "Doe"},
        {"name": {"@value": "Jane Doe", "@language": "en"}},
        [{"@type": "Person", "name": "Jane Doe"}],
        [{"@type": "Organization", "name": "Ward News"}, {"@type": "Person", "name": "Jane Doe"}],
        "By Jane Doe, Ward News",
        {"@type": "Person", "name": "Jane Doe", "url": "https://wardpost.example/jane"},
    ],
)
def test_json_ld_names_an_author_in_many_ways(author):
    harvest = read(article(author=author))
    assert harvest.authors == ("Jane Doe",)
    assert harvest.author == "Jane Doe"
    assert harvest.origins["author"] == "JSON-LD author"


def test_json_ld_may_refer_to_a_person_described_elsewhere():
    story = {"@type": "Article", "author": {"@id": "#jane"}}
    person = {"@type": "Person", "@id": "#jane", "name": "Jane Doe"}
    assert read(json_ld({"@graph": [story, person]})).authors == ("Jane Doe",)


def test_several_authors_keep_the_order_of_the_page():
    names = ["Jane Doe", "John Roe", "Ann Lee"]
    harvest = read(article(author=[{"name": name} for name in names]))
    assert harvest.authors == tuple(names)
    assert harvest.author == "Jane Doe, John Roe, Ann Lee"


@pytest.mark.parametrize(
    "name",
    ["author", "article:author", "parsely-author", "sailthru.author", "byl", "DC.creator",
     "dcterms.creator", "og:author", "cXenseParse:author", "citation_author"],
)  # fmt: skip
def test_the_head_names_the_author(name):
    harvest = read(f'<meta name="{name}" content="Jane Doe">')
    assert harvest.authors == ("Jane Doe",)
    assert harvest.origins["author"] == name.lower()


def test_the_authors_of_a_paper_are_turned_round():
    names = ("Doe, Jane Q.", "Roe, John")
    head = "".join(f'<meta name="citation_author" content="{name}">' for name in names)
    assert read(head).authors == ("Jane Q. Doe", "John Roe")


def test_parsely_s_json_in_a_meta_is_read():
    head = (
        """<meta name="parsely-page" content='{"author": "Jane Doe", "pub_date": "2021-06-22"}'>"""
    )
    harvest = read(head)
    assert (harvest.author, harvest.date) == ("Jane Doe", "2021-06-22")
    assert read("<meta name=parsely-page content='{'>").authors == ()
    assert read("<meta name=parsely-page content='[1]'>").authors == ()


def test_the_address_of_a_profile_is_no_name():
    head = '<meta property="article:author" content="https://www.facebook.com/wardpost">'
    assert read(head).authors == ()


def test_the_handle_of_who_tweets_is_no_name():
    assert read('<meta name="twitter:creator" content="@wardpost">').authors == ()
    assert read('<meta name="twitter:creator" content="Ward Post">').authors == ()


def test_a_person_wins_over_a_newspaper_declared_before():
    head = article(author={"@type": "Organization", "name": "Ward News"})
    body = f"{H1}<p class=byline>By Jane Doe</p>{STORY}"
    assert read(TITLE + head, body).authors == ("Jane Doe",)


def test_a_newspaper_is_the_author_where_nobody_else_is():
    head = article(author={"@type": "Organization", "name": "Ward News"})
    assert read(TITLE + head, H1 + STORY).authors == ("Ward News",)


def test_a_longer_list_in_the_head_completes_a_shorter_one():
    head = article(author="Jane Doe") + meta(author="Jane Doe, John Roe, Ward News")
    assert read(head).authors == ("Jane Doe", "John Roe")


def test_microdata_names_the_author_of_the_first_story_only():
    def story(name: str) -> str:
        return (
            "<div itemscope itemtype='https://schema.org/Article'><p itemprop=author itemscope>"
            f"<a itemprop=name href=/x>{name}</a></p></div>"
        )

    assert read(body=story("Jane Doe") + story("John Roe")).authors == ("Jane Doe",)


def test_microdata_may_mark_but_the_first_of_several():
    byline = "<p itemprop=author><a itemprop=name>Zoé Petit</a> (avec Luc Grand)</p>"
    assert read(TITLE, H1 + byline + STORY).authors == ("Zoé Petit", "Luc Grand")


def test_who_reviewed_a_product_has_not_written_the_page():
    review = (
        "<div itemscope itemtype='https://schema.org/Review'><b itemprop=author>John Roe</b></div>"
    )
    assert read(TITLE, H1 + STORY + review).authors == ()


@pytest.mark.parametrize(
    "byline",
    [
        "<a rel=author href=/jane>Jane Doe</a>",
        "<span class='author vcard'><a class='url fn n' href=/jane>Jane Doe</a></span>",
        "<p class=byline>By <a href=/jane>Jane Doe</a></p>",
        "<div class='article__byline'>By Jane Doe <time>June 22, 2021</time></div>",
        "<div id=author-name>Jane Doe</div>",
        "<div class=articleAuthor><b>Jane Doe</b><br>Health Editor</div>",
        "<div class=byline>22.06.2021 <span>Von</span> <a>Jane Doe</a> <a>Follow</a></div>",
        "<div class='post-author'>Jane Doe<span>Senior Reporter</span></div>",
        "<p>By Jane Doe</p>",
        "<cite><a href=/jane><img src=j.png></a> By Jane Doe<br>Ward Post<br><a>Archive</a></cite>",
        "<p>By: <a href=/jane>Jane Doe</a><br>Ward Post Executive News Editor</p>",
        "<p><b>By Jane Doe, Ward News</b></p>",
        "<p class=entry-meta>Von Jane Doe, Berlin</p>",
        "<author>Jane Doe</author>",
        "<ul class=authors><li>Jane Doe</li></ul>",
        "<p class='autor pull-left'>Jane Doe | Palma | 08/01/2014</p>",
        "<p class=auteur>Par Jane Doe</p>",
        "<p class=byline>Medically reviewed by <a>Ann Lee, MD</a> — Written by <a>Jane Doe</a></p>",
        "<p class=byline>By <a>Jane Doe</a>. Reviewed by <a>Ann Lee</a></p>",
        "<p class=submitted>Submitted by Jane Doe on Tue, 06/22/2021</p>",
        "<p data-component=Byline>Jane Doe</p>",
    ],
)
def test_a_byline_below_the_headline_names_the_author(byline):
    assert read(TITLE, f"{H1}{byline}{STORY}").authors == ("Jane Doe",)


@pytest.mark.parametrize(
    "byline",
    [
        "<p class=byline>By <a>Jane Doe</a> and <a>John Roe</a>, Ward News</p>",
        "<p class=byline><a>Jane Doe</a>, <a>John Roe</a></p>",
        "<div><a rel=author>Jane Doe</a><a rel=author>John Roe</a></div>",
        "<ul><li><b class=author>Jane Doe</b></li><li><b class=author>John Roe</b></li></ul>",
        "<p>By Jane Doe and John Roe</p>",
    ],
)
def test_a_byline_may_name_several(byline):
    assert read(TITLE, f"{H1}{byline}{STORY}").authors == ("Jane Doe", "John Roe")


@pytest.mark.parametrize(
    "other",
    [
        "<ol class=comments><li><span class=author>John Roe</span> says: no</li></ol>",
        "<div class=related><p class=byline>By John Roe</p></div>",
        "<figure><figcaption class=author>John Roe</figcaption></figure>",
        "<blockquote>So it goes. <cite class=author>John Roe</cite></blockquote>",
        "<nav><a rel=author>John Roe</a></nav>",
        "<p class=photo-author>John Roe</p>",
        "<p class=authority>John Roe</p>",
        "<p class=reviewer>Medically reviewed by John Roe, MD</p>",
        "<form><p class=form-author>Your Name</p></form>",
    ],
)
def test_others_named_on_the_page_are_no_authors(other):
    assert read(TITLE, H1 + STORY + other).authors == ()
    byline = "<p class=byline>By Jane Doe</p>"
    assert read(TITLE, other + H1 + byline + STORY).authors == ("Jane Doe",)


def test_the_nearest_byline_below_the_headline_wins():
    teaser = "<div><h3>Other story</h3><p class=byline>By John Roe</p></div>"
    body = teaser + H1 + "<p class=byline>By Jane Doe</p>" + STORY + teaser
    assert read(TITLE, body).authors == ("Jane Doe",)


def test_what_holds_the_headline_too_is_not_beside_the_story():
    footer = "<div class=post-footer><p class=author>Jane Doe</p></div>"
    body = f"<div class=widget>{H1}{STORY}{footer}</div>"
    assert read(TITLE, body).authors == ("Jane Doe",)


def test_a_byline_in_the_margin_counts_if_it_is_the_only_one():
    one = "<aside><p class=author>Jane Doe</p></aside>"
    two = one + "<aside><p class=author>John Roe</p></aside>"
    assert read(TITLE, H1 + STORY + one).authors == ("Jane Doe",)
    assert read(TITLE, H1 + STORY + two).authors == ()


def test_a_nickname_is_an_author_where_the_page_shows_it_as_one():
    assert read(TITLE, f"{H1}<span class='author vcard'>blackswan</span>{STORY}").authors == (
        "blackswan",
    )


def test_a_list_of_stories_has_no_author():
    stories = "".join(
        f"<div><h4>Story</h4><p>By {name}</p></div>" for name in ("Jane Doe", "John Roe", "Ann Lee")
    )
    assert read(TITLE, H1 + stories).authors == ()


def test_a_first_name_before_a_date_is_a_byline():
    body = f"{H1}<p>Von Christian am 22.06.2021, 11:51 | 0 Meinungen</p>{STORY}"
    assert read(TITLE, body).authors == ("Christian",)


def test_a_sentence_that_begins_with_by_is_no_byline():
    body = f"{H1}<p>By then the ward had closed.</p><p>By Monday it was open.</p>{STORY}"
    assert read(TITLE, body).authors == ()


def test_a_page_names_no_more_than_thirty():
    people = [
        {"name": f"Jane {chr(65 + number % 26)}{'a' * (number % 7 + 1)}oe"} for number in range(90)
    ]
    assert 1 < len(read(article(author=people)).authors) <= 30


def test_people_who_refer_to_each_other_do_not_fail():
    one = {"@type": "Person", "@id": "#one", "name": {"@id": "#two"}}
    two = {"@type": "Person", "@id": "#two", "name": {"@id": "#one"}}
    story = {"@type": "Article", "author": {"@id": "#one"}}
    assert read(json_ld({"@graph": [story, one, two]})).authors == ()


def test_bylines_without_end_are_read_to_a_bound():
    deep = "<div class=author>Ward News " * 3_000
    wide = "<p class=byline>By Ward News</p>" * 3_000
    beside = "<div class=comment>" * 200 + "<p class=author>x</p>" * 5_000
    assert read(TITLE, H1 + deep + wide + beside).authors == ("Ward News",)
