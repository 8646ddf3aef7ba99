"""A page rebuilt from what a file says of it, captured and exported, gives the file's values."""

from __future__ import annotations

import os
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User

from news import drafting, editing
from news.capturing import capture
from news.markdown import document, exporter
from news.models import Article
from tests.builders import make_category, make_offering
from tests.documents import front_matter
from tests.site import Site

pytestmark = pytest.mark.django_db

# What the page itself says, or what follows from it; the others are the desk's or OpenProject's.
OF_THE_PAGE = (
    "aliases author basePath breadcrumbLinks breadcrumbs categories categorySlug categoryUrl "
    "categoryLabel contentCategories archetype favIconImage htmlMetaData href identifier "
    "institution layOut link mastHead offering openGraphMetaData original relatedOfferings "
    "searchCategory slug sub tags title twitterMetaData"
).split()
PREFIXES = ("og", "article", "fb")
STORY = (
    "<p>A ward in Lisbon counted its alarms for a month and silenced four in five, and the nights "
    'became calmer for everybody, the nurses say in <a href="https://example.org/paper/#">a '
    "paper</a>.&nbsp;</p>"
)


def own_page() -> tuple[dict[str, Any], str]:
    """A file of our own whose blocks are as complete as a real page's."""
    url = "https://wardreview.example.org/alarms/"
    said = {
        "ogdescription": "",
        "ogtitle": "Fewer Alarms, Calmer Wards - The Ward Review",
        "ogurl": url.rstrip("/"),
        "ogimage": "https://cdn.wardreview.example.org/alarms.png",
        "ogsite_name": "The Ward Review",
        "ogtype": "article",
        "ogupdated_time": "2022-03-04T09:00:00",
    }
    html = {
        "author": None,
        "description": "",
        "generator": None,
        "viewport": "width=device-width",
        "articlemodified_time": "2022-03-04T09:00:00",
        "articlepublished_time": "2022-03-04T07:30:00",
        "msvalidate.01": None,
        **{name: said[name] for name in ("ogdescription", "ogimage", "ogsite_name", "ogtitle")},
        **{name: said[name] for name in ("ogtype", "ogupdated_time", "ogurl")},
        "yandex-verification": None,
        "robots": "noodp",
        "keywords": None,
    }
    matter = front_matter(
        link={"brand": "wardreview.example.org", "href": url, "original": url},
        href=url,
        original=url,
        slug="wardreview-example-fewer-alarms-calmer-wards",
        author=["Inês Duarte"],
        tags=["News"],
        htmlMetaData=html,
        openGraphMetaData={**said, "ogimageheight": None},
        twitterMetaData={
            "twittercard": None,
            "twitterdescription": "",
            "twittertitle": said["ogtitle"],
            "twitterimage": said["ogimage"],
            "twitterurl": None,
        },
    )
    return matter, STORY


def real_pages() -> Iterator[Any]:
    """The files of ``CORPUS_DIR`` that hold the three blocks."""
    for folder in filter(None, os.environ.get("CORPUS_DIR", "").split(":")):
        for path in sorted(Path(folder).glob("*.md")):
            read = document.parse(document.decode(path.read_bytes()))
            if read.front_matter.get("openGraphMetaData"):
                yield pytest.param((read.front_matter, read.body), id=path.name)


def rebuilt(matter: dict[str, Any], body: str) -> bytes:
    """The page as its blocks tell of it: a tag for each key that is not null."""
    tags = [tag for name, text in matter["htmlMetaData"].items() for tag in tag_of(name, text)]
    title = escape(matter["openGraphMetaData"]["ogtitle"])
    head = f"<head><title>{title}</title>{''.join(tags)}</head>"
    story = f"<article><h1>{escape(matter['title'])}</h1>{body}</article>"
    return f"<!doctype html><html lang='en'>{head}<body>{story}</body></html>".encode()


def tag_of(name: str, text: str | None) -> Iterator[str]:
    if text is None:
        return
    prefix = next((one for one in PREFIXES if name.startswith(one) and name != one), "")
    raw = f"{prefix}:{name.removeprefix(prefix)}" if prefix else name
    yield f'<meta {"property" if prefix else "name"}="{escape(raw)}" content="{escape(text)}">'


@pytest.mark.parametrize("known", [pytest.param(own_page(), id="our own"), *real_pages()])
def test_what_is_captured_is_exported_as_its_file_says(known: Any, site: Site) -> None:
    matter, body = known
    for related in reversed(matter["relatedOfferings"]):
        make_offering(related["label"], tuple(related["categories"]))
    curator = User.objects.create_user("curator", first_name=matter["author"][0])
    one = capture(matter["original"], user=curator, html=rebuilt(matter, body))
    article = one.article
    drafting.add_topics(article, [make_category(name) for name in matter["categories"]])
    editing.publish(article)
    exported = document.parse(exporter.render(Article.objects.for_export().get()))
    written = exported.front_matter
    for ours, theirs in zip(written["relatedOfferings"], matter["relatedOfferings"], strict=True):
        ours["offeringId"] = theirs["offeringId"]
    assert {key: written[key] for key in OF_THE_PAGE} == {key: matter[key] for key in OF_THE_PAGE}
    for block in ("htmlMetaData", "openGraphMetaData", "twitterMetaData"):
        assert list(written[block]) == list(matter[block])
    assert exported.body == body
