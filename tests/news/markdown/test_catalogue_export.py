"""Offerings, topics and institutions going out as files."""

from __future__ import annotations

from pathlib import Path

import pytest

from offerings.models import Category, Institution, Offering
from tests.builders import make_category, make_offering
from tests.news.markdown.catalogue_tree import (
    OFFERING,
    TREE,
    export,
    files,
    said,
    take,
    take_tree,
)

pytestmark = pytest.mark.django_db


class TestGoingOut:
    def test_an_imported_tree_comes_back_byte_for_byte(self, tmp_path: Path) -> None:
        take_tree(tmp_path / "in")
        export(tmp_path / "out")
        assert files(tmp_path / "out") == TREE

    def test_a_changed_key_leaves_the_others_as_they_are(self, tmp_path: Path) -> None:
        take_tree(tmp_path / "in")
        Offering.objects.update(summary="Quiet.")
        export(tmp_path / "out")
        exported = files(tmp_path / "out")["content/offering/quiet-ward.md"]
        assert exported == OFFERING.replace("Alarms that can wait, wait.", "Quiet.")

    def test_a_form_that_trims_the_description_changes_nothing(self, tmp_path: Path) -> None:
        take_tree(tmp_path / "in")
        row = Offering.objects.get()
        row.description = row.description.strip().replace("\n", "\r\n")
        row.save()
        export(tmp_path / "out")
        assert files(tmp_path / "out") == TREE

    def test_rows_without_files_go_out_only_when_asked_for(self, tmp_path: Path) -> None:
        make_offering("Bedside Hub", ("Symplur: Home Care",))
        export(tmp_path)
        assert files(tmp_path) == {}
        export(tmp_path, whole=True)
        assert set(files(tmp_path)) == {
            "content/offering/bedside-hub.md",
            "content/topic/symplur-home-care/_index.md",
        }

    def test_what_was_asked_for_once_stays(self, tmp_path: Path) -> None:
        make_offering("Bedside Hub")
        export(tmp_path, whole=True)
        before = files(tmp_path)
        assert before
        export(tmp_path)
        assert files(tmp_path) == before

    def test_what_is_gone_is_removed_when_asked_again(self, tmp_path: Path) -> None:
        make_offering("Bedside Hub")
        export(tmp_path, whole=True)
        Offering.objects.all().delete()
        export(tmp_path, whole=True)
        assert files(tmp_path) == {}

    def test_an_offering_that_readers_do_not_see_goes_out_with_drafts(self, tmp_path: Path) -> None:
        make_offering("Later", status=Offering.Status.PENDING)
        export(tmp_path, whole=True)
        assert files(tmp_path) == {}
        export(tmp_path, whole=True, drafts=True)
        assert said(files(tmp_path)["content/offering/later.md"])["status"] == "pending"

    def test_a_new_file_says_all_and_comes_back_the_same(self, tmp_path: Path) -> None:
        maker = Institution.objects.create(name="Ward: Works", country="Portugal")
        make_offering(
            "Bedside Hub", ("Symplur: Home Care",), institution=maker, description="Line\n\nTwo"
        )
        export(tmp_path / "out", whole=True)
        exported = files(tmp_path / "out")
        text = exported["content/offering/bedside-hub.md"]
        assert said(text)["institution"] == "Ward: Works"
        assert said(text)["categoryUrl"] == ["topic/symplur-home-care"]
        Offering.objects.all().delete()
        Category.objects.all().delete()
        Institution.objects.all().delete()
        for path, content in sorted(exported.items()):
            take(tmp_path / "in", path, content)
        export(tmp_path / "back")
        assert files(tmp_path / "back") == exported

    @pytest.mark.parametrize(
        ("name", "url"),
        [
            ("Symplur: Home Care", None),
            ("Healthcare IT News: Electronic Health Records (EHR)", None),
            ("MeSH: Drugs & Devices", None),
            ("MeSH: A/B", "/topic/mesh-ab/"),
            ("FHIR: v2.0", "/topic/fhir-v20/"),
            ("Thèmes: Médecine", "/topic/themes-medecine/"),
            ("X: a -- b", "/topic/x-a-b/"),
        ],
    )
    def test_a_topic_says_its_address_where_hugo_would_make_another(
        self, tmp_path: Path, name: str, url: str | None
    ) -> None:
        topic = make_category(name)
        export(tmp_path, whole=True)
        front_matter = said(files(tmp_path)[f"content/topic/{topic.slug}/_index.md"])
        assert front_matter["title"] == name
        assert front_matter.get("url") == url
