"""A document that went through the desk comes out as it came in, but for what was edited."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from news.markdown import exporter
from news.markdown.importer import find_files, import_files
from news.models import Article
from tests.documents import ABSENT, text_of, write

REAL = [Path(folder) for folder in os.environ.get("CORPUS_DIR", "").split(":") if folder]
DOCUMENTS = {
    "in the house style": text_of(),
    "with odd white space": text_of(
        via=" ", description="Cut after two hundred characters – ", tags=["News", "b, c", "A"]
    ),
    "with two paths and no picture": text_of(
        aliases=["/news/a", "/news/B/"], featuredImage=None, id=None
    ),
    "with keys of its own": text_of(extra={"b": [1.0, None], "a": "1"}, sub=ABSENT),
    "with another body": text_of(body="\r\n# One\r\n\r\n\ttwo  \r\n"),
    "with hardly anything": "---\ntitle: Little\n---\n\n\nBody\n",
}


def give(article: Article) -> str:
    return exporter.render(Article.objects.for_export().get(pk=article.pk))


def lines_changed(before: str, after: str) -> set[str]:
    """The keys at the beginning of the lines that two texts do not share."""
    return {line.partition(":")[0] for line in {*before.splitlines()} ^ {*after.splitlines()}}


@pytest.mark.parametrize("text", DOCUMENTS.values(), ids=DOCUMENTS)
def test_a_document_saved_untouched_comes_out_byte_for_byte(
    chief, save, tmp_path: Path, text: str
) -> None:
    import_files(find_files([write(tmp_path, "one.md", text)]))
    article = Article.objects.get()
    response = save(article)
    assert response.status_code == 302, response.context["errors"]
    assert give(article) == text


def test_an_edit_at_the_desk_changes_the_lines_that_it_means(chief, save, tmp_path: Path) -> None:
    text = text_of()
    import_files(find_files([write(tmp_path, "one.md", text)]))
    article = Article.objects.get()
    save(article, insights_name="What it means")
    assert lines_changed(text, give(article)) == {"insights_name", "lastMod"}


@pytest.mark.skipif(not REAL, reason="CORPUS_DIR names no folder of real content")
def test_real_files_saved_untouched_come_out_as_they_were(chief, save) -> None:
    import_files(find_files(REAL))
    for article in Article.objects.all():
        before = give(article)
        response = save(article)
        assert response.status_code == 302, (article, response.context["errors"])
        assert give(article) == before
