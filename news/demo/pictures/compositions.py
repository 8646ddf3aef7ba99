"""Ten abstract pictures, each a function of a canvas, a palette and a source of chance.

Units are those of the canvas: 1600 wide, 900 high in the usual proportions.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import combinations
from random import Random

from news.demo.pictures.canvas import WIDTH, Canvas, Point
from news.demo.pictures.palettes import Colour, Palette, mix

Composition = Callable[[Canvas, Palette, Random], None]
Curve = Callable[[float], float]
Disc = tuple[float, float, float]


def tides(canvas: Canvas, palette: Palette, rng: Random) -> None:
    """A ribbon of fine lines that swells, narrows and turns over from edge to edge."""
    swell = _swell(rng, canvas.height * 0.16, 0.8)
    turn = rng.uniform(0, math.tau)
    pace = rng.uniform(0.9, 1.4) * math.tau / WIDTH
    lines = 74
    for number in range(lines):
        share = number / (lines - 1)
        points = [
            (
                x,
                canvas.height * 0.5
                + swell(x)
                + (share - 0.5) * canvas.height * 0.95 * math.cos(turn + x * pace + share * 1.1),
            )
            for x in _steps(-10, WIDTH + 10, 12)
        ]
        canvas.stroke(points, 3.2, _blend(palette, share))


def pulse(canvas: Canvas, palette: Palette, rng: Random) -> None:
    """One heart trace and its echoes, fading away behind it."""
    echoes, shift = 22, rng.uniform(-80, 80)
    beat = rng.uniform(370, 430)
    drop = canvas.height * 0.021
    for number in range(echoes):
        share = number / (echoes - 1)
        base = canvas.height * 0.36 + number * drop
        height = canvas.height * (0.14 + 0.24 * share)
        points = [
            (x, base - height * _heartbeat((x + shift - number * 9) / beat % 1))
            for x in _steps(-10, WIDTH + 10, 4)
        ]
        last = number == echoes - 1
        colour = palette.accent if last else mix(palette.ground, palette.mid, 0.12 + 0.88 * share)
        canvas.stroke(points, 9 if last else 3, colour)


def _heartbeat(share: float) -> float:
    """Height of a heart trace, -0.3 to 1, at a share of its beat: the bumps P, Q, R, S and T."""
    bumps = (
        (0.14, 0.3, 0.028),
        (-0.14, 0.43, 0.012),
        (1, 0.47, 0.016),
        (-0.3, 0.515, 0.014),
        (0.24, 0.72, 0.045),
    )
    return sum(
        height * math.exp(-(((share - place) / width) ** 2)) for height, place, width in bumps
    )


def hills(canvas: Canvas, palette: Palette, rng: Random) -> None:
    """Ranges of hills, darker towards the viewer, before a large low sun."""
    sun = (rng.uniform(0.18, 0.82) * WIDTH, canvas.height * rng.uniform(0.26, 0.44))
    canvas.disc(*sun, canvas.height * rng.uniform(0.13, 0.24), palette.accent)
    ranges = 7
    for number in range(ranges):
        share = number / (ranges - 1)
        crest = _swell(rng, canvas.height * (0.075 + 0.03 * share), 1.1 + 0.3 * share)
        base = canvas.height * (0.44 + 0.5 * share**1.15)
        line = [(x, base + crest(x)) for x in _steps(-10, WIDTH + 10, 16)]
        colour = _slope(palette, share)
        canvas.polygon([*line, (WIDTH + 10, canvas.height), (-10, canvas.height)], colour)
        for step in range(1, 4):
            echo = [(x, y + step * 15) for x, y in line]
            canvas.stroke(echo, 1.8, mix(colour, palette.ground, 0.26 - 0.06 * step))


def cells(canvas: Canvas, palette: Palette, rng: Random) -> None:
    """A halftone: discs on a grid, large where two fields overlap."""
    pitch = 33.0
    tops = [(rng.uniform(0.12, 0.88), rng.uniform(0.15, 0.85)) for _ in range(3)]
    fields = [_field(canvas, top, rng) for top in tops]
    warm = _field(canvas, (tops[0][0] + 0.07, tops[0][1] + 0.1), rng)
    for row in range(int(canvas.height / pitch / 0.9) + 2):
        for column in range(int(WIDTH / pitch) + 2):
            x, y = (column + 0.5 * (row % 2)) * pitch, row * pitch * 0.9
            strength = sum(field(x, y) for field in fields)
            radius = pitch * min(0.5, 0.06 + 0.42 * strength)
            cold = mix(palette.mid, palette.ink, min(1, strength))
            heat = min(1, max(0, warm(x, y) * 6 - 2.4))
            colour = mix(cold, palette.accent, heat)
            canvas.disc(x, y, radius, colour)


def network(canvas: Canvas, palette: Palette, rng: Random) -> None:
    """Hubs with their satellites, joined by bundles of arcs."""
    hubs = _hubs(canvas, rng)
    marked = rng.randrange(len(hubs))
    for first, second in combinations(hubs, 2):
        for lift in range(-5, 6):
            arc = _arc(first[:2], second[:2], lift * 22.0)
            canvas.stroke(arc, 1.8, mix(palette.ground, palette.mid, 0.55))
    for number, (x, y, size) in enumerate(hubs):
        _constellation(canvas, palette, rng, (x, y, size), number == marked)


def _hubs(canvas: Canvas, rng: Random) -> list[Disc]:
    """Five places with some chance in them, and how large a hub stands there."""
    places = [(0.1, 0.34, 44), (0.3, 0.74, 58), (0.48, 0.27, 84), (0.71, 0.7, 66), (0.9, 0.26, 48)]
    flipped, turned = rng.random() < 0.5, rng.random() < 0.5
    return [
        (
            ((1 - x if flipped else x) + rng.uniform(-0.05, 0.05)) * WIDTH,
            ((1 - y if turned else y) + rng.uniform(-0.06, 0.06)) * canvas.height,
            size * rng.uniform(0.75, 1.2),
        )
        for x, y, size in places
    ]


def _constellation(canvas: Canvas, palette: Palette, rng: Random, hub: Disc, marked: bool) -> None:
    """One hub: spokes to small discs, and the hub over them."""
    x, y, size = hub
    spokes = int(size * 0.6)
    for number in range(spokes):
        angle = math.tau * (number + rng.uniform(-0.35, 0.35)) / spokes
        reach = size * rng.uniform(1.5, 3.4)
        end = (x + math.cos(angle) * reach, y + math.sin(angle) * reach)
        canvas.stroke([(x, y), end], 2.2, palette.mid)
        canvas.disc(*end, rng.choice((4, 6, 6, 9, 14)), rng.choice((palette.ink, palette.mid)))
    canvas.disc(x, y, size * 1.16, palette.ground)
    canvas.disc(x, y, size, palette.accent if marked else palette.ink)
    canvas.disc(x, y, size * 0.38, palette.ground if marked else palette.soft)


def orbits(canvas: Canvas, palette: Palette, rng: Random) -> None:
    """Rings around a point off the centre, with arcs and bodies on their way."""
    x, y = rng.uniform(0.3, 0.7) * WIDTH, canvas.height * rng.uniform(0.42, 0.6)
    canvas.disc(x, y, 560, mix(palette.ground, palette.soft, 0.35))
    canvas.disc(x, y, 330, mix(palette.ground, palette.soft, 0.75))
    for number in range(11):
        radius = 120 + number * 78
        canvas.ring(x, y, radius, 2.2, mix(palette.ground, palette.mid, 0.6))
        start = rng.uniform(0, 360)
        span = (start, start + rng.uniform(40, 150))
        canvas.arc(
            x, y, radius, rng.choice((8, 14, 26)), span, (palette.mid, palette.ink)[number % 2]
        )
        angle = math.radians(start + rng.uniform(180, 330))
        body = (x + math.cos(angle) * radius, y + math.sin(angle) * radius)
        canvas.disc(
            *body, rng.choice((10, 16, 24)), palette.accent if number in (2, 5) else palette.ink
        )
    canvas.disc(x, y, 74, palette.accent)


def mosaic(canvas: Canvas, palette: Palette, rng: Random) -> None:
    """Square tiles of quarter discs, half discs, bars and rings, as on a quilted wall."""
    side = canvas.height / 5
    columns = int(WIDTH / side) + 2
    left = (WIDTH - columns * side) / 2
    tones = [palette.soft, palette.mid, palette.ink, palette.ground, palette.soft]
    for row in range(5):
        for column in range(columns):
            back, front = rng.sample(tones, 2)
            if rng.random() < 0.09:
                front = palette.accent
            corner = (left + column * side, row * side)
            canvas.box(*corner, side, side, back)
            rng.choice(TILES)(canvas, corner, side, front, rng.randrange(4))


def _quarter(canvas: Canvas, corner: Point, side: float, fill: Colour, turn: int) -> None:
    """A quarter disc from one of the tile's corners."""
    canvas.sector(*_turned(corner, side, turn), side, turn * 90, turn * 90 + 90, fill)


def _half(canvas: Canvas, corner: Point, side: float, fill: Colour, turn: int) -> None:
    """A half disc, standing on the lower edge or hanging from the upper one."""
    x, y = corner[0] + side / 2, corner[1] + side * (turn % 2)
    start = 180 * (turn % 2)
    canvas.sector(x, y, side / 2, start, start + 180, fill)


def _bars(canvas: Canvas, corner: Point, side: float, fill: Colour, turn: int) -> None:
    """Three bars, upright or lying."""
    for number in range(3):
        along = side * (number * 2 + 0.5) / 6
        if turn % 2:
            canvas.box(corner[0] + along, corner[1], side / 6, side, fill)
        else:
            canvas.box(corner[0], corner[1] + along, side, side / 6, fill)


def _ripples(canvas: Canvas, corner: Point, side: float, fill: Colour, turn: int) -> None:
    """Quarter rings around one of the tile's corners."""
    for share in (0.3, 0.6, 0.9):
        span = (turn * 90, turn * 90 + 90)
        canvas.arc(*_turned(corner, side, turn), side * share, side * 0.13, span, fill)


def _target(canvas: Canvas, corner: Point, side: float, fill: Colour, turn: int) -> None:
    """A ring around a disc, in one of two sizes."""
    x, y = corner[0] + side / 2, corner[1] + side / 2
    reach = side * (0.33 if turn % 2 else 0.4)
    canvas.ring(x, y, reach, side * 0.12, fill)
    canvas.disc(x, y, reach * 0.36, fill)


def _triangle(canvas: Canvas, corner: Point, side: float, fill: Colour, turn: int) -> None:
    """Half a tile, cut from corner to corner."""
    x, y = corner
    corners = [(x, y), (x + side, y), (x + side, y + side), (x, y + side)]
    corners.pop(turn)
    canvas.polygon(corners, fill)


def _turned(corner: Point, side: float, turn: int) -> Point:
    """One of the tile's corners: 0 is the upper left, then clockwise."""
    return corner[0] + side * (turn in (1, 2)), corner[1] + side * (turn in (2, 3))


TILES = (_quarter, _quarter, _quarter, _half, _half, _bars, _ripples, _target, _triangle)


def helix(canvas: Canvas, palette: Palette, rng: Random) -> None:
    """Two strands of discs wound around each other, joined by rungs, rising to the right."""
    pace, phase = rng.uniform(1.6, 2.0) * math.tau / WIDTH, rng.uniform(0, math.tau)
    radius, tilt = canvas.height * 0.27, rng.uniform(0.1, 0.2)
    pairs = []
    for x in _steps(-60, WIDTH + 60, 26):
        middle = canvas.height * 0.5 + (WIDTH / 2 - x) * tilt
        angle = x * pace + phase
        pairs.append((x, middle, math.sin(angle) * radius, math.cos(angle)))
    for x, middle, offset, _ in pairs:
        canvas.stroke(
            [(x, middle - offset), (x, middle + offset)], 3, mix(palette.ground, palette.mid, 0.7)
        )
    for number, (x, middle, offset, depth) in enumerate(pairs):
        back, front = (offset, -offset) if depth > 0 else (-offset, offset)
        canvas.disc(
            x, middle + back, 11 - 5 * abs(depth), mix(palette.mid, palette.soft, abs(depth))
        )
        colour = palette.accent if number % 9 == 4 else palette.ink
        canvas.disc(x, middle + front, 12 + 9 * abs(depth), colour)


def shelves(canvas: Canvas, palette: Palette, rng: Random) -> None:
    """Upright bars of many widths and heights in three rows, like files on a wall of shelves."""
    rows = 3
    depth = canvas.height / rows
    tones = [palette.soft, palette.mid, palette.mid, palette.ink, palette.ink]
    for row in range(rows):
        floor = (row + 1) * depth - 14
        x = -rng.uniform(0, 40)
        while x < WIDTH:
            width = rng.choice((13, 20, 27, 34, 52))
            height = depth * rng.uniform(0.5, 0.86)
            if rng.random() < 0.06:
                x += width * 1.6
                continue
            colour = palette.accent if rng.random() < 0.045 else rng.choice(tones)
            canvas.box(x, floor - height, width, height, colour)
            if width > 26:
                canvas.box(x, floor - height * 0.8, width, 7, palette.ground)
            x += width + 5
        canvas.box(0, floor, WIDTH, 7, palette.ink)


def labyrinth(canvas: Canvas, palette: Palette, rng: Random) -> None:
    """Walls in circles, each with a gate, around one guarded point."""
    x, y = rng.uniform(0.36, 0.64) * WIDTH, canvas.height * 0.5
    wall, gap = 22, 47
    for number in range(1, 21):
        radius = 40 + number * gap
        gate = rng.uniform(0, 360)
        opening = math.degrees(60 / radius)
        colour = mix(palette.ink, palette.soft, min(1, number / 19))
        canvas.arc(x, y, radius, wall, (gate + opening, gate + 360 - opening), colour)
        if number % 2:
            angle = math.radians(gate + rng.uniform(50, 300))
            spoke = [
                (x + math.cos(angle) * reach, y + math.sin(angle) * reach)
                for reach in (radius, radius + gap)
            ]
            canvas.stroke(spoke, wall, colour)
    canvas.disc(x, y, 40, palette.accent)


def _steps(start: float, end: float, step: float) -> list[float]:
    """Numbers from ``start`` to just beyond ``end``."""
    return [start + number * step for number in range(math.ceil((end - start) / step) + 1)]


def _swell(rng: Random, height: float, pace: float) -> Curve:
    """A slow wave made of three, never the same twice; within ``height`` units of nought."""
    waves = [
        (share, pace * speed * rng.uniform(0.8, 1.2) * math.tau / WIDTH, rng.uniform(0, math.tau))
        for share, speed in ((0.6, 0.7), (0.28, 1.7), (0.12, 3.9))
    ]
    return lambda x: height * sum(share * math.sin(x * k + phase) for share, k, phase in waves)


def _field(canvas: Canvas, top: Point, rng: Random) -> Callable[[float, float], float]:
    """A hill of strength, 1 at its top and falling off to 0; ``top`` in shares of the canvas."""
    x0, y0 = top[0] * WIDTH, top[1] * canvas.height
    width, height = rng.uniform(220, 420), rng.uniform(160, 300)
    return lambda x, y: math.exp(-(((x - x0) / width) ** 2) - ((y - y0) / height) ** 2)


def _arc(start: Point, end: Point, bend: float) -> list[Point]:
    """A shallow curve between two points, ``bend`` units out at its middle."""
    (x, y), (u, v) = start, end
    length = math.hypot(u - x, v - y) or 1.0
    across, down = -(v - y) / length, (u - x) / length
    shares = [number / 24 for number in range(25)]
    return [
        (
            x + (u - x) * t + across * bend * math.sin(math.pi * t),
            y + (v - y) * t + down * bend * math.sin(math.pi * t),
        )
        for t in shares
    ]


def _blend(palette: Palette, share: float) -> Colour:
    """From ink over the middle tone to the accent."""
    if share < 0.6:
        return mix(palette.ink, palette.mid, share / 0.6)
    return mix(palette.mid, palette.accent, (share - 0.6) / 0.4)


def _slope(palette: Palette, share: float) -> Colour:
    """From the soft tone over the middle one to ink."""
    if share < 0.5:
        return mix(palette.soft, palette.mid, share * 2)
    return mix(palette.mid, palette.ink, share * 2 - 1)
