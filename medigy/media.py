"""Stored pictures and PDFs, where neither a bucket nor the web server in front hands them out.

They came from elsewhere, so a browser is told to show only what cannot act, and to guess nothing.
"""

from __future__ import annotations

from pathlib import PurePosixPath

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve

# An SVG may hold scripts. It is handed over to be saved, as is everything not named here.
SHOWN = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".ico": "image/x-icon",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".webp": "image/webp",
}
A_WEEK = 7 * 24 * 3600


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """The stored file of this name, or a 404; never one outside the media folder."""
    try:
        response = serve(request, path, document_root=settings.MEDIA_ROOT)
    except (SuspiciousFileOperation, OSError, ValueError) as mistake:
        raise Http404("There is no such file.") from mistake
    kind = SHOWN.get(PurePosixPath(path).suffix.lower())
    if response.status_code == 200:
        response["Content-Type"] = kind or "application/octet-stream"
        response["Content-Disposition"] = "inline" if kind else "attachment"
        del response["Content-Encoding"]
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = policy(kind)
    response["Cache-Control"] = f"public, max-age={A_WEEK}"
    return response


def policy(kind: str | None) -> str:
    """What a stored file may do when it is opened by itself: nothing.

    Chromium refuses to show a PDF inside a sandbox; its viewer is one already.
    """
    alone = "default-src 'none'"
    return alone if kind == SHOWN[".pdf"] else f"sandbox; {alone}"
