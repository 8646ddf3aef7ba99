"""What is made of a text that came from elsewhere."""

from __future__ import annotations

import os
from pathlib import Path

import frontmatter
import pytest
from hypothesis import given
from hypothesis import strategies as st

from news import hosting
from news.rendering import excerpt, open_ended, to_html, to_text
from tests.attacks import TEXTS
from tests.markup import Page

FORMATS = ["html", "markdown"]


hostile = st.lists(st.one_of(st.sampled_from(TEXTS), st.text(max_size=12)), max_size=4).map("".join)


@given(body=hostile, body_format=st.sampled_from(FORMATS), length=st.integers(0, 60))
def test_an_excerpt_is_never_longer_than_asked(body: str, body_format: str, length: int) -> None:
    assert len(excerpt(body, body_format, length, at_word=True)) <= length
    hard = excerpt(body, body_format, length, at_word=False)
    assert hard == to_text(body, body_format)[:length]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=80))
def test_text_comes_through_markup_unchanged(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    assert to_text(f"<p><b>{escaped}</b></p>", "html") == text


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("<h1>A</h1><h2>b</h2>", "<h2>A</h2><h3>b</h3>"),
        ("<h2>A</h2><h3>b</h3>", "<h2>A</h2><h3>b</h3>"),
        ("<h4>A</h4><h6>b</h6>", "<h2>A</h2><h4>b</h4>"),
        ("<h1>A</h1><h6>b</h6>", "<h2>A</h2><h6>b</h6>"),
    ],
)
def test_headings_begin_below_the_title_of_the_page(body: str, shown: str) -> None:
    assert to_html(body, "html") == shown


HONEST = {
    "a figure": '<figure><img src="/media/a.png" alt="A ward" width="640" height="480" '
    'loading="lazy"><figcaption>A <em>ward</em></figcaption></figure>',
    "a table": '<table><caption>Beds</caption><colgroup><col span="2"></colgroup><thead><tr>'
    '<th scope="col">Year</th><th colspan="2" abbr="n">Number</th></tr></thead><tbody><tr>'
    '<th scope="row">2025</th><td align="right" rowspan="2">12</td></tr></tbody>'
    "<tfoot><tr><td>x</td></tr></tfoot></table>",
    "headings": "<h2>A</h2><h3>B</h3><h4>C</h4><h5>D</h5><h6>E</h6>",
    "lists": '<ol start="3" reversed="" type="a"><li value="9">x<ul><li>y</li></ul></li></ol>'
    "<dl><dt>a</dt><dd>b</dd></dl>",
    "quotations": '<blockquote cite="https://example.org/a"><p>So.</p><footer>— <cite>B</cite>'
    '</footer></blockquote><p><q cite="/news/">no</q></p>',
    "code": "<pre><code>if x &lt; 1:\n    y &amp;= 2\n</code></pre><p><kbd>Ctrl</kbd>"
    "<samp>ok</samp><var>n</var></p>",
    "text that begins on a new line": "<pre>\n\n  two lines down</pre>",
    "phrases": '<p><abbr title="World Health Organization">WHO</abbr> H<sub>2</sub>O x<sup>2</sup>'
    '<time datetime="2026-01-01">today</time> <mark>m</mark><small>s</small><b>b</b><i>i</i>'
    "<u>u</u><s>s</s><strong>st</strong><em>e</em><dfn>d</dfn><wbr><br>"
    '<data value="7">seven</data></p><hr>',
    "changes": '<p><del datetime="2026-01-01" cite="/why/">a</del><ins>b</ins></p>',
    "languages": '<p lang="ar" dir="rtl"><bdi>ا</bdi> <bdo dir="ltr">x</bdo> <span lang="fr">là'
    "</span></p><p><ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby></p>",
    "what folds": '<details open=""><summary>More</summary><p>x</p></details>',
    "sections": "<section><header><hgroup><h2>A</h2></hgroup></header><article><p>x</p></article>"
    "<aside><p>y</p></aside><address>z</address></section>",
    "links": '<p><a href="/news/" hreflang="en" title="News">n</a> <a href="#a">a</a> '
    '<a href="mailto:desk@example.org">m</a> <a href="tel:+4930123">t</a> '
    '<a href="https://example.org/?a=1&amp;b=x:y#z" rel="nofollow noopener">e</a></p>',
}


@pytest.mark.parametrize("body", HONEST.values(), ids=HONEST)
def test_it_keeps_what_articles_are_made_of(body: str) -> None:
    assert to_html(body, "html") == body


inline = st.sampled_from(
    ["x", " ", "<b>b</b>", "<q>q</q>", '<a href="/a">l</a>', "&amp;", "é\u200c"]
)
phrase = st.lists(inline, max_size=5).map("".join)
block = st.one_of(
    st.sampled_from(sorted(HONEST.values())),
    phrase.map("<p>{}</p>".format),
    phrase.map("<ul><li>{}</li></ul>".format),
    phrase.map("<table><tbody><tr><td>{}</td></tr></tbody></table>".format),
)


@given(st.lists(block, max_size=6).map("".join))
def test_what_was_shown_once_is_shown_the_same_again(body: str) -> None:
    shown = to_html(body, "html")
    assert to_html(shown, "html") == shown


def test_words_inside_what_is_not_shown_stay() -> None:
    assert to_html("<object data=a><p>In words</p></object>", "html") == "<p>In words</p>"
    assert to_html("<video src=/a><p>No <b>video</b></p></video>", "html") == (
        "<p>No <b>video</b></p>"
    )


def test_it_calls_things_by_their_names_of_today() -> None:
    shown = to_html('<strike>a</strike><tt>b</tt><acronym title="C">c</acronym>', "html")
    assert shown == '<s>a</s><code>b</code><abbr title="C">c</abbr>'


@pytest.mark.parametrize(
    "attribute",
    ['width="100vw;x"', 'lang="en\' x"', 'dir="up"', 'align="left;"', 'start="1e9"', 'type="disc"'],
)
def test_a_value_out_of_shape_goes_and_its_element_stays(attribute: str) -> None:
    assert to_html(f"<ol {attribute}><li>x</li></ol>", "html") == "<ol><li>x</li></ol>"


def test_columns_of_markdown_keep_their_alignment() -> None:
    shown = to_html("| a | b |\n|:--|--:|\n| c | d |", "markdown")
    assert '<th align="left">a</th>' in shown
    assert '<td align="right">d</td>' in shown


def test_it_reads_tables_and_strikethrough_in_markdown() -> None:
    shown = to_html("| a |\n|---|\n| ~~1~~ |\n\n*so* <b onclick='x'>it</b>", "markdown")
    assert "<td><s>1</s></td>" in shown
    assert "<em>so</em> <b>it</b>" in shown


def test_links_to_other_sites_are_marked_and_ours_are_not(settings) -> None:
    settings.SITE_URL = "https://medigy.example"
    body = (
        '<a href="https://elsewhere.example/">1</a><a href="//elsewhere.example/">2</a>'
        '<a href="/news/">3</a><a href="https://medigy.example/news/">4</a>'
        '<a href="mailto:a@b.example">5</a><a href="ftp://x.example">6</a>'
    )
    rels = [attributes.get("rel") for attributes in Page(to_html(body, "html")).all("a")]
    assert rels == ["nofollow noopener", "nofollow noopener", None, None, None, None]
    assert "ftp:" not in to_html(body, "html")


def test_a_picture_from_elsewhere_comes_through_this_site() -> None:
    body = '<figure><img src="https://x.example/a.png" alt="A chart" width="9"></figure>'
    (shown,) = Page(to_html(body, "html")).all("img")
    assert shown["src"].startswith("/picture/")
    assert hosting.address_of(shown["src"].removeprefix("/picture/")) == "https://x.example/a.png"
    assert (shown["alt"], shown["width"], shown["loading"]) == ("A chart", "9", "lazy")


def test_a_picture_that_names_no_scheme_is_fetched_by_the_safe_one() -> None:
    (shown,) = Page(to_html('<img src="//x.example/a.png">', "html")).all("img")
    assert hosting.address_of(shown["src"].removeprefix("/picture/")) == "https://x.example/a.png"
    assert shown["alt"] == ""


def test_what_is_shown_stays_what_it_is_when_it_is_cleaned_again() -> None:
    once = to_html('<p><img src="https://x.example/a.png" alt="A"></p>', "html")
    assert to_html(once, "html") == once


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ('<img src="/media/a.png" alt="C">', '<img src="/media/a.png" alt="C" loading="lazy">'),
        ('<img src="a.png" alt="C">', "Picture: C"),
        ('<img src="a.png">', ""),
        ('<img src="ftp://x.example/a.png" alt="C">', "Picture: C"),
        ('<img src="https://x.example/' + "a" * 1500 + '" alt="C">', "Picture: C"),
        ('<figure><img src="data:image/png;base64,AA=="></figure>', "<figure></figure>"),
    ],
)
def test_a_picture_that_cannot_be_shown_leaves_its_words(body: str, shown: str) -> None:
    assert to_html(body, "html") == shown


def test_text_is_that_of_the_dom() -> None:
    body = "<p>a&nbsp;b &amp;amp; <b>c</b></p><p>d<script>e</script><!-- f --><br>g</p>\n"
    assert to_text(body, "html") == "a\xa0b &amp; cdg\n"


def test_a_hard_cut_keeps_the_space_at_its_end() -> None:
    assert excerpt("<p>one two</p>", "html", 4, at_word=False) == "one "


@pytest.mark.parametrize(
    ("body", "length", "expected"),
    [
        ("<p>One.</p><p>Two.</p>", 200, "One. Two."),
        ("<p>one two three</p>", 9, "one two…"),
        ("<p>one two, three</p>", 11, "one two…"),
        ("<p>Donaudampfschiff</p>", 6, "Donau…"),
        ("", 10, ""),
    ],
)
def test_a_cut_at_a_word(body: str, length: int, expected: str) -> None:
    assert excerpt(body, "html", length, at_word=True) == expected


@pytest.mark.parametrize(
    ("description", "shown"),
    [
        ("A sentence.", "A sentence."),
        ("No stop", "No stop"),
        ("", ""),
        ("word " * 39 + "cut o", "word " * 38 + "word cut…"),
        ("word " * 39 + "– now ", "word " * 39 + "– now…"),
        ("word " * 39 + "done.", "word " * 39 + "done."),
    ],
)
def test_a_description_that_was_cut_off_says_so(description: str, shown: str) -> None:
    assert open_ended(description) == shown


def corpus() -> list[Path]:
    folders = [Path(name) for name in os.environ.get("CORPUS_DIR", "").split(":") if name]
    return [path for folder in folders for path in sorted(folder.rglob("*.md"))]


def test_descriptions_of_real_documents_are_their_first_characters() -> None:
    for path in corpus():
        document = frontmatter.loads(path.read_text())
        if "mdName" in document.metadata:
            body = path.read_text().partition("\n---\n")[2]
            assert excerpt(body, "html", at_word=False) == document["description"], path.name
