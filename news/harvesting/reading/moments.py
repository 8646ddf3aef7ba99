"""A date as text, and its ISO 8601: ``Tue., 22 juin 2021 à 10h15`` -> ``2021-06-22T10:15``.

A day stays a day and a moment keeps its zone (or has none): nothing is made up, and what cannot be
the date of a page on the web is no date.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone

EARLIEST = date(1990, 1, 1)
LONGEST = 400  # characters in which a date is looked for
_MONTHS = """
jan january januar janner jaenner janvier janv enero ene janeiro gennaio gen januari tammikuuta
stycznia styczen ledna leden ianuarie ian ocak oca января янв январь січня janeiru janar
ιανουαριου sijecnja januara

feb february februar fevrier fevr fev febrero fevereiro febbraio februari helmikuuta lutego luty
unora unor februarie subat sub февраля фев февраль лютого shkurt φεβρουαριου veljace februara
feber

mar march marz maerz mrz mars marzo marco maart maaliskuuta marca marzec brezna martie mart
марта мар март березня marts marcius mart μαρτιου ozujka

apr april avril avr abril abr aprile huhtikuuta kwietnia dubna aprilie nisan nis апреля апр
апрель квітня aprilis prill απριλιου travnja aprila

may mai mayo maio maggio mag mei maj toukokuuta maja kvetna mayis мая май травня majus maijs maj
μαιου svibnja

jun june juni juin junio junho giugno giu kesakuuta czerwca cervna iunie iun haziran haz июня
июн июнь червня junius qershor ιουνιου lipnja juna

jul july juli juillet juil julio julho luglio lug heinakuuta lipca cervence iulie iul temmuz tem
июля июл июль липня julius korrik ιουλιου srpnja jula

aug august aout agosto ago augustus augusti elokuuta sierpnia srpna agustos августа авг август
серпня augusztus gusht αυγουστου kolovoza avgusta agustus agt

sep sept september septembre septiembre setiembre setembro set settembre syyskuuta wrzesnia zari
septembrie eylul eyl сентября сен сентябрь вересня szeptember shtator σεπτεμβριου rujna
septembra

oct october oktober okt octobre octubre outubro out ottobre ott lokakuuta pazdziernika rijna
octombrie ekim eki октября окт октябрь жовтня tetor οκτωβριου listopada oktobra

nov november novembre noviembre novembro marraskuuta listopada listopadu noiembrie noi kasim kas
ноября ноя ноябрь листопада nentor νοεμβριου studenoga novembra nopember

dec december dezember dez decembre diciembre dic dezembro dicembre joulukuuta grudnia prosince
decembrie aralik ara декабря дек декабрь грудня dhjetor δεκεμβριου prosinca decembra desember
"""
_YEAR = r"((?:19|20)\d\d)"
_WORD = r"([^\W\d_]{3,14})"
_FORMS = {
    "ymd": re.compile(
        rf"(?<!\d){_YEAR}(-|/|\.|年|년|\. )\s?(\d{{1,2}})(?:-|/|\.|月|월)\s?(\d{{1,2}})(?!\d)"
    ),
    "dby": re.compile(
        rf"(?<![\d:])(\d{{1,2}})(?:st|nd|rd|th|er|º|ª|\.|-)?[\s-]?(?:de\s|of\s|d['’])?{_WORD}"
        rf"[.,\s-]{{1,3}}(?:de\s|del\s)?{_YEAR}(?!\d)",
        re.I,
    ),
    "bdy": re.compile(
        rf"(?<!\w){_WORD}[.\s]{{1,2}}(\d{{1,2}})(?:st|nd|rd|th)?[,.\s]{{1,3}}{_YEAR}(?!\d)", re.I
    ),
    "ybd": re.compile(rf"(?<!\d){_YEAR}\.?\s{_WORD}\s(\d{{1,2}})(?!\d)"),
    "dmy": re.compile(
        rf"(?<![\d./-])(\d{{1,2}})\s?([./-])\s?(\d{{1,2}})\s?[./-]\s?(?:{_YEAR}|(\d\d))(?![\d/])"
    ),
}
_ISO = re.compile(rf"\s?['\"]?{_YEAR}-?(\d\d)-?(\d\d)(?![\d-])")
_STAMP = re.compile(r"\s?(\d{10})(?:\d{3})?\s?")
_TIGHT_CLOCK = re.compile(r"^T(\d\d)(\d\d)(\d\d)?(?!\d|:)")
_CLOCK = re.compile(
    r"[\s,|·–—T-]{0,4}(?:at|um|à|kl\.?|alle|alle ore|a las|ore|às|as|om|o)?\s?"
    r"(?<!\d)([01]?\d|2[0-3])\s?[:.hH]\s?([0-5]\d)(?:[:.]([0-5]\d)(?:[.,]\d{1,9})?)?(?!\d)\s?([ap]\.?\s?m\b\.?)?"
    r"\s?(Z\b|[+-]\d\d:?(?:\d\d)?\b|[A-Z]{3,4}\b)?",
    re.I,
)
_ZONES = {
    "Z": 0, "UTC": 0, "GMT": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6,
    "PST": -8, "PDT": -7, "CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2, "BST": 1, "JST": 9, "KST": 9,
    "AEST": 10, "AEDT": 11, "WIB": 7,
}  # fmt: skip  # hours ahead of UTC; IST and the like mean several
LARGEST_OFFSET = timedelta(hours=15)


def moment(text: object, *, day_first: bool = True) -> str:
    """The date or moment in a text that holds little else, in ISO 8601; ``''`` if there is none.

    ``day_first`` decides what ``03/04/2021`` means.
    """
    if not isinstance(text, str) or not any(character.isdigit() for character in text[:LONGEST]):
        return ""
    line = " ".join(text[:LONGEST].split())
    if found := _ISO.match(line):
        day = _day(*found.groups())
        rest = _TIGHT_CLOCK.sub(_loosened, line[found.end() :])
        return _with_clock(day, rest) if day else ""
    if found := _STAMP.fullmatch(line):
        return _of_stamp(int(found[1]))
    return next(moments(line, day_first=day_first), "")


def moments(text: str, *, day_first: bool = True) -> Iterator[str]:
    """All dates that stand in a text, in their order."""
    line = " ".join(text[:LONGEST].split())
    found = []
    for form, pattern in _FORMS.items():
        for match in pattern.finditer(line):
            if day := _read(form, match, day_first):
                found.append((match.start(), -match.end(), day, line[match.end() :]))
    end = -1
    for start, minus_end, day, rest in sorted(found):
        if start >= end:
            end = -minus_end
            yield _with_clock(day, rest)


def _read(form: str, match: re.Match[str], day_first: bool) -> date | None:
    if form == "ymd":
        return _day(match[1], match[3], match[4])
    if form == "dby":
        return _day(match[3], _month(match[2]), match[1])
    if form == "bdy":
        return _day(match[3], _month(match[1]), match[2])
    if form == "ybd":
        return _day(match[1], _month(match[2]), match[3])
    first, mark, second = match[1], match[2], match[3]
    year = match[4] or f"20{match[5]}"
    if match[5] and mark != ".":  # 06/22/21 may be anything
        return None
    day_first = day_first or mark == "." or int(first) > 12
    day, month = (first, second) if day_first and int(second) <= 12 else (second, first)
    return _day(year, month, day)


def _month(word: str) -> int:
    return _MONTH_OF.get(_folded(word), 0)


def _folded(word: str) -> str:
    """A word in lower case without accents, whatever the Turkish do to their i."""
    letters = unicodedata.normalize("NFKD", word.lower().replace("ı", "i"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


_MONTH_OF = {
    _folded(name): number
    for number, names in enumerate(_MONTHS.split("\n\n"), 1)
    for name in names.split()
}


def _day(year: object, month: object, day: object) -> date | None:
    """The day, if it is one on which a page can have been published."""
    try:
        found = date(int(str(year)), int(str(month)), int(str(day)))
    except ValueError:
        return None
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    return found if EARLIEST <= found <= tomorrow else None


def _with_clock(day: date, rest: str) -> str:
    """A day, and the time that follows it in the text, if one does."""
    found = _CLOCK.match(rest)
    if not found:
        return day.isoformat()
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    half = (found[4] or "").lower()[:1]
    if half and 1 <= hour <= 12:
        hour = hour % 12 + 12 * (half == "p")
    when = datetime.combine(day, time(hour, minute, second), _zone(found[5] or ""))
    return when.isoformat(timespec="seconds" if found[3] else "minutes")


def _loosened(tight: re.Match[str]) -> str:
    """``T101500`` as ``T10:15:00``."""
    return "T" + ":".join(filter(None, tight.groups()))


def _zone(name: str) -> timezone | None:
    """The zone of a name or an offset; None where there is none or nobody can tell which."""
    if not name or name[0] not in "+-":
        hours = _ZONES.get(name.upper())
        return None if hours is None else timezone(timedelta(hours=hours))
    digits = name[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:4]))
    if offset >= LARGEST_OFFSET:
        return None
    return timezone(-offset if name[0] == "-" else offset)


def _of_stamp(seconds: int) -> str:
    """A Unix time."""
    when = datetime.fromtimestamp(seconds, UTC)
    return when.isoformat() if _day(when.year, when.month, when.day) else ""
