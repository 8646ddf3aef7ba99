"""That a body written to cost its reader time is cut, and that none other is."""

from __future__ import annotations

import pytest

from news.bodies import ADDRESSES, LONGEST, as_html
from news.rendering import to_html, to_text

FONTS = "".join(f"<b title={number}>" for number in range(900))


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 60_000,
        "<b>" * 60_000,
        ">" * 60_000,
        "<p>x" * 60_000,
        "<div></x>" * 11_000,
        "</div>" * 8_000 + "<div>" * 10_000,
        "<div><table><td></div>" * 4_000,
        "<b><div></b>" * 8_000,
        FONTS + "<p>x" * 20_000,
        FONTS + "<br>x" * 20_000,
        "<p " + " ".join(f"a{number}=1" for number in range(14_000)) + ">",
        '<a href="' + "\x01" * 90_000 + '">',
        '<a href="&' + "amp;" * 22_000 + '#58;">',
        '<a href="' + "%25" * 30_000 + '">',
    ],
)
def test_the_cost_of_a_monstrous_text_is_bounded(body: str) -> None:
    assert len(to_html(body, "html")) < 12 * LONGEST
    to_text(body, "html")


@pytest.mark.parametrize(
    "body",
    [
        "[" * LONGEST,
        "![" * 50_000,
        "*_" * 50_000,
        "`".join("`" * number for number in range(440)),
        "> - " * 25_000,
        "[a](<b" * 16_000,
        "|" + "a|" * 2_000 + "\n|" + "-|" * 2_000 + "\n" + "|a\n" * 30_000,
    ],
)
def test_the_cost_of_a_monstrous_markdown_is_bounded(body: str) -> None:
    assert len(to_html(body, "markdown")) < 12 * LONGEST


def test_an_address_is_not_referred_to_without_end() -> None:
    body = f"[a]: /{'u' * 40_000}\n\n" + "[a] " * 14_000
    shown = as_html(body, "markdown")
    assert len(shown) < ADDRESSES + 14_000 * len("<a>a</a>") + 100
    assert shown.count("a</a>") == 14_000


@pytest.mark.parametrize(
    "body",
    [
        "<ul>" + "<li>one" * 3_000 + "</ul>",
        "<table>" + ("<tr>" + "<td>x" * 9) * 1_000 + "</table>",
        "<p>a paragraph that nothing ends" * 2_500,
        "<a name=x>" * 3_000,
        "<p>x<br><img src=/a.png><br>" * 3_000,
        "2 < 3, 3 << 4, " * 5_000,
        "<p><font color=red><b>x</p>" * 150 + "<p>x</p>" * 1_000,
        "<p><b>x</b> <i>y</i></p>" * 3_000,
    ],
)
def test_an_untidy_page_is_shown_whole(body: str) -> None:
    assert as_html(body, "html") == body
