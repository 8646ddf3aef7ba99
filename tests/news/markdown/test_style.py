"""The house style: what js-yaml 3 writes. The expected texts are its own."""

import math

import pytest
from django.db.models import TextChoices
from django.utils.safestring import mark_safe

from news.markdown.document import compose, parse
from news.markdown.scalars import MAX_DEPTH, Value
from news.markdown.style import dump, dump_key

from .nasty import documents

ONE_LINE = [
    ("", "''"),
    ("news", "news"),
    ("in  care", "in  care"),
    (" x", "' x'"),
    ("x ", "'x '"),
    ("a: b", "'a: b'"),
    ("a:b", "'a:b'"),
    ("x #1", "'x #1'"),
    ("x#1", "x#1"),
    ("C#", "C#"),
    ("#tag", "'#tag'"),
    ("don't", "don't"),
    ("'x'", "'''x'''"),
    ('say "hi"', 'say "hi"'),
    ("- x", "'- x'"),
    ("a, b", "'a, b'"),
    ("[x]", "'[x]'"),
    ("{{< x >}}", "'{{< x >}}'"),
    ("@handle", "'@handle'"),
    ("100%", "100%"),
    ("%x", "'%x'"),
    ("=1", "'=1'"),
    ("back\\slash", "back\\slash"),
    ("https://example.org/", "'https://example.org/'"),
    ("/news/", "/news/"),
    ("café – “x”", "café – “x”"),
    (" " + "x" * 90, "' " + "x" * 90 + "'"),
]
LOOKALIKES = [
    *("yes", "No", "n", "off", "null", "~", "true", "FALSE", "<<"),
    *("12", "1_000", "0x1F", "0b11", "017", "1e3", ".5", ".inf", ".NaN", "12:30"),
    *("2021-06-24", "2021-06-24T10:24:47.852974Z"),
]
PLAIN_LOOKALIKES = ["08", "+.5", "2021-6-4", "...", "tRUE", "1_", "0o7", "yEs"]
ESCAPED = [
    ("tab\there", r'"tab\there"'),
    ("nbsp\xa0here", r'"nbsp\_here"'),
    ("😀 up", r'"\U0001F600 up"'),
    ("bell\x07", r'"bell\a"'),
    ("\x01\x7f", r'"\x01\x7F"'),
    ("\ufeffx", r'"\uFEFFx"'),
    ("line\u2028break", r'"line\Lbreak"'),
    ('cr\r\n"\\', r'"cr\r\n\"\\"'),
]
WORDS = "word " * 15
BLOCKS = [
    ("a\nb", "|-\n  a\n  b"),
    ("a\nb\n", "|\n  a\n  b"),
    ("a\n\n", "|+\n  a\n"),
    (" a\nb", "|2-\n   a\n  b"),
    ("\n", "|+\n"),
    ("\na", "|-\n\n  a"),
    ("x" * 79, ">-\n  " + "x" * 79),
    (WORDS + "word", f">-\n  {WORDS[:-1]}\n  word"),
    (WORDS + "word ", f">-\n  {WORDS[:-1]}\n  word "),
    ("x" * 80 + "\ny\n", ">\n  " + "x" * 80 + "\n\n  y"),
    ("x" * 80 + "\n y\nz", ">-\n  " + "x" * 80 + "\n   y\n  z"),
]
SHAPES = [
    ({}, "{}\n"),
    ({"a": {}, "b": []}, "a: {}\nb: []\n"),
    ({"a": None, "b": True, "c": False, "d": 6800}, "a: null\nb: true\nc: false\nd: 6800\n"),
    ({"a": ["x", ""]}, "a:\n  - x\n  - ''\n"),
    ({"a": [[1, 2], [], [[3]]]}, "a:\n  - - 1\n    - 2\n  - []\n  - - - 3\n"),
    (
        {"a": [{"label": "x", "ids": [1]}, {"label": "z"}]},
        "a:\n  - label: x\n    ids:\n      - 1\n  - label: z\n",
    ),
    ({"a": {"b": {"c": 1}}}, "a:\n  b:\n    c: 1\n"),
    ({"n": 1, "a: b": 2, "": 3, "x\ny": 4}, "'n': 1\n'a: b': 2\n'': 3\n\"x\\ny\": 4\n"),
    ({"msvalidate.01": None}, "msvalidate.01: null\n"),
]


class Kind(TextChoices):
    NEWS = "news", "News"


@pytest.mark.parametrize(("text", "written"), ONE_LINE + BLOCKS)
def test_it_chooses_the_style_of_a_text(text: str, written: str) -> None:
    assert dump({"key": text}) == f"key: {written}\n"


@pytest.mark.parametrize("text", LOOKALIKES)
def test_it_quotes_a_text_that_reads_as_something_else(text: str) -> None:
    assert dump({"key": text, text: 1}) == f"key: '{text}'\n'{text}': 1\n"


@pytest.mark.parametrize("text", PLAIN_LOOKALIKES)
def test_it_does_not_quote_what_only_resembles_a_number_or_a_date(text: str) -> None:
    assert dump({"key": text}) == f"key: {text}\n"


@pytest.mark.parametrize(("text", "written"), ESCAPED)
def test_it_escapes_what_cannot_be_printed(text: str, written: str) -> None:
    assert dump({"key": text, text: 1}) == f"key: {written}\n{written}: 1\n"


@pytest.mark.parametrize(("values", "written"), SHAPES)
def test_it_lays_out_collections(values: dict[str, Value], written: str) -> None:
    assert dump(values) == written


def test_it_folds_a_top_level_text_of_79_characters_but_not_of_78() -> None:
    assert dump({"key": "x" * 78}) == "key: " + "x" * 78 + "\n"
    assert dump({"key": "x" * 79}) == "key: >-\n  " + "x" * 79 + "\n"


def test_it_folds_no_narrower_than_40_however_deep() -> None:
    value: Value = "x" * 41
    for _ in range(25):
        value = {"a": value}
    assert dump({"a": value}).endswith("a: >-\n" + "  " * 26 + "x" * 41 + "\n")


def test_it_marks_a_key_too_long_for_one_line_with_a_question_mark() -> None:
    assert dump({"k" * 1024: 1}) == "k" * 1024 + ": 1\n"
    assert dump({"k" * 1025: [1, 2]}) == "? " + "k" * 1025 + "\n: - 1\n  - 2\n"


def test_it_writes_no_anchors() -> None:
    shared = ["x"]
    assert dump({"a": shared, "b": shared}) == "a:\n  - x\nb:\n  - x\n"


def test_it_writes_one_key_as_it_stands_in_the_whole() -> None:
    values: dict[str, Value] = {"title": "A: B", "tags": ["x"], "note": "a\n\n"}
    assert "".join(dump_key(key, value) for key, value in values.items()) == dump(values)


def test_it_writes_djangos_own_kinds_of_text() -> None:
    values = {"kind": Kind.NEWS, "safe": mark_safe("<b> &"), "list": [Kind.NEWS]}
    assert dump(values) == "kind: news\nsafe: <b> &\nlist:\n  - news\n"


def test_it_quotes_a_key_that_would_end_the_document() -> None:
    values = {"... and more": 1}
    assert dump(values) == "'... and more': 1\n"
    assert parse(compose(values, "")).front_matter == values


@pytest.mark.parametrize(
    ("values", "kind", "sentence"),
    [
        ({"a": {1: 2}}, TypeError, "a.1 is a key of type int; keys must be texts."),
        ({1: 2}, TypeError, "1 is a key of type int; keys must be texts."),
        ({"a": [0, {"b": b"x"}]}, TypeError, "a[1].b is of type bytes; use text,"),
        ({"a": (1, 2)}, TypeError, "a is of type tuple; use text,"),
        ({"a": {"b": "x\ud83d"}}, ValueError, "a.b holds half of a character (U+D83D); remove it."),
        ({"a": {"\ud83d": "x"}}, ValueError, r"a.\ud83d holds half of a character"),
    ],
)
def test_it_refuses_what_yaml_cannot_hold_and_names_the_key(
    values: dict[str, Value], kind: type[Exception], sentence: str
) -> None:
    with pytest.raises(kind) as refusal:
        dump(values)
    assert str(refusal.value).startswith(sentence)


def test_it_refuses_a_list_that_holds_itself() -> None:
    endless: list[Value] = []
    endless.append(endless)
    with pytest.raises(ValueError, match=f"nests deeper than {MAX_DEPTH} levels"):
        dump({"a": endless})


def test_what_it_writes_reads_back_as_it_was() -> None:
    body = "<p>x</p>\n---\nlast line without a newline"
    for values in documents(800, seed=7):
        if r"\x00" in repr(values):  # the reader refuses it: PostgreSQL could not keep it
            continue
        document = parse(compose(values, body))
        assert _same(document.front_matter, values), values
        assert document.body == body


def _same(one: Value, other: Value) -> bool:
    """Equal in kind, order and value, where a float may come back as the integer it equals."""
    if isinstance(one, float) or isinstance(other, float):
        return float(one) == float(other) or math.isnan(one) and math.isnan(other)
    if type(one) is not type(other):
        return False
    if isinstance(one, list):
        return len(one) == len(other) and all(map(_same, one, other))
    if isinstance(one, dict):
        return list(one) == list(other) and all(_same(one[key], other[key]) for key in one)
    return one == other
