"""What an export writes, what it leaves alone, and what it removes."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from news import editing
from news.markdown import exporter
from news.markdown.disk import DRAFT_PREFIX, Refused
from news.markdown.exporter import ExportReport
from news.markdown.importer import find_files, import_files
from news.markdown.target import MANIFEST, Outcome, Target
from news.models import Article, MediaFile
from offerings.models import Category, Offering
from tests.builders import make_article, make_offering
from tests.documents import text_of, write

pytestmark = pytest.mark.django_db


def export(folder: Path, **options: bool) -> ExportReport:
    return exporter.export(Article.objects.published(), Target(folder, **options))


def counts(report: ExportReport) -> dict[str, int]:
    return {str(outcome): count for outcome, count in report.counts.items() if count}


def files(folder: Path) -> set[str]:
    """The files of an export, by their paths; its manifest is none."""
    found = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    return found - {MANIFEST}


def path_of(article: Article) -> str:
    return f"content/news/{article.md_name}"


def edit(article: Article, **changes: object) -> None:
    for name, value in changes.items():
        setattr(article, name, value)
    editing.touch(article)
    article.save()


class TestWriting:
    def test_each_article_is_written_under_its_section_and_name(self, tmp_path: Path) -> None:
        articles = [make_article(), make_article()]
        report = export(tmp_path / "new" / "folder")
        assert str(report) == "Exported 2: 2 new, 0 changed, 0 unchanged, 0 removed, 0 failed"
        assert files(tmp_path / "new" / "folder") == {path_of(article) for article in articles}

    def test_an_imported_one_returns_to_its_place(self, tmp_path: Path) -> None:
        source, target = tmp_path / "in", tmp_path / "out"
        write(source, "content/some/where/one.md", text_of())
        write(source, "two.md", "---\ntitle: Two\n---\n")
        import_files(find_files([source]))
        export(target)
        assert files(target) == {"content/some/where/one.md", "two.md"}

    def test_what_is_not_published_is_not_written(self, tmp_path: Path) -> None:
        make_article(state=Article.State.WITHDRAWN)
        assert counts(export(tmp_path)) == {}
        assert files(tmp_path) == set()

    def test_a_new_article_has_every_key_of_the_house(self, tmp_path: Path) -> None:
        article = make_article(
            "A New One", categories=("Symplur: Telehealth",), authors=("Ana",), tags=("News",)
        )
        export(tmp_path)
        lines = (tmp_path / path_of(article)).read_text().splitlines()
        keys = [line.partition(":")[0] for line in lines[1:-2] if line[0] not in " -"]
        assert len(keys) == 44
        assert (keys[0], keys[-1]) == ("aliases", "twitterMetaData")

    def test_pictures_stand_beside_the_files(self, tmp_path: Path) -> None:
        article = make_article()
        MediaFile.objects.create(article=article, name="p.png", file=ContentFile(b"bytes", "p.png"))
        export(tmp_path)
        assert (tmp_path / "content/news/p.png").read_bytes() == b"bytes"
        assert counts(export(tmp_path)) == {"unchanged": 1}
        assert (tmp_path / "content/news/p.png").exists()

    def test_the_queries_do_not_grow_with_the_articles(self, tmp_path: Path) -> None:
        make_offering("Near", ("Symplur: Telehealth",))

        def queries(count: int) -> int:
            Article.objects.all().delete()
            for _ in range(count):
                make_article(categories=("Symplur: Telehealth",), authors=("Ana",), tags=("a",))
            with CaptureQueriesContext(connection) as asked:
                export(tmp_path / str(count))
            return len(asked)

        assert queries(2) == queries(20)


class TestExportingAgain:
    def test_what_is_unchanged_is_not_touched(self, tmp_path: Path) -> None:
        same, other = make_article(), make_article()
        export(tmp_path)
        before = (tmp_path / path_of(same)).stat()
        edit(other, title="Another")
        assert counts(export(tmp_path)) == {"changed": 1, "unchanged": 1}
        after = (tmp_path / path_of(same)).stat()
        assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
        assert "title: Another\n" in (tmp_path / path_of(other)).read_text()

    @pytest.mark.parametrize(
        "change",
        [
            lambda a: a.tags.add("new"),
            lambda a: a.aliases.create(path="/news/old"),
            lambda a: Category.objects.filter(articles=a).update(label="Renamed"),
            lambda a: Offering.objects.update(label="Renamed"),
            lambda a: Offering.objects.first().offering_categories.all().delete(),
            lambda a: type(a.section).objects.update(masthead="RENAMED"),
            lambda a: type(a.publication).objects.update(host="renamed.example"),
            lambda a: a.article_authors.first().author.__class__.objects.update(name="Renamed"),
            lambda a: MediaFile.objects.create(article=a, alt="A lamp"),
            lambda a: Article.objects.filter(pk=a.pk).update(via="Renamed"),
        ],
    )
    def test_a_change_anywhere_that_the_file_shows_is_seen(self, tmp_path: Path, change) -> None:
        make_offering("Near", ("Symplur: Telehealth",))
        article = make_article(categories=("Symplur: Telehealth",), authors=("Ana",))
        export(tmp_path)
        assert counts(export(tmp_path)) == {"unchanged": 1}
        change(article)
        assert counts(export(tmp_path)) == {"changed": 1}

    def test_nothing_is_written_over_a_file_that_says_the_same_already(
        self, tmp_path: Path
    ) -> None:
        make_article()
        export(tmp_path)
        (tmp_path / MANIFEST).unlink()
        assert counts(export(tmp_path)) == {"unchanged": 1}

    def test_what_is_no_longer_published_is_removed_with_its_empty_folders(
        self, tmp_path: Path
    ) -> None:
        article = make_article()
        MediaFile.objects.create(article=article, name="p.png", file=ContentFile(b"bytes", "p.png"))
        export(tmp_path)
        editing.withdraw(article)
        assert counts(export(tmp_path)) == {"removed": 2}
        assert files(tmp_path) == set()
        assert not (tmp_path / "content").exists()

    def test_what_exports_never_wrote_is_never_removed(self, tmp_path: Path) -> None:
        write(tmp_path, "content/news/mine.md", "my own")
        export(tmp_path)
        assert files(tmp_path) == {"content/news/mine.md"}

    def test_an_export_of_some_removes_nothing(self, tmp_path: Path) -> None:
        make_article()
        export(tmp_path)
        report = exporter.export(Article.objects.none(), Target(tmp_path), is_whole=False)
        assert counts(report) == {}
        assert len(files(tmp_path)) == 1


class TestOthersWork:
    @pytest.fixture
    def article(self, tmp_path: Path) -> Article:
        article = make_article()
        export(tmp_path)
        return article

    def test_a_file_changed_by_hand_is_named_and_left(
        self, tmp_path: Path, article: Article
    ) -> None:
        write(tmp_path, path_of(article), "by hand")
        edit(article, title="Another")
        (sentence,) = export(tmp_path).failures
        assert sentence.startswith(f"{path_of(article)}: It was changed in the folder")
        assert (tmp_path / path_of(article)).read_text() == "by hand"

    def test_it_is_named_also_when_the_article_did_not_change(
        self, tmp_path: Path, article: Article
    ) -> None:
        write(tmp_path, path_of(article), "by hand")
        assert len(export(tmp_path).failures) == 1

    def test_force_writes_over_it(self, tmp_path: Path, article: Article) -> None:
        write(tmp_path, path_of(article), "by hand")
        assert counts(export(tmp_path, force=True)) == {"changed": 1}

    def test_a_file_removed_by_hand_comes_back(self, tmp_path: Path, article: Article) -> None:
        (tmp_path / path_of(article)).unlink()
        assert counts(export(tmp_path)) == {"new": 1}

    def test_one_changed_by_hand_is_not_removed(self, tmp_path: Path, article: Article) -> None:
        write(tmp_path, path_of(article), "by hand")
        editing.withdraw(article)
        (sentence,) = export(tmp_path).failures
        assert "no longer exported, but was changed in the folder" in sentence
        assert (tmp_path / path_of(article)).exists()

    def test_a_file_that_was_there_before_is_not_written_over(self, tmp_path: Path) -> None:
        article = make_article()
        write(tmp_path, path_of(article), "theirs")
        assert len(export(tmp_path).failures) == 1

    def test_the_tree_that_was_imported_can_be_written_in_place(self, tmp_path: Path) -> None:
        write(tmp_path, "content/news/one.md", text_of())
        import_files(find_files([tmp_path]))
        assert counts(export(tmp_path)) == {"unchanged": 1}
        edit(Article.objects.get(), title="Edited")
        assert counts(export(tmp_path)) == {"changed": 1}
        assert import_files(find_files([tmp_path])).failures == []


class TestTrouble:
    def test_with_one_article_is_named_and_the_others_are_written(self, tmp_path: Path) -> None:
        good, bad = make_article(), make_article(md_name="in-the-way.md")
        (tmp_path / path_of(bad)).mkdir(parents=True)
        report = export(tmp_path)
        assert counts(report) == {"new": 1}
        assert files(tmp_path) == {path_of(good)}
        assert report.failures == [
            f"{path_of(bad)}: A folder stands in its place; remove it, or export elsewhere."
        ]

    def test_a_name_that_leaves_the_folder_is_refused(self, tmp_path: Path) -> None:
        make_article(md_name="../../../out.md")
        (sentence,) = export(tmp_path / "a" / "b" / "c").failures
        assert "is not a path inside the folder" in sentence
        assert files(tmp_path) == set()

    def test_a_name_that_no_disk_can_hold_is_refused(self, tmp_path: Path) -> None:
        make_article(md_name=f"{'é' * 130}.md")
        assert "255 bytes at most" in export(tmp_path).failures[0]

    def test_a_link_that_leads_out_is_refused(self, tmp_path: Path) -> None:
        make_article()
        (tmp_path / "outside").mkdir()
        (tmp_path / "folder").mkdir()
        (tmp_path / "folder" / "content").symlink_to(tmp_path / "outside")
        assert "is a link that leads out of the export" in export(tmp_path / "folder").failures[0]
        assert files(tmp_path / "outside") == set()

    def test_a_link_in_the_place_of_a_file_is_refused(self, tmp_path: Path) -> None:
        article = make_article()
        other = write(tmp_path, "other", "kept")
        (tmp_path / "content/news").mkdir(parents=True)
        (tmp_path / path_of(article)).symlink_to(other)
        assert "A link stands in its place" in export(tmp_path).failures[0]
        assert other.read_text() == "kept"

    def test_on_a_disk_that_ignores_case_the_second_of_two_names_is_refused(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("news.markdown.target.ignores_case", lambda _: True)
        make_article(md_name="ward.md")
        make_article(md_name="Ward.md")
        report = export(tmp_path)
        assert counts(report) == {"new": 1}
        assert "On this disk its name is that of content/news/ward.md" in report.failures[0]

    def test_a_full_disk_stops_the_export_with_a_sentence(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        make_article()
        make_article()

        def full(*_: object) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        with monkeypatch.context() as patch:
            patch.setattr("news.markdown.disk.Path.replace", full)
            with pytest.raises(OSError, match="No space left"):
                export(tmp_path)
        assert files(tmp_path) == set()
        assert counts(export(tmp_path)) == {"new": 2}

    def test_two_exports_do_not_write_into_one_folder_at_once(self, tmp_path: Path) -> None:
        Target(tmp_path)
        held = Target(tmp_path / "held")
        with pytest.raises(Refused, match="Another export is writing"):
            Target(tmp_path / "held")
        held.close()
        Target(tmp_path / "held").close()

    def test_a_run_that_was_killed_is_finished_by_the_next(self, tmp_path: Path) -> None:
        article, other = make_article(), make_article()
        export(tmp_path)
        manifest = (tmp_path / MANIFEST).read_bytes()
        edit(article, title="Second")
        export(tmp_path)
        # As if it had been killed after the first file: no new manifest, an intent, a draft.
        second = exporter.render(Article.objects.for_export().get(pk=article.pk))
        write(tmp_path, MANIFEST, manifest)
        target = Target(tmp_path)
        target.announce([(path_of(article), second.encode())])
        os.close(target._lock)
        with (tmp_path / MANIFEST).open("a") as log:
            log.write('["content/news/cut')
        write(tmp_path, f"content/news/{DRAFT_PREFIX}x", "half a fi")
        edit(article, title="Third")
        edit(other, title="Other")
        report = export(tmp_path)
        assert report.failures == []
        assert counts(report) == {"changed": 2}
        assert files(tmp_path) == {path_of(article), path_of(other)}


class TestAfterAKill:
    """A run that is killed after it wrote a file and before its manifest said so."""

    @staticmethod
    def kill_after_writing(folder: Path, article: Article) -> None:
        text = exporter.render(Article.objects.for_export().get(pk=article.pk))
        target = Target(folder)
        target.announce([(path_of(article), text.encode())])
        target.put(path_of(article), text.encode(), "a fingerprint")
        log = (folder / MANIFEST).read_text().splitlines()
        target.close()
        intents = [line for line in log if line and len(json.loads(line)) == 2]
        write(folder, MANIFEST, "".join(f"{line}\n" for line in intents))

    def test_a_file_that_is_gone_since_is_removed(self, tmp_path: Path) -> None:
        article = make_article()
        self.kill_after_writing(tmp_path, article)
        editing.withdraw(article)
        report = export(tmp_path)
        assert (counts(report), report.failures) == ({"removed": 1}, [])

    def test_an_export_of_some_in_between_forgets_nothing(self, tmp_path: Path) -> None:
        article, other = make_article(), make_article()
        self.kill_after_writing(tmp_path, article)
        one = Article.objects.filter(pk=other.pk)
        exporter.export(one, Target(tmp_path), is_whole=False)
        edit(article, title="Another")
        report = export(tmp_path)
        assert report.failures == []
        assert counts(report) == {"changed": 1, "unchanged": 1}

    def test_what_somebody_changed_since_is_left(self, tmp_path: Path) -> None:
        article = make_article()
        self.kill_after_writing(tmp_path, article)
        write(tmp_path, path_of(article), "by hand")
        editing.withdraw(article)
        assert "but was changed in the folder" in export(tmp_path).failures[0]


class TestLooking:
    def test_without_writing_the_answers_are_the_same(self, tmp_path: Path) -> None:
        article = make_article()
        report = export(tmp_path / "none", writes=False)
        assert counts(report) == {"new": 1}
        assert not (tmp_path / "none").exists()
        export(tmp_path)
        edit(article, title="Another")
        assert counts(export(tmp_path, writes=False)) == {"changed": 1}
        assert counts(export(tmp_path)) == {"changed": 1}

    def test_a_change_is_shown_as_a_diff(self, tmp_path: Path) -> None:
        article = make_article("Before")
        export(tmp_path)
        edit(article, title="After", modified_at=article.modified_at)
        changes: list[exporter.Change] = []
        exporter.export(
            Article.objects.all(), Target(tmp_path, writes=False), on_change=changes.append
        )
        (change,) = changes
        lines = change.diff().splitlines()
        assert lines[:2] == [f"--- a/{path_of(article)}", f"+++ b/{path_of(article)}"]
        assert {"-title: Before", "+title: After", "-  - Before", "+  - After"} <= set(lines)

    def test_outcomes_are_listed_by_path(self, tmp_path: Path) -> None:
        article = make_article()
        report = exporter.export(Article.objects.all(), Target(tmp_path), details=True)
        assert report.changes == [(path_of(article), Outcome.NEW)]
