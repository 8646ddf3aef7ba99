"""Working off an order, one step at a time: the page first, then its picture and icon.

A step is short enough for one request of the desk. Whoever comes first takes it: the page that
shows the progress, a worker, a command.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError
from django.db.models import F
from django.utils import timezone
from django_tasks import task

from news.capturing.again import read_again
from news.capturing.drafts import draft_by_hand, draft_of
from news.capturing.orders import order
from news.capturing.pictures import take_icon, take_picture
from news.capturing.sources import Source, read_source
from news.harvesting.addresses import clean
from news.harvesting.fetch import FetchError, Kind
from news.models import Article, Capture, HarvestRecord
from news.rendering import web_address

logger = logging.getLogger(__name__)

Stage, Way = Capture.Stage, Capture.Way
Outcome = tuple[str, str]

PATIENCE = timedelta(seconds=15)
HELD_FOR = timedelta(days=2)  # an order from a feed, while its site asks to come later
TRIES = 3  # to store an article while others are stored under the same names

NO_ADDRESS = "This is no address of a page. It begins with https:// and names a site."
BROKEN = "Medigy itself failed at this page. Go on by hand; the log says more to whoever runs it."


def capture(
    url: str,
    *,
    user: AbstractBaseUser | None = None,
    way: str = Way.DESK,
    html: bytes | None = None,
) -> Capture:
    """Capture one address, now, and say what became of it: ``stage``, ``article``, ``problem``.

    Raises ``CaptureError`` when the order cannot even be taken.
    """
    (one,) = order([url], user=user, way=way, html=html)
    work_off([one])
    return one


def work_off(captures: Iterable[Capture], *, background: bool = False) -> None:
    """Take every step of these orders. ``background`` minds robots.txt and the pace of hosts."""
    for one in captures:
        while not one.is_finished:
            before = one.stage
            if not take_step(one, background=background) or one.stage == before:
                break  # somebody else is at it, or the site asks to come later


def is_left_to_worker(one: Capture) -> bool:
    """Whether a worker is about to take this order up. One that does not come is not waited for."""
    return settings.TASK_WORKER and timezone.now() - one.created_at < PATIENCE


def hand_over(orders: Sequence[Capture]) -> None:
    """Tell the worker of these orders, where one runs."""
    if settings.TASK_WORKER:
        work_off_later.enqueue([one.pk for one in orders])


@task()
def work_off_later(pks: list[int]) -> None:
    """The background task: work off the orders with these keys."""
    work_off(Capture.objects.filter(pk__in=pks).order_by("pk"))


def take_step(one: Capture, *, background: bool = False) -> bool:
    """Take the next step of an order; False when somebody else is taking it just now.

    What breaks for reasons of our own is logged and ends this order, and no other: it is not tried
    for ever, and its address is kept as that of any page that cannot be read.
    """
    if one.is_finished or not Capture.objects.claim(one):
        one.refresh_from_db()
        return False
    step = {Stage.WAITING: _read, Stage.READ: _illustrate}[one.stage]
    outcome = Stage.FAILED, BROKEN
    try:
        outcome = step(one, background)
    except Exception:
        logger.exception("Capturing %r broke", one.url)
        if one.article is None:
            outcome = _leave_to_editor(one, clean(one.url), FetchError(Kind.FAILED, BROKEN))
    finally:
        one.stage, one.problem = outcome
        if not Capture.objects.settle(one):
            one.refresh_from_db()
    return True


# --- The steps: each returns the stage that the order is in now, and what went wrong ----------


def _read(one: Capture, background: bool) -> Outcome:
    url = web_address(clean(one.url))
    if not url:
        return Stage.REFUSED, NO_ADDRESS
    if _known(one, url):
        return Stage.KNOWN, ""
    try:
        source = read_source(url, html=one.html, background=background)
    except FetchError as failure:
        if background and failure.retry_after and timezone.now() - one.created_at < HELD_FOR:
            return Stage.WAITING, str(failure)
        return _leave_to_editor(one, url, failure)
    return (Stage.KNOWN, "") if _known(one, source.url) else _draft(one, source)


def _illustrate(one: Capture, background: bool) -> Outcome:
    if one.article is not None:
        take_picture(one.article, background=background)
        take_icon(one.article, background=background)
    return Stage.DONE, ""


def _draft(one: Capture, source: Source) -> Outcome:
    way = HarvestRecord.Way.BROWSER if one.page is not None else HarvestRecord.Way.SERVER

    def make() -> Article:
        return draft_of(
            source, pasted=one.url, hints=one.hints, user=one.user, state=_state(one), way=way
        )

    return (Stage.READ, "") if _is_new(one, source.url, make) else (Stage.KNOWN, "")


def _leave_to_editor(one: Capture, url: str, failure: FetchError) -> Outcome:
    """A page that could not be read is an article all the same: its address is not lost.

    Only what Medigy never opens is none, unless an editor makes one by hand.
    """
    if failure.kind == Kind.REFUSED_ADDRESS:
        return Stage.REFUSED, str(failure)

    def make() -> Article:
        return draft_by_hand(
            url, failure, pasted=one.url, hints=one.hints, user=one.user, state=_state(one)
        )

    return (Stage.FAILED, str(failure)) if _is_new(one, url, make) else (Stage.KNOWN, "")


def _is_new(one: Capture, url: str, make: Callable[[], Article]) -> bool:
    """Make the article of an order; False when one of this address came into being meanwhile.

    Another article may take the slug that this one is about to get: then it gets the next.
    """
    for remaining in reversed(range(TRIES)):
        try:
            one.article = make()
        except IntegrityError:
            if _known(one, url):
                return False
            if not remaining:
                raise
        else:
            break
    return True


def _known(one: Capture, url: str) -> bool:
    """Whether an article has this source already; if so, the order leads there.

    A page that a browser sent along is not lost: it waits beside the article to be compared.
    """
    originals_first = F("duplicate_of").asc(nulls_first=True)
    one.article = Article.objects.with_source(url).order_by(originals_first, "pk").first()
    if one.article is not None and one.page is not None:
        with suppress(FetchError):  # of the article's own address, which is none: it is noted there
            read_again(one.article, html=one.html)
    return one.article is not None


def _state(one: Capture) -> str:
    """What an editor asked for is a draft; what came by itself waits to be looked at."""
    return Article.State.CAPTURED if one.way == Way.FEED else Article.State.DRAFT
