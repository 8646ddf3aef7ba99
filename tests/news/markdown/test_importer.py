"""What an import makes, what it leaves alone, and what it refuses in a sentence."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from news.markdown import document
from news.markdown.importer import ImportReport, Outcome, find_files, import_files
from news.models import Article, Author, Publication, Section
from offerings.models import Category, Offering, Vocabulary
from tests.builders import make_article, make_offering
from tests.documents import ABSENT, BODY, HOUSE, another, text_of, write
from tests.pictures import picture

pytestmark = pytest.mark.django_db


def take(*paths: Path) -> ImportReport:
    return import_files(find_files(paths))


def refusal(folder: Path, text: str | bytes) -> str:
    """The one sentence about a file that is refused."""
    path = write(folder, "bad.md", text)
    report = take(path)
    assert report.counts[Outcome.FAILED] == 1
    (sentence,) = report.failures
    assert sentence.startswith(f"{path}: ")
    return sentence.removeprefix(f"{path}: ")


class TestWhatItMakes:
    @pytest.fixture(autouse=True)
    def imported(self, tmp_path: Path) -> None:
        assert take(write(tmp_path, "one.md", text_of())).failures == []

    def test_the_article_with_its_own_columns(self) -> None:
        article = Article.objects.get()
        assert article.title == "Fewer Alarms, Calmer Wards"
        assert article.path == "/news/wardreview-example-fewer-alarms-calmer-wards/"
        assert article.date == date(2022, 3, 5)
        assert article.source_date == date(2022, 3, 4)
        assert article.modified_at == datetime(2022, 3, 5, 11, 12, 13, 1200, tzinfo=UTC)
        assert article.via == " "
        assert article.work_package_id == 5105
        assert article.body_format == Article.BodyFormat.HTML

    def test_it_is_published_from_its_day_on(self) -> None:
        article = Article.objects.published().get()
        assert article.published_at == datetime(2022, 3, 5, tzinfo=UTC)

    def test_what_it_names_for_the_first_time(self) -> None:
        assert [author.name for author in Author.objects.all()] == ["Inês Duarte", "Tom Okafor"]
        assert Publication.objects.get().name == "The Ward Review"
        assert Section.objects.get().base_path == "/news/"
        assert {v.name for v in Vocabulary.objects.all()} == {"Symplur", "Healthcare IT News"}
        assert Category.objects.count() == 2
        offering = Offering.objects.with_categories().get(offering_id=501)
        assert [category.label for category in offering.ordered_categories()] == [
            "Clinical",
            "Patient Safety",
        ]

    def test_lists_keep_their_order(self) -> None:
        article = Article.objects.for_page().get()
        assert [author.name for author in article.ordered_authors()] == [
            "Inês Duarte",
            "Tom Okafor",
        ]
        assert article.ordered_tags() == ["News", "alarm fatigue", "ICU"]

    def test_a_second_import_changes_nothing_and_says_so(self, tmp_path: Path) -> None:
        report = take(tmp_path)
        assert str(report) == "Imported 1: 0 new, 0 changed, 1 unchanged, 0 failed"

    def test_a_changed_file_changes_its_article(self, tmp_path: Path) -> None:
        write(tmp_path, "one.md", text_of(title="New", tags=["ICU"], author=["Tom Okafor"]))
        assert take(tmp_path).counts[Outcome.CHANGED] == 1
        article = Article.objects.for_page().get()
        assert article.title == "New"
        assert article.ordered_tags() == ["ICU"]
        assert [author.name for author in article.ordered_authors()] == ["Tom Okafor"]

    def test_the_same_file_does_not_undo_what_an_editor_did_since(self, tmp_path: Path) -> None:
        Article.objects.update(title="Edited")
        assert take(tmp_path).counts[Outcome.UNCHANGED] == 1
        assert Article.objects.get().title == "Edited"

    def test_a_withdrawn_article_stays_withdrawn(self, tmp_path: Path) -> None:
        Article.objects.update(state=Article.State.WITHDRAWN)
        write(tmp_path, "one.md", text_of(title="New"))
        take(tmp_path)
        assert Article.objects.get().state == Article.State.WITHDRAWN


class TestHowItReads:
    def test_a_draft_of_another_system_is_no_news_yet(self, tmp_path: Path) -> None:
        take(write(tmp_path, "one.md", text_of(draft=True)))
        assert not Article.objects.published().exists()

    def test_a_day_to_come_is_a_schedule(self, tmp_path: Path) -> None:
        take(write(tmp_path, "one.md", text_of(date="2999-01-01")))
        assert Article.objects.scheduled().exists()

    def test_a_post_of_another_section_lives_under_its_folder(self, tmp_path: Path) -> None:
        write(tmp_path, "content/post/first-light.md", "---\ntitle: First Light\n---\nText.\n")
        take(tmp_path)
        assert Article.objects.get().path == "/post/first-light/"

    def test_a_file_without_a_name_is_the_same_article_the_next_time(self, tmp_path: Path) -> None:
        write(tmp_path, "content/post/a.md", "---\ntitle: A\n---\n")
        take(tmp_path)
        write(tmp_path, "content/post/a.md", "---\ntitle: B\n---\n")
        assert take(tmp_path / "content").counts[Outcome.CHANGED] == 1
        assert take(tmp_path).counts[Outcome.UNCHANGED] == 1
        assert Article.objects.get().path == "/post/a/"

    def test_two_files_with_one_source_are_two_articles(self, tmp_path: Path) -> None:
        link = another(1)["link"]
        for number in (1, 2):
            text = document.compose(another(number, link=link), BODY)
            write(tmp_path, f"{number}.md", text)
        assert take(tmp_path).counts[Outcome.NEW] == 2
        assert Article.objects.filter(duplicate_of__isnull=False).count() == 1

    def test_an_alias_stays_with_the_article_that_had_it_first(self, tmp_path: Path) -> None:
        texts = [document.compose(another(n, aliases="/news/shared"), BODY) for n in (1, 2)]
        for number, text in enumerate(texts):
            write(tmp_path, f"{number}.md", text)
        report = take(tmp_path)
        assert report.counts[Outcome.NEW] == 2
        (note,) = report.notes
        assert "/news/shared stays with “Fewer Alarms, Calmer Wards”" in note

    def test_offerings_of_the_file_stay_as_they_came(self, tmp_path: Path) -> None:
        make_offering("Newer", ("Symplur: Patient Safety",), offering_id=99_999)
        take(write(tmp_path, "one.md", text_of()))
        rows = Article.objects.get().related_offerings.select_related("offering")
        assert [(row.offering.label, row.chosen) for row in rows] == [
            ("Quiet Ward", "rule"),
            ("Bedside Hub", "rule"),
        ]

    def test_an_offering_that_no_topic_explains_is_a_pin(self, tmp_path: Path) -> None:
        card = {"label": "Odd", "permalink": "/offering/odd", "categories": [], "offeringId": 1}
        take(write(tmp_path, "one.md", text_of(relatedOfferings=[card])))
        assert Article.objects.get().related_offerings.get().chosen == "pinned"

    def test_a_file_that_is_silent_about_offerings_gets_those_of_its_topics(
        self, tmp_path: Path
    ) -> None:
        make_offering("Near", ("Symplur: Patient Safety",))
        take(write(tmp_path, "one.md", text_of(relatedOfferings=ABSENT)))
        assert Article.objects.get().related_offerings.get().offering.label == "Near"

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("2019-04-30T17:21:35Z", date(2019, 4, 30)),
            ("2019-4-3 10:00:00 +0800", date(2019, 4, 3)),
            ("June 5, 2019", date(2019, 6, 5)),
            ("5 Jun 2019", date(2019, 6, 5)),
        ],
    )
    def test_days_are_read_as_other_systems_write_them(
        self, tmp_path: Path, text: str, expected: date
    ) -> None:
        take(write(tmp_path, "one.md", text_of(date=text)))
        assert Article.objects.get().date == expected

    def test_what_no_column_can_hold_is_kept_in_the_file_only(self, tmp_path: Path) -> None:
        report = take(write(tmp_path, "one.md", text_of(tags=["x" * 101, "ICU"])))
        assert report.failures == []
        assert Article.objects.for_page().get().ordered_tags() == ["ICU"]

    def test_a_picture_elsewhere_is_no_file_of_ours(self, tmp_path: Path) -> None:
        take(write(tmp_path, "one.md", text_of(featuredImage={"href": "../x.png"})))
        assert Article.objects.get().featured_image.name == ""

    def test_a_description_is_made_where_the_file_has_none(self, tmp_path: Path) -> None:
        body = f"<p>{'word ' * 60}</p>"
        take(write(tmp_path, "one.md", text_of(body=body, description=ABSENT)))
        assert Article.objects.get().description == ("word " * 60)[:200]


class TestPictures:
    NAME = HOUSE["featuredImage"]["href"]

    def test_one_that_lies_beside_the_file_is_stored(self, tmp_path: Path) -> None:
        write(tmp_path, "a.md", text_of())
        write(tmp_path, self.NAME, picture("JPEG"))
        take(tmp_path)
        medium = Article.objects.get().featured_image
        assert (medium.width, medium.height, medium.size) == (40, 30, [900, 1600])
        assert medium.file.read() == picture("JPEG")

    def test_one_that_comes_later_is_a_change(self, tmp_path: Path) -> None:
        write(tmp_path, "a.md", text_of())
        take(tmp_path)
        write(tmp_path, self.NAME, picture("JPEG"))
        assert take(tmp_path).counts[Outcome.CHANGED] == 1
        assert take(tmp_path).counts[Outcome.UNCHANGED] == 1

    def test_what_is_no_picture_is_noted_and_the_article_goes_in(self, tmp_path: Path) -> None:
        write(tmp_path, "a.md", text_of())
        write(tmp_path, self.NAME, b"<svg onload=alert(1)>")
        report = take(tmp_path)
        assert report.counts[Outcome.NEW] == 1
        assert f"Its picture {self.NAME} was not taken. This is no picture" in report.notes[0]
        assert not Article.objects.get().featured_image.file


class TestWhatItRefuses:
    @pytest.mark.parametrize(
        ("text", "says"),
        [
            (b"---\ntitle: caf\xe9\n---\n", "Line 2, column 11: the byte 0xE9 is not UTF-8"),
            ("Just text.\n", "It has no front matter; begin it with a line of ---"),
            ("---\ntitle: x\n", "Its front matter never ends"),
            ("+++\ntitle = x\n+++\n", "Line 2, column 9: invalid value; put a text in"),
            ("---\ntitle: 'x\n---\n", "a quoted scalar that begins on line 2; close the quotes"),
            ("---\ntitle: a\nvia: b\ntitle: c\n---\n", "Line 4, column 1"),
            ("---\nslug: x\n---\n", "`title` is missing or empty"),
            ("---\ntitle: ' '\n---\n", "Line 2: `title` is missing or empty"),
            ("---\ntitle: x\nslug: ../x\n---\n", "Line 3: `slug` is '../x', which is not the name"),
            ("---\ntitle: x\nslug: a/b\n---\n", "Line 3: `slug` is 'a/b'"),
            ("---\ntitle: x\nslug: '..'\n---\n", "Line 3: `slug` is '..'"),
            ("---\ntitle: x\nmdName: ../../x.md\n---\n", "Line 3: `mdName` is '../../x.md'"),
            ("---\ntitle: x\nmdName: /etc/x.md\n---\n", "Line 3: `mdName` is '/etc/x.md'"),
            ("---\ntitle: x\nmdName: x.html\n---\n", "the name of an article's file ends in .md"),
            ("---\ntitle: x\ndate: someday\n---\n", "Line 3: `date` is 'someday', which is not a"),
            ("---\ntitle: x\ndate: 2021-02-30\n---\n", "Line 3: `date` is '2021-02-30'"),
            ("---\ntitle: x\nlastMod: 0001-01-01T00:00:00+14:00\n---\n", "Line 3: `lastMod` is"),
            (f"---\ntitle: {'x' * 501}\n---\n", "Line 2: `title` has 501 characters; shorten it"),
            ("---\ntitle: x\naliases: https://a.org/\n---\n", "Line 3: `aliases` holds"),
        ],
    )
    def test_it_says_what_is_wrong_and_where(
        self, tmp_path: Path, text: str | bytes, says: str
    ) -> None:
        assert says in refusal(tmp_path, text)
        assert not Article.objects.exists()

    def test_the_others_are_imported(self, tmp_path: Path) -> None:
        write(tmp_path, "a.md", document.compose(another(1), BODY))
        write(tmp_path, "b.md", "---\ntitle: [\n---\n")
        write(tmp_path, "c.md", document.compose(another(2), BODY))
        assert str(take(tmp_path)) == "Imported 3: 2 new, 0 changed, 0 unchanged, 1 failed"

    def test_two_files_with_one_name(self, tmp_path: Path) -> None:
        write(tmp_path, "a.md", text_of())
        write(tmp_path, "b.md", text_of(title="Other"))
        report = take(tmp_path)
        assert report.counts[Outcome.NEW] == report.counts[Outcome.FAILED] == 1
        assert "is that of a.md, which was imported before it" in report.failures[0]

    def test_an_address_that_another_article_has(self, tmp_path: Path) -> None:
        make_article("Holder", slug="taken")
        assert "Its address /news/taken/ is that of “Holder”" in refusal(
            tmp_path, text_of(slug="taken")
        )

    def test_a_work_package_that_another_article_has(self, tmp_path: Path) -> None:
        make_article("Holder", work_package_id=5105)
        assert "Its id 5105 is that of “Holder”" in refusal(tmp_path, text_of())

    def test_a_failed_file_leaves_nothing_behind(self, tmp_path: Path) -> None:
        make_article("Holder", slug="taken")
        refusal(tmp_path, text_of(slug="taken"))
        assert not Author.objects.exists()
        assert not Category.objects.exists()

    def test_what_a_failed_file_would_have_made_is_made_by_the_next(self, tmp_path: Path) -> None:
        make_article("Holder", slug="taken")
        write(tmp_path, "a.md", document.compose(another(1, slug="taken"), BODY))
        write(tmp_path, "b.md", document.compose(another(2), BODY))
        assert take(tmp_path).counts[Outcome.NEW] == 1
        assert Author.objects.count() == 2

    def test_a_file_of_100_mb_is_refused_within_a_second(self, tmp_path: Path) -> None:
        path = tmp_path / "huge.md"
        with path.open("wb") as huge:
            huge.truncate(100_000_000)
        start = time.monotonic()
        (sentence,) = take(path).failures
        assert time.monotonic() - start < 1
        assert "100,000,000 bytes" in sentence

    def test_a_bomb_of_anchors_is_refused_within_a_second(self, tmp_path: Path) -> None:
        levels = [f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 12)]
        bomb = "\n".join(["---", "title: x", "l0: &l0 [a, a, a]", *levels, "---", ""])
        start = time.monotonic()
        refusal(tmp_path, bomb)
        assert time.monotonic() - start < 1

    def test_a_folder_that_calls_itself_a_file_and_a_dead_link(self, tmp_path: Path) -> None:
        (tmp_path / "dead.md").symlink_to(tmp_path / "nowhere")
        report = take(tmp_path)
        assert report.failures == [f"{tmp_path / 'dead.md'}: It is not a regular file."]
