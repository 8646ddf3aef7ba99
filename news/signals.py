"""Keeps related offerings true when topics change, on either side.

Bulk writes send no signals: who writes in bulk calls ``news.related`` itself.
"""

from __future__ import annotations

from django.db.models.signals import post_delete, post_save

from news import related
from news.models import Article, ArticleCategory
from offerings.models import Offering, OfferingCategory


def connect() -> None:
    """Listen to the models; called once, when the app is ready."""
    for signal in (post_save, post_delete):
        signal.connect(article_filed, ArticleCategory, dispatch_uid=f"{id(signal)}-article-filed")
        signal.connect(
            offering_filed, OfferingCategory, dispatch_uid=f"{id(signal)}-offering-filed"
        )
    post_save.connect(offering_changed, Offering, dispatch_uid="offering-changed")


def article_filed(instance: ArticleCategory, raw: bool = False, **_: object) -> None:
    """An article got or lost a topic."""
    if not raw and Article.objects.filter(pk=instance.article_id).exists():
        related.refresh_all([instance.article_id])


def offering_filed(instance: OfferingCategory, raw: bool = False, **_: object) -> None:
    """An offering got or lost a category."""
    if not raw:
        related.mend(
            [instance.category_id], Offering.objects.filter(pk=instance.offering_id).first()
        )


def offering_changed(
    instance: Offering, raw: bool = False, created: bool = False, **_: object
) -> None:
    """An offering's number or standing changed, and with it its rank."""
    if not raw and not created:
        categories = instance.offering_categories.values_list("category_id", flat=True)
        related.mend(list(categories), instance)
