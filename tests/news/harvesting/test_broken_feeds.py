"""Feeds with mistakes and feeds that mean harm: read as far as they go, or refused in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.harvesting.feeds import NotAFeed, entries, json_feed, read_feed, washing
from tests.news.harvesting.feeds import HERE, LINK, atom, feed_of_json, only, rss, urls


class TestBrokenFeeds:
    def test_one_that_ends_early_is_read_as_far_as_it_goes(self) -> None:
        items = [f"<link>https://a.example/{n}</link>" for n in range(3)]
        content = rss(*items)
        assert urls(read_feed(content[: content.index(b"a.example/2")], HERE))[:2] == [
            "https://a.example/0",
            "https://a.example/1",
        ]

    def test_a_bare_ampersand_and_a_tag_left_open_do_no_harm(self) -> None:
        items = ("<title>Q & A <br> today</title><link>https://a.example/?a=1&b=2</link>", LINK)
        first, second = read_feed(rss(*items), HERE).entries
        assert first.url == "https://a.example/?a=1&b=2"
        assert first.title.startswith("Q & A")
        assert second.url == "https://news.example.org/a"

    def test_namespaces_that_are_not_declared_are_known_all_the_same(self) -> None:
        item = f"<dc:creator>Ann Ford</dc:creator><dc:date>2026-03-07</dc:date>{LINK}"
        assert (only(rss(item)).author, only(rss(item)).published) == ("Ann Ford", "2026-03-07")

    def test_what_stands_before_the_feed_is_passed_over(self) -> None:
        for before in (b"\xef\xbb\xbf", b"\n\n  ", b"<br />\n<b>Warning</b>: on line 3", b"\0"):
            assert only(before + rss(LINK)).url == "https://news.example.org/a"

    def test_control_characters_are_passed_over(self) -> None:
        assert only(rss(f"<title>A\x0b\x00B</title>{LINK}")).title == "AB"

    def test_a_web_page_is_no_feed_and_is_called_one(self) -> None:
        with pytest.raises(NotAFeed, match="^This is a web page, not a feed."):
            read_feed(b"<!doctype html><html><body>Hello", HERE, "application/rss+xml")

    @pytest.mark.parametrize(
        "content",
        [b"", b"%PDF-1.7", b"null", b"[]", b"{}", b'{"items": 3}', b"[" * 100_000, b'{"items": [',
         b'{"n": ' + b"9" * 5000 + b"}"],
    )  # fmt: skip
    def test_what_is_no_feed_is_refused_in_a_sentence(self, content: bytes) -> None:
        with pytest.raises(NotAFeed, match=r"^[A-Z].+\.$"):
            read_feed(content, HERE)

    def test_an_empty_feed_is_a_feed(self) -> None:
        for content in (rss(), atom(), feed_of_json()):
            assert read_feed(content, HERE).entries == ()

    @pytest.mark.parametrize(
        "item", [None, 3, "x", [], {}, {"url": 3}, {"url": ["https://a.example/"]}]
    )
    def test_items_of_any_type(self, item: object) -> None:
        reading = read_feed(
            feed_of_json(item, {"url": "/a", "authors": 3, "title": [], "id": {}}), HERE
        )
        assert (urls(reading), reading.skipped) == (["https://news.example.org/a"], 1)


class TestHostileFeeds:
    def test_no_entity_of_its_own_is_opened(self) -> None:
        bomb = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
        content = (
            f'<!DOCTYPE rss [<!ENTITY a0 "boom">{bomb}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
            f"<rss><channel><item><title>T&a11;&f;</title>{LINK}</item></channel></rss>"
        )
        assert only(content.encode()).title == "T&a11;&f;"

    def test_the_number_of_entries_is_bounded(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for module in (washing, json_feed):
            monkeypatch.setattr(module, "MOST_ENTRIES", 3)
        links = [f"https://a.example/{n}" for n in range(5)]
        assert urls(read_feed(rss(*(f"<link>{url}</link>" for url in links)), HERE)) == links[:3]
        assert urls(read_feed(feed_of_json(*({"url": url} for url in links)), HERE)) == links[:3]

    def test_the_length_of_every_text_is_bounded(self) -> None:
        long = "word " * 100_000
        entry = only(rss(f"<title>{long}</title><author>{long}</author>{LINK}<guid>{long}</guid>"))
        for text in (entry.title, entry.author, entry.identity):
            assert len(text) <= entries.LONGEST_LINE

    def test_a_number_too_large_for_a_letter_does_no_harm(self) -> None:
        for number in ("9" * 5_000, "1114112", "xD800", "xFFFFFFFFFF"):
            for escaped in (f"&#{number};", f"&amp;#{number};"):
                assert only(rss(f"<title>T {escaped}</title>{LINK}")).title.startswith("T")

    def test_elements_without_end_inside_each_other_do_no_harm(self) -> None:
        content = rss(LINK, "<title>" + "<a>" * 100_000)
        assert urls(read_feed(content, HERE)) in ([], ["https://news.example.org/a"])

    def test_white_space_before_the_feed_takes_no_longer_than_other_bytes(self) -> None:
        """A pattern that begins with white space would try every one of these lines."""
        assert only(b'<?xml version="1.0"?>' + b"\n" * 2_000_000 + rss(LINK)[38:])

    PIECES = st.sampled_from(
        ["<item>", "</item>", "<entry>", "<link>", "</link>", '<link href="/a"/>', "<title>",
         "</title>", "<![CDATA[", "]]>", "<!--", "-->", "&amp;", "&#0;", "&#x110000;", "&nbsp;",
         "https://a/b", '<a b="', "'", '"', "<", ">", "\0", "\x85", "é", "😀", "<dc:date>",
         "1 Jan", "<guid>", "<?php", "?>", "<!DOCTYPE a [", "<author>", "a@b (c)", "<div>",
         "<content type='xhtml'>", '<summary type="text/html" mode="base64">', "<channel>",
         "<item xml:base='http://['>"]
    )  # fmt: skip

    @given(st.lists(PIECES, max_size=30), st.sampled_from(["<rss>", "<feed>", "<rdf:RDF>", "{"]))
    def test_any_heap_of_pieces_is_read_or_refused(self, pieces: list[str], root: str) -> None:
        self.read_or_refuse((root + "".join(pieces)).encode())

    @given(st.binary(max_size=200), st.sampled_from([b"", b"<rss>", b'{"items":[', b"\xff\xfe<"]))
    def test_any_bytes_are_read_or_refused(self, content: bytes, before: bytes) -> None:
        self.read_or_refuse(before + content)

    JSON = st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=9) | st.just("/a"),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
            st.sampled_from(["url", "id", "title", "author", "authors", "name", "summary",
                             "content_html", "date_published", "external_url"]), inner),
    )  # fmt: skip

    @given(st.lists(JSON, max_size=4))
    def test_any_json_is_read_or_refused(self, items: list[object]) -> None:
        self.read_or_refuse(feed_of_json(*items))

    @staticmethod
    def read_or_refuse(content: bytes) -> None:
        try:
            reading = read_feed(content, HERE)
        except NotAFeed as refusal:
            assert str(refusal).endswith(".")
            return
        for entry in reading.newest_first():
            assert entry.url.startswith(("http://", "https://"))
            assert entry.identity
            for text in (entry.url, entry.title, entry.summary, entry.author, entry.identity):
                text.encode()
                assert "\0" not in text
