"""What no database and no file can hold is taken out of what a page says."""

from __future__ import annotations

from news.harvesting.harvest import Harvest, Picture
from news.harvesting.keeping import keepable
from tests.news.harvesting.reading.pages import json_ld, read


def test_texts_are_washed_wherever_they_stand() -> None:
    dirty = Harvest(
        url="https://a.example/\0",
        tags=("a\ud800", "b"),
        images=(Picture("https://a.example/\udfff", width=3),),
        open_graph={"og\0title": "c\0", "ogurl": None},
    )
    assert keepable(dirty) == Harvest(
        url="https://a.example/",
        tags=("a", "b"),
        images=(Picture("https://a.example/", width=3),),
        open_graph={"ogtitle": "c", "ogurl": None},
    )


def test_half_a_character_in_json_ld_reaches_nobody() -> None:
    node = {
        "@type": "NewsArticle",
        "headline": "Night \ud83d shift",
        "author": {"@type": "Person", "name": "Ma\ud800rta Reis"},
        "image": "https://a.example/\ud800.jpeg",
        "description": "A year of calls \udfff after discharge.",
    }
    harvest = read(json_ld(node))
    assert repr(harvest) == repr(harvest).encode("utf-8", "ignore").decode()
    assert "Night" in harvest.title
