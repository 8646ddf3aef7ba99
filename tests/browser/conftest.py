"""A real Chromium against a real server. Skipped, with the way to get one, where there is none."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")

# Playwright runs an event loop in this thread, which Django takes for an asynchronous caller.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
expect.set_options(timeout=10_000)


@pytest.fixture(scope="session")
def browser_type_launch_args(live_server) -> dict[str, object]:
    """How Chromium starts: after the server, so that it ends, with its connections, before it."""
    if not CHROMIUM:
        pytest.skip("No Chromium here. 'apt-get install chromium' brings one.")
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
    quiet += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    return {"executable_path": CHROMIUM, "args": quiet}


@pytest.fixture
def strict_page(page: Page) -> Iterator[Page]:
    """A page on which an error of a script fails the test."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    assert errors == []


@pytest.fixture
def desk(page: Page, live_server) -> Page:
    """A page signed in to the desk as a chief editor."""
    User.objects.create_superuser("chief", password="letmein-please")
    page.goto(f"{live_server.url}/admin/login/")
    page.fill("#id_username", "chief")
    page.fill("#id_password", "letmein-please")
    page.click("button[type=submit]")
    expect(page).to_have_url(f"{live_server.url}/admin/")
    return page
