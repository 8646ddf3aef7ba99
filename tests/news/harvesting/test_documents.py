"""PDFs as sources: what is read of them, and that a hostile one harms nobody."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from news.harvesting import document_reader, documents
from news.harvesting.documents import DocumentError, first_page, pdf_facts
from news.harvesting.images import ImageError, render_pdf_page
from tests.pdfs import pdf, text_at


def test_a_pdf_says_who_wrote_what_and_when() -> None:
    facts = pdf_facts(
        pdf(
            text_at(24, "Sleep in nurses"),
            Title="(Sleep in nurses who work at night)",
            Author="(Maria Sousa)",
            CreationDate="(D:20240311120000+01'00')",
        )
    )
    assert facts.title == "Sleep in nurses who work at night"
    assert facts.author == "Maria Sousa"
    assert facts.created == date(2024, 3, 11)
    assert facts.text == "Sleep in nurses"
    assert facts.pages == 1


@pytest.mark.parametrize(
    "named",
    [
        "",
        "()",
        "(Untitled)",
        "(Microsoft Word - draft 7.docx)",
        "(PowerPoint Presentation)",
        "(final version 3.pdf)",
        "(doi:10.1016/j.x 2024)",
        "(jamia_ocab123)",
    ],
)
def test_the_largest_letters_are_the_title_where_none_is_given(named: str) -> None:
    page = (
        text_at(9, "Journal of Sleep, volume 7", y=760)
        + text_at(22, "Why nurses sleep badly", y=700)
        + text_at(22, "and what helps", y=670)
        + text_at(11, "Maria Sousa and others wrote this text.", y=640)
    )
    facts = pdf_facts(pdf(page, **({"Title": named} if named else {})))
    assert facts.title == "Why nurses sleep badly and what helps"


def test_a_stamp_along_the_margin_is_no_title() -> None:
    stamp = b"BT /F1 40 Tf 0 1 -1 0 40 200 Tm (arXiv:2401.00001 stamp of the server) Tj ET "
    assert pdf_facts(pdf(stamp + text_at(18, "What helps nurses"))).title == "What helps nurses"


def test_a_pdf_that_says_nothing_gives_nothing() -> None:
    facts = pdf_facts(pdf(b""))
    assert (facts.title, facts.author, facts.created, facts.text) == ("", "", None, "")


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("D:20240311", date(2024, 3, 11)),
        ("D:2024", date(2024, 1, 1)),
        ("2024-03-11T10:00:00", date(2024, 3, 11)),
        ("D:20249911", None),
        ("D:00000101", None),
        ("yesterday", None),
    ],
)
def test_days_are_read_where_they_are_days(written: str, day: date | None) -> None:
    assert pdf_facts(pdf(b"", CreationDate=f"({written})")).created == day


def test_the_text_of_the_first_pages_is_read_and_no_more() -> None:
    pages = [text_at(11, f"This is page {number} of many.") for number in range(30)]
    facts = pdf_facts(pdf(*pages))
    assert facts.pages == 30
    assert "This is page 7 of many." in facts.text
    assert "This is page 8 of many." not in facts.text


def test_control_characters_do_not_go_on() -> None:
    facts = pdf_facts(pdf(text_at(11, "a"), Title=r"(Sleep\000 in\007 nurses\rtoday)"))
    assert facts.title == "Sleep in nurses today"


def test_the_first_page_becomes_a_picture() -> None:
    page = render_pdf_page(pdf(text_at(40, "Sleep"), text_at(40, "Second")))
    assert (page.format, page.width, page.height) == ("JPEG", 1237, 1600)
    picture = Image.open(BytesIO(page.data)).convert("L")
    assert picture.getpixel((5, 5)) > 250
    assert picture.getextrema()[0] < 60


@pytest.mark.parametrize("box", ["0 0 14400 14400", "0 0 1000000 1000000", "0 0 3 9000", "0 0 0 0"])
def test_pages_of_any_size_become_pictures_of_one(box: str) -> None:
    page = render_pdf_page(pdf(text_at(12, "x"), box=box))
    assert max(page.width, page.height) <= 1600
    assert min(page.width, page.height) >= 1


def encrypted() -> bytes:
    """A PDF that says to be locked with a password that nobody knows."""
    lock = f"<</Filter/Standard/V 1/R 2/O <{'41' * 32}>/U <{'42' * 32}>/P -44>>"
    return pdf(text_at(12, "secret"), trailer=f"/Encrypt {lock} /ID [<00><00>]")


@pytest.mark.parametrize("read", [pdf_facts, first_page])
def test_a_locked_pdf_is_told(read) -> None:
    with pytest.raises(DocumentError, match="password"):
        read(encrypted())


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4", b"just words", pdf(b"")[:200], b"\0" * 5000])
def test_a_broken_pdf_is_told(data: bytes) -> None:
    with pytest.raises(DocumentError, match="cannot be read"):
        pdf_facts(data)
    with pytest.raises(ImageError, match="cannot be read"):
        render_pdf_page(data)


def test_a_large_pdf_is_refused_unread() -> None:
    with pytest.raises(DocumentError, match="20 MB"):
        pdf_facts(b"%PDF-" + b"\0" * 21 * 1024 * 1024)


@settings(max_examples=15)
@given(st.data())
def test_mangled_pdfs_give_facts_or_a_sentence(data: st.DataObject) -> None:
    whole = bytearray(pdf(text_at(20, "Why nurses sleep badly")))
    for _ in range(data.draw(st.integers(1, 12))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        pdf_facts(bytes(whole))
    except DocumentError as refusal:
        assert str(refusal).endswith(".")


def test_a_pdf_that_never_ends_is_ended(monkeypatch, tmp_path) -> None:
    hanging = tmp_path / "reader.py"
    hanging.write_text("while True: pass")
    monkeypatch.setattr(documents, "_READER", hanging)
    monkeypatch.setattr(documents, "SECONDS", 0.5)
    with pytest.raises(DocumentError, match="cannot be read"):
        pdf_facts(pdf(b""))


def test_a_pdf_that_kills_its_reader_kills_nothing_else(monkeypatch, tmp_path) -> None:
    dying = tmp_path / "reader.py"
    dying.write_text("import os; os.abort()")
    monkeypatch.setattr(documents, "_READER", dying)
    with pytest.raises(DocumentError, match="cannot be read"):
        pdf_facts(pdf(b""))


def test_the_reader_knows_no_secrets(monkeypatch, tmp_path) -> None:
    telling = tmp_path / "reader.py"
    telling.write_text("import os; print(dict(os.environ), end='')")
    monkeypatch.setenv("SECRET_KEY", "only for tests")
    monkeypatch.setattr(documents, "_READER", telling)
    assert b"only for tests" not in first_page(pdf(b""))


def test_the_reader_is_bounded_by_the_system() -> None:
    asked = (
        "import resource, os, sys; sys.path.insert(0, sys.argv[1]); import document_reader as d;"
        "d._bound(); print(resource.getrlimit(resource.RLIMIT_CPU)[0],"
        "resource.getrlimit(resource.RLIMIT_FSIZE)[0])"
    )
    folder = str(Path(document_reader.__file__).parent)
    done = subprocess.run(
        [sys.executable, "-c", asked, folder], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == [str(document_reader.SECONDS), "0"]


def test_the_two_sides_agree_how_a_locked_one_ends() -> None:
    assert documents._IS_LOCKED == document_reader.LOCKED
