"""The rules, read once from the data files beside this module."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import tldextract

HERE = Path(__file__).parent
NOTHING: frozenset[str] = frozenset()

# The list of public suffixes that the package ships; it is never fetched.
_suffixes = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)


@dataclass(frozen=True, slots=True)
class Shape:
    """A name that is a tracker only with a value of a certain shape, or in certain company."""

    value: re.Pattern[str] | None
    path: re.Pattern[str] | None
    company: frozenset[str]  # one of these stands in the query too
    alone: frozenset[str]  # none of these stands in the query
    reason: str


@dataclass(frozen=True, slots=True)
class SiteRule:
    """Names that are trackers on one site, or below one path of it."""

    path: re.Pattern[str] | None
    names: frozenset[str]
    prefixes: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Keep:
    """Names that stay on one site, or below one path of it; ``*`` for all."""

    path: re.Pattern[str] | None
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class PathRule:
    """A piece of a path that follows the reader; ``hosts`` is empty for any host."""

    hosts: frozenset[str]
    piece: re.Pattern[str]
    replacement: str
    reason: str


@dataclass(frozen=True, slots=True)
class Wrapper:
    """A redirector with the real address inside: in a parameter, or where a pattern finds it."""

    hosts: frozenset[str]
    path: re.Pattern[str] | None
    names: tuple[str, ...]
    pattern: re.Pattern[str] | None
    coding: str
    reason: str


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything that is known about trackers, under one version."""

    version: str
    names: dict[str, str]  # lower-case name -> reason
    prefixes: tuple[tuple[str, str], ...]
    not_by_prefix: frozenset[str]
    shapes: dict[str, tuple[Shape, ...]]
    sites: dict[str, tuple[SiteRule, ...]]
    kept: dict[str, tuple[Keep, ...]]  # by host, "*" for any
    signatures: frozenset[str]
    paths: tuple[PathRule, ...]
    fragments: tuple[tuple[re.Pattern[str], str], ...]
    wrappers: dict[str, tuple[Wrapper, ...]]


def host_keys(host: str) -> Iterator[str]:
    """Under which names rules for a host are filed: ``a.b.co.uk``, ``b.co.uk``, ``a.b.*``, ``b.*``.

    The form with ``*`` stands for a name under any public suffix: ``google.*``.
    """
    labels = host.split(".")
    for start in range(len(labels) - 1):
        yield ".".join(labels[start:])
    suffix = _suffixes(host).suffix
    if suffix and len(suffix) < len(host):
        labels = host.removesuffix(f".{suffix}").split(".")
        for start in range(len(labels)):
            yield ".".join(labels[start:]) + ".*"


def registered_domain(host: str) -> str:
    """What one owner has: ``example.co.uk`` for ``www.example.co.uk``, ``one.blogspot.com`` whole.

    Under a suffix that is on no list it is the last two labels; a number or a bare name is whole.
    """
    found = _suffixes(host, include_psl_private_domains=True)
    if found.suffix or not host[-1:].isalpha():
        return found.top_domain_under_public_suffix or host
    return ".".join(host.split(".")[-2:])


@cache
def rules() -> Rules:
    """The rules of this version. They are read at the first use."""
    everywhere = _read("everywhere.toml")
    names: dict[str, str] = {}
    prefixes: list[tuple[str, str]] = []
    for family in everywhere["family"]:
        names |= dict.fromkeys(family.get("names", "").lower().split(), family["reason"])
        prefixes += ((start, family["reason"]) for start in family.get("prefixes", "").split())
    return Rules(
        version=everywhere["version"],
        names=names,
        prefixes=tuple(prefixes),
        not_by_prefix=_words(everywhere, "not_by_prefix"),
        shapes=_shapes(everywhere["shape"]),
        sites=_sites(_read("sites.toml")),
        kept=_kept(everywhere["keep"]),
        signatures=_words(everywhere, "signatures"),
        paths=tuple(_path_rules(everywhere["path"])),
        fragments=tuple(
            (re.compile(one["pattern"], re.I), one["reason"]) for one in everywhere["fragment"]
        ),
        wrappers=_wrappers(_read("wrappers.toml")["wrapper"]),
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


def _words(table: dict[str, Any], key: str) -> frozenset[str]:
    return frozenset(table.get(key, "").lower().split())


def _pattern(table: dict[str, Any], key: str) -> re.Pattern[str] | None:
    return re.compile(table[key], re.I) if key in table else None


def _shapes(tables: list[dict[str, Any]]) -> dict[str, tuple[Shape, ...]]:
    shapes: dict[str, tuple[Shape, ...]] = {}
    for table in tables:
        shape = Shape(
            value=_pattern(table, "value"),
            path=_pattern(table, "path"),
            company=_words(table, "with"),
            alone=_words(table, "without"),
            reason=table["reason"],
        )
        for name in _words(table, "names"):
            shapes[name] = (*shapes.get(name, ()), shape)
    return shapes


def _sites(tables: dict[str, Any]) -> dict[str, tuple[SiteRule, ...]]:
    """One table a reason; in it ``"host/path" = "names"``."""
    sites: dict[str, tuple[SiteRule, ...]] = {}
    for table in tables.values():
        for place, words in table["sites"].items():
            for spot in place.split():
                host, slash, path = spot.partition("/")
                names = words.lower().split()
                rule = SiteRule(
                    path=_glob(f"/{path}") if slash else None,
                    names=frozenset(names),
                    prefixes=tuple(name[:-1] for name in names if name.endswith("*")),
                    reason=table["reason"],
                )
                sites[host] = (*sites.get(host, ()), rule)
    return sites


def _glob(path: str) -> re.Pattern[str]:
    """How a path begins; ``*`` stands for any characters but a slash."""
    return re.compile("[^/]*".join(map(re.escape, path.split("*"))), re.I)


def _kept(tables: list[dict[str, Any]]) -> dict[str, tuple[Keep, ...]]:
    kept: dict[str, tuple[Keep, ...]] = {}
    for table in tables:
        rule = Keep(path=_pattern(table, "path"), names=_words(table, "names"))
        for host in table["hosts"].split():
            kept[host] = (*kept.get(host, ()), rule)
    return kept


def _path_rules(tables: list[dict[str, Any]]) -> Iterator[PathRule]:
    for table in tables:
        yield PathRule(
            hosts=_words(table, "hosts"),
            piece=re.compile(table["pattern"], re.I),
            replacement=table.get("replacement", ""),
            reason=table["reason"],
        )


def _wrappers(tables: list[dict[str, Any]]) -> dict[str, tuple[Wrapper, ...]]:
    wrappers: dict[str, tuple[Wrapper, ...]] = {}
    for table in tables:
        wrapper = Wrapper(
            hosts=_words(table, "hosts"),
            path=_pattern(table, "path"),
            names=tuple(table.get("names", "").split()),
            pattern=_pattern(table, "pattern"),
            coding=table.get("coding", "plain"),
            reason=table["reason"],
        )
        for host in wrapper.hosts:
            wrappers[host] = (*wrappers.get(host, ()), wrapper)
    return wrappers
