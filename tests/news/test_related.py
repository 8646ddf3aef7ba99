"""Which offerings stand beside an article, and that the answer stays true."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from news import related
from news.models import Article, ArticleCategory, RelatedOffering
from news.related import Candidate, choose
from offerings.models import Offering, OfferingCategory
from tests.builders import make_article, make_category, make_offering

CARE, HOME, MESH = "Symplur: Healthcare System", "Symplur: Home Care", "MeSH: Workflow"


def shown(article: Article) -> list[str]:
    rows = article.related_offerings.shown().select_related("offering")
    return [row.offering.label for row in rows]


def candidate(number: int, *categories: int) -> Candidate:
    return Candidate(pk=number, rank=(number, number), category_ids=frozenset(categories))


class TestTheRule:
    def test_it_puts_the_most_shared_first_then_the_newest(self) -> None:
        candidates = [candidate(1, 10, 11), candidate(2, 10), candidate(3, 10), candidate(9, 99)]
        assert choose([10, 11], candidates) == [1, 3, 2]

    def test_it_shows_three(self) -> None:
        assert choose([10], [candidate(n, 10) for n in range(1, 9)]) == [8, 7, 6]

    def test_pins_come_first_and_count(self) -> None:
        candidates = [candidate(n, 10) for n in range(1, 9)]
        assert choose([10], candidates, pinned=[2, 40]) == [2, 40, 8]
        assert choose([10], candidates, pinned=[1, 2, 3, 4]) == [1, 2, 3, 4]

    def test_the_excluded_never_come(self) -> None:
        assert choose([10], [candidate(1, 10), candidate(2, 10)], excluded=[2]) == [1]

    def test_without_topics_there_are_none(self) -> None:
        assert choose([], [candidate(1, 10)]) == []


@pytest.mark.django_db
class TestTheKeptAnswer:
    def test_it_is_there_as_soon_as_topics_are(self) -> None:
        make_offering("Old", (CARE,), offering_id=1)
        make_offering("New", (CARE,), offering_id=2)
        assert shown(make_article(categories=(CARE,))) == ["New", "Old"]

    def test_a_topic_taken_away_takes_its_offerings_with_it(self) -> None:
        make_offering("Home", (HOME,))
        article = make_article(categories=(CARE, HOME))
        assert shown(article) == ["Home"]
        ArticleCategory.objects.get(article=article, category__label="Home Care").delete()
        assert shown(article) == []

    def test_it_is_mended_when_an_offering_gets_a_category(self) -> None:
        article = make_article(categories=(CARE,))
        offering = make_offering("Late", (HOME,))
        assert shown(article) == []
        OfferingCategory.objects.create(offering=offering, category=make_category(CARE))
        assert shown(article) == ["Late"]

    def test_it_is_mended_when_an_offering_loses_or_changes_a_category(self) -> None:
        offering = make_offering("Here", (CARE,))
        article = make_article(categories=(CARE,))
        row = offering.offering_categories.get()
        row.category = make_category(HOME)
        row.save()
        assert shown(article) == []

    def test_it_is_mended_when_an_offering_changes_its_number_or_standing(self) -> None:
        one = make_offering("One", (CARE,), offering_id=1)
        make_offering("Two", (CARE,), offering_id=2)
        article = make_article(categories=(CARE,))
        one.offering_id = 3
        one.save()
        assert shown(article) == ["One", "Two"]
        one.status = Offering.Status.ARCHIVED
        one.save()
        assert shown(article) == ["Two"]

    def test_a_deleted_offering_makes_room_for_the_next(self) -> None:
        offerings = [make_offering(f"Number {n}", (CARE,), offering_id=n) for n in range(1, 5)]
        article = make_article(categories=(CARE,))
        offerings[3].delete()
        assert shown(article) == ["Number 3", "Number 2", "Number 1"]

    def test_what_an_editor_pinned_or_excluded_stays_so(self) -> None:
        article = make_article(categories=(CARE,))
        pinned, excluded = make_offering("Pinned", (MESH,)), make_offering("Never", (CARE,))
        RelatedOffering.objects.filter(article=article).delete()
        kinds = RelatedOffering.Chosen
        for offering, chosen in ((pinned, kinds.PINNED), (excluded, kinds.EXCLUDED)):
            RelatedOffering.objects.create(article=article, offering=offering, chosen=chosen)
        make_offering("By topic", (CARE,))
        assert shown(article) == ["Pinned", "By topic"]

    def test_it_says_which_topics_are_shared_in_the_order_of_the_article(self) -> None:
        offering = make_offering("Both", (HOME, MESH, CARE))
        article = make_article(categories=(CARE, HOME))
        labels = [topic.label for topic in related.shared_topics(article, offering)]
        assert labels == ["Healthcare System", "Home Care"]

    @pytest.mark.parametrize("count", [3, 30])
    def test_mending_what_is_right_already_asks_the_same_of_the_database(self, count: int) -> None:
        make_offering("Here", (CARE,))
        articles = [make_article(categories=(CARE,)) for _ in range(count)]
        with CaptureQueriesContext(connection) as queries:
            related.refresh_all([article.pk for article in articles])
        assert len([q for q in queries if "SAVEPOINT" not in q["sql"]]) == 3
