"""Dates as people and programs write them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.harvesting.reading.moments import moment, moments


@pytest.mark.parametrize(
    "text",
    [
        "2021-06-22", "20210622", "2021/06/22", "2021-6-22", "22.06.2021", "22.6.21", "22/06/2021",
        "06/22/2021", "June 22, 2021", "Jun 22 2021", "Jun. 22nd, 2021", "22 June 2021",
        "Posted on Tuesday, 22nd of June, 2021", "22-Jun-2021", "22. Juni 2021", "le 22 juin 2021",
        "22 de junio de 2021", "22 giugno 2021", "22 juni 2021", "22 czerwca 2021", "22 июня 2021",
        "22 Ιουνίου 2021", "22 Haziran 2021", "2021. június 22.", "2021年6月22日",
        "2021년 6월 22일", "2021. 6. 22",
    ],
)  # fmt: skip
def test_a_day_is_read_in_many_spellings(text):
    assert moment(text) == "2021-06-22"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021-06-22T10:15:00Z", "2021-06-22T10:15:00+00:00"),
        ("2021-06-22T10:15:00.123+02:00", "2021-06-22T10:15:00+02:00"),
        ("2021-06-22T10:15:00-0400", "2021-06-22T10:15:00-04:00"),
        ("2021-06-22 10:15", "2021-06-22T10:15"),
        ("Tue, 22 Jun 2021 10:15:00 GMT", "2021-06-22T10:15:00+00:00"),
        ("June 22, 2021 at 3:05 pm EDT", "2021-06-22T15:05-04:00"),
        ("June 22, 2021 12:05 a.m.", "2021-06-22T00:05"),
        ("22. Juni 2021, 10:15 Uhr", "2021-06-22T10:15"),
        ("22 juin 2021 à 10h15", "2021-06-22T10:15"),
        ("1624356900", "2021-06-22T10:15:00+00:00"),
        ("1624356900000", "2021-06-22T10:15:00+00:00"),
    ],
)
def test_a_moment_keeps_its_precision_and_its_zone(text, expected):
    assert moment(text) == expected


def test_an_ambiguous_name_of_a_zone_is_no_zone():
    assert moment("June 22, 2021 10:15 IST") == "2021-06-22T10:15"


def test_an_ambiguous_day_is_read_as_told():
    assert moment("03/04/2021", day_first=True) == "2021-04-03"
    assert moment("03/04/2021", day_first=False) == "2021-03-04"


def test_dots_always_mean_the_day_first():
    assert moment("03.04.2021", day_first=False) == "2021-04-03"


@pytest.mark.parametrize(
    "text",
    ["", "soon", "2021", "June 2021", "2021-06", "0000-00-00", "2021-02-30", "2021-13-01",
     "1970-01-01", "1899-12-31", "99999999999999", "10:15", "06/22/21", None, 20210622,
     "x" * 10_000],
)  # fmt: skip
def test_what_is_no_day_is_refused(text):
    assert moment(text) == ""


def test_the_future_is_refused_but_for_other_zones():
    now = datetime.now(UTC)
    assert moment((now + timedelta(days=40)).date().isoformat()) == ""
    assert moment((now + timedelta(hours=12)).date().isoformat()) != ""


def test_dates_come_in_their_order():
    text = "Created on 3 May 2019, changed June 22, 2021 and 24.12.2021"
    assert list(moments(text)) == ["2019-05-03", "2021-06-22", "2021-12-24"]


@given(st.text(max_size=600))
def test_any_text_gives_dates_that_python_reads(text):
    for found in (moment(text), *moments(text)):
        if found:
            assert datetime.fromisoformat(found).year >= 1990
