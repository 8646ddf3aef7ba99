"""What pages say of an article beyond its fields: its source, its picture, why it has offerings."""

from __future__ import annotations

from dataclasses import dataclass

from news.harvesting.addresses import brand_of
from news.models import Article, MediaFile, RelatedOffering
from news.related import shared_topics
from news.rendering import web_address
from offerings.models import Category, Offering


@dataclass(frozen=True, slots=True)
class Source:
    """Where an article comes from, in a reader's words."""

    article: Article

    @property
    def host(self) -> str:
        """Its publication's site, or that of its address when no publication is noted."""
        publication = self.article.publication
        return publication.host if publication else brand_of(self.article.clean_url)

    @property
    def name(self) -> str:
        """The publication's name, or else the site; ``''`` when nobody noted it."""
        return self.article.publication.name if self.article.publication else self.host

    @property
    def url(self) -> str:
        """Where readers find it, ``''`` when there is no address that they may follow."""
        return web_address(self.article.clean_url)

    @property
    def icon(self) -> str:
        """The address of its icon, ``''`` when there is none. Asks for the article's media."""
        publication = self.article.publication
        if publication and publication.favicon:
            return publication.favicon.url
        icon = self.article.medium(MediaFile.Role.FAVICON)
        return icon.file.url if icon and icon.file and icon.valid else ""

    @property
    def initial(self) -> str:
        """What stands for an icon where there is none."""
        return self.name.removeprefix("The ")[:1].upper()


@dataclass(frozen=True, slots=True)
class Reason:
    """An offering shown with an article, and why."""

    offering: Offering
    shared: list[Category]
    is_pinned: bool


def shown_picture(article: Article) -> MediaFile | None:
    """The article's picture if it is stored here and was found sound."""
    picture = article.featured_image
    return picture if picture and picture.file and picture.valid else None


def reasons(article: Article) -> list[Reason]:
    """The offerings that stand beside an article, those only that readers may see."""
    return [
        Reason(
            row.offering,
            shared_topics(article, row.offering),
            row.chosen == RelatedOffering.Chosen.PINNED,
        )
        for row in article.related_offerings.all()
        if row.offering.is_listed
    ]
