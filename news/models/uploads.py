"""Markdown that an editor dropped at the desk, kept until it is imported or a day old.

The files are rows, and not a folder: whichever web worker goes on with an import finds them, on
whatever machine it runs, and nothing of them can be reached from outside.
"""

from __future__ import annotations

import zlib
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from news.fields import OrderedJSONField

KEPT_FOR = timedelta(days=1)


class UploadQuerySet(models.QuerySet["Upload"]):
    def expired(self) -> UploadQuerySet:
        """Those that were kept long enough."""
        return self.filter(created_at__lt=timezone.now() - KEPT_FOR)


class Upload(models.Model):
    """What was dropped at once, and how far its import is."""

    class Stage(models.TextChoices):
        PLANNING = "planning", "being looked through"
        PLANNED = "planned", "waiting for you"
        APPLYING = "applying", "being imported"
        APPLIED = "applied", "imported"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)
    name = models.CharField(max_length=255)
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.PLANNING)
    left_out = models.PositiveIntegerField(default=0)

    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_working(self) -> bool:
        """Whether there is a piece of work to go on with."""
        return self.stage in (self.Stage.PLANNING, self.Stage.APPLYING)


class UploadedFile(models.Model):
    """One file of an upload: its bytes, what its import would do, and then what it did."""

    class Kind(models.TextChoices):
        DOCUMENT = "document"
        REFUSED = "refused"  # a document that is not even tried
        PASSENGER = "passenger"  # no article: passed through, and found by documents beside it
        COMPANION = "companion"  # only there for the documents that name it

    # In the order in which an editor wants to hear of them.
    class Outcome(models.IntegerChoices):
        FAILED = 1, "failed"
        CLASHED = 2, "clashed"
        NEW = 3, "new"
        CHANGED = 4, "changed"
        UNCHANGED = 5, "unchanged"

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="files")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    path = models.CharField(max_length=1000, help_text="As it was dropped.")
    place = models.CharField(max_length=1000, help_text="Where it is in the tree of all files.")
    name = models.CharField(max_length=255)
    packed = models.BinaryField(help_text="Its bytes, deflated.")
    is_done = models.BooleanField(default=False, help_text="For the stage that is under way.")
    outcome = models.PositiveSmallIntegerField(choices=Outcome.choices, null=True)
    title = models.CharField(max_length=500, blank=True)
    sentence = models.TextField(blank=True)
    changes = OrderedJSONField(default=list)
    clashes = OrderedJSONField(default=list)

    class Meta:
        ordering = ["outcome", "pk"]
        indexes = [
            models.Index(fields=["upload", "kind", "is_done"], name="uploaded_file_pending"),
            models.Index(fields=["upload", "name"], name="uploaded_file_name"),
        ]

    def __str__(self) -> str:
        return self.path

    @property
    def content(self) -> bytes:
        return zlib.decompress(bytes(self.packed))

    @staticmethod
    def pack(content: bytes) -> bytes:
        """As ``packed`` keeps it."""
        return zlib.compress(content, level=1)
