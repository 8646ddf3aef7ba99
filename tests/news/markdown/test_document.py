"""A file and its two parts, byte for byte."""

import math
import os
import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from news.markdown.document import MAX_BYTES, DocumentError, compose, decode, parse
from news.markdown.scalars import Value

HOUSE_STYLE = """\
---
aliases: /news/clinics-try-a-quieter-alarm
author:
  - Mara Lindqvist
date: '2023-02-11'
description: >-
  Three hospitals turned the volume of their monitors down and listened to what
  happened to the people who sleep, work and recover beside them.\x20
favIconImage: null
featuredImage:
  alt: 'Clinics Try a Quieter Alarm: First Results'
  size:
    - 600
    - 800
  valid: true
htmlMetaData:
  msvalidate.01: null
  viewport: 'width=device-width,initial-scale=1'
  ogimage: >-
    https://images.example.org/uploads/2023/02/a-quieter-alarm-in-the-ward-large.png
id: 4711
lastMod: '2023-02-12T08:30:00.120450Z'
relatedOfferings:
  - label: Quiet Ward
    categories:
      - 'Symplur: Healthcare System'
    offeringId: 17
via: ' '
---
<p>First paragraph.</p>
---
<p>A body may hold a line of dashes, and no newline at its end.</p>"""

CORPUS = [
    path
    for root in filter(None, os.environ.get("CORPUS_DIR", "").split(":"))
    for path in sorted(Path(root).rglob("*.md"))
    if path.read_bytes().startswith(b"---\n")
]


class TestDecoding:
    def test_it_translates_nothing(self) -> None:
        data = "\ufeff---\r\na: é\r---\n\r\n".encode()
        assert decode(data).encode() == data

    def test_it_reads_up_to_a_size(self) -> None:
        assert len(decode(b"x" * MAX_BYTES)) == MAX_BYTES
        with pytest.raises(DocumentError, match="2,000,001 bytes long, and at most 2,000,000"):
            decode(b"x" * (MAX_BYTES + 1))

    @pytest.mark.parametrize(
        ("data", "sentence"),
        [
            (b"---\na: \xe9\n", "Line 2, column 4: the byte 0xE9 is not UTF-8; save the file as"),
            (b"\xff\xfe-\0", "Line 1, column 1: the byte 0xFF is not UTF-8;"),
            ("é".encode()[:1], "Line 1, column 1: the byte 0xC3 is not UTF-8;"),
            ("---\r\nb: é\0".encode(), "Line 2, column 5: a NUL is no text; remove it."),
        ],
    )
    def test_it_says_which_byte_is_no_text(self, data: bytes, sentence: str) -> None:
        with pytest.raises(DocumentError) as refusal:
            decode(data)
        assert str(refusal.value).startswith(sentence)
        place = re.match(r"Line (\d+), column (\d+)", sentence)
        assert place and (refusal.value.line, refusal.value.column) == tuple(
            map(int, place.groups())
        )


class TestParsing:
    def test_it_splits_at_the_first_line_of_dashes(self) -> None:
        document = parse("---\na: 1\n---\n\nb\n---\nc")
        assert document.front_matter == {"a": 1}
        assert document.body == "\nb\n---\nc"

    def test_the_parts_make_up_the_text(self) -> None:
        text = "\ufeff---  \r\n# c\r\na: 1\r\n---\t\r\n\r\nbody\r"
        document = parse(text)
        assert document.opening == "\ufeff---  \r\n"
        assert document.source == "# c\r\na: 1\r\n"
        assert document.head == document.opening + document.source + document.closing
        assert document.head + document.body == text
        assert document.has_byte_order_mark
        assert document.newline == "\r\n"

    @pytest.mark.parametrize(
        "text", ["---\na: 1\n---", "---\na: 1\n---\n", "+++\na=1\n+++", '{"a": 1}', '{"a": 1}\n']
    )
    def test_the_body_may_be_missing(self, text: str) -> None:
        document = parse(text)
        assert (document.front_matter, document.body) == ({"a": 1}, "")
        assert not document.has_byte_order_mark
        assert document.newline == "\n"

    def test_dashes_inside_a_value_do_not_end_the_front_matter(self) -> None:
        document = parse("---\na: |\n  ---\n  b\n'c---': ---d\n---\n")
        assert document.front_matter == {"a": "---\nb\n", "c---": "---d"}

    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            ("++++\na = 1\n++++\n", "Its first line is not a plain +++; begin"),
            ("+++\na = 1\n", "Its front matter never ends; put a line of +++"),
            ("+++", "Its front matter never ends; put a line of +++"),
            ("{\ntitle: x\n}\n", "Its front matter is no JSON; begin it with a brace and a key"),
            ("{{< figure >}}\n", "It has no front matter; begin it with a line of ---"),
            ("----\na: 1\n----\n", "Its first line is not a plain ---; begin"),
            ("---\na: 1\n", "Its front matter never ends; put a line of ---"),
            ("---\na: 1\n ---\n----\n--- x\n", "Its front matter never ends; put a line of ---"),
            ("---", "Its front matter never ends; put a line of ---"),
            ("# A heading\n\nwords", "It has no front matter; begin it with a line of ---"),
            ("\n ---\na: 1\n---\n", "It has no front matter; begin it with a line of ---"),
            ("", "It has no front matter; begin it with a line of ---"),
        ],
    )
    def test_it_says_why_there_is_nothing_to_read(self, text: str, sentence: str) -> None:
        with pytest.raises(DocumentError) as refusal:
            parse(text)
        assert str(refusal.value).startswith(sentence)
        assert refusal.value.line == 1

    @pytest.mark.parametrize(
        ("text", "format_name", "opening", "source", "closing"),
        [
            ("+++ \na = 1\n+++\t\nb", "toml", "+++ \n", "a = 1\n", "+++\t\n"),
            ("+++\r\n+++\r\nb", "toml", "+++\r\n", "", "+++\r\n"),
            ('{"a": 1}\nb', "json", "", '{"a": 1}', "\n"),
            ('\ufeff\n{\r\n"a": {}\r\n} \r\nb', "json", "\ufeff\n", '{\r\n"a": {}\r\n}', " \r\n"),
            ("{}b", "json", "", "{}", ""),
            ("\r\n \n---\n---\nb", "yaml", "\r\n \n---\n", "", "---\n"),
            ("%YAML 1.2\n---\na: 1\n---\nb", "yaml", "%YAML 1.2\n---\n", "a: 1\n", "---\n"),
        ],
    )
    def test_it_reads_three_formats(
        self, text: str, format_name: str, opening: str, source: str, closing: str
    ) -> None:
        document = parse(text)
        assert (document.format, document.body) == (format_name, "b")
        assert (document.opening, document.source, document.closing) == (opening, source, closing)
        assert list(document.spans) == list(document.front_matter)

    def test_three_dots_end_the_front_matter_where_something_follows(self) -> None:
        assert parse("---\na: 1\n...\n\nwords\n---\nmore").body == "\nwords\n---\nmore"
        assert parse("---\na: 1\n... \r\nwords").closing == "... \r\n"
        assert parse("---\na: 1\n...\n# comment\n---\nbody").body == "body"
        assert parse("---\na: 1\n...").body == ""

    @settings(max_examples=300, deadline=None)
    @given(st.binary(max_size=200) | st.text("-+a:b= \n\t[]{}&*!|>'\"%#?,\\.0", max_size=80))
    @example("a: 1\n---\n")
    def test_any_bytes_are_read_or_refused_in_a_sentence(self, content: bytes | str) -> None:
        data = content if isinstance(content, bytes) else content.encode()
        fences = ((b"", b""), (b"---\n", b"\n---\n"), (b"+++\n", b"\n+++\n"), (b'{"', b"}\n"))
        for candidate in (opening + data + closing for opening, closing in fences):
            try:
                document = parse(decode(candidate))
            except DocumentError as refusal:
                assert str(refusal).endswith(".")
                assert str(refusal).isprintable()
            else:
                assert isinstance(document.front_matter, dict)
                assert document.head + document.body == decode(candidate)


def values() -> st.SearchStrategy[Value]:
    """What front matter can hold, but NaN, which equals nothing.

    Floats stay below 2**53: beyond, JavaScript's text of an integral one names a neighbour of it.
    """
    texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=120)
    floats = st.floats(-(2**53), 2**53) | st.sampled_from([math.inf, -math.inf, 1.5e300])
    scalars = st.none() | st.booleans() | st.integers() | floats | texts
    return st.recursive(
        scalars,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
        max_leaves=12,
    )


class TestComposing:
    def test_a_file_in_the_house_style_comes_back_byte_for_byte(self) -> None:
        document = parse(HOUSE_STYLE)
        assert compose(document.front_matter, document.body) == HOUSE_STYLE
        assert "".join(HOUSE_STYLE[slice(*span)] for span in document.spans.values()) in HOUSE_STYLE

    @settings(max_examples=200, deadline=None)
    @given(
        st.dictionaries(st.text("abc.-: #\n'\"é😀", max_size=8), values(), max_size=4),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=60) | st.just("---\n---"),
    )
    def test_what_it_makes_parses_into_the_same_parts(
        self, front_matter: dict[str, Value], body: str
    ) -> None:
        document = parse(compose(front_matter, body))
        assert document.front_matter == front_matter
        assert list(document.front_matter) == list(front_matter)
        assert document.body == body

    def test_an_empty_front_matter_stays_one(self) -> None:
        assert compose({}, "x") == "---\n{}\n---\nx"
        assert parse("---\n{}\n---\nx").front_matter == {}


@pytest.mark.skipif(not CORPUS, reason="CORPUS_DIR names no folder of Markdown files to read")
class TestRealContent:
    @pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
    def test_it_is_read_whole_and_keeps_its_values(self, path: Path) -> None:
        text = decode(path.read_bytes())
        document = parse(text)
        assert list(document.spans) == list(document.front_matter)
        assert text.startswith(document.opening)
        assert text.endswith(document.closing + document.body)
        again = parse(compose(document.front_matter, document.body))
        assert (again.front_matter, again.body) == (document.front_matter, document.body)

    def test_what_is_in_the_house_style_comes_back_byte_for_byte(self) -> None:
        """``mdName`` names the files of the system that writes this style."""
        texts = [decode(path.read_bytes()) for path in CORPUS]
        house = [text for text in texts if "mdName" in parse(text).front_matter]
        if not house:
            pytest.skip("none of the files has an mdName")
        for document, text in zip(map(parse, house), house, strict=True):
            assert compose(document.front_matter, document.body) == text
