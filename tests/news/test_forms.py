"""The line of tags: what is written is read again, name for name."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from news.forms import TagsField, read_tags, written_tags

NAMES = (
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=30)
    .map(lambda name: " ".join(name.split()))
    .filter(bool)
)


@given(st.lists(NAMES, unique=True, max_size=6))
def test_written_tags_are_read_as_they_were(names: list[str]) -> None:
    assert read_tags(written_tags(names)) == names
    assert not TagsField(required=False).has_changed(names, written_tags(names))


@given(st.text(max_size=60))
def test_any_line_is_read_or_refused_in_a_sentence(line: str) -> None:
    try:
        names = read_tags(line)
    except ValueError as error:
        assert str(error).endswith(".")
    else:
        assert all(names) and len(names) == len(set(names))


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("a, b", ["a", "b"]),
        ("b,a , b,", ["b", "a"]),
        ('AI, "payers, public"', ["AI", "payers, public"]),
        ('so-called "smart" beds', ['so-called "smart" beds']),
        ('"so-called ""smart"""', ['so-called "smart"']),
        ("health care", ["health care"]),
        (" , ,", []),
        ("", []),
    ],
)
def test_a_line_of_tags_is_read_in_its_order(line: str, names: list[str]) -> None:
    assert read_tags(line) == names


def test_a_tag_that_no_database_keeps_is_refused() -> None:
    with pytest.raises(ValidationError, match="Null characters"):
        TagsField().clean("a\0, b")
