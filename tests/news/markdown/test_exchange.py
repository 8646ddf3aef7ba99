"""The main job: a file goes in, and the same file comes out."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news import editing
from news.markdown import document, exporter
from news.markdown.importer import ImportReport, Outcome, find_files, import_files
from news.markdown.keeping import same
from news.markdown.mapping import KEYS
from news.models import Article
from tests.documents import ABSENT, BODY, another, text_of, write

pytestmark = pytest.mark.django_db

WORDS = (*(key.name for key in KEYS), "draft", "label", "offeringId", "href", "size", "name")
REAL = [Path(folder) for folder in os.environ.get("CORPUS_DIR", "").split(":") if folder]


def take(*paths: Path) -> ImportReport:
    return import_files(find_files(paths))


def give(article: Article) -> str:
    return exporter.render(Article.objects.for_export().get(pk=article.pk))


def exchange(tmp_path: Path, text: str) -> str:
    """The text after a file of it went in and came out."""
    path = write(tmp_path, "one.md", text)
    report = take(path)
    assert report.failures == []
    return give(Article.objects.get())


def changed_lines(before: str, after: str) -> set[str]:
    return set(before.splitlines()) ^ set(after.splitlines())


def test_a_house_document_comes_back_byte_for_byte(tmp_path: Path) -> None:
    text = text_of()
    assert exchange(tmp_path, text) == text


def test_of_a_house_document_nothing_is_kept_beside_the_fields(tmp_path: Path) -> None:
    exchange(tmp_path, text_of())
    assert Article.objects.get().file.kept is None


@pytest.mark.parametrize(
    "changes",
    [
        {"aliases": ["/news/a", "/news/b/"]},
        {"aliases": None},
        {"aliases": ["/news/only-one-but-a-list"]},
        {"author": "One Curator"},
        {"author": []},
        {"author": {"name": "A mapping"}},
        {"categories": []},
        {"categories": ["FDA", "symplur:  patient SAFETY", "Symplur: Patient Safety"]},
        {"categoryLabel": ["Something else"]},
        {"date": "2019-04-30T17:21:35Z"},
        {"description": "Cut in the middle of a wo"},
        {"description": None},
        {"draft": True},
        {"favIconImage": {"href": "icon.png", "size": [32, 32]}},
        {"featuredImage": None},
        {"featuredImage": "/img/there.jpg"},
        {"featuredImage": {"href": "x.jpg", "size": [768, 461], "unknown": {"deep": [1]}}},
        {"htmlMetaData": {"z": "1", "a": None, "m": "", "n": 1.0, "o": 1e22, "p": True}},
        {"id": None},
        {"id": "a text"},
        {"institution": "mayo-clinic", "offering": 17342},
        {"institution": {"label": "A mapping"}, "offering": ["a list"]},
        {"insights_name": "Why it matters", "insights_description": "Two\n\nparagraphs.\n"},
        {"lastMod": "2021-06-24T10:24:47Z"},
        {"link": "https://example.org/only-the-address"},
        {"link": {"brand": "b.org", "href": "https://a.org/", "original": None, "more": 1}},
        {"link": "javascript:alert(1)"},
        {"mdName": ABSENT},
        {"relatedOfferings": []},
        {"relatedOfferings": None},
        {"relatedOfferings": [{"label": "Half a card"}]},
        {"relatedOfferings": [{"offeringId": 5}]},
        {"relatedOfferings": "a text"},
        {"slug": ABSENT},
        {"slug": "Upper-Case_and.dots"},
        {"source": {"name": "Elsewhere"}},
        {"status": None},
        {"sub": "long", "archetype": "bookmark", "mastHead": ""},
        {"tags": ["ai", "AI", "ai"]},
        {"tags": "one, two"},
        {"tags": None},
        {"title": "Changed alone, so that the breadcrumbs are of an older title"},
        {"title": 2024},
        {"title": "\u65e5\u672c \U0001f600 'quotes': \"both\""},
        {"via": None, "viaLink": "https://example.org/via"},
        {"via": ""},
        {"wholly": {"unknown": [1, {"a": None}]}, "yes": "no", "0": 0},
    ],
    ids=lambda changes: " ".join(f"{k}={v}"[:40] for k, v in changes.items()),
)
def test_any_variation_comes_back_byte_for_byte(tmp_path: Path, changes: dict) -> None:
    text = text_of(**changes)
    assert exchange(tmp_path, text) == text
    assert take(tmp_path).counts[Outcome.UNCHANGED] == 1


@pytest.mark.parametrize(
    "body",
    [
        "",
        "\n",
        "no newline at the end",
        "\n\n  spaces before and after  \n\n\n",
        "---\nfences\n---\n",
        "<p>&nbsp;&lt;b&gt;</p>\r\n<p>a\tb</p>\r",
        "# Markdown\n\n* with *stars*\n",
        "\u2028 \ufeff \U0001f469\u200d\u2695\ufe0f",
    ],
)
def test_any_body_comes_back_byte_for_byte(tmp_path: Path, body: str) -> None:
    text = text_of(body=body)
    assert exchange(tmp_path, text) == text


def test_the_order_of_the_keys_comes_back(tmp_path: Path) -> None:
    values = another(1)
    text = document.compose(dict(reversed(values.items())), BODY)
    assert exchange(tmp_path, text) == text


def test_an_edit_changes_the_lines_that_it_means(tmp_path: Path) -> None:
    text = text_of(title="Before", breadcrumbs=["Home", "News", "Long before"], extra=["kept"])
    exchange(tmp_path, text)
    article = Article.objects.get()
    article.insights_name = "New"
    editing.touch(article)
    article.save()
    before, after = give(article), text
    lines = {line.partition(":")[0] for line in changed_lines(before, after)}
    assert lines == {"insights_name", "lastMod"}


def test_a_file_that_says_little_grows_only_by_what_is_edited(tmp_path: Path) -> None:
    text = "---\ntitle: Little\nmood: calm\n---\nBody\n"
    assert exchange(tmp_path, text) == text
    article = Article.objects.get()
    article.title = "Less"
    editing.touch(article)
    article.save()
    assert give(article) == text.replace("Little", "Less")


scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=30)
    | st.sampled_from(["2021-06-24", "/news/x", "https://example.org/x", "Symplur: Telehealth"])
)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(WORDS) | st.text(max_size=9), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(
    st.dictionaries(st.sampled_from(WORDS) | st.text(max_size=9), values, max_size=8),
    st.text(max_size=40).filter(lambda body: "\0" not in body),
)
def test_any_document_comes_back_or_is_refused_in_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, said: dict, body: str
) -> None:
    Article.objects.all().delete()
    try:
        text = document.compose({"title": "Any", **said}, body)
    except ValueError:
        return  # no front matter can say it
    report = take(write(tmp_path_factory.mktemp("any"), "any.md", text))
    if report.counts[Outcome.NEW]:
        assert give(Article.objects.get()) == text
    else:
        (sentence,) = report.failures
        assert "The database refused it" not in sentence


@pytest.mark.skipif(not REAL, reason="CORPUS_DIR names no folder of real content")
def test_what_real_files_say_comes_back_in_their_order() -> None:
    files = list(find_files(REAL))
    report = import_files(files)
    assert report.failures == []
    texts = {give(article) for article in Article.objects.all()}
    given = [document.parse(text) for text in texts]
    for _, file in files:
        said = document.parse(document.decode(file.read_bytes()))
        assert any(
            same(said.front_matter, one.front_matter) and said.body == one.body for one in given
        ), file
    house = [file.read_text() for _, file in files if "mdName" in file.read_text()]
    assert house
    assert set(house) <= texts
