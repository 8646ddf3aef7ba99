"""That a real browser, with no policy to help it, finds nothing to do in a cleaned body."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, Route

from news.rendering import ATTRIBUTES, BLOCKS, PHRASES, to_html
from tests.attacks import TEXTS, attacks

READER = "http://reader.invalid"
TOGETHER = 400  # bodies on one page

# Everything that a reader's hand could set off, and then what stands on the page.
LOOK = """() => {
    const all = [...document.body.querySelectorAll("*")];
    for (const element of all)
        for (const kind of ["click", "mouseover", "pointerover", "focus", "error", "toggle"])
            element.dispatchEvent(new Event(kind, {cancelable: true}));
    return {
        elements: [...new Set(all.map(element => element.localName))],
        attributes: [...new Set(all.flatMap(element => element.getAttributeNames()))],
        schemes: [...new Set([...document.links].map(link => link.protocol))],
        outside: all.filter(element => element.namespaceURI != document.body.namespaceURI).length,
        clobbered: ["ran", "defaultView", "cookie", "getElementById", "currentScript"].filter(
            name => document[name] instanceof Element || window[name] instanceof Element),
    };
}"""


@dataclass
class Reader:
    """A browser that shows bodies on an empty page, and remembers what they made it do."""

    page: Page
    shown: str = ""
    asked: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.route("**/*", self._answer)
        self.page.on("dialog", self._dismiss)

    def _answer(self, route: Route) -> None:
        url = route.request.url
        if url == f"{READER}/":
            page = f"<!doctype html><meta charset=utf-8><title>t</title><body>{self.shown}"
            route.fulfill(body=page, content_type="text/html; charset=utf-8")
        else:
            self.asked.append(url)
            route.abort()

    def _dismiss(self, dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def read(self, html: str) -> dict[str, list[str]]:
        """Show it, touch everything, and say what is there."""
        self.shown = html
        self.page.goto(f"{READER}/", wait_until="load")
        seen = self.page.evaluate(LOOK)
        self.page.wait_for_timeout(50)  # for what is set off with a delay
        return seen

    @property
    def acted(self) -> bool:
        ran = self.page.evaluate("() => window.ran === 1")
        return ran or bool(self.dialogs or self.other_sites) or self.page.url != f"{READER}/"

    @property
    def other_sites(self) -> list[str]:
        return [url for url in self.asked if not url.startswith(f"{READER}/")]


@pytest.fixture
def reader(page: Page) -> Reader:
    return Reader(page)


def check(reader: Reader, html: str) -> None:
    seen = reader.read(html)
    names = set().union(*ATTRIBUTES.values()) | {"rel", "loading"}
    assert set(seen["elements"]) <= BLOCKS | PHRASES
    assert set(seen["attributes"]) <= names
    assert set(seen["schemes"]) <= {"http:", "https:", "mailto:", "tel:"}
    assert (seen["outside"], seen["clobbered"]) == (0, [])
    assert not reader.acted


@pytest.mark.parametrize("body_format", ["html", "markdown"])
def test_thousands_of_attacks_do_nothing(reader: Reader, body_format: str) -> None:
    shown = [f"<div>{to_html(body, body_format)}</div>" for body in attacks()]
    for start in range(0, len(shown), TOGETHER):
        check(reader, "\n".join(shown[start : start + TOGETHER]))


def test_whole_attacks_do_nothing_on_a_page_of_their_own(reader: Reader) -> None:
    for body in TEXTS:
        check(reader, to_html(body, "html"))


def test_they_do_something_where_nobody_cleans_them(reader: Reader) -> None:
    acted = 0
    for body in TEXTS[:30]:
        reader.asked.clear()
        reader.read(body)
        acted += reader.acted
    assert acted > 15
