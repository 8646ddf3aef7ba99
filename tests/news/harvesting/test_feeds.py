"""Feeds as the web has them: each test a feed with one quirk, and none that stops the reading."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.harvesting.feeds import (
    FeedEntry,
    FeedReading,
    NotAFeed,
    entries,
    json_feed,
    read_feed,
    washing,
)

HERE = "https://news.example.org/feeds/all.xml"


def rss(*items: str, head: str = "", version: str = "2.0", attributes: str = "") -> bytes:
    """An RSS document around these items."""
    body = "".join(f"<item>{item}</item>" for item in items)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><rss version="{version}"{attributes}>'
        f"<channel>{head}{body}</channel></rss>"
    ).encode()


def atom(*entries: str, head: str = "") -> bytes:
    """An Atom document around these entries."""
    body = "".join(f"<entry>{entry}</entry>" for entry in entries)
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{head}{body}</feed>'.encode()


def feed_of_json(*items: object, **more: object) -> bytes:
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": items, **more}
    return json.dumps(feed).encode()


def only(content: bytes, url: str = HERE, content_type: str | None = None) -> FeedEntry:
    """The one entry of a feed."""
    (entry,) = read_feed(content, url, content_type).entries
    return entry


def urls(reading: FeedReading) -> list[str]:
    return [entry.url for entry in reading.entries]


LINK = "<link>https://news.example.org/a</link>"


class TestEveryKind:
    def test_rss(self) -> None:
        reading = read_feed(
            rss(
                "<title>Night shift</title><link>https://news.example.org/night</link>"
                '<guid isPermaLink="false">n-17</guid><pubDate>Sat, 07 Mar 2026 22:30:00 -0500'
                "</pubDate><description>Nurses at work.</description>"
                "<author>ann@example.org (Ann Ford)</author>",
                head="<title>Ward news</title><link>https://news.example.org/</link>",
            ),
            HERE,
        )
        assert (reading.kind, reading.title, reading.home, reading.skipped) == (
            "rss", "Ward news", "https://news.example.org/", 0,
        )  # fmt: skip
        assert reading.entries == (
            FeedEntry(
                url="https://news.example.org/night",
                identity="n-17",
                title="Night shift",
                summary="Nurses at work.",
                author="Ann Ford",
                published="2026-03-07T22:30:00-05:00",
            ),
        )

    def test_atom(self) -> None:
        entry = (
            "<title>Night shift</title><id>tag:example.org,2026:17</id>"
            '<link rel="self" href="/17.atom"/><link href="/night"/>'
            "<published>2026-03-07T22:30:00-05:00</published><updated>2026-03-09T00:00:00Z</updated>"
            "<summary>Nurses at work.</summary><author><name>Ann Ford</name></author>"
        )
        reading = read_feed(atom(entry, head="<title>Ward news</title>"), HERE)
        assert (reading.kind, reading.title) == ("atom", "Ward news")
        assert reading.entries == (
            FeedEntry(
                url="https://news.example.org/night",
                identity="tag:example.org,2026:17",
                title="Night shift",
                summary="Nurses at work.",
                author="Ann Ford",
                published="2026-03-07T22:30:00-05:00",
            ),
        )

    def test_rdf_whose_items_stand_beside_the_channel(self) -> None:
        content = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
            xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
            <channel rdf:about="https://j.example.org/"><title>Journal</title>
            <link>https://j.example.org/</link></channel>
            <item rdf:about="https://j.example.org/1"><title>One</title>
            <link>https://j.example.org/1</link><dc:creator>Ann Ford</dc:creator>
            <dc:date>2026-03-07</dc:date></item></rdf:RDF>"""
        reading = read_feed(content, HERE)
        assert (reading.kind, reading.title) == ("rss", "Journal")
        (entry,) = reading.entries
        assert (entry.url, entry.title, entry.author, entry.published) == (
            "https://j.example.org/1", "One", "Ann Ford", "2026-03-07",
        )  # fmt: skip

    def test_json_feed(self) -> None:
        item = {
            "id": "17",
            "url": "/night",
            "title": "Night shift",
            "summary": "Nurses at work.",
            "content_html": "<p>Much more.</p>",
            "authors": [{"name": "Ann Ford"}, {"name": "Bo Chen"}, {"url": "x"}],
            "date_published": "2026-03-07T22:30:00-05:00",
        }
        reading = read_feed(feed_of_json(item, home_page_url="https://news.example.org/"), HERE)
        assert (reading.kind, reading.title, reading.home) == (
            "json", "T", "https://news.example.org/",
        )  # fmt: skip
        assert reading.entries == (
            FeedEntry(
                url="https://news.example.org/night",
                identity="17",
                title="Night shift",
                summary="Nurses at work.",
                author="Ann Ford, Bo Chen",
                published="2026-03-07T22:30:00-05:00",
            ),
        )

    def test_the_first_version_of_json_feed_has_one_author(self) -> None:
        item = {"url": "https://a.example/", "author": {"name": "Ann Ford"}}
        assert only(feed_of_json(item)).author == "Ann Ford"

    def test_upper_case_and_a_prefix_before_every_name(self) -> None:
        assert only(b"<RSS><CHANNEL><ITEM><LINK>https://a.example/1</LINK></ITEM></CHANNEL></RSS>")
        content = (
            b'<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry>'
            b'<a:link href="https://a.example/1"/></a:entry></a:feed>'
        )
        assert only(content).url == "https://a.example/1"


class TestWhereAnEntryLeads:
    def test_a_guid_is_the_address_when_it_looks_like_one(self) -> None:
        assert only(rss("<guid>https://a.example/1</guid>")).url == "https://a.example/1"

    def test_a_guid_that_says_it_is_no_address_is_none(self) -> None:
        reading = read_feed(rss('<guid isPermaLink="false">https://a.example/1</guid>'), HERE)
        assert (urls(reading), reading.skipped) == ([], 1)

    @pytest.mark.parametrize("guid", ["post-17", "tag:a.example,2026:1", "17"])
    def test_a_guid_that_is_no_address_leads_nowhere(self, guid: str) -> None:
        reading = read_feed(rss(f"<guid>{guid}</guid><title>Lost</title>"), HERE)
        assert (urls(reading), reading.skipped) == ([], 1)

    def test_entries_without_a_link_are_skipped_and_counted(self) -> None:
        reading = read_feed(rss("<title>Lost</title>", LINK), HERE)
        assert (urls(reading), reading.skipped) == (["https://news.example.org/a"], 1)

    def test_a_sound_is_no_page(self) -> None:
        sound = '<enclosure url="https://a.example/1.mp3" type="audio/mpeg" length="1"/>'
        assert read_feed(rss(sound), HERE).entries == ()

    @pytest.mark.parametrize(
        "link",
        ["javascript:alert(1)", "file:///etc/passwd", "ftp://a.example/", "mailto:a@b.example",
         "data:text/html,x", "https://", "https://a b/", "http://[::1", "//", "   "],
    )  # fmt: skip
    def test_what_is_no_address_of_the_web_is_skipped(self, link: str) -> None:
        assert read_feed(feed_of_json({"url": link}), HERE).skipped == 1
        assert all(
            entry.url.startswith("http")
            for entry in read_feed(rss(f"<link>{link}</link>"), HERE).entries
        )

    def test_relative_links_count_from_the_feed(self) -> None:
        assert only(rss("<link>../night</link>")).url == "https://news.example.org/night"
        assert only(rss("<link>\n  /night\n</link>")).url == "https://news.example.org/night"

    def test_those_of_a_feed_that_a_middleman_serves_count_from_its_site(self) -> None:
        head = "<link>https://ward.example/news/</link>"
        content = rss("<link>night</link>", head=head)
        assert only(content, "https://feeds.middle.example/ward").url == (
            "https://ward.example/news/night"
        )
        assert only(content, "https://ward.example/feed/all.xml").url == (
            "https://ward.example/feed/night"
        )

    def test_an_item_of_rdf_leads_to_what_it_is_about(self) -> None:
        content = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
            xmlns="http://purl.org/rss/1.0/"><channel><title>J</title></channel>
            <item rdf:about="https://j.example.org/1"><title>One</title></item></rdf:RDF>"""
        assert only(content).url == "https://j.example.org/1"

    def test_the_pictures_and_search_fields_of_a_feed_are_no_entries(self) -> None:
        head = "<title>T</title><image><title>I</title><link>https://a.example/i</link></image>"
        reading = read_feed(rss(LINK, head=head), HERE)
        assert (reading.title, urls(reading)) == ("T", ["https://news.example.org/a"])

    def test_the_home_of_a_feed_is_where_it_says_on_whatever_site(self) -> None:
        for home in ("https://news.example.org/", "https://other.example/"):
            assert read_feed(rss(head=f"<link>{home}</link>"), HERE).home == home

    def test_xml_base_moves_them(self) -> None:
        content = atom('<link href="night"/>').replace(
            b"<entry>", b'<entry xml:base="https://b.example/x/">'
        )
        assert only(content).url == "https://b.example/x/night"

    def test_what_a_middleman_replaced_is_put_back(self) -> None:
        item = (
            "<link>https://feeds.middle.example/~r/1</link>"
            "<feedburner:origLink>https://news.example.org/night</feedburner:origLink>"
        )
        assert only(rss(item)).url == "https://news.example.org/night"

    def test_an_endless_address_is_skipped(self) -> None:
        link = "https://a.example/" + "x" * entries.LONGEST_ADDRESS
        assert read_feed(rss(f"<link>{link}</link>"), HERE).skipped == 1
        assert read_feed(feed_of_json({"url": link}), HERE).skipped == 1


class TestIdentity:
    def test_it_is_the_address_where_the_feed_has_none(self) -> None:
        assert only(rss(LINK)).identity == "https://news.example.org/a"

    def test_one_that_all_entries_share_is_none(self) -> None:
        items = [f"<link>https://a.example/{n}</link><guid>https://a.example/</guid>" for n in "12"]
        assert [entry.identity for entry in read_feed(rss(*items), HERE).entries] == [
            "https://a.example/1",
            "https://a.example/2",
        ]

    def test_an_entry_that_stands_there_twice_is_one(self) -> None:
        assert len(read_feed(rss(LINK, LINK), HERE).entries) == 1


class TestTexts:
    @pytest.mark.parametrize(
        ("written", "meant"),
        [
            ("Tea &amp; milk", "Tea & milk"),
            ("Tea &amp;amp; milk", "Tea & milk"),
            ("<![CDATA[Tea &amp; <b>milk</b>]]>", "Tea & milk"),
            ("Tea&nbsp;&mdash;&nbsp;milk", "Tea — milk"),
            ("Tea\n    and\tmilk", "Tea and milk"),
            ("Caf&#233;", "Café"),
            ("<!-- no -->Tea", "Tea"),
            ("Tea &unheard; milk", "Tea &unheard; milk"),
        ],
    )
    def test_a_title_is_one_line_without_markup(self, written: str, meant: str) -> None:
        assert only(rss(f"<title>{written}</title>{LINK}")).title == meant

    def test_a_title_of_atom_as_html_or_xhtml(self) -> None:
        link = '<link href="/a"/>'
        html = '<title type="html">Tea &amp;amp; &lt;i>milk&lt;/i></title>'
        xhtml = (
            '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Tea <i>milk</i>'
            "</div></title>"
        )
        assert only(atom(html + link)).title == "Tea & milk"
        assert only(atom(xhtml + link)).title == "Tea milk"

    def test_a_summary_loses_markup_and_scripts_and_ends_with_a_word(self) -> None:
        html = (
            "&lt;script>steal()&lt;/script>&lt;p>One.&lt;/p>&lt;p>Two" + " words" * 200 + "&lt;/p>"
        )
        summary = only(rss(f"<description>{html}</description>{LINK}")).summary
        assert summary.startswith("One. Two words words")
        assert summary.endswith("words…")
        assert len(summary) <= entries.LONGEST_SUMMARY

    def test_the_text_stands_in_for_a_summary(self) -> None:
        item = f"<content:encoded>&lt;p>All of it.&lt;/p></content:encoded>{LINK}"
        assert only(rss(item)).summary == "All of it."
        assert only(feed_of_json({"url": "/a", "content_html": "<p>So.</p>"})).summary == "So."

    @pytest.mark.parametrize(
        ("written", "author"),
        [
            ("<author>Ann Ford</author>", "Ann Ford"),
            ("<author>desk@example.org</author>", ""),
            ("<author>desk@example.org (Ann Ford)</author>", "Ann Ford"),
            ("<author>desk@news.example (Ann Ford)</author>", "Ann Ford"),
            ("<author>Ann Ford &lt;desk@news.example&gt;</author>", "Ann Ford"),
            ("<dc:creator>Ann Ford (mailto:ann@news.example)</dc:creator>", "Ann Ford"),
            ("<author>by <a href='/ann'>Ann Ford</a></author>", "by Ann Ford"),
            ("<author>\n by <![CDATA[Ann Ford]]>\n</author>", "by Ann Ford"),
            ("<author><name>Ann Ford</name><title>Nurse</title></author>", "Ann Ford"),
            (
                "<dc:creator>Ann Ford (Bern), Bo Chen (Oslo)</dc:creator>",
                "Ann Ford (Bern), Bo Chen (Oslo)",
            ),
            ("<dc:creator>Ann Ford</dc:creator>", "Ann Ford"),
            ("<dc:creator><![CDATA[Ann & Bo]]></dc:creator>", "Ann & Bo"),
        ],
    )
    def test_an_author_is_a_name(self, written: str, author: str) -> None:
        assert only(rss(written + LINK)).author == author

    def test_an_author_of_atom_is_the_name_alone(self) -> None:
        author = "<author><name>Ann Ford</name><email>a@b.example</email><uri>/ann</uri></author>"
        assert only(atom(author + '<link href="/a"/>')).author == "Ann Ford"

    def test_the_author_of_a_feed_of_atom_is_that_of_its_entries_and_of_rss_is_not(self) -> None:
        head = "<author><name>Ann Ford</name></author>"
        own = "<author><name>Bo Chen</name></author>"
        content = atom('<link href="/a"/>', f'<link href="/b"/>{own}', head=head)
        authors = [entry.author for entry in read_feed(content, HERE).entries]
        assert authors == ["Ann Ford", "Bo Chen"]
        assert (
            only(rss(LINK, head="<managingEditor>a@b.example (Ed)</managingEditor>")).author == ""
        )

    @pytest.mark.parametrize(
        ("written", "published"),
        [
            ("Sat, 07 Mar 2026 22:30:00 GMT", "2026-03-07T22:30:00+00:00"),
            ("Sat, 07 Mar 2026 22:30:00 +0100", "2026-03-07T22:30:00+01:00"),
            ("Sat, 7 Mar 26 22:30 EST", "2026-03-07T22:30:00-05:00"),
            ("2026-03-07", "2026-03-07"),
            ("2026-03-07T22:30:00Z", "2026-03-07T22:30:00+00:00"),
            ("2026-03-07 22:30:00", "2026-03-07T22:30:00"),
            ("March 7, 2026", "2026-03-07"),
            ("Sam, 7. März 2026", "2026-03-07"),
            ("Saturday, 07-Mar-26 22:30:00 GMT", "2026-03-07T22:30:00+00:00"),
            ("2026-W10-6", "2026-03-07"),
            ("yesterday", ""),
            ("0000-00-00", ""),
            ("Thu, 01 Jan 1970 00:00:00 GMT", ""),
            ("Sat, 99 Mar 2026 99:99:99 GMT", ""),
        ],
    )
    def test_a_date_keeps_its_zone_and_nonsense_is_none(self, written: str, published: str) -> None:
        assert only(rss(f"<pubDate>{written}</pubDate>{LINK}")).published == published

    @pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "utf-16", "windows-1252"])
    def test_letters_come_in_the_declared_encoding(self, encoding: str) -> None:
        text = rss(f"<title>Café</title>{LINK}").decode().replace("UTF-8", encoding)
        assert only(text.encode(encoding)).title == "Café"

    def test_the_server_tells_the_encoding_where_the_feed_does_not(self) -> None:
        text = rss(f"<title>Café</title>{LINK}").partition(b"?>")[2].decode()
        found = only(text.encode("latin-1"), content_type="text/xml; charset=iso-8859-1")
        assert found.title == "Café"

    def test_what_a_database_cannot_hold_is_dropped(self) -> None:
        content = (
            b'{"items": [{"url": "/a\\ud800", "id": "1\\u0000\\ud800", "title": "A\\u0000\\ud800B",'
        )
        entry = only(content + b' "summary": "\\ud800S", "author": {"name": "\\udfffN"}}]}')
        for value in (entry.url, entry.identity, entry.title, entry.summary, entry.author):
            assert "\0" not in value
            value.encode()


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


class TestTheNewest:
    def test_come_first_whatever_the_order_of_the_feed(self) -> None:
        items = [
            f"<link>https://a.example/{day}</link><pubDate>{day:02} Mar 2026 00:00:00 GMT</pubDate>"
            for day in (1, 3, 2)
        ]
        newest = [entry.url for entry in read_feed(rss(*items), HERE).newest_first()]
        assert newest == [f"https://a.example/{day}" for day in (3, 2, 1)]

    def test_without_dates_the_order_of_the_feed_is_kept(self) -> None:
        items = [f"<link>https://a.example/{n}</link>" for n in (1, 3, 2)]
        newest = [entry.url for entry in read_feed(rss(*items), HERE).newest_first()]
        assert newest == [f"https://a.example/{n}" for n in (1, 3, 2)]
