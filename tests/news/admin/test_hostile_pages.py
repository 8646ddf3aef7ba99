"""Pages that mean harm, all the way: captured, shown, saved, published, exported, imported."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from news.capturing import capture, working
from news.capturing.again import differences, read_again
from news.markdown import exporter
from news.markdown.importer import find_files, import_files
from news.models import Article, Capture
from tests.news.admin.conftest import shown_form

pytestmark = pytest.mark.django_db

STORY = "<p>Eleven hospitals sent patients home early, and a nurse called each evening.</p>" * 4
HARM = {
    "a NUL": "Night\0shift",
    "half a character": "Night \ud83d shift",
    "references to neither": "Night &#0;&#xD800;&#x110000; shift",
    "marks of order": "\u202eNight\u2066 shift \ufeff\uffff",
    "a script": '"><script>alert(1)</script><img src=x onerror=alert(1)>',
    "a hundred tags": "<a" * 100,
    "a template": "{{ 7*7 }} {0.__class__} %s %(x)s {",
    "a fence": "---\ntitle: mine\n---\n- a\n",
    "YAML": "!!python/object:os.system *a &b [c, {d: 'e\"",
    "megabytes": "word " * 20_000,  # each time
    "a word without end": "x" * 20_000,
    "days that are none": "0000-00-00 9999-99-99 2021-02-29T25:61:61+99:99",
    "a day before all": "0001-01-01T00:00:00+14:00",
    "letters that fold into three": "ﬀİ" * 400,
    "an address that is none": "http://[::1",
    "a host without end": f"http://{'a' * 300}.example/{'b' * 3000}",
    "a password": "https://reader:secret@h.example/x",
}


def hostile_page(harm: str) -> bytes:
    """A page that says the same wherever pages say anything."""
    attribute = harm.replace('"', "&quot;")
    names = "og:title og:description og:image og:image:alt og:site_name og:url author description"
    names += " keywords article:published_time article:author twitter:title twitter:image dc.date"
    metas = "".join(f'<meta property="{name}" content="{attribute}">' for name in names.split())
    node = dict.fromkeys(
        "headline description author datePublished image publisher name keywords url".split(), harm
    )
    told = json.dumps({"@type": "NewsArticle", **node, "author": {"@type": "Person", "name": harm}})
    links = "".join(
        f'<link rel="{rel}" type="application/rss+xml" href="{attribute}" title="{attribute}">'
        for rel in ("canonical", "icon", "alternate")
    )
    text = (
        f"<html lang='{attribute[:20]}'><head><meta charset=utf-8><title>{harm}</title>"
        f'{metas}{links}<script type="application/ld+json">{told}</script></head>'
        f"<body><h1>{harm}</h1><article>{STORY}<p>{harm}</p>"
        f'<img src="{attribute}" alt="{attribute}"></article></body>'
    )
    return text.encode("utf-8", "surrogatepass")


def taken(html: bytes) -> Article:
    """The article that is made of a page."""
    one = capture("https://example.org/news/one", html=html, way=Capture.Way.BROWSER)
    assert one.problem != working.BROKEN
    return Article.objects.get(pk=one.article.pk)


def exported(article: Article) -> str:
    return exporter.render(Article.objects.for_export().get(pk=article.pk))


@pytest.mark.parametrize("harm", HARM.values(), ids=HARM.keys())
def test_a_hostile_page_goes_all_the_way_and_does_no_harm(
    chief: Client, tmp_path: Path, harm: str, save: Any
) -> None:
    article = taken(hostile_page(harm))
    assert article.clean_url == "https://example.org/news/one"
    assert max(len(article.title), len(article.source_byline)) <= 500
    assert max(len(article.body), len(article.description)) < 10_000
    read_again(article, html=hostile_page(f"Now {harm}"))
    for name, args in (
        ("news_article_compare", [article.pk]),
        ("news_article_change", [article.pk]),
        ("news_article_changelist", []),
        ("news_article_capture", []),
        ("news_publication_changelist", []),
        ("news_feed_changelist", []),
        ("index", []),
    ):
        shown = chief.get(reverse(f"admin:{name}", args=args))
        assert shown.status_code == 200
        assert "<script>alert" not in shown.content.decode()
        assert "<img src=x" not in shown.content.decode()
    offered = [one.name for one in differences(article, article.harvest_record)]
    chief.post(
        reverse("admin:news_article_compare", args=[article.pk]),
        {"take": [name for name in offered if name != "picture"]},
    )
    save(Article.objects.get(), "news_article_publish", insights="Read this.")
    article = Article.objects.get()
    assert article.insights == "Read this."
    assert article.state == Article.State.PUBLISHED
    assert "<script>alert" not in chief.get(article.path).content.decode()
    text = exported(article)
    file = tmp_path / article.md_name
    file.write_text(text, encoding="utf-8", newline="")
    article.delete()
    assert import_files(find_files([file])).failures == []
    assert exported(Article.objects.get()) == text


@settings(max_examples=10, suppress_health_check=list(HealthCheck))
@given(harm=st.text(st.characters(codec=None), min_size=1, max_size=60))
def test_any_text_can_stand_anywhere_on_a_page(harm: str) -> None:
    Article.objects.all().delete()
    text = exported(taken(hostile_page(harm)))
    assert text.encode().startswith(b"---\n")


def test_an_address_with_a_host_that_cannot_be_has_no_publication(chief: Client) -> None:
    add = reverse("admin:news_article_add")
    form = shown_form(chief.get(add).content.decode())
    typed = {"title": "One", "body": "<p>One.</p>", "source_url": f"https://{'h' * 300}.org/x"}
    assert chief.post(add, {**form, **typed}).status_code == 302
    assert Article.objects.get().publication is None


def test_any_bytes_are_a_page_of_some_kind(client: Client) -> None:
    for number, html in enumerate([b"", b"\0", b"\xff\xfe\0", b"%PDF-1.7 no", b"<" * 50_000]):
        one = capture(f"https://example.org/{number}", html=html, way=Capture.Way.BROWSER)
        assert one.problem != working.BROKEN
        assert one.article.title
