"""The models of the news. Submodules import upward only: parts and sources, article, capturing."""

from news.models.article import Article, ArticleAuthor, ArticleCategory, ArticleTag
from news.models.capturing import (
    ApiToken,
    Capture,
    Feed,
    FeedEntry,
    HarvestRecord,
    SourceCheck,
)
from news.models.catalogue import CatalogueFile
from news.models.learning import LearntWord, Lesson
from news.models.parts import (
    Alias,
    ArticleFile,
    MediaFile,
    PageMetadata,
    RelatedOffering,
    TreeFile,
)
from news.models.section import Section, SiteNamespace
from news.models.sources import Author, Publication
from news.models.uploads import Upload, UploadedFile

__all__ = [
    "Alias",
    "ApiToken",
    "Article",
    "ArticleAuthor",
    "ArticleCategory",
    "ArticleFile",
    "ArticleTag",
    "Author",
    "Capture",
    "CatalogueFile",
    "Feed",
    "FeedEntry",
    "HarvestRecord",
    "LearntWord",
    "Lesson",
    "MediaFile",
    "PageMetadata",
    "Publication",
    "RelatedOffering",
    "Section",
    "SiteNamespace",
    "SourceCheck",
    "TreeFile",
    "Upload",
    "UploadedFile",
]
