import pytest

from tests.news.harvesting.reading.pages import PARAGRAPH, json_ld, meta, read

SAID = "What changed on the ward at night, and who asked for it."


@pytest.mark.parametrize(
    ("head", "origin"),
    [
        (meta(og__description=SAID), "og:description"),
        (f'<meta name="description" content="{SAID}">', "description"),
        (f'<meta name="twitter:description" content="{SAID}">', "twitter:description"),
        (json_ld({"@type": "Article", "description": SAID}), "JSON-LD description"),
        (f'<meta name="sailthru.description" content="{SAID}">', "sailthru.description"),
        (f'<meta name="DC.Description" content="{SAID}">', "dc.description"),
        (f'<meta name="citation_abstract" content="{SAID}">', "citation_abstract"),
        (json_ld({"@type": "WebPage", "description": SAID}), "JSON-LD description"),
    ],
)
def test_the_head_describes_the_page(head, origin):
    harvest = read(head)
    assert (harvest.description, harvest.origins["description"]) == (SAID, origin)


def test_a_silent_page_is_described_by_its_first_paragraph():
    body = f"<h1>Nurses first</h1><article><p>By Ann Lee</p><p>{PARAGRAPH}</p></article>"
    harvest = read(meta(og__description=""), body)
    assert harvest.description == PARAGRAPH
    assert harvest.origins["description"] == "the first paragraph"


def test_what_the_site_says_of_itself_on_every_page_describes_none():
    slogan = "News from every ward of the country, every day."
    head = meta(og__description=slogan) + json_ld({"@type": "WebSite", "description": slogan})
    assert read(head, f"<article><p>{PARAGRAPH}</p></article>").description == PARAGRAPH
    assert read(head).description == slogan


def test_a_title_is_no_description():
    head = meta(og__title="Nurses first", og__description="Nurses first")
    assert read(head, f"<p>{PARAGRAPH}</p>").description == PARAGRAPH


def test_markup_in_a_description_goes():
    said = "&lt;p&gt;What &lt;a href='x'&gt;changed&lt;/a&gt; on the ward&lt;/p&gt;"
    assert read(meta(og__description=said)).description == "What changed on the ward"


@pytest.mark.parametrize(
    "first", ["© 2026 Ward Post. All rights reserved, wherever they may be in the world.", "By Ann"]
)
def test_small_print_describes_nothing(first):
    assert read(body=f"<p>{first}</p><p>{PARAGRAPH}</p>").description == PARAGRAPH
