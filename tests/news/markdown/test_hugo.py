"""What Medigy exports, a real Hugo builds: pages, redirects, dates and topics."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from news.markdown import document, exporter
from news.markdown.importer import find_files, import_files
from news.markdown.target import Target
from news.models import Article
from tests.builders import make_article
from tests.documents import BODY, another, write

HUGO = shutil.which("hugo", path=str(Path(sys.executable).parent)) or shutil.which("hugo")

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not HUGO, reason="No Hugo here; the development lock file brings one."),
]

CONFIGURATION = """
baseURL = "https://news.example.org/"
disableKinds = ["RSS", "sitemap", "robotsTXT", "section", "home"]
[taxonomies]
category = "categories"
[permalinks.term]
categories = "/topic/:slug/"
[markup.goldmark.renderer]
unsafe = true
"""
SINGLE = """<h1>{{ .Title }}</h1><time>{{ .Date.Format "2006-01-02" }}</time>
<time>{{ .Lastmod.UTC.Format "2006-01-02T15:04:05.000000Z" }}</time>{{ .Content }}"""
TERM = "<h1>{{ .Title }}</h1>{{ range .Pages }}<a href='{{ .RelPermalink }}'></a>{{ end }}"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A Hugo site without content."""
    write(tmp_path, "hugo.toml", CONFIGURATION)
    write(tmp_path, "layouts/single.html", SINGLE)
    write(tmp_path, "layouts/term.html", TERM)
    return tmp_path


def build(site: Path) -> Path:
    """Export what is published into the site, build it, and give the folder of pages."""
    report = exporter.export(Article.objects.published(), Target(site))
    assert report.failures == []
    done = subprocess.run(
        [HUGO, "--source", site, "--logLevel", "warn"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return site / "public"


def test_an_imported_article_has_its_page_its_redirect_and_its_topics(
    site: Path, tmp_path: Path
) -> None:
    write(tmp_path / "in", "content/news/one.md", document.compose(another(1), BODY))
    import_files(find_files([tmp_path / "in"]))
    pages = build(site)
    page = (pages / "news/wardreview-example-story-1/index.html").read_text()
    assert "<h1>Fewer Alarms, Calmer Wards</h1><time>2022-03-05</time>" in page
    assert "<time>2022-03-05T11:12:13.001200Z</time>" in page
    assert BODY in page
    alias = (pages / "news/story-1/index.html").read_text()
    assert "/news/wardreview-example-story-1/" in alias
    topic = (pages / "topic/symplur-patient-safety/index.html").read_text()
    assert re.search("href='?/news/wardreview-example-story-1/", topic)


@pytest.mark.parametrize(
    "title",
    [
        "Plain",
        'It\'s: "quoted" # not a comment',
        "{{ braces }}",
        "日本 \U0001f600",
        "- dash",
        "yes",
    ],
)
def test_any_title_reaches_the_page(site: Path, title: str) -> None:
    article = make_article(title, body="<p>Text</p>")
    page = (build(site) / f"news/{article.slug}/index.html").read_text()
    assert "<p>Text</p>" in page
    heading = page.partition("</h1>")[0]
    for word in re.findall(r"\w+", title):
        assert word in heading or word == "s"
