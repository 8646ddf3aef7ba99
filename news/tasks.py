"""What a worker does in the background (``manage.py db_worker``), where one runs."""

from __future__ import annotations

from django_tasks import task

from news import checking, polling
from news.models import Article, Feed


@task()
def read_feeds(pks: list[int]) -> None:
    """Read the feeds with these keys, due or not, and capture what is new in them."""
    for _ in polling.poll_each(Feed.objects.filter(pk__in=pks)):
        pass
    polling.capture_entries()


@task()
def read_due_feeds() -> None:
    """Read the feeds whose turn it is, and capture what is new in them."""
    for _ in polling.poll_due():
        pass
    polling.capture_entries()


@task()
def look_at_sources(pks: list[int]) -> None:
    """Look at the sources of the articles with these keys, due or not."""
    for article in Article.objects.filter(pk__in=pks):
        checking.check(article)


@task()
def look_at_due_sources() -> None:
    """Look at the sources whose turn it is. Raises ``CutOff`` when nothing answers at all."""
    for _ in checking.check_due():
        pass
