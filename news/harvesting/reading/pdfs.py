"""A PDF as a source: what it says of itself, in the form of a page's harvest."""

from __future__ import annotations

from news.harvesting.addresses import brand_of, clean
from news.harvesting.documents import DocumentError, pdf_facts
from news.harvesting.harvest import Harvest
from news.harvesting.reading.answers import Answer, first, plain
from news.harvesting.reading.languages import detected
from news.harvesting.reading.names import names

WHERE_IT_MAY_BEGIN = 1_024  # bytes that readers of PDF skip
SHORTEST_PARAGRAPH = 60  # characters


def is_pdf(source: bytes) -> bool:
    """Whether these bytes are a PDF rather than a page."""
    return b"%PDF-" in source[:WHERE_IT_MAY_BEGIN] and not source.lstrip().startswith(b"<")


def harvest_pdf(source: bytes, url: str) -> Harvest:
    """What a PDF says of itself; an almost empty Harvest where it is locked or broken."""
    try:
        facts = pdf_facts(source)
    except DocumentError:
        return Harvest(url=url, clean_url=clean(url), brand=brand_of(clean(url)))
    paragraphs = [plain(line) for line in facts.text.splitlines() if line.strip()]
    people = tuple(names(facts.author))
    answers = {
        "title": Answer(plain(facts.title), "the PDF"),
        "description": first(
            Answer(text, "the first paragraph")
            for text in paragraphs
            if len(text) >= SHORTEST_PARAGRAPH
        ),
        "author": Answer(", ".join(people), "the PDF"),
        "date": Answer(
            facts.created.isoformat() if facts.created else "", "the day the PDF was made"
        ),
        "language": Answer(detected(facts.text).language, "the words of the text"),
    }
    return Harvest(
        url=url,
        title=answers["title"].value,
        description=answers["description"].value,
        author=answers["author"].value,
        authors=people,
        date=answers["date"].value,
        language=answers["language"].value,
        text=facts.text,
        clean_url=clean(url),
        brand=brand_of(clean(url)),
        origins={name: answer.origin for name, answer in answers.items() if answer.value},
    )
