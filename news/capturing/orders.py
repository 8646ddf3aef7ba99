"""Orders to capture: what an editor pasted becomes one row for each address."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser

from news.harvesting.keeping import keepable
from news.models import Capture

MOST_AT_ONCE = 100
LONGEST_ADDRESS = 2000
LARGEST_PAGE = 5 * 1024**2  # bytes of HTML that a browser may send
MOST_BRACKETS = 100  # that may close behind an address

# An address in running text; what closes a sentence or a bracket around it is no part of it.
_ADDRESS = re.compile(r"https?://[^\s<>\"“”]+", re.IGNORECASE)
_BARE = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?", re.IGNORECASE)
_AFTERWARDS = ".,;:!?'’»"


class CaptureError(Exception):
    """An order that cannot be taken, or an address that leads to no draft; says why."""


def read_addresses(text: str) -> list[str]:
    """The addresses in what somebody pasted, in their order, each once.

    They may stand one on a line, between words, in angle brackets, or without ``https://``.

    >>> read_addresses("See https://who.int/a, and www.nih.gov/b")
    ['https://who.int/a', 'https://www.nih.gov/b']
    """
    found: list[str] = []
    for word in text.split():
        matches = _ADDRESS.findall(word)
        if matches:
            found += [_trimmed(match) for match in matches]
        elif _BARE.fullmatch(bare := _trimmed(word)) and ("/" in bare or bare.startswith("www.")):
            found.append(f"https://{bare}")
    return list(dict.fromkeys(found))


def _trimmed(word: str) -> str:
    word = word.rstrip(_AFTERWARDS)
    if len(word) > LONGEST_ADDRESS + MOST_BRACKETS:
        return word  # no address, and counting its brackets again and again would take long
    while word.endswith(")") and word.count(")") > word.count("("):
        word = word[:-1].rstrip(_AFTERWARDS)
    return word


def order(
    urls: Iterable[str],
    *,
    user: AbstractBaseUser | None = None,
    way: str = Capture.Way.DESK,
    html: bytes | None = None,
    hints: Sequence[Mapping[str, Any]] = (),
) -> list[Capture]:
    """Take down one order for each address; they share a batch. Nothing is fetched yet.

    Orders of long ago are forgotten at this occasion.

    ``html`` is the page as a browser had it, for a single address. ``hints`` say what a feed told
    of each address: ``title``, ``description``, ``author``, ``date``. Raises ``CaptureError`` for
    no address, too many, one that is too long, or a page that is too large.
    """
    urls = [keepable(url) for url in urls]
    _require_takeable(urls, html)
    Capture.objects.expired().delete()
    batch = uuid.uuid4()
    told = [*hints, *({} for _ in range(len(urls) - len(hints)))]
    page = None if html is None else Capture.pack(html)
    return Capture.objects.bulk_create(
        Capture(batch=batch, user=user, way=way, url=url, page=page, hints=keepable(dict(hint)))
        for url, hint in zip(urls, told, strict=True)
    )


def _require_takeable(urls: Sequence[str], html: bytes | None) -> None:
    if not urls:
        raise CaptureError("Paste the address of an article, such as https://example.org/news/one.")
    if len(urls) > MOST_AT_ONCE:
        raise CaptureError(
            f"These are {len(urls)} addresses; {MOST_AT_ONCE} at once are the most. "
            "Paste the others afterwards."
        )
    if too_long := next((url for url in urls if len(url) > LONGEST_ADDRESS), None):
        raise CaptureError(
            f"{too_long[:60]}… is longer than {LONGEST_ADDRESS} characters. "
            "Copy the address from the page's own share button."
        )
    if html is not None and len(urls) > 1:
        raise CaptureError("A page belongs to one address. Send the others without it.")
    if html is not None and len(html) > LARGEST_PAGE:
        raise CaptureError(
            f"The page has {len(html) / 1024**2:.1f} MB; the most is {LARGEST_PAGE // 1024**2} MB. "
            "Capture its address alone."
        )
