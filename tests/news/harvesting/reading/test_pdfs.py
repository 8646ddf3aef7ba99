from news.harvesting import harvest_html

ADDRESS = "https://www.wardpost.example/reports/nights.pdf"
FIRST = "The ward has changed how it greets people who arrive at night,"
SECOND = "and the nurses say that it has made the first hour calmer."


def pdf(info: str) -> bytes:
    """A PDF of one page that says two lines, with these facts about itself."""
    stream = f"BT /F1 12 Tf 40 700 Td ({FIRST}) Tj 0 -14 Td ({SECOND}) Tj ET"
    return f"""%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R
/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>> endobj
4 0 obj <</Length {len(stream)}>> stream
{stream}
endstream endobj
5 0 obj <<{info}>> endobj
trailer <</Root 1 0 R/Info 5 0 R>>
%%EOF""".encode()


def test_a_pdf_says_its_title_author_day_and_text():
    info = "/Title(Nights on the ward)/Author(Ann Lee; Bo Ek)/CreationDate(D:20260301080000Z)"
    harvest = harvest_html(pdf(info), ADDRESS)
    assert harvest.title == "Nights on the ward"
    assert harvest.authors == ("Ann Lee", "Bo Ek")
    assert harvest.date == "2026-03-01"
    assert FIRST in harvest.text
    assert harvest.description.startswith(FIRST)
    assert harvest.brand == "wardpost.example"
    assert harvest.origins["title"] == "the PDF"


def test_a_broken_pdf_gives_an_empty_harvest():
    harvest = harvest_html(b"%PDF-1.7 and nothing else", ADDRESS)
    assert (harvest.title, harvest.text, harvest.clean_url) == ("", "", ADDRESS)


def test_a_page_that_speaks_of_pdfs_is_a_page():
    assert harvest_html(b"<title>What %PDF-1.7 means</title>", ADDRESS).title.startswith("What")
