"""Which topics are suggested, and with which words."""

from __future__ import annotations

import pytest

from news.models import ArticleCategory, LearntWord, Lesson
from news.related import Suggestion, suggest_categories
from news.suggesting import learning
from offerings.models import Category
from tests.builders import make_article, make_category, make_offering

pytestmark = pytest.mark.django_db

CARE, HOME, IMAGING = "Symplur: Healthcare System", "Symplur: Home Care", "Symplur: Imaging"
WARD = "A ward of this hospital"
FILM = "The radiologist looks at a scan of the lung"


def file_many(number: int = 12) -> None:
    for count in range(number):
        make_article(f"{WARD} number {count}", (CARE,), description="", body="")
        make_article(f"{FILM} number {count}", (IMAGING,), description="", body="")


def labels(suggestions: list[Suggestion]) -> list[str]:
    return [suggestion.category.label for suggestion in suggestions]


class TestWithoutAnythingFiled:
    def test_a_label_in_the_text_speaks_for_a_topic(self) -> None:
        make_category(HOME), make_category(CARE)
        (best, *_) = suggest_categories(text="It is about home care, at last.")
        assert best.category.name == HOME
        assert "“home care” is in the text" in best.reason
        assert 0 < best.score <= 1

    def test_a_title_says_more_than_a_text(self) -> None:
        make_category(HOME)
        title = suggest_categories(title="Home care grows")[0]
        text = suggest_categories(text="Home care grows")[0]
        assert title.score > text.score

    def test_synonyms_and_plurals_count(self) -> None:
        topic = make_category("Symplur: Telehealth")
        Category.objects.filter(pk=topic.pk).update(synonyms="Telemedicine\nVideo visit")
        assert labels(suggest_categories(title="The trouble with video visits")) == ["Telehealth"]

    def test_what_is_in_brackets_counts(self) -> None:
        make_category("Healthcare IT News: Electronic Health Records (EHR)")
        assert suggest_categories(title="What an EHR costs")

    def test_a_tag_of_the_source_counts(self) -> None:
        make_category(HOME)
        (best,) = suggest_categories(title="On the road", tags=["Home care", "Travel"])
        assert best.reason == "a tag of the source"

    def test_the_description_of_a_topic_speaks_for_it(self) -> None:
        make_category(CARE)
        topic = make_category(IMAGING)
        Category.objects.filter(pk=topic.pk).update(description="Scans, and who reads them.")
        (best,) = suggest_categories(title="Reading a scan", text="radiology scan")
        assert (best.category, best.words) == (topic, ("scan",))

    def test_an_offering_brings_its_topics(self) -> None:
        make_offering("OHIF Viewer", (IMAGING,))
        (best,) = suggest_categories(title="OHIF Viewer has panes")
        assert best.category.name == IMAGING
        assert best.reason.startswith("it names OHIF Viewer, which is filed so")

    def test_a_text_about_nothing_suggests_nothing(self) -> None:
        make_category(HOME)
        assert suggest_categories(title="The weather in May") == []
        assert suggest_categories() == []


class TestFromWhatWasFiled:
    def test_words_of_earlier_articles_speak_for_their_topic(self) -> None:
        file_many()
        best = suggest_categories(title="Another hospital", text="Its wards are new.")[0]
        assert best.category.name == CARE
        assert set(best.words) == {"hospital", "wards"}
        assert best.reason == "because of hospital, wards; 12 articles filed so"

    def test_words_that_stand_everywhere_say_nothing(self) -> None:
        for number in range(30):
            make_article(f"Patients and {number}", (CARE if number % 2 else HOME,), body="")
        assert all("Patients" not in one.words for one in suggest_categories(title="Patients"))

    def test_topics_that_the_article_has_are_not_suggested(self) -> None:
        file_many()
        article = make_article("This hospital has a ward", (CARE,))
        assert CARE not in [
            one.category.name for one in suggest_categories(article, title=article.title)
        ]

    def test_it_follows_what_is_filed_without_being_told(self) -> None:
        file_many()
        assert HOME not in labels(suggest_categories(title="Bandages"))
        for _ in range(4):
            make_article("Bandages at the kitchen table", (HOME,), body="")
        assert labels(suggest_categories(title="Bandages"))[0] == "Home Care"

    def test_it_forgets_what_is_taken_off_a_small_desk(self) -> None:
        file_many()
        assert suggest_categories(title="A hospital ward")
        ArticleCategory.objects.filter(category=make_category(CARE)).delete()
        assert suggest_categories(title="A ward in a hospital") == []

    def test_the_publication_speaks_too(self) -> None:
        from news.models import Publication

        lens = Publication.objects.at("lens.example")
        for number in range(10):
            make_article(f"Number {number}", (IMAGING,), publication=lens, body="")
            make_article(f"Figure {number}", (CARE,), body="")
            make_article(f"Letter {number}", (HOME,), body="")
        assert "lens.example" in suggest_categories(title="Out", brand="lens.example")[0].words

    def test_it_asks_the_same_of_the_database_however_much_was_filed(
        self, django_assert_max_num_queries
    ) -> None:
        file_many(40)
        suggest_categories(title="x")
        with django_assert_max_num_queries(8):
            assert suggest_categories(title="This hospital", description=FILM, text=WARD * 50)

    def test_suggesting_changes_nothing_when_nothing_was_filed_since(self) -> None:
        file_many()
        suggest_categories(title="x")
        before = list(LearntWord.objects.order_by("pk").values())
        suggest_categories(title="x")
        assert list(LearntWord.objects.order_by("pk").values()) == before


class TestLearning:
    def counts(self) -> dict[str, tuple[int, dict[str, int]]]:
        generation = Lesson.current().generation
        rows = LearntWord.objects.filter(generation=generation)
        return {term: (n, t) for term, n, t in rows.values_list("term", "articles", "topics")}

    def test_newer_filings_are_added_to_the_counts(self, monkeypatch) -> None:
        file_many(3)
        learning.learn()
        monkeypatch.setattr(learning, "SMALL", 0)
        article = make_article("The hospital reopens", (CARE, HOME), description="", body="")
        care, home = (str(make_category(name).pk) for name in (CARE, HOME))
        number, topics = self.counts()["hospital"]
        learning.keep_up()
        assert self.counts()["hospital"] == (number + 1, {care: topics[care] + 1, home: 1})
        assert self.counts()["hospital reopen"] == (1, {care: 1, home: 1})
        lesson = Lesson.current()
        assert (lesson.articles, lesson.topics[home], lesson.filings) == (7, 1, 8)
        ArticleCategory.objects.create(article=article, category=make_category(IMAGING))
        learning.keep_up()
        assert self.counts()["hospital"][0] == number + 1
        assert Lesson.current().articles == 7

    def test_filings_are_never_added_twice(self, monkeypatch) -> None:
        file_many(3)
        known = learning.learn()
        monkeypatch.setattr(learning, "SMALL", 0)
        make_article("The hospital reopens", (CARE,))
        learning.keep_up()
        counts = self.counts()
        rows = ArticleCategory.objects.order_by("-pk").values_list(
            "pk", "article_id", "category_id"
        )
        learning._add(known, list(rows[:1]))
        assert self.counts() == counts

    def test_a_large_backlog_is_added_in_parts(self, monkeypatch) -> None:
        file_many(1)
        learning.learn()
        for name, value in {"SMALL": 0, "AT_ONCE": 2, "ON_FIRST_USE": 0}.items():
            monkeypatch.setattr(learning, name, value)
        file_many(3)
        steps = [learning.keep_up().filings for _ in range(4)]
        assert steps == [4, 6, 8, 8]

    def test_a_large_desk_that_never_learnt_does_not_keep_an_editor_waiting(
        self, monkeypatch
    ) -> None:
        file_many(3)
        for name in ("SMALL", "ON_FIRST_USE", "AT_ONCE"):
            monkeypatch.setattr(learning, name, 0)
        assert learning.keep_up().articles == 0
        assert suggest_categories(title="Healthcare system")[0].category.name == CARE

    def test_an_older_generation_never_replaces_a_younger_one(self) -> None:
        file_many(2)
        older = learning._reserve()
        younger = learning.learn()
        tally = learning._Tally()
        assert learning._put_into_use(older, 0, tally).articles == younger.articles
        assert set(LearntWord.objects.values_list("generation", flat=True)) == {younger.generation}

    def test_learning_again_leaves_no_old_words(self) -> None:
        file_many(2)
        learning.learn()
        words = LearntWord.objects.count()
        learning.learn()
        assert LearntWord.objects.count() == words

    def test_memory_is_bounded_and_the_frequent_words_stay(self, monkeypatch) -> None:
        monkeypatch.setattr(learning, "MOST_TERMS", 40)
        monkeypatch.setattr(learning, "MOST_PAIRS", 40)
        monkeypatch.setattr(learning, "BATCH", 5)
        for number in range(40):
            odd = " ".join(f"odd{number // 3}{letter}" for letter in "abcdefgh")
            make_article("A hospital", (CARE, HOME), description="", body=odd)
        learning.learn()
        assert self.counts()["hospital"][0] > 30
        assert len(self.counts()) < 100

    def test_a_deleted_topic_is_not_suggested(self) -> None:
        file_many()
        suggest_categories(title="x")
        topic = make_category(IMAGING)
        ArticleCategory.objects.filter(category=topic).delete()
        topic.delete()
        assert "Imaging" not in labels(suggest_categories(title="A scan for the radiologist"))


def test_a_topic_that_is_picked_makes_room_for_weaker_ones() -> None:
    file_many()
    make_category("Symplur: Radiology")
    source = {"title": f"{WARD} and {WARD}", "text": "And a word on radiology, at last."}
    article = make_article("Picked", (CARE,))
    assert labels(suggest_categories(**source))[0] == "Healthcare System"
    assert labels(suggest_categories(article, **source)) == ["Radiology"]
