"""The first page and the smaller lists: they count, they lead, and they never grow in queries."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from news import media
from news.models import ApiToken, Article, Feed, MediaFile, Publication, SourceCheck
from offerings.models import Institution
from tests.builders import make_article, make_category, make_offering
from tests.news.test_media import picture

State = Article.State
OURS = [*apps.get_app_config("news").get_models(), *apps.get_app_config("offerings").get_models()]
INSIDE = {  # edited inside another form, or made once by the machine
    "ArticleAuthor",
    "ArticleCategory",
    "ArticleTag",
    "RelatedOffering",
    "Alias",
    "ArticleFile",
    "Capture",
    "CatalogueFile",
    "FeedEntry",
    "HarvestRecord",
    "LearntWord",
    "Lesson",
    "MediaFile",
    "PageMetadata",
    "OfferingCategory",
    "SiteNamespace",
    "TreeFile",
    "Upload",
    "UploadedFile",
}


def test_every_model_is_at_the_desk() -> None:
    missing = {model.__name__ for model in OURS if not admin.site.is_registered(model)}
    assert missing == INSIDE


def test_no_relation_is_chosen_by_typing_an_id_or_from_an_endless_list() -> None:
    for model, model_admin in admin.site._registry.items():
        if model not in OURS:
            continue
        for part in (model_admin, *(inline(model, admin.site) for inline in model_admin.inlines)):
            keys = {f.name for f in part.model._meta.fields if f.many_to_one and f.editable}
            keys -= {f.name for f in part.model._meta.fields if f.related_model is model}
            keys |= {"duplicate_of"} if part.model is Article else set()
            assert keys <= set(part.autocomplete_fields), part


@pytest.mark.parametrize("model", [m for m in OURS if admin.site.is_registered(m)])
def test_every_list_and_form_opens_and_makes_no_more_queries_for_more_rows(chief, model) -> None:
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")

    def grow(number: int) -> None:
        for _ in range(number):
            n = Article.objects.count()
            maker = Institution.objects.named(f"Maker {n}")
            make_offering("", (f"V{n}: L{n}", "Symplur: Telehealth"), institution=maker)
            article = make_article("", (f"V{n}: L{n}", "Unfiled"), (f"Author {n}",), (f"tag {n}",))
            Feed.objects.create(publication=article.publication, url=f"https://a.example/{n}")
            SourceCheck.objects.create(article=article, verdict="gone", needs_look=True)
            token = ApiToken(user=User.objects.get(username="chief"), name=f"Script {n}")
            token.make()
            token.save()

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert chief.get(url, {"q": ""}).status_code == 200
        return len(captured)

    grow(2)
    queries()
    few = queries()
    grow(8)
    assert queries() == few
    first = model._default_manager.first()
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    page = chief.get(reverse(f"{name}_change", args=[first.pk]))
    assert page.status_code == 200
    may_add = admin.site._registry[model].has_add_permission(page.wsgi_request)
    assert chief.get(reverse(f"{name}_add")).status_code == (200 if may_add else 403)
    assert chief.get(url, {"q": "tele health 7"}).status_code == 200


def test_the_first_page_counts_what_needs_doing_and_leads_there(chief) -> None:
    make_article(state=State.IN_REVIEW, categories=("Symplur: Telehealth",))
    scheduled = make_article(published_at=timezone.now() + timedelta(days=1))
    pictured = make_article(state=State.DRAFT, categories=("Unfiled",))
    media.attach(pictured, MediaFile.Role.FEATURED_IMAGE, picture())
    SourceCheck.objects.create(article=scheduled, verdict="gone", needs_look=True)
    SourceCheck.objects.create(article=pictured, verdict="gone", needs_look=True)
    home = Publication.objects.at("example.org")
    for failures in (0, 2):
        url = f"https://example.org/{failures}"
        Feed.objects.create(publication=home, url=url, is_followed=True, failures=failures)
    page = chief.get("/admin/")
    numbers = {task.words: task.number for task in [*page.context["work"], *page.context["care"]]}
    assert numbers == {
        "in review": 1,
        "scheduled": 1,
        "drafts": 1,
        "captured": 0,
        "articles without topics": 1,
        "pictures without a text of their own": 1,
        "topics outside vocabularies": 1,
        "sources that died, moved or changed": 1,
        "feeds that fail": 1,
    }
    for task in [*page.context["work"], *page.context["care"]]:
        listed = chief.get(task.url).context["cl"]
        assert listed.result_count == task.number, task.words


def test_the_first_page_makes_the_same_number_of_queries_whatever_there_is(chief) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert chief.get("/admin/").status_code == 200
        return len(captured)

    for _ in range(3):
        article = make_article(categories=("Unfiled",))
        chief.post(
            reverse("admin:news_article_changelist"),
            {"action": "withdraw_selected", "_selected_action": [article.pk]},
        )
    few = queries()
    for _ in range(9):
        article = make_article(categories=("Symplur: Telehealth",))
        media.attach(article, MediaFile.Role.FEATURED_IMAGE, picture())
        chief.post(
            reverse("admin:news_article_changelist"),
            {"action": "withdraw_selected", "_selected_action": [article.pk]},
        )
    assert queries() == few


def test_a_category_is_found_by_its_whole_name(chief) -> None:
    make_category("Symplur: Home Care")
    make_category("MeSH: Home Nursing")
    answer = chief.get(
        "/admin/autocomplete/",
        {
            "app_label": "news",
            "model_name": "articlecategory",
            "field_name": "category",
            "term": "symplur: home",
        },
    ).json()
    assert [row["text"] for row in answer["results"]] == ["Symplur: Home Care"]
