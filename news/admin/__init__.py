"""The curation desk: lists, forms and the first page. It calls news.editing and news.drafting."""

from news.admin import articles, feeds, people, sources, tokens

__all__ = ["articles", "feeds", "people", "sources", "tokens"]
