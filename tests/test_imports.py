"""The arrows of the house: ``medigy -> news -> offerings``, and what stands apart from models."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CODEC = ("document", "errors", "keeping", "loading", "reading", "rewriting", "scalars", "style")


def imported_by(path: Path) -> set[str]:
    """The dotted names that a file imports, also inside functions."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def test_the_layers_hold() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


APART = ["harvesting", "markdown/formats", *(f"markdown/{name}.py" for name in CODEC)]


@pytest.mark.parametrize("part", APART)
def test_what_meets_the_outside_world_imports_no_models(part: str) -> None:
    place = ROOT / "news" / part
    files = [place] if place.is_file() else sorted(place.rglob("*.py"))
    assert files
    for path in files:
        touching = {
            name
            for name in imported_by(path)
            if name.startswith(("news.models", "offerings.models", "django.db"))
        }
        assert not touching, f"{path.relative_to(ROOT)} imports {touching}"


def test_only_the_settings_read_the_environment() -> None:
    readers = [
        str(path.relative_to(ROOT))
        for app in ("medigy", "news", "offerings")
        for path in (ROOT / app).rglob("*.py")
        if "environ" in path.read_text() and path.name not in ("settings.py", "wsgi.py")
    ]
    assert readers == []
