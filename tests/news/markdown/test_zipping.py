"""A zip that is made while it is sent: whole, in the tree's places, and never held."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from news.markdown import exporter, zipping
from news.markdown.importer import find_files, import_files
from news.markdown.trees import find_passengers, pass_through
from news.models import Article, ArticleFile, MediaFile
from tests.builders import make_article
from tests.documents import another, text_of, write
from tests.news.test_media import picture

pytestmark = pytest.mark.django_db


def opened(*, is_whole: bool = False) -> zipfile.ZipFile:
    data = b"".join(zipping.stream(Article.objects.all(), is_whole=is_whole))
    archive = zipfile.ZipFile(io.BytesIO(data))
    assert archive.testzip() is None
    return archive


def test_files_stand_where_an_export_puts_them() -> None:
    article = make_article()
    MediaFile.objects.create(article=article, name="p.png", file=ContentFile(b"bytes", "p.png"))
    archive = opened()
    path = f"content/news/{article.md_name}"
    assert set(archive.namelist()) == {path, "content/news/p.png"}
    assert archive.read("content/news/p.png") == b"bytes"
    text = exporter.render(Article.objects.for_export().get())
    assert archive.read(path).decode() == text


def test_a_tree_that_was_imported_comes_back_byte_for_byte(tmp_path: Path) -> None:
    files = {
        "content/news/one.md": text_of().encode(),
        "content/post/2020/two.md": b"---\ntitle: 'Two'   # by hand\n---\n\nBody\n",
        "content/_index.md": b"---\ntitle: Home\n---\n",
    }
    for name, content in files.items():
        write(tmp_path, name, content)
    import_files(find_files([tmp_path]))
    pass_through(list(find_passengers([tmp_path])))
    archive = opened(is_whole=True)
    assert {name: archive.read(name) for name in archive.namelist()} == files


def test_an_article_that_cannot_be_written_is_named_and_the_others_are_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    broken, good = make_article(), make_article()
    render = exporter.render

    def rendered(article: Article) -> str:
        if article == broken:
            raise ValueError("It holds a character that no file can carry.")
        return render(article)

    monkeypatch.setattr(exporter, "render", rendered)
    archive = opened()
    assert set(archive.namelist()) == {f"content/news/{good.md_name}", zipping.REPORT}
    (line,) = archive.read(zipping.REPORT).decode().splitlines()
    assert line.startswith(f"content/news/{broken.md_name}: ")


def test_a_second_file_of_one_path_is_named_and_not_written_over_the_first() -> None:
    for _ in range(2):
        article = make_article()
        head = exporter.render(article)
        ArticleFile.objects.create(
            article=article, path="a.md", digest="", body_digest="", head=head
        )
    archive = opened()
    assert archive.namelist() == ["a.md", zipping.REPORT]
    assert "has this path already" in archive.read(zipping.REPORT).decode()


def test_a_picture_that_is_gone_from_the_storage_is_named() -> None:
    MediaFile.objects.create(article=make_article(), name="p.png", file="nowhere/p.png")
    assert "content/news/p.png: No such file" in opened().read(zipping.REPORT).decode()


def test_it_comes_in_small_pieces() -> None:
    article = make_article(body="x" * 200)
    data = picture("PNG", (900, 900))
    noise = bytes(range(256)) * 4000
    for role, content in ((MediaFile.Role.FEATURED_IMAGE, data), (MediaFile.Role.FAVICON, noise)):
        MediaFile.objects.create(
            article=article, role=role, name=f"{role}.png", file=ContentFile(content, "p.png")
        )
    sizes = [len(piece) for piece in zipping.stream(Article.objects.all())]
    assert max(sizes) < 4 * zipping.PIECE


def test_a_reader_who_goes_away_leaves_nothing_open() -> None:
    for _ in range(3):
        article = make_article()
        noise = ContentFile(bytes(range(256)) * 4000, "p.png")
        MediaFile.objects.create(article=article, name="p.png", file=noise)
    pieces = zipping.stream(Article.objects.all())
    pieces.close()
    pieces = zipping._Zip(zipfile.ZipFile(io.BytesIO(), "w")).put_all(
        Article.objects.all(), is_whole=False
    )
    next(pieces)
    next(pieces)
    pieces.close()


def test_queries_grow_with_batches_and_not_with_articles(monkeypatch: pytest.MonkeyPatch) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            opened()
        return len(captured)

    make_article()
    one = queries()
    for _ in range(20):
        make_article()
    assert queries() == one


def test_an_article_from_before_zips_is_dated_when_zips_began() -> None:
    make_article(modified_at="1970-01-01T00:00:00Z")
    (entry,) = opened().infolist()
    assert entry.date_time == (1980, 1, 1, 0, 0, 0)
    assert another(1)["mdName"] != entry.filename
