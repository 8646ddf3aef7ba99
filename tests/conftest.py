"""What every test shares: which database runs, said in the first lines."""

from __future__ import annotations

import os

import pytest
from django.conf import settings
from hypothesis import HealthCheck
from hypothesis import settings as property_tests

from tests.site import site  # noqa: F401 - a fixture for all

# A busy machine is no failure: no test here is about time. A run can be repeated: the examples are
# the same each time, unless HYPOTHESIS_PROFILE=explore asks for new ones.
patient = property_tests(deadline=None, suppress_health_check=[HealthCheck.too_slow])
property_tests.register_profile("medigy", parent=patient, derandomize=True)
property_tests.register_profile("explore", parent=patient, max_examples=1_000)
property_tests.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "medigy"))


def pytest_report_header() -> str:
    engine = settings.DATABASES["default"]["ENGINE"].rpartition(".")[2]
    return f"database: {'PostgreSQL' if engine == 'postgresql' else 'SQLite'}"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database-only",
        action="store_true",
        help="Leave out tests that touch no database: on a second one they say nothing new.",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A browser test is marked by the folder it lives in."""
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)
    if config.getoption("--database-only"):
        left_out = [item for item in items if not touches_a_database(item)]
        items[:] = [item for item in items if touches_a_database(item)]
        config.hook.pytest_deselected(items=left_out)


def touches_a_database(item: pytest.Item) -> bool:
    """Whether a test may: pytest-django refuses the database to all others."""
    asking = {"db", "transactional_db", "django_db_setup", "live_server"}
    return bool(item.get_closest_marker("django_db") or asking & {*item.fixturenames})
