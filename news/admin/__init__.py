"""The curation desk: lists, forms and the first page. It calls news.editing and news.drafting."""

from news.admin import articles, checks, feeds, people, sources, tokens

__all__ = ["articles", "checks", "feeds", "people", "sources", "tokens"]
