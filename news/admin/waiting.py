"""Forms that read the web before they believe what was typed."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse


class WaitsForSites(ModelAdmin):
    """The last base of an admin whose form waits for a site.

    Django checks and stores a form in one transaction. A site that is waited for in there would,
    on SQLite, keep all other editors from saving; so here each row is stored by itself.
    """

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        return self._changeform_view(request, object_id, form_url, extra_context)
