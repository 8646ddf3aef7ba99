"""Editors at the desk, and what a browser would send back of a form that it was shown."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from news.models import Article


class FormReader(HTMLParser):
    """What a browser would post of the one form of a page, with its line breaks."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._select: str | None = None
        self._textarea: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name")
        if tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in given:
            self.values[self._select] = given.get("value") or ""
        elif tag == "textarea" and name:
            self._textarea, self.values[name] = name, ""
        elif tag == "input" and name:
            self._read_input(name, given)

    def _read_input(self, name: str, given: dict[str, str | None]) -> None:
        kind = given.get("type", "text")
        if kind in ("submit", "file") or (kind in ("checkbox", "radio") and "checked" not in given):
            return
        value = given.get("value") or ("on" if kind == "checkbox" else "")
        self.values[name] = value if kind == "hidden" else value.replace("\r", "").replace("\n", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = None
        elif tag == "textarea" and self._textarea:
            text = self.values[self._textarea].removeprefix("\n")
            plain = text.replace("\r\n", "\n").replace("\r", "\n")
            self.values[self._textarea] = plain.replace("\n", "\r\n")
            self._textarea = None

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.values[self._textarea] += data


def shown_form(html: str) -> dict[str, str]:
    """The fields of the page's main form and their values, as a browser would post them."""
    reader = FormReader()
    reader.feed(html[html.index('id="content-main"') :])
    return {name: value for name, value in reader.values.items() if "__prefix__" not in name}


@pytest.fixture
def chief(db, client: Client) -> Client:
    """A browser in which the chief editor is signed in."""
    client.force_login(User.objects.create_superuser("chief"))
    return client


@pytest.fixture
def editor(db, client: Client) -> Client:
    """A browser of an editor who may write, and may not publish."""
    user = User.objects.create_user("editor", is_staff=True)
    wanted = Permission.objects.filter(content_type__app_label__in=["news", "offerings", "taggit"])
    user.user_permissions.set(wanted.exclude(codename="publish_article"))
    client.force_login(user)
    return client


@pytest.fixture
def save(request: pytest.FixtureRequest) -> Callable[..., Any]:
    """Open an article's form, change some fields, press a button: ``save(article, title=…)``."""

    def saved(article: Article, button: str = "_continue", **changes: Any) -> Any:
        client = request.getfixturevalue("client")
        url = reverse("admin:news_article_change", args=[article.pk])
        page = client.get(url)
        assert page.status_code == 200
        posted = {**shown_form(page.content.decode()), **changes, button: "1"}
        return client.post(url, posted)

    return saved
