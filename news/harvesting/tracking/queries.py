"""Query, fragment and path without their trackers; everything else to the letter as it came."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from urllib.parse import unquote

from news.harvesting.tracking.parts import Parts
from news.harvesting.tracking.rules import NOTHING, Rules, Shape, host_keys, rules

ESCAPED_AMPERSAND = "An ampersand escaped for HTML and copied so"
EMPTY = "Empty"
TEXT_FRAGMENT = "Marks some words on the page"
CAMPAIGN_SET = "One of a set of campaign tags"
CAMPAIGN_REST = "The rest of a campaign tag that has a # in its text"

_LONGEST_VALUE = 2000  # characters; a longer value has no shape
_SEPARATOR = re.compile(r"&(?:amp;)*")
_SPACES = ("%20", "+", " ")
_RUNNING_TEXT = re.compile(r"[0-9]+|[^%+, ]*[%+, ].*", re.S)  # which no anchor is
_SECOND_QUERY = re.compile(r"(?:\?|%3f)(?=([\w.$~-]{2,40})(?:=|%3d))", re.I)
_CAMPAIGN_NAME = re.compile(r"(.{0,20}?[_.-])(source|medium|campaign|content|term|id|name)")
_ROUTE = re.compile(r"!|/|.*?/")


@dataclass(frozen=True, slots=True)
class Removal:
    """What was taken from an address, as it stood there, and why, in words."""

    what: str
    reason: str


class Stripper:
    """Takes the trackers off one address. ``removed`` tells what went."""

    def __init__(self, address: Parts) -> None:
        self.address = address
        self.rules: Rules = rules()
        self.keys = tuple(host_keys(address.host)) or (address.host,)
        self.kept = NOTHING.union(
            *(
                rule.names
                for key in (*self.keys, "*")
                for rule in self.rules.kept.get(key, ())
                if not rule.path or rule.path.match(address.path)
            )
        )
        self.removed: list[Removal] = []
        self.broken_off = False  # the last tracker's text goes on in the fragment

    def stripped(self) -> Parts:
        """The address without trackers; the same object where there are none."""
        if "*" in self.kept:
            return self.address
        address = self.address
        path = self._path(address.path)
        query = self._query(address.query)
        fragment = self._fragment(address.fragment)
        if (path, query, fragment) == (address.path, address.query, address.fragment):
            return address
        return replace(address, path=path, query=query, fragment=fragment)

    def _remove(self, what: str, reason: str) -> None:
        self.removed.append(Removal(what, reason))

    # The path

    def _path(self, path: str) -> str:
        for rule in self.rules.paths:
            if rule.hosts and rule.hosts.isdisjoint(self.keys):
                continue
            for match in rule.piece.finditer(path):
                self._remove(match[0], rule.reason)
            path = rule.piece.sub(rule.replacement, path)
        return path

    # The query

    def _query(self, query: str | None) -> str | None:
        if query is None:
            return None
        pieces = _SEPARATOR.split(query)
        names = frozenset(name_of(piece) for piece in pieces)
        if not names.isdisjoint(self.rules.signatures):
            return query
        campaign = campaign_names(names) - self.kept

        def judge(name: str, value: str) -> str | None:
            if name in campaign:
                return CAMPAIGN_SET
            return self.verdict(name, value, names)

        kept = self._without_trackers(pieces, judge)
        self.broken_off = kept[-1:] != pieces[-1:] and pieces[-1].endswith(_SPACES)
        text = "&".join(piece for piece in kept if piece)
        if "&amp;" in query:
            self._remove("amp;", ESCAPED_AMPERSAND)
        elif not any(pieces):
            self._remove(f"?{query}", EMPTY)
        elif kept == pieces:
            return query
        return text or None

    def _without_trackers(
        self, pieces: Iterable[str], judge: Callable[[str, str], str | None]
    ) -> list[str]:
        kept = []
        for piece in pieces:
            name, equals, value = piece.partition("=")
            reason = judge(name_of(piece), unquote(value)) if piece else None
            if reason:
                self._remove(piece, reason)
                continue
            kept.append(self._tail_cut(piece))
        return kept

    def _tail_cut(self, piece: str) -> str:
        """A pair without trackers that were joined to it by a second ``?`` or a semicolon."""
        for match in _SECOND_QUERY.finditer(piece):
            reason = self.anywhere(match[1].lower())
            if reason:
                self._remove(piece[match.start() :], reason)
                return piece[: match.start()]
        if ";" not in piece:
            return piece
        first, *others = piece.split(";")
        kept, follows = [first], False
        for other in others:
            reason = self.anywhere(name_of(other)) if "=" in other else None
            follows = bool(reason) or (follows and "=" not in other)
            if follows:
                self._remove(other, reason or CAMPAIGN_SET)
            else:
                kept.append(other)
        return ";".join(kept)

    # What is a tracker

    def verdict(self, name: str, value: str, names: frozenset[str]) -> str | None:
        """Why a parameter is a tracker here; None where it is not, or not for certain."""
        if name in self.kept:
            return None
        return self.on_this_site(name) or self.anywhere(name) or self.by_shape(name, value, names)

    def on_this_site(self, name: str) -> str | None:
        for key in self.keys:
            for rule in self.rules.sites.get(key, ()):
                if rule.path and not rule.path.match(self.address.path):
                    continue
                if name in rule.names or (rule.prefixes and name.startswith(rule.prefixes)):
                    return rule.reason
        return None

    def anywhere(self, name: str) -> str | None:
        if name in self.kept or name in self.rules.not_by_prefix:
            return None
        reason = self.rules.names.get(name)
        if reason:
            return reason
        return next((why for start, why in self.rules.prefixes if name.startswith(start)), None)

    def by_shape(self, name: str, value: str, names: frozenset[str]) -> str | None:
        for shape in self.rules.shapes.get(name, ()):
            if self._fits(shape, value, names - {name}):
                return shape.reason
        return None

    def _fits(self, shape: Shape, value: str, others: frozenset[str]) -> bool:
        if shape.company and shape.company.isdisjoint(others):
            return False
        if not shape.alone.isdisjoint(others):
            return False
        if shape.path and not shape.path.match(self.address.path):
            return False
        if shape.value is None:
            return True
        return len(value) <= _LONGEST_VALUE and bool(shape.value.fullmatch(value))

    # The fragment

    def _fragment(self, fragment: str | None) -> str | None:
        """Without what follows the reader. An anchor stays: it is a place the editor chose."""
        if fragment is None:
            return None
        if self.broken_off and _RUNNING_TEXT.fullmatch(fragment):
            self._remove(f"#{fragment}", CAMPAIGN_REST)
            return None
        text, mark, words = fragment.partition(":~:")
        if mark:
            self._remove(f"#:~:{words}", TEXT_FRAGMENT)
        for pattern, reason in self.rules.fragments:
            if pattern.fullmatch(text):
                self._remove(f"#{text}", reason)
                return None
        if "=" in text:
            route, question, query = text.rpartition("?") if _ROUTE.match(text) else ("", "", text)
            if question or not route:
                text = self._fragment_pairs(route, question, query)
        return text or None

    def _fragment_pairs(self, route: str, question: str, query: str) -> str:
        """Pairs in a fragment: only what is a tracker by its name is taken."""
        if _ROUTE.match(query) and not question:
            return query
        pieces = _SEPARATOR.split(query)
        kept = self._without_trackers(
            pieces, lambda name, _: None if name in self.kept else self.anywhere(name)
        )
        if kept == pieces:
            return f"{route}{question}{query}"
        pairs = "&".join(piece for piece in kept if piece)
        return f"{route}{question}{pairs}" if pairs else route


def name_of(piece: str) -> str:
    """The name in ``name=value`` as rules spell it: decoded, in lower case, without ``[]``."""
    name = unquote(piece.partition("=")[0]).partition("=")[0].strip().lower()
    return name.lstrip("?&/").removeprefix("amp;").removesuffix("[]") or name


def campaign_names(names: Iterable[str]) -> frozenset[str]:
    """Names that tag a campaign by standing together: ``x_source``, ``x_medium``, ``x_campaign``.

    A medium must be among them, and a source or a campaign of the same stem; without a stem, all
    three.
    """
    stems: dict[str, set[str]] = {}
    for name in names:
        match = _CAMPAIGN_NAME.fullmatch(name)
        if match:
            stems.setdefault(match[1], set()).add(match[2])
    found = {
        f"{stem}{word}"
        for stem, words in stems.items()
        if "medium" in words and words & {"source", "campaign"}
        for word in words
    }
    bare = {"source", "medium", "campaign"}
    if bare <= frozenset(names):
        found |= bare
    return frozenset(found)
