"""What a scalar without quotes means, and how a float is spelled."""

import math

import pytest

from news.markdown.scalars import MAX_NUMBER, Value, float_text, resolve


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("True", True),
        ("FALSE", False),
        ("6800", 6800),
        ("-12", -12),
        ("+12", 12),
        ("1_000", 1000),
        ("0x1F", 31),
        ("-0b101", -5),
        ("017", 15),
        ("1.5", 1.5),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("1.", 1.0),
        ("-1.5e-7", -1.5e-7),
        (".inf", math.inf),
        ("-.Inf", -math.inf),
        (str(2**70), 2**70),
    ],
)
def test_it_reads_what_js_yaml_reads(text: str, value: Value) -> None:
    assert resolve(text) == value
    assert type(resolve(text)) is type(value)


def test_it_reads_what_is_not_a_number() -> None:
    assert math.isnan(resolve(".NaN"))


@pytest.mark.parametrize(
    "text",
    [
        *("yes", "No", "on", "OFF", "y", "nUll", "tRUE", "News", "<<"),
        *("08", "0o7", "1_", "_1", "+.5", "-.5", "0x", "0b12", "._e5", "1.5.2", "1e", "inf"),
    ],
)
def test_it_leaves_texts_alone(text: str) -> None:
    assert resolve(text) == text


@pytest.mark.parametrize(
    "text", ["2021-06-24", "2019-04-30T17:21:35Z", "2021-06-24 10:24:47.852974", "12:30", "1:30.5"]
)
def test_it_keeps_times_as_they_are_written(text: str) -> None:
    assert resolve(text) == text


@pytest.mark.parametrize("digits", ["1" * MAX_NUMBER, "." + "1" * (MAX_NUMBER - 1)])
def test_it_refuses_a_number_that_takes_too_long_to_read(digits: str) -> None:
    resolve(digits)
    with pytest.raises(ValueError, match="1,001 characters"):
        resolve(digits + "1")


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.0, "0"),
        (-0.0, "-0.0"),
        (3.0, "3"),
        (-2.5, "-2.5"),
        (0.1, "0.1"),
        (100.25, "100.25"),
        (1e-6, "0.000001"),
        (1e-7, "1.e-7"),
        (1.5e-7, "1.5e-7"),
        (5e-324, "5.e-324"),
        (123456789012345680.0, "123456789012345680"),
        (1e20, "100000000000000000000"),
        (1e21, "1e+21"),
        (1e22, "1e+22"),
        (-1.5e22, "-1.5e+22"),
        (math.inf, ".inf"),
        (-math.inf, "-.inf"),
        (math.nan, ".nan"),
    ],
)
def test_it_spells_a_float_as_javascript_does(number: float, text: str) -> None:
    assert float_text(number) == text
