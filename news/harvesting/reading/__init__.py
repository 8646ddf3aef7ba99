"""The reading of one page: bytes in, a ``Harvest`` out. Fetches nothing and imports no models.

A field is a function of the page that yields answers, the best first; the first good one wins.
"""

from __future__ import annotations

from news.harvesting.addresses import brand_of
from news.harvesting.harvest import Harvest
from news.harvesting.reading.answers import first
from news.harvesting.reading.authors import authors
from news.harvesting.reading.dates import modified, published
from news.harvesting.reading.page import Page
from news.harvesting.reading.titles import titles


def harvest_html(html: bytes, url: str, content_type: str | None = None) -> Harvest:
    """What a page says of itself.

    ``url`` is where it was found, ``content_type`` what the server said of it. Any bytes will do:
    what is no page gives a Harvest with little in it.
    """
    page = Page(html, url, content_type)
    found = {
        "title": first(titles(page)),
        "date": first(published(page)),
        "modified": first(modified(page)),
    }
    names = list(authors(page))
    values = {name: answer.value for name, answer in found.items()}
    origins = {name: answer.origin for name, answer in found.items() if answer.value}
    if names:
        origins["author"] = origins["authors"] = names[0].origin
    return Harvest(
        url=url,
        **values,
        author=", ".join(answer.value for answer in names),
        authors=tuple(answer.value for answer in names),
        clean_url=url,
        brand=brand_of(url),
        origins=origins,
    )
