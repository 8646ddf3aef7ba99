"""Redirectors, mail filters and caches opened, without asking them: the address inside."""

from __future__ import annotations

import base64
import binascii
import json
import re
import string
from collections.abc import Callable
from urllib.parse import quote, unquote

from news.harvesting.tracking.parts import Parts, split
from news.harvesting.tracking.rules import Wrapper, host_keys, rules

_TRIES = 3  # how often a target may be percent-encoded
_ASCII = "".join(map(chr, range(0x80)))
_RUN_LETTERS = string.ascii_uppercase + string.ascii_lowercase + string.digits + "-_"
_KEYS = ("url", "href", "e", "u", "destUrl", "p")
_MEANT = re.compile("%(?:25|26|23|3d|3f)", re.I)  # held only by what is coded as a whole
_UNFIT = re.compile(r"[^\x21-\x7e]+|[<>\"`]")  # what no address holds unencoded


def unwrap(address: Parts) -> tuple[Parts, Wrapper] | None:
    """The address that a wrapper carries, and which wrapper; None where there is none."""
    known = rules().wrappers
    first_label = address.host.partition(".")[0]
    for key in (*host_keys(address.host), f"{first_label}.**"):
        for wrapper in known.get(key, ()):
            target = _target(address, wrapper)
            if target is not None and target != address:
                return target, wrapper
    return None


def _target(address: Parts, wrapper: Wrapper) -> Parts | None:
    if wrapper.path and not wrapper.path.match(address.path or "/"):
        return None
    text = _inside(address, wrapper)
    if not text:
        return None
    try:
        text = _CODINGS[wrapper.coding](text)
    except (ValueError, RecursionError):  # not what it seemed to be
        return None
    return _web_address(text)


def _inside(address: Parts, wrapper: Wrapper) -> str:
    """The coded target: a parameter's value, or what the pattern finds."""
    if wrapper.pattern:
        whole = str(address)
        rest = whole[whole.index(address.host) + len(address.host) :]
        match = wrapper.pattern.search(rest)
        return match[1] if match else ""
    pairs = [piece.partition("=") for piece in re.split("&(?:amp;)*", address.query or "")]
    for name in wrapper.names:
        for key, _, value in pairs:
            if unquote(key) == name and value:
                return value
    return ""


def _web_address(text: str) -> Parts | None:
    """The text as an http(s) address with a real host, however often it is percent-encoded."""
    for _ in range(_TRIES):
        if re.match("https?:/", text, re.I):
            break
        text = unquote(text)
    # Some filters lose one of the slashes.
    text = re.sub("^(https?):/+", r"\1://", text.strip(), count=1, flags=re.I)
    parts = split(_UNFIT.sub(lambda unfit: quote(unfit[0]), text))
    return parts if parts and "." in parts.host else None


def _plain(text: str) -> str:
    """Percent-encoded once. What came unencoded, with its own queries and all, is left as it is.

    Some encode only what would end the parameter: ``https://example.com/a%3Fb%3D1`` is encoded.
    """
    if not re.match("https?://", text, re.I):
        return unquote(text)
    return text if "=" in text or not _MEANT.search(text) else unquote(text)


def _host(text: str) -> str:
    """An address without its scheme, or with it."""
    if re.match("https?(?:%3a|:)", text, re.I):
        return _plain(text)
    path, mark, rest = text.partition("?")
    return f"https://{unquote(path) if '%2f' in path.lower() else path}{mark}{rest}"


def _amp(text: str) -> str:
    """``s/example.com/a`` for https, ``example.com/a`` for http; the query may be encoded."""
    secure = text.startswith("s/")
    path, mark, query = text.removeprefix("s/").partition("?")
    if not mark:
        path, mark, query = re.sub("%3f", "?", path, count=1, flags=re.I).partition("?")
        query = unquote(query)
    return f"{'https' if secure else 'http'}://{path}{mark}{query}"


def _turbo(text: str) -> str:
    return f"https://{text.replace('/s/', '/', 1)}"


def _bytes(text: str) -> bytes:
    data = unquote(text).replace("-", "+").replace("_", "/").rstrip("=")
    return base64.b64decode(data + "=" * (-len(data) % 4))


def _base64(text: str) -> str:
    return _bytes(text).decode("utf-8")


def _bing(text: str) -> str:
    return _base64(text.removeprefix("a1"))


def _google_news(text: str) -> str:
    """The older coding: a message of three fields, the second the address with its length."""
    padded = text + "=" * (-len(text) % 4)
    data = base64.urlsafe_b64decode(padded)
    if not data.startswith(b'\x08\x13"') or len(data) < 5:
        return ""
    length, start = data[3], 4
    if length & 0x80:
        length, start = (length & 0x7F) | data[4] << 7, 5
    return data[start : start + length].decode("utf-8")


def _proofpoint2(text: str) -> str:
    return unquote(text.translate(str.maketrans("-_", "%/")))


def _proofpoint3(text: str) -> str:
    """``__address__;letters``: ``*`` stands for the next letter, ``**X`` for a run of bytes."""
    address, _, coded = text.removeprefix("__").rpartition("__;")
    letters = _bytes(coded)
    place = 0

    def restored(match: re.Match[str]) -> str:
        nonlocal place
        start = place
        place += _RUN_LETTERS.index(match[1]) + 2 if match[1] else 1
        while not match[1] and letters[place : place + 1] and letters[place] & 0xC0 == 0x80:
            place += 1  # a letter of more bytes than one
        return quote(letters[start:place], safe=_ASCII)

    return re.sub(r"\*(?:\*([A-Za-z0-9_-]))?", restored, address)


def _disqus(text: str) -> str:
    """The address, a colon, and a signature."""
    return re.sub(r":[\w-]{20,60}$", "", unquote(text))


def _youtube(text: str) -> str:
    path = unquote(text)
    return f"https://www.youtube.com{path}" if path.startswith("/") else path


def _token(text: str) -> str:
    """JSON in base64, alone or in the middle of a signed token; the address under a known key."""
    for piece in unquote(text).split(".")[:3]:
        try:
            found = _address_in(json.loads(_base64(piece)))
        except (ValueError, binascii.Error):
            continue
        if found:
            return found
    return ""


def _address_in(value: object, depth: int = 0) -> str:
    """The address in a decoded token, which may hold another one as text."""
    if isinstance(value, str):
        if re.match("https?://", value, re.I):
            return value
        if depth < _TRIES and value.startswith("{"):
            return _address_in(json.loads(value), depth + 1)
    if isinstance(value, dict) and depth < _TRIES:
        found = (_address_in(value[key], depth + 1) for key in _KEYS if key in value)
        return next(filter(None, found), "")
    return ""


_CODINGS: dict[str, Callable[[str], str]] = {
    "plain": _plain,
    "host": _host,
    "amp": _amp,
    "turbo": _turbo,
    "base64": _base64,
    "bing": _bing,
    "googlenews": _google_news,
    "proofpoint2": _proofpoint2,
    "proofpoint3": _proofpoint3,
    "disqus": _disqus,
    "youtube": _youtube,
    "token": _token,
}
