"""The command that looks at sources: what it says, its closing line, its exit codes."""

from __future__ import annotations

import pytest

from news import checking, tasks
from news.models import SourceCheck
from tests.builders import make_article
from tests.news.test_checking import from_site, page
from tests.news.test_commands import run
from tests.site import Site
from tests.site import site as site  # the fixture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_once(settings) -> None:
    settings.FETCH_PAUSE = 0


def closing(**found: int) -> str:
    """The closing line with these numbers, the others 0."""
    words = {"alive": "alive", "moved": "moved", "changed": "changed", "gone": "gone",
             "unreachable": "without an answer for days", "unknown": "not seen"}  # fmt: skip
    counts = ", ".join(f"{found.get(name, 0)} {told}" for name, told in words.items())
    return f"Looked at {sum(found.values())}: {counts}\n"


def test_nothing_to_do_is_well() -> None:
    assert run("check_sources") == (0, closing(), "")


def test_what_is_found_is_counted_and_what_needs_a_look_is_said(site: Site) -> None:
    site.page("/alive", page())
    site.redirect("/moved", "/alive", 308)
    site.page("/wall", "no", status=403)
    for path in ("/alive", "/moved", "/gone", "/wall"):
        from_site(site, path)
    code, out, err = run("check_sources")
    assert (code, err) == (0, "")
    assert out == (
        f"{site.at('/moved')}: The source has moved for good to {site.at('/alive')}\n"
        f"{site.at('/gone')}: 127.0.0.1 has nothing at this address (404).\n"
        + closing(alive=1, moved=1, gone=1, unknown=1)
    )


def test_what_an_editor_has_dismissed_is_counted_and_not_said(site: Site) -> None:
    article = from_site(site, "/gone")
    checking.dismiss(checking.check(article))
    assert run("check_sources", "--article", article.slug)[1] == closing(gone=1)


def test_a_run_has_a_limit(site: Site) -> None:
    for number in range(3):
        from_site(site, f"/{number}")
    assert run("check_sources", "--limit", "2")[1].endswith(closing(gone=2))


def test_one_article_by_its_slug_or_its_source_due_or_not(site: Site) -> None:
    one, other = from_site(site, "/1"), from_site(site, "/2")
    from_site(site, "/3")
    named = ("--article", one.slug, "--url", f"{other.clean_url}/", "--url", one.clean_url)
    for _ in range(2):
        assert run("check_sources", *named)[1].endswith(closing(gone=2))
    code, _, err = run("check_sources", "--article", "unknown")
    assert (code, err) == (1, "Nothing was looked at: no article has unknown.")


def test_the_archive_is_asked_only_when_asked_for(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def find(row: SourceCheck) -> None:
        asked.append(row.article.clean_url)
        row.archived_at = "https://web.archive.org/web/2021/x"

    monkeypatch.setattr(checking, "find_copy", find)
    from_site(site, "/gone")
    run("check_sources", "--url", site.at("/gone"))
    assert asked == []
    _, out, _ = run("check_sources", "--url", site.at("/gone"), "--archive")
    assert asked == [site.at("/gone")]
    assert "\n  https://web.archive.org/web/2021/x\n" in out


def test_when_nothing_answers_it_stops_and_says_so() -> None:
    for number in range(6):
        make_article(clean_url=f"https://site-{number}.invalid/a")
    code, out, err = run("check_sources")
    assert (code, out) == (1, closing(unknown=5))
    assert err.startswith("5 sites in a row do not answer. Is this machine connected")


def test_when_nothing_answers_any_more_it_is_3(site: Site) -> None:
    site.page("/alive", page())
    from_site(site, "/alive")
    for number in range(6):
        make_article(clean_url=f"https://site-{number}.invalid/a")
    assert run("check_sources")[0] == 3


def test_at_verbosity_2_every_source_is_named(site: Site) -> None:
    site.page("/alive", page())
    from_site(site, "/alive")
    assert run("check_sources", "--verbosity=2")[2] == f"alive: {site.at('/alive')}\n"


def test_a_worker_looks_at_what_is_due_or_what_it_is_given(site: Site) -> None:
    one, other = from_site(site, "/1"), from_site(site, "/2")
    tasks.look_at_sources.enqueue([other.pk])
    assert SourceCheck.objects.get().article == other
    tasks.look_at_due_sources.enqueue()
    assert SourceCheck.objects.get(article=one).verdict == "gone"
