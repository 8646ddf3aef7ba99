"""A PDF as a source: what it says of itself, in the form of a page's harvest."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.text import Truncator

from news.harvesting.addresses import brand_of
from news.harvesting.documents import DocumentError, pdf_facts
from news.harvesting.harvest import Harvest
from news.harvesting.reading.answers import Answer, first, plain
from news.harvesting.reading.languages import detected

WHERE_IT_MAY_BEGIN = 1_024  # bytes that readers of PDF skip
SHORTEST_PARAGRAPH = 60  # characters
LONGEST_TITLE = 150  # characters, where its first words stand for one
_NAMES = re.compile(r"\s*(?:;|,|\band\b|&)\s*")


def is_pdf(source: bytes) -> bool:
    """Whether these bytes are a PDF rather than a page."""
    return b"%PDF-" in source[:WHERE_IT_MAY_BEGIN] and not source.lstrip().startswith(b"<")


def harvest_pdf(source: bytes, url: str) -> Harvest:
    """What a PDF says of itself; an almost empty Harvest where it is locked or broken."""
    try:
        facts = pdf_facts(source)
    except DocumentError:
        return Harvest(url=url, clean_url=url, brand=brand_of(url))
    paragraphs = [plain(line) for line in facts.text.splitlines() if line.strip()]
    answers = {
        "title": first(_titles(facts.title, paragraphs)),
        "description": first(
            Answer(text, "its first paragraph")
            for text in paragraphs
            if len(text) >= SHORTEST_PARAGRAPH
        ),
        "author": Answer(plain(facts.author), "the PDF's author"),
        "date": Answer(
            facts.created.isoformat() if facts.created else "", "the day the PDF was made"
        ),
        "language": Answer(detected(facts.text).language, "the words of the text"),
    }
    names = tuple(name for name in _NAMES.split(answers["author"].value) if name)
    return Harvest(
        url=url,
        title=answers["title"].value,
        description=answers["description"].value,
        author=", ".join(names),
        authors=names,
        date=answers["date"].value,
        language=answers["language"].value,
        text=facts.text,
        clean_url=url,
        brand=brand_of(url),
        origins={name: answer.origin for name, answer in answers.items() if answer.value},
    )


def _titles(title: str, paragraphs: list[str]) -> Iterator[Answer]:
    yield Answer(plain(title), "the PDF's title")
    for paragraph in paragraphs[:1]:
        yield Answer(Truncator(paragraph).chars(LONGEST_TITLE), "the PDF's first words")
