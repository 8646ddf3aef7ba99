import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.harvesting import harvest_html
from news.harvesting.reading.encoding import decode

RUSSIAN = "Сегодня врачи сообщили о новом исследовании, которое показало пользу прогулок. "
JAPANESE = "本日、医療情報システムの新しい標準が発表されました。病院は準備を始めています。"
KOREAN = "오늘 보건 당국은 새로운 전자 의무 기록 표준을 발표했다. 병원은 내년부터 사용한다. "
SWEDISH = "Läkarna på sjukhuset meddelade en ny studie för äldre människor. "


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ],
)
def test_a_byte_order_mark_wins_over_everything(mark, encoding):
    source = mark + "<meta charset=koi8-r>é".encode(encoding)
    assert decode(source, "text/html; charset=shift_jis") == "<meta charset=koi8-r>é"


def test_the_servers_charset_wins_over_the_pages():
    source = b"<meta charset=utf-8>" + "день".encode("koi8-r")
    assert decode(source, 'text/html; charset="KOI8-R"').endswith("день")


def test_latin_1_is_read_as_windows_1252_as_browsers_do():
    assert decode(b"\x93quoted\x94", "text/html; charset=ISO-8859-1") == "“quoted”"


def test_a_charset_that_nobody_knows_does_not_count():
    assert decode("é".encode(), "text/html; charset=no-such-thing") == "é"


@pytest.mark.parametrize(
    "declaration",
    [
        '<meta charset="windows-1251">',
        "<META CHARSET = windows-1251 />",
        '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">',
        '<?xml version="1.0" encoding="windows-1251"?>',
    ],
)
def test_the_page_declares_its_charset(declaration):
    assert RUSSIAN in decode((declaration + RUSSIAN).encode("windows-1251"))


def test_a_declaration_in_a_comment_does_not_count():
    source = "<!-- <meta charset=koi8-r> --><meta charset=windows-1251>" + RUSSIAN
    assert RUSSIAN in decode(source.encode("windows-1251"))


def test_a_declaration_behind_a_long_script_still_counts():
    source = "<script>" + "x" * 3_000 + "</script><meta charset=windows-1251>" + RUSSIAN
    assert RUSSIAN in decode(source.encode("windows-1251"))


def test_a_page_that_was_saved_as_utf_8_is_read_so_whatever_its_meta_says():
    assert "café" in decode("<meta charset=iso-8859-1><p>café".encode())
    assert JAPANESE in decode(f"<meta charset=shift_jis><p>{JAPANESE}".encode())


def test_a_page_cannot_declare_utf_16():
    assert "é" in decode("<meta charset=utf-16>é".encode())


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "windows-1251"),
        (RUSSIAN, "koi8-r"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc-jp"),
        (KOREAN, "euc-kr"),
        (SWEDISH, "windows-1252"),
    ],
)
def test_an_old_page_that_declares_nothing_is_guessed(text, encoding):
    assert text * 3 in decode(f"<p>{text * 3}</p>".encode(encoding))


def test_a_page_of_utf_8_with_a_few_broken_bytes_stays_utf_8():
    source = RUSSIAN.encode() * 3 + b"\xff" + RUSSIAN.encode()
    assert decode(source).count(RUSSIAN) == 4


def test_a_page_cut_within_a_character_stays_utf_8():
    assert RUSSIAN in decode((RUSSIAN + "д").encode()[:-1])


def test_the_charset_of_the_server_reaches_the_title():
    page = "<title>Пульс</title>".encode("koi8-r")
    assert harvest_html(page, "https://a.example/", "text/html; charset=koi8-r").title == "Пульс"


@given(st.binary(max_size=300), st.none() | st.text(max_size=40))
def test_no_bytes_and_no_header_fail(source, content_type):
    assert isinstance(decode(source, content_type), str)
