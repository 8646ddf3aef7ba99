"""Capture at the desk: paste, watch, open the draft; look at the source again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from news.capturing import capture, order
from news.models import ApiToken, Article, Capture
from tests.builders import make_article, make_category, make_offering
from tests.news.admin.conftest import shown_form
from tests.news.capturing.pages import page, publish
from tests.pictures import picture
from tests.site import Site

PAGE = "admin:news_article_capture"


def paste(client: Client, text: str, **files: Any) -> Any:
    return client.post(reverse(PAGE), {"addresses": text, **files})


def watch(client: Client, progress: str) -> Any:
    """Follow the page of progress as a browser would, to where it ends."""
    answer = client.get(progress)
    for _ in range(30):
        if answer.status_code == 302 or not answer.context["next"]:
            return answer
        answer = client.get(answer.context["next"])
    raise AssertionError("It never ended.")


def messages_of(client: Client, url: str) -> list[str]:
    return [str(message) for message in client.get(url).context["messages"]]


def test_one_address_opens_as_a_draft(editor: Client, site: Site) -> None:
    answer = watch(editor, paste(editor, publish(site)).url)
    article = Article.objects.get()
    assert answer.url == reverse("admin:news_article_change", args=[article.pk])
    assert article.title == "A Nurse on the Phone"
    assert article.featured_image is not None


def test_the_first_look_shows_the_order_and_does_not_wait_for_the_site(
    editor: Client, site: Site
) -> None:
    progress = paste(editor, publish(site)).url
    assert editor.get(progress).status_code == 200
    assert site.asked == []


def test_several_addresses_show_what_became_of_each(editor: Client, site: Site) -> None:
    make_article("Here before", clean_url=site.at("/before"))
    text = f"{publish(site)}\n{site.at('/gone')}\n{site.at('/before')}\nhttp://10.0.0.1/"
    answer = watch(editor, paste(editor, text).url)
    words = answer.content.decode()
    for told in ("A Nurse on the Phone", "ready", "could not be read", "404", "here already"):
        assert told in words
    assert [row["capture"].stage for row in answer.context["rows"]] == [
        "done",
        "failed",
        "known",
        "refused",
    ]


def test_a_duplicate_leads_to_the_article_that_is_there(editor: Client, site: Site) -> None:
    article = make_article("Here before", clean_url=site.at("/before"))
    answer = watch(editor, paste(editor, site.at("/before?utm_source=x")).url)
    assert answer.url == reverse("admin:news_article_change", args=[article.pk])
    assert "has this already" in messages_of(editor, answer.url)[0]


def test_a_page_that_could_not_be_read_says_so_above_its_form(editor: Client, site: Site) -> None:
    answer = watch(editor, paste(editor, site.at("/gone")).url)
    words = editor.get(answer.url).content.decode()
    assert "could not be read" in words
    assert "bookmarklet" in words


def test_a_saved_page_may_come_along(editor: Client, site: Site) -> None:
    sent = SimpleUploadedFile("page.html", page(title="As Saved").encode(), "text/html")
    watch(editor, paste(editor, site.at("/members"), page=sent).url)
    assert Article.objects.get().title == "As Saved"
    assert "/members" not in site.asked


def test_a_page_of_an_article_that_is_here_is_compared_with_it(editor: Client, site: Site) -> None:
    article = capture(site.at("/members")).article
    sent = SimpleUploadedFile("page.html", page(title="As Saved").encode(), "text/html")
    answer = watch(editor, paste(editor, site.at("/members"), page=sent).url)
    assert answer.url == reverse("admin:news_article_compare", args=[article.pk])
    assert "As Saved" in editor.get(answer.url).content.decode()


def test_nothing_pasted_is_told_what_to_paste(editor: Client) -> None:
    answer = paste(editor, "nothing here")
    assert "Paste the address" in str(list(answer.context["messages"])[0])


def test_what_cannot_be_taken_stays_in_the_field(editor: Client) -> None:
    pasted = "\n".join(f"https://example.org/{number}" for number in range(101))
    words = paste(editor, pasted).content.decode()
    assert "100 at once are the most" in words
    assert pasted in words


def test_orders_are_forgotten_after_a_month_also_if_nobody_saw_them_through(
    editor: Client, site: Site
) -> None:
    (old,) = order(["https://example.org/x"], html=b"<p>Left alone.</p>")
    Capture.objects.update(created_at=old.created_at - timedelta(days=31))
    paste(editor, publish(site))
    assert not Capture.objects.filter(pk=old.pk).exists()


def test_an_order_that_somebody_is_at_holds_up_no_other(editor: Client, site: Site) -> None:
    taken, other = order([publish(site), publish(site, "/news/two")])
    Capture.objects.claim(taken)
    progress = reverse("admin:news_article_captured", args=[taken.batch])
    editor.get(f"{progress}?go")
    stages = [row["capture"].stage for row in editor.get(progress).context["rows"]]
    assert stages == ["waiting", "read"]


def test_an_order_that_is_not_through_leads_back_to_its_progress(
    editor: Client, site: Site
) -> None:
    progress = paste(editor, publish(site)).url
    assert f'href="{progress}"' in editor.get(reverse(PAGE)).content.decode()


def test_a_list_of_captures_reads_neither_the_pages_nor_the_texts(
    editor: Client, site: Site
) -> None:
    watch(editor, paste(editor, f"{publish(site)} {publish(site, '/news/two')}").url)
    with CaptureQueriesContext(connection) as asked:
        editor.get(reverse(PAGE))
    assert not [one for one in asked if '"body"' in one["sql"] or '"page"' in one["sql"]]
    with CaptureQueriesContext(connection) as later:
        watch(editor, paste(editor, "\n".join(site.at(f"/{n}") for n in range(6))).url)
        later_than_before = len(later)
        editor.get(reverse(PAGE))
    assert len(later) - later_than_before == len(asked)


def test_whoever_may_capture_but_not_change_is_led_to_the_article(
    db: None, client: Client, site: Site
) -> None:
    user = User.objects.create_user("collector", is_staff=True)
    user.user_permissions.set(
        Permission.objects.filter(codename__in=["add_article", "view_article"])
    )
    client.force_login(user)
    article = make_article("Here before", clean_url=site.at("/members"))
    sent = SimpleUploadedFile("page.html", page(title="As Saved").encode(), "text/html")
    answer = watch(client, paste(client, site.at("/members"), page=sent).url)
    assert answer.url == reverse("admin:news_article_change", args=[article.pk])
    assert client.get(answer.url).status_code == 200


def test_whoever_may_only_capture_stays_with_the_progress(
    db: None, client: Client, site: Site
) -> None:
    user = User.objects.create_user("collector", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="add_article"))
    client.force_login(user)
    assert watch(client, paste(client, publish(site)).url).status_code == 200


def test_an_address_of_another_article_is_refused_in_a_sentence(editor: Client, site: Site) -> None:
    article = capture(publish(site)).article
    make_article("The other", clean_url=site.at("/2026/a-nurse-on-the-phone-at-last"))
    site.redirect("/news/nurse", "/2026/a-nurse-on-the-phone-at-last")
    publish(site, "/2026/a-nurse-on-the-phone-at-last")
    editor.post(reverse("admin:news_article_read_again", args=[article.pk]))
    compare = reverse("admin:news_article_compare", args=[article.pk])
    answer = editor.post(compare, {"take": ["clean_url"]}, follow=True)
    assert "Nothing was changed: “The other” comes from" in answer.content.decode()


def test_the_bookmarklets_page_has_the_address_and_captures_nothing_by_itself(
    editor: Client,
) -> None:
    answer = editor.get(reverse(PAGE), {"url": "https://example.org/<b>"})
    assert "https://example.org/&lt;b&gt;" in answer.content.decode()
    assert answer.headers["Cross-Origin-Opener-Policy"] == "unsafe-none"
    assert not Capture.objects.exists()


def test_whoever_may_not_add_articles_captures_none(db: None, client: Client) -> None:
    client.force_login(User.objects.create_user("reader", is_staff=True))
    (one,) = order(["https://example.org/x"])
    progress = reverse("admin:news_article_captured", args=[one.batch])
    assert client.get(reverse(PAGE)).status_code == 403
    assert paste(client, "https://example.org/y").status_code == 403
    assert client.get(f"{progress}?go").status_code == 403
    one.refresh_from_db()
    assert one.stage == Capture.Stage.WAITING


def test_a_batch_that_is_not_there_is_not_found(editor: Client) -> None:
    (one,) = order(["https://example.org/x"])
    one.delete()
    assert editor.get(reverse("admin:news_article_captured", args=[one.batch])).status_code == 404


def test_the_field_is_on_the_first_page_and_above_the_list(editor: Client) -> None:
    for name in ("admin:index", "admin:news_article_changelist"):
        assert 'id="capture-addresses"' in editor.get(reverse(name)).content.decode()


# --- The draft ---------------------------------------------------------------------------------


def test_each_field_says_where_it_comes_from(editor: Client, site: Site) -> None:
    article = capture(publish(site)).article
    words = editor.get(reverse("admin:news_article_change", args=[article.pk])).content.decode()
    assert "From the page: <code>og:title</code>." in words


def test_topics_and_offerings_that_are_picked_are_filed_on_saving(
    editor: Client, site: Site, save: Callable[..., Any]
) -> None:
    topic = make_category("Symplur: Telehealth")
    offering = make_offering("Quiet Ward")
    article = capture(publish(site)).article
    save(article, suggested_topics=[topic.pk], suggested_offerings=[offering.pk])
    assert article.ordered_categories() == [topic]
    (row,) = article.related_offerings.all()
    assert (row.offering, row.chosen) == (offering, "pinned")


def test_a_picture_that_is_chosen_replaces_the_present_one(
    editor: Client, site: Site, save: Callable[..., Any]
) -> None:
    site.page("/two.jpeg", picture("JPEG", (900, 600)), content_type="image/jpeg")
    more = '<meta name="twitter:image" content="/two.jpeg">'
    article = capture(publish(site, more=more)).article
    urls = [one["url"] for one in article.harvest_record.images]
    save(article, picture_choice=urls.index(site.at("/two.jpeg")))
    assert Article.objects.get().featured_image.width == 900


def test_a_picture_that_cannot_be_had_is_told_and_the_rest_is_saved(
    editor: Client, site: Site, save: Callable[..., Any]
) -> None:
    more = '<meta name="twitter:image" content="/gone.jpeg">'
    article = capture(publish(site, more=more)).article
    urls = [one["url"] for one in article.harvest_record.images]
    number = urls.index(site.at("/gone.jpeg"))
    answer = save(article, title="Our own", picture_choice=number)
    assert "picture could not be had" in " ".join(messages_of(editor, answer.url))
    assert Article.objects.get().title == "Our own"
    assert Article.objects.get().featured_image.width == 1200


def test_candidates_come_through_medigy_and_only_those_of_the_page(
    editor: Client, site: Site
) -> None:
    article = capture(publish(site)).article
    shown = editor.get(reverse("admin:news_candidate", args=[article.pk, 0]))
    assert shown.headers["Content-Type"] == "image/jpeg"
    assert Image.open(BytesIO(shown.content)).size == (480, 320)
    assert editor.get(reverse("admin:news_candidate", args=[article.pk, 99])).status_code == 404


def test_looking_at_a_draft_changes_nothing(
    editor: Client, site: Site, save: Callable[..., Any]
) -> None:
    article = capture(publish(site)).article
    before = article.modified_at
    save(article)
    article.refresh_from_db()
    assert article.modified_at == before


# --- The second look ---------------------------------------------------------------------------


def test_harvest_again_shows_what_changed_and_takes_what_is_chosen(
    editor: Client, site: Site
) -> None:
    article = capture(publish(site)).article
    publish(site, title="Two Nurses", description="Other words.")
    answer = editor.post(reverse("admin:news_article_read_again", args=[article.pk]), follow=True)
    words = answer.content.decode()
    assert "Two Nurses" in words
    assert "Other words." in words
    editor.post(reverse("admin:news_article_compare", args=[article.pk]), {"take": ["title"]})
    article.refresh_from_db()
    assert article.title == "Two Nurses"
    assert article.description != "Other words."


def test_harvest_again_says_why_a_page_cannot_be_read(editor: Client, site: Site) -> None:
    article = capture(publish(site)).article
    site.page("/news/nurse", status=404)
    url = reverse("admin:news_article_read_again", args=[article.pk])
    answer = editor.post(url, follow=True)
    assert "404" in str(list(answer.context["messages"])[0])
    assert editor.get(url).status_code == 405


# --- Tokens ------------------------------------------------------------------------------------


def test_a_token_is_shown_once_and_belongs_to_whoever_made_it(editor: Client) -> None:
    url = reverse("admin:news_apitoken_add")
    answer = editor.post(url, {**shown_form(editor.get(url).content.decode()), "name": "script"})
    (told,) = [one for one in messages_of(editor, answer.url) if "shown only now" in one]
    secret = told.partition("desk-token'>")[2].partition("<")[0]
    row = ApiToken.objects.get()
    assert row.digest == ApiToken.digest_of(secret)
    assert row.user.username == "editor"


def test_nobody_sees_the_tokens_of_others(chief: Client) -> None:
    other = User.objects.create_user("other")
    row = ApiToken(user=other, name="theirs")
    row.make()
    row.save()
    assert "theirs" not in chief.get(reverse("admin:news_apitoken_changelist")).content.decode()
    answer = chief.get(reverse("admin:news_apitoken_change", args=[row.pk]))
    assert answer.status_code == 302
