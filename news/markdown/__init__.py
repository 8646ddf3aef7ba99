"""Articles as Markdown files with front matter, in both directions.

``document`` and ``style`` know text and bytes alone: no models, no Django.
"""
