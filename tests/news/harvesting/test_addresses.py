"""Addresses: their normal form, what is said of a cleaning, and when two are the same."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.harvesting.addresses import (
    address_key,
    brand_of,
    brand_slug,
    clean,
    duplicate_form,
    explain,
)
from news.harvesting.tracking.parts import MAX_LENGTH
from news.harvesting.tracking.rules import rules
from tests.news.harvesting.stories import STORY


class TestNormalForm:
    @pytest.mark.parametrize(
        ("dirty", "expected"),
        [
            ("  HTTPS://WWW.Clinic.Example/A\n", "https://www.clinic.example/A"),
            ("<https://clinic.example/a>", "https://clinic.example/a"),
            ("https://clinic.example:443/a", "https://clinic.example/a"),
            ("http://clinic.example:80/a", "http://clinic.example/a"),
            ("http://clinic.example:443/a", "http://clinic.example:443/a"),
            ("https://clinic.example:/a", "https://clinic.example/a"),
            ("https://clinic.example./a", "https://clinic.example/a"),
            ("https://münchen.example/ä", "https://xn--mnchen-3ya.example/ä"),
            ("https://ＣＬＩＮＩＣ。example/", "https://clinic.example/"),
            ("https://xn--mnchen-3ya.example/", "https://xn--mnchen-3ya.example/"),
            ("https://clinic.example/a/./b/../c", "https://clinic.example/a/c"),
            ("https://clinic.example/a/%2E%2e/b/.", "https://clinic.example/b/"),
            ("https://clinic.example/../../a", "https://clinic.example/a"),
            ("https://clinic.example/a//b", "https://clinic.example/a//b"),
            ("https://clinic.example/%e4%b8%ad%2F", "https://clinic.example/%e4%b8%ad%2F"),
            ("https://clinic.example", "https://clinic.example"),
            ("https://clinic.example?utm_source=x", "https://clinic.example"),
            ("https://[2001:DB8::1]:443/a", "https://[2001:db8::1]/a"),
            ("https://clinic.example/a\n  \tb", "https://clinic.example/a  b"),
        ],
    )
    def test_the_spelling_of_a_host_does_not_count(self, dirty: str, expected: str) -> None:
        assert clean(dirty) == expected

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "no address",
            "mailto:a@clinic.example?utm_source=x",
            "ftp://clinic.example/?utm_source=x",
            "https://",
            "https:///a?utm_source=x",
            "https://two words/?utm_source=x",
            "https://clinic.example:port/?utm_source=x",
            "https://[::1/?utm_source=x",
            "https://good.example\\@evil.example/?utm_source=x",
            "javascript:alert(1)",
            "https://" + "ä" * 300 + ".example/?utm_source=x",
            "https://clinic.example/?utm_source=" + "x" * MAX_LENGTH,
        ],
    )
    def test_what_is_no_address_comes_back_as_it_came(self, text: str) -> None:
        assert clean(f" {text} ") == text


class TestExplaining:
    def test_it_names_each_thing_removed_and_why(self) -> None:
        cleaning = explain(f"{STORY}?id=1&fbclid=Iw&utm_source=x#:~:text=a")
        assert cleaning.url == f"{STORY}?id=1"
        assert [removal.what for removal in cleaning.removed] == [
            "fbclid=Iw",
            "utm_source=x",
            "#:~:text=a",
        ]
        assert all(removal.reason for removal in cleaning.removed)
        assert cleaning.version == rules().version

    def test_it_names_a_wrapper(self) -> None:
        (removal,) = explain(f"https://exit.sc/?url={quote(STORY, safe='')}").removed
        assert removal.what == "https://exit.sc/…"

    def test_of_a_clean_address_there_is_nothing_to_say(self) -> None:
        assert explain(STORY).removed == ()

    def test_every_rule_has_a_reason(self) -> None:
        known = rules()
        reasons = [
            *known.names.values(),
            *(reason for _, reason in known.prefixes),
            *(shape.reason for shapes in known.shapes.values() for shape in shapes),
            *(rule.reason for site in known.sites.values() for rule in site),
            *(rule.reason for rule in known.paths),
            *(reason for _, reason in known.fragments),
            *(one.reason for group in known.wrappers.values() for one in group),
        ]
        assert len(reasons) > 2_000
        assert all(reason[0].isupper() and not reason.endswith(".") for reason in reasons)

    def test_no_shape_fits_an_empty_value(self) -> None:
        shapes = [shape for group in rules().shapes.values() for shape in group]
        assert not any(shape.value and shape.value.fullmatch("") for shape in shapes)


addresses = st.from_regex(r"\Ahttps?://[a-zäÄ.%0-9:@\[\]-]{1,20}[a-z/.%?&=;#0-9~!+ ]{0,60}\Z")
honest_names = st.sampled_from("id v p q page article story lang year chapter doc tab".split())
honest_pairs = st.tuples(honest_names, st.from_regex(r"\A[a-z0-9%+.~-]{0,12}\Z", fullmatch=True))
tracker_pairs = st.tuples(
    st.sampled_from("utm_source fbclid gclid mc_eid _hsenc oly_enc_id msclkid wt.mc_id".split()),
    st.from_regex(r"\A[A-Za-z0-9_.-]{0,12}\Z", fullmatch=True),
)


class TestProperties:
    @given(st.text() | addresses)
    def test_it_never_raises_and_cleaning_twice_changes_nothing(self, text: str) -> None:
        once = clean(text)
        assert clean(once) == once
        duplicate_form(text)
        brand_of(text)

    @given(st.lists(honest_pairs | tracker_pairs, max_size=8))
    def test_honest_pairs_stay_in_their_order_and_spelling(
        self, pairs: list[tuple[str, str]]
    ) -> None:
        query = "&".join(f"{name}={value}" for name, value in pairs)
        kept = urlsplit(clean(f"{STORY}?{query}")).query
        trackers = ("utm_", "fbclid", "gclid", "mc_eid", "_hsenc", "oly_", "msclkid", "wt.")
        honest = [f"{name}={value}" for name, value in pairs if not name.startswith(trackers)]
        assert kept == "&".join(honest)

    @given(st.text(alphabet="abc/?&=#%.:;~!", max_size=40), st.integers(1, 4))
    def test_layers_of_wrappers_hold_the_same_address(self, tail: str, layers: int) -> None:
        target = f"https://clinic.example/{tail}"
        url = target
        for _ in range(layers):
            url = f"https://exit.sc/?url={quote(url, safe='')}"
        assert clean(url) == clean(target)

    @given(st.lists(honest_pairs, max_size=5).flatmap(lambda pairs: st.permutations(pairs)))
    def test_the_order_of_the_query_makes_no_second_article(
        self, pairs: list[tuple[str, str]]
    ) -> None:
        query, backwards = (
            "&".join(f"{name}={value}" for name, value in order) for order in (pairs, pairs[::-1])
        )
        assert duplicate_form(f"{STORY}?{query}") == duplicate_form(f"{STORY}/?{backwards}")


class TestDuplicates:
    @pytest.mark.parametrize(
        "url",
        [
            "http://clinic.example/news/a-story",
            "https://www.clinic.example/news/a-story/",
            "https://CLINIC.example.:443/news/./a-story#comments",
            "https://clinic.example/news/a%2dstory?",
            "https://clinic.example/news/a-story/index.html",
            "https://clinic.example/news/a-story/index.php?utm_source=x",
            "https://l.facebook.com/l.php?u=https%3A%2F%2Fclinic.example%2Fnews%2Fa-story",
        ],
    )
    def test_spellings_of_one_address_are_one(self, url: str) -> None:
        assert duplicate_form(url) == "clinic.example/news/a-story"
        assert address_key(url) == address_key(STORY)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("?b=1&a=2", "?a=2&b=1"),
            ("?a", "?a="),
            ("?a=x+y", "?a=x%20y"),
            ("?a=%c3%a9", "?a=é"),
            ("/%e4%b8%ad", "/中"),
            ("?a=1&&b=2", "?a=1&b=2"),
            ("#top", ""),
            ("/%7Ewho", "/~who"),
        ],
    )
    def test_what_does_not_count(self, one: str, other: str) -> None:
        assert duplicate_form(STORY + one) == duplicate_form(STORY + other)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("?id=1", "?id=2"),
            ("?id=1", ""),
            ("/a%2Fb", "/a/b"),
            ("?a=1%262", "?a=1&2"),
            ("?a=1%2B2", "?a=1+2"),
            ("/A", "/a"),
            ("#!/one", "#!/two"),
            ("#/one", ""),
            ("/amp", ""),
        ],
    )
    def test_what_counts(self, one: str, other: str) -> None:
        assert duplicate_form(STORY + one) != duplicate_form(STORY + other)

    def test_other_hosts_and_ports_are_other_addresses(self) -> None:
        forms = {
            duplicate_form(f"https://{place}/a")
            for place in ("clinic.example", "m.clinic.example", "clinic.example:8080", "x.example")
        }
        assert len(forms) == 4

    def test_an_international_host_is_one_in_both_spellings(self) -> None:
        assert address_key("https://münchen.example/") == address_key(
            "http://XN--MNCHEN-3YA.example"
        )

    def test_no_address_has_no_key(self) -> None:
        assert address_key(" ") is None
        assert len(address_key(STORY) or "") == 64


class TestBrands:
    @pytest.mark.parametrize(
        ("url", "brand"),
        [
            ("https://www.who.int/news", "who.int"),
            ("HTTPS://WWW.WHO.INT.:443/", "who.int"),
            ("https://user:word@news.who.int/", "news.who.int"),
            ("https://www.münchen.example/", "xn--mnchen-3ya.example"),
            ("https://[::1]/", "::1"),
            ("https://[bad/", ""),
            (f"https://{'h' * 300}.org/", ""),
            ("who.int", ""),
            ("", ""),
        ],
    )
    def test_a_brand_is_the_host_without_www(self, url: str, brand: str) -> None:
        assert brand_of(url) == brand

    def test_a_brand_begins_a_slug_without_its_last_label(self) -> None:
        assert brand_slug("academic.oup.com") == "academic-oup"
        assert brand_slug("localhost") == "localhost"
