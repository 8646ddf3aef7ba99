"""What is remembered of the catalogue's files. The catalogue itself knows nothing of files."""

from __future__ import annotations

from django.db import models

from news.fields import CompressedTextField, OrderedJSONField
from offerings.models import Category, Institution, Offering


class CatalogueFile(models.Model):
    """The Markdown file of an offering, a topic or an institution, as an import brought it.

    It leads to one of the three. What the file says beyond the row is kept as ``ArticleFile``
    keeps it.
    """

    offering = models.OneToOneField(Offering, models.CASCADE, null=True, related_name="file")
    category = models.OneToOneField(Category, models.CASCADE, null=True, related_name="file")
    institution = models.OneToOneField(Institution, models.CASCADE, null=True, related_name="file")
    path = models.CharField(
        max_length=1000, unique=True, help_text="Where it is in its tree, from the root."
    )
    digest = models.CharField(max_length=64, help_text="SHA-256 of the whole file.")
    text = CompressedTextField(help_text="All of it.")
    kept = OrderedJSONField(
        null=True, help_text="What it says that the row does not: see news.markdown.keeping."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="file_of_one_row",
                condition=models.Q(offering__isnull=False, category=None, institution=None)
                | models.Q(offering=None, category__isnull=False, institution=None)
                | models.Q(offering=None, category=None, institution__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.path
