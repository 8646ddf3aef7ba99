"""From what a page says to a draft at the desk."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import unquote, urlsplit

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.html import escape
from django.utils.safestring import SafeString

from news import drafting
from news.capturing.pictures import take_document
from news.capturing.sources import Source
from news.harvesting import GUESSED_DAY, Harvest
from news.harvesting.addresses import brand_of
from news.harvesting.fetch import FetchError
from news.models import (
    Article,
    ArticleAuthor,
    Author,
    Feed,
    HarvestRecord,
    PageMetadata,
    Publication,
)
from news.rendering import shorten

TITLE_LENGTH = 500
BYLINE_LENGTH = 300
LONGEST_TEXT = 50_000  # characters of the story that are kept to suggest topics by
MOST_IMAGES = 24
MOST_FEEDS = 5
# The answers that are kept to be compared when the page is read again.
KEPT_ANSWERS = (
    "title description author date modified canonical_url image site_name language favicon "
    "clean_url excerpt paywall".split()
)


def draft_of(
    source: Source,
    *,
    pasted: str,
    hints: Mapping[str, str] | None = None,
    user: AbstractBaseUser | None = None,
    state: str = Article.State.DRAFT,
    way: str = HarvestRecord.Way.SERVER,
) -> Article:
    """A new article that needs no typing: every field that the page could give is filled.

    Of byline and date, what the page does not say may stand in ``hints``.
    Raises ``IntegrityError`` when an article with this source came into being meanwhile.
    """
    article = _drafted(source, hints or {}, pasted=pasted, user=user, state=state, way=way)
    if source.pdf is not None:
        take_document(article, source.pdf)
    return article


@transaction.atomic
def _drafted(
    source: Source,
    hints: Mapping[str, str],
    *,
    pasted: str,
    user: AbstractBaseUser | None,
    state: str,
    way: str,
) -> Article:
    harvest = source.harvest
    article = Article(source_url=pasted, clean_url=source.url, state=state)
    article.title = shorten(harvest.title, TITLE_LENGTH) or title_from(source.url)
    article.body = harvest.excerpt or paragraphs(harvest.description)
    article.description = " ".join(harvest.description.split())
    article.source_byline = shorten(harvest.author or hints.get("author", ""), BYLINE_LENGTH)
    article.source_date = day_of(stated_date(harvest) or hints.get("date", ""))
    article.publication = publication_of(harvest, source.url)
    _save_new(article, user)
    remember(article, harvest, way)
    return article


@transaction.atomic
def draft_by_hand(
    url: str,
    failure: FetchError,
    *,
    pasted: str,
    hints: Mapping[str, str],
    user: AbstractBaseUser | None = None,
    state: str = Article.State.DRAFT,
) -> Article:
    """A new article of a page that could not be read: its address, and what a feed told of it.

    Raises ``IntegrityError`` as ``draft_of`` does.
    """
    article = Article(source_url=pasted, clean_url=url, state=state)
    article.title = shorten(hints.get("title", ""), TITLE_LENGTH) or title_from(url)
    article.description = shorten(hints.get("description", ""), 2 * drafting.EXCERPT_LENGTH)
    article.body = paragraphs(article.description)
    article.source_byline = shorten(hints.get("author", ""), BYLINE_LENGTH)
    article.source_date = day_of(hints.get("date", ""))
    _save_new(article, user)
    told = {name: value for name, value in hints.items() if name in KEPT_ANSWERS}
    HarvestRecord.objects.create(
        article=article,
        way=HarvestRecord.Way.FEED if told else HarvestRecord.Way.SERVER,
        url=url,
        answers=told,
        origins=dict.fromkeys(told, "feed"),
        problem_kind=failure.kind.value,
        problem=str(failure),
    )
    return article


def remember(article: Article, harvest: Harvest, way: str) -> HarvestRecord:
    """Keep what the page said: to show where a field came from, and to compare with later."""
    PageMetadata.objects.update_or_create(
        article=article,
        defaults={
            "html": harvest.html_metadata,
            "open_graph": harvest.open_graph,
            "twitter": harvest.twitter,
        },
    )
    record, _ = HarvestRecord.objects.update_or_create(
        article=article, defaults=record_of(harvest) | {"way": way}
    )
    return record


def record_of(harvest: Harvest) -> dict[str, Any]:
    """The columns of a ``HarvestRecord``, as this harvest fills them."""
    return {
        "url": harvest.url,
        "answers": {name: getattr(harvest, name) for name in KEPT_ANSWERS}
        | {"date": stated_date(harvest)},
        "origins": {"excerpt": "the beginning of its text", **harvest.origins},
        "images": [
            {"url": one.url, "alt": one.alt, "width": one.width, "height": one.height}
            for one in harvest.images[:MOST_IMAGES]
        ],
        "tags": list(harvest.tags),
        "text": harvest.text[:LONGEST_TEXT],
        "problem_kind": "",
        "problem": "",
    }


def publication_of(harvest: Harvest, clean_url: str) -> Publication | None:
    """The publication of a page, made when new; a name that was only its host becomes its own."""
    brand = brand_of(clean_url)
    if not brand:
        return None
    name = shorten(harvest.site_name, 200)
    publication = Publication.objects.at(brand, name)
    learnt = {}
    if name and publication.name == publication.host:
        learnt["name"] = name
    if not publication.home_url:
        parts = urlsplit(clean_url)
        learnt["home_url"] = f"{parts.scheme}://{parts.netloc}/"
    if learnt:  # and nothing else: somebody may be storing its icon at this moment
        Publication.objects.filter(pk=publication.pk).update(**learnt)
        publication.refresh_from_db(fields=list(learnt))
    for link in harvest.feeds[:MOST_FEEDS]:
        if len(link.url) <= Feed._meta.get_field("url").max_length:
            Feed.objects.get_or_create(
                url=link.url, defaults={"publication": publication, "title": link.title[:300]}
            )
    return publication


def stated_date(harvest: Harvest) -> str:
    """The date that the page states; one of which the day is a guess is no use to readers."""
    return "" if harvest.origins.get("date") == GUESSED_DAY else harvest.date


def title_from(url: str) -> str:
    """A headline guessed from the end of an address, for an editor to put right.

    >>> title_from("https://example.org/2021/amazons-march-into-healthcare.html")
    'Amazons march into healthcare'
    """
    parts = urlsplit(url)
    words = re.sub(r"\.\w{2,5}$", "", unquote(parts.path).rstrip("/").rpartition("/")[2])
    words = " ".join(re.split(r"[\W_]+", words)).strip()
    title = words[:1].upper() + words[1:] if re.search(r"[^\W\d]{3}", words) else ""
    return shorten(title, TITLE_LENGTH) or brand_of(url) or "Untitled"


def day_of(moment: str) -> date | None:
    """The day of an ISO 8601 date or moment, where it stands; None when there is none."""
    try:
        return date.fromisoformat(moment[:10])
    except ValueError:
        return None


def paragraphs(text: str) -> str | SafeString:
    """Plain text as HTML, a paragraph for each of its lines."""
    return "".join(f"<p>{escape(line.strip())}</p>" for line in text.splitlines() if line.strip())


def _save_new(article: Article, user: AbstractBaseUser | None) -> None:
    drafting.complete(article)
    article.save()
    if article.section.identifier:
        drafting.set_tags(article, [article.section.identifier])
    if user is not None:
        name = user.get_full_name() or user.get_username()
        ArticleAuthor.objects.create(article=article, author=Author.objects.named(name))
