"""What an export writes, and what it leaves alone."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from news.markdown import exporter
from news.models import Article, MediaFile
from tests.builders import make_article, make_offering

pytestmark = pytest.mark.django_db


def export(folder: Path) -> exporter.ExportReport:
    return exporter.export(Article.objects.published(), folder)


def test_each_article_is_written_under_its_name(tmp_path: Path) -> None:
    articles = [make_article(), make_article()]
    report = export(tmp_path / "new" / "folder")
    assert str(report) == "Exported 2: 2 new, 0 changed, 0 unchanged, 0 failed"
    names = {path.name for path in (tmp_path / "new" / "folder").iterdir()}
    assert names == {article.md_name for article in articles}


def test_what_is_not_published_is_not_written(tmp_path: Path) -> None:
    make_article(state=Article.State.WITHDRAWN)
    assert str(export(tmp_path)) == "Exported 0: 0 new, 0 changed, 0 unchanged, 0 failed"


def test_a_second_export_touches_only_what_changed(tmp_path: Path) -> None:
    same, other = make_article(), make_article()
    export(tmp_path)
    before = (tmp_path / same.md_name).stat()
    other.title = "Another"
    other.save()
    assert str(export(tmp_path)) == "Exported 2: 0 new, 1 changed, 1 unchanged, 0 failed"
    after = (tmp_path / same.md_name).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_pictures_stand_beside_the_files(tmp_path: Path) -> None:
    article = make_article()
    MediaFile.objects.create(
        article=article, name="x-featuredImage.png", file=ContentFile(b"bytes", "x.png")
    )
    export(tmp_path)
    assert (tmp_path / "x-featuredImage.png").read_bytes() == b"bytes"


def test_trouble_with_one_article_is_named_and_the_others_are_written(tmp_path: Path) -> None:
    good, bad = make_article(), make_article(md_name="a-folder.md")
    (tmp_path / "a-folder.md").mkdir()
    report = export(tmp_path)
    assert report.new == 1
    assert (tmp_path / good.md_name).exists()
    (sentence,) = report.failures
    assert sentence.startswith(bad.md_name)


def test_a_name_that_leaves_the_folder_is_refused(tmp_path: Path) -> None:
    make_article(md_name="../out.md")
    assert "is not the name of a file in its own folder" in export(tmp_path).failures[0]
    assert not (tmp_path.parent / "out.md").exists()


def test_a_zip_holds_the_files_and_their_pictures() -> None:
    article = make_article()
    MediaFile.objects.create(article=article, name="p.png", file=ContentFile(b"bytes", "p.png"))
    target = io.BytesIO()
    exporter.write_zip(Article.objects.all(), target)
    with zipfile.ZipFile(target) as archive:
        assert set(archive.namelist()) == {article.md_name, "p.png"}
        text = archive.read(article.md_name).decode()
    assert text == exporter.render(Article.objects.for_export().get())


def test_a_new_article_is_written_with_every_key_of_the_house(tmp_path: Path) -> None:
    article = make_article(
        "A New One", categories=("Symplur: Telehealth",), authors=("Ana",), tags=("News",)
    )
    export(tmp_path)
    lines = (tmp_path / article.md_name).read_text().splitlines()
    keys = [line.partition(":")[0] for line in lines[1:-2] if line[0] not in " -"]
    assert len(keys) == 44
    assert (keys[0], keys[-1]) == ("aliases", "twitterMetaData")


def test_the_queries_do_not_grow_with_the_articles(tmp_path: Path) -> None:
    make_offering("Near", ("Symplur: Telehealth",))

    def queries(count: int) -> int:
        for _ in range(count):
            make_article(categories=("Symplur: Telehealth",), authors=("Ana",), tags=("a",))
        with CaptureQueriesContext(connection) as asked:
            export(tmp_path)
        return len(asked)

    assert queries(2) == queries(20)
