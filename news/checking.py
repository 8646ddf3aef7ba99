"""Looking after the sources of published articles: which died, moved or changed since.

What was found stands in one row for each article (``SourceCheck``); what an editor has to look at
is in the inbox at the desk. Nothing here changes an article, unless an editor takes a new address.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from news import editing
from news.harvesting import harvest_html
from news.harvesting.addresses import brand_of, clean
from news.harvesting.fetch import Accept, FetchError, Kind, get
from news.harvesting.liveness import Answer, Sight, archive_link, judge, sight_of
from news.harvesting.reading.page import Page
from news.harvesting.reading.pdfs import is_pdf
from news.harvesting.redirects import lasting_address
from news.models import Article, HarvestRecord, SourceCheck

Verdict = SourceCheck.Verdict

LIMIT = 100  # sources that one run looks at
USUAL = timedelta(days=30)  # between two looks at a source
SPREAD = timedelta(days=3)  # over which those that were captured together come apart
RETRIES = (timedelta(days=1), timedelta(days=2))  # after the first failure, and the second
RECOVERY = timedelta(days=7)  # between two looks at one that does not answer for long
TOLERATED = len(RETRIES)  # failures in a row that say nothing yet
ONE_FAILURE = timedelta(hours=12)  # within which failures count as one
MOST_HEADINGS = 3  # of a page that may say that nothing is there
CLAIMED_FOR = timedelta(minutes=10)  # longer than any look takes: then its worker has died
ALONE = 5  # sites in a row that do not answer: then it is we who are cut off

BAD = (Verdict.MOVED, Verdict.CHANGED, Verdict.GONE, Verdict.UNREACHABLE)
FINE = "An editor found it to be fine."
TAKEN = "The article leads to the new address now."
AVAILABILITY = "https://archive.org/wayback/available"  # archive.org/help/wayback_api.php


class CutOff(Exception):
    """Nothing at all answers; says so in a sentence."""


def found() -> QuerySet[SourceCheck]:
    """The sources of published articles that are not as they were, dismissed or not."""
    return SourceCheck.objects.filter(verdict__in=BAD, article__state=Article.State.PUBLISHED)


def inbox() -> QuerySet[SourceCheck]:
    """Those of them that wait for an editor."""
    return found().filter(needs_look=True)


def check(article: Article, *, background: bool = True) -> SourceCheck:
    """Look at an article's source now, and keep what was found.

    ``background`` minds robots.txt and the pace of hosts; an editor who waits is no robot.
    """
    row = SourceCheck.objects.filter(article=article).first() or SourceCheck(article=article)
    url = article.clean_url or article.source_url
    try:
        answer = _look(url, background=background)
    except FetchError as failure:
        _note_failure(row, failure)
    else:
        _note_answer(row, answer)
    row.checked_at = timezone.now()
    with transaction.atomic():
        if Article.objects.select_for_update().filter(pk=article.pk).exists():
            row.save()
    return row


def check_due(limit: int = LIMIT) -> Iterator[SourceCheck]:
    """Look at the sources whose turn has come, ``limit`` at most, one after the other.

    Articles that were never looked at come when there is room. Other workers may do so at the same
    time: each source is looked at by one of them. Raises ``CutOff`` when nothing answers at all.
    """
    silent: set[str] = set()
    for pk, turn in _due(limit):
        article = _claimed(pk, turn)
        if article is None:
            continue
        row = check(article)
        silent = silent | {brand_of(article.clean_url)} if row.failures else set()
        yield row
        if len(silent) == ALONE:
            raise CutOff(
                f"{ALONE} sites in a row do not answer. Is this machine connected to the web? "
                "The others wait for the next run."
            )


def dismiss(row: SourceCheck) -> None:
    """Leave a source as it is: what was found is no news any more, and not told again."""
    if row.verdict == Verdict.CHANGED:
        if row.fresh:
            _keep_as_before(row, Sight.from_json(row.fresh))
        row.verdict, row.sentence, row.since = Verdict.ALIVE, FINE, None
    row.needs_look, row.fresh = False, None
    row.save()


def take_new_address(row: SourceCheck) -> None:
    """Let the article lead to where its source has moved. Raises ``EditingError``."""
    editing.move_source(row.article, row.moved_to)
    row.verdict, row.sentence, row.since = Verdict.ALIVE, TAKEN, None
    row.moved_to, row.needs_look = "", False
    row.save()


def copy_of(row: SourceCheck) -> str:
    """Where the Internet Archive has a copy of the source, or would have it. Asks nobody."""
    if row.archived_at:
        return row.archived_at
    article = row.article
    url = article.clean_url or article.source_url
    return archive_link(url, article.source_date or article.date)


def find_copy(row: SourceCheck) -> str:
    """Ask the Internet Archive for its copy next to the day of the article, and keep its address.

    ``''`` when it has none, or does not answer.
    """
    article = row.article
    asked = {
        "url": article.clean_url or article.source_url,
        "timestamp": f"{article.source_date or article.date:%Y%m%d}",
    }
    try:
        response = get(
            f"{AVAILABILITY}?{urlencode(asked)}",
            accept=Accept.ANY,
            max_bytes=64 * 1024,
            background=True,
        )
        closest = json.loads(response.content)["archived_snapshots"]["closest"]["url"]
    except (FetchError, ValueError, LookupError, TypeError, RecursionError):
        closest = ""
    row.archived_at = _archived(closest)
    row.save(update_fields=["archived_at"])
    return row.archived_at


def _archived(url: object) -> str:
    """The address if it is one in the archive, by https."""
    address = str(url).replace("http://", "https://", 1)
    return address if address.startswith("https://web.archive.org/") else ""


# --- Whose turn it is ---------------------------------------------------------------------------


def _due(limit: int) -> list[tuple[int, datetime]]:
    """The articles to look at, with the moment at which it was their turn."""
    now = timezone.now()
    published = {"article__state": Article.State.PUBLISHED, "article__published_at__lte": now}
    rows = SourceCheck.objects.filter(next_check_at__lte=now, **published).order_by(
        "next_check_at", "pk"
    )
    found = list(rows.values_list("article_id", "next_check_at")[:limit])
    return found + _begin(limit - len(found), now)


def _begin(number: int, now: datetime) -> list[tuple[int, datetime]]:
    """Make the rows of articles that were never looked at, ``number`` at most."""
    if number <= 0:
        return []
    articles = Article.objects.published().filter(source_check=None).exclude(clean_url="")
    pks = list(articles.order_by("pk").values_list("pk", flat=True)[:number])
    rows = [SourceCheck(article_id=pk, next_check_at=now) for pk in pks]
    SourceCheck.objects.bulk_create(rows, ignore_conflicts=True)
    return [(pk, now) for pk in pks]


def _claimed(pk: int, turn: datetime) -> Article | None:
    """The article, unless somebody else has taken its turn."""
    untaken = SourceCheck.objects.filter(article_id=pk, next_check_at=turn)
    if not untaken.update(next_check_at=timezone.now() + CLAIMED_FOR):
        return None
    return Article.objects.filter(pk=pk).first()


# --- What was found -----------------------------------------------------------------------------


def _look(url: str, *, background: bool) -> Answer:
    """What the address gives now. Raises ``FetchError``."""
    response = get(url, background=background)
    content, content_type = response.content, response.headers.get("Content-Type")
    harvest = harvest_html(content, response.url, content_type)
    names: tuple[str, ...] = ()
    if not is_pdf(content):
        page = Page(content, response.url, content_type)
        names = (page.head_title, *page.headings[:MOST_HEADINGS])
    lasting = clean(lasting_address(url, response))
    return Answer(url, response.url, lasting, harvest.title, harvest.text, names)


def _note_answer(row: SourceCheck, answer: Answer) -> None:
    before, now = _before(row), sight_of(answer.title, answer.text)
    finding = judge(answer, before)
    if before is None and finding.verdict in (Verdict.ALIVE, Verdict.MOVED):
        _keep_as_before(row, now)
    row.fresh = now.as_json() if finding.verdict == Verdict.CHANGED else None
    row.failures = 0
    _settle(row, finding.verdict, finding.sentence, finding.moved_to)


def _note_failure(row: SourceCheck, failure: FetchError) -> None:
    said = first_sentence(str(failure))
    if failure.kind == Kind.NOT_FOUND:
        row.failures = 0
        _settle(row, Verdict.GONE, said)
    elif failure.kind == Kind.NOT_A_PAGE:
        row.failures = 0
        _settle(row, Verdict.ALIVE if _before(row) is None else Verdict.CHANGED, said)
    elif failure.kind == Kind.TOO_LARGE:
        row.failures = 0
        _settle(row, Verdict.ALIVE, said)
    elif failure.kind == Kind.BLOCKED:  # it may be as it was: nobody can say from here
        row.sentence = row.sentence if row.needs_look else said
        pause = timedelta(seconds=failure.retry_after or 0) if failure.status is None else None
        row.next_check_at = timezone.now() + (pause or _usual(row))
    else:
        _count_failure(row, said)


def _count_failure(row: SourceCheck, said: str) -> None:
    """One more time without an answer. Only several, on several days, say something."""
    now = timezone.now()
    if not row.failures or row.checked_at is None or now - row.checked_at >= ONE_FAILURE:
        row.failures = min(row.failures + 1, 1_000)
    if row.failures > TOLERATED:
        told = f"{said} So it was {row.failures} times, days apart."
        _settle(row, Verdict.UNREACHABLE, told)
        row.next_check_at = now + RECOVERY
        return
    row.sentence = row.sentence if row.needs_look else said
    row.next_check_at = now + RETRIES[row.failures - 1]


def _settle(row: SourceCheck, verdict: str, sentence: str, moved_to: str = "") -> None:
    """Keep a verdict. One that an editor has dismissed is not told again while it stays so."""
    now = timezone.now()
    is_news = (verdict, moved_to) != (row.verdict, row.moved_to)
    row.needs_look = verdict in BAD and (is_news or row.needs_look)
    row.since = now if is_news and verdict in BAD else row.since if verdict in BAD else None
    row.verdict, row.sentence, row.moved_to = verdict, sentence, moved_to
    row.next_check_at = now + _usual(row)


def _usual(row: SourceCheck) -> timedelta:
    """A month, a few days more for some than for others."""
    return USUAL + SPREAD * (row.article_id * 37 % 72) / 72


def _before(row: SourceCheck) -> Sight | None:
    """What the source was when it was harvested last, or else when it was first looked at.

    What a browser had of it may be more than Medigy is shown.
    """
    harvested = HarvestRecord.objects.filter(way=HarvestRecord.Way.SERVER, problem="")
    record = harvested.filter(article=row.article_id).first()
    kept_at = parse_datetime(row.sketch.get("at", "")) if row.sketch else None
    if record and record.answers and (kept_at is None or record.harvested_at > kept_at):
        return sight_of(record.answers.get("title") or "", record.text or "")
    return Sight.from_json({"title": row.title, **row.sketch}) if kept_at else None


def _keep_as_before(row: SourceCheck, sight: Sight) -> None:
    row.title = sight.title
    row.sketch = {**sight.sketch.as_json(), "at": timezone.now().isoformat()}


def first_sentence(text: str) -> str:
    """What happened, without the advice that follows for whoever pastes an address."""
    told, end, _ = text.partition(". ")
    return f"{told}." if end else text
