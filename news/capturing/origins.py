"""Where each field of a captured article came from, in words that stand below the field."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from news.capturing.again import FIELDS, fitted
from news.harvesting.addresses import explain
from news.models import Article, HarvestRecord
from news.rendering import to_text

SHOWN_OF_ANSWER = 120  # characters


def record_of(article: Article) -> HarvestRecord | None:
    """What the article's source said when it was read last, if it was."""
    return HarvestRecord.objects.filter(article=article).first() if article.pk else None


def origins(article: Article) -> Iterator[tuple[str, SafeString]]:
    """For each field that the source's page answers: where it says so, and what it says."""
    record = record_of(article)
    if record is None:
        return
    for name, (answer, _) in FIELDS.items():
        said = fitted(name, record.answers.get(answer))
        if said and name not in ("picture", "clean_url"):
            yield name, _note(said, str(getattr(article, name) or ""), record.origins.get(answer))
    if removed := explain(article.source_url).removed:
        yield "clean_url", _removals(removed)


def _note(said: str, here: str, origin: str | None) -> SafeString:
    where = origin or "the page"
    if said == here:
        return format_html("From the page: <code>{}</code>.", where)
    shown = to_text(said, "html")[:SHOWN_OF_ANSWER]
    return format_html("Changed here. The page says “{}” (<code>{}</code>).", shown, where)


def _removals(removed: tuple) -> SafeString:
    told = ((one.what, one.reason) for one in removed)
    parts = format_html_join("; ", "<code>{}</code> ({})", told)
    return format_html("Taken off the address as pasted: {}.", parts)
