"""The language of the page as a BCP 47 tag, without its region."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from news.harvesting.reading import json_ld
from news.harvesting.reading.answers import Answer
from news.harvesting.reading.page import Page

_CODE = re.compile(r"[a-z]{2,3}")
NAMES = {
    "english": "en", "german": "de", "deutsch": "de", "french": "fr", "français": "fr",
    "spanish": "es", "español": "es", "italian": "it", "italiano": "it", "portuguese": "pt",
    "português": "pt", "dutch": "nl", "nederlands": "nl", "russian": "ru", "japanese": "ja",
    "chinese": "zh", "korean": "ko", "arabic": "ar", "polish": "pl", "turkish": "tr",
    "eng": "en", "deu": "de", "ger": "de", "fra": "fr", "fre": "fr", "spa": "es", "ita": "it",
    "por": "pt", "nld": "nl", "dut": "nl", "rus": "ru", "jpn": "ja", "zho": "zh", "chi": "zh",
    "kor": "ko", "ara": "ar", "pol": "pl", "tur": "tr",
}  # fmt: skip
SAME = {"nb": "no", "nn": "no", "iw": "he", "in": "id", "ji": "yi", "cn": "zh", "jp": "ja"}
NOT_LANGUAGES = {"und", "zxx", "mul", "mis"}

# A few words that are frequent in one language and rare in the others.
WORDS = {
    "en": "the and of to that with for this from are was have which",
    "de": "der die das und nicht mit ist von auch eine sich dem wurde",
    "fr": "le les des est une dans pour que qui sur pas avec cette",
    "es": "el los las una por con para del que como más pero fue",
    "it": "il che di della per una non sono con gli anche più alla",
    "pt": "o os uma não para com dos mais como pelo são ao foi",
    "nl": "het een van en niet met voor zijn dat ook wordt aan deze",
    "sv": "och att det som på är av för med den inte till har",
    "da": "og at det er på af til ikke med der som har også",
    "no": "og det er på til ikke med som av har også fra ble",
    "fi": "ja on ei että se oli myös hän ovat mutta kun joka tai",
    "pl": "nie się na jest do że jak przez tym oraz dla jego są",
    "cs": "se na je že které jsou jako pro také však bylo podle při",
    "tr": "ve bir bu için ile olarak daha çok olan gibi kadar sonra ne",
    "ro": "și în este care pentru din mai sunt fost această prin sau cu",
    "hu": "és az hogy nem egy is van volt csak meg már mint vagy",
    "id": "yang dan di dengan untuk dari pada ini dalam tidak itu akan oleh",
    "vi": "của và là các trong được cho không có người với này những",
    "ca": "els amb per una que dels són més també però aquest va seva",
}  # fmt: skip
WORDS_BY_LANGUAGE = {language: frozenset(words.split()) for language, words in WORDS.items()}
SCRIPTS = (
    ("ja", "\u3040", "\u30ff"), ("ko", "\uac00", "\ud7a3"), ("zh", "\u4e00", "\u9fff"),
    ("ru", "\u0400", "\u04ff"), ("ar", "\u0600", "\u06ff"), ("he", "\u0590", "\u05ff"),
    ("el", "\u0370", "\u03ff"), ("th", "\u0e00", "\u0e7f"), ("hi", "\u0900", "\u097f"),
    ("bn", "\u0980", "\u09ff"), ("ta", "\u0b80", "\u0bff"), ("ka", "\u10a0", "\u10ff"),
)  # fmt: skip
LETTERS = {
    "ru": (("uk", "іїєґ"), ("ru", "ыэё"), ("sr", "ђћљњџј"), ("bg", "ъ")),
    "ar": (("ur", "ٹڈے"), ("fa", "گچپژ")),
}
WRITTEN_ALIKE = (
    set("ru uk bg sr mk be kk ky mn tg".split()),
    set("ar fa ur ps ckb sd ug ku".split()),
    set("hi mr ne sa".split()),
    set("bn as".split()),
    set("he yi".split()),
    set("zh yue".split()),
    set("da no sv".split()),
    set("es ca gl".split()),
    set("id ms".split()),
)
LATIN_ENDS = "\u036f"
SAMPLE = 4_000  # characters
PLAIN_LETTERS = 60  # of another script, for a text that is plainly in its language
PLAIN_WORDS = 60


def languages(page: Page, text: str) -> Iterator[Answer]:
    """What the text plainly is, else what the page declares, else what the text looks like.

    The text is asked first because templates say ``lang="en"`` whatever is written in them.
    """
    look = detected(text)
    declared = [Answer(language_of(said.value), said.origin) for said in _declared(page)]
    declared = [answer for answer in declared if answer.value]
    if look.is_plain and not (declared and _may_be(declared[0].value, look.language)):
        yield Answer(look.language, "the words of the text")
    yield from declared
    for sample in (text, page.head_title):
        yield Answer(detected(sample).language, "the words of the text")


def _may_be(declared: str, looks: str) -> bool:
    """Whether a text that looks like one language may be in another, being written alike."""
    return declared == looks or any({declared, looks} <= group for group in WRITTEN_ALIKE)


def _declared(page: Page) -> Iterator[Answer]:
    for name in ("lang", "xml:lang", "{http://www.w3.org/XML/1998/namespace}lang"):
        yield Answer(page.root.get(name, ""), "<html lang>")
    for body in page.root.iter("body", "article", "main"):
        yield Answer(body.get("lang", ""), f"<{body.tag} lang>")
    yield from json_ld.texts(page.article, "inLanguage")
    yield from page.meta("og:locale")
    for meta in page.metas:
        if meta.attribute == "http-equiv" and meta.name.lower() == "content-language":
            yield Answer(meta.content, "content-language")
    yield from page.meta(
        "content-language", "language", "dc.language", "dcterms.language", "citation_language"
    )
    yield from json_ld.texts(page.webpage, "inLanguage")


def language_of(said: str) -> str:
    """``EN_us`` -> ``en``, ``english`` -> ``en``; ``''`` for what names no language.

    Without the region, so that two pages in one language compare as equal.
    """
    said = said.strip().lower()
    primary = re.split(r"[-_,; ]", said, maxsplit=1)[0]
    primary = NAMES.get(primary, primary)
    if not _CODE.fullmatch(primary) or primary in NOT_LANGUAGES:
        return ""
    return SAME.get(primary, primary)


class Look(NamedTuple):
    """The language a text looks like, ``''`` if none; ``is_plain`` where it can be no other."""

    language: str
    is_plain: bool


def detected(text: str) -> Look:
    """The language a text looks like, by its script or by its small words."""
    sample = text[:SAMPLE].lower()
    letters = sum(map(str.isalpha, sample))
    if letters < 20:
        return Look("", False)
    others = [character for character in sample if character > LATIN_ENDS]
    for language, low, high in SCRIPTS if len(others) * 10 > letters else ():
        share = sum(low <= character <= high for character in others) / letters
        if share > (0.1 if language == "ja" else 0.4):
            language = _by_letters(language, sample)
            return Look(language, share > 0.5 and letters >= PLAIN_LETTERS)
    return _by_words(sample)


def _by_words(sample: str) -> Look:
    counts = Counter(re.findall(r"[^\W\d_]+", sample))
    total = sum(counts.values())
    scores = sorted(
        (sum(counts[word] for word in words), language)
        for language, words in WORDS_BY_LANGUAGE.items()
    )
    (second, _), (best, language) = scores[-2:]
    if best < max(3, total // 25):
        return Look("", False)
    return Look(language, total >= PLAIN_WORDS and best * 10 >= total and best >= 2 * second)


def _by_letters(language: str, sample: str) -> str:
    """Tells languages of one script apart by the letters that only one of them has."""
    for other, letters in LETTERS.get(language, ()):
        if any(letter in sample for letter in letters):
            return other
    return language
