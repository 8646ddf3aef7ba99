"""YAML into values: what it means, where it stands, and what is too much."""

import time

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from news.markdown import loading
from news.markdown.document import DocumentError, parse
from news.markdown.scalars import MAX_DEPTH, Value

SIZE = 1_990_000  # characters of a hostile file: as long as one may be
BILLION_LAUGHS = "a0: &a0 [lol, lol]\n" + "".join(
    f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]\n" for level in range(1, 12)
)


def load(yaml_text: str) -> dict[str, Value]:
    return parse(f"---\n{yaml_text}\n---\n").front_matter


def refusal(yaml_text: str) -> str:
    with pytest.raises(DocumentError) as error:
        load(yaml_text)
    assert "\n" not in str(error.value)
    assert str(error.value).endswith(".")
    return str(error.value)


@pytest.fixture(params=["libyaml", "python"])
def each_parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """libyaml, and PyYAML's own parser, which stands in where libyaml is missing."""
    if request.param == "python":
        monkeypatch.setattr(loading, "Loader", yaml.SafeLoader)


@pytest.mark.usefixtures("each_parser")
class TestValues:
    def test_it_keeps_the_order_of_keys(self) -> None:
        assert list(load("b: 1\na: 2\n'1': 3")) == ["b", "a", "1"]

    @pytest.mark.parametrize("text", ["yes", "1e3", "12:30", "null", "2021-06-24", "0x10", "~", ""])
    def test_a_quoted_scalar_is_a_text(self, text: str) -> None:
        assert load(f"a: '{text}'\nb: \"{text}\"") == {"a": text, "b": text}

    @pytest.mark.parametrize("text", ["yes", "off", "12:30", "2021-06-24", "2019-04-30T17:21:35Z"])
    def test_old_booleans_and_times_are_texts_without_quotes_too(self, text: str) -> None:
        assert load(f"a: {text}") == {"a": text}

    def test_it_reads_nulls_booleans_and_numbers(self) -> None:
        read = load("a: null\nb:\nc: true\nd: 6800\ne: 1.5\nf: [1080, 1920]\ng: {}")
        assert read == {
            **{"a": None, "b": None, "c": True, "d": 6800, "e": 1.5},
            **{"f": [1080, 1920], "g": {}},
        }

    def test_it_reads_blocks(self) -> None:
        assert load("a: >-\n  x\n  y\nb: |+\n  z\n\nc: |2\n   w") == {
            **{"a": "x y", "b": "z\n\n", "c": " w\n"}
        }

    def test_it_honours_the_standard_tags(self) -> None:
        read = load(
            "a: !!str 12\nb: !!int '12'\nc: !!float 3\nd: !!bool 'true'\ne: !!null ''\n"
            "f: !!seq [1]\ng: !!map {x: 1}\nh: ! 12"
        )
        assert read == {
            **{"a": "12", "b": 12, "c": 3.0, "d": True, "e": None, "f": [1], "g": {"x": 1}},
            "h": "12",
        }

    def test_a_key_that_is_no_text_becomes_the_text_it_is_written_with(self) -> None:
        assert list(load("1: a\ntrue: b\n~: c\n0x1F: d\n2021-06-24: e")) == [
            *("1", "true", "~", "0x1F", "2021-06-24")
        ]

    def test_an_alias_repeats_a_value_of_its_own(self) -> None:
        read = load("a: &x [1, {b: 2}]\nc: *x\nd: &y text\ne: [*y, *x]\n&k f: *k")
        assert read["c"] == read["a"] == [1, {"b": 2}]
        assert read["c"] is not read["a"]
        assert read["e"] == ["text", [1, {"b": 2}]]
        assert read["f"] == "f"

    def test_a_merge_key_brings_the_keys_that_the_mapping_lacks(self) -> None:
        read = load(
            "x: &x {a: 1, b: 2}\ny: &y {b: 3, c: 4}\n"
            "one:\n  c: 0\n  <<: *x\n  d: 5\nmany: {<<: [*y, *x], a: 9}\nquoted: {'<<': 1}"
        )
        assert list(read["one"].items()) == [("c", 0), ("a", 1), ("b", 2), ("d", 5)]
        assert read["many"] == {"b": 3, "c": 4, "a": 9}
        assert read["quoted"] == {"<<": 1}

    def test_a_text_with_an_anchor_can_be_a_key_again(self) -> None:
        assert load("a: &x b\n*x : 1") == {"a": "b", "b": 1}

    def test_a_moment_or_bytes_with_a_tag_are_kept_as_they_are_written(self) -> None:
        read = load("a: !!timestamp 2021-06-24\nb: !!binary aGk=")
        assert read == {"a": "2021-06-24", "b": "aGk="}

    def test_an_anchor_can_be_given_again(self) -> None:
        assert load("a: &x 1\nb: *x\nc: &x 2\nd: *x") == {"a": 1, "b": 1, "c": 2, "d": 2}

    def test_nothing_but_comments_is_no_key(self) -> None:
        assert load("") == load("# a comment\n\n") == load("{}") == {}

    def test_comments_may_follow_the_end_of_the_document(self) -> None:
        assert load("a: 1\n...\n# the end\n\n") == {"a": 1}


@pytest.mark.usefixtures("each_parser")
class TestRefusals:
    @pytest.mark.parametrize(
        ("yaml_text", "sentence"),
        [
            (
                "a: 1\nb: 2\n\na: 3",
                'Line 5, column 1: the key "a" stands on line 2 already; keep one of them.',
            ),
            (
                "x:\n  - b: 1\n    'b': 2",
                'Line 4, column 5: the key "b" stands on line 3 already; keep one of them.',
            ),
            ("1: a\n'1': b", 'Line 3, column 1: the key "1" stands on line 2 already;'),
            ("? [a]\n: 1", "Line 2, column 3: a key must be a text;"),
            ("a: &a [x]\n*a : 1", "Line 3, column 1: a key must be a text;"),
            ("a: &a b\nb: 1\n*a : 1", 'Line 4, column 1: the key "b" stands on line 3 already;'),
            ("b:\n  <<: [{y: 1}, x]", "Line 3, column 3: a merge key (<<) takes mappings;"),
            ("<<: {a: 1}\n<<: {b: 1}", 'Line 3, column 1: the key "<<" stands on line 2 already;'),
            ("a: !ruby/object x", 'Line 2, column 4: the tag "!ruby/object" is not read;'),
            ("a:\n  !!set {x}", 'Line 3, column 3: the tag "!!set" is not read; remove it.'),
            ("a: !!python/none x", 'Line 2, column 4: the tag "!!python/none" is not read;'),
            ("a: !!int x", 'Line 2, column 4: "x" is not what its tag says; remove the tag.'),
            ("a: !!float " + "9" * 400, 'Line 2, column 4: "999'),
            ("a: !!map [x]", 'Line 2, column 4: the tag "!!map" is not read;'),
            ("a: *b", "Line 2, column 4: nothing before it is named &b;"),
            ("a: &a [1, *a]", "Line 2, column 11: nothing before it is named &a;"),
            ("- a\n- b", "Line 2, column 1: the front matter is a list;"),
            ("just words", "Line 2, column 1: the front matter is one value;"),
            ("a: 1\n--- # another\nb: 2", "Line 3, column 1: the front matter goes on after"),
            ("a: " + "1" * 1001, "Line 2, column 4: this number has 1,001 characters,"),
            ('a: "\\0"', "Line 2, column 4: the text holds U+0000, which cannot be kept;"),
            ("a: x\x01", "Line 2, column 5: the character U+0001 cannot stand in YAML; remove it."),
            ("é: '\ud800'", "Line 2, column 5: the character U+D800 cannot stand in YAML;"),
        ],
    )
    def test_it_says_where_what_and_what_to_do(self, yaml_text: str, sentence: str) -> None:
        assert refusal(yaml_text).startswith(sentence)

    @pytest.mark.parametrize(
        ("yaml_text", "place", "advice"),
        [
            ("title: a: b", "Line 2, column 9:", "put a text that holds a colon and a space"),
            ("a:\n\t- b", "Line 3, column 1:", "indent with spaces"),
            ("title: @home", "Line 2, column 8:", "quote a text that begins with this sign"),
            ("a: 1\nb\nc: 2", "Line 4, column 1:", "write a key, a colon and a space"),
            ("a: 'x\nb: 1", "Line 4, column 1:", "close the quotes"),
            ('a: "\\q"', "Line 2, column", "double the backslash"),
            ("a: [1, 2\nb: 3", "Line 3, column 2:", "line 2; add the comma, or close the bracket"),
            ("a: !x!y z", "Line 2, column 4:", "remove the tag"),
            ("a: 'x' y", "Line 2, column 8:", "check the indentation and the quotes there"),
        ],
    )
    def test_it_explains_broken_yaml(self, yaml_text: str, place: str, advice: str) -> None:
        assert refusal(yaml_text).startswith(place)
        assert advice in refusal(yaml_text)

    @pytest.mark.parametrize("escape", [r"\U00110000", r"\UFFFFFFFF", r"\ud83d"])
    def test_it_refuses_an_escape_that_is_no_character(self, escape: str) -> None:
        assert "remove it" in refusal(f'a: "{escape}"') or "escape" in refusal(f'a: "{escape}"')

    def test_it_counts_the_lines_of_the_file_whatever_ends_them(self) -> None:
        with pytest.raises(DocumentError) as error:
            parse("\ufeff---\r\na: é😀\r\nb: 'x\u2028y'\r\na: 1\r\n---\r\n")
        assert (error.value.line, error.value.column) == (4, 1)

    def test_a_long_name_is_cut_and_a_strange_one_is_escaped(self) -> None:
        assert "x" * 59 + '…"' in refusal("? " + "x" * 2000 + "\n: 1\n? " + "x" * 2000 + "\n: 2")
        assert r'"a\nb"' in refusal('"a\\nb": 1\n"a\\nb": 2')


class TestLimits:
    def test_values_nest_up_to_a_depth(self) -> None:
        nested = MAX_DEPTH - 1
        assert load("a: " + "[" * nested + "]" * nested)
        assert "nest deeper than 32 levels" in refusal(f"a: {'[' * (nested + 1)}")

    def test_aliases_cannot_stack_up_a_depth(self) -> None:
        stack = "".join(f"k{n}: &k{n} [[[[[*k{n - 1}]]]]]\n" for n in range(1, 20))
        assert "nest deeper" in refusal("k0: &k0 x\n" + stack)

    def test_what_aliases_repeat_counts(self) -> None:
        assert "more than 50,000 values" in refusal(BILLION_LAUGHS)
        long = "a: &a " + "x" * 900_000
        assert load(f"{long}\nb: *a")
        assert "more than 2,000,000 characters" in refusal(f"{long}\nb: [*a, *a]")

    @pytest.mark.parametrize(
        "yaml_text",
        [
            pytest.param("a: " + "[" * SIZE, id="brackets"),
            pytest.param("a: " + "{a: " * (SIZE // 4), id="braces"),
            pytest.param("a:\n  " + "- " * (SIZE // 2), id="dashes"),
            pytest.param("? " * (SIZE // 2), id="question marks"),
            pytest.param(BILLION_LAUGHS, id="billion laughs"),
            pytest.param("".join(f"key{n}: {n}\n" for n in range(100_000)), id="keys"),
            pytest.param("".join(f"k{n}: &a{n} x\n" for n in range(110_000)), id="anchors"),
            pytest.param("a: &a x\nb:\n" + "- *a\n" * (SIZE // 5), id="aliases"),
            pytest.param("a: " + "1" * SIZE, id="digits"),
            pytest.param("a: 0x" + "f" * SIZE, id="hexadecimal digits"),
            pytest.param("x" * SIZE + ": 1", id="key"),
            pytest.param("a: !" + "x" * SIZE, id="tag"),
            pytest.param("a: *" + "x" * SIZE, id="alias"),
            pytest.param("".join(f"%TAG !{n}! x\n" for n in range(120_000)), id="directives"),
            pytest.param("a: '" + "x\n" * (SIZE // 2), id="open quote"),
            pytest.param("\t" * SIZE, id="tabs"),
        ],
    )
    def test_a_hostile_file_is_refused_within_a_second(self, yaml_text: str) -> None:
        began = time.process_time()
        assert len(refusal(yaml_text)) < 250
        assert time.process_time() - began < 1

    @pytest.mark.parametrize(
        "yaml_text",
        [
            pytest.param("a: " + "x" * SIZE, id="word"),
            pytest.param("a: " + "x " * (SIZE // 2), id="words"),
            pytest.param('a: "' + "\\n" * (SIZE // 2) + '"', id="escapes"),
            pytest.param("a: |\n" + "\n" * SIZE, id="blank lines"),
            pytest.param("a: |\n" + "  ---\n" * (SIZE // 6), id="fences inside"),
            pytest.param("a: 1\n" + "...\n" * (SIZE // 4), id="ends"),
            pytest.param("a: 1\n" + "# x\n" * (SIZE // 4), id="comments"),
            pytest.param("a: 1\n...\n" + "# x\n" * (SIZE // 4), id="comments after the end"),
            pytest.param("a: 1\n" + " " * SIZE, id="spaces"),
            pytest.param("a: [" + "1," * 49_000 + "]", id="list"),
            pytest.param("a: &" + "x" * SIZE, id="anchor"),
        ],
    )
    def test_a_merely_long_file_is_read_within_a_second(self, yaml_text: str) -> None:
        began = time.process_time()
        assert list(load(yaml_text)) == ["a"]
        assert time.process_time() - began < 1


VALUES = [
    *(" 1", " plain # note", " 'q'", ' "d\\n"', "", "  # note", " |\n  a\n  b", " |\n  a\n\n"),
    *(" |+\n  a\n\n", " |-\n  a\n   \n", " >2-\n   a\n  b\n\n   c", " > # note\n  a\n\n  b"),
    *(
        " [1,\n  2\n ]  # n",
        " {a: 1}",
        "\n- 1\n- 2",
        "\n  - 1\n  # in\n  - a: 2\n    b:\n      - 3",
    ),
    *(" &x y", " &x\n  - 1", " !!str 3", " plain\n  goes on\n\n  more", ' "a \\\n  b"'),
    *("\n  sub:\n\n    - |\n      z\n\n  other: |+\n    k\n\n", " !!map\n  q: 1", " |1-\n  a\n b"),
]
KEYS = ["{}:", "'{}':", '"{}":', "{}  :", "&a{} k:", "? {}\n:", "? # c\n  {}\n:", "? |\n  {}\n:"]
GAPS = ["", "\n", "# c\n", "\n# c\n\n", "  # indented\n", "# ? no\n", "\n\n"]


@st.composite
def foreign_documents(draw: st.DrawFn) -> str:
    """Front matter as other tools and people write it, each key with comments around it."""
    front_matter = draw(st.sampled_from(GAPS))
    for number in range(draw(st.integers(1, 5))):
        key = draw(st.sampled_from(KEYS)).format(f"k{number}")
        entry = key.replace(" k:", f" k{number}:") + draw(st.sampled_from(VALUES))
        front_matter += entry.removesuffix("\n") + "\n" + draw(st.sampled_from(GAPS))
    if draw(st.booleans()):
        lines = front_matter.splitlines(keepends=True)
        front_matter = "".join(" " + line if line.strip() else line for line in lines)
    return f"---\n{front_matter}---\nbody".replace("\n", draw(st.sampled_from(["\n", "\r\n"])))


@pytest.mark.usefixtures("each_parser")
class TestSpans:
    def test_a_span_holds_the_lines_of_its_key_and_no_comment_between_keys(self) -> None:
        text = "---\n# top\na: 1 # one\n\n# next\nb:\n  - x\n  # in\n  - y\n\nc: |\n  z\n\n---\n"
        spans = parse(text).spans
        assert [text[start:end] for start, end in spans.values()] == [
            *("a: 1 # one\n", "b:\n  - x\n  # in\n  - y\n", "c: |\n  z\n")
        ]

    def test_a_key_without_a_colon_ends_where_it_does(self) -> None:
        text = "---\n? a\n# c\n? b\n? c\n: 1\nd:\n  ? e\n# f\nf:\n---\n"
        spans = parse(text).spans
        assert [text[start:end] for start, end in spans.values()] == [
            *("? a\n", "? b\n", "? c\n: 1\n", "d:\n  ? e\n", "f:\n")
        ]

    def test_in_braces_a_span_is_the_pair_alone(self) -> None:
        text = "---\n{a: 1, b,\n'c': [2] , d: {} }\n---\n"
        spans = parse(text).spans
        assert [text[start:end] for start, end in spans.values()] == [
            *("a: 1", "b", "'c': [2]", "d: {}")
        ]

    def test_what_is_merged_stands_where_it_is_merged(self) -> None:
        text = "---\nx: &x {a: 1, b: 2}\n<<: *x\nb: 3\n---\n"
        document = parse(text)
        assert list(document.spans) == list(document.front_matter) == ["x", "a", "b"]
        assert text[slice(*document.spans["a"])] == "<<: *x\n"
        assert text[slice(*document.spans["b"])] == "b: 3\n"

    @settings(max_examples=150, deadline=None)
    @given(text=foreign_documents())
    def test_a_span_alone_reads_as_its_key_and_value(self, text: str) -> None:
        document = parse(text)
        end = len(document.opening)
        assert list(document.spans) == list(document.front_matter)
        for key, (start, stop) in document.spans.items():
            assert end <= start < stop
            end = stop
            alone = parse(f"---\n{text[start:stop]}---\n")
            assert alone.front_matter == {key: document.front_matter[key]}
