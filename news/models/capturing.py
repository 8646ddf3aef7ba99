"""What capture leaves behind: orders, what the page said, feeds that are followed, checks."""

from __future__ import annotations

import hashlib
import secrets
import uuid
import zlib
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from news.fields import CompressedTextField, OrderedJSONField
from news.models.article import Article
from news.models.sources import Publication

KEPT_FOR = timedelta(days=30)  # what became of an order is worth reading for a while
CLAIMED_FOR = timedelta(minutes=3)  # longer than a step takes: then its worker has died


class CaptureQuerySet(models.QuerySet["Capture"]):
    def pending(self) -> CaptureQuerySet:
        """What is still to be done, the oldest first."""
        return self.exclude(stage__in=Capture.FINISHED).order_by("pk")

    def free(self) -> CaptureQuerySet:
        """What is still to be done and nobody is at.

        A claim ends by itself, so that the order of a worker that died is taken up by the next.
        """
        over = timezone.now() - CLAIMED_FOR
        return self.pending().filter(models.Q(claimed_at=None) | models.Q(claimed_at__lt=over))

    def for_listing(self) -> CaptureQuerySet:
        """With what a list shows of each: the title of where it led, and not what was sent."""
        shown = ("article__title", "batch", "created_at", "problem", "stage", "url", "way")
        return self.select_related("article").only(*shown)

    def expired(self) -> CaptureQuerySet:
        """Those given long ago, also if nobody ever looked on until they ended."""
        return self.filter(created_at__lt=timezone.now() - KEPT_FOR)

    def claim(self, capture: Capture) -> bool:
        """Take the next step of an order on oneself; False when somebody else is at it."""
        now = timezone.now()
        taken = self.free().filter(pk=capture.pk, stage=capture.stage).update(claimed_at=now)
        if taken:
            capture.claimed_at = now
        return bool(taken)

    def settle(self, capture: Capture) -> bool:
        """Write down what became of a claimed step; False when the claim has passed to another."""
        outcome = {"stage": capture.stage, "problem": capture.problem, "article": capture.article}
        if capture.is_finished:
            outcome["page"] = capture.page = None
        held = self.filter(pk=capture.pk, claimed_at=capture.claimed_at)
        capture.claimed_at = None
        return bool(held.update(claimed_at=None, **outcome))


class Capture(models.Model):
    """The order to make a draft of an address, and what became of it."""

    class Way(models.TextChoices):
        DESK = "desk", "pasted at the desk"
        BROWSER = "browser", "sent from a browser"
        API = "api", "sent by a program"
        FEED = "feed", "found in a feed"
        COMMAND = "command", "given to a command"

    class Stage(models.TextChoices):
        WAITING = "waiting", "waiting"
        READ = "read", "read; its picture comes next"
        DONE = "done", "ready"
        KNOWN = "known", "here already"
        FAILED = "failed", "could not be read"
        REFUSED = "refused", "no address of a page"

    FINISHED = (Stage.DONE, Stage.KNOWN, Stage.FAILED, Stage.REFUSED)

    batch = models.UUIDField(default=uuid.uuid4, db_index=True, help_text="Those given together.")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    way = models.CharField(max_length=10, choices=Way.choices, default=Way.DESK)
    url = models.TextField(help_text="As it was given.")
    page = models.BinaryField(null=True, help_text="The page as a browser had it, deflated.")
    hints = OrderedJSONField(default=dict, help_text="What a feed said of it.")
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.WAITING)
    article = models.ForeignKey(
        Article, models.SET_NULL, null=True, related_name="captures", help_text="Where it led."
    )
    problem = models.TextField(blank=True, help_text="Why not, in a sentence.")
    created_at = models.DateTimeField(default=timezone.now, db_index=True)
    claimed_at = models.DateTimeField(null=True)

    objects = CaptureQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["stage", "id"], name="capture_pending")]

    def __str__(self) -> str:
        return self.url

    @property
    def is_finished(self) -> bool:
        return self.stage in self.FINISHED

    @property
    def html(self) -> bytes | None:
        """The page as a browser had it; None when the server is to fetch it."""
        return None if self.page is None else zlib.decompress(bytes(self.page))

    @staticmethod
    def pack(html: bytes) -> bytes:
        """As ``page`` keeps it."""
        return zlib.compress(html, level=1)


class HarvestRecord(models.Model):
    """What an article's source said when it was read last, and where each answer stood there."""

    class Way(models.TextChoices):
        SERVER = "server", "fetched by Medigy"
        BROWSER = "browser", "sent from a browser"
        FEED = "feed", "told by a feed"

    article = models.OneToOneField(Article, models.CASCADE, related_name="harvest_record")
    way = models.CharField(max_length=10, choices=Way.choices, default=Way.SERVER)
    harvested_at = models.DateTimeField(default=timezone.now)
    url = models.TextField(blank=True, help_text="The address that answered.")
    answers = OrderedJSONField(default=dict, help_text="Field -> what the page says.")
    origins = OrderedJSONField(default=dict, help_text="Field -> where on the page it stands.")
    images = OrderedJSONField(default=list, help_text="Pictures to choose from, the best first.")
    tags = OrderedJSONField(default=list, help_text="The source's own keywords.")
    text = CompressedTextField(null=True, help_text="The story, to suggest topics by.")
    fresh = OrderedJSONField(
        null=True, help_text="What a later reading said, until an editor has compared the two."
    )
    problem_kind = models.CharField(max_length=30, blank=True)
    problem = models.TextField(blank=True, help_text="Why it could not be read, in a sentence.")

    def __str__(self) -> str:
        return self.url


class Feed(models.Model):
    """A feed of a publication. One that is followed fills the queue of captured articles."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="feeds")
    url = models.CharField("address", max_length=1000, unique=True)
    title = models.CharField(max_length=300, blank=True)
    is_followed = models.BooleanField(
        "follow it", default=False, help_text="New entries wait at the desk as captured articles."
    )
    etag = models.CharField(max_length=300, blank=True, editable=False)
    last_modified = models.CharField(max_length=100, blank=True, editable=False)
    checked_at = models.DateTimeField("last read", null=True, blank=True, editable=False)
    next_check_at = models.DateTimeField(null=True, blank=True, editable=False)
    failures = models.PositiveSmallIntegerField("failures in a row", default=0, editable=False)
    last_error = models.TextField(blank=True, editable=False)

    class Meta:
        ordering = ["publication__name", "url"]
        indexes = [models.Index(fields=["is_followed", "next_check_at"], name="feed_due")]

    def __str__(self) -> str:
        return self.title or self.url


class FeedEntry(models.Model):
    """An entry of a feed that was seen, so that a discarded one does not come back.

    Two rows for each entry: its identity within the feed, and its address, by which the same entry
    is known in another feed.
    """

    feed = models.ForeignKey(Feed, models.CASCADE, related_name="entries")
    key = models.CharField(max_length=64, help_text="SHA-256 of what identifies the entry.")
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "feed"], name="one_row_per_feed_entry")
        ]

    def __str__(self) -> str:
        return self.key


class SourceCheck(models.Model):
    """How an article's source was when it was looked at last."""

    class Verdict(models.TextChoices):
        UNKNOWN = "unknown", "not looked at yet"
        ALIVE = "alive", "as it was"
        MOVED = "moved", "moved"
        CHANGED = "changed", "changed in substance"
        GONE = "gone", "gone"
        UNREACHABLE = "unreachable", "does not answer"

    article = models.OneToOneField(Article, models.CASCADE, related_name="source_check")
    verdict = models.CharField(max_length=12, choices=Verdict.choices, default=Verdict.UNKNOWN)
    sentence = models.TextField(blank=True, help_text="What was found.")
    moved_to = models.TextField(blank=True)
    archived_at = models.TextField("copy in the archive", blank=True)
    title = models.TextField(blank=True, help_text="The source's headline when it was as it is.")
    sketch = OrderedJSONField(
        default=dict, help_text="Of its text then: two of these tell how much has changed."
    )
    fresh = OrderedJSONField(null=True, help_text="Title and sketch that were found instead.")
    failures = models.PositiveSmallIntegerField(default=0)
    checked_at = models.DateTimeField("last look", null=True, blank=True)
    since = models.DateTimeField(null=True, blank=True, help_text="When it was first found so.")
    next_check_at = models.DateTimeField(default=timezone.now, db_index=True)
    needs_look = models.BooleanField(default=False, help_text="It is in the editors' inbox.")

    class Meta:
        ordering = ["-checked_at", "-pk"]
        verbose_name = "source to look at"
        verbose_name_plural = "sources to look at"
        indexes = [models.Index(fields=["needs_look", "verdict"], name="source_check_inbox")]

    def __str__(self) -> str:
        return str(self.article)


class ApiToken(models.Model):
    """What a program of an editor's shows instead of a password. Only its digest is kept."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_tokens", editable=False
    )
    name = models.CharField(max_length=100, help_text="What uses it: “my laptop's bookmarklet”.")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    used_at = models.DateTimeField("last used", null=True, editable=False)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = "API token"

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def digest_of(token: str) -> str:
        return hashlib.sha256(token.encode()).hexdigest()

    def make(self) -> str:
        """A new secret, which is shown once and never again. The row is not saved here."""
        token = f"medigy_{secrets.token_urlsafe(32)}"
        self.digest = self.digest_of(token)
        return token
