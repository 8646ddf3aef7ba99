"""How a text becomes the terms that are counted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.suggesting.words import (
    LONGEST_WORD,
    Spoken,
    pairs_of,
    spoken_forms,
    term_of,
    term_set,
    terms_of,
)


@pytest.mark.parametrize(
    ("word", "term"),
    [
        ("Hospitals", "hospital"),
        ("hospital's", "hospital"),
        ("hospitals’", "hospital"),
        ("Policies", "policy"),
        ("diagnosis", "diagnosis"),
        ("viruses", "viruse"),
        ("boxes", "box"),
        ("access", "access"),
        ("bus", "bus"),
        ("AI", "ai"),
        ("ai", ""),
        ("IT", ""),
        ("the", ""),
        ("seventy", ""),
        ("2026", ""),
        ("H5N1", "h5n1"),
        ("Straße", "strasse"),
        ("x" * 41, ""),
    ],
)
def test_a_word_is_counted_as(word: str, term: str) -> None:
    assert term_of(word) == term


def test_a_term_is_shown_as_it_stands_first() -> None:
    assert terms_of("Nurses and a nurse") == {"nurse": "Nurses"}


def test_neighbours_are_pairs_within_a_phrase_only() -> None:
    assert pairs_of("Home care. Health systems, records of care") == {
        "home care": "Home care",
        "health system": "Health systems",
    }


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("Home Care", ("home", "care")),
        ("Electronic Health Records (EHR)", ("ehr",)),
        ("Electronic Health Records (EHR)", ("electronic", "health", "record")),
        ("Hospital-at-Home", ("hospital", "at", "home")),
    ],
)
def test_a_label_is_said_as(label: str, said: tuple[str, ...]) -> None:
    assert said in spoken_forms(label)


def test_a_synonym_is_said_as_a_label_is() -> None:
    assert spoken_forms("Telehealth", "Telemedicine\nremote visits\n") == (
        ("telehealth",),
        ("telemedicine",),
        ("remote", "visit"),
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("About Home Care today", "Home Care"),
        ("home cares", "home cares"),
        ("At home. Home care!", "Home care"),
        ("home-care", "home care"),
        ("home and care", ""),
        ("chrome care", ""),
        ("at home", ""),
        ("", ""),
    ],
)
def test_a_phrase_is_found_as_it_stands(text: str, found: str) -> None:
    assert Spoken(text).find(("home", "care")) == found


@given(st.text(max_size=200), st.text(max_size=200), st.text(max_size=200))
def test_learning_and_suggesting_count_the_same_terms(title: str, told: str, text: str) -> None:
    counted = term_set(title, told, text)
    assert "" not in counted
    assert all(len(term) <= 2 * LONGEST_WORD + 1 for term in counted)
    assert counted >= {*terms_of(title), *terms_of(told), *pairs_of(told)}
