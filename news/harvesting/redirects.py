"""What the redirects of an answer say about where a page, or a feed, is at home."""

from __future__ import annotations

from news.harvesting.fetch import Response

FOR_EVER = (301, 308)  # these tell a caller to use the new address from now on


def lasting_address(asked: str, response: Response) -> str:
    """Where to ask from now on: as far as the site has moved for good, and no further."""
    if not response.redirects:
        return asked
    for number, (status, address) in enumerate(response.redirects):
        if status not in FOR_EVER:
            return address if number else asked
    return response.url
