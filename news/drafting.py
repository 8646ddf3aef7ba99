"""What an article gets by itself while an editor writes it: its address, its names, its excerpt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, count

from django.db.models import Max
from django.utils import timezone

from news.harvesting.addresses import brand_of, brand_slug, clean
from news.models import (
    Alias,
    Article,
    ArticleCategory,
    Publication,
    RelatedOffering,
    Section,
)
from news.rendering import excerpt
from offerings.models import Category, Offering
from offerings.naming import slug_of

SLUG_LENGTH = 200
EXCERPT_LENGTH = 200


def touch(article: Article) -> None:
    """Note that the article has changed now, without saving it."""
    article.modified_at = timezone.now()


def complete(article: Article) -> None:
    """Fill in, without saving, what a new article lacks: where it lives and what it is called."""
    if article.section_id is None:
        article.section = Section.objects.house()
    article.clean_url = article.clean_url or clean(article.source_url)
    brand = brand_of(article.clean_url)
    if brand and article.publication_id is None:
        article.publication = Publication.objects.at(brand)
    if not article.slug:
        article.slug = free_slug(article)
    if not article.description:
        article.description = described(article, at_word=True)


def rival_for(article: Article, url: str) -> Article | None:
    """The other article that comes from ``url``, if that keeps this one from leading there."""
    if article.duplicate_of_id is not None:
        return None
    return Article.objects.with_source(url).exclude(pk=article.pk).order_by("pk").first()


def lead_to(article: Article, url: str) -> None:
    """Let the article lead to a clean address, of another publication if need be, not saved."""
    article.clean_url = url
    brand = brand_of(url)
    if brand and article.publication and article.publication.host != brand:
        article.publication = Publication.objects.at(brand)


def holder_of(path: str) -> Article | None:
    """The article that readers reach at ``path``, by its address or by an older one."""
    key = Alias.key_of(path)
    alias = Alias.objects.filter(key=key).select_related("article").first()
    return Article.objects.filter(path=f"{key}/").first() or (alias and alias.article)


def free_slug(article: Article) -> str:
    """A slug of source and title, numbered when another article is reached by it."""
    brand = brand_slug(brand_of(article.clean_url))
    stem = slug_of(f"{brand} {article.title}".strip())[:SLUG_LENGTH].rstrip("-")
    for slug in chain([stem], (f"{stem}-{number}" for number in count(2))):
        holder = holder_of(f"{article.section.base_path}{slug}")
        if holder in (None, article):
            break
    return slug


def described(article: Article, *, at_word: bool) -> str:
    """The description that is made of the article's body."""
    return excerpt(article.body, article.body_format, EXCERPT_LENGTH, at_word=at_word)


def follow_body(article: Article, former: Article) -> None:
    """Let a description that was made of the former body follow the new one, in the same manner."""
    for at_word in (True, False):
        if article.description and article.description == described(former, at_word=at_word):
            article.description = described(article, at_word=at_word)
            break


def set_tags(article: Article, names: Sequence[str]) -> None:
    """Give the article these tags, in this order. A tag that it has stays the very same one."""
    known = {row.tag.name: row.tag for row in article.tagged_items.select_related("tag")}
    article.tags.set([known.get(name, name) for name in names], clear=True)


def add_topics(article: Article, categories: Iterable[Category]) -> None:
    """File the article under these categories too, after those that it has."""
    filed = set(article.article_categories.values_list("category_id", flat=True))
    position = article.article_categories.aggregate(last=Max("position"))["last"]
    for place, category in enumerate(categories, -1 if position is None else position):
        if category.pk not in filed:
            ArticleCategory.objects.create(article=article, category=category, position=place + 1)


def pin_offerings(article: Article, offerings: Iterable[Offering]) -> None:
    """Show these offerings with the article, after those that are pinned, whatever its topics."""
    kinds = RelatedOffering.Chosen
    pinned = article.related_offerings.filter(chosen=kinds.PINNED)
    position = pinned.aggregate(last=Max("position"))["last"]
    for place, offering in enumerate(offerings, -1 if position is None else position):
        RelatedOffering.objects.update_or_create(
            article=article,
            offering=offering,
            defaults={"chosen": kinds.PINNED, "position": place + 1},
        )
