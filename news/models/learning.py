"""What the desk's own filing taught: how often each word stands in articles of each topic."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from news.fields import OrderedJSONField


class Lesson(models.Model):
    """How far learning is: one row, made once.

    Words are written in generations, so that suggestions go on with the old ones while new ones
    are learnt, and nobody waits for a writer.
    """

    generation = models.PositiveIntegerField(default=0, help_text="Of the words that count now.")
    reserved = models.PositiveIntegerField(default=0, help_text="The highest that anybody writes.")
    articles = models.PositiveIntegerField(default=0)
    topics = OrderedJSONField(default=dict, help_text="Articles learnt, by the key of a category.")
    filings = models.PositiveIntegerField(default=0, help_text="Rows learnt of articles' topics.")
    newest_filing = models.BigIntegerField(default=0, help_text="The highest key among these rows.")
    learnt_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.articles} articles, {len(self.topics)} topics"

    @classmethod
    def current(cls) -> Lesson:
        """The one row; empty on a desk that never learnt."""
        lesson, _ = cls.objects.get_or_create(pk=1)
        return lesson


class LearntWord(models.Model):
    """A word, or two neighbours, of articles filed before."""

    generation = models.PositiveIntegerField()
    term = models.CharField(max_length=100)
    articles = models.PositiveIntegerField(help_text="In how many articles it stands.")
    topics = OrderedJSONField(default=dict, help_text="In how many of each category, by its key.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["generation", "term"], name="one_row_per_learnt_term")
        ]

    def __str__(self) -> str:
        return self.term
