"""An address in its parts, and the normal form of those whose spelling carries no meaning."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

import idna

MAX_LENGTH = 16_384  # characters; wrappers of mail filters reach a few thousand
MAX_HOST_LENGTH = 253
DEFAULT_PORTS = {"http": "80", "https": "443"}

_ADDRESS = re.compile(r"(https?)://([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.I | re.S)
_SECOND_SCHEME = re.compile(r"(?:https?://)+(?=https?://)", re.I)  # pasted behind another one
_BREAKS = re.compile(r"[\t\r\n]")
_BAD_IN_AUTHORITY = re.compile(r"[\x00-\x20\x7f\\<>\"^`{|}]")
_BAD_IN_HOST = re.compile(r"[%/?#@:\[\]]")
_PORT = re.compile(r"[0-9]{0,5}")
_DOTS = re.compile(r"(?:\.|%2e){1,2}", re.I)


@dataclass(frozen=True, slots=True)
class Parts:
    """An http(s) address. ``query`` and ``fragment`` are None where there is no ``?`` or ``#``."""

    scheme: str
    credentials: str
    host: str
    port: str
    path: str
    query: str | None
    fragment: str | None

    def __str__(self) -> str:
        text = f"{self.scheme}://"
        if self.credentials:
            text += f"{self.credentials}@"
        text += self.host
        if self.port:
            text += f":{self.port}"
        text += self.path
        if self.query is not None:
            text += f"?{self.query}"
        if self.fragment is not None:
            text += f"#{self.fragment}"
        return text


def split(text: str) -> Parts | None:
    """The parts of an address in normal form; None where the text is not an http(s) address.

    Lower case for scheme and host, ASCII for international hosts, no default port, no ``.`` and
    ``..`` in the path. Path, query and fragment keep their spelling to the letter: servers may
    tell ``%2F`` from ``/`` and ``+`` from ``%20``.
    """
    if len(text) > MAX_LENGTH:
        return None
    text = _without_frame(_BREAKS.sub("", text.strip()))
    scheme_twice = _SECOND_SCHEME.match(text)
    match = _ADDRESS.fullmatch(text, scheme_twice.end() if scheme_twice else 0)
    if match is None:
        return None
    scheme, authority, path, query, fragment = match.groups()
    if _BAD_IN_AUTHORITY.search(authority):
        return None
    credentials, _, location = authority.rpartition("@")
    place = _host_and_port(location)
    if place is None:
        return None
    host, port = place
    scheme = scheme.lower()
    if port == DEFAULT_PORTS[scheme]:
        port = ""
    return Parts(scheme, credentials, host, port, without_dots(path), query, fragment)


def _without_frame(text: str) -> str:
    """Without the angle brackets in which mails and texts put an address."""
    text = text.strip()
    return text[1:-1].strip() if text.startswith("<") and text.endswith(">") else text


def _host_and_port(location: str) -> tuple[str, str] | None:
    """Host and port in normal form; None if either is none."""
    if location.startswith("["):
        host, bracket, rest = location.partition("]")
        host, port = f"{host.lower()}]", rest.removeprefix(":")
        if not bracket or (rest and not rest.startswith(":")):
            return None
    else:
        name, _, port = location.partition(":")
        host = host_form(name)
    if not host or host == "[]" or not _PORT.fullmatch(port):
        return None
    return host, port.lstrip("0")


def host_form(name: str) -> str:
    """The one spelling of a host: lower case, ASCII (IDNA 2008 with UTS 46), no final dot.

    ``''`` for what cannot be a host.
    """
    if "%" in name:
        name = unquote(name)
    if len(name) > MAX_HOST_LENGTH or _BAD_IN_HOST.search(name) or _BAD_IN_AUTHORITY.search(name):
        return ""
    if not name.isascii():
        try:
            name = idna.encode(name.rstrip("."), uts46=True).decode("ascii")
        except UnicodeError:  # IDNAError is one
            return ""
    return name.lower().rstrip(".")


def without_dots(path: str) -> str:
    """A path without ``.`` and ``..``, as browsers resolve them (RFC 3986, 5.2.4)."""
    if not (_DOTS.search(path) and path.startswith("/")):
        return path
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        dots = segment.lower().replace("%2e", ".")
        if dots == "..":
            del kept[-1:]
        elif dots != ".":
            kept.append(segment)
    if _DOTS.fullmatch(segments[-1]):
        kept.append("")
    return "/" + "/".join(kept)
