"""TOML and JSON front matter: what it means, where it stands, and what is too much."""

from __future__ import annotations

import math
import time

import pytest

from news.markdown.document import DocumentError, parse
from news.markdown.scalars import MAX_DEPTH

SIZE = 1_990_000  # characters of a hostile file: as long as one may be


def toml(source: str):
    return parse(f"+++\n{source}\n+++\nbody")


def refusal(text: str) -> str:
    with pytest.raises(DocumentError) as error:
        parse(text)
    assert "\n" not in str(error.value)
    assert str(error.value).endswith(".")
    return str(error.value)


class TestToml:
    def test_it_reads_tables_and_dotted_keys(self) -> None:
        read = toml('a.b."c d" = 1\n[p]\nq = {r = 2}\n[[m.n]]\ns = 3\n[[m.n]]\n[m.n.o]\nt = 4')
        assert read.front_matter == {
            "a": {"b": {"c d": 1}},
            "p": {"q": {"r": 2}},
            "m": {"n": [{"s": 3}, {"o": {"t": 4}}]},
        }

    @pytest.mark.parametrize(
        "moment",
        ["2021-06-24", "07:32:00", "2021-06-24T10:24:47.852974Z", "2019-04-30 17:21:35+02:00"],
    )
    def test_dates_and_times_are_the_texts_they_are_written_with(self, moment: str) -> None:
        read = toml(f"a = {moment}\nb = [{moment}, {{c = {moment}}}]").front_matter
        assert read == {"a": moment, "b": [moment, {"c": moment}]}

    def test_a_date_behind_a_dotted_key_in_braces_has_the_standard_form(self) -> None:
        assert toml("a = {b.c = 2021-06-24 10:00:00}").front_matter == {
            "a": {"b": {"c": "2021-06-24T10:00:00"}}
        }

    def test_it_reads_what_only_toml_can_say(self) -> None:
        read = toml("a = inf\nb = -inf\nc = nan\nd = 0xFF\ne = '''\n\\x'''\nf = 1_0.5").front_matter
        assert math.isnan(read.pop("c"))
        assert read == {"a": math.inf, "b": -math.inf, "d": 255, "e": "\\x", "f": 10.5}

    def test_a_span_holds_the_lines_of_its_key(self) -> None:
        document = toml("# c\na = [\n  1, # x\n]\n\nb.c = 1\nb.d = 2 # y\n[t]\nu = 1\n[t.v]\n[w]")
        text = document.head + document.body
        assert [text[start:end] for start, end in document.spans.values()] == [
            *("a = [\n  1, # x\n]\n", "b.c = 1\nb.d = 2 # y\n", "[t]\nu = 1\n[t.v]\n", "[w]\n")
        ]

    @pytest.mark.parametrize(
        ("source", "sentence"),
        [
            ("a = x", "Line 2, column 5: invalid value; put a text in double quotes."),
            ("a = 1\na = 2", 'Line 3, column 1: the key "a" stands on line 2 already;'),
            ("[a]\n[a]", 'Line 3, column 1: the key "a" stands on line 2 already;'),
            ("a.b = 1\n[a]", "Line 3, column 3: "),
            ("a", "Line 2, column 2: expected '=' after a key"),
            ("a = [1, 2", "Line 3, column 1: unclosed array; close the bracket."),
            ('a = "x', "Line 2, column 7: illegal character '\\n'; remove the character"),
            ('a = "\\q"', "Line 2, column 8: unescaped '\\' in a string; double the backslash"),
            ("a = '\x01'", "Line 2, column 6: found invalid character '\\x01'; remove it"),
            ('a = "\\u0000"', "Line 2, column 5: the text holds U+0000, which cannot be kept;"),
            ("a = " + "1" * 1001, "Line 2, column 5: this number has 1,001 characters,"),
            ("a" + ".a" * 40 + " = 1", "Line 2, column 66: the values nest deeper than 32"),
            ("a = 2021-02-31", "Line 2, column 5: invalid date or datetime;"),
        ],
    )
    def test_it_says_where_what_and_what_to_do(self, source: str, sentence: str) -> None:
        assert refusal(f"+++\n{source}\n+++\n").startswith(sentence)

    def test_values_nest_up_to_a_depth(self) -> None:
        nested = MAX_DEPTH - 1
        assert toml("a = " + "[" * nested + "]" * nested).front_matter
        assert "nest deeper than 32 levels" in refusal(f"+++\na = {'[' * (nested + 1)}\n+++\n")


class TestJson:
    def test_it_ends_with_the_brace_that_closes_the_first(self) -> None:
        document = parse('{"a": "}{", "b": {"c": [1, 2.5, true, null]}}{% x %}')
        assert document.front_matter == {"a": "}{", "b": {"c": [1, 2.5, True, None]}}
        assert document.body == "{% x %}"

    def test_a_span_holds_the_key_and_its_value(self) -> None:
        text = '\ufeff{\n  "a": [1],\n  "b": {"a": 2}\n}\n'
        spans = parse(text).spans
        assert [text[start:end] for start, end in spans.values()] == ['"a": [1]', '"b": {"a": 2}']

    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            (
                '{"a": 1,\n"b": 2,\n"a": 3}',
                'Line 3, column 1: the key "a" stands on line 1 already',
            ),
            ('{"a": 1\n"b": 2}', "Line 2, column 1: a comma or } belongs here;"),
            ('{"a": 1,}', "Line 1, column 9: a value or key must follow the comma; remove"),
            ('{"a": [1, 2}', "Line 1, column 12: a comma or ] belongs here;"),
            ('{"a" 1}', "Line 1, column 6: a colon belongs here,"),
            ('{"a": 1, b: 2}', "Line 1, column 10: a key in double quotes belongs here,"),
            ('{"a": x}', "Line 1, column 7: no value of JSON begins like this; put a text"),
            ('{"a": NaN}', "Line 1, column 7: no value of JSON begins like this;"),
            ('{"a": 01}', "Line 1, column 8: a comma or } belongs here;"),
            ('{"a": "x', "Line 1, column 7: the text that begins here never ends;"),
            ('{"a": "x\ny"}', "Line 1, column 9: a text of JSON is one line"),
            ('{"a": "\\q"}', "Line 1, column 8: no escape of JSON looks like this;"),
            ('{"a": "\\ud800"}', "Line 1, column 7: the text holds U+D800,"),
            ('{"a": 1', "Line 1, column 8: the JSON never ends; close its quotes and braces."),
            ('{"a": ' + "1" * 1001 + "}", "Line 1, column 7: this number has 1,001 characters"),
        ],
    )
    def test_it_says_where_what_and_what_to_do(self, text: str, sentence: str) -> None:
        assert refusal(text).startswith(sentence)

    def test_values_nest_up_to_a_depth(self) -> None:
        nested = MAX_DEPTH - 1
        assert parse('{"a": ' + "[" * nested + "]" * nested + "}").front_matter
        assert "nest deeper than 32 levels" in refusal('{"a": ' + "[" * (nested + 1))


HOSTILE = {
    "toml brackets": "+++\na = " + "[" * SIZE + "\n+++\n",
    "toml braces": "+++\na = " + "{a = " * (SIZE // 5) + "\n+++\n",
    "toml dots": "+++\na" + ".a" * (SIZE // 2) + " = 1\n+++\n",
    "toml header dots": "+++\n[a" + ".a" * (SIZE // 2) + "]\n+++\n",
    "toml keys": "+++\n" + "".join(f"k{n} = {n}\n" for n in range(110_000)) + "+++\n",
    "toml list": "+++\na = [" + "1," * (SIZE // 2) + "]\n+++\n",
    "toml digits": "+++\na = " + "1" * SIZE + "\n+++\n",
    "toml open text": '+++\na = "' + "\\n" * (SIZE // 2) + "\n+++\n",
    "toml open lines": '+++\na = """' + "x\n" * (SIZE // 2) + "+++\n",
    "toml quotes": "+++\na = " + '"' * SIZE + "\n+++\n",
    "toml no end": "+++\n" + "\n+++x" * (SIZE // 5),
    "json brackets": '{"a": ' + "[" * SIZE,
    "json braces": '{"a":' * (SIZE // 5),
    "json list": '{"a": [' + "1," * (SIZE // 2),
    "json keys": "{" + ",".join(f'"k{n}": {n}' for n in range(110_000)) + "}",
    "json digits": '{"a": ' + "1" * SIZE + "}",
    "json open text": '{"a": "' + "\\n" * (SIZE // 2),
    "json blanks": '{"a": ' + " " * SIZE,
    "blank lines": "\n" * SIZE,
    "dots": "---\na: 1" + "\n...x" * (SIZE // 5),
}
LONG = {
    "toml text": '+++\na = "' + "x" * SIZE + '"\n+++\n',
    "toml escapes": '+++\na = "' + "\\n" * (SIZE // 2) + '"\n+++\n',
    "toml lines": "+++\na = '''" + "x\n" * (SIZE // 2) + "'''\n+++\n",
    "toml comments": "+++\na = 1\n" + "# x\n" * (SIZE // 4) + "+++\n",
    "toml list": "+++\na = [" + "1," * 49_000 + "]\n+++\n",
    "json text": '{"a": "' + "x" * SIZE + '"}',
    "json escapes": '{"a": "' + "\\n" * (SIZE // 2) + '"}',
    "json list": '{"a": [' + "1," * 49_000 + "1]}",
    "json blanks": '{"a": ' + " " * SIZE + "1}",
}


class TestLimits:
    @pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
    def test_a_hostile_file_is_refused_within_a_second(self, text: str) -> None:
        began = time.process_time()
        assert len(refusal(text)) < 250
        assert time.process_time() - began < 1

    @pytest.mark.parametrize("text", LONG.values(), ids=LONG)
    def test_a_merely_long_file_is_read_within_a_second(self, text: str) -> None:
        began = time.process_time()
        assert list(parse(text).front_matter) == ["a"]
        assert time.process_time() - began < 1
