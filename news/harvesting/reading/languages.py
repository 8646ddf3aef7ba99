"""The language of the page as a BCP 47 tag."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from news.harvesting.reading import json_ld
from news.harvesting.reading.answers import Answer
from news.harvesting.reading.page import Page

_TAG = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|\d{3}))?(?![a-z\d])", re.I)
NAMES = {
    "english": "en", "german": "de", "deutsch": "de", "french": "fr", "français": "fr",
    "spanish": "es", "español": "es", "italian": "it", "italiano": "it", "portuguese": "pt",
    "português": "pt", "dutch": "nl", "nederlands": "nl", "russian": "ru", "japanese": "ja",
    "chinese": "zh", "korean": "ko", "arabic": "ar", "polish": "pl", "turkish": "tr",
    "eng": "en", "deu": "de", "ger": "de", "fra": "fr", "fre": "fr", "spa": "es", "ita": "it",
    "por": "pt", "nld": "nl", "dut": "nl", "rus": "ru", "jpn": "ja", "zho": "zh", "chi": "zh",
    "kor": "ko", "ara": "ar", "pol": "pl", "tur": "tr",
}  # fmt: skip
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
SAMPLE = 4_000  # characters


def languages(page: Page, text: str) -> Iterator[Answer]:
    """What the page declares, the most deliberate place first; else what its text looks like."""
    for said in _declared(page):
        if tag := language_tag(said.value):
            yield Answer(tag, said.origin)
    if language := detected(text or page.head_title):
        yield Answer(language, "the words of the text")


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


def language_tag(said: str) -> str:
    """``EN_us`` -> ``en-US``, ``english`` -> ``en``; ``''`` for what names no language."""
    said = said.strip()
    if named := NAMES.get(said.lower().split("-")[0]):
        return named
    match = _TAG.match(said)
    if not match or match[1].lower() in NOT_LANGUAGES:
        return ""
    language, script, region = match.groups()
    parts = [language.lower(), (script or "").capitalize(), (region or "").upper()]
    return "-".join(part for part in parts if part)


def detected(text: str) -> str:
    """The language a text looks like, by its script or its small words; ``''`` if not sure."""
    sample = text[:SAMPLE].lower()
    letters = sum(character.isalpha() for character in sample)
    if letters < 20:
        return ""
    for language, low, high in SCRIPTS:
        share = sum(low <= character <= high for character in sample) / letters
        if share > (0.1 if language == "ja" else 0.4):
            return _cyrillic(sample) if language == "ru" else language
    counts = Counter(sample.split())
    scores = {
        language: sum(counts[word] for word in words)
        for language, words in WORDS_BY_LANGUAGE.items()
    }
    best = max(scores, key=lambda language: scores[language])
    return best if scores[best] >= max(3, sum(counts.values()) // 25) else ""


def _cyrillic(sample: str) -> str:
    if any(letter in sample for letter in "іїєґ"):
        return "uk"
    if any(letter in sample for letter in "ыэё"):
        return "ru"
    return "sr" if any(letter in sample for letter in "ђћљњџј") else "bg"
