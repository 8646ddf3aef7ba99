"""The verbs of an editor's work: capture, keep, submit, send back, publish, schedule, withdraw, …

The desk, the commands and the API call these, so that all of them behave alike. Each takes an
article, changes its row, and returns nothing; what cannot be done raises ``EditingError``.
"""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from news import capturing, drafting
from news.capturing import CaptureError
from news.drafting import touch
from news.following import web_address
from news.harvesting.addresses import clean
from news.models import Alias, Article
from offerings.naming import slug_of

State = Article.State


class EditingError(Exception):
    """A step that cannot be taken now; the message is a sentence for the editor."""


def capture(
    url: str, *, user: AbstractBaseUser | None = None, html: bytes | None = None
) -> Article:
    """The article that comes from ``url``: the one that is here already, or else a new draft.

    ``html`` is the page as a browser had it; without it, it is fetched. A page that cannot be read
    gives a draft all the same, with the reason in its ``harvest_record``.
    """
    try:
        one = capturing.capture(url, user=user, html=html)
    except CaptureError as problem:
        raise EditingError(str(problem)) from problem
    if one.article is None:
        raise EditingError(f"{url}: {one.problem}")
    return one.article


def keep(article: Article) -> None:
    """Make a draft of what a feed brought: somebody works on it now."""
    _require(article, "made a draft", State.CAPTURED)
    _move(article, State.DRAFT)


def submit(article: Article) -> None:
    """Hand a captured or drafted article to the editors."""
    _require(article, "submitted for review", State.CAPTURED, State.DRAFT)
    _move(article, State.IN_REVIEW)


def send_back(article: Article) -> None:
    """Return an article in review to whoever drafts it."""
    _require(article, "sent back", State.IN_REVIEW)
    _move(article, State.DRAFT)


def publish(article: Article) -> None:
    """Show the article to readers from now on. One that was scheduled is published early."""
    if article.is_public:
        raise EditingError(f"“{article}” is published already.")
    _require_complete(article)
    _show_from(article, timezone.now())


def schedule(article: Article, moment: datetime) -> None:
    """Show the article to readers from ``moment`` on, which is to come."""
    if moment <= timezone.now():
        raise EditingError(f"{moment:%d %B %Y, %H:%M} is past. Choose a moment that is to come.")
    if article.is_public:
        raise EditingError(f"“{article}” is published already. Withdraw it first.")
    _require_complete(article)
    _show_from(article, moment)


def withdraw(article: Article) -> None:
    """Take a published or scheduled article away from readers. Nothing of it is lost."""
    _require(article, "withdrawn", State.PUBLISHED)
    _move(article, State.WITHDRAWN)


@transaction.atomic
def rename(article: Article, slug: str) -> None:
    """Give the article another address; if readers knew the old one, it redirects from now on."""
    former = article.path
    article.slug = slug
    touch(article)
    article.save()
    Alias.objects.filter(article=article, key=Alias.key_of(article.path)).delete()
    was_public = article.published_at is not None and article.published_at <= timezone.now()
    if was_public and former != article.path:
        keep_redirect(article, former)


@transaction.atomic
def discard(article: Article) -> None:
    """Delete an article for good. Of its duplicates, the first takes its place."""
    heir = article.duplicates.order_by("pk").first()
    if heir:
        article.duplicates.exclude(pk=heir.pk).update(duplicate_of=heir)
        # Only one article of an address may be no duplicate: this one leaves before that one moves.
        Article.objects.filter(pk=article.pk).update(address_key=None)
    article.delete()


@transaction.atomic
def move_source(article: Article, url: str) -> None:
    """Let the article lead to where its source has moved. The address as pasted is kept."""
    url = clean(url)
    if not web_address(url):
        raise EditingError(f"“{url}” is no address of a page, so “{article}” was not changed.")
    if other := drafting.rival_for(article, url):
        raise EditingError(f"“{other}” comes from there already, so “{article}” was not changed.")
    drafting.lead_to(article, url)
    touch(article)
    article.save()


def keep_redirect(article: Article, former: str) -> None:
    """Let ``former``, an address that readers knew, lead to the article."""
    key = Alias.key_of(former)
    taken = (
        Alias.objects.filter(key=key).exists() or Article.objects.filter(path=f"{key}/").exists()
    )
    if not taken:
        position = article.aliases.count()
        Alias.objects.create(article=article, path=key, position=position)


@transaction.atomic
def _show_from(article: Article, moment: datetime) -> None:
    """Publish; the first time, the address without the source's name begins to redirect here."""
    is_first = article.published_at is None
    article.published_at = moment
    _move(article, State.PUBLISHED)
    if is_first:
        keep_redirect(article, f"{article.section.base_path}{slug_of(article.title)[:200]}")


def _move(article: Article, state: State) -> None:
    article.state = state
    touch(article)
    article.save(update_fields=["state", "published_at", "modified_at"])


def _require(article: Article, what: str, *states: State) -> None:
    if article.state not in states:
        raise EditingError(f"“{article}” is {article.get_state_display()}, so it cannot be {what}.")


def _require_complete(article: Article) -> None:
    missing = [
        name
        for name, value in (
            ("title", article.title),
            ("slug", article.slug),
            ("body", article.body),
        )
        if not value.strip()
    ]
    if missing:
        raise EditingError(
            f"“{article or 'This article'}” has no {' and no '.join(missing)} yet. "
            "Add it, save, and publish again."
        )
