"""One page of a long list."""

from __future__ import annotations

from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

PER_PAGE = 20


def page_of(request: HttpRequest, rows: QuerySet) -> Page:
    """The page that ``?page=`` asks for, the first when it asks for none; else a 404."""
    try:
        return Paginator(rows, PER_PAGE).page(request.GET.get("page", 1))
    except InvalidPage as mistake:
        raise Http404("This list has no such page.") from mistake
