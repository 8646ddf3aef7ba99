"""The news: articles from capture to publication, their pages, and their life as Markdown."""
