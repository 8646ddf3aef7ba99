"""Articles as a zip that is sent while it is made: never whole in memory, never on a disk.

The standard library's zipfile writes to a stream that cannot seek; taking out what it has written
after each piece is all that streaming needs, so no library is brought in for it.
"""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections.abc import Generator, Iterator
from contextlib import closing
from datetime import datetime

from django.core.files.base import File
from django.utils import timezone

from news.markdown import catalogue, exporter
from news.models import Article, MediaFile, TreeFile
from news.querysets import ArticleQuerySet

REPORT = "export-report.txt"
PIECE = 64 * 1024  # bytes sent at a time, about
BATCH = 100  # articles in memory at a time
_FIRST_YEAR = 1980  # before it a zip knows no time


def stream(articles: ArticleQuerySet, *, is_whole: bool = False) -> Iterator[bytes]:
    """A zip of the articles' files and the media stored for them, piece by piece.

    Every file stands where an export to a folder puts it, so that the zip can be unpacked into a
    checkout. ``is_whole`` adds what else imports brought: other files, and the catalogue's. What
    cannot be written is named in ``export-report.txt`` inside the zip: by then the download has
    begun.
    """
    outlet = _Outlet()
    with (
        zipfile.ZipFile(outlet, "w", zipfile.ZIP_DEFLATED) as archive,
        # Closed before the archive is: a reader who goes away may leave a file half-written.
        closing(_Zip(archive).put_all(articles, is_whole=is_whole)) as pieces,
    ):
        for _ in pieces:
            if outlet.size > PIECE:
                yield outlet.take()
    yield outlet.take()


class _Outlet(io.RawIOBase):
    """A stream that cannot seek, from which is taken what was written to it."""

    def __init__(self) -> None:
        super().__init__()
        self._written = bytearray()

    @property
    def size(self) -> int:
        return len(self._written)

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:
        self._written += data
        return len(data)

    def take(self) -> bytes:
        taken = bytes(self._written)
        self._written.clear()
        return taken


class _Zip:
    """One zip that is being written. Its methods yield wherever a piece may be sent."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._written: set[str] = set()
        self._failures: list[str] = []

    def put_all(self, articles: ArticleQuerySet, *, is_whole: bool) -> Generator[None, None, None]:
        # Keys first: a query that stays open for as long as a slow download would hold the
        # database's snapshot as long.
        pks = list(articles.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(pks), BATCH):
            yield from self._put_articles(pks[start : start + BATCH])
        if is_whole:
            yield from self._put_passengers()
            yield from self._put_catalogue()
        if self._failures:
            self._put_text(REPORT, "".join(f"{line}\n" for line in self._failures))
            yield

    def _put_articles(self, pks: list[int]) -> Iterator[None]:
        media = exporter.stored_media(pks)
        for article in Article.objects.for_export().filter(pk__in=pks).order_by("pk"):
            path = exporter.path_of(article)
            try:
                self._put_text(path, exporter.render(article), article.modified_at)
            except ValueError as problem:
                self._failures.append(f"{path}: {problem}")
                continue
            yield
            for medium in media.get(article.pk, ()):
                yield from self._put_medium(path, medium, article.modified_at)

    def _put_medium(self, path: str, medium: MediaFile, moment: datetime) -> Iterator[None]:
        picture = exporter.picture_path(path, medium)
        yield from self._put_file(picture, medium.file, moment)

    def _put_passengers(self) -> Iterator[None]:
        """The files of imported trees; where an article wrote a file of its own, that one is."""
        for row in TreeFile.objects.order_by("path"):
            if _folded(row.path) not in self._written:
                yield from self._put_file(row.path, row.file, timezone.now())

    def _put_catalogue(self) -> Iterator[None]:
        """The files of topics, offerings and institutions, as far as imports brought them."""
        for kind in catalogue.KINDS.values():
            rows = kind.rows(True).filter(file__isnull=False)
            for row in rows.iterator(chunk_size=BATCH):
                path = catalogue.path_of(kind, row)
                if _folded(path) in self._written:
                    continue
                try:
                    self._put_text(path, catalogue.render(kind, row))
                except ValueError as problem:
                    self._failures.append(f"{path}: {problem}")
                yield

    def _put_file(self, path: str, file: File, moment: datetime) -> Iterator[None]:
        try:
            with file.open() as source, self._archive.open(self._entry(path, moment), "w") as entry:
                while piece := source.read(PIECE):
                    entry.write(piece)
                    yield
        except (OSError, ValueError) as problem:
            reason = getattr(problem, "strerror", None) or problem
            self._failures.append(f"{path}: {reason}")

    def _put_text(self, path: str, text: str, moment: datetime | None = None) -> None:
        entry = self._entry(path, moment or timezone.now())
        self._archive.writestr(entry, text)

    def _entry(self, path: str, moment: datetime) -> zipfile.ZipInfo:
        """A file of the zip. Raises ``ValueError`` when there is one of that name."""
        folded = _folded(path)
        if folded in self._written:
            raise ValueError("Another file has this path already; change one of the two.")
        self._written.add(folded)
        local = timezone.localtime(moment)
        at = local.timetuple()[:6] if local.year >= _FIRST_YEAR else (_FIRST_YEAR, 1, 1, 0, 0, 0)
        entry = zipfile.ZipInfo(path, at)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = 0o644 << 16
        return entry


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()
