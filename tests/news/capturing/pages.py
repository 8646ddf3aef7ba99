"""A page of a newspaper that does everything as it should, for tests to change."""

from __future__ import annotations

from tests.pictures import picture
from tests.site import Site

STORY = (
    "Eleven hospitals sent patients home two days earlier and had a nurse call them each evening. "
    "After a year a fifth fewer came back within a month, <a href='/study'>the study</a> says. "
)

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{title} | The Ward Review</title>
<meta property="og:title" content="{title} | The Ward Review">
<meta property="og:site_name" content="The Ward Review">
<meta property="og:description" content="{description}">
<meta property="og:image" content="{image}">
<meta property="article:published_time" content="2026-10-03T08:00:00+01:00">
<meta name="author" content="Marta Reis">
<link rel="icon" href="/icon.png">
<link rel="alternate" type="application/rss+xml" title="The Ward Review" href="/feed.xml">
{more}
</head>
<body><article><h1>{title}</h1>{story}</article></body>
</html>"""


def page(
    title: str = "A Nurse on the Phone",
    description: str = "A year of calls after discharge cut readmissions by a fifth.",
    image: str = "/ward.jpeg",
    story: str = f"<p>{STORY}</p><p>{STORY}</p>",
    more: str = "",
) -> str:
    """The page as HTML."""
    return PAGE.format(title=title, description=description, image=image, story=story, more=more)


def publish(site: Site, path: str = "/news/nurse", **changes: str) -> str:
    """Put the page on the site with its picture and icon, and return its address."""
    site.page(path, page(**changes))
    site.page("/ward.jpeg", picture("JPEG", (1200, 800)), content_type="image/jpeg")
    site.page("/icon.png", picture("PNG", (64, 64)), content_type="image/png")
    return site.at(path)
