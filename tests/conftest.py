"""What every test shares: which database runs, said in the first lines."""

from __future__ import annotations

import pytest
from django.conf import settings
from hypothesis import HealthCheck
from hypothesis import settings as property_tests

# A busy machine is no failure: no test here is about time.
property_tests.register_profile(
    "medigy", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
property_tests.load_profile("medigy")


def pytest_report_header() -> str:
    engine = settings.DATABASES["default"]["ENGINE"].rpartition(".")[2]
    return f"database: {'PostgreSQL' if engine == 'postgresql' else 'SQLite'}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A browser test is marked by the folder it lives in."""
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)
