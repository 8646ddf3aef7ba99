"""The command that harvests: what it prints, what it saves, its sentences and exit codes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from news.management.commands.harvest import FIELDS, LARGEST, Found, as_json, as_text
from news.models import Article, Capture, HarvestRecord
from tests.builders import make_article
from tests.news.test_commands import run
from tests.site import Site
from tests.site import site as site  # the fixture

pytestmark = pytest.mark.django_db

PAGE = """<!doctype html><html lang="en"><head><title>Night shift | Ward news</title>
<meta name="description" content="Nurses at work."><meta name="author" content="Ann Ford">
<meta property="og:title" content="Night shift"><meta property="og:site_name" content="Ward news">
<meta property="article:published_time" content="2026-03-07T22:30:00-05:00">
<meta name="twitter:card" content="summary"></head>
<body><article><h1>Night shift</h1><p>Nurses are at work while the city sleeps.</p></article>"""
KEYS = [
    *("title", "description", "author", "date", "canonical_url", "image", "site_name"),
    *("language", "favicon", "clean_url", "brand"),
    *("htmlMetaData", "openGraphMetaData", "twitterMetaData"),
]
GIVEN = "https://ward.example/night?utm_source=x"


@pytest.fixture
def saved_page(tmp_path: Path) -> Path:
    """The page in a file, as a browser would save it."""
    file = tmp_path / "page.html"
    file.write_text(PAGE)
    return file


class TestPrinting:
    def test_a_person_reads_each_field_and_where_it_stands(self, saved_page: Path) -> None:
        code, out, err = run("harvest", GIVEN, "--html", saved_page)
        assert (code, err) == (0, "")
        assert out.startswith(f"{GIVEN}\n")
        for name, origin, value in (
            ("title", "og:title", "Night shift"),
            ("image", "–", "–"),
            ("clean_url", "the address", "https://ward.example/night"),
        ):
            assert re.search(rf"^  {name} +{origin} +{value}$", out, re.MULTILINE)
        assert "  openGraphMetaData\n    ogtitle" in out
        assert out.endswith("\nHarvested 1: 1 read, 0 failed\n")

    def test_the_columns_stand_below_each_other(self, saved_page: Path) -> None:
        _, out, _ = run("harvest", GIVEN, "--html", saved_page)
        shown = ("Night shift", "Nurses at work.", "Ann Ford", "2026-03-07T22:30:00-05:00")
        columns = {
            line.index(value) for line, value in zip(out.splitlines()[1:5], shown, strict=True)
        }
        assert len(columns) == 1

    def test_a_program_reads_one_document_with_the_keys_in_their_order(
        self, saved_page: Path
    ) -> None:
        code, out, err = run("harvest", GIVEN, "--html", saved_page, "--json")
        assert (code, err) == (0, "")
        document = json.loads(out)
        assert list(document) == KEYS
        assert document["title"] == "Night shift"
        assert document["description"] == "Nurses at work."
        assert document["author"] == "Ann Ford"
        assert document["date"] == "2026-03-07T22:30:00-05:00"
        assert document["site_name"] == "Ward news"
        assert document["language"] == "en"
        assert document["clean_url"] == "https://ward.example/night"
        assert document["brand"] == "ward.example"
        assert document["htmlMetaData"]["author"] == "Ann Ford"
        assert document["openGraphMetaData"]["ogtitle"] == "Night shift"
        assert document["twitterMetaData"]["twittercard"] == "summary"

    def test_several_addresses_are_a_line_each(self, site: Site) -> None:
        for name in ("one", "two"):
            site.page(f"/{name}", PAGE.replace("Night shift", f"Shift {name}"))
        code, out, _ = run("harvest", site.at("/one"), site.at("/two"), "--json")
        assert code == 0
        assert [json.loads(line)["title"] for line in out.splitlines()] == [
            "Shift one",
            "Shift two",
        ]

    def test_a_page_from_a_file_is_not_fetched_and_nothing_is_stored(
        self, site: Site, saved_page: Path
    ) -> None:
        run("harvest", site.at("/night"), "--html", saved_page)
        assert site.requests == []
        assert not Article.objects.exists()
        assert not Capture.objects.exists()

    def test_what_would_command_a_terminal_or_break_an_encoding_is_not_printed(self) -> None:
        values = dict.fromkeys(FIELDS, "\x1b[31mred\ud800\n\x07bell")
        found = Found(values | {name: {} for name in KEYS[-3:]}, {})
        text = as_text("https://ward.example/", found)
        text.encode()
        assert "\x1b" not in text
        assert "[31mred bell" in text
        line = as_json(found)
        line.encode()
        assert json.loads(line)["title"] == values["title"]


class TestSaving:
    def test_it_makes_the_draft_that_the_desk_would_make(self, site: Site) -> None:
        site.page("/night", PAGE)
        code, out, err = run("harvest", site.at("/night?utm_source=x"), "--save", "--json")
        assert (code, err) == (0, "")
        article = Article.objects.get()
        assert (article.state, article.title) == ("draft", "Night shift")
        assert article.source_url == site.at("/night?utm_source=x")
        assert Capture.objects.get().way == "command"
        document = json.loads(out)
        assert list(document) == KEYS
        assert (document["title"], document["clean_url"]) == ("Night shift", site.at("/night"))
        assert document["htmlMetaData"]["author"] == "Ann Ford"

    def test_what_it_prints_is_the_same_saved_or_not(self, site: Site) -> None:
        site.page("/night", PAGE)
        only_read = json.loads(run("harvest", site.at("/night"), "--json")[1])
        assert json.loads(run("harvest", site.at("/night"), "--json", "--save")[1]) == only_read

    def test_from_a_file(self, saved_page: Path, site: Site) -> None:
        code, out, _ = run("harvest", site.at("/night"), "--html", saved_page, "--save")
        assert (code, out.splitlines()[-1]) == (0, "Harvested 1: 1 saved, 0 here already, 0 failed")
        assert Article.objects.get().title == "Night shift"
        assert "/night" not in site.asked

    def test_one_that_is_here_already_is_named_so(self, site: Site) -> None:
        make_article("Here since long", clean_url=site.at("/night"))
        code, out, _ = run("harvest", site.at("/night"), "--save")
        assert code == 0
        assert out.startswith(f"{site.at('/night')} (here already)\n")
        assert "Here since long" in out
        assert out.endswith("Harvested 1: 0 saved, 1 here already, 0 failed\n")

    def test_one_that_cannot_be_read_is_kept_and_said(self, site: Site) -> None:
        code, _, err = run("harvest", site.at("/gone"), "--save")
        assert code == 1
        assert err.startswith(f"{site.at('/gone')}: ")
        assert "Its address is kept in a draft." in err
        assert HarvestRecord.objects.get().problem_kind == "not_found"


class TestTrouble:
    def test_nothing_but_failures_is_1_and_each_names_its_address(self, site: Site) -> None:
        code, out, err = run("harvest", site.at("/gone"), "no address")
        assert (code, out) == (1, "Harvested 2: 0 read, 2 failed\n")
        first, second, closing = err.splitlines()
        assert first.startswith(f"{site.at('/gone')}: ")
        assert second.startswith("no address: This is no address of a page.")
        assert closing == "2 of 2 could not be harvested; the reasons stand above."

    def test_some_failures_are_3_and_the_others_are_printed(self, site: Site) -> None:
        site.page("/night", PAGE)
        code, out, err = run("harvest", site.at("/gone"), site.at("/night"), "--json")
        assert code == 3
        assert json.loads(out)["title"] == "Night shift"
        assert err.startswith(f"{site.at('/gone')}: ")

    @pytest.mark.parametrize("save", [(), ("--save",)])
    def test_an_address_inside_is_refused_in_a_sentence(self, save: tuple[str, ...]) -> None:
        code, _, err = run("harvest", "http://169.254.169.254/latest/", *save)
        assert code == 1
        assert "Medigy does not open this address" in err

    def test_an_address_that_no_capture_takes_is_a_sentence(self) -> None:
        code, _, err = run("harvest", "https://ward.example/" + "x" * 3000, "--save")
        assert code == 1
        assert "is longer than 2000 characters" in err

    def test_a_file_goes_with_one_address(self, saved_page: Path) -> None:
        code, _, err = run(
            "harvest", "https://a.example", "https://b.example", "--html", saved_page
        )
        assert (code, err) == (1, "Nothing was harvested: --html goes with one address.")

    def test_a_file_that_is_not_there_or_too_large_is_a_sentence(self, tmp_path: Path) -> None:
        missing = tmp_path / "missing.html"
        code, _, err = run("harvest", GIVEN, "--html", missing)
        assert (code, err) == (1, f"Nothing was harvested. {missing}: No such file or directory.")
        (large := tmp_path / "large.html").write_bytes(b"x" * (LARGEST + 1))
        code, _, err = run("harvest", GIVEN, "--html", large)
        assert (code, err) == (1, f"Nothing was harvested: {large} has more than 5 MB.")
