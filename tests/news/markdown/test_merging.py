"""Changes on both sides are brought together, and neither is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news import editing
from news.markdown import exporter
from news.markdown.importer import Outcome, find_files, import_files
from news.markdown.merging import changes, merge
from news.markdown.reports import ABSENT, ImportReport, KeyChange
from news.markdown.target import Target
from news.models import Article
from tests.documents import text_of, write

BASE = {"title": "A", "via": None, "tags": ["x"], "lastMod": "2021"}


class TestTheRule:
    def test_a_change_of_one_side_is_taken(self) -> None:
        merged = merge(BASE, {**BASE, "title": "File"}, {**BASE, "via": "Ours"})
        assert merged.values == {**BASE, "title": "File", "via": "Ours"}
        assert merged.clashes == ()

    def test_the_same_change_on_both_sides_is_settled(self) -> None:
        both = {**BASE, "title": "B"}
        assert merge(BASE, both, both).clashes == ()

    def test_different_changes_of_one_key_clash_and_ours_stays(self) -> None:
        merged = merge(BASE, {**BASE, "title": "File"}, {**BASE, "title": "Ours"})
        assert merged.values["title"] == "Ours"
        assert merged.clashes == (KeyChange("title", "Ours", "File"),)

    def test_keys_that_come_and_go_are_changes_too(self) -> None:
        without = {key: value for key, value in BASE.items() if key != "via"}
        merged = merge(BASE, without, {**BASE, "new": 1})
        assert merged.values == {**without, "new": 1}
        clash = merge(BASE, without, {**BASE, "via": "Ours"}).clashes
        assert clash == (KeyChange("via", "Ours", ABSENT),)

    def test_what_follows_from_others_does_not_clash_and_the_later_moment_counts(self) -> None:
        file, ours = {**BASE, "lastMod": "2023"}, {**BASE, "lastMod": "2022"}
        assert merge(BASE, file, ours, {"lastMod"}).values["lastMod"] == "2023"
        assert merge(BASE, ours, file, {"lastMod"}).values["lastMod"] == "2023"

    values = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 2))

    @given(values, values, values)
    def test_no_change_is_lost_in_silence(self, base: dict, file: dict, ours: dict) -> None:
        merged = merge(base, file, ours)
        clashing = {clash.key for clash in merged.clashes}
        for key in {*base, *file, *ours} - clashing:
            now = merged.values.get(key)
            assert now in (file.get(key), ours.get(key))
            if file.get(key) != base.get(key):
                assert now == file.get(key)
            if ours.get(key) != base.get(key):
                assert now == ours.get(key)

    @given(values, values)
    def test_changes_name_every_difference(self, one: dict, other: dict) -> None:
        assert {c.key for c in changes(one, other)} == {
            key for key in {*one, *other} if one.get(key, ABSENT) != other.get(key, ABSENT)
        }


@pytest.mark.django_db
class TestExchange:
    @pytest.fixture(autouse=True)
    def imported(self, tmp_path: Path) -> None:
        write(tmp_path, "one.md", text_of(mood="calm"))
        self.folder = tmp_path
        assert self.take().failures == []

    def take(self, **options: bool) -> ImportReport:
        return import_files(find_files([self.folder]), **options)

    def edit(self, **fields: object) -> None:
        article = Article.objects.get()
        for name, value in fields.items():
            setattr(article, name, value)
        editing.touch(article)
        article.save()

    def file_says(self, **keys: object) -> None:
        write(self.folder, "one.md", text_of(**{"mood": "calm", **keys}))

    def test_what_does_not_clash_goes_together(self) -> None:
        self.edit(title="Edited here")
        self.file_says(via="Ana", mood="merry")
        assert self.take().counts[Outcome.CHANGED] == 1
        article = Article.objects.for_export().get()
        assert (article.title, article.via) == ("Edited here", "Ana")
        assert exporter.front_matter(article)["mood"] == "merry"

    def test_what_clashes_is_named_and_neither_side_is_lost(self) -> None:
        self.edit(title="Edited here")
        self.file_says(title="Edited there", via="Ana")
        before = (self.folder / "one.md").read_bytes()
        report = self.take()
        assert str(report) == "Imported 1: 0 new, 0 changed, 0 unchanged, 0 failed, 1 clashed"
        (sentence,) = report.failures
        assert "`title` changed both here and in the file" in sentence
        article = Article.objects.get()
        assert (article.title, article.via) == ("Edited here", "Ana")
        exported = exporter.export(Article.objects.all(), Target(self.folder))
        assert len(exported.failures) == 1
        assert (self.folder / "one.md").read_bytes() == before

    def test_a_clash_is_over_when_both_say_the_same(self) -> None:
        self.edit(title="Edited here")
        self.file_says(title="Edited there")
        self.take()
        self.edit(title="Edited there")
        assert self.take().failures == []
        assert exporter.export(Article.objects.all(), Target(self.folder)).failures == []

    def test_bodies_clash_like_keys(self) -> None:
        self.edit(body="<p>Here</p>")
        write(self.folder, "one.md", text_of(body="<p>There</p>", mood="calm"))
        assert "`body` changed both" in self.take().failures[0]
        assert Article.objects.get().body == "<p>Here</p>"

    def test_the_body_of_one_side_goes_with_the_keys_of_the_other(self) -> None:
        self.edit(body="<p>Here</p>")
        self.file_says(via="Ana")
        self.take()
        article = Article.objects.get()
        assert (article.body, article.via) == ("<p>Here</p>", "Ana")

    def test_an_old_copy_of_the_file_undoes_nothing(self) -> None:
        old = (self.folder / "one.md").read_bytes()
        self.edit(title="Edited here")
        exporter.export(Article.objects.all(), Target(self.folder))
        write(self.folder, "one.md", old)
        assert self.take().counts[Outcome.UNCHANGED] == 1
        assert Article.objects.get().title == "Edited here"
        assert exporter.export(Article.objects.all(), Target(self.folder)).failures == []
        assert "Edited here" in (self.folder / "one.md").read_text()

    def test_a_file_that_was_only_reformatted_changes_nothing(self) -> None:
        text = text_of(mood="calm").replace("title: Fewer", "title:   Fewer")
        write(self.folder, "one.md", text)
        assert self.take().counts[Outcome.UNCHANGED] == 1

    def test_a_dry_run_says_what_would_change_and_changes_nothing(self) -> None:
        before = Article.objects.values().get()
        self.file_says(title="Edited there", mood="merry", extra=1)
        write(self.folder, "two.md", "---\ntitle: Two\n---\n")
        report = self.take(dry_run=True, details=True)
        assert str(report) == "Imported 2: 1 new, 1 changed, 0 unchanged, 0 failed"
        one, two = report.files
        assert (one.path, one.outcome, one.title) == ("one.md", Outcome.CHANGED, "Edited there")
        assert KeyChange("title", "Fewer Alarms, Calmer Wards", "Edited there") in one.changes
        assert KeyChange("extra", ABSENT, 1) in one.changes
        assert (two.path, two.outcome) == ("two.md", Outcome.NEW)
        assert Article.objects.values().get() == before
        assert self.take().counts[Outcome.CHANGED] == 1
