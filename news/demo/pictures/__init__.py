"""Pictures that the project draws itself: covers for articles, marks for names.

The demo's loader calls ``draw_cover`` and ``draw_mark``; nothing here knows a model, a file or a
font. The same arguments always give the same picture.
"""

from __future__ import annotations

import re
from random import Random

from PIL import Image

from news.demo.pictures import compositions
from news.demo.pictures.canvas import Canvas
from news.demo.pictures.compositions import Composition
from news.demo.pictures.marks import draw_mark
from news.demo.pictures.palettes import BY_VOCABULARY, EVERY, Palette

__all__ = ["COVER_SIZE", "composition_for", "draw_cover", "draw_mark", "palette_for"]

COVER_SIZE = (1600, 900)  # width, height

# Beginnings of words and the composition that they ask for; the first one met decides.
THEMES: dict[Composition, str] = {
    compositions.labyrinth: r"secur cyber ransom breach privacy confidential identif anonym",
    compositions.helix: r"genom dna precision",
    compositions.pulse: r"heart oximeter wrist glucose pulse wearable",
    compositions.network: r"exchange network fhir interoperab neighbour dicom",
    compositions.mosaic: r"archetype classif code vocabular terminolog standard",
    compositions.tides: r"telehealth video virtual flow wait queue licence",
    compositions.cells: r"algorithm dataset synthetic image imaging artificial thousand",
    compositions.orbits: r"digital app\b policy access space",
    compositions.shelves: r"record files chart papers library regulation rule law",
    compositions.hills: r"home ward village country global public",
}


def draw_cover(
    seed_text: str, title: str, topic: str, size: tuple[int, int] = COVER_SIZE
) -> Image.Image:
    """An abstract cover in RGB, ``size`` pixels wide and high.

    ``seed_text`` decides what chance decides (the demo gives the stem of ``mdName``), ``title`` and
    ``topic`` what is drawn, and the vocabulary of ``topic`` (``Vocabulary: Label``) the colours.

    >>> draw_cover("x", "A Heart Trace", "Symplur: Home Care", (160, 90)).size
    (160, 90)
    """
    palette = palette_for(seed_text, topic)
    rng = _chance(seed_text, title, topic)
    canvas = Canvas(size, palette.ground)
    composition_for(seed_text, title, topic)(canvas, palette, rng)
    return canvas.finish(rng)


def composition_for(seed_text: str, title: str, topic: str) -> Composition:
    """What is drawn: the theme that the title names, else the topic's, else any."""
    for text in (title, topic):
        for composition, stems in THEMES.items():
            if re.search(rf"\b(?:{stems.replace(' ', '|')})", text, re.IGNORECASE):
                return composition
    return _chance("composition", seed_text).choice([*THEMES])


def palette_for(seed_text: str, topic: str) -> Palette:
    """The colours: one of the three sets of the topic's vocabulary, or of all sets."""
    vocabulary = topic.partition(":")[0]
    return _chance("tones", seed_text).choice(BY_VOCABULARY.get(vocabulary, EVERY))


def _chance(*words: str) -> Random:
    return Random("\n".join(words))  # noqa: S311 - chance that must be repeatable, not secret
