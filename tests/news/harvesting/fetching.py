"""What tests of the door share: a page, and the error that an address meets with."""

from __future__ import annotations

import pytest

from news.harvesting.failures import FetchError
from news.harvesting.fetch import get
from news.harvesting.reach import Reach, places_of, target_of

PAGE = "<!doctype html><title>Sleep</title><p>Nurses need it."


def error_of(url: str, **wishes: object) -> FetchError:
    """The error with which the door turns an address away."""
    with pytest.raises(FetchError) as caught:
        get(url, **wishes)
    return caught.value


def refusal_of(url: str) -> FetchError:
    """The error with which an address is refused before it is called."""
    with pytest.raises(FetchError) as caught:
        places_of(target_of(url), Reach(), 5)
    return caught.value
