"""Offerings, topics and institutions as files: out, in, and out again unchanged."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from news.markdown import catalogue, document, exporter
from news.markdown.catalogue_import import Clash, is_catalogue
from news.markdown.importer import find_files, import_files
from news.markdown.places import Place
from news.markdown.reading import FieldError
from news.markdown.reports import Outcome
from news.markdown.target import Target
from news.models import Article, CatalogueFile, RelatedOffering
from offerings.models import Category, Institution, Offering
from tests.builders import make_article, make_offering
from tests.documents import text_of, write
from tests.news.markdown.catalogue_tree import (
    OFFERING,
    TOPIC,
    TREE,
    export,
    files,
    take,
    take_tree,
)

pytestmark = pytest.mark.django_db


class TestComingIn:
    def test_each_file_makes_its_row(self, tmp_path: Path) -> None:
        assert take_tree(tmp_path) == [Outcome.NEW, Outcome.NEW, Outcome.CHANGED]
        offering = Offering.objects.get(offering_id=501)
        assert (offering.label, offering.slug, offering.kind) == (
            "Quiet Ward",
            "quiet-ward",
            "service",
        )
        assert (offering.licence, offering.repository) == ("MIT", "")
        assert offering.summary == "Alarms that can wait, wait."
        assert offering.website == "https://quiet.example.org/"
        assert offering.description == "Sorts the alarms of a ward by what they ask for."
        assert [c.name for c in offering.ordered_categories()] == [
            "Symplur: Patient Safety",
            "Healthcare IT News: Clinical",
        ]
        institution = Institution.objects.get()
        assert offering.institution == institution
        assert (institution.kind, institution.country) == ("Company", "Portugal")
        topic = Category.objects.get(slug="symplur-patient-safety")
        assert (topic.name, topic.description) == (
            "Symplur: Patient Safety",
            "Harm that care can do.",
        )

    def test_a_second_time_changes_nothing(self, tmp_path: Path) -> None:
        take_tree(tmp_path)
        before = list(Offering.objects.values())
        assert take_tree(tmp_path) == [Outcome.UNCHANGED] * 3
        assert list(Offering.objects.values()) == before
        assert CatalogueFile.objects.count() == 3

    def test_an_edited_file_brings_its_row_up_to_date(self, tmp_path: Path) -> None:
        take_tree(tmp_path)
        path = "content/offering/quiet-ward.md"
        edited = OFFERING.replace("licence: MIT\n", "").replace("kind: service", "kind: product")
        edited = edited.replace("title: Quiet Ward", "title: Calm Ward")
        assert take(tmp_path, path, edited) is Outcome.CHANGED
        offering = Offering.objects.get()
        assert (offering.label, offering.kind, offering.licence) == ("Calm Ward", "product", "")

    def test_a_renamed_topic_stays_the_same_row(self, tmp_path: Path) -> None:
        take_tree(tmp_path)
        before = Category.objects.get(slug="symplur-patient-safety").pk
        renamed = TOPIC.replace("label: Patient Safety", "label: Safety")
        path = "content/topic/symplur-patient-safety/_index.md"
        assert take(tmp_path, path, renamed) is Outcome.CHANGED
        assert Category.objects.get(pk=before).name == "Symplur: Safety"

    def test_an_offering_made_from_a_card_is_completed(self, tmp_path: Path) -> None:
        card = make_offering("Quiet ward", offering_id=501)
        assert take_tree(tmp_path)[1] is Outcome.CHANGED
        assert Offering.objects.get().pk == card.pk

    def test_it_mends_no_article(self, tmp_path: Path) -> None:
        offering = make_offering("Quiet Ward", ("Symplur: Telehealth",), offering_id=501)
        article = make_article(categories=("Symplur: Telehealth",))
        rows = RelatedOffering.objects.filter(article=article, offering=offering)
        assert rows.count() == 1
        take_tree(tmp_path)
        assert rows.count() == 1

    def test_a_file_without_a_slug_has_that_of_its_place(self, tmp_path: Path) -> None:
        text = "---\ntitle: 'A: B'\narchetype: topic\n---\n"
        take(tmp_path, "content/topic/of-its-own/_index.md", text)
        assert Category.objects.get().slug == "of-its-own"

    def test_a_slug_is_made_of_any_file_name(self, tmp_path: Path) -> None:
        text = "---\ntitle: A\narchetype: offering\n---\n"
        take(tmp_path, "content/offering/My Ward.md", text)
        assert Offering.objects.get().slug == "my-ward"

    def test_a_file_without_a_slug_leaves_that_of_the_row(self, tmp_path: Path) -> None:
        make_offering("Quiet Ward", offering_id=501, slug="an-address-of-its-own")
        text = "---\ntitle: Calm Ward\narchetype: offering\nofferingId: 501\n---\n"
        take(tmp_path, "content/offering/calm.md", text)
        take(tmp_path, "content/offering/calm.md", text.replace("Calm", "Calmer"))
        row = Offering.objects.get()
        assert (row.label, row.slug) == ("Calmer Ward", "an-address-of-its-own")

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            ("title: ''", "`title` is missing or empty; everything in the catalogue has a name."),
            ("status: secret", "`status` is 'secret'; write one of approved, archived, pending."),
            ("slug: ../up", "`slug` is '../up'; use letters, digits and hyphens only"),
            ("licence: " + "x" * 101, "`licence` has 101 characters; shorten it to 100"),
        ],
    )
    def test_a_bad_key_is_named(self, tmp_path: Path, change: str, sentence: str) -> None:
        front_matter = {"title": "T", "slug": "t", "archetype": "offering"}
        key, _, value = change.partition(": ")
        text = document.compose(front_matter | {key: value.strip("'")}, "")
        with pytest.raises(FieldError) as refusal:
            take(tmp_path, "content/offering/t.md", text)
        assert sentence in str(refusal.value)
        assert not Offering.objects.exists()

    def test_names_of_two_rows_are_refused(self, tmp_path: Path) -> None:
        make_offering("One", slug="quiet-ward")
        make_offering("Two", offering_id=501)
        with pytest.raises(FieldError, match="those of both “One” and “Two”"):
            take(tmp_path, "content/offering/quiet-ward.md", OFFERING)

    @pytest.mark.parametrize(
        ("path", "text"),
        [
            ("content/news/quiet-ward.md", OFFERING),
            ("content/offering/_index.md", OFFERING),
            ("content/offering/other.md", TOPIC),
            ("content/topic/plain.md", TOPIC),
            ("content/offering/article.md", "---\ntitle: An article\n---\n"),
        ],
    )
    def test_other_files_are_none_of_the_catalogue(
        self, tmp_path: Path, path: str, text: str
    ) -> None:
        place = Place.of(tmp_path, write(tmp_path, path, text))
        assert not is_catalogue(place, document.parse(text))


class TestBothSides:
    PATH = "content/offering/quiet-ward.md"

    def test_changes_that_go_together_are_merged(self, tmp_path: Path) -> None:
        take_tree(tmp_path)
        Offering.objects.update(licence="Apache-2.0")
        edited = OFFERING.replace("kind: service", "kind: product").replace("Sorts", "Files")
        assert take(tmp_path, self.PATH, edited) is Outcome.CHANGED
        offering = Offering.objects.get()
        assert (offering.licence, offering.kind) == ("Apache-2.0", "product")
        assert offering.description.startswith("Files the alarms")
        export(tmp_path / "out")
        exported = files(tmp_path / "out")[self.PATH]
        assert exported == edited.replace("licence: MIT", "licence: Apache-2.0")

    def test_a_description_written_here_survives_a_changed_key(self, tmp_path: Path) -> None:
        take_tree(tmp_path)
        Offering.objects.update(description="Ours.")
        take(tmp_path, self.PATH, OFFERING.replace("licence: MIT", "licence: ISC"))
        offering = Offering.objects.get()
        assert (offering.description, offering.licence) == ("Ours.", "ISC")

    @pytest.mark.parametrize("change", [{"licence": "Apache-2.0"}, {"description": "Ours."}])
    def test_a_clash_leaves_both_sides_as_they_are(self, tmp_path: Path, change: dict) -> None:
        take_tree(tmp_path)
        Offering.objects.update(**change)
        edited = OFFERING.replace("licence: MIT", "licence: ISC").replace("Sorts", "Files")
        with pytest.raises(Clash, match="`licence`|`body`"):
            take(tmp_path, self.PATH, edited)
        row = Offering.objects.get()
        assert all(getattr(row, name) == value for name, value in change.items())


class TestThroughTheImporter:
    """As the command does it: with the articles, counted with them."""

    def lay_out(self, root: Path) -> None:
        for path, text in TREE.items():
            write(root, path, text)
        write(root, "content/news/one.md", text_of())
        write(root, "content/topic/_index.md", "---\ntitle: All topics\n---\n")
        write(root, "content/topic/other/_index.md", "---\ntitle: Somebody's own\n---\n")

    def test_the_catalogue_is_counted_with_the_articles(self, tmp_path: Path) -> None:
        self.lay_out(tmp_path)
        report = import_files(find_files([tmp_path]))
        assert str(report) == "Imported 4: 3 new, 1 changed, 0 unchanged, 0 failed"
        report = import_files(find_files([tmp_path]))
        assert str(report) == "Imported 4: 0 new, 0 changed, 4 unchanged, 0 failed"
        assert Article.objects.count() == 1
        assert Offering.objects.get(offering_id=501).licence == "MIT"

    def test_the_whole_tree_comes_back(self, tmp_path: Path) -> None:
        self.lay_out(tmp_path / "in")
        said = io.StringIO()
        call_command("import_markdown", str(tmp_path / "in"), stdout=said)
        assert "Passed through 2 other files" in said.getvalue()
        exporter.export(Article.objects.published(), Target(tmp_path / "out"))
        assert files(tmp_path / "out") == files(tmp_path / "in")

    def test_a_dry_run_changes_nothing(self, tmp_path: Path) -> None:
        self.lay_out(tmp_path)
        report = import_files(find_files([tmp_path]), dry_run=True, details=True)
        assert report.counts[Outcome.NEW] == 4
        assert not Offering.objects.exists()
        assert not CatalogueFile.objects.exists()

    def test_a_bad_key_is_named_with_its_line_and_the_others_go_in(self, tmp_path: Path) -> None:
        self.lay_out(tmp_path)
        write(tmp_path, "content/offering/quiet-ward.md", OFFERING.replace("approved", "odd"))
        report = import_files(find_files([tmp_path]))
        assert str(report).endswith("1 failed")
        assert "quiet-ward.md: Line 14: `status` is 'odd'; write one of" in report.failures[0]

    def test_a_clash_is_reported_and_counted(self, tmp_path: Path) -> None:
        self.lay_out(tmp_path)
        import_files(find_files([tmp_path]))
        Offering.objects.filter(offering_id=501).update(licence="Apache-2.0")
        edited = OFFERING.replace("licence: MIT", "licence: ISC")
        write(tmp_path, "content/offering/quiet-ward.md", edited)
        report = import_files(find_files([tmp_path]))
        assert report.counts[Outcome.CLASHED] == 1
        assert "`licence` cannot have both values" in report.failures[0]

    def test_an_exported_catalogue_comes_in_unchanged(self, tmp_path: Path) -> None:
        make_article(categories=("Symplur: Home Care",))
        make_offering("Bedside Hub", ("Symplur: Home Care",))
        call_command("export_markdown", str(tmp_path), "--catalogue", stdout=io.StringIO())
        report = import_files(find_files([tmp_path]))
        assert str(report) == "Imported 3: 0 new, 0 changed, 3 unchanged, 0 failed"

    def test_synonyms_go_out_and_come_in_and_none_writes_no_key(self, tmp_path: Path) -> None:
        path = "content/topic/symplur-patient-safety/_index.md"
        take_tree(tmp_path)
        assert "synonyms" not in export_text(tmp_path / "none", path)
        Category.objects.update(synonyms="Safe care\nNever events")
        shown = export_text(tmp_path / "two", path)
        assert "synonyms:\n  - Safe care\n  - Never events\n" in shown
        Category.objects.update(synonyms="")
        CatalogueFile.objects.all().delete()
        take(tmp_path, path, shown)
        assert Category.objects.get(label="Patient Safety").synonyms == "Safe care\nNever events"


def export_text(folder: Path, path: str) -> str:
    """One file of the catalogue as an export writes it."""
    export(folder)
    return (folder / path).read_text()


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40).filter(
        lambda label: label.strip()
    ),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60),
)
def test_any_label_and_description_come_back(label: str, description: str) -> None:
    row = Offering(label=label, slug="slug", description=description)
    text = document.compose(
        {key.name: key.write(row) for key in catalogue.OFFERING.keys if "categor" not in key.name},
        row.description,
    )
    entry = catalogue.read(catalogue.OFFERING, document.parse(text).front_matter)
    assert entry.fields["label"] == " ".join(label.split())
    assert document.parse(text).body == description
