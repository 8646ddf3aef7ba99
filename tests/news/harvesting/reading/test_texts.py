import pytest

from tests.news.harvesting.reading.pages import PARAGRAPH, read

OTHER = (
    "What the ward did first was small: a chair beside every bed, a lamp that does not blind, and"
    " a name on the door, which took a week and cost less than a day of one nurse."
)


def test_the_text_is_the_paragraphs_and_headings_of_the_story():
    body = f"""<article><h1>Nurses first</h1><p>{PARAGRAPH}</p><h2>What it cost</h2>
      <p>{OTHER}</p></article>"""
    assert read(body=body).text == f"{PARAGRAPH}\n\nWhat it cost\n\n{OTHER}"


@pytest.mark.parametrize(
    "beside",
    [
        "<nav><p>%s</p></nav>",
        "<footer><p>%s</p></footer>",
        "<aside><p>%s</p></aside>",
        '<div class="comments"><p>%s</p><p>%s</p><p>%s</p></div>',
        '<div id="cookie-banner"><p>%s</p></div>',
        '<div class="related-stories"><p>%s</p></div>',
        '<div style="display: none"><p>%s</p></div>',
        "<div hidden><p>%s</p></div>",
        "<script>%s</script>",
        "<noscript><p>%s</p></noscript>",
        "<figure><img src=x><figcaption>%s</figcaption></figure>",
        '<p class="byline">%s</p>',
        '<p><a href="/more">%s</a></p>',
    ],
)
def test_what_stands_beside_the_story_is_not_its_text(beside):
    stranger = "Strangers say this and that, at length, so that it could be taken for a story."
    body = f"<div><p>{PARAGRAPH}</p><p>{OTHER}</p>{beside.replace('%s', stranger)}</div>"
    assert read(body=body).text == f"{PARAGRAPH}\n\n{OTHER}"


def test_an_old_page_breaks_its_lines_by_hand():
    body = f"<table><tr><td>{PARAGRAPH}<br><br>{OTHER}<br>\n<br>Short.</td></tr></table>"
    assert read(body=body).text == f"{PARAGRAPH}\n\n{OTHER}\n\nShort."


def test_links_and_emphasis_do_not_break_a_paragraph():
    body = f"<p>{PARAGRAPH} <a href=x>See</a> <em>the</em> ward<sup>1</sup>.</p>"
    assert read(body=body).text == f"{PARAGRAPH} See the ward1."


def test_a_story_in_several_parts_is_taken_whole():
    part = f"<div class=part><p>{PARAGRAPH}</p><p>{OTHER}</p></div>"
    text = read(body=f"<main>{part}{part}{part}</main>").text
    assert text.count(OTHER) == 3


def test_a_careless_name_does_not_hide_the_story():
    body = f'<div class="sidebar-layout"><p>{PARAGRAPH}</p><p>{OTHER}</p></div>'
    assert OTHER in read(body=body).text
    body = f'<div class="newsletter-issue"><p>{PARAGRAPH}</p></div>'
    assert PARAGRAPH in read(body=body).text


def test_a_closing_heading_without_text_is_left():
    body = f"<article><p>{PARAGRAPH}</p><p>{OTHER}</p><h2>More from us</h2></article>"
    assert read(body=body).text == f"{PARAGRAPH}\n\n{OTHER}"


def test_a_page_without_a_story_has_no_text():
    assert (
        read(body='<ul><li><a href="/1">One</a></li><li><a href="/2">Two</a></li></ul>').text == ""
    )


def test_hyphens_that_nobody_sees_are_no_part_of_the_text():
    body = f"<p>{PARAGRAPH.replace('changed', 'chan&shy;ged')}</p>"
    assert read(body=body).text == PARAGRAPH
