from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from news.harvesting.reading.microdata import (
    DEEPEST,
    LONGEST_TEXT,
    MOST_THINGS,
    MOST_VALUES,
    node_of,
    scopes,
)


def things(body, kinds):
    """The things of some kinds in a page with this body."""
    return [node_of(scope) for scope in scopes(html.document_fromstring(body), kinds)]


def test_a_thing_says_texts_and_addresses():
    body = """<div itemscope itemtype="https://schema.org/Book"><b itemprop="name">Care</b>
    <a itemprop="url" href="/care">read</a><meta itemprop="isbn" content="978"></div>"""
    (book,) = things(body, {"book"})
    assert book["name"] == "Care"
    assert (book["url"], book["isbn"]) == ("/care", "978")


def test_several_values_of_a_name_are_a_list():
    body = """<div itemscope itemtype="https://schema.org/Book"><b itemprop="author">Ann</b>
    <b itemprop="author">Tom</b></div>"""
    assert things(body, {"book"})[0]["author"] == ["Ann", "Tom"]


def test_a_thing_within_a_thing_keeps_its_properties_to_itself():
    body = """<div itemscope itemtype="https://schema.org/Book"><p itemprop="author" itemscope
    itemtype="https://schema.org/Person"><b itemprop="name">Ann</b></p></div>"""
    (book,) = things(body, {"book"})
    assert "name" not in book
    assert book["author"]["name"] == "Ann"


def test_one_element_may_have_several_properties():
    body = """<div itemscope itemtype="https://schema.org/Book">
    <b itemprop="name headline">Care</b></div>"""
    (book,) = things(body, {"book"})
    assert book["name"] == book["headline"] == "Care"


def test_a_thing_that_is_a_property_of_another_does_not_stand_for_itself():
    body = """<div itemscope itemtype="https://schema.org/Person"><p itemprop="author" itemscope
    itemtype="https://schema.org/Book"><b itemprop="name">Care</b></p></div>"""
    assert things(body, {"book"}) == []


def test_other_kinds_are_left():
    body = '<div itemscope itemtype="https://schema.org/Person"><b itemprop="name">Ann</b></div>'
    assert things(body, {"book"}) == []


def test_a_property_cannot_say_what_kind_a_thing_is():
    body = """<div itemscope itemtype="https://schema.org/Book">
    <b itemprop="@type">Recipe</b></div>"""
    assert things(body, {"book"})[0]["@type"] == ["https://schema.org/Book"]


def test_things_deep_within_each_other_and_many_values_are_bounded():
    inner = '<p itemprop="part" itemscope>' * 50
    many = '<b itemprop="author">Ann</b>' * (MOST_VALUES * 2)
    body = f'<div itemscope itemtype="https://schema.org/Book">{many}{inner}</div>'
    (book,) = things(body, {"book"})
    assert len(book["author"]) == MOST_VALUES
    depth = 0
    while isinstance(book, dict):
        book, depth = book.get("part"), depth + 1
    assert depth <= DEEPEST + 2


def test_the_text_of_a_property_is_bounded():
    body = f"""<div itemscope itemtype="https://schema.org/Book"><b itemprop="name">
    {"<i>care</i> " * LONGEST_TEXT}</b></div>"""
    assert len(things(body, {"book"})[0]["name"]) <= LONGEST_TEXT + len("care")


def test_no_more_things_are_looked_at_than_pages_have():
    body = '<b itemscope itemtype="https://schema.org/Book"></b>' * (MOST_THINGS + 5)
    assert len(things(body, {"book"})) == MOST_THINGS


@given(st.text(alphabet='<>/ ="abitemscopetyprl', max_size=200))
def test_any_markup_can_be_read(markup):
    body = f"<div itemscope itemtype=https://schema.org/Book>{markup}</div>"
    assert all(node["@type"] for node in things(body, {"book"}))
