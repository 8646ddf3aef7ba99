"""Markdown goes in and out at the desk, in a real browser."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from news.markdown.importer import find_files, import_files
from news.models import Article
from tests.documents import another, text_of, write

BROKEN = "---\ntitle: [no end\n---\n"
DROP = """
([name, text]) => {
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([text], name));
  const zone = document.querySelector("[data-zone]");
  for (const kind of ["dragenter", "dragover", "drop"]) {
    zone.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
  }
}
"""


def story(number: int, **changes: object) -> str:
    return text_of(**another(number, **changes))


@pytest.fixture
def site(tmp_path: Path, db) -> Path:
    """A zip with one new, one changed, one untouched and one broken file."""
    folder = tmp_path / "before"
    for number in (1, 2):
        write(folder, f"content/news/{number}.md", story(number, title=f"Story {number}"))
    import_files(find_files([folder]))
    target = tmp_path / "site.zip"
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("content/news/1.md", story(1, title="Story 1"))
        archive.writestr("content/news/2.md", story(2, title="Story two, retold"))
        archive.writestr("content/news/3.md", story(3, title="Story 3"))
        archive.writestr("content/news/4.md", BROKEN)
    return target


def test_an_editor_drops_a_zip_reads_the_plan_and_imports_it(
    desk: Page, live_server, site: Path
) -> None:
    desk.goto(f"{live_server.url}/admin/news/article/")
    desk.locator("#content, #main").get_by_role("link", name="Import Markdown").last.click()
    desk.set_input_files("#files", site)
    expect(desk.get_by_text("site.zip ·")).to_be_visible()
    desk.get_by_role("button", name="Show the plan").click()

    expect(desk.locator("[data-sentence]")).to_have_text(
        "4 files: 1 new, 1 changed, 1 unchanged, 1 failed."
    )
    table = desk.locator(".exchange-files tbody tr")
    expect(table.first).to_contain_text("content/news/4.md")
    expect(table.first).to_contain_text("Line 3")
    changed = desk.locator("tr[data-outcome=changed]")
    changed.locator("summary").click()
    expect(changed.locator("del").first).to_have_text("2")
    expect(changed.locator("ins").first).to_have_text("two, retold")
    assert Article.objects.count() == 2

    desk.get_by_role("button", name="Import 2 files").click()
    expect(desk.locator("[data-sentence]")).to_have_text(
        "Imported 4: 1 new, 1 changed, 1 unchanged, 1 failed."
    )
    with desk.expect_download() as download:
        desk.get_by_role("link", name="Report of problems").click()
    assert download.value.path().read_text().startswith("content/news/4.md: Line 3")
    desk.get_by_role("link", name="Story 3").click()
    expect(desk.locator("#id_title")).to_have_value("Story 3")
    assert sorted(Article.objects.values_list("title", flat=True)) == [
        "Story 1",
        "Story 3",
        "Story two, retold",
    ]


def test_files_can_be_dropped_on_the_page(desk: Page, live_server) -> None:
    desk.goto(f"{live_server.url}/admin/news/article/import/")
    desk.evaluate(DROP, ["one.md", story(1)])
    expect(desk.get_by_text("one.md ·")).to_be_visible()
    desk.get_by_role("button", name="Show the plan").click()
    expect(desk.locator("[data-sentence]")).to_have_text("1 file: 1 new.")


def test_it_works_without_a_script(browser, desk: Page, live_server, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies(desk.context.cookies())
    page = context.new_page()
    page.goto(f"{live_server.url}/admin/news/article/import/")
    page.set_input_files("#files", site)
    page.locator("form button[type=submit]", has_text="Show the plan").click()
    page.locator("form button[type=submit]", has_text="Import 2 files").click()
    expect(page.locator("[data-sentence]")).to_contain_text("Imported 4: 1 new")
    context.close()


def test_everything_is_downloaded_as_it_came(desk: Page, live_server, site: Path) -> None:
    Article.objects.filter(title="Story 2").update(state=Article.State.DRAFT)
    desk.goto(f"{live_server.url}/admin/news/article/export/")
    with desk.expect_download() as download:
        desk.get_by_role("button", name="Download the zip").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        assert archive.namelist() == ["content/news/1.md"]
        assert archive.read("content/news/1.md").decode() == story(1, title="Story 1")
    desk.get_by_role("checkbox").check()
    with desk.expect_download() as download:
        desk.get_by_role("button", name="Download the zip").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        assert archive.namelist() == ["content/news/1.md", "content/news/2.md"]


def test_the_form_shows_the_file_and_what_an_edit_changes_in_it(
    desk: Page, live_server, site: Path
) -> None:
    article = Article.objects.get(title="Story 1")
    desk.goto(f"{live_server.url}/admin/news/article/{article.pk}/change/")
    desk.get_by_text("As it will be exported").click()
    expect(desk.get_by_label("Front matter")).to_contain_text("title: Story 1")
    desk.fill("#id_title", "Story one")
    with desk.expect_navigation():
        desk.get_by_role("button", name="Save and continue editing").click()
    desk.get_by_text("What changed since the last export").click()
    expect(desk.locator("del.exchange-line", has_text="title: Story 1")).to_be_visible()
    expect(desk.locator("ins.exchange-line", has_text="title: Story one")).to_be_visible()


@pytest.mark.parametrize("width", [390, 820])
def test_the_pages_fit_a_small_screen(desk: Page, live_server, site: Path, width: int) -> None:
    desk.set_viewport_size({"width": width, "height": 844})

    def require_fit() -> None:
        assert not desk.evaluate("document.documentElement.scrollWidth > window.innerWidth")

    desk.goto(f"{live_server.url}/admin/news/article/export/")
    require_fit()
    desk.goto(f"{live_server.url}/admin/news/article/import/")
    require_fit()
    desk.set_input_files("#files", site)
    desk.get_by_role("button", name="Show the plan").click()
    expect(desk.locator("[data-sentence]")).to_be_visible()
    desk.locator("tr[data-outcome=changed] summary").click()
    require_fit()
    desk.goto(f"{live_server.url}/admin/news/article/{Article.objects.first().pk}/change/")
    desk.get_by_text("As it will be exported").click()
    expect(desk.get_by_label("Front matter")).to_be_visible()
    require_fit()
