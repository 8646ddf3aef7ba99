"""What makes a whole Hugo build fail, found in one file before Hugo meets it.

Every rule was found by building such a file with Hugo 0.168. A page that breaks one is written all
the same, for a folder of content is to be whole, but the configuration leaves it out of the site.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from news.markdown import document
from news.markdown.document import DocumentError
from news.markdown.reading import as_text, as_texts

CONTENT = "content/"
LONGEST_NAME = 255  # bytes that a file system takes for one name

Value = Any
Rule = Callable[[str, Value], str]

_COMMENT = re.compile(r"\{\{<\s*/\*.*?\*/\s*>\}\}|\{\{%\s*/\*.*?\*/\s*%\}\}", re.DOTALL)
_SHORTCODE = re.compile(r"\{\{[<%][^\n]{0,40}")
_DAY = re.compile(
    r"(\d{4}-\d\d-\d\d)"
    r"([T ]\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:?\d\d|(?<=\d) [+-]\d\d:?\d\d)?)?"
)
_MARKDOWN = {"", "goldmark", "markdown", "md"}


class SiteGuard:
    """Looks at every file that an export writes, and remembers which the site leaves out."""

    mark = "+hugo"

    def __init__(self) -> None:
        self.left_out: set[str] = set()

    def objection(self, path: str, text: str) -> str:
        """Why Hugo could not build a site with this file: a sentence, or ``''``."""
        if not path.startswith(CONTENT):
            return ""
        reason = next(objections(path, text), "")
        if not reason:
            return ""
        self.left_out.add(path)
        return f"{reason} It is written, but left out of the Hugo site, which could not be built."


def objections(path: str, text: str) -> Iterator[str]:
    """The reasons, each a sentence, for which a file would make a build fail."""
    try:
        said = document.parse(text)
    except DocumentError as problem:
        yield f"Its front matter cannot be read: {problem}"
        return
    if reason := _shortcode("", said.body):
        yield f"Its body {reason}."
    folder = "/" + posixpath.dirname(path.removeprefix(CONTENT))
    for name, value in said.front_matter.items():
        rule = RULES.get(name.lower())
        if rule and value is not None and (reason := rule(folder, value)):
            yield f"Its `{name}` {reason}."


# --- Rules: what follows the name of the key, or '' --------------------------------------------


def _shortcode(_: str, value: Value) -> str:
    found = _SHORTCODE.search(_COMMENT.sub("", as_text(value) or ""))
    return f"holds “{found[0].strip()}”, which Hugo takes for a shortcode" if found else ""


def _aliases(folder: str, value: Value) -> str:
    for alias in as_texts(value):
        if alias.startswith(("http://", "https://")):
            return "holds a web address; an alias is a path"
        if posixpath.normpath(posixpath.join(folder, alias)).strip("/") in ("", "."):
            return "leads to the front page"
        if reason := _names(folder, alias):
            return reason
    return ""


def _url(folder: str, value: Value) -> str:
    if ":" in (as_text(value) or ""):
        return "holds a colon; write the path alone"
    return _names(folder, value)


def _names(_: str, value: Value) -> str:
    """A path, or several, each of whose names becomes a folder."""
    for text in as_texts(value):
        if any(len(name.encode()) > LONGEST_NAME for name in PurePosixPath(text).parts):
            return f"has a name of more than {LONGEST_NAME} bytes"
    return ""


def _day(_: str, value: Value) -> str:
    text = value if isinstance(value, str) else None
    if text == "" or type(value) is int:
        return ""
    found = _DAY.fullmatch(text or "")
    try:
        if found:
            date.fromisoformat(found[1])
            return ""
    except ValueError:
        pass
    return "is no date as Hugo reads it; write it as 2021-06-24"


def _markup(_: str, value: Value) -> str:
    return (
        ""
        if (as_text(value) or "").lower() in _MARKDOWN
        else "is a format that this site does not build"
    )


def _mapping(_: str, value: Value) -> str:
    return "" if isinstance(value, Mapping) else "has to be a mapping for Hugo"


def _unsupported(*_: Value) -> str:
    return "means something to Hugo that this site does not provide"


RULES: dict[str, Rule] = {
    "_build": _unsupported,
    "aliases": _aliases,
    "build": _unsupported,
    "cascade": _unsupported,
    "categoryurl": _names,
    "date": _day,
    "insights_description": _shortcode,
    "lastmod": _day,
    "markup": _markup,
    "modified": _day,
    "outputs": _unsupported,
    "params": _mapping,
    "sitemap": _unsupported,
    "sites": _unsupported,
    "slug": _names,
    "url": _url,
}
