"""Five colours that belong together; a vocabulary has three such sets of its own."""

from __future__ import annotations

from typing import NamedTuple

Colour = tuple[int, int, int]


class Palette(NamedTuple):
    """The colours of one picture, from the paper it lies on to the spot that catches the eye."""

    ground: Colour
    soft: Colour
    mid: Colour
    ink: Colour
    accent: Colour


def palette(*hexes: str) -> Palette:
    """``palette("F2EBDD", …)``: five colours, ground first."""
    return Palette(*(_rgb(text) for text in hexes))


def _rgb(text: str) -> Colour:
    red, green, blue = bytes.fromhex(text)
    return red, green, blue


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """``share`` of the second colour in the first: 0 gives the first, 1 the second."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


SEA = (
    palette("F1EADC", "B7CBBF", "3D7C7E", "12343B", "E0603A"),
    palette("0F2E35", "1F5157", "4E9693", "EFE6D4", "F0A24A"),
    palette("DFE5DC", "AFC4B4", "55837A", "1F3D3A", "D2593F"),
)
NIGHT = (
    palette("F4EDE1", "BCC6DC", "4A66A0", "1B2848", "DE9A2E"),
    palette("151D38", "2C3C6E", "6F8BC9", "F0E7D6", "F07F4F"),
    palette("DCE2E9", "AFBED1", "5A769F", "1F2D4A", "C9503A"),
)
ORCHARD = (
    palette("F5ECE1", "E0BFB2", "94506C", "3A1E38", "D98A35"),
    palette("2A1931", "54305A", "A66F97", "F3E7D8", "E8B24C"),
    palette("E8E7D6", "BEC6A0", "6B8250", "2C382A", "B2476A"),
)
BY_VOCABULARY = {
    "Symplur": SEA,
    "Healthcare IT News": NIGHT,
    "Medical Subject Headings (MeSH)": ORCHARD,
}
EVERY = (*SEA, *NIGHT, *ORCHARD)
