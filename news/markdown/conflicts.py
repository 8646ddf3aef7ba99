"""Names that must be unique, checked for a batch of articles before the database refuses them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from news.markdown.storing import Stored
from news.models import Article


def refuse(batch: Sequence[Stored]) -> dict[str, str]:
    """Why some of these articles cannot be saved: mdName -> a sentence.

    A file that names itself (``mdName``) must have an address of its own. One from a tree of
    another system, where a page's address depends on more than its slug, gets one that is free.
    """
    paths = _holders([one.article for one in batch], "path")
    numbers = _holders([one.article for one in batch], "work_package_id")
    reasons = {}
    for one in batch:
        article = one.article
        if _is_taken(article, paths) and "md_name" not in one.incoming.reading.fields:
            article.slug = f"{article.slug[:240]}-{one.incoming.place.key()}"
            article.fill_keys()
        if _is_taken(article, paths):
            reasons[article.md_name] = _sentence(article, "address", paths[article.path], "slug")
        elif article.work_package_id is not None and _is_taken(article, numbers):
            holder = numbers[article.work_package_id]
            reasons[article.md_name] = _sentence(article, "id", holder, "id")
        else:
            paths[article.path] = numbers[article.work_package_id] = article
    return reasons


def _is_taken(article: Article, holders: Mapping[object, Article]) -> bool:
    """Whether the article's path, or its work package, is that of another."""
    for value in (article.path, article.work_package_id):
        holder = holders.get(value) if value is not None else None
        if holder and holder.md_name != article.md_name:
            return True
    return False


def _sentence(article: Article, what: str, holder: Article, mend: str) -> str:
    value = article.path if what == "address" else article.work_package_id
    return (
        f"Its {what} {value} is that of “{holder}” ({holder.md_name}); "
        f"give one of the two another {mend}."
    )


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
