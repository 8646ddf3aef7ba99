"""Feeds of every kind: what their entries are, where they lead, and which is the newest."""

from __future__ import annotations

import pytest

from news.harvesting.feeds import FeedEntry, entries, read_feed
from tests.news.harvesting.feeds import HERE, LINK, atom, feed_of_json, only, rss, urls


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
