"""Front matter as other tools and people write it, and single edits of it, made from a seed."""

from __future__ import annotations

import json
import random
from copy import deepcopy
from typing import NamedTuple

import yaml

from news.markdown.scalars import Value
from tests.news.markdown import nasty

ORDER = ["new1", "title", "k2", "new3", "k4", "tags"]

GAPS = ["", "", "", "\n", "# note\n", "\n# note\n", "# one\n# two\n\n", "  # indented\n", "\n\n"]

# What may stand behind a key. ``*a`` is only for where something before it is named &a.
YAML_VALUES = [
    *(" 1", " plain # note", " 'it''s'", ' "d\\u00e9"  # note', "", "  # note", " 2021-06-24"),
    *(" 2019-04-30T17:21:35+02:00", " yes", " [a, b]", " [ a , 'b' ] # n", " {x: 1, y: [2]}"),
    *(" [1,\n  2, # in\n  3\n ]", " {\n  x: 1,\n  y: 2\n  }", " []", "\n- a\n- b # n\n- c"),
    *("\n  - a\n  # in\n  - x: 1\n    y: 2\n  - - p\n    - q", "\n    -   a\n    -   b"),
    *("\n  x: 1 # one\n\n  # two\n  y:\n    z: 'q'\n", " |\n  a\n  b", " >-\n  a\n  b"),
    " |+\n  a\n\n",
    *(" |2-\n   a\n  b", " a long plain text\n  that goes on\n\n  and on", " 'quoted\n\n  lines'"),
    *(" !!str 3", ' "a \\\n  b"', "\n  ? x\n  : 1\n  y: 2", "\t1\t", " 😀", ' "\\U0001F600"', " ~"),
]  # fmt: skip
YAML_ANCHORS = [
    *(" &a 1", " &a\n  x: 1\n  y: [1, 2]", " &a {x: 1}", " &a\n  - 1\n  - 2", " &a # n\n  x: 1"),
    *(" &a text", "\n  deep: &a\n    x: 1\n  other: 2", " [&a {x: 1}, 2]"),
]
YAML_ALIASES = [
    *(" *a", " *a # n", " [*a, 1]", "\n  - *a\n  - 2", "\n  x: *a\n  w: 1", " {v: *a, w: 1}"),
]
YAML_MERGES = ["\n  <<: *a\n  w: 1", "\n  w: 1\n  <<: *a # n", " {<<: *a, w: 1}", "\n  <<: [*a]"]

TOML_VALUES = [
    *("1", '"text"', "'it'", '"d\\u00e9" # note', "2021-06-24", "07:32:00", "true"),
    *("2019-04-30T17:21:35+02:00", "2019-04-30 17:21:35Z # n", "[1, 2]", '["a", "b"] # n', "[]"),
    *('[\n  "a", # one\n  "b"\n]', "[\n  1,\n  2,\n]", "{ x = 1, y = 'q' }", "{x=1}", "{}", "+1_0"),
    *('"""\na\nb"""', "'''\na\\b'''", '"""a \\\n  b"""', "1.5", "inf", "-nan", "0xff", "1e3"),
    *("[{ x = 1 }, { x = 2 }]", "[[1, 2], [3]]"),
]


class Edited(NamedTuple):
    """``key`` is the top-level key that was added, changed or removed."""

    wanted: dict[str, Value]
    key: str
    kind: str


def by_pyyaml(rng: random.Random) -> str:
    """Nasty values by PyYAML, with any of its options; some of what it writes, it cannot read."""
    text = _by_pyyaml(rng)
    try:
        yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return by_pyyaml(rng)
    return text if text.endswith("\n") else by_pyyaml(rng)  # U+2028 ends its lines too


def _by_pyyaml(rng: random.Random) -> str:
    return yaml.dump(
        _values(rng),
        Dumper=rng.choice([yaml.SafeDumper, getattr(yaml, "CSafeDumper", yaml.SafeDumper)]),
        default_flow_style=rng.choice([None, True, False, False]),
        width=rng.choice([20, 80, 80, 1000]),
        indent=rng.choice([2, 2, 4]),
        default_style=rng.choice([None, None, None, "'", '"', "|", ">"]),
        allow_unicode=rng.choice([True, False]),
        line_break=rng.choice(["\n", "\n", "\r\n"]),
        explicit_end=rng.choice([False, False, True]),
        sort_keys=rng.choice([True, False]),
    )


def by_json(rng: random.Random) -> str:
    return json.dumps(
        _json_values(_values(rng)),
        indent=rng.choice([None, 2, 4, "\t"]),
        separators=rng.choice([None, (",", ":"), (" , ", " : ")]),
        ensure_ascii=rng.choice([True, False]),
    )


def by_hand(rng: random.Random) -> str:
    """YAML with comments, blank lines, anchors, and every style of value."""
    text, anchored = rng.choice(GAPS), ""
    for number in range(rng.randint(1, 6)):
        key = rng.choice(["k{}", "k{}", "k{}", "'k{}'", '"k{}"', "k{} "]).format(number)
        choices = YAML_VALUES + YAML_ANCHORS
        if anchored:
            choices = choices[:10] + YAML_ANCHORS + 2 * YAML_ALIASES
            choices += 2 * YAML_MERGES if "x: 1" in anchored else []
        value = rng.choice(choices)
        if "&a" in value:
            anchored = value
        text += f"{key}:{value}".removesuffix("\n") + "\n" + rng.choice(GAPS)
    if rng.random() < 0.2:
        text = "".join(" " + line if line.strip() else line for line in text.splitlines(True))
    return text.replace("\n", rng.choice(["\n", "\n", "\r\n"]))


def by_hand_in_toml(rng: random.Random) -> str:
    text = rng.choice(GAPS)
    for number in range(rng.randint(0, 4)):
        key = rng.choice(["k{}", "k{}", '"k {}"', "d.k{}", "d . e.k{}"]).format(number)
        text += f"{key}{rng.choice([' = ', '='])}{rng.choice(TOML_VALUES)}\n{rng.choice(GAPS)}"
    for header in rng.sample(["[t]", "[t.u]", "[v.'w x']", "[[m]]", "[[n.m]]"], rng.randint(0, 4)):
        for _ in range(rng.randint(1, 2) if header.startswith("[[") else 1):
            text += f"{rng.choice(['', '  '])}{header}{rng.choice(['', ' # note'])}\n"
            for number in range(rng.randint(0, 3)):
                text += f"{rng.choice(['', '  '])}i{number} = {rng.choice(TOML_VALUES)}\n"
            text += rng.choice(GAPS)
    return text.replace("\n", rng.choice(["\n", "\n", "\r\n"]))


def document(rng: random.Random, writer, body: str = "body\n---\n+++\nmore") -> str:
    source = writer(rng)
    newline = "\r\n" if "\r\n" in source else "\n"
    fence = {by_json: "", by_hand_in_toml: "+++"}.get(writer, "---")
    if not fence:
        return source + newline + body
    return f"{fence}{newline}{source}{fence}{newline}{body}"


def edited(rng: random.Random, front_matter: dict[str, Value], form: str) -> Edited:
    """A front matter with one key added, changed somewhere inside, or removed."""
    wanted = deepcopy(front_matter)
    kind = rng.choice(["change", "change", "add", "remove"]) if wanted else "add"
    if kind == "add":
        key = rng.choice(["new1", "new2", "new3", "new 4", "é: #"])
        wanted[key] = _new_value(rng, form)
        return Edited(wanted, key, kind)
    key = rng.choice(list(wanted))
    if kind == "remove":
        del wanted[key]
    else:
        wanted[key] = _changed(rng, wanted[key], form)
    return Edited(wanted, key, kind)


def _changed(rng: random.Random, value: Value, form: str) -> Value:
    if isinstance(value, dict) and value and rng.random() < 0.8:
        return edited(rng, value, form).wanted
    if isinstance(value, list) and value and rng.random() < 0.8:
        items, index = list(value), rng.randrange(len(value))
        kind = rng.choice(["remove", "insert", "change"])
        if kind == "remove":
            del items[index]
        elif kind == "insert":
            items.insert(index + rng.randint(0, 1), _new_value(rng, form))
        else:
            items[index] = _changed(rng, items[index], form)
        return items
    return _new_value(rng, form)


def _new_value(rng: random.Random, form: str) -> Value:
    plain = ["x", "two words", 7, True, ["a", "b"], {"p": "q"}, "2022-01-02", 'it\'s: "so"', None]
    value = _tame(rng.choice([rng.choice(plain), nasty._value(rng, 9)]))
    if form == "json":
        return _json_values(value)
    return ("gone" if value is None else _toml_values(value)) if form == "toml" else value


def _values(rng: random.Random) -> dict[str, Value]:
    return _tame(nasty._mapping(rng, depth=rng.randint(0, 4)) or {"title": nasty.text(rng)})


def _tame(value: Value) -> Value:
    """Without NUL, which is refused."""
    if isinstance(value, dict):
        return {_tame(key): _tame(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_tame(item) for item in value]
    return value.replace("\0", "?") if isinstance(value, str) else value


def _json_values(value: Value) -> Value:
    if isinstance(value, dict):
        return {key: _json_values(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_json_values(item) for item in value]
    return str(value) if isinstance(value, float) and value - value != 0 else value


def _toml_values(value: Value) -> Value:
    """Without null, which TOML has not."""
    if isinstance(value, dict):
        return {key: _toml_values(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [_toml_values(item) for item in value if item is not None]
    return value
