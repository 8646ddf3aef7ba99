"""Names in a text: which are there, and which only look so."""

from __future__ import annotations

import pytest

from news.suggesting.naming import Told, by_first_word, named_in


def names(text: str, *offerings: str) -> list[str]:
    found = named_in(Told(text), by_first_word(enumerate(offerings)))
    return [offerings[number] for number in sorted(found)]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("OpenMRS", "A clinic in Kenya runs OpenMRS."),
        ("OpenMRS", "They installed openmrs, and it worked."),
        ("i2b2", "Cohorts were found with I2B2."),
        ("REDCap", "REDCap's forms"),
        ("Synthea", "Synthea makes patients up."),
        ("OHIF Viewer", "New in the OHIF viewer: panes".replace("viewer", "Viewer")),
        ("NHS login", "Sign in with NHS Login today"),
        ("MONAI", "a model of Monai"),
        ("Epic", "The hospital bought Epic."),
        ("Epic", "Two hospitals left Epic’s network."),
        ("HAPI FHIR", "built on HAPI FHIR-server"),
        ("Care Connect", "It moved to Care Connect last year."),
        ("GNU Health", "Why We Chose GNU Health For Every Clinic"),
        ("cBioPortal", "cBioPortal"),
        ("Ärzte App", "die Ärzte App ist da"),
    ],
)
def test_it_finds(name: str, text: str) -> None:
    assert names(text, name) == [name]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("OpenMRS", "OpenMRSish things"),
        ("Synthea", "a synthea of views"),
        ("Epic", "It was an epic fight."),
        ("Epic", "Epic fights were seen. “Epic ones too."),
        ("Epic", "An Epic Journey Through Seven Hospital Wards"),
        ("Epic", "EPIC FIGHT OVER MEDICAL RECORDS"),
        ("ARX", "arx is Latin for a castle"),
        ("Care Connect", "where care connect people"),
        ("Care Connect", "New Care Connect Nurses With Patients"),
        ("OHIF Viewer", "OHIF, a viewer"),
        ("GNU Health", "GNU is not about Health"),
        ("", "anything"),
        ("–", "a – b"),
    ],
)
def test_it_does_not_find(name: str, text: str) -> None:
    assert names(text, name) == []


def test_a_name_inside_a_longer_one_does_not_count() -> None:
    assert names("Sign in with NHS login", "NHS", "NHS login") == ["NHS login"]


def test_many_names_in_a_long_text_are_found_at_once() -> None:
    offerings = [f"Xylo{number} Suite" for number in range(10_000)]
    text = "Nothing new. " * 1_000 + "They use Xylo4711 Suite."
    assert names(text, *offerings) == ["Xylo4711 Suite"]
