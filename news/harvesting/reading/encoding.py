"""The text of a page from its bytes, in the encoding that browsers would find.

The order is that of the HTML standard: a byte order mark, the server's charset, a ``<meta>`` (or an
XML declaration) near the beginning. Two things differ, both because pages are saved and sent on as
UTF-8 while their ``<meta>`` still says otherwise: a page that is UTF-8 throughout is read as
UTF-8 whatever its ``<meta>`` says; and one that is silent is tried as UTF-8, then guessed.
"""

from __future__ import annotations

import codecs
import re

import webencodings
from charset_normalizer import from_bytes

PRESCAN = 1_024  # bytes, as the standard has it
LATE_PRESCAN = 65_536  # browsers change their mind when they meet a <meta> later
MOST_SEARCHED = 500_000  # bytes
SAMPLE = 6_000  # bytes to guess from
ENOUGH = 6  # bytes outside ASCII that cannot all fit UTF-8 by chance

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16le"),
          (codecs.BOM_UTF16_BE, "utf-16be"))  # fmt: skip
_CHARSET = re.compile(rb"charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([A-Za-z0-9_:.+-]{1,40})", re.I)
_META = re.compile(rb"<meta[\s/][^>]{0,1000}", re.I)
_XML = re.compile(rb"^\s{0,99}<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([\w:.+-]{1,40})", re.I)
_ASCII_OR_MARKUP = re.compile(rb"<[^<>]{0,2000}>|[\x00-\x7f]{40,}")
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_WESTERN = {"windows-1252", "iso-8859-15", "macintosh"}
_LIKELY = [
    "cp1252", "cp1251", "koi8_r", "cp1253", "cp1255", "cp1256",
    "shift_jis", "euc_jp", "iso2022_jp", "gb18030", "big5", "euc_kr",
]  # fmt: skip


def decode(source: bytes, content_type: str | None = None) -> str:
    """The text; bytes that mean nothing become U+FFFD. Nothing is ever raised."""
    for mark, name in _MARKS:
        if source.startswith(mark):
            return _read(source[len(mark) :], name)
    return _read(source, _named(content_type) or _declared(source) or _guessed(source))


def _read(source: bytes, name: str) -> str:
    encoding = webencodings.lookup(name) or webencodings.UTF8
    return encoding.codec_info.decode(source, "replace")[0]


def _named(content_type: str | None) -> str:
    """The standard's name of the charset that a server sent; ``''`` if it sent none it knows."""
    found = _CHARSET.search((content_type or "").encode("ascii", "ignore"))
    return _standard_name(found[1]) if found else ""


def _standard_name(label: bytes) -> str:
    encoding = webencodings.lookup(label.decode("ascii", "ignore"))
    if encoding is None or encoding.name == "replacement":
        return ""
    return encoding.name


def _declared(source: bytes) -> str:
    """What the page itself declares, unless it is UTF-8 all the same."""
    name = _in_meta(source[:PRESCAN]) or _in_xml(source) or _in_meta(source[:LATE_PRESCAN])
    if name.startswith("utf-16"):  # it could not have been read so far
        return "utf-8"
    if name == "x-user-defined":
        return "windows-1252"
    return "utf-8" if name not in ("", "utf-8") and _is_utf8(source, name) else name


def _in_meta(start: bytes) -> str:
    for tag in _META.findall(_without_comments(start)):
        found = _CHARSET.search(tag)
        if found and (name := _standard_name(found[1])):
            return name
    return ""


def _without_comments(start: bytes) -> bytes:
    pieces = start.split(b"<!--")
    return pieces[0] + b"".join(piece.partition(b"-->")[2] for piece in pieces[1:])


def _in_xml(source: bytes) -> str:
    found = _XML.match(source[:PRESCAN])
    return _standard_name(found[1]) if found else ""


def _is_utf8(source: bytes, declared: str) -> bool:
    try:
        text = source.decode("utf-8")
    except UnicodeDecodeError:
        return False
    others = len(source) - len(text)  # what each character takes beyond its first byte
    return others > 0 if declared in _WESTERN else others >= ENOUGH


def _guessed(source: bytes) -> str:
    """UTF-8 where the bytes allow it, else the likeliest old encoding."""
    try:
        source.decode("utf-8")
    except UnicodeDecodeError as trouble:
        if trouble.start > len(source) - 4 or _is_mostly_utf8(source):
            return "utf-8"
    else:
        return "utf-8"
    sample = _ASCII_OR_MARKUP.sub(b" ", source[:MOST_SEARCHED])[:SAMPLE]
    best = from_bytes(sample, cp_isolation=_LIKELY).best()
    encoding = webencodings.lookup(best.encoding.replace("_", "-")) if best else None
    return encoding.name if encoding else "windows-1252"


def _is_mostly_utf8(source: bytes) -> bool:
    """Whether it is UTF-8 but for a few broken characters."""
    broken = source.decode("utf-8", "replace").count("\ufffd")
    return broken * 10 < len(_NOT_ASCII.findall(source))
