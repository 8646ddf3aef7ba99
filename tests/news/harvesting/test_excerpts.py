"""How a story begins, as clean HTML."""

from __future__ import annotations

from news.harvesting import harvest_html

LONG = "A sentence about hospitals, patients and what they need, long enough to be a story. "


def excerpt_of(body: str) -> str:
    page = f"<html><head><title>T</title></head><body><article>{body}</article></body></html>"
    return harvest_html(page.encode(), "https://example.org/news/one").excerpt


def test_paragraphs_keep_their_links_and_emphasis_and_nothing_else() -> None:
    body = (
        f'<p class="x" onclick="y()">{LONG}<a href="/two" target="_blank">Two</a> and '
        f"<strong>three</strong>.<script>alert(1)</script></p><p>{LONG}</p>"
    )
    assert excerpt_of(body) == (
        f'<p>{LONG}<a href="https://example.org/two">Two</a> and <strong>three</strong>.</p>'
        f"<p>{LONG.strip()}</p>"
    )


def test_a_whole_address_stays_as_the_page_has_it() -> None:
    body = f'<p>{LONG}<a href="https://other.org/book/#">the book</a></p><p>{LONG}</p>'
    assert '<a href="https://other.org/book/#">the book</a>' in excerpt_of(body)


def test_a_paragraph_without_end_is_cut_wherever_it_stands() -> None:
    endless = "word " * 50_000
    for body in (f"<p>{endless}</p>", f"<div>{endless}<br><br>{LONG}</div>", "x" * 100_000):
        assert len(excerpt_of(body)) < 2_100


def test_a_link_that_runs_a_script_is_only_its_words() -> None:
    body = f'<p>{LONG}<a href="javascript:alert(1)">here</a></p><p>{LONG}</p>'
    assert "javascript" not in excerpt_of(body)
    assert "here</p>" in excerpt_of(body)


def test_a_no_break_space_is_written_so_that_an_editor_sees_it() -> None:
    assert excerpt_of(f"<p>{LONG}A&nbsp;B.&nbsp;</p><p>{LONG}</p>").startswith(
        f"<p>{LONG}A&nbsp;B.&nbsp;</p>"
    )


def test_it_is_a_beginning_and_not_the_story() -> None:
    found = excerpt_of(f"<p>{LONG * 3}</p>" * 20)
    assert 2 <= found.count("<p>") <= 5


def test_the_items_of_a_list_stand_in_one_list() -> None:
    found = excerpt_of(f"<p>{LONG}</p><ul><li>{LONG}</li><li>{LONG}</li></ul><p>{LONG}</p>")
    assert found.count("<ul>") == 1
    assert found.count("<li>") == 2


def test_text_that_looks_like_markup_stays_text() -> None:
    assert "&lt;b&gt; &amp; more" in excerpt_of(f"<p>{LONG}&lt;b&gt; &amp; more</p><p>{LONG}</p>")


def test_phrases_lie_only_so_deep_inside_each_other() -> None:
    deep = "<em>" * 300 + "deep" + "</em>" * 300
    found = excerpt_of(f"<p>{LONG}{deep}</p><p>{LONG}</p>")
    assert "deep" in found
    assert found.count("<em>") <= 12


def test_a_page_without_a_story_has_no_excerpt() -> None:
    assert excerpt_of("") == ""


def test_paragraphs_told_apart_by_breaks_alone_are_paragraphs() -> None:
    found = excerpt_of(f"<div>{LONG}<br><br>{LONG}<br><br>{LONG}</div>")
    assert found == f"<p>{LONG.strip()}</p>" * 3


def test_a_byline_before_the_story_is_no_part_of_it() -> None:
    assert excerpt_of(f"<p>By Marta Reis</p><p>{LONG}</p><p>{LONG}</p>").count("<p>") == 2
