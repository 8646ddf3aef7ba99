"""Names of the catalogue: one spelling each, and an address for every one."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from offerings.models import Category, Institution, Offering, Vocabulary
from offerings.naming import fold, slug_of
from offerings.querysets import split_name


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Symplur: Healthcare System", "symplur-healthcare-system"),
        ("Medical Subject Headings (MeSH): Workflow", "medical-subject-headings-mesh-workflow"),
        ("R&D", "rd"),
        ("C++", "c"),
        ("健康", "健康"),
    ],
)
def test_slugs_are_those_that_hugo_makes(name: str, slug: str) -> None:
    assert slug_of(name) == slug


def test_a_name_without_a_letter_has_a_slug_too() -> None:
    assert slug_of("!!!") == slug_of("!!!")
    assert slug_of("!!!") != slug_of("???")


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Symplur: Home Care", ("Symplur", "Home Care")),
        ("  Symplur:   Home  Care ", ("Symplur", "Home Care")),
        ("Telehealth", ("", "Telehealth")),
        ("A: B: C", ("A", "B: C")),
        ("12:30", ("", "12:30")),
        (": odd", ("", ": odd")),
        ("odd:", ("", "odd:")),
    ],
)
def test_a_name_is_split_at_its_first_colon(name: str, parts: tuple[str, str]) -> None:
    assert split_name(name) == parts


@pytest.mark.django_db
class TestNaming:
    def test_a_category_is_found_again_in_any_case(self) -> None:
        made = Category.objects.named("Symplur: Home Care")
        assert Category.objects.named("SYMPLUR: home  care") == made
        assert made.name == "Symplur: Home Care"
        assert Vocabulary.objects.count() == 1

    @pytest.mark.parametrize(("one", "other"), [("Straße", "STRASSE"), ("ΚΑΡΔΙΑ", "καρδια")])
    def test_case_outside_ascii_does_not_count_either(self, one: str, other: str) -> None:
        assert fold(one) == fold(other)
        assert Category.objects.named(f"V: {one}") == Category.objects.named(f"V: {other}")

    def test_the_database_refuses_a_second_label_in_any_case(self) -> None:
        made = Category.objects.named("Symplur: Home Care")
        for vocabulary in (made.vocabulary, None):
            Category.objects.get_or_create(
                vocabulary=vocabulary, label_folded="x", defaults={"label": "X"}
            )
            with pytest.raises(IntegrityError), transaction.atomic():
                Category.objects.create(vocabulary=vocabulary, label="x")

    def test_a_name_outside_every_vocabulary_is_kept(self) -> None:
        free = Category.objects.named("FDA")
        assert (free.vocabulary, free.name, free.slug) == (None, "FDA", "fda")

    def test_two_labels_that_make_one_slug_get_two_addresses(self) -> None:
        one, two = Category.objects.named("V: C"), Category.objects.named("V: C++")
        assert {one.slug, two.slug} == {"v-c", "v-c-2"}

    def test_an_institution_is_found_by_name_or_slug(self) -> None:
        made = Institution.objects.named("Mayo Clinic")
        assert Institution.objects.named("mayo-clinic") == made
        assert Institution.objects.named("MAYO  clinic") == made

    def test_two_offerings_of_one_label_get_two_addresses(self) -> None:
        slugs = [Offering.objects.create(label="Quiet Ward").slug for _ in range(2)]
        assert slugs == ["quiet-ward", "quiet-ward-2"]
