"""An import or export that is killed at any moment leaves nothing torn, lost or doubled."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

ROOT = Path(__file__).parent.parent.parent.parent
ROUNDS = 50


@pytest.fixture
def database(tmp_path: Path) -> Iterator[str]:
    """The address of a database of the test's own, with its tables: processes share no memory."""
    if not settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        yield f"sqlite:///{tmp_path / 'killing.sqlite3'}"
        return
    server, name = os.environ["DATABASE_URL"].rpartition("/")[0], f"medigy_killing_{os.getpid()}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        yield f"{server}/{name}"
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.mark.parametrize("what", ["import", "export"])
def test_killed_fifty_times_it_finishes(what: str, tmp_path: Path, database: str) -> None:
    environment = {**os.environ, "DATABASE_URL": database}
    migrate = [sys.executable, "manage.py", "migrate", "-v0", "--settings=tests.settings"]
    subprocess.run(migrate, cwd=ROOT, env=environment, check=True)
    done = subprocess.run(
        [sys.executable, "-m", "tests.killing", what, str(tmp_path), str(ROUNDS)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.stdout == "nothing torn, lost or doubled\n", done.stdout + done.stderr
