import pytest

from tests.news.harvesting.reading.pages import json_ld, meta, read


@pytest.mark.parametrize(
    "page",
    [
        {"head": meta(article__tag="nursing") + meta(article__tag="night shifts")},
        {"head": '<meta name="keywords" content="nursing, night shifts">'},
        {"head": '<meta name="news_keywords" content="nursing; night shifts">'},
        {"head": json_ld({"@type": "Article", "keywords": ["nursing", "night shifts"]})},
        {"head": json_ld({"@type": "Article", "keywords": "nursing,night shifts"})},
        {"head": json_ld({"@type": "Article", "about": [{"name": "nursing"}, "night shifts"]})},
        {"head": '<meta name="parsely-tags" content="nursing,night shifts">'},
        {"body": '<a rel="tag" href="/t/1">#nursing</a> <a rel="nofollow tag">night shifts</a>'},
    ],
)
def test_tags_are_found(page):
    assert read(**page).tags == ("nursing", "night shifts")


def test_a_tag_in_another_case_is_the_same_tag():
    assert read('<meta name="keywords" content="EHR, ehr, Ehr">').tags == ("EHR",)


def test_tags_are_bounded():
    many = ",".join(f"tag {number}" for number in range(500))
    assert len(read(f'<meta name="keywords" content="{many}">').tags) == 50
    assert read(f'<meta name="keywords" content="{"x" * 500}">').tags == ()


@pytest.mark.parametrize(
    ("page", "paywall"),
    [
        ({}, None),
        ({"head": json_ld({"@type": "Article", "isAccessibleForFree": False})}, True),
        ({"head": json_ld({"@type": "Article", "isAccessibleForFree": "False"})}, True),
        ({"head": json_ld({"@type": "Article", "isAccessibleForFree": "True"})}, False),
        ({"head": meta(article__content_tier="locked")}, True),
        ({"head": meta(article__content_tier="metered")}, True),
        ({"head": meta(article__content_tier="free")}, False),
        ({"body": '<div class="article-paywall">Subscribe</div>'}, True),
        ({"body": '<div class="no-walls">Welcome</div>'}, None),
    ],
)
def test_a_paywall_is_told(page, paywall):
    assert read(**page).paywall is paywall
