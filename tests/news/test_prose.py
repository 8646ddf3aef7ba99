"""What goes into the rich text editor, and what is edited as source instead."""

from __future__ import annotations

import pytest

from news.prose import can_hold


@pytest.mark.parametrize(
    "html",
    [
        "",
        "Bare text & more",
        "<p>One&nbsp;<strong>two</strong> <em>three</em><br>CO<sub>2</sub></p>",
        '<p><a href="https://example.org/?a=1&amp;b=2" title="There">there</a></p>',
        '<p><a href="/news/">here</a> <a href="mailto:a@example.org">write</a></p>',
        "<h2>Head</h2><ul><li>One</li></ul><ol start='3'><li>Three</li></ol><hr>",
        "<blockquote><p>Said.</p></blockquote>",
        "<p>1 < 2</p>",
    ],
)
def test_what_the_editor_can_hold_goes_into_it(html: str) -> None:
    assert can_hold(html)


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td>12</td></tr></table>",
        "<figure><img src='a.png' alt=''></figure>",
        "<p><img src='a.png' alt=''></p>",
        "<iframe src='https://example.org/'></iframe>",
        "<h1>Head</h1>",
        "<p class='lead'>One</p>",
        "<p style='color: red'>One</p>",
        "<p>One <code>two</code></p>",
        "<p><span>One</span></p>",
        "<b>One</b>",
        "<p>One<!-- two --></p>",
        "<!doctype html><p>One</p>",
        "<?php one() ?>",
        "<![CDATA[one]]>",
        "<a name='top'>One</a>",
        "<a>One</a>",
        "<a href=''>One</a>",
        "<a href='javascript:alert(1)'>One</a>",
        "<a href='http://[one/'>One</a>",
        "<a href='/' target='_blank'>One</a>",
        "<script>one()</script>",
    ],
)
def test_what_the_editor_would_drop_is_edited_as_source(html: str) -> None:
    assert not can_hold(html)
