"""A browsable site out of an export: a Hugo configuration and layouts, and what they cannot take.

Called by the export, which writes these files beside the content. Knows no models but the files
that imports pass through.
"""

from news.markdown.hugo.guarding import SiteGuard
from news.markdown.hugo.writing import CONFIGURATIONS, write_site

__all__ = ["CONFIGURATIONS", "SiteGuard", "write_site"]
