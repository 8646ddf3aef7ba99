"""Markdown dropped at the desk: received, looked through, and imported piece by piece.

The desk calls ``receive``, ``go_on``, ``apply`` and ``discard``. Nothing here knows of requests.
"""

from news.uploads.receiving import receive
from news.uploads.working import apply, discard, go_on, may_publish, progress, tally

__all__ = ["apply", "discard", "go_on", "may_publish", "progress", "receive", "tally"]
