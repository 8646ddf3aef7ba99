"""Rows -> Markdown files: one article's text, a folder of them."""

from __future__ import annotations

import difflib
import errno
import hashlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, Protocol

from django.core.files.storage import default_storage

from news.markdown import catalogue_export, collecting, document, keeping, mapping, rewriting
from news.markdown.catalogue_export import Run
from news.markdown.disk import Refused, read
from news.markdown.fingerprints import Fingerprint, fingerprints
from news.markdown.loader import load
from news.markdown.target import Outcome, Target
from news.models import Article, ArticleFile, MediaFile, TreeFile
from news.querysets import ArticleQuerySet

BATCH = 250  # articles in memory at a time: a quarter of what is fingerprinted together
ORDER = tuple(key.name for key in mapping.KEYS)
FATAL = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO}  # the next file will fare no better


@dataclass(slots=True)
class ExportReport:
    """How an export went. ``failures`` are sentences, each beginning with the file's path."""

    counts: dict[Outcome, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0))
    failures: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    changes: list[tuple[str, str]] = field(default_factory=list)  # path, outcome

    @property
    def done(self) -> int:
        """How many files are now in the folder as they should be."""
        return sum(self.counts.values())

    def __str__(self) -> str:
        parts = ", ".join(f"{count} {outcome}" for outcome, count in self.counts.items())
        return f"Exported {self.done + len(self.failures)}: {parts}, {len(self.failures)} failed"


@dataclass(frozen=True, slots=True)
class Change:
    """A file that an export writes, or would write: its texts before and after."""

    path: str
    before: str | None
    after: str

    def diff(self) -> str:
        """The change as lines of a unified diff."""
        before, after = (self.before or "").splitlines(True), self.after.splitlines(True)
        old = "/dev/null" if self.before is None else f"a/{self.path}"
        lines = difflib.unified_diff(before, after, old, f"b/{self.path}")
        return "".join(f"{line}" if line.endswith("\n") else f"{line}\n" for line in lines)


class Guard(Protocol):
    """Somebody who looks at every text before it is written.

    ``mark`` ends the fingerprints of those that passed, so that they need not be asked again.
    """

    mark: str

    def objection(self, path: str, text: str) -> str:
        """What is wrong with a text, as a sentence; ``''`` when nothing is."""


# --- One article -----------------------------------------------------------------------------


def front_matter(article: Article) -> dict[str, Any]:
    """The front matter of an article loaded with ``for_export()``, key by key in its order."""
    file = getattr(article, "file", None)
    return keeping.restore(mapping.derive(article), file and file.kept, computed=mapping.COMPUTED)


def render(article: Article) -> str:
    """The Markdown file of an article loaded with ``for_export()``.

    One that was exchanged before keeps the style of its file, down to the byte where nothing
    changed; a new one is written in the style of the house. Raises ``ValueError`` when it holds a
    character that no file can carry.
    """
    said = front_matter(article)
    file = getattr(article, "file", None)
    house = document.compose(said, "")
    if file is None or file.head == house:
        return house + article.body
    former = document.parse(file.head)
    return rewriting.rewrite(former, said, ORDER) + article.body


def path_of(article: Article) -> str:
    """Where its file stands in an export: where an import found it, else under its section."""
    file = getattr(article, "file", None)
    return file.path if file else f"content{article.section.base_path}{article.md_name}"


# --- A folder --------------------------------------------------------------------------------


def export(
    articles: ArticleQuerySet,
    target: Target,
    *,
    is_whole: bool = True,
    also: Sequence[Callable[[Run], None]] = (catalogue_export.write_imported,),
    guard: Guard | None = None,
    details: bool = False,
    on_article: Callable[[str], None] = lambda _: None,
    on_change: Callable[[Change], None] | None = None,
) -> ExportReport:
    """Write articles, and the media stored for them, into a folder.

    What is there as it should be is left alone; what exports once wrote and is gone is removed if
    ``is_whole`` says that these are all articles. Trouble with one file is reported, and the
    others are written; a full or broken disk raises ``OSError``, and the next run goes on there.
    ``also`` writes what is no article: the catalogue, as far as imports brought it, unless said
    otherwise. ``guard`` is asked about every text. The report lists what changed with ``details``,
    and when nothing is written. ``on_change`` hears of each text that is written, or would be.
    """
    run = _Export(target, guard, details or not target.writes, on_article, on_change)
    try:
        with collecting.between_batches():
            for batch in fingerprints(articles):
                run.take(batch)
            run.finish()
        if is_whole:
            run.put_passengers()
        for write in also:
            write(run)
        if is_whole:
            run.remove_gone()
    finally:
        target.close()
    return run.report


Announced = tuple[list[tuple[Article, str]], dict[int, str], dict[int, list[MediaFile]]]


class _Export:
    """One run of an export."""

    def __init__(
        self,
        target: Target,
        guard: Guard | None,
        details: bool,
        on_article: Callable[[str], None],
        on_change: Callable[[Change], None] | None,
    ) -> None:
        self.target, self.report = target, ExportReport()
        self._guard, self._passed = guard, guard.mark if guard else ""
        self._details, self._on_article, self._on_change = details, on_article, on_change
        self._announced: Announced = ([], {}, {})

    def take(self, batch: Sequence[Fingerprint]) -> None:
        """Export a batch of articles: only those that changed are loaded and written."""
        media = stored_media([one.pk for one in batch])
        stale: dict[int, str] = {}
        for one in batch:
            if one.path and self._is_current(one):
                self.target.keep(one.path)
                self._put_media(one.path, media.get(one.pk, ()))
                self._count(one.path, Outcome.UNCHANGED)
            else:
                stale[one.pk] = one.value
        for start in range(0, len(stale), BATCH):
            self._write(list(stale)[start : start + BATCH], stale, media)

    def _is_current(self, one: Fingerprint) -> bool:
        return self.target.is_current(one.path or "", one.value + self._passed, one.digest)

    def _write(
        self, pks: list[int], values: dict[int, str], media: dict[int, list[MediaFile]]
    ) -> None:
        articles = load(Article.objects.filter(pk__in=pks))
        texts = [(article, text) for article in articles if (text := self._text(article))]
        self.target.announce((path_of(article), text.encode()) for article, text in texts)
        self.finish()
        collecting.sweep()
        self._announced = (texts, values, media)

    def finish(self) -> None:
        """Put what was announced: it went to the disk while the next batch was made."""
        texts, values, media = self._announced
        self._announced = ([], {}, {})
        exchanged = []
        for article, text in texts:
            if self._put(article, text, values[article.pk]):
                self._put_media(path_of(article), media.get(article.pk, ()))
                exchanged += file_as_exported(article, text)
        if self.target.writes:
            ArticleFile.objects.bulk_create(
                exchanged,
                update_conflicts=True,
                unique_fields=["article"],
                update_fields=["path", "digest", "body_digest", "past_digests", "head", "kept"],
            )

    def _text(self, article: Article) -> str | None:
        try:
            return render(article)
        except ValueError as problem:
            self.fail(path_of(article), str(problem))
            return None

    def _put(self, article: Article, text: str, fingerprint: str) -> bool:
        file = getattr(article, "file", None)
        ours = (file.digest, *file.past_digests) if file else ()
        return self.put_text(path_of(article), text, fingerprint, ours)

    def put_text(self, path: str, text: str, fingerprint: str, ours: Collection[str] = ()) -> bool:
        """Write a file and report it; whether that went well.

        What the guard objects to is written and reported as failed.
        """
        objection = self._guard.objection(path, text) if self._guard else ""
        try:
            if self._on_change:
                self._show(path, text)
            passed = fingerprint if objection else fingerprint + self._passed
            outcome = self.target.put(path, text.encode(), passed, ours)
        except (Refused, OSError) as problem:
            self.fail(path, problem)
            return False
        if objection:
            self.fail(path, objection)
        else:
            self._count(path, outcome)
        return True

    def _show(self, path: str, text: str) -> None:
        before = read(self.target.locate(path))
        if before != text.encode():
            old = None if before is None else before.decode(errors="replace")
            self._on_change(Change(path, old, text))

    def _put_media(self, path: str, media: Sequence[MediaFile]) -> None:
        """Write the pictures of an article beside its file, or where an import found them."""
        for medium in media:
            beside = picture_path(path, medium)
            if self.target.is_current(beside, medium.file.name):
                self.target.keep(beside)
                continue
            try:
                with default_storage.open(medium.file.name) as source:
                    content = source.read()
                self.target.announce([(beside, content)])
                self.target.put(beside, content, medium.file.name)
            except (Refused, OSError) as problem:
                self.fail(beside, problem)

    def put_passengers(self) -> None:
        """Write the files that imports passed through, but where an article has put its own."""
        for row in TreeFile.objects.order_by("path").iterator():
            if self.target.has(row.path):
                continue
            if self.target.is_current(row.path, row.digest):
                self.target.keep(row.path)
                self._count(row.path, Outcome.UNCHANGED)
                continue
            try:
                with row.file.open() as source:
                    content = source.read()
                self.target.announce([(row.path, content)])
                self._count(row.path, self.target.put(row.path, content, row.digest, (row.digest,)))
            except (Refused, OSError) as problem:
                self.fail(row.path, problem)

    def note(self, sentence: str) -> None:
        """Tell whoever exports of something that is no failure."""
        self.report.notes.append(sentence)

    def remove_gone(self) -> None:
        for path, outcome in self.target.remove_gone():
            if isinstance(outcome, Outcome):
                self._count(path, outcome)
            else:
                self.fail(path, outcome)

    def _count(self, path: str, outcome: Outcome) -> None:
        self.report.counts[outcome] += 1
        if self._details and outcome is not Outcome.UNCHANGED:
            self.report.changes.append((path, outcome))
        self._on_article(path)

    def fail(self, path: str, problem: object) -> None:
        """Report trouble with one file. Raises the ``OSError`` that the next would meet too."""
        if isinstance(problem, OSError) and problem.errno in FATAL:
            raise problem
        reason = problem.strerror if isinstance(problem, OSError) else problem
        self.report.failures.append(f"{path}: {reason}")
        self._on_article(path)


def stored_media(pks: list[int]) -> dict[int, list[MediaFile]]:
    """The media that are stored here, by the key of their article."""
    media: dict[int, list[MediaFile]] = {}
    rows = MediaFile.objects.filter(article__in=pks).exclude(file="").exclude(name="")
    for medium in rows.only("article_id", "name", "file", "tree_path").order_by("pk"):
        media.setdefault(medium.article_id, []).append(medium)
    return media


def picture_path(path: str, medium: MediaFile) -> str:
    """Where a picture goes: beside its article's file at ``path``, or below ``static``."""
    if not medium.tree_path.startswith("/"):
        return str(PurePosixPath(path).parent / (medium.tree_path or medium.name))
    parts = PurePosixPath(path).parts
    site = parts[: parts.index("content")] if "content" in parts else ()
    return str(PurePosixPath(*site, "static", medium.tree_path.lstrip("/")))


def file_as_exported(article: Article, text: str) -> list[ArticleFile]:
    """What is to be remembered of an article's file, if it is not what is remembered already."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    file = getattr(article, "file", None)
    if file and file.digest == digest:
        return []
    said = front_matter(article)
    return [
        ArticleFile(
            article=article,
            path=path_of(article),
            digest=digest,
            past_digests=file.past_with_last() if file else [],
            body_digest=hashlib.sha256(article.body.encode()).hexdigest(),
            head=text[: len(text) - len(article.body)],
            kept=keeping.differences(said, mapping.derive(article)),
        )
    ]
