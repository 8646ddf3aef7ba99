"""A front matter with some values changed: in the file's own manner, and nothing else of it."""

from __future__ import annotations

import math
import os
import random
import re
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from news.markdown import document as documents
from news.markdown.document import Document, decode, parse
from news.markdown.formats.nodes import alike
from news.markdown.rewriting import rewrite
from tests import documents as house
from tests.news.markdown import foreign

GONE = object()
WRITERS = [foreign.by_pyyaml, foreign.by_hand, foreign.by_hand_in_toml, foreign.by_json]

CORPUS = [
    path
    for root in filter(None, os.environ.get("CORPUS_DIR", "").split(":"))
    for path in sorted(Path(root).rglob("*.md"))
]


def rewritten(source: str, order: tuple[str, ...] = (), fence: str = "---", **changes: Any) -> str:
    """The front matter after some changes; ``GONE`` removes a key."""
    text = f"{fence}\n{source}{fence}\nbody" if fence else f"{source}\nbody"
    document = parse(text)
    wanted = {key: v for key, v in {**document.front_matter, **changes}.items() if v is not GONE}
    head = rewrite(document, wanted, order)
    if fence == "+++":
        wanted = {key: value for key, value in wanted.items() if value is not None}
    assert alike(parse(head + document.body).front_matter, wanted)
    return head.removeprefix(document.opening).removesuffix(document.closing)


def toml(source: str, **changes: Any) -> str:
    return rewritten(source, fence="+++", **changes)


def json(source: str, **changes: Any) -> str:
    return rewritten(source, fence="", **changes)


class TestYamlScalars:
    @pytest.mark.parametrize(
        ("source", "value", "result"),
        [
            ('a: "x"  # why\n', "y: z", 'a: "y: z"  # why\n'),
            ("a:   'x'\n", "it's", "a:   'it''s'\n"),
            ("a: x\n", "1", "a: '1'\n"),
            ('a: x\nb: "y"\n', "1", 'a: "1"\nb: "y"\n'),
            ("a: 2021-06-24\n", "2022-01-02", "a: 2022-01-02\n"),
            (
                "a: 2021-06-24 08:00:00 +02:00\n",
                "2022-01-02T03:04:05Z",
                "a: 2022-01-02T03:04:05Z\n",
            ),
            ("a: '2021-06-24'\n", "2022-01-02", "a: '2022-01-02'\n"),
            ("a: yes\n", "no", "a: no\n"),
            ("a: x\n", "no", "a: 'no'\n"),
            ("a: True\n", False, "a: False\n"),
            ("a: ~\nb:\n", 1, "a: 1\nb:\n"),
            ("a: x\nb: ~\n", None, "a: ~\nb: ~\n"),
            ("a: x\nb:\n", None, "a:\nb:\n"),
            ("a: # why\n", "x", "a: x # why\n"),
            ("a: 1\n", 3.0, "a: 3.0\n"),
            ("a: 1\n", 1e22, "a: 1.0e+22\n"),
            ("a: 1\n", math.inf, "a: .inf\n"),
            ("a: 1\n", 10**30, f"a: {10**30}\n"),
            ('a: "caf\\u00e9"\n', "thé", 'a: "th\\xE9"\n'),
            ("a: x\n", "😀", "a: 😀\n"),
            ("a: >-\n  x\n  y\n", "z", "a: >-\n  z\n"),
            ("a: |  # why\n    x\n    y\n", "z\n", "a: |  # why\n  z\n"),
            ("a: >\n  x\n", "one\n\ntwo\n", "a: >\n  one\n\n\n  two\n"),
            ('a: "x\\ny"\n', "p\nq", 'a: "p\\nq"\n'),
            ("a: &n x\nb: *n\n", "q", "a: q\nb: x\n"),
            ("'a': x\n", ["q"], "'a':\n  - q\n"),
            ("? a\n: x\nb: 1\n", "q", "a: q\nb: 1\n"),
        ],
    )
    def test_a_text_is_written_as_its_like_was(self, source: str, value: Any, result: str) -> None:
        # The other file has a comment, so that it is not taken for one in the house style.
        assert rewritten("#\n#\nz:   0\n" + source, a=value) == "#\n#\nz:   0\n" + result

    def test_a_long_text_is_folded_where_the_file_folds_such(self) -> None:
        words = "word " * 24 + "end"
        plain = f"b: {'text ' * 14}\n  goes on\na: short  # c\n"
        result = rewritten(plain, a=words)
        assert max(map(len, result.splitlines())) <= 80
        assert len(result.splitlines()) == 4
        assert rewritten("a: short # c\n", a=words) == f"a: {words} # c\n"

    def test_newlines_are_those_of_the_file(self) -> None:
        assert rewritten("a: 1\r\n", fence="---\r", a="x\ny", b=[1]).count("\n") == 5
        text = "---\r\na: 1\r\n---\r\nbody\n"
        assert "\n" not in rewrite(parse(text), {"a": "x\ny", "b": [1]}).replace("\r\n", "")


class TestYamlCollections:
    def test_a_list_keeps_its_form_and_its_comments(self) -> None:
        source = "a:\n- x # one\n# two\n- y\nb: [p,  q] # three\n"
        result = rewritten(source, a=["x", "y", "z"], b=["q"])
        assert result == "a:\n- x # one\n# two\n- y\n- z\nb: [q] # three\n"
        assert rewritten(source, a=["y"]) == "a:\n# two\n- y\nb: [p,  q] # three\n"
        assert rewritten(source, a=[]) == "a: []\nb: [p,  q] # three\n"

    def test_a_new_list_looks_like_the_others(self) -> None:
        assert rewritten("a: [x]\n", b=["q"]) == "a: [x]\nb: [q]\n"
        assert rewritten("a:\n- x\n", b=["q"]) == "a:\n- x\nb:\n- q\n"
        assert rewritten("a:\n    -   x\n", b=["q"]) == "a:\n    -   x\nb:\n    -   q\n"

    def test_an_inner_key_changes_alone(self) -> None:
        source = "a:\n    b:\n        c: 1 # one\n\n        # two\n        d: 'x'\n    e: 2\n"
        inner = {"b": {"c": 1, "d": "y", "m": [1]}, "e": 2}
        assert rewritten(source, a=inner) == source.replace(
            "'x'\n", "'y'\n        m:\n          - 1\n"
        )
        assert rewritten(source, a={"b": {"d": "x"}, "e": 2}) == source.replace(
            "        c: 1 # one\n", ""
        )

    def test_the_first_key_behind_a_dash_can_go_and_come(self) -> None:
        source = "a:\n  - x: 1\n    y: 2\n  - x: 3\n"
        assert rewritten(source, a=[{"y": 2}, {"x": 3}]) == "a:\n  - y: 2\n  - x: 3\n"
        assert rewritten(source, a=[{"x": 1, "y": 2}, {"m": 0, "x": 3}]) == (
            "a:\n  - x: 1\n    y: 2\n  - m: 0\n    x: 3\n"
        )

    def test_braces_change_inside(self) -> None:
        assert rewritten("{a: 1, b: {c: [x]}}\n", b={"c": ["x", "q"], "d": "e, f"}) == (
            "{a: 1, b: {c: [x, q], d: 'e, f'}}\n"
        )
        assert rewritten("{a: 1, b: 2}\n", a=GONE, c=3) == "{b: 2, c: 3}\n"
        assert rewritten("a: [\n  x, # c\n  y\n]\n", a=["x", "z", "y"]) == (
            "a: [\n  x, # c\n  z,\n  y\n]\n"
        )


class TestKeys:
    def test_a_new_key_stands_where_the_house_order_puts_it(self) -> None:
        source = "# head\nb: 1\n\n# of d\nd: 2\n"
        order = ("a", "b", "c", "d")
        assert rewritten(source, order, c=3) == "# head\nb: 1\nc: 3\n\n# of d\nd: 2\n"
        assert rewritten(source, order, a=3) == "a: 3\n# head\nb: 1\n\n# of d\nd: 2\n"
        assert rewritten(source, order, x=3) == source + "x: 3\n"
        assert rewritten(source, order, a=0, c=3, x=4) == (
            "a: 0\n# head\nb: 1\nc: 3\n\n# of d\nd: 2\nx: 4\n"
        )

    def test_the_first_key_of_an_empty_front_matter(self) -> None:
        assert rewritten("", a=1) == "a: 1\n"
        assert rewritten("# nothing yet\n", a=[1]) == "# nothing yet\na:\n  - 1\n"

    def test_a_removed_key_leaves_the_comments_above_it(self) -> None:
        assert rewritten("a: 1 # x\n# of b\nb:\n  - 2 # y\nc: 3\n", b=GONE) == (
            "a: 1 # x\n# of b\nc: 3\n"
        )

    def test_order_alone_changes_nothing(self) -> None:
        document = parse("---\nb: {x: 1, y: 2}\na: 1\n---\n")
        assert rewrite(document, {"a": 1, "b": {"y": 2, "x": 1}}, ["a", "b"]) == document.head

    def test_kinds_of_values_differ(self) -> None:
        assert rewritten("a: 1\n", a=True) == "a: true\n"
        assert rewritten("a: 1\n", a="1") == "a: '1'\n"
        assert rewritten("a: 0.0\n", a=-0.0) == "a: -0.0\n"
        assert rewritten("a: .nan # x\n", a=math.nan) == "a: .nan # x\n"

    def test_a_house_document_stays_in_the_house_style(self) -> None:
        changes = {"title": "A: longer, " + "title " * 15, "tags": ["x: y"], "via": None}
        document = parse(house.text_of())
        wanted = house.front_matter(**changes)
        assert rewrite(document, wanted) + document.body == house.text_of(**changes)


class TestAnchors:
    SOURCE = "d: &d\n  x: 1 # one\n  y: 2\ne:\n  <<: *d\n  z: 3\nf: *d\n"

    def test_what_is_merged_can_be_overridden(self) -> None:
        result = rewritten(self.SOURCE, e={"x": 9, "y": 2, "z": 3})
        assert result == self.SOURCE.replace("  z: 3\n", "  x: 9\n  z: 3\n")

    def test_what_is_merged_can_be_left_out(self) -> None:
        result = rewritten(self.SOURCE, e={"y": 2, "z": 3})
        assert result == "d: &d\n  x: 1 # one\n  y: 2\ne:\n  'y': 2\n  z: 3\nf: *d\n"

    def test_a_change_of_the_anchored_value_is_not_one_of_the_others(self) -> None:
        assert rewritten(self.SOURCE, d={"x": 1, "y": 7}) == (
            "d: &d\n  x: 1 # one\n  y: 7\n"
            "e:\n  <<:\n    x: 1\n    y: 2\n  z: 3\nf:\n  x: 1\n  y: 2\n"
        )
        assert rewritten("a: &n {x: 1}\nb: *n # c\n", a=GONE) == "b: {x: 1} # c\n"
        assert rewritten("a: &n 'x'\nb: [*n, 1]\n*n : 2\n", a=1) == "a: 1\nb: ['x', 1]\nx : 2\n"

    def test_an_alias_that_changes_leaves_the_anchor_alone(self) -> None:
        assert rewritten("a: &n x\nb: *n # c\n", b="q") == "a: &n x\nb: q # c\n"


class TestToml:
    SOURCE = (
        '# head\ntitle = "x" # t\ndate = 2021-06-24\ntags = [\n  "a", # one\n  "b",\n]\n'
        "o.p = 1\n\n[params]\n  k = 'v'\n\n# menu\n[[menu]]\nn = 1\n\n[[menu]]\nn = 2\n"
    )

    @pytest.mark.parametrize(
        ("key", "value", "old", "new"),
        [
            ("title", 'a "b"', '"x" # t', '"a \\"b\\"" # t'),
            ("date", "2022-01-02", "2021-06-24", "2022-01-02"),
            ("date", "soon", "2021-06-24", '"soon"'),
            ("tags", ["a", "b", "c"], '"b",\n', '"b",\n  "c",\n'),
            ("tags", ["b"], '  "a", # one\n', ""),
            ("o", {"p": 1, "q": 2}, "o.p = 1\n", "o.p = 1\no.q = 2\n"),
            ("params", {"k": "w", "n": None}, "'v'", "'w'"),
            ("params", {"k": "v", "n": True}, "'v'\n", "'v'\n  n = true\n"),
            ("menu", [{"n": 1}], "[[menu]]\nn = 2\n", ""),
            ("menu", [{"n": 1}, {"n": 2, "m": 3}], "n = 2\n", "n = 2\nm = 3\n"),
            ("menu", [{"n": 1}, {"n": 2}, {"n": 3}], "n = 2\n", "n = 2\n\n[[menu]]\nn = 3\n"),
            ("new", 1.5, "o.p = 1\n", "o.p = 1\nnew = 1.5\n"),
            ("new", {"a": {"b": 1}}, "n = 2\n", "n = 2\n\n[new.a]\nb = 1\n"),
            ("title", None, 'title = "x" # t\n', ""),
        ],
    )
    def test_one_key_changes(self, key: str, value: Any, old: str, new: str) -> None:
        expected = new.join(self.SOURCE.rsplit(old, 1))
        result = rewritten_toml(self.SOURCE, key, value)
        assert result == expected

    def test_a_list_cannot_hold_a_null(self) -> None:
        with pytest.raises(ValueError, match="TOML has no null: a list cannot hold one"):
            toml("a = 1\n", a=[None])

    def test_a_table_takes_a_key_that_only_tables_inside_it_implied(self) -> None:
        assert toml("[a.b]\nc = 1\n", a={"b": {"c": 1}, "d": 2}) == "[a]\nd = 2\n[a.b]\nc = 1\n"

    def test_infinity_and_not_a_number_survive(self) -> None:
        source = "a = inf\nb = nan # n\nc = 0x1F\n"
        assert toml(source, d=-math.inf) == source + "d = -inf\n"


def rewritten_toml(source: str, key: str, value: Any) -> str:
    document = parse(f"+++\n{source}+++\n")
    wanted = {**document.front_matter, key: value}
    return rewrite(document, wanted).removeprefix("+++\n").removesuffix("+++\n")


class TestJson:
    def test_it_keeps_the_indentation(self) -> None:
        source = '{\n    "a": [\n        1\n    ],\n    "b": {"c": 2}\n}'
        assert json(source, a=[1, 2]) == source.replace("1\n", "1,\n        2\n")
        assert json(source, b={"c": 2, "d": [3]}) == source.replace("2}", '2, "d": [3]}')
        assert json(source, n={"x": []}) == source[:-2] + ',\n    "n": {\n        "x": []\n    }\n}'
        assert json(source, b=GONE) == source.partition(",")[0] + "\n}"

    def test_it_keeps_one_line_and_escapes(self) -> None:
        source = '{"a":"\\u00e9","b":[1,2]}'
        assert json(source, a="ü", c={"d": 1}) == '{"a":"\\u00fc","b":[1,2],"c":{"d":1}}'
        assert json('{"a": "é"}', a="ü") == '{"a": "ü"}'
        assert json("{}", a=1) == '{\n  "a": 1\n}'
        assert json('{"a": 1}', a=GONE) == "{}"

    def test_large_numbers_survive(self) -> None:
        source = f'{{"a": {10**40}, "b": 1.50}}'
        assert json(source, c=10**41) == f'{{"a": {10**40}, "b": 1.50, "c": {10**41}}}'

    def test_it_says_what_json_cannot(self) -> None:
        with pytest.raises(ValueError, match="JSON has no number nan"):
            json("{}", a=math.nan)


class TestWhatCannotBeWritten:
    def test_it_names_the_key(self) -> None:
        document = parse("---\na: 1\n---\n")
        with pytest.raises(TypeError, match=r"a\.b is of type object"):
            rewrite(document, {"a": {"b": object()}})
        with pytest.raises(ValueError, match="holds half of a character"):
            rewrite(document, {"a": "\ud800"})

    def test_a_nul_is_refused(self) -> None:
        with pytest.raises(ValueError, match="cannot be written as YAML"):
            rewrite(parse("---\na: 1\n---\n"), {"a": "x\0"})


def old_lines_but(document: Document, key: str) -> tuple[str, str]:
    start, end = document.spans[key]
    return document.head[:start], document.head[end:]


class TestAnyDocument:
    @pytest.mark.parametrize("writer", WRITERS, ids=lambda writer: writer.__name__)
    @settings(max_examples=150, deadline=None)
    @given(seed=st.integers(0, 2**32))
    def test_nothing_changes_where_no_value_does(self, writer: Any, seed: int) -> None:
        text = foreign.document(random.Random(seed), writer)
        document = parse(text)
        assert document.head + document.body == text
        assert rewrite(document, document.front_matter) == document.head

    @pytest.mark.parametrize("writer", WRITERS, ids=lambda writer: writer.__name__)
    @settings(max_examples=250, deadline=None)
    @given(seed=st.integers(0, 2**32))
    def test_an_edit_changes_the_lines_of_its_key_alone(self, writer: Any, seed: int) -> None:
        rng = random.Random(seed)
        text = foreign.document(rng, writer)
        document = parse(text)
        wanted, key, kind = foreign.edited(rng, document.front_matter, document.format)
        head = rewrite(document, wanted, foreign.ORDER)
        again = parse(head + document.body)
        assert alike(again.front_matter, wanted)
        assert again.body == document.body
        if not (document.format == "yaml" and "&a" in text):  # aliases may have to be written out
            self.check_lines(document, head, key, kind)

    def check_lines(self, document: Document, head: str, key: str, kind: str) -> None:
        old = document.head
        if document.format == "toml":
            self.check_statements(document, head, key)
        elif kind == "add":
            if document.front_matter:
                rest = len(head) - len(old)
                at = next(i for i in range(len(old) + 1) if head[i : i + 1] != old[i : i + 1])
                assert any(old == head[:i] + head[i + rest :] for i in range(at + 1))
        else:
            before, behind = old_lines_but(document, key)
            if document.source.startswith("{"):  # where commas and a ? belong to the neighbours
                before, behind = before.rstrip(", \r\n\t?"), behind.lstrip(", \r\n\t")
            assert head.startswith(before)
            if not head.endswith(behind):
                self.check_swallowed(document, head, key, kind, before, behind)

    def check_swallowed(
        self, document: Document, head: str, key: str, kind: str, before: str, behind: str
    ) -> None:
        """Lines may go with a removed key only if a block above would make text of them."""
        assert kind == "remove"
        wanted = {name: v for name, v in document.front_matter.items() if name != key}
        assert not alike(parse(before + behind + document.body).front_matter, wanted)
        assert head.endswith(re.sub(r"\A(?:[ \t]*\r?\n|[ \t]+#.*\n)+", "", behind))

    def check_statements(self, document: Document, head: str, key: str) -> None:
        """A table of TOML can be in several places: what is not of it stays, in its order."""
        rest = iter(parse(head).spans)
        others = [name for name in document.front_matter if name != key]
        assert all(name in rest for name in others)
        for name in others:
            start, end = document.spans[name]
            assert document.head[start:end].strip() in head


@pytest.mark.skipif(not CORPUS, reason="CORPUS_DIR names no folder of Markdown files to read")
class TestRealContent:
    @pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
    def test_another_title_changes_the_lines_of_the_title_alone(self, path: Path) -> None:
        document = parse(decode(path.read_bytes()))
        before, behind = old_lines_but(document, "title")
        wanted = {**document.front_matter, "title": 'Another: title, "it\'s" said'}
        head = rewrite(document, wanted)
        assert head.startswith(before)
        assert head.endswith(behind)
        assert head.count("\n") <= document.head.count("\n")


def test_a_large_document_is_rewritten_within_seconds() -> None:
    lines = "".join(f"key{n}:\n- a # {n}\n- b: {{c: {n}}}\n" for n in range(6000))
    document = parse(f"---\n{lines}---\n")
    wanted = {**document.front_matter, "key5": ["x"], "new": "y"}
    del wanted["key7"]
    began = time.process_time()
    assert rewrite(document, wanted).count("\n") == lines.count("\n") + 2 - 1 - 3 + 1
    assert time.process_time() - began < 5
    assert len(lines) < documents.MAX_BYTES
