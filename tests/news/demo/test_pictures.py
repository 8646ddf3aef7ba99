"""Covers and marks: always the same for the same words, and what the alt texts say they are."""

from __future__ import annotations

import json
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageStat

from news import demo
from news.demo.pictures import COVER_SIZE, composition_for, draw_cover, draw_mark, palette_for
from news.demo.pictures import compositions as c
from news.demo.pictures.compositions import Composition
from news.demo.pictures.palettes import BY_VOCABULARY, EVERY, Palette, mix
from news.markdown.document import parse

SMALL = (320, 180)
TOPIC = "Symplur: Home Care"
COMPOSITIONS = [
    c.cells, c.helix, c.hills, c.labyrinth, c.mosaic, c.network, c.orbits, c.pulse, c.shelves,
    c.tides,
]  # fmt: skip
BEGINNINGS = {
    c.cells: "A halftone of ",
    c.helix: "Two strands of ",
    c.hills: "Ranges of ",
    c.labyrinth: "A round maze of ",
    c.mosaic: "A wall of square tiles ",
    c.network: "Five hubs ",
    c.orbits: "Rings around ",
    c.pulse: ("A yellow heart trace ", "A red heart trace "),
    c.shelves: "Three rows of upright bars ",
    c.tides: "A ribbon of fine lines",
}
TITLES: list[tuple[str, Composition]] = [
    ("A Ransom Paid Twice", c.labyrinth),
    ("Genomes by the Thousand", c.helix),
    ("The Heart in an Old Recording", c.pulse),
    ("Networks of Networks", c.network),
    ("One Code, Four Meanings", c.mosaic),
    ("An Algorithm on Trial", c.cells),
    ("Waiting by Video", c.tides),
    ("Digital Letters", c.orbits),
    ("Paper Records in the Attic", c.shelves),
    ("A Village Far From the Road", c.hills),
]


def pictured_articles() -> list[dict[str, Any]]:
    articles = (parse(file.read_bytes().decode()) for file in sorted(demo.ARTICLES.iterdir()))
    return [each.front_matter for each in articles if each.front_matter["featuredImage"]]


def same(one: Image.Image, other: Image.Image) -> bool:
    return ImageChops.difference(one, other).getbbox() is None


def test_a_cover_has_the_size_asked_for_and_no_transparency() -> None:
    cover = draw_cover("a", "Anything", TOPIC, SMALL)
    assert (cover.size, cover.mode) == (SMALL, "RGB")


def test_a_cover_is_1600_by_900_unless_said_otherwise() -> None:
    assert draw_cover("a", "Genomes", TOPIC).size == COVER_SIZE == (1600, 900)


def test_the_same_words_give_the_same_cover() -> None:
    words = ("a", "Home", TOPIC, SMALL)
    assert same(draw_cover(*words), draw_cover(*words))


def test_another_seed_gives_another_cover() -> None:
    assert not same(draw_cover("a", "Home", TOPIC, SMALL), draw_cover("b", "Home", TOPIC, SMALL))


@pytest.mark.parametrize(("title", "composition"), TITLES)
def test_the_title_chooses_what_is_drawn(title: str, composition: Composition) -> None:
    assert composition_for("a", title, TOPIC) is composition


def test_the_topic_chooses_where_the_title_is_silent() -> None:
    assert composition_for("a", "Untitled", "Healthcare IT News: Telehealth") is c.tides


def test_chance_chooses_where_both_are_silent() -> None:
    chosen = {composition_for(str(seed), "Untitled", "Nothing") for seed in range(200)}
    assert chosen == {*COMPOSITIONS}


@pytest.mark.parametrize("composition", COMPOSITIONS)
@pytest.mark.parametrize("size", [SMALL, (180, 320), (200, 200), (16, 9)])
def test_every_composition_fills_any_size(composition: Composition, size: tuple[int, int]) -> None:
    title = next(title for title, drawn in TITLES if drawn is composition)
    cover = draw_cover("seed", title, TOPIC, size)
    assert cover.size == size
    assert max(ImageStat.Stat(cover.convert("L")).stddev) > 8  # more than paper


@pytest.mark.parametrize("vocabulary", [*BY_VOCABULARY])
def test_a_vocabulary_has_colours_of_its_own(vocabulary: str) -> None:
    chosen = {palette_for(str(seed), f"{vocabulary}: Anything") for seed in range(60)}
    assert chosen == {*BY_VOCABULARY[vocabulary]}


def test_a_topic_outside_the_vocabularies_may_have_any_colours() -> None:
    assert {palette_for(str(seed), "Loose") for seed in range(300)} == {*EVERY}


@pytest.mark.parametrize("palette", EVERY)
def test_ink_and_accent_stand_out_from_the_ground(palette: Palette) -> None:
    for colour in (palette.ink, palette.accent):
        assert contrast(colour, palette.ground) > 2  # they are shapes, not letters


def test_mixing_goes_from_the_first_colour_to_the_second() -> None:
    assert [mix((0, 0, 0), (200, 100, 50), share) for share in (0, 0.5, 1)] == [
        (0, 0, 0),
        (100, 50, 25),
        (200, 100, 50),
    ]


@pytest.mark.parametrize("article", pictured_articles(), ids=lambda article: article["id"])
def test_an_alt_text_describes_the_composition_that_is_drawn(article: dict[str, Any]) -> None:
    stem = article["mdName"].removesuffix(".md")
    drawn = composition_for(stem, article["title"], article["categories"][0])
    assert article["featuredImage"]["alt"].startswith(BEGINNINGS[drawn])


def test_the_demo_shows_every_composition() -> None:
    drawn = {
        composition_for(each["mdName"].removesuffix(".md"), each["title"], each["categories"][0])
        for each in pictured_articles()
    }
    assert drawn == {*COMPOSITIONS}


def test_a_mark_is_a_square_with_clear_corners() -> None:
    mark = draw_mark("OpenMRS", 64)
    assert (mark.size, mark.mode) == ((64, 64), "RGBA")
    assert mark.getpixel((0, 0))[3] == 0
    assert mark.getpixel((32, 6))[3] == 255


def test_a_mark_belongs_to_its_name() -> None:
    assert draw_mark("who.int").tobytes() == draw_mark("who.int").tobytes()


def test_no_two_names_of_the_catalogue_share_a_mark() -> None:
    catalogue = json.loads(demo.CATALOGUE.read_text(encoding="utf-8"))
    names = [entry["label"] for entry in catalogue["offerings"]]
    names += [entry["host"] for entry in catalogue["publications"]]
    assert len({draw_mark(name, 64).tobytes() for name in names}) == len(names)


def contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """The ratio of two colours' luminance as WCAG 2 defines it, from 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(colour: tuple[int, int, int]) -> float:
    shares = [value / 255 for value in colour]
    linear = [
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    ]
    return sum(
        weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True)
    )
