"""One page read whole: every field by its extractor, and where each answer is from."""

from __future__ import annotations

from typing import Any

from news.harvesting.addresses import brand_of, clean, duplicate_form, twin
from news.harvesting.harvest import Harvest
from news.harvesting.keeping import keepable
from news.harvesting.reading import blocks
from news.harvesting.reading.answers import Answer, first
from news.harvesting.reading.authors import authors
from news.harvesting.reading.dates import modified, published
from news.harvesting.reading.descriptions import descriptions
from news.harvesting.reading.excerpts import excerpt
from news.harvesting.reading.languages import languages
from news.harvesting.reading.links import favicons, feeds
from news.harvesting.reading.page import Page
from news.harvesting.reading.pdfs import harvest_pdf, is_pdf
from news.harvesting.reading.pictures import pictures
from news.harvesting.reading.sites import canonicals, site_names
from news.harvesting.reading.tags import paywalls, tags
from news.harvesting.reading.texts import Story
from news.harvesting.reading.titles import titles


def harvest_html(html: bytes, url: str, content_type: str | None = None) -> Harvest:
    """What a page says of itself, or a PDF.

    ``url`` is where it was found, ``content_type`` what the server said of it. Any bytes will do:
    what is no page gives a Harvest with little in it.
    """
    if is_pdf(html):
        return harvest_pdf(html, url)
    page = Page(html, url, content_type)
    story = Story(page)
    clean_url = _clean_url(page)
    paragraphs = story.paragraphs()
    text = "\n\n".join(paragraphs)
    title = first(titles(page))
    answers = {
        "title": title,
        "description": first(descriptions(page, paragraphs, title.value)),
        "date": first(published(page)),
        "modified": first(modified(page)),
        "canonical_url": first(canonicals(page)),
        "site_name": first(site_names(page)),
        "language": first(languages(page, text)),
        "favicon": first(favicons(page)),
    }
    values: dict[str, Any] = {name: answer.value for name, answer in answers.items()}
    values |= _several(page, story, answers)
    harvest = Harvest(
        url=url,
        **values,
        feeds=feeds(page),
        text=text,
        excerpt=excerpt(page, story),
        clean_url=clean_url,
        brand=brand_of(clean_url),
        html_metadata=blocks.html_metadata(page),
        open_graph=blocks.open_graph(page),
        twitter=blocks.twitter(page),
        origins={name: answer.origin for name, answer in answers.items() if answer.value},
    )
    return keepable(harvest)


def _clean_url(page: Page) -> str:
    """The page's address without trackers; led back from an AMP or mobile twin by its canonical.

    Only ``<link rel=canonical>`` may lead elsewhere, and not to another spelling of the same.
    """
    kept = clean(page.url)
    canonical = next(page.link("canonical"), "")
    if not canonical or duplicate_form(canonical) == duplicate_form(kept):
        return kept
    return twin(page.url, canonical)


def _several(page: Page, story: Story, answers: dict[str, Answer]) -> dict[str, Any]:
    """The fields with several values, and the paywall; notes in ``answers`` where they are from."""
    people, words = tuple(authors(page)), tags(page)
    candidates = pictures(page, story)
    wall = next(paywalls(page), None)
    for field, found in (("author", people[:1]), ("authors", people[:1]), ("tags", words[:1])):
        answers[field] = first(found)
    if candidates:
        answers["image"] = Answer(candidates[0].url, candidates[0].origin)
    if wall:
        answers["paywall"] = Answer("known", wall[1])
    return {
        "authors": tuple(answer.value for answer in people),
        "author": ", ".join(answer.value for answer in people),
        "tags": tuple(answer.value for answer in words),
        "images": candidates,
        "image": candidates[0].url if candidates else "",
        "paywall": wall[0] if wall else None,
    }
