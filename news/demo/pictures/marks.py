"""Small geometric marks without letters: a publication's icon, an offering's logo."""

from __future__ import annotations

import math
from collections.abc import Callable
from random import Random

from PIL import Image, ImageChops, ImageDraw

from news.demo.pictures.palettes import EVERY, Colour, Palette

OVERSAMPLING = 4
CORNER = 0.22  # radius of the tile's corners, as a share of its side

Box = tuple[float, float, float, float]
Motif = Callable[[ImageDraw.ImageDraw, float, Palette, Random], None]


def draw_mark(name: str, size: int = 128) -> Image.Image:
    """A square RGBA mark, ``size`` pixels wide, always the same for the same name.

    >>> draw_mark("OpenMRS", 32).size
    (32, 32)
    """
    rng = Random(f"mark {name}")  # noqa: S311 - chance that must be repeatable, not secret
    palette = rng.choice(EVERY)
    side = size * OVERSAMPLING
    tile = Image.new("RGBA", (side, side), (*palette.ground, 0))
    draw = ImageDraw.Draw(tile)
    draw.rounded_rectangle((0, 0, side - 1, side - 1), side * CORNER, fill=palette.ink)
    rng.choice(MOTIFS)(draw, side, _on_tile(palette), rng)
    return tile.reduce(OVERSAMPLING)


def _on_tile(palette: Palette) -> Palette:
    """The palette with paper and ink exchanged: the motif lies on a tile of ink."""
    return palette._replace(ground=palette.ink, ink=palette.ground)


def _around(x: float, y: float, radius: float) -> Box:
    return x - radius, y - radius, x + radius, y + radius


def _petals(draw: ImageDraw.ImageDraw, side: float, palette: Palette, rng: Random) -> None:
    """Four quarter discs, each turned its own way."""
    unit = side * 0.3
    marked = rng.randrange(4)
    for number, (x, y) in enumerate(((0.2, 0.2), (0.5, 0.2), (0.5, 0.5), (0.2, 0.5))):
        turn = rng.randrange(4)
        corner_x = x * side + unit * (turn in (1, 2))
        corner_y = y * side + unit * (turn in (2, 3))
        fill = palette.accent if number == marked else palette.ink
        draw.pieslice(_around(corner_x, corner_y, unit), turn * 90, turn * 90 + 90, fill=fill)


def _rings(draw: ImageDraw.ImageDraw, side: float, palette: Palette, rng: Random) -> None:
    """Three open rings around a disc."""
    middle = side / 2
    for number, colour in enumerate((palette.mid, palette.ink, palette.soft)):
        start = rng.randrange(0, 360, 45)
        box = _around(middle, middle, side * (0.36 - number * 0.1))
        draw.arc(box, start, start + 270, fill=colour, width=round(side * 0.055))
    draw.ellipse(_around(middle, middle, side * 0.08), fill=palette.accent)


def _bars(draw: ImageDraw.ImageDraw, side: float, palette: Palette, rng: Random) -> None:
    """Four upright bars with round ends."""
    marked = rng.randrange(4)
    for number in range(4):
        left, half = side * (0.2 + number * 0.16), side * rng.uniform(0.12, 0.31)
        fill = palette.accent if number == marked else palette.ink
        box = (left, side / 2 - half, left + side * 0.11, side / 2 + half)
        draw.rounded_rectangle(box, side * 0.055, fill=fill)


def _lens(draw: ImageDraw.ImageDraw, side: float, palette: Palette, rng: Random) -> None:
    """Two discs and what they share."""
    angle, apart = rng.uniform(0, math.tau), side * rng.uniform(0.09, 0.15)
    across, down = math.cos(angle) * apart, math.sin(angle) * apart
    layers = []
    for turn, fill in ((1, palette.ink), (-1, palette.mid)):
        box = _around(side / 2 + turn * across, side / 2 + turn * down, side * 0.24)
        layer = Image.new("L", (int(side), int(side)))
        ImageDraw.Draw(layer).ellipse(box, fill=255)
        layers.append(layer)
        draw.ellipse(box, fill=fill)
    draw.bitmap((0, 0), ImageChops.darker(*layers), palette.accent)


def _dots(draw: ImageDraw.ImageDraw, side: float, palette: Palette, rng: Random) -> None:
    """Nine places, mirrored left and right, a disc or a small dot on each."""
    marked = rng.randrange(3), rng.randrange(3)
    for row in range(3):
        for column, large in enumerate(_mirrored(rng)):
            x, y = side * (0.26 + column * 0.24), side * (0.26 + row * 0.24)
            fill = palette.accent if (row, column) == marked else palette.ink
            draw.ellipse(_around(x, y, side * (0.105 if large else 0.045)), fill=fill)


def _mirrored(rng: Random) -> tuple[bool, bool, bool]:
    outer, inner = rng.random() < 0.6, rng.random() < 0.6
    return outer, inner, outer


def _wedges(draw: ImageDraw.ImageDraw, side: float, palette: Palette, rng: Random) -> None:
    """A disc in three slices."""
    start = rng.randrange(0, 360, 15)
    box = _around(side / 2, side / 2, side * 0.33)
    for colour, sweep in ((palette.ink, 150), (palette.mid, 120), (palette.accent, 90)):
        draw.pieslice(box, start, start + sweep, fill=colour)
        start += sweep


def _hexagon(draw: ImageDraw.ImageDraw, side: float, palette: Palette, rng: Random) -> None:
    """A hexagon cut into six, every second piece another colour."""
    first, reach = rng.randrange(0, 60, 10), side * 0.36
    angles = [math.radians(first + 60 * number) for number in range(7)]
    corners = [
        (side / 2 + math.cos(angle) * reach, side / 2 + math.sin(angle) * reach) for angle in angles
    ]
    colours: list[Colour] = [palette.ink, palette.mid] * 3
    colours[rng.randrange(6)] = palette.accent
    for number, colour in enumerate(colours):
        draw.polygon([(side / 2, side / 2), corners[number], corners[number + 1]], fill=colour)


MOTIFS: tuple[Motif, ...] = (_petals, _rings, _bars, _lens, _dots, _wedges, _hexagon)
