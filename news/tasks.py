"""What a worker does in the background (``manage.py db_worker``), where one runs."""

from __future__ import annotations

from django_tasks import task

from news import polling
from news.models import Feed


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
