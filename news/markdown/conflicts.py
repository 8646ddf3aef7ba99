"""Names that must be unique, checked for a batch of articles before the database refuses them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from news.models import Article


def refuse(articles: Sequence[Article]) -> dict[str, str]:
    """Why some of these articles cannot be saved: mdName -> a sentence.

    The first article of the batch with an address keeps it; what the database holds comes before.
    """
    paths = _holders(articles, "path")
    numbers = _holders(articles, "work_package_id")
    reasons = {}
    for article in articles:
        holder = paths.get(article.path)
        if holder and holder.md_name != article.md_name:
            reasons[article.md_name] = (
                f"Its address {article.path} is that of “{holder}” ({holder.md_name}); "
                "give one of the two another slug."
            )
            continue
        holder = numbers.get(article.work_package_id)
        if holder and holder.md_name != article.md_name:
            reasons[article.md_name] = (
                f"Its id {article.work_package_id} is that of “{holder}” ({holder.md_name}); "
                "give one of the two another id, or none."
            )
            continue
        paths[article.path] = article
        if article.work_package_id is not None:
            numbers[article.work_package_id] = article
    return reasons


def declare_duplicates(articles: Iterable[Article]) -> None:
    """Let the first article with a source keep its address for its own; the others repeat it."""
    articles = list(articles)
    keys = {article.address_key for article in articles if article.address_key}
    known = Article.objects.filter(address_key__in=keys, duplicate_of__isnull=True)
    first = {article.address_key: article for article in known.only("address_key", "md_name")}
    for article in articles:
        holder = first.setdefault(article.address_key, article) if article.address_key else None
        repeats = holder is not None and holder.md_name != article.md_name
        article.duplicate_of = holder if repeats else None


def _holders(articles: Sequence[Article], column: str) -> dict[object, Article]:
    """The articles of the database that hold a value which one of these wants."""
    wanted = {getattr(article, column) for article in articles} - {None}
    rows = Article.objects.filter(**{f"{column}__in": wanted}).only(column, "title", "md_name")
    return {getattr(row, column): row for row in rows}
