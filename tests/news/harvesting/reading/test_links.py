import pytest

from news.harvesting import FeedLink
from tests.news.harvesting.reading.pages import read

HERE = "https://www.wardpost.example"


@pytest.mark.parametrize(
    ("head", "icon"),
    [
        ('<link rel="icon" href="/i.png">', "/i.png"),
        ('<link rel="Shortcut Icon" href="/i.ico">', "/i.ico"),
        ('<link rel="apple-touch-icon" href="/touch.png">', "/touch.png"),
        ("", "/favicon.ico"),
        ('<link rel="icon" href="data:,">', "/favicon.ico"),
        ('<link rel="mask-icon" href="/mask.svg">', "/favicon.ico"),
    ],
)
def test_the_icon_is_found(head, icon):
    assert read(head).favicon == HERE + icon


def test_the_largest_icon_is_the_best():
    head = """<link rel="icon" sizes="16x16" href="/16.png"><link rel="icon" sizes="96x96"
      href="/96.png"><link rel="icon" sizes="32x32 48x48" href="/48.ico">"""
    assert read(head).favicon == HERE + "/96.png"


def test_a_drawing_fits_every_size():
    head = '<link rel="icon" sizes="96x96" href="/96.png"><link rel="icon" href="/i.svg">'
    assert read(head).favicon == HERE + "/i.svg"


def test_feeds_are_listed_with_their_titles_and_kinds():
    head = """<link rel="alternate" type="application/rss+xml" title="Ward &amp; News" href="/rss">
      <link rel="alternate" type="application/atom+xml; charset=utf-8" href="/atom">
      <link rel="alternate" type="application/feed+json" href="/feed.json">
      <link rel="alternate" hreflang="de" href="/de"><link rel="alternate" type="application/json"
      href="/wp-json">"""
    assert read(head).feeds == (
        FeedLink(HERE + "/rss", "Ward & News", "rss"),
        FeedLink(HERE + "/atom", "", "atom"),
        FeedLink(HERE + "/feed.json", "", "json"),
    )


def test_feeds_of_comments_come_last_and_doubles_once():
    head = """<link rel="alternate" type="application/rss+xml" href="/comments/feed/">
      <link rel="alternate" type="application/rss+xml" href="/feed/">
      <link rel="alternate" type="application/rss+xml" href="/feed/">"""
    assert [feed.url for feed in read(head).feeds] == [HERE + "/feed/", HERE + "/comments/feed/"]


@pytest.mark.parametrize(
    ("address", "count"),
    [
        ("https://feeds.wardpost.example/all", 1),
        ("https://feeds.feedburner.com/wardpost", 1),
        ("https://notfeedburner.com/wardpost", 0),
        ("https://elsewhere.example.org/rss", 0),
    ],
)
def test_only_feeds_of_the_site_count(address, count):
    head = f'<link rel="alternate" type="application/rss+xml" href="{address}">'
    assert len(read(head).feeds) == count
