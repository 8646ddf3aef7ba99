"""Pictures that may stand for the page, the likeliest first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

from news.harvesting.harvest import Picture
from news.harvesting.reading import json_ld
from news.harvesting.reading.answers import Answer, plain
from news.harvesting.reading.page import Page, said_by
from news.harvesting.reading.texts import Story

MOST = 20
MOST_LOOKED_AT = 300  # <img> elements
SMALLEST = 100  # pixels of a side; smaller ones are icons
LAZY = ("data-src", "data-original", "data-lazy-src", "data-lazy", "data-full-src", "data-url")
LAZY_SETS = ("data-srcset", "srcset", "data-lazy-srcset")
NOT_THE_STORY = re.compile(
    r"logo|avatar|gravatar|icon[s_./-]|favicon|/ads?/|banner|badge|button|emoji|profile|headshot"
    r"|author|default[-_]?(?:image|img|og|share|social)|placeholder|fallback",
    re.I,
)
NO_PICTURE_AT_ALL = re.compile(
    r"sprite|spacer|spinner|loader\b|loading|blank[._]|pixel[._/?-]|tracking|\b1x1\b|doubleclick"
    r"|scorecardresearch|quantserve|facebook\.com/tr\b|analytics|piwik|matomo|preload|noscript",
    re.I,
)
FURNITURE = re.compile(
    r"/themes?/|header|footer|/layout|qr-?code|rss|newsletter|subscribe|sponsor|background|\.svg\b"
    r"|\.gif\b",
    re.I,
)  # of pictures that only stand on the page
AROUND = {"header", "footer", "nav", "aside", "noscript"}
NO_PICTURES = re.compile(r"\.(?:mp4|webm|m3u8|mp3|pdf|html?|js|css)(?:$|\?)", re.I)
IN_THE_STORY, POSTER, VIDEO = "a picture of the story", "the poster of a video", "a video"
UNDECLARED = {IN_THE_STORY, POSTER, VIDEO}
_YOUTUBE = re.compile(r"(?:youtube(?:-nocookie)?\.com/embed/|youtu\.be/)([\w-]{11})(?![\w-])")
_NUMBER = re.compile(r"\d{1,5}")
_SIZE_IN_NAME = re.compile(r"(?<!\d)(\d{2,4})x(\d{2,4})(?!\d)")


def pictures(page: Page, story: Story) -> tuple[Picture, ...]:
    """The candidates: what the page offers to others first, then what its story shows."""
    found: dict[str, Picture] = {}
    for picture in _all(page, story):
        if picture.url not in ("", page.url) and not NO_PICTURES.search(picture.url):
            known = found.get(picture.url)
            found[picture.url] = _merged(known, picture) if known else picture
        if len(found) == MOST * 2:
            break
    ranked = sorted(found.values(), key=_rank)
    return tuple(ranked[:MOST])


def _all(page: Page, story: Story) -> Iterator[Picture]:
    for value in json_ld.values(page.work.node, "image"):
        yield _of_node(page, value, f"{page.work.origin} image")
    yield from _open_graph(page)
    yield from _named(page.addresses("twitter:image", "twitter:image:src"))
    for node in (page.article, page.webpage):
        for key in ("image", "primaryImageOfPage", "thumbnailUrl"):
            for value in json_ld.values(node, key):
                yield _of_node(page, value, f"JSON-LD {key}")
    for address in page.link("image_src"):
        yield Picture(address, origin="<link rel=image_src>")
    yield from _named(
        page.addresses(
            "parsely-image-url", "sailthru.image.full", "sailthru.image.thumb", "thumbnail"
        )
    )
    for name in ("image", "thumbnailurl"):
        for element in page.itemprops(name):
            yield Picture(page.absolute(said_by(element)), origin=f"itemprop {name}")
    yield from _in_the_story(page, story)
    yield from _of_videos(page)


def _named(addresses: Iterator[Answer]) -> Iterator[Picture]:
    for address, origin in addresses:
        yield Picture(address, origin=origin)


def _open_graph(page: Page) -> Iterator[Picture]:
    """Pictures of OpenGraph, with the size and the alt text that follow each of them."""
    current: dict[str, str] = {}
    for meta in page.metas:
        name = meta.name.lower()
        if meta.attribute == "itemprop" or not name.startswith("og:image"):
            continue
        detail = name.removeprefix("og:image").lstrip(":")
        if detail in ("", "url") and meta.content.strip():
            address = page.absolute(meta.content)
            if address != current.get("url"):
                yield from _open_graph_picture(current)
                current = {"url": address}
        else:
            current.setdefault(detail, meta.content)
    yield from _open_graph_picture(current)


def _open_graph_picture(said: dict[str, str]) -> Iterator[Picture]:
    url = said.get("url") or said.get("secure_url", "")
    if url.startswith("http"):
        yield Picture(
            url,
            alt=plain(said.get("alt")),
            width=_pixels(said.get("width")),
            height=_pixels(said.get("height")),
            origin="og:image",
        )


def _of_node(page: Page, value: Any, origin: str) -> Picture:
    value = page.resolve(value)
    if not isinstance(value, dict):
        return Picture(page.absolute(value), origin=origin)
    address = next(
        (
            value[key]
            for key in ("url", "contentUrl", "@id")
            if isinstance(value.get(key), str) and value[key]
        ),
        "",
    )
    return Picture(
        page.absolute(address),
        alt=plain(value.get("caption")),
        width=_pixels(value.get("width")),
        height=_pixels(value.get("height")),
        origin=origin,
    )


def _in_the_story(page: Page, story: Story) -> Iterator[Picture]:
    """Pictures of the story itself, then large ones elsewhere; small ones are left."""
    place = story.place
    around = place.getparent() if place is not None else None
    seen = set()
    for root in (place, around, page.root):
        if root is None:
            continue
        for element, _ in zip(root.iter("img"), range(MOST_LOOKED_AT), strict=False):
            if element in seen or (root is not place and _is_around(element)):
                continue
            seen.add(element)
            picture = _of_img(page, element)
            if picture.url and _is_large(picture):
                yield picture


def _is_around(element: HtmlElement) -> bool:
    return any(ancestor.tag in AROUND for ancestor in element.iterancestors())


def _of_img(page: Page, element: HtmlElement) -> Picture:
    width, height = _pixels(element.get("width")), _pixels(element.get("height"))
    address = ""
    for name in (*LAZY_SETS, *LAZY, "src"):
        said = element.get(name, "").strip()
        if not said or said.startswith("data:"):
            continue
        if name in LAZY_SETS:
            said, set_width = _largest(said)
            width, height = (set_width, 0) if set_width > width else (width, height)
        address = page.absolute(said)
        if address:
            break
    if not width and (size := _SIZE_IN_NAME.search(address)):
        width, height = int(size[1]), int(size[2])
    return Picture(address, plain(element.get("alt")), width, height, IN_THE_STORY)


def _largest(source_set: str) -> tuple[str, int]:
    """The address of the largest picture in a ``srcset``, and its width if that is said."""
    best, best_size, best_width = "", -1.0, 0
    for part in re.split(r",\s+|\s,", source_set[:10_000]):
        address, _, size = part.strip().rpartition(" ")
        if not address:
            address, size = size, "1x"
        number = _NUMBER.search(size)
        value = float(number[0]) if number else 1.0
        if value > best_size:
            best, best_size = address.strip(), value
            best_width = int(value) if size.endswith("w") else 0
    return best, best_width


def _is_large(picture: Picture) -> bool:
    known = [side for side in (picture.width, picture.height) if side]
    return all(side >= SMALLEST for side in known)


def _of_videos(page: Page) -> Iterator[Picture]:
    for element in page.root.iter("video"):
        if address := page.absolute(element.get("poster", "") or None):
            yield Picture(address, origin=POSTER)
    for element in page.root.iter("iframe"):
        if match := _YOUTUBE.search(element.get("src", "") or element.get("data-src", "")):
            address = f"https://i.ytimg.com/vi/{match[1]}/hqdefault.jpg"
            yield Picture(address, origin=VIDEO)


def _rank(picture: Picture) -> int:
    """What the page offers comes first, of this what looks like its own logo last.

    A page without a picture of its story often offers one of the site: still what it chose.
    """
    small = 0 < picture.width < SMALLEST or 0 < picture.height < SMALLEST
    if small or NO_PICTURE_AT_ALL.search(picture.url):
        return 4
    if picture.origin not in UNDECLARED:
        return int(bool(NOT_THE_STORY.search(picture.url)))
    looks = f"{picture.url} {picture.alt[:100]}"
    return 3 if NOT_THE_STORY.search(looks) or FURNITURE.search(picture.url) else 2


def _merged(one: Picture, other: Picture) -> Picture:
    """The first with what the second knows better of it."""
    return Picture(
        one.url,
        one.alt or other.alt,
        one.width or other.width,
        one.height or other.height,
        one.origin,
    )


def _pixels(said: object) -> int:
    if isinstance(said, (int, float)) and 0 <= said < 100_000:
        return int(said)
    if isinstance(said, dict):
        return _pixels(said.get("value"))
    if isinstance(said, str) and "%" not in said and (match := _NUMBER.match(said.strip())):
        return int(match[0])
    return 0
