"""What an editor is shown of two texts: every change, and no more around it than helps."""

from __future__ import annotations

from time import monotonic

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news import comparing
from news.comparing import Kind, Piece, lines, words

texts = st.text("ab \n<.é", max_size=60)


def test_a_changed_word_stands_beside_what_it_was() -> None:
    assert words("Fewer alarms, calmer wards", "Fewer alarms, quiet wards") == [
        Piece(Kind.SAME, "Fewer alarms, "),
        Piece(Kind.GONE, "calmer"),
        Piece(Kind.NEW, "quiet"),
        Piece(Kind.SAME, " wards"),
    ]


def test_words_that_changed_side_by_side_are_one_change() -> None:
    assert words("One old word here", "One new thing here") == [
        Piece(Kind.SAME, "One "),
        Piece(Kind.GONE, "old word"),
        Piece(Kind.NEW, "new thing"),
        Piece(Kind.SAME, " here"),
    ]


def test_a_long_text_is_shortened_to_what_is_around_the_change() -> None:
    before, after = f"{'one ' * 400}old {'two ' * 400}", f"{'one ' * 400}new {'two ' * 400}"
    shown = words(before, after)
    assert [piece.kind for piece in shown] == ["cut", "same", "gone", "new", "same", "cut"]
    assert sum(len(piece.text) for piece in shown) < 200


def test_a_text_that_is_all_new_is_cut_and_says_how_much_is_missing() -> None:
    new, cut = words("", "x" * 1_600)
    assert (new.kind, len(new.text)) == (Kind.NEW, comparing.LONGEST)
    assert cut == Piece(Kind.CUT, "… and 1,000 more characters")


def test_texts_of_any_length_are_compared_within_a_second() -> None:
    started = monotonic()
    words("a b " * 500_000, "b a " * 500_000)
    assert monotonic() - started < 5


@pytest.mark.parametrize("number", [400, 1_000])
def test_repetitive_texts_are_compared_in_time(number: int) -> None:
    started = monotonic()
    words(
        " ".join("ab"[n % 2] for n in range(number)), " ".join("abc"[n % 3] for n in range(number))
    )
    assert monotonic() - started < 5


@given(before=texts, after=texts)
def test_pieces_give_both_texts_back(before: str, after: str) -> None:
    pieces = words(before, after)
    assert "".join(p.text for p in pieces if p.kind != Kind.NEW) == before
    assert "".join(p.text for p in pieces if p.kind != Kind.GONE) == after


@given(before=texts, after=texts)
def test_lines_name_every_line_that_differs(before: str, after: str) -> None:
    pieces = lines(before, after, around=1000)
    shown = [p for p in pieces if p.kind != Kind.CUT]
    if before != after:
        assert [p.text for p in shown if p.kind != Kind.NEW] == before.split("\n")
        assert [p.text for p in shown if p.kind != Kind.GONE] == after.split("\n")
    else:
        assert pieces == []


def test_lines_far_from_a_change_are_left_out() -> None:
    before = "\n".join(map(str, range(100)))
    pieces = lines(before, before.replace("50", "fifty").replace("9\n", "nine\n", 1))
    assert [p.text for p in pieces if p.kind == Kind.CUT] == ["…"]
    assert {p.text for p in pieces} >= {"50", "fifty", "47", "53"}
    assert "46" not in {p.text for p in pieces}


def test_a_change_of_line_breaks_can_be_seen() -> None:
    assert lines("a\r\nb", "a\nb") == [
        Piece(Kind.GONE, "a␍"),
        Piece(Kind.NEW, "a"),
        Piece(Kind.SAME, "b"),
    ]
