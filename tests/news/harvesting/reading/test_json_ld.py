import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.harvesting.reading import json_ld
from tests.news.harvesting.reading.pages import URL, read
from tests.news.harvesting.reading.pages import json_ld as as_script


def script(text):
    return f'<script type="application/ld+json">{text}</script>'


@pytest.mark.parametrize(
    "text",
    [
        '{"@type": "NewsArticle", "headline": "Pulse"}',
        '[{"@type": "NewsArticle", "headline": "Pulse"}]',
        '{"@graph": [{"@type": "WebSite"}, {"@type": "NewsArticle", "headline": "Pulse"}]}',
        '{"@type": "WebPage", "mainEntity": {"@type": "NewsArticle", "headline": "Pulse"}}',
        '{"@type": ["NewsArticle", "Report"], "headline": "Pulse"}',
        '{"@type": "https://schema.org/NewsArticle", "headline": "Pulse"}',
        '{"@type": "NewsArticle", "headline": ["Pulse", "Beat"]}',
        '{"@type": "NewsArticle", "headline": {"@value": "Pulse"}}',
        '<!-- {"@type": "NewsArticle", "headline": "Pulse"} -->',
        '//<![CDATA[\n{"@type": "NewsArticle", "headline": "Pulse"}\n//]]>',
        '{"@type": "NewsArticle", "headline": "Pulse",}',
        '{"@type": "NewsArticle", "headline": "Pulse"};',
        '{"@type": "WebSite"} {"@type": "NewsArticle", "headline": "Pulse"}',
        '{"@type": "NewsArticle", "articleBody": "two\nlines", "headline": "Pulse"}',
    ],
)
def test_a_story_is_found_however_it_is_written(text):
    assert read(script(text)).title == "Pulse"


def test_the_story_that_names_the_page_wins():
    nodes = """[{"@type": "NewsArticle", "headline": "Other", "url": "https://a.example/other"},
      {"@type": "NewsArticle", "headline": "Pulse", "mainEntityOfPage": {"@id": "https://a.example/p/"}}]"""
    assert read(script(nodes), url="https://a.example/p").title == "Pulse"


@pytest.mark.parametrize("key", ["hasPart", "itemListElement", "mentions", "relatedLink"])
def test_a_story_that_is_only_mentioned_is_not_the_pages(key):
    nodes = f'{{"@type": "ItemList", "{key}": [{{"@type": "NewsArticle", "headline": "Other"}}]}}'
    assert read(script(nodes) + "<title>Pulse</title>").title == "Pulse"


def test_a_publisher_by_reference_is_looked_up():
    nodes = """{"@graph": [{"@type": "Article", "headline": "Pulse", "publisher": {"@id": "#org"}},
      {"@type": "Organization", "@id": "#org", "name": "Ward Post"}]}"""
    assert read(script(nodes)).site_name == "Ward Post"


def test_what_cannot_be_read_leaves_the_rest():
    page = script('{"@type": "NewsArticle", headline: Broken}') + script(
        '{"@type": "NewsArticle", "headline": "Pulse"}'
    )
    assert read(page).title == "Pulse"


@pytest.mark.parametrize(
    ("url", "headline"),
    [({}, "Nurses first"), ({"url": "https://www.wardpost.example/other"}, "A thermometer")],
)
def test_a_story_wins_over_another_work_unless_it_is_of_another_page(url, headline):
    story = {"@type": "Article", "headline": "Nurses first"} | url
    work = {"@type": "Product", "name": "A thermometer", "url": URL}
    graph = json_ld.Graph([story, work], [story, work])
    assert headline in json_ld.story(graph, [URL]).values()


def test_nesting_is_bounded():
    assert json_ld.read(["[" * 100_000]).nodes == []
    deep = '{"@type": "Thing", "part": ' * 500 + "1" + "}" * 500
    assert len(json_ld.read([deep]).nodes) <= json_ld.DEEPEST


def test_the_number_of_nodes_is_bounded():
    many = "[" + ",".join(['{"@type": "Thing"}'] * 5_000) + "]"
    assert len(json_ld.read([many] * 3).nodes) <= json_ld.MOST_NODES


KEYS = st.sampled_from(
    "@type @id @graph @value name headline url image author publisher keywords isPartOf about"
    " inLanguage datePublished width description isAccessibleForFree mainEntityOfPage".split()
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=12,
)


@given(st.dictionaries(KEYS, VALUES, max_size=8))
def test_no_shape_of_a_story_fails(node):
    read(as_script({"@type": "Article"} | node))
