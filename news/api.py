"""The API for programs: capture an address. Each call shows a token of an editor's."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import Field, NinjaAPI, Schema, Status
from ninja.security import HttpBearer
from ninja.throttling import SimpleRateThrottle
from pydantic import BeforeValidator

from news import capturing
from news.capturing import CaptureError
from news.harvesting.keeping import keepable
from news.models import ApiToken, Article, Capture


class Token(HttpBearer):
    """``Authorization: Bearer medigy_…``: a token that an editor made at the desk."""

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        digest = ApiToken.digest_of(token)
        found = ApiToken.objects.select_related("user").filter(digest=digest).first()
        if found is None or not found.user.is_active:
            return None
        ApiToken.objects.filter(pk=found.pk).update(used_at=timezone.now())
        return found


class TokenThrottle(SimpleRateThrottle):
    """So many calls with one token, whatever its name is."""

    def get_cache_key(self, request: HttpRequest) -> str:
        return f"api:{request.auth.pk}"


Text = Annotated[str, BeforeValidator(keepable)]  # a page's own program may cut a letter in two


class Order(Schema):
    url: Text = Field(max_length=capturing.LONGEST_ADDRESS, examples=["https://example.org/news/1"])
    html: Text | None = Field(
        None, description="The page as a browser had it. Without it, Medigy fetches the page."
    )


class Captured(Schema):
    stage: str = Field(description="done, known (it was here already) or failed (not readable)")
    article: int
    title: str
    state: str
    desk_url: str = Field(description="Where an editor goes on.")
    problem: str = Field(description="Why the page could not be read, or empty.")


class Problem(Schema):
    detail: str


api = NinjaAPI(
    title="Medigy",
    version="1",
    urls_namespace="api",
    auth=Token(),
    throttle=[TokenThrottle("60/m")],
    docs_url=None,
    openapi_url=None,
)


@api.post(
    "capture",
    response={200: Captured, 201: Captured, 403: Problem, 422: Problem},
    url_name="capture",
)
def capture(request: HttpRequest, order: Order) -> Status:
    """Make a draft of an address. What is here already answers 200, what is new 201."""
    user = request.auth.user
    if not user.has_perm("news.add_article"):
        return Status(403, {"detail": "The owner of this token may not make articles."})
    try:
        one = capturing.capture(order.url, user=user, way=Capture.Way.API, html=_page(order))
    except CaptureError as problem:
        return Status(422, {"detail": str(problem)})
    if one.article is None:
        return Status(422, {"detail": one.problem})
    return Status(200 if one.stage == Capture.Stage.KNOWN else 201, shown(request, one))


def _page(order: Order) -> bytes | None:
    """The page that came along, with the mark that it is UTF-8 whatever it says of itself."""
    return None if order.html is None else f"\ufeff{order.html}".encode()


def shown(request: HttpRequest, one: Capture) -> dict[str, object]:
    """An order that led to an article, as the API tells of it."""
    article: Article = one.article
    desk = reverse("admin:news_article_change", args=[article.pk])
    return {
        "stage": one.stage,
        "article": article.pk,
        "title": article.title,
        "state": article.state,
        "desk_url": request.build_absolute_uri(desk),
        "problem": one.problem,
    }
