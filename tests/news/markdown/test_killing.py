"""An import or export that is killed at any moment leaves nothing torn, lost or doubled."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).parent.parent.parent.parent
ROUNDS = 50


@pytest.fixture
def database(tmp_path: Path, django_db_setup, django_db_blocker):
    """The address of a database of the test's own, with its tables: processes share no memory."""
    engine = settings.DATABASES["default"]["ENGINE"]
    if not engine.endswith("postgresql"):
        yield f"sqlite:///{tmp_path / 'killing.sqlite3'}"
        return
    name = f"medigy_killing_{os.getpid()}"
    with django_db_blocker.unblock():
        with connection.cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}"')
        server = os.environ["DATABASE_URL"].rpartition("/")[0]
        yield f"{server}/{name}"
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


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
