"""That nothing in a body acts on the page that shows it, whatever it was written for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.rendering import ATTRIBUTES, BLOCKS, PHRASES, to_html, to_text
from tests.attacks import ACT, TEXTS, attacks, by_address

SHAPELESS = re.compile(r"[^!-~]|\\")
LEADING_SOMEWHERE = re.compile(r"(https?:|mailto:|tel:|[^:/?#]*([/?#]|$))", re.IGNORECASE)
OURS = {"a": {"rel"}, "img": {"loading"}}


class Elements(HTMLParser):
    """Every tag of a text with its attributes, and whether there is anything but tags and text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.others: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def acts(html: str) -> Iterator[str]:
    """What in a page's HTML is more than an article needs."""
    elements = Elements(html)
    yield from elements.others
    for tag, attributes in elements.found:
        if tag not in BLOCKS | PHRASES:
            yield tag
        allowed = ATTRIBUTES["*"] | ATTRIBUTES.get(tag, set()) | OURS.get(tag, set())
        yield from (f"{tag} {name}" for name in attributes.keys() - allowed)
        for name in attributes.keys() & {"href", "src", "cite"}:
            yield from (url for url in taken_for(attributes[name]) if not leads_somewhere(url))
        if tag == "img" and re.match(r"\W{2}", attributes["src"]):
            yield f"a picture from {attributes['src']}"


def taken_for(url: str | None) -> Iterator[str]:
    """The address, and what it is to readers that decode it once too often."""
    url = url or ""
    for _ in range(3):
        yield SHAPELESS.sub("", url)
        url = unescape(unquote(url))


def leads_somewhere(url: str) -> bool:
    return bool(LEADING_SOMEWHERE.match(url))


@pytest.mark.parametrize("body_format", ["html", "markdown"])
def test_none_of_thousands_of_attacks_is_left(body_format: str) -> None:
    left = {body: found for body in attacks() if (found := [*acts(to_html(body, body_format))])}
    assert left == {}


@pytest.mark.parametrize("body_format", ["html", "markdown"])
def test_attacks_are_no_stronger_together(body_format: str) -> None:
    for start in range(len(TEXTS)):
        body = "\n".join(TEXTS[start : start + 4])
        assert [*acts(to_html(body, body_format))] == []


def test_what_watches_for_them_would_notice() -> None:
    assert [*acts(f"<p onclick={ACT}>")] == ["p onclick"]
    assert [*acts("<a href='java&#1;script:x'>")] == ["javascript:x"] * 3
    assert [*acts("<a href='javascript%3Ax'>")] == ["javascript:x"] * 2
    assert [*acts("<img src=//x><!-- x --><script>")] == [" x ", "a picture from //x", "script"]


pieces = st.sampled_from(
    [
        "<script>", "</script>", "<img src=x onerror=alert(1)>", "<svg onload=a()>", "javascript:",
        '<a href="', '">', "<a href=jAvAscript:a()>", "[x](javascript:a)", "![x](data:text/html,a)",
        "<math><mtext>", "<style>", "</style>", "<!--", "-->", "<![CDATA[", "]]>", "<p onclick='",
        "<iframe srcdoc=", "&#106;avascript:", "<h1>", "```", "> ", "<noscript>", "<title>", "\0",
        "<base href=//x>", "<form action=x>", "<table>", "<td>", "\n\n", "<xmp>", "<plaintext>",
        "<q cite=", "</a>", "<a>", "<img src=/", "\\", "[x]: ", "<pre>", "\n", "<template>", "&#1;",
    ]
)  # fmt: skip
hostile = st.lists(st.one_of(pieces, st.text(max_size=12)), max_size=14).map("".join)


@given(body=hostile, body_format=st.sampled_from(["html", "markdown"]))
def test_nothing_that_acts_survives_any_mixture(body: str, body_format: str) -> None:
    assert [*acts(to_html(body, body_format))] == []


@given(body=hostile)
def test_what_was_shown_once_is_as_safe_when_it_is_shown_again(body: str) -> None:
    assert [*acts(to_html(to_html(body, "html"), "html"))] == []


@pytest.mark.parametrize(
    "talk",
    [
        "Never follow javascript:alert(1), or data:text/html,x.",
        "An onclick=… attribute, a style=… attribute",
        "Write &lt;script&gt;alert(1)&lt;/script&gt; into a comment",
        "The element &lt;img src=x onerror=alert(1)&gt;",
        "vbscript: is long dead; expression(…) too",
    ],
)
def test_an_article_may_talk_of_attacks(talk: str) -> None:
    assert to_html(f"<p>{talk}</p>", "html") == f"<p>{talk}</p>"
    assert to_text(to_html(f"`{talk}`", "html"), "html") == to_text(f"`{talk}`", "html")


def test_the_words_of_a_refused_link_stay() -> None:
    for body in by_address():
        if body.startswith('<a href="') and '"' not in body[9:-6]:
            assert to_html(body, "html") == "<a>x</a>"


def test_a_picture_is_never_asked_of_another_site_by_white_space() -> None:
    shown = to_html('<img src="/&#9;/x.example/a.png" alt="A"><img src="&#1;/media/a.png">', "html")
    ours = r'<img src="/picture/[\w.-]+" alt="A" loading="lazy">'
    assert re.fullmatch(ours + '<img src="/media/a.png" loading="lazy">', shown)
