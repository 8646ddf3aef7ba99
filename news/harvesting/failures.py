"""Why an address could not be fetched: a kind for programs, a sentence for people."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What went wrong, as far as it decides what to do next."""

    BLOCKED = "blocked"  # the site does not let programs in
    NOT_FOUND = "not_found"  # the site says that nothing is there
    TIMEOUT = "timeout"
    TOO_LARGE = "too_large"
    NOT_A_PAGE = "not_a_page"  # an answer, but not of the kind that was asked for
    REFUSED_ADDRESS = "refused_address"  # Medigy does not go there
    UNREACHABLE = "unreachable"  # no such name, nobody answers, no trusted certificate
    FAILED = "failed"  # the site is broken


class FetchError(Exception):
    """An address that gave nothing.

    ``sentence`` says what happened and what an editor may do. ``url`` is the address at which it
    went wrong, which is not the first one after a redirect. ``status`` is the HTTP status, where
    there was one. ``retry_after`` is in seconds, where the site said when to come back.
    """

    def __init__(
        self,
        kind: Kind,
        sentence: str,
        *,
        url: str = "",
        status: int | None = None,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(sentence)
        self.kind = kind
        self.sentence = sentence
        self.url = url
        self.status = status
        self.retry_after = retry_after

    def __reduce__(self) -> tuple[object, ...]:
        """So that a task can hand it on: exceptions with keywords do not pickle by themselves."""
        return (_rebuilt, (self.kind, self.sentence, self.url, self.status, self.retry_after))


def _rebuilt(
    kind: Kind, sentence: str, url: str, status: int | None, retry_after: int | None
) -> FetchError:
    return FetchError(kind, sentence, url=url, status=status, retry_after=retry_after)
