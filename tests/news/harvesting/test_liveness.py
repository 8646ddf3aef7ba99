"""Sources that died, moved or changed, though their addresses answer; and those that did not."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.harvesting.emptiness import is_for_sale, says_nothing_is_here
from news.harvesting.liveness import (
    Answer,
    Sight,
    Verdict,
    archive_link,
    judge,
    leads_home,
    leads_up,
    sight_of,
)

ASKED = "https://ward.example/2021/03/night-shift.html"
TITLE = "Night shift"


def words(number: int, seed: int = 0) -> str:
    source = random.Random(seed)
    return " ".join(source.choices([f"w{n}" for n in range(300)], k=number))


STORY = words(600)
BEFORE = sight_of(TITLE, STORY)


def answer(
    url: str = ASKED, title: str = TITLE, text: str = STORY, lasting: str | None = None
) -> Answer:
    return Answer(ASKED, url, url if lasting is None else lasting, title, text)


def verdict(given: Answer, before: Sight | None = BEFORE) -> Verdict:
    found = judge(given, before)
    assert found.sentence
    assert bool(found.moved_to) == (found.verdict is Verdict.MOVED)
    return found.verdict


class TestAlive:
    def test_the_same_page(self) -> None:
        assert verdict(answer()) is Verdict.ALIVE

    def test_the_first_look_believes_what_it_sees(self) -> None:
        assert verdict(answer(), None) is Verdict.ALIVE

    def test_a_corrected_headline_and_sentence(self) -> None:
        corrected = f"{STORY[:200]} corrected {STORY[220:]}"
        assert verdict(answer(title="Night shifts", text=corrected)) is Verdict.ALIVE

    def test_a_story_that_has_grown(self) -> None:
        assert verdict(answer(text=STORY + " " + words(300, 5))) is Verdict.ALIVE

    def test_an_article_about_missing_pages(self) -> None:
        about = f"page not found say many sites {STORY}"
        assert verdict(answer(title="Page not found: why links rot", text=about), None) is (
            Verdict.ALIVE
        )

    def test_a_short_page_that_was_always_like_this(self) -> None:
        short = "404 beds were not found in the region"
        before = sight_of("404 beds not found", short)
        assert verdict(answer(title="404 beds not found", text=short), before) is Verdict.ALIVE

    def test_a_page_without_text(self) -> None:
        assert verdict(answer(text=""), sight_of(TITLE, "")) is Verdict.ALIVE

    def test_a_front_page_that_was_the_source(self) -> None:
        home = Answer(
            "https://ward.example/", "https://ward.example/", "https://ward.example/", *"ab"
        )
        assert judge(home).verdict is Verdict.ALIVE


class TestMoved:
    def test_to_a_new_address_with_the_same_story(self) -> None:
        new = "https://ward.example/stories/night-shift"
        found = judge(answer(new), BEFORE)
        assert (found.verdict, found.moved_to) == (Verdict.MOVED, new)

    def test_for_a_while_is_not_moved(self) -> None:
        new = "https://ward.example/stories/night-shift"
        assert verdict(answer(new, lasting=ASKED)) is Verdict.ALIVE

    @pytest.mark.parametrize(
        "spelling",
        ["http://ward.example/2021/03/night-shift.html", "https://www.ward.example/2021/03/night-shift.html",
         "https://ward.example/2021/03/night-shift.html/"],
    )  # fmt: skip
    def test_another_spelling_of_the_same_address_is_not(self, spelling: str) -> None:
        assert verdict(answer(spelling)) is Verdict.ALIVE

    def test_at_the_first_look_a_permanent_redirect_is_believed(self) -> None:
        assert verdict(answer("https://ward.example/stories/night-shift"), None) is Verdict.MOVED


class TestGone:
    @pytest.mark.parametrize(
        "title",
        ["404", "404 Not Found", "Error 404 | Ward", "Page not found - Ward news", "Not Found",
         "Oops! Page not found", "Sorry, the page you requested was not found. Page not found",
         "Ward news » Page Not Found (404)", "We couldn't find that page", "Gone",
         "This page can’t be found", "The requested article is no longer available",
         "Seite nicht gefunden – Station", "Fehler 404: Seite nicht gefunden",
         "Page introuvable | Le Journal", "Página no encontrada", "Pagina non trovata",
         "Pagina niet gevonden", "Sidan kunde inte hittas", "Страница не найдена",
         "ページが見つかりません", "HTTP Status 404"],
    )  # fmt: skip
    def test_a_page_that_says_so_in_its_title(self, title: str) -> None:
        assert verdict(answer(title=title, text=words(60, 3))) is Verdict.GONE

    def test_a_clear_title_counts_on_a_long_page_too(self) -> None:
        assert verdict(answer(title="Page not found | Ward", text=words(400, 3))) is Verdict.GONE

    def test_a_short_one_word_title_on_a_long_page_does_not(self) -> None:
        assert says_nothing_is_here("Gone | Poems", words(400, 3)) == ""

    @pytest.mark.parametrize(
        "text",
        ["Sorry, the page you are looking for has moved or never was.",
         "Hm. We can’t find the page you’re looking for.",
         "Die von Ihnen gesuchte Seite gibt es nicht.",
         "The article you requested has been removed by its author."],
    )  # fmt: skip
    def test_a_page_that_says_so_in_its_text(self, text: str) -> None:
        assert verdict(answer(title="Ward news", text=text)) is Verdict.GONE

    def test_the_sentence_quotes_what_the_page_says(self) -> None:
        found = judge(answer(title="Ward | Page not found", text=""), BEFORE)
        assert found.sentence == "The site answers with a page that says “Page not found”."

    @pytest.mark.parametrize(
        "url",
        ["https://ward.example/", "https://www.ward.example", "https://ward.example/en/",
         "https://ward.example/index.html", "https://ward.example/pt-br/home",
         "https://other.example/"],
    )  # fmt: skip
    def test_a_redirect_to_a_front_page(self, url: str) -> None:
        assert verdict(answer(url, title="Ward news", text=words(500, 4))) is Verdict.GONE
        assert leads_home(ASKED, url)

    @pytest.mark.parametrize(
        "url",
        ["https://ward.example/2021/", "https://ward.example/2021/03", "https://ward.example/404.html",
         "https://ward.example/search?q=night-shift", "https://ward.example/en/not-found"],
    )  # fmt: skip
    def test_a_redirect_to_a_section_or_a_search(self, url: str) -> None:
        assert verdict(answer(url, title="Ward news", text=words(500, 4))) is Verdict.GONE
        assert leads_up(ASKED, url)

    @pytest.mark.parametrize(
        "url",
        ["https://ward.example/stories/night-shift", "https://ward.example/2021/03/night-shift",
         "https://ward.example/?p=17", "https://new.example/2021/03/night-shift.html"],
    )  # fmt: skip
    def test_a_redirect_to_another_story_page_is_none_of_these(self, url: str) -> None:
        assert not leads_home(ASKED, url)
        assert not leads_up(ASKED, url)

    @pytest.mark.parametrize("form", ["amp", "amp/", "print", "2", "page/2", "m.html"])
    def test_a_form_of_a_story_may_lead_to_the_story(self, form: str) -> None:
        story = "https://ward.example/news/night-shift"
        assert not leads_up(f"{story}/{form}", story)
        assert leads_up(f"{story}/{form}", "https://ward.example/news/")

    def test_a_front_page_that_still_tells_the_story_is_not_gone(self) -> None:
        assert verdict(answer("https://night-shift.example/")) is Verdict.MOVED

    @pytest.mark.parametrize(
        ("title", "text", "url"),
        [
            ("ward.example", "ward.example is for sale. Make an offer.", ASKED),
            ("ward.example", "Buy this domain today", ASKED),
            ("Domain zu verkaufen", "", ASKED),
            ("Account suspended", "Contact your hosting provider.", ASKED),
            ("Ward", words(500, 4), "https://www.hugedomains.com/domain_profile.cfm?d=ward"),
        ],
    )
    def test_a_domain_that_was_given_up(self, title: str, text: str, url: str) -> None:
        found = judge(answer(url, title=title, text=text), BEFORE)
        assert found.verdict is Verdict.GONE
        assert "for sale or parked" in found.sentence

    def test_an_article_about_a_sale_is_not_for_sale(self) -> None:
        assert not is_for_sale("Why this domain is for sale", STORY, ("ward.example",))


class TestChanged:
    def test_another_story_under_the_same_address(self) -> None:
        found = judge(answer(title="Day shift", text=words(600, 9)), BEFORE)
        assert found.verdict is Verdict.CHANGED
        assert found.sentence == "Another story is there: “Day shift”. Of the text, 0% is the same."

    def test_a_rewritten_text_under_the_same_headline(self) -> None:
        rewritten = " ".join(STORY.split()[:150]) + " " + words(450, 9)
        assert verdict(answer(text=rewritten)) is Verdict.CHANGED

    def test_a_text_that_was_cut(self) -> None:
        found = judge(answer(text=" ".join(STORY.split()[:120])), BEFORE)
        assert found.verdict is Verdict.CHANGED
        assert found.sentence.startswith("The text has 120 words now and had 600:")

    def test_a_text_that_is_gone_from_its_page(self) -> None:
        assert verdict(answer(text="")) is Verdict.CHANGED

    def test_of_short_pages_the_headline_decides(self) -> None:
        before = sight_of("Night shift", words(20))
        assert verdict(answer(text=words(20, 8)), before) is Verdict.ALIVE
        assert verdict(answer(title="Buy shoes", text=words(20, 8)), before) is Verdict.CHANGED
        assert verdict(answer(title="", text=words(20, 8)), before) is Verdict.ALIVE


@pytest.mark.parametrize("url", ["https://[", "", "https://ward.example/%ff%00/", "x" * 9])
def test_odd_addresses_do_no_harm(url: str) -> None:
    assert judge(Answer(url, url, url, "", "")).verdict is Verdict.ALIVE


@given(st.text(max_size=80), st.text(max_size=200))
def test_any_title_and_text_get_a_verdict(title: str, text: str) -> None:
    assert judge(answer(title=title, text=text), BEFORE).verdict in Verdict
    assert judge(answer(title=title, text=text)).verdict in Verdict


def test_the_archive_is_offered_for_the_day_without_asking_it() -> None:
    assert archive_link(ASKED, date(2021, 3, 7)) == (
        "https://web.archive.org/web/20210307/https://ward.example/2021/03/night-shift.html"
    )
