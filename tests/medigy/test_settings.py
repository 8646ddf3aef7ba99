"""A mistake in the environment stops the start with a sentence."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


def start(**environment: str) -> subprocess.CompletedProcess[str]:
    """``manage.py check`` with nothing but these variables, and without a file ``.env``."""
    # An empty value counts as missing, and keeps a file .env of this machine from being read.
    clean = {"SECRET_KEY": "", "ALLOWED_HOSTS": "", "DEBUG": "false", "DATABASE_URL": ""}
    return subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", **clean, "DATABASE_URL": "sqlite://:memory:", **environment},
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"ALLOWED_HOSTS": "a.org"}, "SECRET_KEY is missing. Set it to a long random text"),
        ({"SECRET_KEY": "x"}, "ALLOWED_HOSTS is missing. Set it to the host names"),
        (
            {"DEBUG": "perhaps"},
            'A setting in the environment is wrong. Environment variable "DEBUG"',
        ),
        (
            {"DEBUG": "true", "FETCH_ALLOWED_HOSTS": "a.internal,http://b.internal/"},
            "FETCH_ALLOWED_HOSTS names 'http://b.internal/', which is no host.",
        ),
        ({"FETCH_PORTS": "80,http"}, 'Environment variable "FETCH_PORTS"'),
        ({"DEBUG": "true", "FETCH_SECONDS": "0"}, "FETCH_SECONDS or FETCH_PAUSE is wrong."),
        ({"DEBUG": "true", "FETCH_PAUSE": "-1"}, "FETCH_SECONDS or FETCH_PAUSE is wrong."),
        ({"DATABASE_URL": "nonsense://x"}, "A setting in the environment is wrong."),
    ],
)
def test_it_does_not_start(environment: dict[str, str], sentence: str) -> None:
    done = start(**environment)
    assert done.returncode == 1
    assert done.stderr.startswith("Medigy cannot start. ")
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "environment",
    [{"DEBUG": "true"}, {"SECRET_KEY": "x", "ALLOWED_HOSTS": "a.org"}],
)
def test_it_starts_with_what_it_needs(environment: dict[str, str]) -> None:
    done = start(**environment)
    assert done.returncode == 0, done.stderr
