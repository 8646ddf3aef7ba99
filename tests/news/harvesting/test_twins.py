"""AMP and mobile twins: when the page's canonical address is that of the same story."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.harvesting.addresses import clean, twin

SITE = "https://www.clinic.example"


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        (f"{SITE}/news/a-story/amp/", f"{SITE}/news/a-story/"),
        (f"{SITE}/amp/news/a-story", f"{SITE}/news/a-story"),
        (f"{SITE}/news/a-story.amp", f"{SITE}/news/a-story"),
        (f"{SITE}/news/a-story.amp.html", f"{SITE}/news/a-story.html"),
        (f"{SITE}/news/a-story?amp=1", f"{SITE}/news/a-story"),
        (f"{SITE}/news/a-story?outputType=amp", f"{SITE}/news/a-story"),
        ("https://amp.clinic.example/site/2020/01/02/a-story", f"{SITE}/2020/01/02/a-story"),
        ("https://m.clinic.example/news/a-story", f"{SITE}/news/a-story"),
        ("https://mobile.clinic.example/news/a-story-1234567", f"{SITE}/a-story-1234567"),
        ("http://clinic.example/news/a-story", f"{SITE}/news/a-story"),
        (f"{SITE}/news/a-story?partner=x", f"{SITE}/news/a-story"),
        (f"{SITE}/health/1234567", f"{SITE}/health/a-long-story-1234567"),
        (f"{SITE}/a.php?id=7&amp=1", f"{SITE}/a.php?id=7"),
        (
            "https://en.m.wiki.example/wiki/Heart_failure",
            "https://en.wiki.example/wiki/Heart_failure",
        ),
    ],
)
def test_the_canonical_address_of_the_same_story_is_taken(url: str, canonical: str) -> None:
    assert twin(url, canonical) == canonical


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        (f"{SITE}/news/a-story", f"{SITE}/"),
        (f"{SITE}/news/a-story", SITE),
        (f"{SITE}/news/a-story/amp", f"{SITE}/news/"),
        (f"{SITE}/news/a-story", f"{SITE}/news"),
        (f"{SITE}/news/a-story", f"{SITE}/news/another-story"),
        (f"{SITE}/news/a-story", "https://www.other.example/news/a-story"),
        (f"{SITE}/news/a-story", "https://clinic.other.example/news/a-story"),
        ("https://one.blogspot.com/2020/a-story", "https://two.blogspot.com/2020/a-story"),
        ("https://one.co.uk/a-story", "https://two.co.uk/a-story"),
        (f"{SITE}/news/a-story/2", f"{SITE}/news/a-story"),
        (f"{SITE}/news/a-story/page/2", f"{SITE}/news/a-story/page/1"),
        (f"{SITE}/news/a-story?page=2", f"{SITE}/news/a-story"),
        (f"{SITE}/view.php?id=7", f"{SITE}/view.php"),
        (f"{SITE}/view.php?id=7", f"{SITE}/view.php?id=8"),
        (f"{SITE}/2020/01/02/briefing", f"{SITE}/2020/01/03/briefing"),
        (f"{SITE}/2020/01/02/daily-briefing", f"{SITE}/daily-briefing"),
        (f"{SITE}/story-1234567", f"{SITE}/story-7654321"),
        (f"{SITE}/de/a-story", f"{SITE}/en/a-story"),
        ("https://de.clinic.example/a-story", "https://en.clinic.example/a-story"),
        (f"{SITE}/news/a-story", ""),
        (f"{SITE}/news/a-story", "javascript:alert(1)"),
        (f"{SITE}/news/a-story", "https://[bad/"),
        (f"{SITE}/news/a-story", "http://localhost/news/a-story"),
    ],
)
def test_any_other_canonical_address_is_refused(url: str, canonical: str) -> None:
    assert twin(url, canonical) == url


def test_both_come_back_clean() -> None:
    assert twin(f"{SITE}/a-story?fbclid=1", f"{SITE}/?utm_source=x") == f"{SITE}/a-story"
    assert twin(f"{SITE}/a-story/amp?fbclid=1", f"{SITE}/a-story?utm_source=x") == f"{SITE}/a-story"


def test_a_relative_canonical_address_is_resolved() -> None:
    assert twin(f"{SITE}/news/a-story/amp", "/news/a-story") == f"{SITE}/news/a-story"


def test_a_secure_address_is_not_given_up() -> None:
    insecure = f"{SITE}/a-story".replace("https", "http")
    assert twin(f"{SITE}/a-story/amp", insecure) == f"{SITE}/a-story"


def test_a_front_page_may_be_its_own_canonical_address() -> None:
    assert twin("http://www.clinic.example/", f"{SITE}/") == f"{SITE}/"


@given(st.text(), st.text())
def test_it_never_raises(url: str, canonical: str) -> None:
    assert twin(url, canonical) == clean(url)


@given(
    st.sampled_from([f"{SITE}/a-story", f"{SITE}/b/a-story?id=3", f"{SITE}/a-story/amp"]),
    st.from_regex(r"\A(?:https?:/?/?)?[a-z./?=&#%-]{0,30}\Z"),
)
def test_the_answer_stays_on_the_site_and_is_clean(url: str, canonical: str) -> None:
    kept = twin(url, canonical)
    assert kept.startswith(SITE)
    assert clean(kept) == kept
