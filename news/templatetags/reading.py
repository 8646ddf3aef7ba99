"""What templates of the reader's pages say in one word."""

from __future__ import annotations

from django import template
from django.conf import settings
from django.utils.safestring import SafeString

from news import presenting, rendering
from news.harvesting.addresses import brand_of
from news.models import Article, MediaFile

register = template.Library()


@register.filter
def prose(text: str, body_format: str = "markdown") -> SafeString:
    """A text as safe HTML. Markdown takes plain paragraphs and HTML as well."""
    return rendering.to_html(text, body_format)


@register.filter
def teaser(description: str) -> str:
    """A description as lists show it: on one line, open-ended where it was cut off."""
    return rendering.open_ended(description)


@register.filter
def plain(text: str, body_format: str = "markdown") -> str:
    """A text without its markup, on one line."""
    return " ".join(rendering.to_text(text, body_format).split())


@register.filter
def web_address(url: str) -> str:
    """The address if a reader may follow it, otherwise nothing."""
    return rendering.web_address(url)


@register.filter
def host(url: str) -> str:
    """The site's name in an address."""
    return brand_of(url)


@register.filter
def source_of(article: Article) -> presenting.Source:
    """Where an article comes from."""
    return presenting.Source(article)


@register.filter
def picture_of(article: Article) -> MediaFile | None:
    """The picture to show of an article."""
    return presenting.shown_picture(article)


@register.filter
def on_this_site(path: str) -> str:
    """A path as a whole address, for those who read the page elsewhere."""
    return path if "://" in path else f"{settings.SITE_URL}{path}"
