"""Looking after sources: what died, moved or changed reaches the inbox, once, and not too soon."""

from __future__ import annotations

import json
import random
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from news import capturing, checking
from news.capturing.again import read_again, take
from news.checking import check, check_due
from news.models import Article, HarvestRecord, SourceCheck
from tests.builders import make_article
from tests.pdfs import pdf, text_at
from tests.site import Site, running
from tests.site import site as site  # the fixture

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 7, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch, settings) -> list[datetime]:
    """The hour it is, which a test can move."""
    settings.FETCH_PAUSE = 0
    hour = [NOW]
    monkeypatch.setattr(timezone, "now", lambda: hour[0])
    return hour


def page(title: str = "Night shift", seed: int = 0, words: int = 300) -> str:
    """A page with a headline and so many words in paragraphs."""
    return of_paragraphs(title, *(told(seed * 100 + part) for part in range(words // 60)))


def told(seed: int) -> str:
    """Sixty words that another seed does not have in this order."""
    return " ".join(random.Random(seed).choices([f"word{number}" for number in range(500)], k=60))


def of_paragraphs(title: str, *paragraphs: str) -> str:
    text = "".join(f"<p>{paragraph}.</p>" for paragraph in paragraphs)
    return (
        f"<!doctype html><html lang=en><head><title>{title}</title></head><body><article>"
        f"<h1>{title}</h1>{text}</article></body></html>"
    )


def from_site(site: Site, path: str = "/night", **changes: object) -> Article:
    """A published article whose source is on the site."""
    return make_article(**{"clean_url": site.at(path), "date": date(2021, 3, 7), **changes})


def looked(article: Article) -> SourceCheck:
    """What is stored after a look."""
    check(article)
    return SourceCheck.objects.get(article=article)


class TestVerdicts:
    def test_alive(self, site: Site) -> None:
        site.page("/night", page())
        row = looked(from_site(site))
        assert (row.verdict, row.needs_look, row.failures, row.since) == ("alive", False, 0, None)
        assert (row.title, row.sketch["words"] >= 300) == ("Night shift", True)
        assert row.checked_at == NOW

    def test_gone(self, site: Site) -> None:
        row = looked(from_site(site))
        assert (row.verdict, row.needs_look, row.since) == ("gone", True, NOW)
        assert row.sentence == "127.0.0.1 has nothing at this address (404)."

    def test_gone_behind_an_answer_that_pretends(self, site: Site) -> None:
        site.page("/night", page("Page not found | Ward news", words=20))
        row = looked(from_site(site))
        assert (row.verdict, row.needs_look) == ("gone", True)
        assert "“Page not found”" in row.sentence

    @pytest.mark.parametrize("where", ["<title>404 Not Found</title>", "<h1>Page not found</h1>"])
    def test_gone_behind_a_card_that_names_the_site(self, site: Site, where: str) -> None:
        card = '<meta property="og:title" content="Ward news">'
        site.page("/night", f"<!doctype html><html><head>{card}</head><body>{where}<p>Try again.")
        assert looked(from_site(site)).verdict == "gone"

    def test_moved(self, site: Site) -> None:
        article = from_site(site)
        site.page("/night", page())
        check(article)
        site.redirect("/night", "/stories/night?utm_source=old", 301)
        site.page("/stories/night?utm_source=old", page())
        row = looked(article)
        assert (row.verdict, row.needs_look) == ("moved", True)
        assert row.moved_to == site.at("/stories/night")

    def test_changed_since_the_first_look(self, site: Site) -> None:
        article = from_site(site)
        site.page("/night", page())
        check(article)
        site.page("/night", page("Day shift", seed=9))
        row = looked(article)
        assert (row.verdict, row.needs_look) == ("changed", True)
        assert row.fresh["title"] == "Day shift"
        assert row.title == "Night shift"

    def test_changed_since_the_capture(self, site: Site) -> None:
        site.page("/night", page())
        article = capturing.capture(site.at("/night")).article
        site.page("/night", page("Day shift", seed=9))
        assert looked(article).verdict == "changed"

    def test_what_a_browser_was_shown_is_not_compared_with_what_medigy_is(self, site: Site) -> None:
        """A subscriber sees the whole story, and the server its beginning."""
        whole = page(words=900).encode()
        article = capturing.capture(site.at("/night"), html=whole, way="browser").article
        site.page("/night", page(words=100))
        assert looked(article).verdict == "alive"

    def test_what_an_editor_harvested_again_is_what_counts(
        self, site: Site, clock: list[datetime]
    ) -> None:
        site.page("/night", page())
        article = capturing.capture(site.at("/night")).article
        check(article)
        clock[0] += DAY
        site.page("/night", page("Day shift", seed=9))
        read_again(article)
        take(article, [])
        assert looked(article).verdict == "alive"

    def test_slow_changes_do_not_add_up_unseen(self, site: Site) -> None:
        article, verdicts = from_site(site), []
        for changed in range(5):
            paragraphs = [told(part + 50 * (part < changed)) for part in range(10)]
            site.page("/night", of_paragraphs("Night shift", *paragraphs))
            verdicts.append(looked(article).verdict)
        assert verdicts[:3] == ["alive"] * 3
        assert verdicts[4] == "changed"

    def test_a_pdf_that_stays_and_one_that_is_replaced(self, site: Site) -> None:
        article = from_site(site)
        verdicts = []
        for title in ("A study", "A study", "An advertisement"):
            document = pdf(text_at(12, title), Title=f"({title})")
            site.page("/night", document, content_type="application/pdf")
            verdicts.append(looked(article).verdict)
        assert verdicts == ["alive", "alive", "changed"]

    def test_no_page_where_there_was_one(self, site: Site) -> None:
        article = from_site(site)
        site.page("/night", page())
        check(article)
        site.page("/night", b"\x89PNG\r\n\x1a\n" + b"\0" * 99, content_type="image/png")
        assert looked(article).verdict == "changed"

    def test_one_that_lets_no_program_in_says_nothing(self, site: Site) -> None:
        site.page("/night", "no", status=403)
        row = looked(from_site(site))
        assert (row.verdict, row.needs_look, row.failures) == ("unknown", False, 0)
        assert row.sentence.startswith("127.0.0.1 does not show this page to programs")
        assert row.next_check_at > NOW + checking.USUAL - DAY

    def test_robots_txt_is_honoured_but_not_by_an_editor_who_waits(self, site: Site) -> None:
        site.page("/robots.txt", "User-agent: *\nDisallow: /night", content_type="text/plain")
        site.page("/night", page())
        article = from_site(site)
        assert looked(article).verdict == "unknown"
        assert check(article, background=False).verdict == "alive"


class TestPatience:
    def test_only_the_third_failure_on_another_day_counts(
        self, site: Site, clock: list[datetime]
    ) -> None:
        article = from_site(site)
        site.page("/night", "broken", status=500)
        stories = []
        for _ in range(3):
            row = looked(article)
            stories.append((row.failures, row.verdict, row.needs_look))
            clock[0] = max(clock[0] + DAY, row.next_check_at)
        assert stories == [
            (1, "unknown", False),
            (2, "unknown", False),
            (3, "unreachable", True),
        ]
        assert row.sentence == "127.0.0.1 is out of order (500). So it was 3 times, days apart."

    def test_failures_within_hours_are_one(self, site: Site, clock: list[datetime]) -> None:
        article = from_site(site)
        site.page("/night", "broken", status=500)
        for _ in range(5):
            row = looked(article)
            clock[0] += timedelta(hours=1)
        assert (row.failures, row.verdict) == (1, "unknown")

    def test_an_answer_between_them_forgives_all(self, site: Site, clock: list[datetime]) -> None:
        article = from_site(site)
        for status in (500, 500, 200, 500, 500):
            site.page("/night", page(), status=status)
            row = looked(article)
            clock[0] += 2 * DAY
        assert (row.failures, row.verdict, row.needs_look) == (2, "alive", False)

    def test_a_site_without_an_address_is_a_failure_and_not_yet_gone(self) -> None:
        row = looked(make_article(clean_url="https://no-such-site.invalid/a"))
        assert (row.failures, row.verdict) == (1, "unknown")

    def test_turns_come_sooner_after_trouble_and_apart_when_all_is_well(
        self, site: Site, clock: list[datetime]
    ) -> None:
        site.page("/bad", "broken", status=500)
        bad, pauses = from_site(site, "/bad"), []
        for _ in range(4):
            row = looked(bad)
            pauses.append(row.next_check_at - clock[0])
            clock[0] = row.next_check_at
        assert pauses == [*checking.RETRIES, checking.RECOVERY, checking.RECOVERY]
        turns = set()
        for number in range(8):
            site.page(f"/{number}", page())
            turns.add(looked(from_site(site, f"/{number}")).next_check_at)
        assert len(turns) == 8
        for turn in turns:
            assert checking.USUAL <= turn - clock[0] <= checking.USUAL + checking.SPREAD


class TestTheInbox:
    def test_what_recovers_leaves_it(self, site: Site) -> None:
        article = from_site(site)
        check(article)
        site.page("/night", page())
        row = looked(article)
        assert (row.verdict, row.needs_look, row.since) == ("alive", False, None)

    def test_since_is_when_it_was_first_found_so(self, site: Site, clock: list[datetime]) -> None:
        article = from_site(site)
        check(article)
        clock[0] += 30 * DAY
        row = looked(article)
        assert (row.since, row.checked_at) == (NOW, NOW + 30 * DAY)

    def test_what_was_dismissed_is_not_told_again(self, site: Site) -> None:
        article = from_site(site)
        checking.dismiss(check(article))
        row = looked(article)
        assert (row.verdict, row.needs_look) == ("gone", False)

    def test_it_is_when_it_recovers_and_dies_again(self, site: Site) -> None:
        article = from_site(site)
        checking.dismiss(check(article))
        site.page("/night", page())
        check(article)
        site.page("/night", "", status=410)
        assert looked(article).needs_look

    def test_a_change_that_was_dismissed_is_how_the_source_is_now(self, site: Site) -> None:
        article = from_site(site)
        site.page("/night", page())
        check(article)
        site.page("/night", page("Day shift", seed=9))
        checking.dismiss(check(article))
        assert looked(article).verdict == "alive"
        site.page("/night", page())
        assert looked(article).verdict == "changed"

    def test_a_change_that_was_dismissed_counts_before_an_older_capture(
        self, site: Site, clock: list[datetime]
    ) -> None:
        site.page("/night", page())
        article = capturing.capture(site.at("/night")).article
        site.page("/night", page("Day shift", seed=9))
        clock[0] = max(NOW, HarvestRecord.objects.get().harvested_at) + DAY
        checking.dismiss(check(article))
        assert looked(article).verdict == "alive"

    def test_the_new_address_is_taken(self, site: Site) -> None:
        article = from_site(site)
        site.redirect("/night", "/stories/night", 301)
        site.page("/stories/night", page())
        checking.take_new_address(check(article))
        article.refresh_from_db()
        assert article.clean_url == site.at("/stories/night")
        row = looked(article)
        assert (row.verdict, row.needs_look, row.moved_to) == ("alive", False, "")


class TestTurns:
    def test_published_articles_are_looked_at_and_no_others(self, site: Site) -> None:
        published = from_site(site, "/1")
        from_site(site, "/2", state="draft")
        from_site(site, "/3", published_at=NOW + DAY)
        make_article(clean_url="")
        assert [row.article for row in check_due()] == [published]

    def test_the_longest_overdue_come_first_and_new_ones_when_there_is_room(
        self, site: Site
    ) -> None:
        for number, hours in (("1", -1), ("2", -2), ("3", 1)):
            article = from_site(site, f"/{number}")
            SourceCheck.objects.create(article=article, next_check_at=NOW + timedelta(hours=hours))
        from_site(site, "/new")
        looks = [row.article.clean_url.rpartition("/")[2] for row in check_due(limit=3)]
        assert looks == ["2", "1", "new"]

    def test_a_run_has_a_limit_and_the_next_goes_on(self, site: Site) -> None:
        for number in range(5):
            from_site(site, f"/{number}")
        assert [len(list(check_due(limit=2))) for _ in range(4)] == [2, 2, 1, 0]

    def test_two_workers_look_at_each_source_once(self, site: Site) -> None:
        for number in range(3):
            from_site(site, f"/{number}")
        one, other = check_due(), check_due()
        first = next(one).article_id
        second = next(other).article_id
        rest = [row.article_id for row in (*one, *other)]
        assert len({first, second, *rest}) == 3
        assert len(rest) == 1

    def test_an_article_that_was_deleted_meanwhile_does_no_harm(self, site: Site) -> None:
        article = from_site(site)
        Article.objects.filter(pk=article.pk).delete()
        check(article)
        assert not SourceCheck.objects.exists()

    def test_when_nothing_answers_it_is_we_who_are_cut_off(self) -> None:
        for number in range(8):
            make_article(clean_url=f"https://site-{number}.invalid/a")
        with pytest.raises(checking.CutOff, match="^5 sites in a row do not answer."):
            list(check_due())
        assert SourceCheck.objects.filter(checked_at=None).count() == 3

    def test_one_site_that_is_down_cuts_nobody_off(self, site: Site) -> None:
        for number in range(8):
            site.page(f"/{number}", "broken", status=500)
            from_site(site, f"/{number}")
        assert len(list(check_due())) == 8

    def test_a_look_asks_the_database_a_fixed_number_of_questions(
        self, site: Site, django_assert_max_num_queries
    ) -> None:
        site.page("/night", page())
        article = from_site(site)
        check(article)
        with django_assert_max_num_queries(8):
            check(article)


class TestTheArchive:
    def test_a_copy_is_offered_without_asking(self, site: Site) -> None:
        row = looked(from_site(site, source_date=date(2020, 1, 2)))
        assert checking.copy_of(row) == (
            f"https://web.archive.org/web/20200102/{site.at('/night')}"
        )
        row.article.source_date = None
        assert "/web/20210307/" in checking.copy_of(row)
        assert site.asked == ["/robots.txt", "/night"]

    @pytest.fixture
    def archive(self, site: Site, settings, monkeypatch: pytest.MonkeyPatch):
        with running() as one:
            settings.FETCH_ALLOWED_HOSTS = [site.host, one.host]
            monkeypatch.setattr(checking, "AVAILABILITY", one.at("/available"))
            yield one

    @pytest.mark.parametrize(
        ("answer", "copy"),
        [
            (
                {"closest": {"url": "http://web.archive.org/web/2021/https://ward.example/"}},
                "https://web.archive.org/web/2021/https://ward.example/",
            ),
            ({"closest": {"url": "https://elsewhere.example/"}}, ""),
            ({"closest": {}}, ""),
            ({}, ""),
            ([], ""),
        ],
    )
    def test_it_is_asked_when_asked_for(
        self, site: Site, archive: Site, answer: object, copy: str
    ) -> None:
        row = looked(from_site(site, source_date=date(2020, 1, 2)))
        question = f"/available?url=http%3A%2F%2F127.0.0.1%3A{site.port}%2Fnight&timestamp=20200102"
        archive.page(question, json.dumps({"archived_snapshots": answer}))
        assert checking.find_copy(row) == copy
        assert SourceCheck.objects.get().archived_at == copy
        assert question in archive.asked
        assert copy in checking.copy_of(row)

    def test_one_that_does_not_answer_has_none(self, site: Site, archive: Site) -> None:
        assert checking.find_copy(looked(from_site(site))) == ""
