"""What editors paste, and the orders made of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.capturing import (
    LARGEST_PAGE,
    LONGEST_ADDRESS,
    MOST_AT_ONCE,
    CaptureError,
    order,
    read_addresses,
)
from news.models import Capture

ONE = "https://example.org/news/one"
TWO = "https://example.org/news/two"


@pytest.mark.parametrize(
    ("pasted", "read"),
    [
        (ONE, [ONE]),
        (f"  {ONE}\n", [ONE]),
        (f"{ONE}\n{TWO}", [ONE, TWO]),
        (f"{ONE} {TWO} {ONE}", [ONE, TWO]),
        (f"{ONE},{TWO}", [f"{ONE},{TWO}"]),  # a comma may be part of an address
        (f"{ONE}, {TWO}.", [ONE, TWO]),
        (f"Amazon's plans – {ONE}", [ONE]),
        (f"<{ONE}>", [ONE]),
        (f"(see {ONE})", [ONE]),
        ("https://en.wikipedia.org/wiki/Mercury_(element)", None),
        ("www.who.int/news/a", ["https://www.who.int/news/a"]),
        ("who.int/news/a", ["https://who.int/news/a"]),
        ("HTTPS://WHO.INT/a", ["HTTPS://WHO.INT/a"]),
        ("nothing to see here. Or there", []),
        ("e.g. this", []),
        ("", []),
    ],
)
def test_addresses_are_found_in_what_was_pasted(pasted: str, read: list[str] | None) -> None:
    assert read_addresses(pasted) == ([pasted] if read is None else read)


@given(st.text(max_size=300))
def test_any_text_can_be_pasted(text: str) -> None:
    for url in read_addresses(text):
        assert url.lower().startswith(("http://", "https://"))


def test_many_brackets_behind_an_address_are_counted_once() -> None:
    (found,) = read_addresses(f"{ONE}{')' * 500_000}")
    assert found.startswith(ONE)


@pytest.mark.django_db
def test_what_no_database_keeps_is_taken_out_of_an_address() -> None:
    (one,) = order([f"{ONE}?a=\0\ud800b"], hints=[{"title": "a\0b\udfff"}])
    one.refresh_from_db()
    assert (one.url, one.hints) == (f"{ONE}?a=b", {"title": "ab"})


@pytest.mark.django_db
def test_those_given_together_share_a_batch_and_keep_their_order() -> None:
    orders = order([ONE, TWO])
    assert [one.url for one in Capture.objects.filter(batch=orders[0].batch)] == [ONE, TWO]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("urls", "html", "said"),
    [
        ([], None, "Paste the address"),
        ([ONE] * (MOST_AT_ONCE + 1), None, f"{MOST_AT_ONCE} at once"),
        ([ONE + "x" * LONGEST_ADDRESS], None, f"longer than {LONGEST_ADDRESS}"),
        ([ONE], b"x" * (LARGEST_PAGE + 1), "The page has 5.0 MB"),
        ([ONE, TWO], b"<p>one page</p>", "one address"),
    ],
)
def test_an_order_that_cannot_be_taken_says_why(
    urls: list[str], html: bytes | None, said: str
) -> None:
    with pytest.raises(CaptureError, match=said):
        order(urls, html=html)
    assert not Capture.objects.exists()


@pytest.mark.django_db
def test_an_order_is_claimed_by_one_only() -> None:
    (one,) = order([ONE])
    same = Capture.objects.get()
    assert Capture.objects.claim(one)
    assert not Capture.objects.claim(same)
