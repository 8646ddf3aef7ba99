"""One door: no module but those of the safe GET reaches the network, and no library does alone."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator
from pathlib import Path

from tests.test_imports import ROOT, imported_by

DOOR = {"news/harvesting/reach.py", "news/harvesting/wire.py"}
LISTENING = {"medigy/management/commands/run_local.py"}  # looks for a free port of this machine
NETWORK = {
    *(
        "socket",
        "ssl",
        "asyncio",
        "http.client",
        "urllib.request",
        "ftplib",
        "smtplib",
        "telnetlib",
    ),
    *("requests", "requests_hardened", "urllib3", "httpx", "aiohttp", "pycurl", "httpcore"),
    *("xmlrpc", "websockets", "paramiko", "courlan.network"),
}
# Functions of libraries that fetch by themselves.
FETCHING = {
    *("fetch_url", "fetch_response", "sitemap_search", "find_feed_urls", "focused_crawler"),
    *("urlopen", "urlretrieve", "create_connection", "getaddrinfo", "gethostbyname"),
    *("redirection_test", "send_request"),
}
# What these are given may be an address, which they would open: they may have bytes and trees.
OPENING = {"feedparser.parse", "Image.open", "etree.parse", "html.parse", "find_date"}


@functools.cache
def files() -> dict[str, Path]:
    """The modules of the project by their paths, but for those that may reach the network."""
    found = [path for app in ("medigy", "news", "offerings") for path in (ROOT / app).rglob("*.py")]
    return {
        name: path
        for path in sorted(found)
        if (name := str(path.relative_to(ROOT))) not in DOOR | LISTENING
    }


@functools.cache
def calls() -> tuple[tuple[str, str, ast.Call], ...]:
    """Every call in them: the module, what is called, the call."""
    return tuple(
        (name, ast.unparse(node.func), node)
        for name, path in files().items()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
    )


def reaching(path: Path) -> Iterator[str]:
    """What a module imports that speaks to the network."""
    for name in imported_by(path):
        if any(name == module or name.startswith(f"{module}.") for module in NETWORK):
            yield name


def test_only_the_door_leads_out() -> None:
    assert len(files()) > 100
    assert {
        name: list(reaching(path)) for name, path in files().items() if any(reaching(path))
    } == {}


def test_the_door_is_where_it_is_said_to_be() -> None:
    assert all(any(reaching(ROOT / name)) for name in DOOR)


def test_no_library_is_asked_to_fetch() -> None:
    assert [
        f"{name}: {called}" for name, called, _ in calls() if called.rpartition(".")[2] in FETCHING
    ] == []


def test_what_opens_addresses_is_given_bytes_or_trees() -> None:
    assert [
        f"{name}: {ast.unparse(call)}"
        for name, called, call in calls()
        if any(called == opener or called.endswith(f".{opener}") for opener in OPENING)
        and (not call.args or "url" in ast.unparse(call.args[0]).lower())
    ] == []


def test_the_list_of_public_suffixes_is_the_one_that_was_installed() -> None:
    """tldextract fetches a newer one by itself, unless told otherwise."""
    made = [call for _, called, call in calls() if called.rpartition(".")[2] == "TLDExtract"]
    for call in made:
        given = {word.arg: ast.unparse(word.value) for word in call.keywords}
        assert given.get("suffix_list_urls") == "()", ast.unparse(call)
    assert not [name for name, called, _ in calls() if called == "tldextract.extract"]
