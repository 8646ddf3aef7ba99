"""How the desk shows where an article stands: one word, one hue of Unfold's labels."""

from __future__ import annotations

from news.models import Article

HUES = {
    "captured": "info",
    "draft": "default",
    "in_review": "warning",
    "scheduled": "primary",
    "published": "success",
    "withdrawn": "danger",
}


def standing(article: Article) -> tuple[str, str]:
    """Where the article is, as a key of ``HUES`` and as a word for editors."""
    if article.is_scheduled:
        return "scheduled", "scheduled"
    return article.state, article.get_state_display()
