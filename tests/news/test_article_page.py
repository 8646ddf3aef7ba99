"""An article's page: whose it is, what it says, and how older addresses lead there."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.utils import timezone

from news.models import Alias, Article, RelatedOffering, Section
from offerings.models import Institution, Offering
from tests.builders import make_article, make_offering
from tests.markup import Page
from tests.pictures import add_picture

pytestmark = pytest.mark.django_db
State = Article.State
HIDDEN = [
    {"state": State.CAPTURED},
    {"state": State.DRAFT},
    {"state": State.IN_REVIEW},
    {"state": State.WITHDRAWN},
    {"state": State.PUBLISHED, "published_at": timezone.now() + timedelta(days=2)},
    {"state": State.PUBLISHED, "published_at": None},
]


def text(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


@pytest.fixture
def editor(client: Client) -> Client:
    user = User.objects.create_user("editor", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_article"))
    client.force_login(user)
    return client


def test_it_says_where_the_story_comes_from_and_who_chose_it(client: Client) -> None:
    article = make_article(
        authors=("Radhika Narayanan", "Ann Other"),
        source_byline="J. Writer",
        source_date=date(2025, 12, 30),
        clean_url="https://example.org/story",
    )
    page = text(client, article.path)
    assert 'href="https://example.org/story" rel="nofollow noopener">Read at' in page
    assert "By J. Writer" in page
    assert '<time datetime="2025-12-30">30 December 2025</time>' in page
    assert '<time datetime="2026-01-01">1 January 2026</time>' in page
    assert page.index("Radhika Narayanan") < page.index("Ann Other")


def test_an_address_that_runs_a_script_is_no_link(client: Client) -> None:
    article = make_article(clean_url="javascript:alert(1)", via="x", via_url="javascript:alert(2)")
    assert "javascript:" not in text(client, article.path)


def test_insight_and_excerpt_are_told_apart(client: Client) -> None:
    article = make_article(
        body="<p>Their words.</p>",
        insights="Our *words*.\n\nMore.",
        insights_name="Why it matters",
        authors=("Ann B",),
    )
    page = text(client, article.path)
    excerpt = page[page.index('class="excerpt') : page.index('class="insight')]
    insight = page[page.index('class="insight') : page.index("<aside")]
    assert "Their words." in excerpt and "Our" not in excerpt
    assert "<p>Our <em>words</em>.</p>" in insight and "Why it matters" in insight
    assert "by Ann B" in insight


def test_markup_of_the_source_cannot_act(client: Client) -> None:
    hostile = "<h1>Big</h1><script>steal()</script><p onclick='x()' style='y'>Fine</p>"
    page = text(client, make_article("<script>title</script>", body=hostile).path)
    assert "steal()" not in page and "onclick" not in page
    assert "<script" not in page
    assert len(Page(page).all("h1")) == 1


def test_related_offerings_come_with_their_reasons(client: Client) -> None:
    make_offering("Home Monitor", ("Symplur: Home Care", "Symplur: Telehealth"))
    article = make_article(categories=("Symplur: Telehealth", "Symplur: Home Care"))
    pinned = make_offering("Pinned One")
    RelatedOffering.objects.create(article=article, offering=pinned)
    page = text(client, article.path)
    assert "Shares <em>Telehealth</em> and <em>Home Care</em>" in page
    assert "Chosen by the editors" in page


def test_offerings_that_readers_may_not_see_are_left_out(client: Client) -> None:
    pending = make_offering("Not Yet", status=Offering.Status.PENDING)
    article = make_article(offering=pending)
    RelatedOffering.objects.create(article=article, offering=pending)
    assert "Not Yet" not in text(client, article.path)


def test_it_says_what_it_is_about_and_who_pointed_to_it(client: Client) -> None:
    article = make_article(
        offering=make_offering("Home Monitor"),
        institution=Institution.objects.named("City Hospital"),
        via=" ",
        via_url="https://pointer.example/x",
        tags=("C++", "remote care"),
    )
    page = text(client, article.path)
    assert 'href="/offering/home-monitor/"' in page and "City Hospital" in page
    assert 'href="https://pointer.example/x" rel="nofollow noopener">pointer.example</a>' in page
    assert 'href="/news/?tag=C%2B%2B"' in page and "?tag=remote%20care" in page


def test_more_on_its_first_topic_leaves_itself_out(client: Client) -> None:
    article = make_article("This one", ("Symplur: Telehealth", "Symplur: Home Care"))
    make_article("Same topic", ("Symplur: Telehealth",))
    make_article("Hidden one", ("Symplur: Telehealth",), state=State.DRAFT)
    page = text(client, article.path)
    aside = page[page.index("<aside") :]
    assert "More on Telehealth" in aside and "Same topic" in aside
    assert "This one" not in aside and "Hidden one" not in aside


def test_a_picture_has_its_size_so_that_nothing_moves(client: Client, settings) -> None:
    settings.SITE_URL = "https://medigy.example"
    article = make_article()
    picture = add_picture(article)
    page = Page(text(client, article.path))
    shown = next(image for image in page.all("img") if image["src"] == picture.file.url)
    assert (shown["width"], shown["height"], shown["alt"]) == ("48", "27", "A teal field")
    social = {
        meta.get("property"): meta["content"] for meta in page.all("meta") if "content" in meta
    }
    assert social["og:image"] == f"https://medigy.example{picture.file.url}"


def test_an_unsound_picture_is_not_shown(client: Client) -> None:
    article = make_article()
    picture = add_picture(article, valid=False)
    assert picture.file.url not in text(client, article.path)


def test_it_names_itself_to_those_who_share_it(client: Client, settings) -> None:
    settings.SITE_URL = "https://medigy.example"
    article = make_article("“Quotes” & <angles>", description="What it is.")
    page = Page(text(client, article.path))
    canonical = next(link["href"] for link in page.all("link") if link["rel"] == "canonical")
    assert canonical == f"https://medigy.example{article.path}"
    social = {m.get("property") or m.get("name"): m.get("content") for m in page.all("meta")}
    assert social["og:title"] == "“Quotes” & <angles>"
    assert social["og:url"] == canonical
    assert social["twitter:card"] == "summary"
    assert social["description"] == "What it is."


@pytest.mark.parametrize("end", ["", "//"])
def test_other_spellings_of_a_path_lead_to_it(client: Client, end: str) -> None:
    article = make_article()
    response = client.get(article.path.rstrip("/") + end)
    assert (response.status_code, response["Location"]) == (301, article.path)


@pytest.mark.parametrize("asked", ["/news/older-name", "/news/older-name/"])
def test_an_older_path_leads_to_the_article(client: Client, asked: str) -> None:
    article = make_article()
    Alias.objects.create(article=article, path="/news/older-name")
    response = client.get(asked)
    assert (response.status_code, response["Location"]) == (301, article.path)


@pytest.mark.parametrize("changes", HIDDEN)
def test_nothing_of_a_hidden_article_is_seen(client: Client, changes: dict[str, object]) -> None:
    article = make_article("Secret headline", ("Symplur: Telehealth",), **changes)
    Alias.objects.create(article=article, path="/news/older-name")
    for path in (article.path, article.path[:-1], "/news/older-name", "/news/older-name/"):
        response = client.get(path)
        assert response.status_code == 404, path
        assert "Secret headline" not in response.content.decode()
    for path in ("/", "/news/", "/topic/", "/topic/symplur-telehealth/", "/news/?q=Secret"):
        assert "Secret headline" not in text(client, path)


@pytest.mark.parametrize("changes", HIDDEN)
def test_an_editor_previews_a_hidden_article(editor: Client, changes: dict[str, object]) -> None:
    article = make_article("Secret headline", **changes)
    response = editor.get(article.path)
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex"
    assert "Readers do not see it." in response.content.decode()


def test_staff_who_may_not_see_articles_get_no_preview(client: Client) -> None:
    client.force_login(User.objects.create_user("porter", is_staff=True))
    assert client.get(make_article(state=State.DRAFT).path).status_code == 404


def test_a_public_article_is_the_same_for_editors(editor: Client) -> None:
    response = editor.get(make_article().path)
    assert "Preview" not in response.content.decode()
    assert "no-store" not in response.get("Cache-Control", "")


def test_an_article_of_another_section_lives_under_its_path(client: Client) -> None:
    section = Section.objects.create(name="Posts", base_path="/post/", archetype="bookmark")
    article = make_article("A bookmark", section=section, slug="one")
    make_article("Of the news")
    assert "A bookmark" in text(client, "/post/one/")
    listed = text(client, "/post/")
    assert "A bookmark" in listed and "Of the news" not in listed
    assert client.get("/post")["Location"] == "/post/"
    assert article.path == "/post/one/"


def test_a_path_with_letters_beyond_ascii_works(client: Client) -> None:
    article = make_article(slug="médecine-100%")
    assert client.get("/news/m%C3%A9decine-100%25/").status_code == 200
    response = client.get("/news/m%C3%A9decine-100%25")
    assert response["Location"] == "/news/m%C3%A9decine-100%25/"
    assert 'href="/news/m%C3%A9decine-100%25/"' in text(client, "/news/")
    assert article.is_public


@pytest.mark.parametrize(
    "path", ["/%00", "/news/%00/", "/news/a%2F..%2F../", "/" + "x" * 3000, "/news//", "/%FF/", "/~"]
)
def test_a_strange_path_is_a_plain_404(client: Client, path: str) -> None:
    assert client.get(path).status_code in (301, 404)


def test_an_address_is_read_and_not_written_to(client: Client) -> None:
    assert client.post(make_article().path).status_code == 405


def test_a_moment_in_the_past_is_public(client: Client) -> None:
    article = make_article(published_at=datetime(2020, 1, 1, tzinfo=UTC))
    assert client.get(article.path).status_code == 200
