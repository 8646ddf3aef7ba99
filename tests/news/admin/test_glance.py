"""The first screen of an article's form: the story, its picture, and what is proposed to pick."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from news.models import Article, RelatedOffering
from tests.builders import make_article, make_category, make_offering
from tests.news.admin.conftest import shown_form
from tests.pictures import add_picture

ADD = "/admin/news/article/add/"


def change_page(article: Article) -> str:
    return reverse("admin:news_article_change", args=[article.pk])


def parts(client: Client, url: str) -> list[str]:
    """The names of the parts of the form, in their order."""
    return [part.name for part in client.get(url).context["adminform"]]


def test_an_article_begins_with_its_story_and_a_new_one_with_its_address(chief: Client) -> None:
    assert parts(chief, change_page(make_article()))[0] == "Story"
    assert parts(chief, ADD)[0] == "Source"


def test_every_field_stands_on_the_page_once(chief: Client) -> None:
    html = chief.get(change_page(make_article())).content.decode()
    for name in ("title", "description", "body", "clean_url", "slug"):
        assert html.count(f' name="{name}"') == 1


def test_it_shows_what_the_article_has_already(chief: Client) -> None:
    article = make_article(categories=("Symplur: Home Care",))
    offering = make_offering("NightWard", ())
    RelatedOffering.objects.create(article=article, offering=offering)
    hidden = make_offering("Never", ())
    excluded = RelatedOffering.Chosen.EXCLUDED
    RelatedOffering.objects.create(article=article, offering=hidden, chosen=excluded)
    shown = chief.get(change_page(article)).context["proposals"]
    assert [topic.name for topic in shown.filed] == ["Symplur: Home Care"]
    assert [str(row.offering) for row in shown.beside] == ["NightWard"]


def test_topics_are_filed_in_the_order_in_which_they_were_proposed(
    chief: Client, save: Callable
) -> None:
    last, first = make_category("Symplur: Alpha"), make_category("Symplur: Beta")
    article = make_article()
    save(article, suggested_topics=[first.pk, last.pk])
    assert article.ordered_categories() == [first, last]
    assert LogEntry.objects.get().get_change_message() == "Changed Proposed topics."


def test_what_was_picked_stays_picked_while_something_else_is_mended(chief: Client) -> None:
    topic = make_category("Symplur: Home Care")
    article = make_article(title="Home care at night", body="<p>Home care, and home care.</p>")
    url = change_page(article)
    fields = shown_form(chief.get(url).content.decode())
    answer = chief.post(url, {**fields, "title": "", "suggested_topics": [topic.pk]})
    html = answer.content.decode()
    assert "Give the article a title." in html
    assert f'name="suggested_topics" value="{topic.pk}" checked' in html


def test_a_picture_that_nobody_has_described_is_said_to_be_so(chief: Client) -> None:
    article = make_article()
    picture = add_picture(article, alt=article.title)
    assert "Nobody has said yet what it shows" in chief.get(change_page(article)).content.decode()
    picture.alt = "A teal field"
    picture.save()
    html = chief.get(change_page(article)).content.decode()
    assert "Nobody has said yet what it shows" not in html


def test_an_article_without_a_picture_leads_to_where_one_is_uploaded(chief: Client) -> None:
    assert "No picture yet" in chief.get(change_page(make_article())).content.decode()


def test_whoever_may_only_look_is_shown_what_is_and_offered_nothing(
    db: None, client: Client
) -> None:
    make_category("Symplur: Home Care")
    article = make_article(title="Home care at night", body="<p>Home care, and home care.</p>")
    looker = User.objects.create_user("looker", is_staff=True)
    looker.user_permissions.add(Permission.objects.get(codename="view_article"))
    client.force_login(looker)
    page = client.get(change_page(article))
    assert "Home care at night" in page.content.decode()
    assert page.context["proposals"].topics == []
    assert "suggested_topics" not in page.content.decode()


def test_an_offering_that_stands_there_already_is_not_proposed(chief: Client) -> None:
    make_offering("NightWard", ("Symplur: Home Care",))
    article = make_article(categories=("Symplur: Home Care",), body="<p>NightWard.</p>")
    shown = chief.get(change_page(article)).context["proposals"]
    assert [str(row.offering) for row in shown.beside] == ["NightWard"]
    assert shown.offerings == []
    article.related_offerings.all().delete()
    shown = chief.get(change_page(article)).context["proposals"]
    assert [str(one.offering) for one in shown.offerings] == ["NightWard"]
