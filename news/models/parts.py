"""What belongs to one article: related offerings, older paths, media, the page's metadata."""

from __future__ import annotations

from django.db import models

from news.fields import CompressedTextField, OrderedJSONField
from news.querysets import RelatedOfferingQuerySet
from offerings.models import Offering

PAST_DIGESTS = 20


def tree_file_name(instance: TreeFile, _: str) -> str:
    """Files that are passed through are stored under their digest: nobody can guess the name."""
    return f"tree/{instance.digest[:2]}/{instance.digest}"


class RelatedOffering(models.Model):
    """An offering shown with an article, and why it is there."""

    class Chosen(models.TextChoices):
        RULE = "rule", "by its topics"
        PINNED = "pinned", "pinned"
        EXCLUDED = "excluded", "never here"

    article = models.ForeignKey("Article", models.CASCADE, related_name="related_offerings")
    offering = models.ForeignKey(Offering, models.CASCADE, related_name="related_articles")
    position = models.PositiveSmallIntegerField(default=0)
    chosen = models.CharField(max_length=10, choices=Chosen.choices, default=Chosen.PINNED)

    objects = RelatedOfferingQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "offering"], name="one_row_per_offering")
        ]

    def __str__(self) -> str:
        return str(self.offering)


class Alias(models.Model):
    """An older path of an article's page; it redirects there."""

    article = models.ForeignKey("Article", models.CASCADE, related_name="aliases")
    path = models.CharField(max_length=400, help_text="From the root: /news/an-older-name.")
    key = models.CharField(max_length=400, unique=True, editable=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name_plural = "aliases"

    def __str__(self) -> str:
        return self.path

    def save(self, *args: object, **kwargs: object) -> None:
        self.key = self.key_of(self.path)
        super().save(*args, **kwargs)

    @staticmethod
    def key_of(path: str) -> str:
        """The form in which a requested path is looked up: slashes at the ends do not count."""
        return f"/{path.strip('/')}"


class MediaFile(models.Model):
    """A picture, icon or PDF of an article, stored here, and where it came from."""

    class Role(models.TextChoices):
        FAVICON = "favIconImage", "source's icon"
        FEATURED_IMAGE = "featuredImage", "picture"
        FEATURED_PDF = "featuredPdf", "PDF"

    article = models.ForeignKey("Article", models.CASCADE, related_name="media")
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.FEATURED_IMAGE)
    name = models.CharField(
        max_length=255, blank=True, help_text="The name under which it is exported."
    )
    tree_path = models.CharField(
        max_length=1000,
        blank=True,
        editable=False,
        help_text="Where an import found it; empty for beside the article's own file.",
    )
    file = models.FileField(upload_to="articles/%Y/%m/", max_length=400, blank=True)
    alt = models.CharField(
        "text for those who do not see it",
        max_length=500,
        blank=True,
        help_text="Say what the picture shows.",
    )
    format = models.CharField(max_length=20, blank=True, editable=False)
    width = models.PositiveIntegerField(null=True, editable=False)
    height = models.PositiveIntegerField(null=True, editable=False)
    size = OrderedJSONField(null=True, editable=False, help_text="As the file of the article says.")
    valid = models.BooleanField(default=True, editable=False)
    work_package_id = models.PositiveBigIntegerField(null=True, editable=False)
    attachment_name = models.CharField(max_length=255, blank=True, editable=False)
    attachment_link = models.CharField(max_length=500, blank=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "role"], name="one_file_per_role")
        ]

    def __str__(self) -> str:
        return self.name or self.get_role_display()


class PageMetadata(models.Model):
    """What the source's page says of itself, in the three blocks of the front matter.

    Each block is an ordered mapping of exported name to text, or ``None`` where the page is
    silent; ``''`` says that the page has the tag and leaves it empty.
    """

    article = models.OneToOneField("Article", models.CASCADE, related_name="page_metadata")
    html = OrderedJSONField(null=True)
    open_graph = OrderedJSONField(null=True)
    twitter = OrderedJSONField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = "what the page says of itself"

    def __str__(self) -> str:
        return f"Metadata of {self.article_id}"


class ArticleFile(models.Model):
    """The Markdown file of an article, as it was when files and database last exchanged it.

    What the file says beyond the models is kept here, so that nothing is lost, and what it said,
    so that a later exchange can tell which side has changed.
    """

    article = models.OneToOneField("Article", models.CASCADE, related_name="file")
    path = models.CharField(
        max_length=1000, db_index=True, help_text="Where it is in its tree, from the root."
    )
    digest = models.CharField(max_length=64, db_index=True, help_text="SHA-256 of the whole file.")
    body_digest = models.CharField(max_length=64, help_text="SHA-256 of its body.")
    past_digests = OrderedJSONField(
        default=list, help_text="Of the files exchanged before, so that an old copy is known."
    )
    head = CompressedTextField(help_text="Its text up to the body.")
    kept = OrderedJSONField(
        null=True, help_text="What it says that the models do not: see news.markdown.keeping."
    )

    def __str__(self) -> str:
        return self.path

    def past_with_last(self) -> list[str]:
        """The digests by which copies from before the next exchange are known."""
        return [*self.past_digests, self.digest][-PAST_DIGESTS:]


class TreeFile(models.Model):
    """A file of an imported tree that is no article: it is passed through as it came."""

    path = models.CharField(max_length=1000, unique=True, help_text="From the root of the tree.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of its bytes.")
    file = models.FileField(upload_to=tree_file_name, max_length=400)

    def __str__(self) -> str:
        return self.path
