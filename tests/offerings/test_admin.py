"""The catalogue at the desk."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from offerings.models import Category, Offering, Vocabulary
from tests.builders import make_article, make_category, make_offering
from tests.news.admin.conftest import shown_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("chief"))
    return client


def resave(client: Client, url: str, **changes: str):
    """Open a form, change some of it, and save it."""
    form = shown_form(client.get(url).content.decode())
    return client.post(url, {**form, **changes})


def test_topics_that_nobody_has_filed_are_found(chief) -> None:
    make_category("Symplur: Home Care")
    make_category("Loose")
    found = chief.get("/admin/offerings/category/", {"vocabulary": "unfiled"}).context["cl"]
    assert [category.label for category in found.result_list] == ["Loose"]


def test_topics_are_narrowed_by_vocabulary(chief) -> None:
    make_category("Symplur: Home Care")
    make_category("MeSH: Workflow")
    pk = Vocabulary.objects.get(name="MeSH").pk
    found = chief.get("/admin/offerings/category/", {"vocabulary": pk}).context["cl"]
    assert [category.label for category in found.result_list] == ["Workflow"]


def test_a_topic_says_how_many_articles_and_offerings_it_has(chief) -> None:
    for _ in range(2):
        make_article(categories=("Symplur: Home Care",))
    for _ in range(3):
        make_offering(categories=("Symplur: Home Care",))
    (category,) = chief.get("/admin/offerings/category/").context["cl"].result_list
    assert (category.article_count, category.offering_count) == (2, 3)


def test_a_twin_in_the_same_vocabulary_is_refused(chief) -> None:
    make_category("Symplur: Home Care")
    other = make_category("Symplur: Nursing")
    url = f"/admin/offerings/category/{other.pk}/change/"
    page = resave(chief, url, label=" home  CARE ").content.decode()
    assert "has this label already" in page


def test_an_untouched_offering_keeps_every_text_and_place(chief) -> None:
    offering = make_offering(
        "Maribel Health", ("A: One", "A: Two"), summary=" Spaced ", description="One.\r\nTwo. "
    )
    offering.offering_categories.filter(position=1).update(position=9)
    kept = Offering.objects.values("label", "summary", "description", "slug", "website")
    before = kept.get()
    assert resave(chief, f"/admin/offerings/offering/{offering.pk}/change/").status_code == 302
    assert kept.get() == before
    assert list(offering.offering_categories.values_list("position", flat=True)) == [0, 9]


def test_categories_of_an_offering_are_put_in_order(chief) -> None:
    offering = make_offering("", ("A: One", "A: Two"))
    places = {"offering_categories-0-position": "1", "offering_categories-1-position": "0"}
    resave(chief, f"/admin/offerings/offering/{offering.pk}/change/", **places)
    assert [c.label for c in Offering.objects.get().ordered_categories()] == ["Two", "One"]


def test_a_number_leads_to_the_rows_that_it_counts(chief) -> None:
    make_article(categories=("Symplur: Home Care",))
    make_article()
    page = chief.get("/admin/offerings/category/").content.decode()
    pk = Category.objects.get().pk
    url = f"/admin/news/article/?categories__id__exact={pk}"
    assert url in page
    assert chief.get(url).context["cl"].result_count == 1
