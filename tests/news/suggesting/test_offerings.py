"""Which offerings are suggested for an article, and why."""

from __future__ import annotations

import pytest

from news.models import RelatedOffering
from news.related import suggest_offerings
from offerings.models import Offering
from tests.builders import make_article, make_offering

pytestmark = pytest.mark.django_db

CARE, HOME, MESH = "Symplur: Healthcare System", "Symplur: Home Care", "MeSH: Workflow"


def test_a_named_offering_comes_before_those_that_share_topics() -> None:
    make_offering("Newest", (CARE, HOME))
    make_offering("Orthanc", (MESH,))
    article = make_article("Pictures", (CARE, HOME))
    first, second = suggest_offerings(article, title="Pictures", text="They keep it in Orthanc.")
    assert (first.offering.label, first.reason) == ("Orthanc", "named in the text")
    assert first.words == ("Orthanc",)
    assert (second.offering.label, second.reason) == (
        "Newest",
        "shares Healthcare System, Home Care",
    )
    assert 1 >= first.score > second.score > 0


def test_the_place_of_a_name_counts() -> None:
    for label in ("Orthanc", "Synthea", "Medplum"):
        make_offering(label)
    found = suggest_offerings(title="On Medplum", description="and Synthea", text="or Orthanc")
    assert [(one.offering.label, one.reason) for one in found] == [
        ("Medplum", "named in the title"),
        ("Synthea", "named in the description"),
        ("Orthanc", "named in the text"),
    ]


def test_both_reasons_are_told() -> None:
    make_offering("Orthanc", (CARE,))
    (one,) = suggest_offerings(make_article("x", (CARE,)), title="About Orthanc")
    assert one.reason == "named in the title; shares Healthcare System"


def test_of_those_that_only_share_topics_three_come_the_most_shared_and_newest_first() -> None:
    for number in range(1, 6):
        make_offering(f"Number {number}", (CARE,), offering_id=number)
    make_offering("Both", (CARE, HOME), offering_id=0)
    found = suggest_offerings(make_article("x", (CARE, HOME)))
    assert [one.offering.label for one in found] == ["Both", "Number 5", "Number 4"]


def test_an_article_without_topics_is_taken_to_have_those_suggested() -> None:
    make_offering("House call", (HOME,))
    (one,) = suggest_offerings(title="What home care needs")
    assert (one.offering.label, one.reason) == ("House call", "shares Home Care")


def test_what_readers_may_not_see_is_not_suggested() -> None:
    make_offering("Orthanc", (CARE,), status=Offering.Status.PENDING)
    assert suggest_offerings(make_article("x", (CARE,)), title="About Orthanc") == []


def test_what_an_editor_settled_does_not_come_again() -> None:
    article = make_article("x", (CARE,))
    pinned, excluded, about = (make_offering(name, (CARE,)) for name in ("Ar", "Be", "Ce"))
    make_offering("De", (CARE,))
    article.offering = about
    article.save()
    RelatedOffering.objects.filter(article=article).delete()
    for offering, chosen in ((pinned, "pinned"), (excluded, "excluded")):
        RelatedOffering.objects.create(article=article, offering=offering, chosen=chosen)
    assert [one.offering.label for one in suggest_offerings(article)] == ["De"]


def test_it_asks_the_same_of_the_database_however_many_there_are(
    django_assert_max_num_queries,
) -> None:
    for number in range(30):
        make_offering(f"Orthanc{number}", (CARE,))
    article = make_article("x", (CARE,))
    with django_assert_max_num_queries(7):
        assert suggest_offerings(article, text=" ".join(f"Orthanc{n}" for n in range(30)))
