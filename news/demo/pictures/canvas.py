"""The surface on which covers are drawn: 1600 units wide whatever its pixels, with smooth edges."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import product
from random import Random

from PIL import Image, ImageChops, ImageDraw

from news.demo.pictures.palettes import Colour

Point = tuple[float, float]
Fill = Colour | tuple[int, int, int, int]

WIDTH = 1600.0  # units; the height follows from the picture's proportions
OVERSAMPLING = 3  # pixels drawn for one pixel kept, in each direction
GRAIN = 9  # how far a grain may lighten or darken, in steps of 255


class Canvas:
    """Draws in units, on a picture that is larger than the one it hands over."""

    def __init__(self, size: tuple[int, int], ground: Colour) -> None:
        self.size = size
        self.scale = size[0] * OVERSAMPLING / WIDTH
        self.height = WIDTH * size[1] / size[0]
        self._image = Image.new("RGB", (size[0] * OVERSAMPLING, size[1] * OVERSAMPLING), ground)
        self._draw = ImageDraw.Draw(self._image, "RGBA")

    def polygon(self, points: Sequence[Point], fill: Fill) -> None:
        """A filled outline."""
        scale = self.scale
        self._draw.polygon([(x * scale, y * scale) for x, y in points], fill=fill)

    def box(self, x: float, y: float, width: float, height: float, fill: Fill) -> None:
        """A rectangle whose top left corner is at ``x, y``."""
        self.polygon([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], fill)

    def disc(self, x: float, y: float, radius: float, fill: Fill) -> None:
        """A filled circle around ``x, y``."""
        self._draw.ellipse(self._square(x, y, radius), fill=fill)

    def sector(
        self, x: float, y: float, radius: float, start: float, end: float, fill: Fill
    ) -> None:
        """A slice of a disc; degrees run clockwise from three o'clock."""
        self._draw.pieslice(self._square(x, y, radius), start, end, fill=fill)

    def arc(
        self, x: float, y: float, radius: float, width: float, span: tuple[float, float], fill: Fill
    ) -> None:
        """Part of a ring, ``width`` wide and centred on ``radius``; ``span`` in degrees."""
        square = self._square(x, y, radius + width / 2)
        self._draw.arc(square, *span, fill=fill, width=max(1, round(width * self.scale)))

    def ring(self, x: float, y: float, radius: float, width: float, fill: Fill) -> None:
        """A circle's line, ``width`` wide and centred on ``radius``."""
        self.arc(x, y, radius, width, (0, 360), fill)

    def stroke(self, points: Sequence[Point], width: float, fill: Fill) -> None:
        """A line of even width along a curve given by close points."""
        half = width / 2
        left, right = [], []
        last = len(points) - 1
        for index, (x, y) in enumerate(points):
            before, after = points[max(0, index - 1)], points[min(last, index + 1)]
            run, rise = after[0] - before[0], after[1] - before[1]
            length = math.hypot(run, rise) or 1.0
            across, down = -rise / length * half, run / length * half
            left.append((x + across, y + down))
            right.append((x - across, y - down))
        self.polygon([*left, *reversed(right)], fill)

    def finish(self, rng: Random) -> Image.Image:
        """The picture at its own size, lit from one corner and with the grain of print."""
        picture = self._image.reduce(OVERSAMPLING)
        picture = ImageChops.multiply(picture, _light(self.size, rng))
        return ImageChops.overlay(picture, _grain(self.size, rng))

    def _square(self, x: float, y: float, radius: float) -> tuple[float, float, float, float]:
        scale = self.scale
        return (
            (x - radius) * scale,
            (y - radius) * scale,
            (x + radius) * scale,
            (y + radius) * scale,
        )


def _light(size: tuple[int, int], rng: Random) -> Image.Image:
    """White that falls off a little from a bright place to the far corners."""
    bright = (rng.uniform(0.2, 0.8), rng.uniform(0.1, 0.6))
    small = Image.new("F", (16, 9))  # floats: rounded steps would show as a grid
    for x, y in product(range(16), range(9)):
        away = math.hypot(x / 15 - bright[0], y / 8 - bright[1])
        small.putpixel((x, y), 255 - 24 * away**2)
    return small.resize(size, Image.Resampling.BICUBIC).convert("L").convert("RGB")


def _grain(size: tuple[int, int], rng: Random) -> Image.Image:
    """Middle grey with fine noise: overlaid, it leaves colours as they are, only less smooth."""
    area = size[0] * size[1]
    coarse, fine = (Image.frombytes("L", size, rng.randbytes(area)) for _ in range(2))
    noise = Image.blend(coarse, fine, 0.5)
    return noise.point(
        [128 + round((value - 127.5) / 127.5 * GRAIN) for value in range(256)]
    ).convert("RGB")
