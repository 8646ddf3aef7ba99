"""What a file says beyond the models comes back, and an edit changes only what it means."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from news.markdown.keeping import differences, restore, same

DERIVED = {"title": "A", "crumbs": ["Home", "A"], "link": {"href": "x"}, "via": None}


def kept(file: dict) -> dict | None:
    return differences(file, DERIVED)


def test_nothing_is_kept_of_a_file_that_says_what_the_models_say() -> None:
    assert kept(dict(DERIVED)) is None


def test_an_unknown_key_comes_back_in_its_place() -> None:
    file = {"title": "A", "mood": "calm", "crumbs": ["Home", "A"], "link": {"href": "x"}}
    assert list(restore(DERIVED, kept(file)).items()) == list(file.items())


def test_the_order_of_the_file_comes_back() -> None:
    file = dict(reversed(DERIVED.items()))
    assert list(restore(DERIVED, kept(file))) == list(file)


def test_a_value_that_the_models_would_derive_otherwise_comes_back() -> None:
    file = {**DERIVED, "crumbs": ["Home", "An older title"]}
    assert restore(DERIVED, kept(file)) == file


def test_it_gives_way_once_an_edit_changes_what_is_derived() -> None:
    file = {**DERIVED, "crumbs": ["Home", "An older title"]}
    now = {**DERIVED, "title": "B", "crumbs": ["Home", "B"]}
    assert restore(now, kept(file)) == now


def test_unknown_keys_inside_a_mapping_survive_an_edit_of_their_neighbour() -> None:
    file = {**DERIVED, "link": {"icon": "i", "href": "x"}}
    now = {**DERIVED, "link": {"href": "y"}}
    assert restore(now, kept(file))["link"] == {"icon": "i", "href": "y"}


def test_a_key_that_the_file_left_out_stays_out_until_an_editor_sets_it() -> None:
    file = {"title": "A"}
    assert restore(DERIVED, kept(file)) == file
    assert restore({**DERIVED, "via": "Ana"}, kept(file)) == {"title": "A", "via": "Ana"}


def test_a_computed_key_that_the_file_left_out_never_appears() -> None:
    file = {"title": "A"}
    now = {**DERIVED, "title": "B", "crumbs": ["Home", "B"]}
    assert restore(now, kept(file), computed={"crumbs"}) == {"title": "B"}


def test_a_key_set_later_stands_after_its_neighbour_of_the_house_order() -> None:
    file = {"via": None, "title": "A", "link": {"href": "x"}}
    now = {**DERIVED, "crumbs": ["Home", "C"]}
    assert list(restore(now, kept(file))) == ["via", "title", "crumbs", "link"]


def test_numbers_that_python_takes_for_equal_are_told_apart() -> None:
    assert not same(1, True)
    assert not same(1, 1.0)
    assert not same({"a": 1, "b": 2}, {"b": 2, "a": 1})


def test_a_key_that_the_house_has_given_up_since_is_no_trouble() -> None:
    now = {key: value for key, value in DERIVED.items() if key != "via"}
    assert restore(now, kept({**DERIVED, "mood": "calm"})) == {**now, "mood": "calm"}


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=8,
)
front_matters = st.dictionaries(st.sampled_from("abcdefgh"), values)


@given(front_matters, front_matters)
def test_any_file_comes_back_as_long_as_nothing_is_edited(file: dict, derived: dict) -> None:
    assert same(restore(derived, differences(file, derived)), file)
