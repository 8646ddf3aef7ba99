"""The form of articles: making, editing, refusing, deleting."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from news.models import (
    Alias,
    Article,
    PageMetadata,
    Publication,
    RelatedOffering,
)
from tests.builders import make_article, make_category, make_offering
from tests.news.admin.conftest import shown_form
from tests.news.test_media import picture

LIST = "/admin/news/article/"
ADD = "/admin/news/article/add/"
State = Article.State


def text_of(response) -> str:
    """What the page says, without its tags."""
    return unescape(re.sub(r"<[^>]+>", "", response.content.decode()))


def add(client: Client, **fields: str):
    """Fill in the form of a new article and save it."""
    posted = shown_form(client.get(ADD).content.decode())
    return client.post(ADD, {**posted, **fields, "_continue": "1"})


class TestANewArticle:
    def test_it_needs_a_title_only(self, chief) -> None:
        assert add(chief, title="Why wards whisper").status_code == 302
        article = Article.objects.get()
        assert (article.state, article.date) == (State.DRAFT, timezone.localdate())
        assert (article.slug, article.path) == ("why-wards-whisper", "/news/why-wards-whisper/")
        assert article.ordered_tags() == ["News"]
        assert re.fullmatch(r"[0-9a-f-]{36}\.md", article.md_name)

    def test_it_takes_publication_address_slug_and_description_from_what_is_there(
        self, chief
    ) -> None:
        add(
            chief,
            title="Amazon's March Into Healthcare: A 2021 Update",
            source_url="https://www.medicalfuturist.com/amazon/",
            body="<p>" + "word " * 60 + "</p>",
        )
        article = Article.objects.get()
        assert article.slug == "medicalfuturist-amazons-march-into-healthcare-a-2021-update"
        assert article.clean_url == article.source_url
        assert article.publication == Publication.objects.get(host="medicalfuturist.com")
        assert article.description.endswith("word…")
        assert len(article.description) <= 200

    def test_the_same_title_gets_a_number(self, chief) -> None:
        add(chief, title="Twice")
        add(chief, title="Twice")
        assert set(Article.objects.values_list("slug", flat=True)) == {"twice", "twice-2"}

    def test_an_older_path_of_another_article_is_not_taken_over(self, chief) -> None:
        Alias.objects.create(article=make_article(), path="/news/twice")
        add(chief, title="Twice")
        assert Article.objects.get(title="Twice").slug == "twice-2"

    def test_white_space_is_no_title(self, chief) -> None:
        assert "Give the article a title." in text_of(add(chief, title="  "))

    def test_a_text_in_markdown_is_written_as_markdown(self, chief) -> None:
        page = chief.get(ADD, {"body_format": "markdown"}).content.decode()
        assert "desk-source" in page


class TestRefusals:
    """Each names the article that already holds it, and leads to its page."""

    @pytest.fixture
    def holder(self) -> Article:
        article = make_article(
            "The holder",
            slug="held",
            clean_url="https://example.org/held",
            work_package_id=6800,
        )
        Alias.objects.create(article=article, path="/news/held-before")
        return article

    @pytest.mark.parametrize(
        "changes",
        [
            {"slug": "held"},
            {"slug": "held-before"},
            {"clean_url": "http://www.example.org/held/#top"},
            {"work_package_id": "6800"},
        ],
    )
    def test_what_another_article_holds_is_refused_with_a_link_to_it(
        self, chief, save, holder, changes: dict[str, str]
    ) -> None:
        article = make_article("Newcomer")
        response = save(article, **changes)
        assert response.status_code == 200
        assert list(response.context["adminform"].form.errors) == list(changes)
        error = str(response.context["adminform"].form.errors)
        assert reverse("admin:news_article_change", args=[holder.pk]) in error
        assert "The holder" in error
        assert Article.objects.get(pk=article.pk).slug == article.slug

    def test_a_second_article_of_an_address_is_told_how_to_keep_both(
        self, chief, save, holder
    ) -> None:
        error = str(add(chief, title="Twin", source_url=holder.clean_url).context["errors"])
        assert "Duplicate of" in error
        assert (
            add(
                chief, title="Twin", source_url=holder.clean_url, duplicate_of=str(holder.pk)
            ).status_code
            == 302
        )
        twin = Article.objects.get(title="Twin")
        assert twin.duplicate_of == holder
        assert twin.md_name != holder.md_name

    @pytest.mark.parametrize(
        ("path", "sentence"),
        [
            ("/news/held/", "is reached there already"),
            ("/news/held-before", "is reached there already"),
            ("/news/own", "own address"),
            ("news/x", "from the root"),
            ("//elsewhere.example/x", "from the root"),
            ("https://elsewhere.example/x", "from the root"),
            ("/news/../../etc", "from the root"),
            ("/news/a b", "from the root"),
        ],
    )
    def test_a_path_that_cannot_lead_here_is_refused(
        self, chief, save, holder, path: str, sentence: str
    ) -> None:
        article = make_article(slug="own")
        row = {"aliases-0-path": path, "aliases-0-position": "0", "aliases-0-id": ""}
        response = save(article, **row, **{"aliases-TOTAL_FORMS": "1"})
        assert response.status_code == 200
        assert sentence in text_of(response)
        assert not article.aliases.exists()

    @pytest.mark.parametrize("slug", ["a/b", "../x", "a b", "ü?"])
    def test_a_slug_that_is_no_name_is_refused(self, chief, save, slug: str) -> None:
        assert "letters, digits and hyphens" in text_of(save(make_article(), slug=slug))

    @pytest.mark.parametrize("url", ["javascript:alert(1)", "example.org", "https://"])
    def test_an_address_that_nobody_can_follow_is_refused(self, chief, save, url: str) -> None:
        assert "beginning with https://" in text_of(save(make_article(), source_url=url))

    def test_the_same_topic_twice_is_refused_in_words(self, chief, save) -> None:
        article = make_article(categories=("Symplur: Telehealth",))
        row = {
            "article_categories-1-category": str(make_category().pk),
            "article_categories-1-position": "0",
            "article_categories-TOTAL_FORMS": "2",
        }
        assert "The same topic is here twice" in text_of(save(article, **row))


class TestEditing:
    def test_a_new_slug_leads_readers_of_the_old_one(self, chief, save) -> None:
        article = make_article(slug="old")
        save(article, slug="new")
        article.refresh_from_db()
        assert article.path == "/news/new/"
        assert [alias.path for alias in article.aliases.all()] == ["/news/old"]

    def test_an_emptied_slug_is_made_again(self, chief, save) -> None:
        article = make_article("Fresh title", state=State.DRAFT, published_at=None, clean_url="")
        save(article, slug="")
        article.refresh_from_db()
        assert article.slug == "fresh-title"

    @pytest.mark.parametrize("at_word", [True, False])
    def test_a_description_made_of_the_body_follows_it(self, chief, save, at_word: bool) -> None:
        former, body = "<p>" + "former " * 50 + "</p>", "<p>" + "present " * 50 + "</p>"
        from_body = {
            True: lambda word: " ".join([word] * (200 // (len(word) + 1))) + "…",
            False: lambda word: (f"{word} " * 50)[:200],
        }[at_word]
        article = make_article(body=former, description=from_body("former"))
        save(article, body=body)
        article.refresh_from_db()
        assert article.description == from_body("present")

    def test_a_description_of_its_own_stays(self, chief, save) -> None:
        article = make_article(description="My own words.")
        save(article, body="<p>Another body.</p>")
        article.refresh_from_db()
        assert article.description == "My own words."

    def test_tags_keep_their_order_and_case(self, chief, save) -> None:
        article = make_article(tags=("News", "AI"))
        save(article, tags='Zebra, ai drafts, "payers, public", News')
        assert article.ordered_tags() == ["Zebra", "ai drafts", "payers, public", "News"]

    def test_new_rows_come_last_and_the_others_keep_their_places(self, chief, save) -> None:
        article = make_article(categories=("A: One", "A: Two"))
        row = {
            "article_categories-2-category": str(make_category("A: Three").pk),
            "article_categories-2-position": "0",
            "article_categories-TOTAL_FORMS": "3",
        }
        save(article, **row)
        rows = article.article_categories.values_list("category__label", "position")
        assert list(rows) == [("One", 0), ("Two", 1), ("Three", 2)]

    def test_dragged_rows_stay_where_they_are_put(self, chief, save) -> None:
        article = make_article(categories=("A: One", "A: Two"))
        save(
            article,
            **{"article_categories-0-position": "1", "article_categories-1-position": "0"},
        )
        assert [str(c.label) for c in Article.objects.get().ordered_categories()] == ["Two", "One"]

    def test_a_picture_is_stored_under_the_articles_name(self, chief, client) -> None:
        article = make_article()
        url = reverse("admin:news_article_change", args=[article.pk])
        form = shown_form(client.get(url).content.decode())
        upload = picture("JPEG")
        row = {
            "media-0-role": "featuredImage",
            "media-0-alt": "A nurse at a desk",
            "media-0-upload": SimpleUploadedFile("Curated_Featured_Image.png", upload),
            "media-TOTAL_FORMS": "1",
        }
        assert client.post(url, {**form, **row}).status_code == 302
        medium = article.media.get()
        assert medium.name == f"{article.stem}-featuredImage.jpeg"
        assert (medium.format, medium.width, medium.height) == ("JPEG", 40, 30)
        assert medium.file.read() == upload

    @pytest.mark.parametrize(
        ("row", "sentence"),
        [
            ({"alt": "x"}, "Choose a file"),
            ({"alt": "x", "upload": b"<svg/>"}, "no picture"),
            ({"alt": "", "upload": picture()}, "for those who do not see it"),
            ({"alt": "x", "upload": b"%PDF", "role": "favIconImage"}, "no picture"),
            ({"alt": "x", "upload": picture(), "role": "featuredPdf"}, "no PDF"),
        ],
    )
    def test_a_file_that_cannot_be_shown_is_refused(self, chief, save, row, sentence) -> None:
        data = {"role": "featuredImage", **row}
        if "upload" in data:
            data["upload"] = SimpleUploadedFile("a.png", data["upload"])
        posted = {f"media-0-{name}": value for name, value in data.items()}
        article = make_article()
        response = save(article, **posted, **{"media-TOTAL_FORMS": "1"})
        assert sentence in text_of(response)
        assert not article.media.exists()

    def test_what_the_page_says_of_itself_is_shown_and_three_states_are_told(self, chief) -> None:
        article = make_article()
        PageMetadata.objects.create(
            article=article, html={"ogtitle": "<i>A</i>", "author": None, "description": ""}
        )
        page = text_of(chief.get(reverse("admin:news_article_change", args=[article.pk])))
        assert "ogtitle" in page and "<i>A</i>" in page
        assert "not there" in page and "there, but empty" in page


class TestRelatedOfferings:
    @pytest.fixture
    def article(self) -> Article:
        for label in ("One", "Two", "Three"):
            make_offering(label, ("Symplur: Telehealth",))
        return make_article(categories=("Symplur: Telehealth",))

    def shown(self, article: Article) -> list[tuple[str, str]]:
        rows = article.related_offerings.shown().select_related("offering")
        return [(row.offering.label, row.chosen) for row in rows]

    def test_the_rules_rows_are_shown_with_their_reason(self, chief, article) -> None:
        page = chief.get(reverse("admin:news_article_change", args=[article.pk]))
        form = shown_form(page.content.decode())
        assert [form[f"related_offerings-{i}-chosen"] for i in range(3)] == ["rule"] * 3
        assert "field-because" in page.content.decode()
        assert text_of(page).count("Telehealth") >= 4

    def test_a_row_of_the_rule_is_pinned_where_it_stands(self, chief, save, article) -> None:
        assert self.shown(article) == [("Three", "rule"), ("Two", "rule"), ("One", "rule")]
        save(article, **{"related_offerings-2-chosen": "pinned"})
        assert self.shown(article) == [("One", "pinned"), ("Three", "rule"), ("Two", "rule")]

    def test_a_row_of_the_rule_is_excluded_where_it_stands(self, chief, save, article) -> None:
        save(article, **{"related_offerings-0-chosen": "excluded"})
        assert self.shown(article) == [("Two", "rule"), ("One", "rule")]
        save(article, **{"related_offerings-0-chosen": "rule"})
        assert self.shown(article)[0] == ("Three", "rule")

    def test_a_row_that_an_editor_adds_is_pinned(self, chief, save, article) -> None:
        other = make_offering("Elsewhere", ("Symplur: Home Care",))
        row = {
            "related_offerings-3-offering": str(other.pk),
            "related_offerings-3-chosen": "pinned",
            "related_offerings-3-position": "0",
            "related_offerings-TOTAL_FORMS": "4",
        }
        save(article, **row)
        assert self.shown(article)[0] == ("Elsewhere", "pinned")

    def test_a_change_of_topics_in_the_same_save_is_followed(self, chief, save, article) -> None:
        other = make_offering("Home", ("Symplur: Home Care",))
        save(
            article,
            **{
                "related_offerings-0-chosen": "pinned",
                "article_categories-0-category": str(make_category("Symplur: Home Care").pk),
            },
        )
        assert self.shown(article) == [("Three", "pinned"), (other.label, "rule")]

    def test_a_catalogue_that_changed_meanwhile_is_no_error(self, chief, client, article) -> None:
        url = reverse("admin:news_article_change", args=[article.pk])
        form = shown_form(client.get(url).content.decode())
        make_offering("Four", ("Symplur: Telehealth",))
        assert client.post(url, {**form, "title": "Saved"}).status_code == 302
        assert self.shown(article)[0] == ("Four", "rule")
        assert not RelatedOffering.objects.exclude(chosen="rule").exists()


class TestDeleting:
    def test_what_readers_see_is_withdrawn_first(self, chief) -> None:
        article = make_article()
        response = chief.post(
            reverse("admin:news_article_delete", args=[article.pk]), {"post": "yes"}, follow=True
        )
        assert "Withdraw first what readers see" in text_of(response)
        posted = {"action": "delete_selected", "_selected_action": [article.pk], "post": "yes"}
        response = chief.post(LIST, posted, follow=True)
        assert "Withdraw first what readers see" in text_of(response)
        assert Article.objects.exists()

    def test_a_draft_is_deleted_and_its_duplicate_takes_its_place(self, chief) -> None:
        article = make_article(state=State.DRAFT)
        twins = [make_article(clean_url=article.clean_url, duplicate_of=article) for _ in "ab"]
        chief.post(reverse("admin:news_article_delete", args=[article.pk]), {"post": "yes"})
        assert Article.objects.get(pk=twins[0].pk).duplicate_of is None
        assert Article.objects.get(pk=twins[1].pk).duplicate_of == twins[0]


def test_an_address_that_newer_rules_find_taken_is_refused_and_not_an_error(chief, save) -> None:
    make_article(clean_url="https://example.org/a")
    stale = make_article(clean_url="https://example.org/b")
    Article.objects.filter(pk=stale.pk).update(clean_url="https://example.org/a?utm_source=mail")
    answer = save(stale, title="Another title")
    assert answer.status_code == 200
    assert "comes from this address already" in answer.content.decode()
