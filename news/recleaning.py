"""The rules for addresses, replayed over the articles that are here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import BooleanField, Case, Q, QuerySet, Value, When

from news.harvesting.addresses import Cleaning, address_key, explain
from news.models import Article

BATCH = 500  # articles; each batch is one transaction

# Captured, in no file, and no reader has seen it: what is published or exchanged keeps its bytes.
OURS_TO_CHANGE = Q(harvest_record__isnull=False, file__isnull=True, published_at__isnull=True)


@dataclass(frozen=True, slots=True)
class Finding:
    """What the rules say of one article's address; ``is_rewritten``: whether it was changed."""

    path: str
    before: str
    cleaning: Cleaning
    is_rewritten: bool


@dataclass(slots=True)
class ReplayReport:
    """How a replay went. ``failures`` are sentences that begin with the article's path."""

    total: int = 0
    rekeyed: int = 0
    dirty: int = 0
    rewritten: int = 0
    failures: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"Read {self.total}: {self.rekeyed} rekeyed, {self.rewritten} rewritten, "
            f"{self.dirty - self.rewritten} not clean but left, {len(self.failures)} duplicates"
        )


class Replay:
    """Brings keys, and addresses where asked, to what the rules of today make of them.

    An address is rewritten only where it came from capture, no file of it was exchanged and no
    reader has seen it. Articles that turn out to have one address are named and left.
    """

    def __init__(
        self, *, rewrite: bool = False, dry_run: bool = False, on_article: Callable[[str], None]
    ) -> None:
        self.rewrite, self.dry_run, self.on_article = rewrite, dry_run, on_article
        self.report = ReplayReport()
        self.given: dict[str, str] = {}  # keys given in this run -> path of the article

    def run(self) -> Iterator[Finding]:
        """Go through all articles in batches. Yields those whose address is not clean."""
        last = 0
        while batch := list(articles().filter(pk__gt=last).order_by("pk")[:BATCH]):
            last = batch[-1].pk
            with transaction.atomic():
                findings = self._replay(batch)
            yield from findings

    def _replay(self, batch: list[Article]) -> list[Finding]:
        keys = {article.pk: address_key(article.clean_url) for article in batch}
        moving = [article for article in batch if keys[article.pk] != article.address_key]
        doubles = self._doubles(moving, keys)
        findings = []
        for article in batch:
            self.report.total += 1
            cleaning = explain(article.clean_url)
            if cleaning.url != article.clean_url:
                findings.append(self._finding(article, cleaning, doubles))
            self.on_article(article.path)
        free = [article for article in moving if article.pk not in doubles]
        self.report.rekeyed += len(free)
        if not self.dry_run:
            self._rekey(moving, doubles, keys)
            self._rewrite(batch, findings)
        return findings

    def _finding(self, article: Article, cleaning: Cleaning, doubles: set[int]) -> Finding:
        rewritten = self.rewrite and article.is_ours_to_change and article.pk not in doubles
        self.report.dirty += 1
        self.report.rewritten += rewritten
        return Finding(article.path, article.clean_url, cleaning, rewritten)

    def _doubles(self, moving: list[Article], keys: dict[int, str | None]) -> set[int]:
        """Those whose new key belongs to another article, which is named in the report."""
        wanted = [keys[article.pk] for article in moving]
        taken = dict(self.given)
        stale = []
        for holder in articles().filter(address_key__in=wanted, duplicate_of=None):
            if address_key(holder.clean_url) == holder.address_key:
                taken[holder.address_key] = holder.path
            else:
                stale.append(holder.pk)
        if stale and not self.dry_run:  # each gets its own when its turn comes, or now
            Article.objects.filter(pk__in=stale).update(address_key=None)
        return {article.pk for article in moving if not self._take(article, keys, taken)}

    def _take(self, article: Article, keys: dict[int, str | None], taken: dict[str, str]) -> bool:
        key = keys[article.pk]
        if key is None or article.duplicate_of_id is not None:
            return True
        other = taken.setdefault(key, article.path)
        if other == article.path:
            self.given[key] = other
            return True
        self.report.failures.append(
            f"{article.path}: it has the same address as {other}. Say at the desk that one is a "
            "duplicate of the other, or discard one."
        )
        return False

    def _rekey(self, moving: list[Article], doubles: set[int], keys: dict[int, str | None]) -> None:
        """Write the new keys. The old ones are let go first: two articles may change places."""
        free = [article for article in moving if article.pk not in doubles]
        Article.objects.filter(pk__in=[article.pk for article in free]).update(address_key=None)
        for article in free:
            article.address_key = keys[article.pk]
        Article.objects.bulk_update(free, ["address_key"])

    def _rewrite(self, batch: list[Article], findings: list[Finding]) -> None:
        clean = {one.path: one.cleaning.url for one in findings if one.is_rewritten}
        changed = [article for article in batch if article.path in clean]
        for article in changed:
            article.clean_url = clean[article.path]
        Article.objects.bulk_update(changed, ["clean_url"])


def articles() -> QuerySet[Article]:
    """What a replay reads of each article, and whether its address is ours to change."""
    ours = Case(
        When(OURS_TO_CHANGE, then=Value(True)), default=Value(False), output_field=BooleanField()
    )
    fields = Article.objects.only("path", "clean_url", "address_key", "duplicate_of")
    return fields.annotate(is_ours_to_change=ours)
