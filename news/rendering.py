"""What readers see of a text that came from elsewhere: safe HTML, plain text, an excerpt.

Bodies are kept as they came; everything shown is derived from them here. ``nh3`` parses and cleans
as a browser would, and what it lets through is then fitted to the page it stands on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape, unescape
from html.parser import HTMLParser
from urllib.parse import urlsplit

import nh3
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

Attributes = Sequence[tuple[str, str | None]]
Token = tuple[str, str, Attributes]  # kind ("start", "end" or "text"), tag or text, attributes

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BLOCKS = {
    *HEADINGS, "p", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "hr", "br", "div",
    "figure", "figcaption", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td",
}  # fmt: skip
PHRASES = {
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "img", "ins", "kbd",
    "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "strong", "sub", "sup", "time", "u",
    "var", "wbr",
}  # fmt: skip
ATTRIBUTES = {
    "*": {"lang", "dir"},
    "a": {"href", "title", "hreflang"},
    "abbr": {"title"},
    "blockquote": {"cite"},
    "del": {"datetime"},
    "img": {"src", "alt", "width", "height"},
    "ins": {"datetime"},
    "ol": {"start", "reversed"},
    "q": {"cite"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
UNSEEN = {"script", "style", "template", "noscript", "iframe", "object", "svg", "math", "select"}
VOID = {"br", "hr", "img", "wbr"}

EXCERPT = 200  # characters of a description
DANGLING = " ,;:–—-"  # what no text ends with before an ellipsis
LONGEST = 100_000  # characters shown of one body; it is kept, and exported, whole
DEEPEST = 1_000  # elements inside each other; parsing takes the square of this

_markdown = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def to_html(body: str, body_format: str) -> SafeString:
    """The body as HTML that is safe to print on a page of our own.

    Its headings begin at ``h2``, because the page's title is the ``h1``. Pictures from other sites
    are not fetched: readers would be seen by sites that they did not visit, and such pictures
    vanish. A link with the picture's own words stands in the place of each.

    >>> to_html('<h1>Why</h1><script>alert(1)</script><p onclick="x()">So.</p>', "html")
    '<h2>Why</h2><p>So.</p>'
    """
    tokens = list(_tokens(_clean(_as_html(body, body_format))))
    return mark_safe("".join(_written(_fitted(tokens))))  # noqa: S308  (cleaned above)


def to_text(body: str, body_format: str) -> str:
    """The body's text, as the ``textContent`` of its DOM; scripts and styles are no text.

    >>> to_text("<p>Tea &amp; <b>milk</b></p><p>Sugar</p>", "html")
    'Tea & milkSugar'
    """
    bare = nh3.clean(_as_html(body, body_format), tags=set(), clean_content_tags=UNSEEN)
    return unescape(bare)


def excerpt(body: str, body_format: str, length: int = EXCERPT, *, at_word: bool) -> str:
    """The beginning of the body's text, ``length`` characters at most.

    ``at_word=False`` cuts where the count ends, white space kept: so descriptions were always
    made, to the byte. ``at_word=True`` is for new articles: paragraphs are told apart by a space,
    the cut falls between two words, and an ellipsis says that there is more.
    """
    if not at_word:
        return to_text(body, body_format)[:length]
    cleaned = _clean(_as_html(body, body_format))
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


def web_address(url: str) -> str:
    """The address if a reader may follow it (http or https, with a host), otherwise ``''``.

    >>> web_address("javascript:alert(1)")
    ''
    """
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    return url.strip() if parts.scheme in ("http", "https") and parts.hostname else ""


def _as_html(body: str, body_format: str) -> str:
    body = body[:LONGEST]
    return _shallow(_markdown.render(body) if body_format == "markdown" else body)


def _shallow(html: str) -> str:
    """The text up to where its elements lie deeper inside each other than any page's do."""
    depth = position = 0
    for piece in html.split("<"):
        if piece.startswith("/"):
            depth -= 1
        elif not piece.startswith(("br", "hr", "img", "wbr", "!")):
            depth += 1
        if depth > DEEPEST:
            return html[: max(0, position - 1)]
        position += len(piece) + 1
    return html


def _clean(html: str) -> str:
    return nh3.clean(
        html,
        tags=BLOCKS | PHRASES,
        clean_content_tags=UNSEEN,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )


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
    levels = [int(name[1]) for kind, name, _ in tokens if kind == "start" and name in HEADINGS]
    rise = min(levels, default=2) - 2
    in_link = False
    for kind, name, attributes in tokens:
        if kind != "text" and name == "a":
            in_link = kind == "start"
        if kind != "text" and name in HEADINGS:
            yield kind, f"h{min(6, int(name[1]) - rise)}", attributes
        elif name == "a" and kind == "start":
            yield kind, name, _link(attributes)
        elif name == "img" and kind == "start":
            yield from _picture(dict(attributes), in_link=in_link)
        else:
            yield kind, name, attributes


def _link(attributes: Attributes) -> Attributes:
    """A link to another site gives it no weight and no handle on this page."""
    if _elsewhere(dict(attributes).get("href")):
        return [*attributes, ("rel", "nofollow noopener")]
    return attributes


def _picture(attributes: dict[str, str | None], *, in_link: bool) -> Iterable[Token]:
    source, alt = attributes.get("src") or "", (attributes.get("alt") or "").strip()
    if source.startswith("/") and not source.startswith(("//", "/\\")):
        return [("start", "img", [*attributes.items(), ("loading", "lazy")])]
    words: list[Token] = [("text", f"Picture: {alt}", ())] if alt else []
    if not words or in_link or not web_address(source):
        return words
    return [("start", "a", _link([("href", source)])), *words, ("end", "a", ())]


def _elsewhere(address: str | None) -> bool:
    try:
        host = urlsplit(address or "").hostname
    except ValueError:
        return True
    return host is not None and host != urlsplit(settings.SITE_URL).hostname


def _written(tokens: Iterable[Token]) -> Iterator[str]:
    for kind, name, attributes in tokens:
        if kind == "text":
            yield escape(name, quote=False)
        elif kind == "end":
            yield "" if name in VOID else f"</{name}>"
        else:
            yield f"<{name}{''.join(_attribute(*pair) for pair in attributes)}>"


def _attribute(name: str, value: str | None) -> str:
    return f' {name}="{escape(value or "")}"'


def _spoken(tokens: Iterable[Token]) -> Iterator[str]:
    """Their text, with a space where a block begins or ends."""
    for kind, name, _ in tokens:
        if kind == "text":
            yield name
        elif name in BLOCKS:
            yield " "
