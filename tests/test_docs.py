"""The documents tell the truth."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from django.core.management import BaseCommand, load_command_class

from news.markdown.mapping import KEYS

ROOT = Path(__file__).parent.parent
SETTINGS = (ROOT / "medigy" / "settings.py").read_text()
VARIABLES = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', SETTINGS))


def test_every_variable_is_explained_and_no_other() -> None:
    explained = re.findall(r"^### `(\w+)`$", (ROOT / "docs/configuration.md").read_text(), re.M)
    assert set(explained) == VARIABLES
    assert len(explained) == len(VARIABLES) > 5


def test_the_example_names_every_variable() -> None:
    named = re.findall(r"^#? ?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M)
    assert set(named) == VARIABLES


def test_every_key_of_the_front_matter_is_explained_in_its_order() -> None:
    explained = re.findall(r"^\| `(\w+)` \|", (ROOT / "docs/front-matter.md").read_text(), re.M)
    assert explained == [key.name for key in KEYS]


@pytest.mark.parametrize(
    ("name", "document", "heading"),
    [
        ("import_markdown", "exchange.md", "Import"),
        ("export_markdown", "exchange.md", "Export"),
        ("poll_feeds", "sources.md", "Feeds"),
        ("check_sources", "sources.md", "Living sources"),
        ("harvest", "sources.md", "Harvesting by hand"),
    ],
)
def test_every_option_of_a_command_is_explained_and_no_other(
    name: str, document: str, heading: str
) -> None:
    command = load_command_class("news", name)
    parser = command.create_parser("manage.py", name)
    usual = BaseCommand().create_parser("manage.py", name)
    options = set(parser._option_string_actions) - set(usual._option_string_actions)
    text = (ROOT / "docs" / document).read_text().partition(f"\n## {heading}\n")[2]
    assert set(re.findall(r"^\| `(--[a-z-]+)", text.partition("\n## ")[0], re.M)) == options


def test_the_changelog_begins_with_this_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    versions = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.M)
    assert versions[0] in (version, "Unreleased")
    assert version in versions[:2]


def test_every_link_between_the_documents_leads_somewhere() -> None:
    for document in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", document.read_text()):
            if not target.startswith(("http://", "https://", "mailto:")):
                assert (document.parent / target).exists(), f"{document.name}: {target}"
