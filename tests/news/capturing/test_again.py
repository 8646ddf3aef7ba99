"""The second look at a source: what the publisher changed, and what an editor takes of it."""

from __future__ import annotations

import pytest

from news.capturing import CaptureError, again, capture
from news.capturing.again import differences, read_again, take
from news.capturing.origins import origins
from news.harvesting.fetch import FetchError
from news.media import MediaError
from news.models import Article, HarvestRecord
from tests.builders import make_article
from tests.news.capturing.pages import publish
from tests.pictures import picture
from tests.site import Site

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(site: Site) -> Article:
    return capture(publish(site)).article


def test_a_page_that_says_the_same_makes_no_difference(article: Article) -> None:
    assert differences(article, read_again(article)) == []


def test_what_the_publisher_changed_is_told_with_what_was_there(
    site: Site, article: Article
) -> None:
    publish(site, title="Two Nurses on the Phone")
    (one,) = differences(article, read_again(article))
    assert (one.name, one.here, one.then) == ("title", article.title, article.title)
    assert one.now == "Two Nurses on the Phone"
    assert one.origin == "og:title"
    assert one.by_publisher


def test_what_an_editor_changed_is_told_apart(article: Article) -> None:
    article.title = "Our own headline"
    article.save()
    (one,) = differences(article, read_again(article))
    assert (one.here, one.now) == ("Our own headline", "A Nurse on the Phone")
    assert not one.by_publisher


def test_only_what_was_chosen_is_taken_over(site: Site, article: Article) -> None:
    before = article.modified_at
    publish(site, title="Two Nurses on the Phone", description="Now with two.")
    read_again(article)
    take(article, ["title"])
    article.refresh_from_db()
    assert article.title == "Two Nurses on the Phone"
    assert article.description != "Now with two."
    assert article.modified_at > before


def test_after_a_choice_the_page_is_compared_with_what_it_said_last(
    site: Site, article: Article
) -> None:
    publish(site, title="Two Nurses on the Phone")
    read_again(article)
    take(article, [])
    record = article.harvest_record
    record.refresh_from_db()
    assert record.fresh is None
    assert record.answers["title"] == "Two Nurses on the Phone"
    (one,) = differences(article, read_again(article))
    assert not one.by_publisher  # the page stands; it is the article that keeps the former title


def test_taking_nothing_changes_no_article(article: Article) -> None:
    before = article.modified_at
    read_again(article)
    take(article, [])
    article.refresh_from_db()
    assert article.modified_at == before


def test_the_blocks_follow_the_page(site: Site, article: Article) -> None:
    publish(site, title="Two Nurses")
    read_again(article)
    take(article, [])
    article.page_metadata.refresh_from_db()
    assert article.page_metadata.open_graph["ogtitle"] == "Two Nurses | The Ward Review"


def test_a_new_picture_replaces_the_present_one(site: Site, article: Article) -> None:
    site.page("/two.jpeg", picture("JPEG", (800, 600)), content_type="image/jpeg")
    publish(site, image="/two.jpeg")
    read_again(article)
    take(article, ["picture"])
    assert Article.objects.get().featured_image.width == 800


def test_a_picture_that_cannot_be_had_changes_nothing_at_all(site: Site, article: Article) -> None:
    publish(site, title="Two Nurses", image="/gone.jpeg")
    read_again(article)
    with pytest.raises((FetchError, MediaError)):
        take(article, ["title", "picture"])
    assert Article.objects.get().title == "A Nurse on the Phone"


def test_a_draft_by_hand_is_filled_by_a_later_reading(site: Site) -> None:
    article = capture(site.at("/news/late")).article
    publish(site, "/news/late")
    found = {one.name: one for one in differences(article, read_again(article))}
    assert {"title", "body", "source_byline", "source_date"} <= found.keys()
    take(article, list(found))
    article.refresh_from_db()
    assert article.title == "A Nurse on the Phone"
    assert "fifth fewer" in article.body
    assert article.harvest_record.problem == "" or not article.harvest_record.problem
    assert article.featured_image is not None


def test_a_reading_that_fails_keeps_the_reason_and_the_answers(
    site: Site, article: Article
) -> None:
    site.page("/news/nurse", "gone", status=410)
    with pytest.raises(FetchError):
        read_again(article)
    record = article.harvest_record
    record.refresh_from_db()
    assert "410" in record.problem
    assert record.answers["title"] == "A Nurse on the Phone"


def test_an_article_that_was_never_harvested_can_be_compared_too(site: Site) -> None:
    article = make_article("By hand", clean_url=publish(site))
    names = {one.name for one in differences(article, read_again(article))}
    assert "title" in names


def test_each_field_tells_where_it_comes_from(article: Article) -> None:
    assert dict(origins(article))["title"] == "From the page: <code>og:title</code>."


def test_a_field_that_an_editor_changed_tells_what_the_page_says(article: Article) -> None:
    article.title = "Our own headline"
    note = dict(origins(article))["title"]
    assert note == "Changed here. The page says “A Nurse on the Phone” (<code>og:title</code>)."


def test_what_was_taken_off_the_address_is_named_with_the_reason(site: Site) -> None:
    article = capture(f"{publish(site)}?utm_source=mail").article
    assert "<code>utm_source" in dict(origins(article))["clean_url"]


def test_an_article_of_a_file_has_no_origins() -> None:
    assert list(origins(make_article())) == []


def test_an_address_that_belongs_to_another_article_is_not_taken(
    site: Site, article: Article
) -> None:
    other = make_article("The other", clean_url=site.at("/2026/a-nurse-on-the-phone-at-last"))
    site.redirect("/news/nurse", "/2026/a-nurse-on-the-phone-at-last")
    publish(site, "/2026/a-nurse-on-the-phone-at-last", title="Two Nurses")
    read_again(article)
    with pytest.raises(CaptureError, match="The other"):
        take(article, ["clean_url", "title"])
    assert Article.objects.get(pk=article.pk).title == "A Nurse on the Phone"
    assert HarvestRecord.objects.get(article=article).fresh
    article.duplicate_of = other
    article.save()
    assert set(take(article, ["clean_url", "title"])) == {"clean_url", "title"}
    assert Article.objects.get(pk=article.pk).clean_url == other.clean_url


def test_what_the_page_no_longer_says_otherwise_empties_no_field(
    site: Site, article: Article
) -> None:
    site.page("/news/nurse", "<article></article>")
    read_again(article)
    assert take(article, ["title", "description", "source_byline", "source_date", "body"]) == []
    article.refresh_from_db()
    assert article.title == "A Nurse on the Phone"
    assert article.source_byline == "Marta Reis"


def test_what_another_editor_saved_meanwhile_stays(site: Site, article: Article) -> None:
    publish(site, title="Two Nurses")
    read_again(article)
    Article.objects.update(description="Saved by another.")
    take(article, ["title"])
    kept = Article.objects.get()
    assert (kept.title, kept.description) == ("Two Nurses", "Saved by another.")


def test_a_reading_that_another_editor_settled_is_not_taken_twice(
    site: Site, article: Article, monkeypatch
) -> None:
    site.page("/two.jpeg", picture("JPEG", (800, 600)), content_type="image/jpeg")
    publish(site, title="Two Nurses", image="/two.jpeg")
    read_again(article)
    fetched = again.fetched_picture

    def meanwhile(url: str) -> object:
        HarvestRecord.objects.update(fresh=None)
        return fetched(url)

    monkeypatch.setattr(again, "fetched_picture", meanwhile)
    assert take(article, ["title", "picture"]) == []
    assert Article.objects.get().title == "A Nurse on the Phone"


def test_texts_are_compared_as_they_read_however_much_markup_they_seem_to_hold(
    site: Site, article: Article
) -> None:
    publish(
        site,
        title="Is a &lt; b &gt; c" + " &lt;a" * 100,
        story=f"<p>{'A <b>new</b> story. ' * 9}</p>",
    )
    found = {one.name: one for one in differences(article, read_again(article))}
    assert found["title"].shown["now"].startswith("Is a < b > c <a")
    assert found["body"].shown["now"].startswith("A new story. A new")
