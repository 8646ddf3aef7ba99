"""Reads a page as a strict browser would, and says what is wrong with its HTML."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser

VOID = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr",
}  # fmt: skip
DRAWN = {"svg", "path", "circle", "rect"}  # may close themselves


class Page(HTMLParser):
    """The elements of a page: ``Page(html).faults`` is empty when they are in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.faults: list[str] = []
        self.feed(html)
        self.close()
        self.faults += [f"<{tag}> is never closed" for tag in self.open]
        self._check_names()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.faults.append(f"<{tag}> has an attribute twice: {names}")
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID | DRAWN:
            self.faults.append(f"<{tag}/> closes itself")
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes another element")

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of each element of this name."""
        return [attributes for name, attributes in self.elements if name == tag]

    def _check_names(self) -> None:
        ids = Counter(attributes["id"] for _, attributes in self.elements if "id" in attributes)
        self.faults += [
            f"id {name!r} occurs {count} times" for name, count in ids.items() if count > 1
        ]
        labelled = {attributes.get("for") for attributes in self.all("label")}
        for tag in ("input", "select", "textarea"):
            for field in self.all(tag):
                if field.get("type") != "hidden" and field.get("id") not in labelled:
                    self.faults.append(f"<{tag} name={field.get('name')!r}> has no label")
        for _, attributes in self.elements:
            for reference in ("aria-labelledby", "aria-describedby"):
                if attributes.get(reference) and attributes[reference] not in ids:
                    self.faults.append(f"{reference} leads nowhere: {attributes[reference]!r}")
