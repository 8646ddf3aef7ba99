"""Reading a source again: what the publisher changed since, for an editor to take or leave."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from news import drafting
from news.capturing.drafts import BYLINE_LENGTH, TITLE_LENGTH, day_of, record_of, title_from
from news.capturing.orders import CaptureError
from news.capturing.pictures import fetched_picture, keep_picture
from news.capturing.sources import read_source
from news.harvesting.fetch import FetchError
from news.models import Article, HarvestRecord, PageMetadata
from news.rendering import shorten, to_text

# The fields of an article that a page can fill, the answer that fills each, and their names.
FIELDS = {
    "title": ("title", "Title"),
    "description": ("description", "Description"),
    "source_byline": ("author", "Byline there"),
    "source_date": ("date", "Published there"),
    "clean_url": ("clean_url", "Address"),
    "body": ("excerpt", "Text"),
    "picture": ("image", "Picture"),
}
SHOWN = 600  # characters of a text that is compared


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which the page now says something else than the article, or than it said.

    ``here`` is the article's own, ``then`` what the page said when it was read before, ``now``
    what it says today. ``by_publisher`` tells whether the page changed, and not only the article;
    ``is_guess`` whether the article's own was only guessed from its address.
    """

    name: str
    label: str
    here: str
    then: str
    now: str
    origin: str
    is_guess: bool = False

    @property
    def by_publisher(self) -> bool:
        return self.then != self.now

    @property
    def fills_a_gap(self) -> bool:
        """Whether the article has nothing of its own here that would be lost."""
        return not self.here or self.is_guess

    @property
    def shown(self) -> dict[str, str]:
        """``here``, ``then`` and ``now`` as plain text on one line, shortened."""
        texts = {"here": self.here, "then": self.then, "now": self.now}
        if self.name == "body":
            apart = {name: text.replace("</p>", "</p> ") for name, text in texts.items()}
            texts = {name: to_text(text, "html").strip() for name, text in apart.items()}
        return {name: shorten(text, SHOWN) for name, text in texts.items()}


def read_again(article: Article, *, html: bytes | None = None) -> HarvestRecord:
    """Read the article's source and keep the answer beside the former one.

    Raises ``FetchError``; the reason is kept with the article too.
    """
    record, _ = HarvestRecord.objects.get_or_create(
        article=article, defaults={"url": article.clean_url}
    )
    try:
        source = read_source(article.clean_url or article.source_url, html=html)
    except FetchError as failure:
        record.problem_kind, record.problem = failure.kind.value, str(failure)
        record.save(update_fields=["problem_kind", "problem"])
        raise
    harvest = source.harvest
    record.fresh = record_of(harvest) | {
        "blocks": [harvest.html_metadata, harvest.open_graph, harvest.twitter]
    }
    record.fresh["answers"]["clean_url"] = source.url
    record.problem_kind = record.problem = ""
    record.save(update_fields=["fresh", "problem_kind", "problem"])
    return record


def differences(article: Article, record: HarvestRecord) -> list[Difference]:
    """What the reading that waits says otherwise than the article does, field by field."""
    return list(_differences(article, record)) if record.fresh else []


def _differences(article: Article, record: HarvestRecord) -> Iterator[Difference]:
    answers, origins = record.fresh["answers"], record.fresh["origins"]
    for name, (answer, label) in FIELDS.items():
        then, now = (fitted(name, one.get(answer)) for one in (record.answers, answers))
        here = then if name == "picture" else _text(getattr(article, name))
        if now and now != here:
            is_guess = name == "title" and here == title_from(article.clean_url)
            yield Difference(name, label, here, then, now, origins.get(answer, ""), is_guess)


def take(article: Article, names: Collection[str]) -> list[str]:
    """Let the article say what the page says now in these fields; the reading becomes the last.

    Returns the names of those that were taken: what the page no longer says otherwise is not.
    Raises, and then nothing is changed, ``FetchError`` or ``MediaError`` when a new picture was
    asked for and cannot be had, ``CaptureError`` when the new address belongs to another article.
    """
    waiting = HarvestRecord.objects.filter(article=article).first()
    if waiting is None or not waiting.fresh:
        return []
    url = waiting.fresh["answers"]["image"] if "picture" in names else ""
    picture = fetched_picture(url) if url else None  # before anything is locked
    with transaction.atomic():
        record = HarvestRecord.objects.select_for_update().get(pk=waiting.pk)
        if record.fresh != waiting.fresh:  # another editor has settled it meanwhile
            return []
        article.refresh_from_db(from_queryset=Article.objects.select_for_update())
        offered = {one.name: one.now for one in differences(article, record)}
        taken = [name for name in offered if name in names]
        _write(article, {name: offered[name] for name in taken})
        _settle(article, record)
        if picture and "picture" in taken:
            keep_picture(article, url, picture)
    return taken


def _write(article: Article, values: dict[str, str]) -> None:
    """Store these texts as the article's fields."""
    url = values.get("clean_url")
    if url and (other := drafting.rival_for(article, url)):
        raise CaptureError(
            f"“{other}” comes from {url} already. Leave the address as it is, or call one of the "
            "two a duplicate of the other first."
        )
    for name in values.keys() - {"picture", "clean_url"}:
        value: Any = values[name]
        setattr(article, name, day_of(value) if name == "source_date" else value)
    if url:
        drafting.lead_to(article, url)
    if values:
        drafting.touch(article)
        article.save()


def _settle(article: Article, record: HarvestRecord) -> None:
    fresh, record.fresh = record.fresh, None
    html, open_graph, twitter = fresh.pop("blocks")
    for name, value in fresh.items():
        setattr(record, name, value)
    record.harvested_at = timezone.now()
    record.save()
    blocks = {"html": html, "open_graph": open_graph, "twitter": twitter}
    PageMetadata.objects.update_or_create(article=article, defaults=blocks)


def fitted(name: str, value: str | None) -> str:
    """What a page answers, as the article's field of this name would hold it."""
    text = value or ""
    if name == "source_date":
        return _text(day_of(text))
    lengths = {"title": TITLE_LENGTH, "source_byline": BYLINE_LENGTH}
    return shorten(text, lengths[name]) if name in lengths else text.strip()


def _text(value: object) -> str:
    return "" if value is None else str(value)
