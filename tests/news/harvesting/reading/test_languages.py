import pytest

from news.harvesting.reading.languages import language_of
from tests.news.harvesting.reading.pages import PARAGRAPH, json_ld, meta, read

GERMAN = (
    "Die Station hat verändert, wie sie nachts die Menschen begrüßt, und die Pflegenden, die sich"
    " das gewünscht hatten, sagen, dass die erste Stunde für alle ruhiger geworden ist. Auch die"
    " Ärzte finden, dass es nicht mehr so laut ist wie im letzten Jahr, und das hilft den Kranken."
    " Eine Studie, die von der Klinik bezahlt wird, soll nun zeigen, ob das auch mit den Zahlen"
    " der Nacht zu sehen ist, die auf der Station gesammelt werden."
)
RUSSIAN = "Сегодня врачи сообщили о новом исследовании, которое показало пользу прогулок. " * 3


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("en", "en"),
        ("en-US", "en"),
        ("EN_gb", "en"),
        ("pt-BR", "pt"),
        ("zh-Hans-CN", "zh"),
        ("English", "en"),
        ("deu", "de"),
        ("nb-NO", "no"),
        ("fil", "fil"),
        ("", ""),
        ("und", ""),
        ("{{ lang }}", ""),
        ("x", ""),
    ],
)
def test_a_language_is_named_in_many_ways(said, language):
    assert language_of(said) == language


@pytest.mark.parametrize(
    ("page", "origin"),
    [
        ({"html": '<html lang="fr-CA">'}, "<html lang>"),
        ({"html": '<html xml:lang="fr">'}, "<html lang>"),
        ({"head": meta(og__locale="fr_FR")}, "og:locale"),
        ({"head": '<meta http-equiv="Content-Language" content="fr">'}, "content-language"),
        ({"head": '<meta name="DC.language" content="fr">'}, "dc.language"),
        ({"head": json_ld({"@type": "Article", "inLanguage": "fr"})}, "JSON-LD inLanguage"),
        ({"body": '<article lang="fr">oui</article>'}, "<article lang>"),
    ],
)
def test_the_page_declares_its_language(page, origin):
    harvest = read(**page)
    assert (harvest.language, harvest.origins["language"]) == ("fr", origin)


@pytest.mark.parametrize(("text", "language"), [(GERMAN, "de"), (RUSSIAN, "ru"), (PARAGRAPH, "en")])
def test_a_page_that_declares_none_is_known_by_its_words(text, language):
    assert read(body=f"<p>{text}</p>").language == language


@pytest.mark.parametrize(("text", "language"), [(GERMAN, "de"), (RUSSIAN, "ru")])
def test_a_template_that_declares_another_is_not_believed(text, language):
    harvest = read(body=f"<p>{text}</p>", html='<html lang="en">')
    assert harvest.language == language
    assert harvest.origins["language"] == "the words of the text"


def test_a_language_that_is_written_alike_is_believed():
    assert read(body=f"<p>{RUSSIAN}</p>", html='<html lang="kk">').language == "kk"


def test_a_few_words_prove_nothing():
    assert read(body="<p>Guten Tag</p>", html='<html lang="en">').language == "en"
    assert read(body="<p>Hm</p>").language == ""
