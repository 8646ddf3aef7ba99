"""Sketches of texts tell how much two texts share."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.harvesting.sketches import KEPT, Sketch, similarity, sketch_of

WORDS = [f"word{number}" for number in range(400)]


def text(number: int, seed: int = 0) -> str:
    """A text of so many words."""
    return " ".join(random.Random(seed).choices(WORDS, k=number))


def test_a_text_is_like_itself_whatever_its_case_marks_and_spaces() -> None:
    one, other = "Nurses, at night; are TIRED.", "nurses at\n\nnight are… tired"
    assert similarity(sketch_of(one), sketch_of(other)) == 1.0


def test_two_texts_with_nothing_in_common_share_nothing() -> None:
    assert similarity(sketch_of(text(800, 1)), sketch_of(text(800, 2))) < 0.02


@pytest.mark.parametrize("kept", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_the_estimate_is_near_the_truth(kept: float) -> None:
    common, one, other = text(int(3_000 * kept), 1), text(3_000, 2), text(3_000, 3)
    rest = 3_000 - int(3_000 * kept)
    first = " ".join([common, *one.split()[:rest]])
    second = " ".join([common, *other.split()[:rest]])
    truth = kept / (2 - kept)
    assert similarity(sketch_of(first), sketch_of(second)) == pytest.approx(truth, abs=0.13)


def test_what_is_added_at_the_end_changes_little() -> None:
    assert similarity(sketch_of(text(900)), sketch_of(text(900) + " share this story")) > 0.95


def test_a_text_without_spaces_is_read_letter_by_letter() -> None:
    one = "东京的护士们在夜间工作时非常疲倦因为她们没有足够的休息时间"
    assert similarity(sketch_of(one), sketch_of(one[:-2])) > 0.8
    assert similarity(sketch_of(one), sketch_of(one[::-1])) < 0.1


def test_texts_without_words_are_alike_and_like_no_other() -> None:
    assert similarity(sketch_of(""), sketch_of(" …! ")) == 1.0
    assert similarity(sketch_of(""), sketch_of("word")) == 0.0


def test_a_sketch_is_small_whatever_the_text() -> None:
    sketch = sketch_of(text(20_000))
    assert len(sketch.least) == KEPT
    assert len(json.dumps(sketch.as_json())) < 2_500


@given(st.text(max_size=300))
def test_a_sketch_survives_storing(written: str) -> None:
    sketch = sketch_of(written)
    assert Sketch.from_json(json.loads(json.dumps(sketch.as_json()))) == sketch
    assert similarity(sketch, sketch) == 1.0


@given(st.text(max_size=300), st.text(max_size=300))
def test_similarity_has_no_direction_and_stays_between_0_and_1(one: str, other: str) -> None:
    first, second = sketch_of(one), sketch_of(other)
    assert 0.0 <= similarity(first, second) == similarity(second, first) <= 1.0
