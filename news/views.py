"""The reader's pages: the front page, lists, an article, and what to say when there is none."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.views.decorators.http import require_safe
from django_filters.views import FilterView

from news import hosting
from news.filters import ArticleFilter
from news.models import Alias, Article, MediaFile, RelatedOffering, Section
from news.presenting import reasons, shown_picture
from news.querysets import ArticleQuerySet
from offerings.models import Category, Offering
from offerings.paging import PER_PAGE

ON_THE_FRONT = 13  # the lead and those after it
A_WEEK = 7 * 24 * 3600
RECENT = 100  # articles that decide which topics and offerings are in the news
TOPICS = 12
OFFERINGS = 4
MORE = 4
LONGEST_PATH = 1_000  # characters


def home(request: HttpRequest) -> HttpResponse:
    """``/``: a lead story, the latest, curators' insights, and what the news is about."""
    latest = list(Article.objects.published().for_listing()[:ON_THE_FRONT])
    lead = next((article for article in latest[:4] if article.featured_image), None)
    lead = lead or next(iter(latest), None)
    context = {
        "lead": lead,
        "latest": [article for article in latest if article != lead],
        "insights": insights(),
        "topics": topics_in_the_news(),
        "offerings": offerings_in_the_news(),
    }
    return render(request, "news/home.html", context)


def insights() -> ArticleQuerySet:
    """The latest articles on which a curator comments."""
    commented = Article.objects.published().exclude(insights="").newest_first()
    return commented.select_related("publication").with_authors().defer("body")[:3]


def topics_in_the_news() -> QuerySet[Category]:
    """The topics of the recent articles, those of most first; ``count`` says of how many."""
    filed = Category.objects.filter(article_categories__article__in=recent())
    counted = filed.annotate(count=Count("article_categories"))
    return counted.select_related("vocabulary").order_by("-count", "label")[:TOPICS]


def offerings_in_the_news() -> QuerySet[Offering]:
    """The offerings shown with recent articles, those of most first; ``count`` says how many."""
    shown = RelatedOffering.objects.shown().filter(article__in=recent()).order_by()
    counted = Offering.objects.listed().filter(related_articles__in=shown.values("pk"))
    counted = counted.annotate(count=Count("related_articles")).select_related("institution")
    return counted.order_by("-count", "label")[:OFFERINGS]


def recent() -> QuerySet[Article, dict[str, Any]]:
    """The keys of the articles that decide what is in the news."""
    return Article.objects.published().newest_first().values("pk")[:RECENT]


@require_safe
def picture(_: HttpRequest, token: str) -> HttpResponse:
    """A picture of another site inside a body, as this site keeps it."""
    try:
        data, form = hosting.picture(hosting.address_of(token))
    except hosting.NotToBeHadError as failure:
        raise Http404("There is no such picture.") from failure
    headers = {
        "Cache-Control": f"public, max-age={A_WEEK}, immutable",
        "Content-Security-Policy": "default-src 'none'",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(data, content_type=f"image/{form}", headers=headers)


class ArticleList(FilterView):
    """``/news/`` and the lists of other sections: news that readers narrow by the query string."""

    filterset_class = ArticleFilter
    paginate_by = PER_PAGE
    template_name = "news/article_list.html"
    section: Section | None = None

    def get_queryset(self) -> ArticleQuerySet:
        articles = Article.objects.published().for_listing()
        if self.section:
            return articles.filter(section__base_path=self.section.base_path)
        return articles

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        name = self.section.name if self.section else "News"
        return super().get_context_data(name=name, **kwargs)


@require_safe
def by_path(request: HttpRequest, path: str) -> HttpResponseBase:
    """Whatever stands at a path that no other route takes.

    An article; an older or unfinished spelling of its path, which redirects; the list of a section;
    for editors, an article that readers do not see yet. Otherwise a 404.
    """
    if "\0" in path or len(path) > LONGEST_PATH:
        return page_not_found(request)
    if not path.endswith("/") and has_page_of_its_own(f"/{path}/"):
        return moved(f"/{path}/", request.META.get("QUERY_STRING", ""))
    wanted = f"/{path.strip('/')}/"
    if article := Article.objects.published().for_page().filter(path=wanted).first():
        return article_page(request, article) if request.path == wanted else moved(wanted)
    return (
        older_path(wanted)
        or section_list(request, wanted)
        or preview(request, wanted)
        or page_not_found(request)
    )


def has_page_of_its_own(path: str) -> bool:
    """Whether a route of its own, not the one for any path, takes this path."""
    try:
        return resolve(path).func is not by_path
    except Resolver404:
        return False


def moved(path: str, query: str = "") -> HttpResponsePermanentRedirect:
    """A lasting redirect to a path of this site."""
    return HttpResponsePermanentRedirect(quote(path) + (f"?{query}" if query else ""))


def older_path(path: str) -> HttpResponse | None:
    """The redirect from an older path of an article that readers may see."""
    articles = Article.objects.published().filter(aliases__key=Alias.key_of(path))
    current = articles.values_list("path", flat=True).first()
    return moved(current) if current else None


def section_list(request: HttpRequest, path: str) -> HttpResponseBase | None:
    """The list of the section whose articles live under this path."""
    section = Section.objects.filter(base_path=path).order_by("pk").first()
    if not section:
        return None
    return ArticleList.as_view(section=section)(request) if request.path == path else moved(path)


def preview(request: HttpRequest, path: str) -> HttpResponse | None:
    """For editors: an article that readers do not see. For everybody else there is none."""
    if not (request.user.is_staff and request.user.has_perm("news.view_article")):
        return None
    article = Article.objects.for_page().filter(path=path).first()
    if not article:
        return None
    response = article_page(request, article, is_preview=True)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def article_page(
    request: HttpRequest, article: Article, *, is_preview: bool = False
) -> HttpResponse:
    """An article with its source, its curators and what it is about."""
    categories = article.ordered_categories()
    context = {
        "article": article,
        "categories": categories,
        "authors": article.ordered_authors(),
        "tags": article.ordered_tags(),
        "picture": shown_picture(article),
        "pdf": article.medium(MediaFile.Role.FEATURED_PDF),
        "offerings": reasons(article),
        "more": more_on(categories[0], article) if categories else [],
        "is_preview": is_preview,
    }
    return render(request, "news/article.html", context)


def more_on(category: Category, article: Article) -> ArticleQuerySet:
    """The latest other articles on a topic, in few words."""
    others = Article.objects.published().about(category).exclude(pk=article.pk)
    return others.for_headlines()[:MORE]


def page_not_found(
    request: HttpRequest,
    exception: Exception | None = None,  # noqa: ARG001  (Django's signature)
) -> HttpResponse:
    """The 404: what may have happened, and ways on. Missing files get the sentence alone."""
    context: dict[str, Any] = {}
    if not request.path.startswith((settings.STATIC_URL, settings.MEDIA_URL)):
        latest = Article.objects.published().for_headlines()[:MORE]
        context = {"latest": latest, "topics": topics_in_the_news()}
    return render(request, "404.html", context, status=404)
