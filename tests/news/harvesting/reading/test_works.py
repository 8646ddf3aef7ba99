import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.news.harvesting.reading.pages import PARAGRAPH, URL, json_ld, meta, read

OPEN_GRAPH = meta(
    og__type="article",
    og__title="Low-salt soup for the ward: our best recipe",
    og__description="The soup that everybody on the ward asks for.",
    og__image="https://www.wardpost.example/wide.jpg",
    og__site_name="Ward Post",
)
SOUP = {
    "@type": "Recipe",
    "name": "Low-salt soup",
    "description": "Leek, potato and a little cream.",
    "image": "https://www.wardpost.example/soup.jpg",
    "author": {"@type": "Person", "name": "Rosa Cook"},
}
HEADLINE = "Low-salt soup for the ward: our best recipe"


def said(harvest):
    """What a page about a work says of it."""
    return harvest.title, harvest.description, harvest.image, harvest.authors


OF_THE_SOUP = (SOUP["name"], SOUP["description"], SOUP["image"], ("Rosa Cook",))


@pytest.mark.parametrize(
    "others",
    [
        [],
        [{"@type": "Article", "headline": HEADLINE, "author": {"name": "Ann Editor"}}],
        [{"@type": "BlogPosting", "headline": HEADLINE, "mainEntityOfPage": URL}],
        [{"@type": "WebPage", "@id": URL, "name": HEADLINE}],
    ],
)
def test_a_recipe_is_what_its_page_is_about(others):
    harvest = read(OPEN_GRAPH + json_ld({"@graph": [*others, SOUP]}), f"<h1>{HEADLINE}</h1>")
    assert said(harvest) == OF_THE_SOUP
    assert harvest.origins["title"] == "JSON-LD Recipe name"
    assert harvest.origins["author"] == "JSON-LD Recipe author"


def test_a_recipe_that_is_an_article_too_has_the_name_of_the_recipe():
    node = SOUP | {"@type": ["Recipe", "NewsArticle"], "headline": HEADLINE}
    assert read(OPEN_GRAPH + json_ld([node])).title == "Low-salt soup"


def test_a_recipe_within_the_news_leaves_them_their_headline():
    news = {"@type": "NewsArticle", "headline": HEADLINE}
    harvest = read(OPEN_GRAPH + json_ld([news, SOUP]))
    assert harvest.title == HEADLINE
    assert harvest.image == "https://www.wardpost.example/wide.jpg"


def test_a_recipe_within_the_news_counts_where_the_page_is_said_to_be_its_own():
    news = {"@type": "NewsArticle", "headline": HEADLINE}
    harvest = read(OPEN_GRAPH + json_ld([news, SOUP | {"mainEntityOfPage": URL}]))
    assert harvest.title == "Low-salt soup"


def test_of_several_recipes_none_is_what_the_page_is_about():
    harvest = read(OPEN_GRAPH + json_ld([SOUP, SOUP | {"name": "Porridge"}]))
    assert harvest.title == HEADLINE
    assert harvest.description == "The soup that everybody on the ward asks for."


def test_of_several_recipes_the_one_that_names_the_page_is_what_it_is_about():
    stock = {"@type": "Recipe", "name": "Stock", "url": "/recipes/stock"}
    harvest = read(OPEN_GRAPH + json_ld([stock, SOUP | {"mainEntityOfPage": {"@id": URL}}]))
    assert harvest.title == "Low-salt soup"


def test_one_recipe_said_twice_is_one():
    assert read(OPEN_GRAPH + json_ld(SOUP) + json_ld(SOUP)).title == "Low-salt soup"


def test_a_recipe_that_a_list_offers_is_a_bystander():
    offered = {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": SOUP}]}
    assert read(OPEN_GRAPH + json_ld(offered)).title == HEADLINE


def test_what_a_recipe_leaves_out_the_page_says():
    harvest = read(OPEN_GRAPH + json_ld({"@type": "Recipe", "name": "Low-salt soup"}))
    assert harvest.title == "Low-salt soup"
    assert harvest.description == "The soup that everybody on the ward asks for."
    assert harvest.image == "https://www.wardpost.example/wide.jpg"


@pytest.mark.parametrize("empty", ["", None, [], {}])
def test_what_a_recipe_leaves_empty_the_page_says(empty):
    node = SOUP | {"description": empty, "image": empty, "author": empty}
    harvest = read(OPEN_GRAPH + meta(author="Ann Editor") + json_ld(node))
    assert harvest.description == "The soup that everybody on the ward asks for."
    assert harvest.image == "https://www.wardpost.example/wide.jpg"
    assert harvest.authors == ("Ann Editor",)


def test_entities_and_markup_in_what_a_recipe_says_are_read():
    node = SOUP | {"name": "Leek &amp;amp; potato", "description": "<p>Slow, <b>not</b> low.</p>"}
    harvest = read(OPEN_GRAPH + json_ld(node))
    assert harvest.title == "Leek & potato"
    assert harvest.description == "Slow, not low."


def test_the_name_of_a_recipe_keeps_its_bar_and_loses_the_name_of_the_site():
    assert read(OPEN_GRAPH + json_ld(SOUP | {"name": "Soup | low salt"})).title == "Soup | low salt"
    assert read(OPEN_GRAPH + json_ld(SOUP | {"name": "Soup | Ward Post"})).title == "Soup"


def test_a_recipe_that_is_called_like_the_site_has_no_name():
    assert read(OPEN_GRAPH + json_ld(SOUP | {"name": "Ward Post"})).title == HEADLINE


@pytest.mark.parametrize(
    "image",
    [
        ["https://www.wardpost.example/soup.jpg", "https://www.wardpost.example/soup-4x3.jpg"],
        {"@type": "ImageObject", "url": "https://www.wardpost.example/soup.jpg"},
        [{"@type": "ImageObject", "contentUrl": "/soup.jpg"}],
        {"@id": "#soup"},
    ],
)
def test_the_first_picture_of_a_recipe_is_the_pages(image):
    picture = {"@type": "ImageObject", "@id": "#soup", "url": "/soup.jpg"}
    harvest = read(OPEN_GRAPH + json_ld([SOUP | {"image": image}, picture]))
    assert harvest.image == "https://www.wardpost.example/soup.jpg"


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Rosa Cook", ("Rosa Cook",)),
        ("by Rosa Cook", ("Rosa Cook",)),
        ("rosa", ("rosa",)),
        ({"@type": "Person", "name": "Rosa &amp; Tom"}, ("Rosa & Tom",)),
        ({"@type": "Organization", "name": "Ward Kitchen"}, ("Ward Kitchen",)),
        ([{"name": "Rosa Cook"}, {"name": "Tom Baker"}], ("Rosa Cook", "Tom Baker")),
        ({"@id": "#rosa"}, ("Rosa Cook",)),
    ],
)
def test_a_recipe_says_who_made_it(author, names):
    rosa = {"@type": "Person", "@id": "#rosa", "name": "Rosa Cook"}
    page = OPEN_GRAPH + meta(author="Ann Editor") + json_ld([SOUP | {"author": author}, rosa])
    assert read(page).authors == names


def test_who_reviewed_a_recipe_did_not_make_it():
    review = {"@type": "Review", "author": {"@type": "Person", "name": "Ilse Guest"}}
    assert read(OPEN_GRAPH + json_ld(SOUP | {"review": [review]})).authors == ("Rosa Cook",)


MICRODATA = """<ol itemscope itemtype="https://schema.org/BreadcrumbList"><li itemscope
itemprop="itemListElement" itemtype="https://schema.org/ListItem"><b itemprop="name">Soups</b></ol>
<div itemscope itemtype="http://schema.org/Recipe"><h2 itemprop="name">Low-salt soup</h2>
<img itemprop="image" src="/soup.jpg"><p itemprop="description"> Leek, potato and
a little cream. </p><div itemprop="review" itemscope itemtype="https://schema.org/Review">
<b itemprop="name">Fine!</b> <i itemprop="author">Ilse Guest</i></div>
<span itemprop="author" itemscope itemtype="https://schema.org/Person">
<b itemprop="name">Rosa Cook</b></span></div>"""


def test_a_recipe_in_microdata_is_what_its_page_is_about():
    harvest = read(OPEN_GRAPH, MICRODATA)
    assert said(harvest) == OF_THE_SOUP
    assert harvest.origins["title"] == "microdata Recipe name"


def test_a_recipe_may_be_the_main_entity_of_an_article_in_microdata():
    body = """<main itemscope itemtype="https://schema.org/Article"><div itemscope
    itemprop="mainEntity" itemtype="https://schema.org/Recipe">
    <b itemprop="name">Low-salt soup</b></div></main>"""
    assert read(OPEN_GRAPH, body).title == "Low-salt soup"


@pytest.mark.parametrize(
    ("tag", "address"), [("aside", ""), ("div", "/recipes/soup-of-the-day"), ("footer", "")]
)
def test_a_recipe_that_the_page_only_offers_is_a_bystander(tag, address):
    link = f'<a itemprop="url" href="{address}">more</a>' if address else ""
    body = f"""<{tag}><div itemscope itemtype="https://schema.org/Recipe">{link}
    <b itemprop="name">Soup of the day</b></div></{tag}>"""
    assert read(OPEN_GRAPH, body).title == HEADLINE


def test_json_ld_of_a_recipe_wins_over_its_microdata():
    harvest = read(OPEN_GRAPH + json_ld(SOUP | {"name": "Soup without salt"}), MICRODATA)
    assert harvest.title == "Soup without salt"


@pytest.mark.parametrize(
    "kind", ["Product", "Book", "Movie", "Event", "Course", "SoftwareApplication", "VideoObject"]
)
def test_a_work_that_names_the_page_is_what_it_is_about(kind):
    node = SOUP | {"@type": kind, "url": "/health/nurses-first"}
    page = OPEN_GRAPH.replace('"article"', '"website"') + json_ld(node)
    assert said(read(page)) == OF_THE_SOUP


def test_a_work_may_be_the_main_entity_of_the_page_by_its_identifier():
    nodes = [{"@type": "ItemPage", "mainEntity": {"@id": "#it"}}, SOUP | {"@type": "Book"}]
    nodes[1]["@id"] = "#it"
    assert read(meta(og__title="Buy soup here") + json_ld(nodes)).title == "Low-salt soup"


def test_a_work_that_names_no_page_is_a_bystander():
    head = meta(og__title="What the clinic sells") + json_ld(SOUP | {"@type": "Product"})
    assert read(head).title == "What the clinic sells"


@pytest.mark.parametrize("kind", ["Product", "Book", "VideoObject", "Event", "Movie"])
def test_a_work_within_a_story_is_a_bystander(kind):
    story = {"@type": "NewsArticle", "headline": HEADLINE, "author": {"name": "Ann Editor"}}
    harvest = read(OPEN_GRAPH + json_ld([story, SOUP | {"@type": kind, "url": URL}]))
    assert harvest.title == HEADLINE
    assert harvest.image == "https://www.wardpost.example/wide.jpg"
    assert harvest.authors == ("Ann Editor",)


def test_a_video_on_a_page_that_calls_itself_an_article_is_a_bystander():
    harvest = read(OPEN_GRAPH + json_ld(SOUP | {"@type": "VideoObject", "url": URL}))
    assert harvest.title == HEADLINE


def test_the_whole_text_of_a_shop_is_no_description():
    node = SOUP | {"@type": "Product", "url": URL, "description": PARAGRAPH * 30}
    page = meta(og__description="A thermometer for the ward.") + json_ld(node)
    assert read(page).description == "A thermometer for the ward."


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["@type", "@id", "name", "author", "image", "url", "mainEntity", "x"]),
            inner | st.sampled_from(["Recipe", "WebPage", "NewsArticle", URL]),
            max_size=5,
        )
    ),
    max_leaves=12,
)


@given(ANY_JSON)
def test_any_json_gives_a_title_or_none(node):
    assert isinstance(read(json_ld([node, {"@type": ["Recipe", node], "name": node}])).title, str)
