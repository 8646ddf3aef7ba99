"""What a YAML scalar without quotes means: the rules of js-yaml 3's default safe schema.

Both directions need them: reading turns a plain scalar into a value, and writing must quote every
text that would be read back as something else. Two readings are ours, because front matter is
kept as it was written: a timestamp stays the text it is, and so does a number to the base 60
(``12:30`` is a time of day to everybody but YAML 1.1).
"""

import re
from decimal import Decimal
from math import inf, isinf, isnan, nan
from typing import TypeAlias

Value: TypeAlias = "str | int | float | bool | None | list[Value] | dict[str, Value]"
"""What front matter can hold: JSON's own kinds of values."""

MAX_DEPTH = 32
"""How deep lists and mappings may nest, the front matter itself counted."""

MAX_NUMBER = 1000
"""The longest number that is read, in characters: reading a longer one takes quadratic time."""

_NULL = "~|null|Null|NULL"
_TRUE = "true|True|TRUE"
_FALSE = "false|False|FALSE"
_INTEGER = "[-+]?(?:0|0b[01_]*[01]|0x[0-9a-fA-F_]*[0-9a-fA-F]|0[0-7_]*[0-7]|[1-9](?:[0-9_]*[0-9])?)"
_FLOAT = (
    r"(?:[-+]?(?:0|[1-9][0-9_]*)(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?"
    r"|\.[0-9_]+(?:[eE][-+]?[0-9]+)?"
    r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))(?<!_)"
)
_DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_OLD_BOOLEAN = "y|Y|yes|Yes|YES|on|On|ON|n|N|no|No|NO|off|Off|OFF"
_MERGE = "<<"

READS_AS_SOMETHING_ELSE = "|".join(
    (_NULL, _TRUE, _FALSE, _INTEGER, _FLOAT, _DATE, _OLD_BOOLEAN, _MERGE)
)
"""A pattern of the texts that are no texts without quotes, here or in a YAML 1.1 reader.

Those with a colon (timestamps, numbers to the base 60) are left out: a colon is reason enough.
"""

_SPECIAL = re.compile(
    f"(?P<null>{_NULL}|)|(?P<true>{_TRUE})|(?P<false>{_FALSE})"
    f"|(?P<integer>{_INTEGER})|(?P<float>{_FLOAT})"
)
_CONSTANTS = {"null": None, "true": True, "false": False}


def resolve(text: str) -> Value:
    """The value of a plain scalar.

    Raises ``ValueError`` for a number of more than ``MAX_NUMBER`` characters.
    """
    match = _SPECIAL.fullmatch(text)
    if match is None:
        return text
    kind = match.lastgroup
    if kind in _CONSTANTS:
        return _CONSTANTS[kind]
    if len(text) > MAX_NUMBER:
        raise ValueError(f"this number has {len(text):,} characters, too many to read")
    return _integer(text) if kind == "integer" else _float(text)


def _integer(text: str) -> int:
    sign = -1 if text.startswith("-") else 1
    digits = text.lstrip("+-").replace("_", "")
    if digits.startswith(("0b", "0x")):
        return sign * int(digits, 0)
    return sign * int(digits, 8 if digits.startswith("0") else 10)


def _float(text: str) -> float | str:
    digits = text.lower().replace("_", "")
    if digits.endswith(".inf"):
        return -inf if digits.startswith("-") else inf
    if digits == ".nan":
        return nan
    if digits.startswith(".e"):  # the pattern lets "._e5" through, which holds no number
        return text
    return float(digits)


def float_text(number: float) -> str:
    """A float as js-yaml writes it: JavaScript's shortest text, with YAML's infinities.

    A number without a fraction has no ``.0``, because JavaScript does not tell 3.0 from 3.
    """
    if isnan(number):
        return ".nan"
    if isinf(number):
        return ".inf" if number > 0 else "-.inf"
    if number == 0:
        return "-0.0" if str(number).startswith("-") else "0"
    return _javascript_text(number)


def _javascript_text(number: float) -> str:
    """ECMAScript's Number::toString: https://tc39.es/ecma262/#sec-numeric-types-number-tostring"""
    sign, digit_tuple, exponent = Decimal(repr(number)).as_tuple()
    digits = "".join(map(str, digit_tuple))
    point = len(digits) + exponent
    digits = digits.rstrip("0")
    if len(digits) <= point <= 21:
        text = digits.ljust(point, "0")
    elif 0 < point <= 21:
        text = f"{digits[:point]}.{digits[point:]}"
    elif -6 < point <= 0:
        text = "0." + "0" * -point + digits
    else:
        text = _scientific(digits, point - 1)
    return "-" + text if sign else text


def _scientific(digits: str, exponent: int) -> str:
    """``1.5e+22``, and ``1.e-7`` where YAML 1.1 wants a point that JavaScript does not write."""
    head, fraction = digits[0], digits[1:]
    point = "." if fraction or exponent < 0 else ""
    return f"{head}{point}{fraction}e{exponent:+d}"
