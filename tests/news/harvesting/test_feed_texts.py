"""What feeds say of an entry: titles, summaries, authors and dates, in whatever letters."""

from __future__ import annotations

import pytest

from news.harvesting.feeds import entries, read_feed
from tests.news.harvesting.feeds import HERE, LINK, atom, feed_of_json, only, rss


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
