from hypothesis import given
from hypothesis import strategies as st

from news.harvesting import harvest_html
from news.harvesting.reading.blocks import MOST_KEYS
from tests.news.harvesting.reading.pages import meta, read

# What the page says of itself from which the contract's example was made; the words are our own.
ADDRESS = "https://medicalfuturist.com/amazons-march-into-healthcare-a-2021-update"
TITLE = "Amazon's March Into Healthcare: A 2021 Update"
PICTURE = "https://cdn.medicalfuturist.com/wp-content/uploads/2021/06/tmf_article_275-01.png"
PAGE = f"""<!DOCTYPE html><html lang="en-US"><head><meta charset="UTF-8">
<meta http-equiv="X-UA-Compatible" content="IE=edge">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>{TITLE} - The Medical Futurist</title>
<meta name="description" content=""/>
<meta name="robots" content="noodp"/>
<meta property="fb:app_id" content="1796753533873796"/>
<meta property="og:locale" content="en_US"/>
<meta property="og:type" content="article"/>
<meta property="og:title" content="{TITLE} - The Medical Futurist"/>
<meta property="og:description" content=""/>
<meta property="og:url" content="{ADDRESS}"/>
<meta property="og:site_name" content="The Medical Futurist"/>
<meta property="fb:admins" content="100000702732950"/>
<meta property="article:publisher" content="https://www.facebook.com/medicalfuturist"/>
<meta property="article:published_time" content="2021-06-22T08:00:00"/>
<meta property="article:modified_time" content="2021-06-22T14:13:32"/>
<meta property="og:updated_time" content="2021-06-22T14:13:32"/>
<meta property="og:image" content="{PICTURE}"/>
<meta name="google-site-verification" content="zbobS_w-zKE2TUJArPSIkWdHdx77XjEfnBwC_EZhELY"/>
<link rel="canonical" href="{ADDRESS}/"/>
</head><body><article><h1>{TITLE}</h1>
<p>A short look at what one large company has done in hospitals lately, in words of our own,
so that this page can stand in for the one that the example was made from.</p></article>
</body></html>"""


def test_the_html_block_of_the_example_comes_out_with_its_values_and_its_order():
    block = harvest_html(PAGE.encode(), ADDRESS + "/").html_metadata
    assert list(block.items()) == [
        ("author", None),
        ("description", ""),
        ("generator", None),
        ("viewport", "width=device-width,initial-scale=1"),
        ("articlemodified_time", "2021-06-22T14:13:32"),
        ("articlepublished_time", "2021-06-22T08:00:00"),
        ("msvalidate.01", None),
        ("ogdescription", ""),
        ("ogimage", PICTURE),
        ("ogsite_name", "The Medical Futurist"),
        ("ogtitle", TITLE + " - The Medical Futurist"),
        ("ogtype", "article"),
        ("ogupdated_time", "2021-06-22T14:13:32"),
        ("ogurl", ADDRESS),
        ("yandex-verification", None),
        ("robots", "noodp"),
        ("fbapp_id", "1796753533873796"),
        ("oglocale", "en_US"),
        ("fbadmins", "100000702732950"),
        ("articlepublisher", "https://www.facebook.com/medicalfuturist"),
        ("google-site-verification", "zbobS_w-zKE2TUJArPSIkWdHdx77XjEfnBwC_EZhELY"),
        ("keywords", None),
    ]


def test_the_open_graph_block_of_the_example_comes_out_with_its_values_and_its_order():
    block = harvest_html(PAGE.encode(), ADDRESS + "/").open_graph
    assert list(block.items()) == [
        ("ogdescription", ""),
        ("ogtitle", TITLE + " - The Medical Futurist"),
        ("ogurl", ADDRESS),
        ("ogimage", PICTURE),
        ("ogsite_name", "The Medical Futurist"),
        ("ogtype", "article"),
        ("ogupdated_time", "2021-06-22T14:13:32"),
        ("ogimageheight", None),
    ]


def test_the_twitter_block_of_the_example_comes_out_with_its_values_and_its_order():
    block = harvest_html(PAGE.encode(), ADDRESS + "/").twitter
    assert list(block.items()) == [
        ("twittercard", None),
        ("twitterdescription", ""),
        ("twittertitle", TITLE + " - The Medical Futurist"),
        ("twitterimage", PICTURE),
        ("twitterurl", None),
    ]


def test_the_fields_of_the_example_come_out():
    harvest = harvest_html(PAGE.encode(), ADDRESS + "/")
    assert harvest.title == TITLE
    assert harvest.site_name == "The Medical Futurist"
    assert harvest.image == PICTURE
    assert harvest.canonical_url == ADDRESS + "/"
    assert harvest.brand == "medicalfuturist.com"
    assert harvest.language == "en"
    assert harvest.description.startswith("A short look")
    assert harvest.date.startswith("2021-06-22")


def test_the_address_of_the_example_keeps_its_slash_whatever_open_graph_says():
    for page in (PAGE, PAGE.replace('rel="canonical"', 'rel="shortlink"')):
        assert harvest_html(page.encode(), ADDRESS + "/").clean_url == ADDRESS + "/"


def test_absent_and_empty_are_told_apart():
    block = read('<meta name="keywords" content=""><meta name="generator">').html_metadata
    assert block["keywords"] == ""
    assert block["generator"] == ""
    assert block["author"] is None


def test_the_first_of_two_tags_that_says_anything_counts():
    head = meta(og__image="") + meta(og__image="https://a.example/1.png")
    head += meta(og__image="https://a.example/2.png")
    assert read(head).open_graph["ogimage"] == "https://a.example/1.png"


def test_a_name_loses_its_colons_and_keeps_dots_and_hyphens():
    block = read(meta(og__image__height="600") + '<meta name="DC.date-x" content="1">')
    assert block.html_metadata["ogimageheight"] == "600"
    assert block.open_graph["ogimageheight"] == "600"
    assert block.html_metadata["DC.date-x"] == "1"


def test_the_contracts_own_keys_are_found_in_any_case():
    assert read('<meta name="Description" content="x">').html_metadata["description"] == "x"


def test_a_twitter_card_speaks_before_open_graph():
    head = meta(og__title="Long", twitter__title="Short", twitter__card="summary")
    assert read(head).twitter["twittertitle"] == "Short"
    assert read(head).twitter["twittercard"] == "summary"


def test_names_that_are_no_names_are_left_out():
    head = '<meta name="&lt;b&gt;" content="1"><meta name="two words" content="1">'
    head += f'<meta name="{"x" * 200}" content="1"><meta http-equiv="refresh" content="9">'
    assert len(read(head).html_metadata) == 16  # those that are always there


def test_the_number_of_keys_is_bounded():
    head = "".join(f'<meta name="n{number}" content="1">' for number in range(5_000))
    assert len(read(head).html_metadata) == MOST_KEYS


@given(st.text(max_size=30), st.text(max_size=200))
def test_every_value_can_be_written_as_it_is(name, content):
    from html import escape

    page = f'<meta name="{escape(name)}" content="{escape(content)}">'
    block = harvest_html(page.encode("utf-8", "replace"), "https://a.example/").html_metadata
    for value in block.values():
        assert value is None or "\x00" not in value
