"""The order of an article's form: what needs a decision first, what is seldom touched folded away.

The story, with its picture and all that is proposed, fits one screen, for an editor who captures,
picks and hands in. ``templates/admin/news/article/glance.html`` draws it.
"""

from __future__ import annotations

from typing import Any

Fieldset = tuple[str, dict[str, Any]]

FOLDED = ["collapse"]
# The form draws the part of this name otherwise than the others.
STORY: Fieldset = ("Story", {"fields": ["title", "description"]})

TEXT: Fieldset = (
    "Text",
    {"fields": ["body", "body_format", "insights_name", "insights", ("via", "via_url")]},
)

SUBJECT: Fieldset = ("Tags and subject", {"fields": ["tags", ("institution", "offering")]})

SOURCE: Fieldset = (
    "Source",
    {
        "fields": [
            "source_url",
            "clean_url",
            ("publication", "duplicate_of"),
            ("source_byline", "source_date"),
        ]
    },
)

FOLDED_AWAY: list[Fieldset] = [
    ("What the page says of itself", {"classes": FOLDED, "fields": ["metadata"]}),
    (
        "Exchange with files and OpenProject",
        {
            "classes": FOLDED,
            "fields": [
                ("md_name", "origin"),
                ("work_package_id", "work_package_type"),
                "upstream_status",
                "kept",
                ("created_at", "modified_at"),
            ],
        },
    ),
    ("As it will be exported", {"classes": FOLDED, "fields": ["as_exported"]}),
    ("What changed since the last export", {"classes": FOLDED, "fields": ["since_exchange"]}),
]


def fieldsets_for(*, is_new: bool, may_schedule: bool) -> list[Fieldset]:
    """The form's parts, in their order. One that is written by hand begins with its address."""
    moment = ["schedule_for"] if may_schedule else []
    publishing = ("Publishing", {"fields": [("section", "date"), "slug", *moment, "opened"]})
    if is_new:
        return [SOURCE, STORY, TEXT, SUBJECT, publishing]
    return [STORY, TEXT, SUBJECT, SOURCE, publishing, *FOLDED_AWAY]
