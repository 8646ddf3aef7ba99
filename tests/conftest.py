"""What every test shares: which database runs, said in the first lines."""

from __future__ import annotations

import pytest
from django.conf import settings


def pytest_report_header() -> str:
    engine = settings.DATABASES["default"]["ENGINE"].rpartition(".")[2]
    return f"database: {'PostgreSQL' if engine == 'postgresql' else 'SQLite'}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A browser test is marked by the folder it lives in."""
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)
