from news.harvesting import harvest_html


def test_a_page_gives_its_title_authors_and_date():
    html = b"""<!doctype html><title>Nurses first - Ward News</title>
    <meta property="og:title" content="Nurses first">
    <script type="application/ld+json">{"@type": "NewsArticle", "author": {"name": "Ann Lee"},
      "datePublished": "2021-06-22"}</script>"""
    harvest = harvest_html(html, "https://ward.example/nurses")
    assert harvest.title == "Nurses first"
    assert harvest.authors == ("Ann Lee",)
    assert harvest.date == "2021-06-22"
    assert harvest.origins["title"] == "og:title"


def test_no_bytes_give_a_harvest_with_nothing_in_it():
    assert harvest_html(b"", "https://ward.example/").title == ""
