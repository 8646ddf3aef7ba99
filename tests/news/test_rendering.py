"""What is made of a text that came from elsewhere."""

from __future__ import annotations

import os
import time
from html.parser import HTMLParser
from pathlib import Path

import frontmatter
import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.rendering import excerpt, open_ended, to_html, to_text, web_address

FORMATS = ["html", "markdown"]


class Elements(HTMLParser):
    """Every element of a text, as a browser's parser would meet it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


pieces = st.sampled_from(
    [
        "<script>", "</script>", "<img src=x onerror=alert(1)>", "<svg onload=a()>", "javascript:",
        '<a href="', '">', "<a href=jAvAscript:a()>", "[x](javascript:a)", "![x](data:text/html,a)",
        "<math><mtext>", "<style>", "</style>", "<!--", "-->", "<![CDATA[", "]]>", "<p onclick='",
        "<iframe srcdoc=", "&#106;avascript:", "<h1>", "```", "> ", "<noscript>", "<title>", "\0",
        "<base href=//x>", "<form action=x>", "<table>", "<td>", "\n\n", "<xmp>", "<plaintext>",
    ]
)  # fmt: skip
hostile = st.lists(st.one_of(pieces, st.text(max_size=12)), max_size=14).map("".join)


@given(body=hostile, body_format=st.sampled_from(FORMATS))
def test_nothing_that_acts_survives(body: str, body_format: str) -> None:
    shown = to_html(body, body_format)
    assert "<script" not in shown.lower()
    for tag, attributes in Elements(shown).found:
        assert tag not in {"script", "style", "iframe", "svg", "math", "form", "base", "object"}
        for name, value in attributes.items():
            assert not name.startswith("on")
            assert name not in {"style", "id", "class", "srcdoc"}
            compact = "".join((value or "").split()).lower()
            assert name in {"title", "alt"} or not compact.startswith(("javascript:", "data:"))


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


def test_it_keeps_what_articles_are_made_of() -> None:
    body = (
        "<p>H<sub>2</sub>O <abbr title='World Health Organization'>WHO</abbr> "
        '<time datetime="2026-01-01">today</time></p><dl><dt>a</dt><dd>b</dd></dl>'
        "<blockquote><p>So.</p></blockquote><pre><code>x &lt; 1</code></pre>"
    )
    assert to_html(body, "html") == body.replace("'", '"')


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
    rels = [attributes.get("rel") for _, attributes in Elements(to_html(body, "html")).found]
    assert rels == ["nofollow noopener", "nofollow noopener", None, None, None, None]
    assert "ftp:" not in to_html(body, "html")


def test_a_picture_from_elsewhere_becomes_a_link() -> None:
    shown = to_html('<img src="https://x.example/a.png" alt="A chart">', "html")
    assert shown == '<a href="https://x.example/a.png" rel="nofollow noopener">Picture: A chart</a>'


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ('<img src="https://x.example/a.png">', ""),
        ('<a href="/b"><img src="http://x.example/a" alt="C"></a>', '<a href="/b">Picture: C</a>'),
        ('<img src="//x.example/a.png" alt="">', ""),
        ('<img src="/media/a.png" alt="C">', '<img src="/media/a.png" alt="C" loading="lazy">'),
    ],
)  # fmt: skip
def test_only_pictures_of_this_site_are_shown(body: str, shown: str) -> None:
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


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "/news/", "http://", "https://[", "", "x"]
)
def test_readers_are_not_sent_to(url: str) -> None:
    assert web_address(url) == ""


@pytest.mark.parametrize("body", ["<div>" * 60_000, "<b>" * 60_000, ">" * 60_000, "<p>x" * 60_000])
def test_a_monstrous_text_is_shown_in_bounded_time(body: str) -> None:
    started = time.process_time()
    to_html(body, "html")
    to_text(body, "html")
    assert time.process_time() - started < 5


def corpus() -> list[Path]:
    folders = [Path(name) for name in os.environ.get("CORPUS_DIR", "").split(":") if name]
    return [path for folder in folders for path in sorted(folder.rglob("*.md"))]


def test_descriptions_of_real_documents_are_their_first_characters() -> None:
    for path in corpus():
        document = frontmatter.loads(path.read_text())
        if "mdName" in document.metadata:
            body = path.read_text().partition("\n---\n")[2]
            assert excerpt(body, "html", at_word=False) == document["description"], path.name
