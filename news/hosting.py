"""Pictures of other sites inside bodies, handed on by this one.

A reader is not seen by sites that they did not visit, and a picture that vanishes there stays here.
The address of each is signed, so that nobody can have other pictures fetched. It is fetched the
first time somebody looks, through the one door, made fit to be kept, and stored.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from urllib.parse import urlsplit

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.crypto import constant_time_compare, salted_hmac

from news.harvesting import images
from news.harvesting.fetch import Accept, FetchError, Kind, get

LONGEST_ADDRESS = 1500  # characters; in a path they grow by a third
MARK_LENGTH = 24  # of 64 hexadecimal digits
SECONDS = 5  # a reader's browser waits for it
LONGEST_SIDE = 1600  # pixels
PAUSE = 600  # seconds, until what could not be had is asked for again
FORMATS = ("jpeg", "png", "webp", "gif")  # as images.prepare writes them
OF_THE_SITE = {Kind.TIMEOUT, Kind.UNREACHABLE}  # failures that say the same of its other pictures


class NotToBeHadError(Exception):
    """A picture that cannot be fetched, or an address that was not signed here."""


def token_of(url: str) -> str:
    """What stands for a picture's address in a path of ours; ``''`` for one that is too long."""
    if len(url) > LONGEST_ADDRESS:
        return ""
    name = urlsafe_b64encode(url.encode()).decode().rstrip("=")
    return f"{name}.{_mark(name)}"


def address_of(token: str) -> str:
    """The address for which a token stands. Raises ``NotToBeHadError`` for one not made here."""
    name, _, mark = token.rpartition(".")
    if not constant_time_compare(mark, _mark(name)):
        raise NotToBeHadError
    return urlsafe_b64decode(name + "=" * (-len(name) % 4)).decode()


def picture(url: str) -> tuple[bytes, str]:
    """The bytes of a picture and its format (``jpeg``, ``png`` …), fetched if it is not here yet.

    Raises ``NotToBeHadError``; for some minutes then nobody waits for it again.
    """
    stem = _stem(url)
    for form in FORMATS:
        if default_storage.exists(f"{stem}.{form}"):
            with default_storage.open(f"{stem}.{form}") as file:
                return file.read(), form
    notes = [f"picture:{_digest(url)}", f"pictures-of:{_digest(urlsplit(url).netloc)}"]
    if cache.get_many(notes):
        raise NotToBeHadError
    try:
        prepared = images.prepare(
            get(url, accept=Accept.PICTURE, seconds=SECONDS).content, longest=LONGEST_SIDE
        )
    except (FetchError, images.ImageError) as failure:
        of_the_site = isinstance(failure, FetchError) and failure.kind in OF_THE_SITE
        cache.set(notes[of_the_site], 1, PAUSE)
        raise NotToBeHadError from failure
    form = prepared.format.lower()
    default_storage.save(f"{stem}.{form}", ContentFile(prepared.data))
    return prepared.data, form


def _mark(name: str) -> str:
    return salted_hmac(__name__, name, algorithm="sha256").hexdigest()[:MARK_LENGTH]


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _stem(url: str) -> str:
    digest = _digest(url)
    return f"elsewhere/{digest[:2]}/{digest}"
