"""What readers see of a text that came from elsewhere: safe HTML, plain text, an excerpt.

Bodies are kept as they came; everything shown is derived from them here. ``nh3`` parses and cleans
as a browser would, and what it lets through is then fitted to the page it stands on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape, unescape
from html.parser import HTMLParser

import nh3
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from news import hosting
from news.bodies import as_html
from news.following import SCHEMES, is_elsewhere, safe_address, web_address

Attributes = Sequence[tuple[str, str | None]]
Token = tuple[str, str, Attributes]  # kind ("start", "end" or "text"), tag or text, attributes

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BLOCKS = {
    *HEADINGS, "address", "article", "aside", "blockquote", "br", "caption", "col", "colgroup",
    "dd", "details", "div", "dl", "dt", "figcaption", "figure", "footer", "header", "hgroup", "hr",
    "li", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th",
    "thead", "tr", "ul",
}  # fmt: skip
PHRASES = {
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "img", "ins",
    "kbd", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup",
    "time", "u", "var", "wbr",
}  # fmt: skip
OUTDATED = {"acronym": "abbr", "strike": "s", "tt": "code"}  # and what they are called today
ATTRIBUTES = {
    "*": {"dir", "lang", "title"},
    "a": {"href", "hreflang"},
    "blockquote": {"cite"},
    "col": {"span"},
    "colgroup": {"span"},
    "data": {"value"},
    "del": {"cite", "datetime"},
    "details": {"open"},
    "img": {"alt", "height", "src", "width"},
    "ins": {"cite", "datetime"},
    "li": {"value"},
    "ol": {"reversed", "start", "type"},
    "q": {"cite"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"abbr", "align", "colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
LANGUAGE, COUNT = r"[A-Za-z0-9-]{1,40}", r"\d{1,4}"
VALUES = {  # what is kept of them, where it is not free text
    "align": r"left|right|center|justify",
    "colspan": COUNT,
    "dir": r"ltr|rtl|auto",
    "height": r"\d{1,4}(px|%)?",
    "hreflang": LANGUAGE,
    "lang": LANGUAGE,
    "rowspan": COUNT,
    "scope": r"row|col|rowgroup|colgroup",
    "span": COUNT,
    "start": r"-?\d{1,9}",
    "type": r"[1AaIi]",
    "width": r"\d{1,4}(px|%)?",
}
ADDRESSES = {"cite", "href", "src"}
UNSEEN = {"script", "style", "template", "noscript", "iframe", "svg", "select"}
VOID = {"br", "col", "hr", "img", "wbr"}
CONTROLS = {ord(char): None for char in map(chr, range(32)) if char not in "\t\n\r"} | {13: "\n"}

EXCERPT = 200  # characters of a description
DANGLING = " ,;:–—-"  # what no text ends with before an ellipsis


def to_html(body: str, body_format: str) -> SafeString:
    """The body as HTML that is safe to print on a page of our own.

    Its headings begin at ``h2``, because the page's title is the ``h1``. Pictures from other sites
    come through ours: see ``news.hosting``.

    >>> to_html('<h1>Why</h1><script>alert(1)</script><p onclick="x()">So.</p>', "html")
    '<h2>Why</h2><p>So.</p>'
    """
    tokens = list(_tokens(_clean(as_html(body, body_format))))
    return mark_safe("".join(_written(_fitted(tokens))))  # noqa: S308  (cleaned above)


def to_text(body: str, body_format: str) -> str:
    """The body's text, as the ``textContent`` of its DOM; scripts and styles are no text.

    >>> to_text("<p>Tea &amp; <b>milk</b></p><p>Sugar</p>", "html")
    'Tea & milkSugar'
    """
    bare = nh3.clean(as_html(body, body_format), tags=set(), clean_content_tags=UNSEEN)
    return unescape(bare)


def excerpt(body: str, body_format: str, length: int = EXCERPT, *, at_word: bool) -> str:
    """The beginning of the body's text, ``length`` characters at most.

    ``at_word=False`` cuts where the count ends, white space kept: so descriptions were always
    made, to the byte. ``at_word=True`` is for new articles: paragraphs are told apart by a space,
    the cut falls between two words, and an ellipsis says that there is more.
    """
    if not at_word:
        return to_text(body, body_format)[:length]
    cleaned = _clean(as_html(body, body_format))
    return shorten("".join(_spoken(_tokens(cleaned))), length)


def shorten(text: str, length: int) -> str:
    """The text on one line in ``length`` characters at most, cut between two words."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    kept = text[:length]
    kept = kept[: kept.rfind(" ")] if " " in kept else kept[: length - 1]
    return f"{kept.rstrip(DANGLING)}…" if kept else "…"[:length]


def open_ended(description: str) -> str:
    """A description without the half word at which it was cut, and with the sign that it was.

    >>> open_ended("Short and whole")
    'Short and whole'
    """
    text = " ".join(description.split())
    if len(description) < EXCERPT or text.endswith((*".!?…", '."', ".”")):
        return shorten(text, 2 * EXCERPT)
    whole = text if description[-1].isspace() or " " not in text else text.rpartition(" ")[0]
    return f"{whole.rstrip(DANGLING)}…"


def _clean(html: str) -> str:
    return nh3.clean(
        html,
        tags=BLOCKS | PHRASES | OUTDATED.keys(),
        clean_content_tags=UNSEEN,
        attributes=ATTRIBUTES,
        attribute_filter=_kept_value,
        url_schemes=set(SCHEMES),
        link_rel=None,
    )


def _kept_value(_element: str, name: str, value: str) -> str | None:
    """The value as it may be shown; ``None`` takes the attribute away."""
    if name in ADDRESSES:
        return safe_address(value)
    if name in VALUES:
        value = value.strip()
        return value if re.fullmatch(VALUES[name], value, re.IGNORECASE) else None
    return value.translate(CONTROLS)


class _Tokenizer(HTMLParser):
    """Lists the tokens of HTML that is known to be well formed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tokens: list[Token] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tokens.append(("start", tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        self.tokens.append(("end", tag, ()))

    def handle_data(self, data: str) -> None:
        self.tokens.append(("text", data, ()))


def _tokens(cleaned: str) -> list[Token]:
    tokenizer = _Tokenizer()
    tokenizer.feed(cleaned)
    tokenizer.close()
    return tokenizer.tokens


def _fitted(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens as they stand on one of our pages."""
    rise = _rise(tokens)
    for kind, name, attributes in tokens:
        if kind == "text":
            yield kind, name, attributes
        elif kind == "start" and name == "img":
            yield from _picture(dict(attributes))
        else:
            yield kind, _renamed(name, rise), _link(attributes) if name == "a" else attributes


def _rise(tokens: Sequence[Token]) -> int:
    """By how many levels headings go up or down, so that they begin at ``h2``."""
    levels = [int(name[1]) for kind, name, _ in tokens if kind == "start" and name in HEADINGS]
    return min(levels, default=2) - 2


def _renamed(name: str, rise: int) -> str:
    if name in HEADINGS:
        return f"h{min(6, int(name[1]) - rise)}"
    return OUTDATED.get(name, name)


def _link(attributes: Attributes) -> Attributes:
    """A link to another site gives it no weight and no handle on this page."""
    if is_elsewhere(dict(attributes).get("href") or ""):
        return [*attributes, ("rel", "nofollow noopener")]
    return attributes


def _picture(attributes: dict[str, str | None]) -> Iterable[Token]:
    """A picture of this site; one of another through ours; the words of what cannot be shown."""
    source, alt = attributes.get("src") or "", (attributes.get("alt") or "").strip()
    if not source.startswith("/") or source.startswith(("//", "/\\")):
        address = web_address(f"https:{source}" if source.startswith("//") else source)
        token = address and hosting.token_of(address)
        if not token:
            return [("text", f"Picture: {alt}", ())] if alt else []
        attributes = {**attributes, "src": reverse("news:picture", args=[token]), "alt": alt}
    return [("start", "img", [*attributes.items(), ("loading", "lazy")])]


def _written(tokens: Iterable[Token]) -> Iterator[str]:
    in_pre = False
    for kind, name, attributes in tokens:
        if kind == "text":
            text = escape(name.translate(CONTROLS), quote=False)
            yield f"\n{text}" if in_pre and text.startswith("\n") else text  # a parser drops one
        elif kind == "end":
            yield "" if name in VOID else f"</{name}>"
        else:
            yield f"<{name}{''.join(_attribute(*pair) for pair in attributes)}>"
        in_pre = kind == "start" and name == "pre"


def _attribute(name: str, value: str | None) -> str:
    return f' {name}="{escape(value or "")}"'


def _spoken(tokens: Iterable[Token]) -> Iterator[str]:
    """Their text, with a space where a block begins or ends."""
    for kind, name, _ in tokens:
        if kind == "text":
            yield name
        elif name in BLOCKS:
            yield " "
