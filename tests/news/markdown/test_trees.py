"""Trees of other systems: every file comes back where it was, as it was."""

from __future__ import annotations

import filecmp
from datetime import date
from pathlib import Path

import pytest

from news import media
from news.markdown import exporter
from news.markdown.importer import find_files, import_files
from news.markdown.target import Target
from news.markdown.trees import find_passengers, pass_through
from news.models import Article, TreeFile
from tests.documents import write
from tests.pictures import picture

pytestmark = pytest.mark.django_db

SITE = {
    "content/_index.md": "---\ntitle: Home\n---\nWelcome\n",
    "content/about.md": "---\ntitle: About\n---\nWho we are\n",
    "content/post/_index.md": "+++\ntitle = 'Posts'\n+++\n",
    "content/post/first.md": "---\ntitle: First # a comment\ndate: 2020-01-02\n---\nText\r\n",
    "content/post/toml.md": "+++\ntitle = 'Toml'\ndate = 2020-01-02\n+++\nText",
    "content/post/json.md": '{\n  "title": "Json"\n}\n\nText\n',
    "content/post/bundle/index.md": "---\ntitle: Bundle\n---\n![A lamp](lamp.png)\n",
    "content/post/bundle/lamp.png": b"\x89PNG\r\n\x1a\n not really",
    "content/post/deep/er/install.md": "---\ntitle: Install\n---\n",
    "content/post/deep/install.md": "---\ntitle: Install\n---\n",
    "content/post/hello.en.md": "---\ntitle: Hello\nslug: hello\n---\n",
    "content/post/hello.fr.md": "---\ntitle: Bonjour\nslug: hello\n---\n",
    "content/post/broken.md": "---\ntitle: [\n---\n",
    "content/page.html": "<p>Not Markdown</p>",
    "content/.gitkeep": "",
    "static/logo.svg": "<svg/>",
    "README.md": "---\ntitle: Read me\n---\n",
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = tmp_path / "site"
    for name, content in SITE.items():
        write(root, name, content)
    return root


def take(site: Path) -> list[str]:
    report = import_files(find_files([site]))
    pass_through(list(find_passengers([site])))
    return report.failures


def differences(one: Path, other: Path) -> list[str]:
    """What ``diff -r`` of two folders would name."""
    names = {str(p.relative_to(top)) for top in (one, other) for p in top.rglob("*") if p.is_file()}
    _, different, missing = filecmp.cmpfiles(one, other, sorted(names), shallow=False)
    return different + missing


def test_the_content_of_a_site_comes_back_whole(site: Path, tmp_path: Path) -> None:
    (failure,) = take(site)
    assert "broken.md" in failure
    report = exporter.export(Article.objects.all(), Target(tmp_path / "out"))
    assert report.failures == []
    assert differences(site / "content", tmp_path / "out" / "content") == []


def test_pages_live_where_a_hugo_site_puts_them(site: Path) -> None:
    take(site)
    paths = set(Article.objects.values_list("path", flat=True))
    assert {"/about/", "/post/first/", "/post/bundle/", "/post/deep/er/install/"} <= paths


def test_two_pages_that_want_one_address_get_two(site: Path) -> None:
    take(site)
    found = Article.objects.filter(title__in=["Hello", "Bonjour"]).order_by("pk")
    first, second = (article.path for article in found)
    assert first == "/post/hello/"
    assert second.startswith("/post/hello-")


def test_a_file_that_was_broken_is_an_article_once_it_is_mended(site: Path) -> None:
    take(site)
    assert TreeFile.objects.filter(path="content/post/broken.md").exists()
    write(site, "content/post/broken.md", "---\ntitle: Mended\n---\n")
    assert take(site) == []
    assert not TreeFile.objects.filter(path="content/post/broken.md").exists()
    assert Article.objects.filter(title="Mended").exists()


def test_a_passenger_that_changed_is_passed_through_anew(site: Path, tmp_path: Path) -> None:
    take(site)
    write(site, "content/page.html", "<p>Changed</p>")
    take(site)
    exporter.export(Article.objects.all(), Target(tmp_path / "out"))
    assert (tmp_path / "out/content/page.html").read_text() == "<p>Changed</p>"


def test_links_out_of_the_tree_are_named_and_not_followed(site: Path, tmp_path: Path) -> None:
    secret = write(tmp_path, "secret.txt", "secret")
    (site / "content/link.txt").symlink_to(secret)
    (site / "content/link.md").symlink_to(secret)
    (site / "content/inside.md").symlink_to(site / "content/about.md")
    (site / "content/folder").symlink_to(tmp_path)
    count, refusals = pass_through(list(find_passengers([site])))
    sentence = "It is a link that leads out of the tree; put the file itself there."
    assert [line.partition(": ")[2] for line in refusals] == [sentence]
    assert any(line.endswith(f"link.md: {sentence}") for line in take(site))
    assert Article.objects.filter(title="About").count() == 2
    assert not TreeFile.objects.filter(path__contains="secret").exists()


def test_a_picture_under_static_is_stored_and_returns_there(site: Path, tmp_path: Path) -> None:
    text = "---\ntitle: Pictured\nfeaturedImage: /img/ward.png\n---\n"
    write(site, "content/post/pictured.md", text)
    write(site, "static/img/ward.png", picture("PNG"))
    take(site)
    article = Article.objects.get(title="Pictured")
    assert article.featured_image.file.read() == picture("PNG")
    exporter.export(Article.objects.all(), Target(tmp_path / "out"))
    assert (tmp_path / "out/static/img/ward.png").read_bytes() == picture("PNG")
    assert differences(site / "content", tmp_path / "out" / "content") == []


def test_a_picture_that_an_editor_changed_is_not_undone_by_the_one_passed_through(
    site: Path, tmp_path: Path
) -> None:
    text = "---\ntitle: Pictured\nfeaturedImage:\n  href: ward.png\n---\n"
    write(site, "content/post/pictured/index.md", text)
    write(site, "content/post/pictured/ward.png", picture("PNG"))
    take(site)
    medium = Article.objects.get(title="Pictured").featured_image
    media.fill(medium, picture("PNG", (9, 9)))
    exporter.export(Article.objects.all(), Target(tmp_path / "out"))
    out = tmp_path / "out/content/post/pictured/ward.png"
    assert out.read_bytes() == picture("PNG", (9, 9))


@pytest.mark.parametrize(
    "name", ["/../secret.png", "../../secret.png", "/link/secret.png", "https://a.org/x.png"]
)
def test_no_picture_is_taken_from_outside_the_site(site: Path, tmp_path: Path, name: str) -> None:
    write(tmp_path, "secret.png", picture("PNG"))
    (site / "static/link").symlink_to(tmp_path)
    write(site, "content/post/pictured.md", f"---\ntitle: P\nfeaturedImage: {name}\n---\n")
    take(site)
    article = Article.objects.get(title="P")
    assert not any(medium.file for medium in article.media.all())


def test_what_is_refused_is_carried_along_in_a_tree(site: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        write(site, f"content/post/{name}.md", "---\ntitle: Twin\nmdName: twin.md\n---\n")
    assert any("Its mdName twin.md is that of" in failure for failure in take(site))
    exporter.export(Article.objects.all(), Target(tmp_path / "out"))
    assert differences(site / "content", tmp_path / "out" / "content") == []


def test_one_in_a_hundred_broken_leaves_the_others(tmp_path: Path) -> None:
    for number in range(300):
        body = "[" if number % 100 == 7 else f"'Number {number}'"
        write(tmp_path, f"{number:03}.md", f"---\ndate: 2020-01-02\ntitle: {body}\n---\n")
    report = import_files(find_files([tmp_path]))
    assert str(report) == "Imported 300: 297 new, 0 changed, 0 unchanged, 3 failed"
    assert [failure.partition(": ")[0] for failure in report.failures] == [
        str(tmp_path / f"{number:03}.md") for number in (7, 107, 207)
    ]
    assert all("Line 4, column 1" in failure for failure in report.failures)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (b"caf\xe9.md", "Its name is not UTF-8; rename it."),
        (b"bell\x07.md", "Its name holds a control character; rename it."),
        (b"esc\x1b[2J.md", "Its name holds a control character; rename it."),
    ],
)
def test_a_name_that_no_tree_can_share_is_refused(
    tmp_path: Path, name: bytes, sentence: str
) -> None:
    write(tmp_path, "good.md", "---\ntitle: Good\n---\n")
    with open(bytes(tmp_path) + b"/" + name, "wb") as file:  # noqa: PTH123
        file.write(b"---\ntitle: Odd\n---\n")
    report = import_files(find_files([tmp_path]))
    assert str(report) == "Imported 2: 1 new, 0 changed, 0 unchanged, 1 failed"
    (failure,) = report.failures
    assert failure.endswith(f": {sentence}")
    assert failure.isprintable()


def test_posts_of_jekyll_come_back_whole_and_take_day_and_slug_from_their_names(
    tmp_path: Path,
) -> None:
    site, out = tmp_path / "site", tmp_path / "out"
    post = '---\nlayout: post\ntitle:  "Hello"\ncategories: [a, b]\ntags: x y\n---\nText\n'
    write(site, "_posts/2019-01-31-hello-world.md", post)
    write(site, "_posts/2019-13-31-no-day.md", "---\ntitle: No day\n---\n")
    write(site, "_posts/2020-02-02-untitled.md", "---\nlayout: post\n---\nText\n")
    write(site, "_posts/2020-02-02-page.html", "<p>Not Markdown</p>")
    (failure,) = take(site)
    assert "2020-02-02-untitled.md: `title` is missing" in failure
    assert Article.objects.get(title="No day").slug == "2019-13-31-no-day"
    article = Article.objects.get(title="Hello")
    assert (article.slug, article.date) == ("hello-world", date(2019, 1, 31))
    exporter.export(Article.objects.all(), Target(out))
    assert differences(site / "_posts", out / "_posts") == []
