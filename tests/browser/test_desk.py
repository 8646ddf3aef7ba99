"""A day at the desk in a real browser: find, edit, file, publish, withdraw; look, not touch."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from news import media
from news.models import Article, MediaFile
from tests.builders import make_article, make_category, make_offering
from tests.news.admin.test_untouched import BODIES, everything, make_rich_article
from tests.news.test_media import picture

State = Article.State
EDITOR = ".ProseMirror[contenteditable=true]"
RICH = (
    "<p>What&nbsp;do <a href='https://example.org/?a=1&b=2'>these</a> have in common?</p><p></p>"
    "<ul><li>One</li><li><p>Two</p></li></ul><p>Odd   spaces &lt;here&gt; and\nthere — é.</p>text"
)


def open_article(desk: Page, live_server, article: Article) -> None:
    desk.goto(f"{live_server.url}/admin/news/article/{article.pk}/change/")
    expect(desk.locator("#id_title")).to_be_visible()


def choose(desk: Page, field: str, typed: str, option: str) -> None:
    """Choose ``option`` in an autocomplete after typing some of it."""
    desk.locator(f"#{field} + .select2").click()
    desk.locator(".select2-search__field").last.fill(typed)
    desk.locator(".select2-results__option", has_text=option).click()


def save(desk: Page) -> None:
    with desk.expect_navigation():
        desk.get_by_role("button", name="Save and continue editing").click()
    expect(desk.locator(".errornote")).to_have_count(0)


def test_an_editor_takes_an_article_from_the_list_to_readers_and_back(
    desk: Page, live_server
) -> None:
    make_article("Something else")
    article = make_article("A ward at night", state=State.DRAFT, published_at=None)
    make_category("Symplur: Home Care")
    make_offering("NightWard", ("Symplur: Home Care",))

    desk.goto(f"{live_server.url}/admin/news/article/")
    desk.fill("#searchbar", "ward night")
    desk.press("#searchbar", "Enter")
    expect(desk.locator("#result_list tbody tr")).to_have_count(1)
    desk.get_by_role("link", name="A ward at night").click()

    desk.fill("#id_title", "A ward at night, again")
    group = desk.locator("#article_categories-group")
    group.get_by_text("Add another Topic").click()
    choose(desk, "id_article_categories-0-category", "home", "Symplur: Home Care")
    with desk.expect_navigation():
        desk.get_by_role("button", name="Save and publish now").click()
    expect(desk.get_by_text("Readers see it now.")).to_be_visible()
    expect(desk.locator("#related_offerings-group").get_by_title("NightWard")).to_be_visible()

    article.refresh_from_db()
    assert article.is_public
    desk.goto(f"{live_server.url}{article.path}")
    expect(desk.get_by_role("heading", level=1)).to_have_text("A ward at night, again")

    open_article(desk, live_server, article)
    with desk.expect_navigation():
        desk.get_by_role("button", name="Withdraw from readers").click()
    expect(desk.get_by_text("Readers no longer see it")).to_be_visible()
    assert Article.objects.get(pk=article.pk).state == State.WITHDRAWN


@pytest.mark.parametrize("body_format", Article.BodyFormat.values)
def test_looking_at_an_article_and_saving_it_changes_nothing(
    desk: Page, live_server, body_format: str
) -> None:
    article = make_rich_article(body_format=body_format)
    for body in (RICH, *BODIES):
        Article.objects.filter(pk=article.pk).update(body=body)
        before = everything()
        open_article(desk, live_server, article)
        if desk.locator("[data-django-prose-editor-configurable]").count():
            desk.locator(EDITOR).click()
        save(desk)
        assert everything() == before, body


def test_one_word_typed_into_the_editor_changes_the_body_and_nothing_else(
    desk: Page, live_server
) -> None:
    article = make_article(body="<p>One word.</p>", description="Mine.")
    before = Article.objects.values().get()
    open_article(desk, live_server, article)
    desk.locator(EDITOR).click()
    desk.keyboard.press("End")
    desk.keyboard.type(" And more.")
    save(desk)
    after = Article.objects.values().get()
    assert {name for name in after if after[name] != before[name]} == {"body", "modified_at"}
    assert after["body"] == "<p>One word. And more.</p>"


def test_topics_are_put_in_order_by_dragging(desk: Page, live_server) -> None:
    article = make_article(categories=("A: One", "A: Two", "A: Three"))
    open_article(desk, live_server, article)
    rows = desk.locator("#article_categories-group tbody.original")
    handles = rows.locator(".cursor-move")
    handles.nth(2).scroll_into_view_if_needed()
    source, target = handles.nth(2).bounding_box(), handles.nth(0).bounding_box()
    desk.mouse.move(source["x"] + 10, source["y"] + 10)
    desk.mouse.down()
    desk.mouse.move(target["x"] + 10, target["y"] + 20, steps=12)
    desk.mouse.move(target["x"] + 10, target["y"] - 4, steps=6)
    desk.mouse.up()
    save(desk)
    labels = [topic.label for topic in Article.objects.get().ordered_categories()]
    assert labels == ["Three", "One", "Two"]


def test_a_picture_is_uploaded_and_shown_large(desk: Page, live_server, tmp_path: Path) -> None:
    article = make_article()
    file = tmp_path / "Curated_Featured_Image.png"
    file.write_bytes(picture("JPEG", (640, 360)))
    open_article(desk, live_server, article)
    desk.locator("#media-group").get_by_text("Add another File").click()
    desk.fill("#id_media-0-alt", "A nurse at a desk")
    desk.set_input_files("#id_media-0-upload", file)
    save(desk)
    shown = desk.locator("#media-group img.desk-picture")
    expect(shown).to_be_visible()
    assert shown.evaluate("image => image.naturalWidth") == 640
    medium = MediaFile.objects.get()
    assert (medium.name, medium.format) == (f"{article.stem}-featuredImage.jpeg", "JPEG")


def test_the_list_fits_a_telephone(desk: Page, live_server) -> None:
    article = make_article("A title that is rather long for the screen of a telephone")
    media.attach(article, MediaFile.Role.FEATURED_IMAGE, picture())
    desk.set_viewport_size({"width": 390, "height": 844})
    for path in ("/admin/", "/admin/news/article/", f"/admin/news/article/{article.pk}/change/"):
        desk.goto(f"{live_server.url}{path}")
        assert not desk.evaluate("document.documentElement.scrollWidth > window.innerWidth"), path
