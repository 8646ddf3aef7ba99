"""Front matter that a YAML writer is likely to get wrong, made from a seed."""

import math
import random
import struct
from collections.abc import Callable

from news.markdown.scalars import Value

LOOKALIKES = [
    *("null", "Null", "NULL", "~", "nUll", "true", "True", "TRUE", "tRUE", "false", "FALSE"),
    *("y", "Y", "n", "N", "yes", "Yes", "YES", "yEs", "no", "NO", "on", "On", "oN", "off", "OFF"),
    *("0", "-0", "+0", "00", "007", "08", "0o7", "+1", "-1", "12", "1_000", "1_", "_1", "1__0"),
    *("0b", "0b1", "0b_1", "0b1_", "-0b10", "0b12", "0x", "0xF", "+0xfF", "0x_a", "0xg", "0_7"),
    *("0_", "0__", "+_1", "12:30", "1:60", "190:20:30", "0:30", "12:30.5", "-1:30", "1_:30"),
    *("1.", ".5", "-.5", "+.5", "1.5", "1.5.2", "1e3", "1E3", "1e+3", "1.e-3", "1e", "e3", "01e3"),
    *("1._5", "1.5_", "._1", "._", "._e5", ".e5", ".", "..", "...", ".inf", "-.Inf", "+.INF"),
    *(".nan", ".NaN", "-.nan", ".iNF", "inf", "NaN", "1e400", "2021-06-24", "2021-6-24", "=", "<<"),
    *("2021-06-24T10:24:47Z", "2021-06-24 10:24:47", "2021-06-24T10:24:47.852974Z", "20210624"),
    *("<<<", "---", "--- x", "-", "- x", "-x", "?", "? x", "?x", ":", ": x", "x:", "x: y", "x:y"),
    *("#", "# x", "x #", "x # y", "x# y", "x#", "x  #", "é#", "&a", "*a", "!a", "!!str", "|", ">"),
    *("'", "''", "'x'", '"', '"x"', "x'", "don't", "%", "%TAG", "@x", "`x`", "x`", "x, y", "x,"),
    *("[", "]", "[]", "{", "}", "{}", "[x", "x]", "{{< x >}}", "\\", "\\n", "a\\b", "$x", "(x)"),
    *("", " ", "  ", " x", "x ", " x ", "\t", "x\t", "x\ty", "\n", "\n\n", "x\n", "\nx", "\n x"),
    *(" \n", "x\n\n", "x\n\n\n", "\n\nx", "x\ny", "x\n y", " x\ny", "x \ny", "x\r\ny", "\r", "x\r"),
    *("constructor", "__proto__", "toString", "<p>x</p>", "&nbsp;", "–", "…", "日本語", "ß"),
    *("\0", "\x01", "\a", "\b", "\v", "\f", "\x1b", "\x7f", "\x80", "\x85", "\x9f", "\xa0", "\xad"),
    *("\u2027", "\u2028", "\u2029", "\u202a", "\u200b", "\u3000", "\ud7ff", "\ue000", "\ufefe"),
    *("\ufeff", "\ufeffx", "\uff00", "\ufffd", "\ufffe", "\uffff", "😀", "x😀", "\U0010ffff", "𝒳"),
]  # fmt: skip
NUMBERS = [
    *(0, 1, -1, 6800, 2**31, 2**53, -(2**53), 0.0, -0.0, 0.1, -0.5, 1.0, 1.5, 1e-6, 1e-7, 1.5e-7),
    *(1e15, 1e16, 123456789012345680.0, 1e20, 1e21, 1e22, 1.5e22, 1e300, 5e-324, 1.7e308, 0.3),
    *(math.inf, -math.inf, math.nan, 100.25, 1 / 3, 123e-8, 2.5e-5),
]  # fmt: skip
WORDS = "a an the of in care health telehealth interoperability Symplur: don't it's 5 G # - 'x' “y”"
SOUP = (
    " " * 6 + "abcxyz019" + "\n\n\t\r" + "-?:,[]{}#&*!|>'\"%@`=~<\\/._+$()" + "é–\xa0\u2028\ufeff😀"
)


def documents(count: int, seed: int) -> list[dict[str, Value]]:
    """As many front matters, the same for the same seed."""
    rng = random.Random(seed)
    return [_mapping(rng, depth=0) for _ in range(count)]


def _mapping(rng: random.Random, depth: int) -> dict[str, Value]:
    size = rng.choice((0, 1, 1, 2, 3, 5)) if depth else rng.randint(1, 8)
    return {_key(rng): _value(rng, depth + 1) for _ in range(size)}


def _value(rng: random.Random, depth: int) -> Value:
    roll = rng.random()
    if roll < 0.15 and depth < 12:
        return _mapping(rng, depth)
    if roll < 0.35 and depth < 12:
        return [_value(rng, depth + 1) for _ in range(rng.choice((0, 1, 1, 2, 3)))]
    if roll < 0.45:
        return rng.choice([None, True, False, *NUMBERS, _number(rng)])
    return text(rng)


def _number(rng: random.Random) -> float:
    return struct.unpack("d", rng.randbytes(8))[0]


def _key(rng: random.Random) -> str:
    roll = rng.random()
    if roll < 0.4:
        return rng.choice(WORDS.split())
    if roll < 0.43:
        return text(rng) + "k" * rng.randint(1000, 1040)
    return text(rng)


def text(rng: random.Random) -> str:
    make: Callable[[random.Random], str] = rng.choice(
        (_lookalike, _near_lookalike, _prose, _prose, _address, _lines, _lines, _soup)
    )
    return make(rng)


def _lookalike(rng: random.Random) -> str:
    return rng.choice(LOOKALIKES)


def _near_lookalike(rng: random.Random) -> str:
    return "".join(rng.choices(LOOKALIKES, k=rng.randint(2, 3)))


def _prose(rng: random.Random) -> str:
    """Words up to a length around the widths at which a text folds, at any depth."""
    length = rng.choice((rng.randint(36, 84), rng.randint(76, 81), rng.randint(85, 400)))
    words: list[str] = []
    while sum(map(len, words)) < length:
        words += rng.choice(WORDS.split()), rng.choice((" ", " ", " ", " ", "  ", "-", ""))
    edge = rng.choice(("", "", "", " ", "."))
    return rng.choice(("", "", "", edge)) + "".join(words)[:length] + edge


def _address(rng: random.Random) -> str:
    path = "".join(rng.choices("abcdefgh-_/=&%?#", k=rng.randint(30, 180)))
    return "https://www.example.com/" + path + rng.choice(("", " (archived)"))


def _lines(rng: random.Random) -> str:
    make = (_prose, _prose, _lookalike, lambda _: "", lambda rng: " " + _prose(rng))
    lines = [rng.choice(make)(rng) for _ in range(rng.randint(1, 6))]
    return rng.choice(("", "", "\n", " ")) + "\n".join(lines) + rng.choice(("", "\n", "\n\n"))


def _soup(rng: random.Random) -> str:
    return "".join(rng.choices(SOUP, k=rng.randint(1, 90)))
