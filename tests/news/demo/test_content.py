"""The demo's files keep the rules of the contract, and agree with each other.

Nothing here touches the database: what the importer makes of the files is tested with the importer.
"""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from django.utils.text import slugify

from news import demo
from news.demo.pictures import COVER_SIZE
from news.markdown.document import Document, compose, parse
from news.rendering import to_text


def in_order(names: str) -> list[str]:
    return names.split()


KEYS = in_order(
    "aliases archetype author basePath breadcrumbLinks breadcrumbs categories categorySlug "
    "categoryUrl categoryLabel contentCategories institution offering layOut date description "
    "favIconImage featuredImage featuredPdf htmlMetaData id identifier lastMod link href original "
    "mastHead mdName openGraphMetaData openProjectCustomFields openProjectWorkPackageType "
    "searchCategory slug source status sub tags title via insights_description insights_name "
    "viaLink relatedOfferings twitterMetaData"
)
HTML_META_KEYS = in_order(
    "author description generator viewport articlemodified_time articlepublished_time "
    "msvalidate.01 ogdescription ogimage ogsite_name ogtitle ogtype ogupdated_time ogurl "
    "yandex-verification robots fbapp_id oglocale fbadmins articlepublisher "
    "google-site-verification keywords"
)
NULL_META_KEYS = ("author", "generator", "keywords", "msvalidate.01", "yandex-verification")
OPEN_GRAPH_KEYS = in_order(
    "ogdescription ogtitle ogurl ogimage ogsite_name ogtype ogupdated_time ogimageheight"
)
TWITTER_KEYS = in_order("twittercard twitterdescription twittertitle twitterimage twitterurl")
VOCABULARIES = {"Symplur", "Healthcare IT News", "Medical Subject Headings (MeSH)"}
FIXED = {
    "archetype": "curated-content",
    "basePath": "/news/",
    "breadcrumbLinks": ["/", "/news/", ""],
    "contentCategories": "netspective-medigy-news-curated-content",
    "favIconImage": None,
    "featuredPdf": None,
    "identifier": "News",
    "layOut": "single",
    "mastHead": "NEWS",
    "openProjectWorkPackageType": "Curated Content",
    "searchCategory": "News",
    "source": "open-project-curations",
    "status": "",
    "sub": "brief",
}
FILES = sorted(demo.ARTICLES.iterdir())


@cache
def document(file: Path) -> Document:
    return parse(file.read_bytes().decode())


@cache
def catalogue() -> dict[str, list[dict[str, Any]]]:
    return json.loads(demo.CATALOGUE.read_text(encoding="utf-8"))


def every(name: str) -> list[Any]:
    """The value of this key in every article."""
    return [document(file).front_matter[name] for file in FILES]


@pytest.fixture(params=FILES, ids=lambda file: file.stem[:8])
def file(request: pytest.FixtureRequest) -> Path:
    return request.param


@pytest.fixture
def article(file: Path) -> dict[str, Any]:
    return document(file).front_matter


# --- Each article ----------------------------------------------------------------------------


def test_an_article_has_the_keys_of_the_contract_in_their_order(article: dict[str, Any]) -> None:
    assert list(article) == KEYS


def test_an_article_is_written_in_the_house_style(file: Path) -> None:
    text = file.read_bytes().decode()
    assert compose(document(file).front_matter, document(file).body) == text
    assert not text.endswith("\n")


def test_what_the_section_gives_is_the_same_everywhere(article: dict[str, Any]) -> None:
    assert {key: article[key] for key in FIXED} == FIXED
    assert article["tags"][0] == "News"
    assert len(article["tags"]) <= 3


def test_a_file_is_named_after_a_version_5_uuid(file: Path, article: dict[str, Any]) -> None:
    assert article["mdName"] == file.name
    assert UUID(file.stem).version == 5


def test_names_and_trail_follow_from_title_and_source(article: dict[str, Any]) -> None:
    brand = urlsplit(article["href"]).hostname.removeprefix("www.")
    title_slug = slugify(article["title"])
    assert article["link"]["brand"] == brand
    assert article["slug"] == f"{brand.rpartition('.')[0].replace('.', '-')}-{title_slug}"
    assert article["aliases"] == f"/news/{title_slug}"
    assert article["breadcrumbs"] == ["Home", "News", article["title"]]


def test_the_addresses_agree_wherever_they_stand(article: dict[str, Any]) -> None:
    link, fields = article["link"], article["openProjectCustomFields"]
    clean, pasted = article["href"], article["original"]
    assert (link["href"], fields["cleanUrl"]) == (clean, clean)
    assert (link["original"], fields["sourceUrl"]) == (pasted, pasted)
    assert pasted.partition("?")[0] == clean
    assert urlsplit(clean).scheme == "https"


def test_the_description_is_the_beginning_of_the_text(file: Path, article: dict[str, Any]) -> None:
    body = document(file).body
    text = to_text(body, "html" if body.startswith("<") else "markdown")
    assert article["description"] == text[:200]
    assert len(text.partition("\n")[0]) >= 200  # so that it cannot depend on how blocks are joined


def test_a_body_is_long_enough_to_read_and_short_enough_to_be_an_excerpt(file: Path) -> None:
    body = document(file).body
    words = to_text(re.sub(r">\s*<", "> <", body), "html" if body.startswith("<") else "markdown")
    assert 120 <= len(words.split()) <= 260


def test_topics_are_written_four_ways(article: dict[str, Any]) -> None:
    names = article["categories"]
    assert 1 <= len(names) <= 4
    assert article["openProjectCustomFields"]["medigyTopics"] == names
    assert article["categorySlug"] == [name.lower() for name in names]
    assert article["categoryUrl"] == [f"topic/{slugify(name)}" for name in names]
    assert article["categoryLabel"] == [name.partition(": ")[2] for name in names]


def test_related_offerings_follow_from_the_topics(article: dict[str, Any]) -> None:
    topics = set(article["categories"])
    sharing = [
        (len(topics & {*offering["categories"]}), offering["offeringId"], offering)
        for offering in catalogue()["offerings"]
        if topics & {*offering["categories"]}
    ]
    best = [offering for *_, offering in sorted(sharing, key=lambda row: row[:2], reverse=True)]
    assert article["relatedOfferings"] == [
        {
            "label": offering["label"],
            "permalink": f"/offering/{slugify(offering['label'])}",
            "categories": offering["categories"],
            "offeringId": offering["offeringId"],
        }
        for offering in best[:3]
    ]


def test_what_an_article_is_about_is_in_the_catalogue(article: dict[str, Any]) -> None:
    for key, plural in (("offering", "offerings"), ("institution", "institutions")):
        slugs = {slugify(entry["label"]) for entry in catalogue()[plural]}
        assert article[key] is None or article[key] in slugs


def test_the_picture_is_described_and_of_the_size_that_is_drawn(article: dict[str, Any]) -> None:
    picture = article["featuredImage"]
    if picture is None:
        return
    width, height = COVER_SIZE
    assert picture["alt"] not in (article["title"], "")
    assert picture["size"] == [height, width]
    assert picture["href"] == article["mdName"].replace(".md", "-featuredImage.jpeg")
    assert (picture["format"], picture["valid"]) == ("JPEG", True)
    assert picture["workPackage"] == article["id"]
    assert re.fullmatch(r"/api/v3/attachments/\d+/content", picture["wpAttachment"]["link"])


def test_what_the_page_says_of_itself_keeps_the_template(article: dict[str, Any]) -> None:
    page, graph, twitter = (
        article[key] for key in ("htmlMetaData", "openGraphMetaData", "twitterMetaData")
    )
    assert list(page) == HTML_META_KEYS
    assert list(graph) == OPEN_GRAPH_KEYS
    assert list(twitter) == TWITTER_KEYS
    assert not any(page[key] for key in NULL_META_KEYS)
    assert all(page[key] == graph[key] for key in OPEN_GRAPH_KEYS if key != "ogimageheight")
    assert twitter["twittertitle"] == page["ogtitle"]
    name = page["ogsite_name"]
    assert page["ogtitle"] in (f"{article['title']} | {name}", f"{article['title']} - {name}")
    assert page["ogurl"] == article["href"]


def test_the_days_are_in_order_and_past(article: dict[str, Any]) -> None:
    curated = date.fromisoformat(article["date"])
    assert date(2019, 1, 1) <= curated <= date(2026, 10, 31)
    assert re.fullmatch(r"[\d-]{10}T[\d:]{8}\.\d{6}Z", article["lastMod"])
    assert datetime.fromisoformat(article["lastMod"]).date() >= curated
    if published := article["htmlMetaData"]["articlepublished_time"]:
        assert datetime.fromisoformat(published).date() <= curated


def test_a_hat_tip_and_an_insight_come_whole_or_not_at_all(article: dict[str, Any]) -> None:
    assert (article["via"] == " ") == (article["viaLink"] is None)
    assert (article["insights_name"] is None) == (article["insights_description"] is None)


def test_the_publication_is_in_the_catalogue(article: dict[str, Any]) -> None:
    names = {entry["host"]: entry["name"] for entry in catalogue()["publications"]}
    assert names[article["link"]["brand"]] == article["htmlMetaData"]["ogsite_name"]


# --- All of them together --------------------------------------------------------------------


def test_there_is_enough_to_look_at() -> None:
    assert len(FILES) >= 30
    assert len(catalogue()["offerings"]) >= 20
    assert len(catalogue()["categories"]) >= 20
    assert sum(date.fromisoformat(day) >= date(2025, 5, 1) for day in every("date")) >= 15


@pytest.mark.parametrize("key", ["id", "mdName", "slug", "aliases", "href", "title", "lastMod"])
def test_no_two_articles_share(key: str) -> None:
    values = every(key)
    assert len({*values}) == len(values)


def test_no_two_pictures_share_a_description() -> None:
    alts = [picture["alt"] for picture in every("featuredImage") if picture]
    assert len({*alts}) == len(alts)


def test_every_kind_of_article_is_there() -> None:
    bodies = [document(file).body for file in FILES]
    assert sum(not body.startswith("<") for body in bodies) == 10
    assert sum("<table>" in body for body in bodies) == 1
    assert every("featuredImage").count(None) == 4
    assert every("via").count(" ") < len(FILES)
    assert sum(name is not None for name in every("insights_name")) >= 15
    assert [name for name in every("offering") if name]
    assert [name for name in every("institution") if name]
    assert [
        1 for pasted, clean in zip(every("original"), every("href"), strict=True) if pasted != clean
    ]
    assert len({name for names in every("author") for name in names}) == 4


# --- The catalogue ---------------------------------------------------------------------------


def test_the_catalogue_has_five_parts() -> None:
    assert list(catalogue()) == [
        "vocabularies",
        "categories",
        "institutions",
        "offerings",
        "publications",
    ]


@pytest.mark.parametrize(
    ("part", "keys"),
    [
        ("vocabularies", "name description"),
        ("categories", "name description"),
        ("institutions", "label kind country website description"),
        (
            "offerings",
            "offeringId label categories summary description kind licence website repository "
            "institution",
        ),
        ("publications", "host name website description"),
    ],
)
def test_every_entry_has_the_fields_of_its_part(part: str, keys: str) -> None:
    for entry in catalogue()[part]:
        assert list(entry) == keys.split()
        assert entry["description"].endswith(".")


@pytest.mark.parametrize(
    ("part", "key"),
    [
        ("vocabularies", "name"),
        ("categories", "name"),
        ("institutions", "label"),
        ("offerings", "label"),
        ("offerings", "offeringId"),
        ("publications", "host"),
    ],
)
def test_no_two_entries_share(part: str, key: str) -> None:
    values = [entry[key] for entry in catalogue()[part]]
    assert len({*values}) == len(values)


def test_every_topic_in_use_is_described_and_every_described_one_is_used() -> None:
    described = {entry["name"] for entry in catalogue()["categories"]}
    of_articles = {name for names in every("categories") for name in names}
    of_offerings = {name for entry in catalogue()["offerings"] for name in entry["categories"]}
    assert of_articles == described
    assert of_offerings <= described


def test_every_topic_belongs_to_a_vocabulary_and_has_one_path_in_django_and_in_hugo() -> None:
    assert {entry["name"] for entry in catalogue()["vocabularies"]} == VOCABULARIES
    for entry in catalogue()["categories"]:
        vocabulary, separator, label = entry["name"].partition(": ")
        assert vocabulary in VOCABULARIES
        assert separator
        assert re.fullmatch(r"[A-Za-z]+( [A-Za-z]+)*( \([A-Z]+\))?", label)


def test_an_offering_says_what_it_is_and_who_makes_it() -> None:
    makers = {entry["label"] for entry in catalogue()["institutions"]}
    for offering in catalogue()["offerings"]:
        assert offering["institution"] in makers
        assert offering["kind"] in ("product", "solution", "service")
        assert 1 <= len(offering["categories"]) <= 4
        assert offering["summary"].endswith(".")
        assert 2 <= len(re.findall(r"\.(?:\s|$)", offering["description"])) <= 4
        assert offering["website"].startswith("https://")
        assert offering["repository"] == "" or offering["repository"].startswith("https://")


def test_every_maker_makes_something_and_every_publication_is_quoted() -> None:
    makers = {offering["institution"] for offering in catalogue()["offerings"]}
    assert {entry["label"] for entry in catalogue()["institutions"]} == makers
    brands = {link["brand"] for link in every("link")}
    assert {entry["host"] for entry in catalogue()["publications"]} == brands
