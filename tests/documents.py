"""A document in the shape of the contract, for tests to change: ``text_of(title="…")``."""

from __future__ import annotations

from copy import deepcopy
from enum import Enum
from pathlib import Path
from typing import Any

from news.markdown import document


class Absent(Enum):
    """``text_of(via=ABSENT)`` leaves the key out."""

    ABSENT = "absent"


ABSENT = Absent.ABSENT

BODY = "<p>A ward in Lisbon counted its alarms for a month and silenced four in five.</p>"

HOUSE: dict[str, Any] = {
    "aliases": "/news/fewer-alarms-calmer-wards",
    "archetype": "curated-content",
    "author": ["Inês Duarte", "Tom Okafor"],
    "basePath": "/news/",
    "breadcrumbLinks": ["/", "/news/", ""],
    "breadcrumbs": ["Home", "News", "Fewer Alarms, Calmer Wards"],
    "categories": ["Symplur: Patient Safety", "Healthcare IT News: Clinical"],
    "categorySlug": ["symplur: patient safety", "healthcare it news: clinical"],
    "categoryUrl": ["topic/symplur-patient-safety", "topic/healthcare-it-news-clinical"],
    "categoryLabel": ["Patient Safety", "Clinical"],
    "contentCategories": "netspective-medigy-news-curated-content",
    "institution": None,
    "offering": None,
    "layOut": "single",
    "date": "2022-03-05",
    "description": "A ward in Lisbon counted its alarms for a month and silenced four in five.",
    "favIconImage": None,
    "featuredImage": {
        "alt": "A monitor with its alarm lamp dark",
        "format": "JPEG",
        "href": "2b0ae0d8-9f1c-5d2a-8f5e-3f3d1a4f8b11-featuredImage.jpeg",
        "size": [900, 1600],
        "valid": True,
        "workPackage": 5105,
        "wpAttachment": {
            "fileName": "Curated_Featured_Image.jpeg",
            "link": "/api/v3/attachments/8121/content",
        },
    },
    "featuredPdf": None,
    "htmlMetaData": {
        "viewport": "width=device-width",
        "author": None,
        "description": "",
        "articlepublished_time": "2022-03-04T07:30:00",
        "ogsite_name": "The Ward Review",
        "msvalidate.01": None,
    },
    "id": 5105,
    "identifier": "News",
    "lastMod": "2022-03-05T11:12:13.001200Z",
    "link": {
        "brand": "wardreview.example.org",
        "href": "https://wardreview.example.org/alarms",
        "original": "https://www.wardreview.example.org/alarms?utm_source=mail",
    },
    "href": "https://wardreview.example.org/alarms",
    "original": "https://www.wardreview.example.org/alarms?utm_source=mail",
    "mastHead": "NEWS",
    "mdName": "2b0ae0d8-9f1c-5d2a-8f5e-3f3d1a4f8b11.md",
    "openGraphMetaData": {"ogtitle": "Fewer Alarms", "ogsite_name": "The Ward Review"},
    "openProjectCustomFields": {
        "cleanUrl": "https://wardreview.example.org/alarms",
        "medigyTopics": ["Symplur: Patient Safety", "Healthcare IT News: Clinical"],
        "sourceUrl": "https://www.wardreview.example.org/alarms?utm_source=mail",
    },
    "openProjectWorkPackageType": "Curated Content",
    "searchCategory": "News",
    "slug": "wardreview-example-fewer-alarms-calmer-wards",
    "source": "open-project-curations",
    "status": "",
    "sub": "brief",
    "tags": ["News", "alarm fatigue", "ICU"],
    "title": "Fewer Alarms, Calmer Wards",
    "via": " ",
    "insights_description": None,
    "insights_name": None,
    "viaLink": None,
    "relatedOfferings": [
        {
            "label": "Quiet Ward",
            "permalink": "/offering/quiet-ward",
            "categories": ["Healthcare IT News: Clinical", "Symplur: Patient Safety"],
            "offeringId": 501,
        },
        {
            "label": "Bedside Hub",
            "permalink": "/offering/bedside-hub",
            "categories": ["Symplur: Patient Safety"],
            "offeringId": 700,
        },
    ],
    "twitterMetaData": {"twittercard": None, "twittertitle": "Fewer Alarms"},
}


def front_matter(**changes: Any) -> dict[str, Any]:
    """The document's front matter with some keys changed, added, or (``ABSENT``) left out."""
    changed = deepcopy(HOUSE) | changes
    return {key: value for key, value in changed.items() if value is not ABSENT}


def another(number: int, **changes: Any) -> dict[str, Any]:
    """The front matter of a different article: every name that must be unique is its own."""
    url = f"https://wardreview.example.org/story-{number}"
    own = {
        "aliases": f"/news/story-{number}",
        "id": 6000 + number,
        "link": {"brand": "wardreview.example.org", "href": url, "original": url},
        "href": url,
        "original": url,
        "mdName": f"00000000-0000-5000-8000-{number:012d}.md",
        "slug": f"wardreview-example-story-{number}",
    }
    return front_matter(**(own | changes))


def text_of(body: str = BODY, **changes: Any) -> str:
    """The document as text, in the house style."""
    return document.compose(front_matter(**changes), body)


def write(folder: Path, name: str, text: str | bytes) -> Path:
    """Put a document into a folder, byte for byte."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path
