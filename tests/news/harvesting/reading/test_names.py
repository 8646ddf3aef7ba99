"""Bylines as people write them, and who is named in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.harvesting.reading.names import is_person, names


@pytest.mark.parametrize(
    ("byline", "expected"),
    [
        ("Jane Doe", ["Jane Doe"]),
        ("By Jane Doe", ["Jane Doe"]),
        ("BY JANE DOE", ["JANE DOE"]),
        ("Posted by: Jane Doe", ["Jane Doe"]),
        ("View all posts by Jane Doe", ["Jane Doe"]),
        ("Von Anna Groß", ["Anna Groß"]),
        ("Autor/in: Anna Groß", ["Anna Groß"]),
        ("Par Zoé Petit", ["Zoé Petit"]),
        ("Por María José García", ["María José García"]),
        ("di Carla Bianchi", ["Carla Bianchi"]),
        ("Door Piet de Vries", ["Piet de Vries"]),
        ("Автор: Анна Петрова", ["Анна Петрова"]),
        ("作者：李小龙", ["李小龙"]),
        ("김민지 기자", ["김민지"]),
    ],
)
def test_words_before_a_name_are_no_part_of_it(byline, expected):
    assert names(byline, spoken=True) == expected


@pytest.mark.parametrize(
    ("byline", "expected"),
    [
        ("Jane Doe and John Roe", ["Jane Doe", "John Roe"]),
        ("Jane Doe, John Roe, and Ann Lee", ["Jane Doe", "John Roe", "Ann Lee"]),
        ("Jane Doe & John Roe", ["Jane Doe", "John Roe"]),
        ("Jane Doe; John Roe", ["Jane Doe", "John Roe"]),
        ("Jane Doe / John Roe", ["Jane Doe", "John Roe"]),
        ("Anna Groß und Uwe Klein", ["Anna Groß", "Uwe Klein"]),
        ("Zoé Petit et Luc Grand", ["Zoé Petit", "Luc Grand"]),
        ("Zoé Petit (avec Luc Grand)", ["Zoé Petit", "Luc Grand"]),
        ("María García y Juan Pérez", ["María García", "Juan Pérez"]),
        ("Jane Doe, Jane Doe", ["Jane Doe"]),
    ],
)
def test_several_authors_are_told_apart(byline, expected):
    assert names(byline) == expected


@pytest.mark.parametrize(
    "company",
    [
        "Johnson & Johnson",
        "Centers for Disease Control and Prevention",
        "Ministry of Health and Welfare",
    ],
)
def test_the_name_of_a_company_is_not_cut_at_its_and(company):
    assert names(company) == [company]
    assert names(company, spoken=True) == [company]


@pytest.mark.parametrize(
    "byline",
    [
        "Jane Doe, Ward News",
        "Jane Doe, USA TODAY",
        "Jane Doe, Health Editor",
        "Jane Doe, MD, PhD",
        "Jane Doe, M.D.",
        "Jane Doe, Berlin",
        "Jane Doe (AFP)",
        "Jane Doe/AFP",
        "Jane Doe - Staff",
        "Jane Doe <jane.doe@wardpost.example>",
        "Jane Doe @janedoe",
        "Jane Doe https://wardpost.example/jane",
        "Jane Doe Senior Correspondent",
        "Jane Doe for Ward News",
        "Jane Doe Reuters",
        "Jane Doe \u2764\ufe0f",
        "By Jane Doe. Medically reviewed by Ann Lee, MD",
        "Medically reviewed by Ann Lee, MD — Written by Jane Doe",
    ],
)
def test_degrees_offices_places_and_employers_are_dropped(byline):
    assert names(byline) == ["Jane Doe"]


@pytest.mark.parametrize(
    "byline",
    [
        "By Jane Doe on June 22, 2021",
        "Jane Doe | June 22, 2021, 3:03 PM | 1,209",
        "Jane Doe Tuesday, Aug. 17, 2010",
        "Jane Doe · Posted: Jul 30, 2019",
        "Jane Doe – 22.06.2021",
        "Jane Doe Updated 2 hours ago",
    ],
)
def test_what_the_page_says_after_a_name_is_dropped(byline):
    assert names(byline, spoken=True) == ["Jane Doe"]


@pytest.mark.parametrize("name", ["Jane Doe Jr.", "Dr. Jane Doe", "J. K. Doe", "Jane van der Doe"])
def test_what_belongs_to_a_name_stays(name):
    assert names(name, spoken=True) == [name]


def test_a_suffix_after_a_comma_belongs_to_the_name():
    assert names("Jane Doe, Jr., and Ann Lee") == ["Jane Doe Jr.", "Ann Lee"]


@pytest.mark.parametrize(
    "nobody",
    ["", "admin", "Posted by admin", "Super User", "https://www.facebook.com/janedoe", "@janedoe",
     "jane@wardpost.example", "12.05.2021", "By", "{{author}}", "null", "Reviewed by Jane Doe"],
)  # fmt: skip
def test_some_bylines_name_nobody(nobody):
    assert names(nobody) == []


@pytest.mark.parametrize(
    "other",
    ["Ward News", "Reuters", "The Editors", "wardpost.example", "Redaktion Wissen", "jane_doe",
     "Jane",      "Staff Writer", "CBC's Standards", "the quick brown fox", "Jane 2021"],
)  # fmt: skip
def test_agencies_offices_and_nicknames_are_no_people(other):
    assert not is_person(other)


@given(st.text(max_size=700))
def test_any_text_gives_names_of_bounded_length(text):
    for name in names(text) + names(text, spoken=True):
        assert 1 < len(name) <= 80
        assert name == name.strip()


def test_a_byline_without_end_is_cut():
    assert len(names("Jane Doe, " * 100_000)) == 1
    assert (
        len(names(", ".join(f"Jane {chr(65 + n % 26)}{'a' * (n % 9)}oe" for n in range(500)))) <= 30
    )
