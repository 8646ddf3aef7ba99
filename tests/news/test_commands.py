"""The commands of exchange: their closing line, their sentences, their exit codes."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from news.markdown import document
from tests.builders import make_article
from tests.documents import BODY, another, text_of, write

pytestmark = pytest.mark.django_db


def run(*arguments: object) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of a command."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command(*map(str, arguments), stdout=out, stderr=err)
    except CommandError as error:
        return error.returncode, out.getvalue(), err.getvalue() + str(error)
    return 0, out.getvalue(), err.getvalue()


class TestImporting:
    def test_all_well_is_0(self, tmp_path: Path) -> None:
        write(tmp_path, "a.md", text_of())
        code, out, err = run("import_markdown", tmp_path)
        assert (code, err) == (0, "")
        assert out == "Imported 1: 1 new, 0 changed, 0 unchanged, 0 failed\n"

    def test_nothing_there_is_1_and_says_so(self, tmp_path: Path) -> None:
        code, _, err = run("import_markdown", tmp_path)
        assert (code, err) == (1, f"Nothing was imported: there is no .md file in {tmp_path}.")
        code, _, err = run("import_markdown", tmp_path / "missing")
        assert code == 1
        assert err == f"Nothing was imported. There is no file or folder {tmp_path / 'missing'}."

    def test_nothing_but_failures_is_1(self, tmp_path: Path) -> None:
        bad = write(tmp_path, "bad.md", "no front matter")
        code, out, err = run("import_markdown", bad)
        assert code == 1
        assert out == "Imported 1: 0 new, 0 changed, 0 unchanged, 1 failed\n"
        assert err.startswith(f"{bad}: Line 1: It has no front matter") or "no front matter" in err

    def test_some_failures_are_3_and_each_is_one_line(self, tmp_path: Path) -> None:
        write(tmp_path, "a.md", document.compose(another(1), BODY))
        bad = [write(tmp_path, f"bad{n}.md", b"---\n\xff\n---\n") for n in range(2)]
        code, out, err = run("import_markdown", tmp_path)
        assert code == 3
        assert out == "Imported 3: 1 new, 0 changed, 0 unchanged, 2 failed\n"
        *sentences, closing = err.splitlines()
        assert [line.partition(":")[0] for line in sentences] == [str(path) for path in bad]
        assert closing == "2 of 3 could not be imported; the reasons stand above."

    def test_at_verbosity_2_every_file_is_named(self, tmp_path: Path) -> None:
        path = write(tmp_path, "a.md", text_of())
        _, _, err = run("import_markdown", tmp_path, "--verbosity=2")
        assert err == f"new: {path}\n"


class TestExporting:
    def test_all_well_is_0(self, tmp_path: Path) -> None:
        make_article()
        code, out, _ = run("export_markdown", tmp_path / "out")
        assert code == 0
        assert out == "Exported 1: 1 new, 0 changed, 0 unchanged, 0 removed, 0 failed\n"

    def test_a_folder_that_cannot_be_is_1(self, tmp_path: Path) -> None:
        make_article()
        file = write(tmp_path, "file", "")
        code, _, err = run("export_markdown", file / "below")
        assert code == 1
        assert err.startswith(f"Nothing was exported to {file / 'below'}.")

    def test_some_failures_are_3(self, tmp_path: Path) -> None:
        make_article()
        make_article(md_name="in-the-way.md")
        (tmp_path / "content/news/in-the-way.md").mkdir(parents=True)
        code, out, err = run("export_markdown", tmp_path)
        assert code == 3
        assert out == "Exported 2: 1 new, 0 changed, 0 unchanged, 0 removed, 1 failed\n"
        assert "in-the-way.md" in err

    def test_check_shows_a_diff_writes_nothing_and_is_3(self, tmp_path: Path) -> None:
        article = make_article("Shown")
        code, out, err = run("export_markdown", tmp_path / "out", "--check")
        assert code == 3
        assert f"+++ b/content/news/{article.md_name}" in out
        assert "+title: Shown" in out
        assert err == "1 would change; an export writes them."
        assert not (tmp_path / "out").exists()

    def test_check_is_0_when_nothing_would_change(self, tmp_path: Path) -> None:
        make_article()
        run("export_markdown", tmp_path)
        assert run("export_markdown", tmp_path, "--check")[0] == 0

    def test_a_dry_run_lists_and_writes_nothing(self, tmp_path: Path) -> None:
        article = make_article()
        code, out, _ = run("export_markdown", tmp_path / "out", "--dry-run")
        assert code == 0
        assert out.startswith(f"new: content/news/{article.md_name}\n")
        assert not (tmp_path / "out").exists()

    def test_only_some(self, tmp_path: Path) -> None:
        make_article(slug="one")
        make_article(slug="two")
        _, out, _ = run("export_markdown", tmp_path, "--only", "two")
        assert out.startswith("Exported 1: 1 new")
        code, _, err = run("export_markdown", tmp_path, "--only", "three")
        assert code == 1
        assert err == "Nothing was exported: no published article has the slug three."

    def test_only_what_changed_since_a_day(self, tmp_path: Path) -> None:
        make_article(modified_at=datetime(2026, 1, 1, tzinfo=UTC))
        make_article(modified_at=datetime(2026, 3, 1, tzinfo=UTC))
        _, out, _ = run("export_markdown", tmp_path, "--since", "2026-02-01")
        assert out.startswith("Exported 1: 1 new")

    def test_drafts_too_when_asked_for(self, tmp_path: Path) -> None:
        make_article(state="draft")
        assert run("export_markdown", tmp_path)[1].startswith("Exported 0")
        assert run("export_markdown", tmp_path, "--drafts")[1].startswith("Exported 1: 1 new")

    def test_a_report_for_a_program(self, tmp_path: Path) -> None:
        article = make_article()
        report = json.loads(run("export_markdown", tmp_path, "--json")[1])
        assert report["counts"]["new"] == 1
        assert report["changes"] == [{"path": f"content/news/{article.md_name}", "outcome": "new"}]
