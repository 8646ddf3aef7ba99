"""Which addresses a reader may follow."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.following import is_elsewhere, safe_address, web_address
from tests.attacks import OVERLOOKED, SCHEMES, disguises


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/a?b=c:d#e",
        "http://example.org:8080/",
        "HTTPS://EXAMPLE.ORG/",
        "//example.org/a",
        "/news/a:b/",
        "./a:b",
        "a/b:c",
        "?q=a:b",
        "#note:1",
        "",
        "mailto:desk@example.org?subject=On%20javascript%3A",
        "tel:+49-30-1234",
        "https://example.org/?next=javascript:alert(1)",
        "https://example.org/%D9%85%DB%8C%E2%80%8C%D8%AE",
        "/می\u200cخواهم",
        "https://example.org/a%2520b%253Ac",
        "https://example.org/?a=1&amp;b=2",
        "images/caf%C3%A9.png",
        "https://[2001:db8::1]/",
    ],
)
def test_an_honest_address_stays_as_it_is(address: str) -> None:
    assert safe_address(address) == address


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        (" https://example.org/\n", "https://example.org/"),
        ("https://exam\tple.org/a\r\nb", "https://example.org/ab"),
        ("\x00/news/\x1f", "/news/"),
        ("/a\x85b\x9f", "/ab"),
    ],
)
def test_controls_are_taken_out_of_an_address(address: str, kept: str) -> None:
    assert safe_address(address) == kept


@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_scheme_that_acts_passes_in_any_disguise(scheme: str) -> None:
    for disguise in disguises():
        assert safe_address(disguise(scheme)) is None


@pytest.mark.parametrize("char", OVERLOOKED)
def test_a_scheme_is_seen_through_overlooked_characters(char: str) -> None:
    assert safe_address(char.join("javascript:alert(1)")) is None
    assert safe_address(f"java{char * 3}script{char}:alert(1)") is None


@given(st.text(max_size=40), st.sampled_from(OVERLOOKED))
def test_what_is_safe_stays_safe_when_it_is_read_again(text: str, char: str) -> None:
    kept = safe_address(f"{text}{char}")
    if kept is not None:
        assert safe_address(kept) == kept


def test_an_address_that_is_encoded_without_end_is_refused() -> None:
    assert safe_address("%" + "25" * 40 + "41") is None


@pytest.mark.parametrize(
    ("address", "elsewhere"),
    [
        ("/news/", False),
        ("news/", False),
        ("mailto:a@b.example", False),
        ("https://medigy.example/a", False),
        ("https://MEDIGY.example:443/a", False),
        ("//medigy.example", False),
        ("https://other.example/", True),
        ("HTTP:\\\\other.example", True),
        ("//other.example", True),
        ("/\\other.example", True),
        ("\\\\other.example", True),
        ("///other.example", True),
        ("https:/other.example", True),
        ("https://medigy.example@other.example/", True),
        ("https://medigy.example.other.example/", True),
        ("https://[oops/", True),
    ],
)
def test_it_tells_this_site_from_others(settings, address: str, elsewhere: bool) -> None:
    settings.SITE_URL = "https://medigy.example"
    assert is_elsewhere(address) is elsewhere


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "data:text/html,x", "/news/", "http://", "https://[", "", "x",
        "mailto:a@b.example", "//example.org/", "java\x01script:alert(1)", "https:",
    ],
)  # fmt: skip
def test_readers_are_not_sent_to(url: str) -> None:
    assert web_address(url) == ""


def test_readers_are_sent_to_an_address_without_its_surroundings() -> None:
    assert web_address(" https://example.org/a\n") == "https://example.org/a"
