"""A byline as text, and the names in it: ``By Jane Doe and John Roe, Reuters`` -> two names."""

from __future__ import annotations

import re

from news.harvesting.reading import byline_words as words
from news.harvesting.reading.answers import plain

LONGEST_BYLINE = 600  # characters
LONGEST_NAME = 80
LONGEST_WITHOUT_CASE = 20  # characters of a person's name in a script without capitals
MOST_NAMES = 30
MOST_WORDS = 7  # in the name of a person; a company may have three more


def _either(listed: str) -> str:
    return "|".join(map(re.escape, words.phrases(listed)))


LABEL = re.compile(
    rf"[\W_]{{0,5}}(?:(?:{_either(words.LABELS)})(?=[\s:]|$)"
    rf"|(?:{_either(words.TIGHT_LABELS)})\s?[:：/／])[\s:：.\-–—]{{0,5}}",
    re.I,
)
SPOKEN = re.compile(rf"(?:{_either(words.SPOKEN)})(?:\s?:)?\s+(?=\S)|作者\s?[:：]")
_CONTACT = re.compile(
    r"[^\s@()<>]{1,80}@[^\s@()<>]{1,80}\.\w{2,10}|(?:https?://|www\.|mailto:)[^\s()<>]{1,200}"
    r"|(?<!\w)@\w{2,30}"
)
_WITH = re.compile(r"\((?:with|avec|mit|con|com)\s", re.I)
_BRACKETS = re.compile(r"[(\[{<（【][^()\[\]{}<>（）【】]{0,100}[)\]}>）】]")
_DAYS = "(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_MONTHS = r"(?:jan|feb|mar|mär|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)\w{0,7}\.?\s\d"
_END = re.compile(  # after this, what is spoken is of something else
    r"\s?[|·•●►»~–—]\s?|\s-{1,2}\s"
    r"|(?<=\S)\s(?:on|am|le|il|em|el)\s(?=\w{0,10}\.?,?\s?\d)"
    rf"|(?<=\S)[\s,]+(?=(?:{_either(words.NO_LONGER)}|{_DAYS})\b|{_MONTHS})"
    r"|\s?(?<!\w)(?=\d)",
    re.I,
)
_NOT_WRITTEN = re.compile(
    rf"[\s,;|·(]*\b(?:{_either(words.NOT_WRITTEN)})\b.*?(?=\b(?:written|posted) by\b|$)",
    re.I | re.DOTALL,
)
_FOR = re.compile(rf"\s(?:{_either(words.FOR)})\s", re.I)
_DASH = re.compile(r"\s[-–—]\s")
_BETWEEN = re.compile(rf"\s?[,;/、，；／&+]\s?|\s(?:{_either(words.AND)})\s", re.I)
_AND = re.compile(rf"^(?:{_either(words.AND)})\s", re.I)
_SURE_BETWEEN = re.compile(r"\s?[;|、；]\s?")
_DEGREE = re.compile(rf"(?:\s|,\s?)(?:{_either(words.DEGREES)})\.?$", re.I)
_PICTURES = re.compile("[\u2600-\u27bf\ufe0f\u200d\U0001f000-\U0001faff]+")
_INITIAL = re.compile(r"\b(?:\w|Jr|Sr)\.$")
_DOMAIN = re.compile(r"[\w-]{2,60}\.(?:com|org|net|[a-z]{2}|info)\b", re.I | re.ASCII)
_LETTER = re.compile(r"[^\W\d_]")
_NEVER_IN_A_PERSON = re.compile(r"[\d@_!?:%#=]")


def names(text: object, *, spoken: bool = False) -> list[str]:
    """The names in the text of a byline, in their order; ``[]`` if it names nobody.

    ``spoken`` says that the text stood on the page for people, who add dates and offices to names;
    what a page declares in its head is taken more by its word.
    """
    line = _NOT_WRITTEN.sub(" ", _CONTACT.sub(" ", plain(text)[:LONGEST_BYLINE]))
    line = without_label(without_label(_BRACKETS.sub(" ", _WITH.sub(", ", line)))).strip()
    line = _END.split(line, maxsplit=1)[0] if spoken else _person_before(_DASH, line)
    found: dict[str, str] = {}
    for group in _SURE_BETWEEN.split(line):
        for part in _of_one_group(group):
            name = tidy(part)
            if is_name(name):
                found.setdefault(name.casefold(), name)
    return list(found.values())[:MOST_NAMES]


def is_of_others(text: str) -> bool:
    """Whether a piece of a byline leads to those who reviewed, edited or illustrated the story."""
    return bool(_NOT_WRITTEN.match(text))


def _person_before(mark: re.Pattern[str], text: str) -> str:
    """What stands before a mark, if that is a person; else the whole text."""
    before = mark.split(text, maxsplit=1)[0]
    return before if is_person(before) else text


def without_label(line: str) -> str:
    """A line without ``Posted by`` and the like before it; ``''`` if there is nothing else."""
    label = LABEL.match(line)
    return line[label.end() :] if label else line


def _of_one_group(text: str) -> list[str]:
    """The names in a text that commas and words such as ``and`` may divide."""
    parts = [part for part in (part.strip() for part in _BETWEEN.split(text)) if part]
    if len(parts) < 2:
        return [_without_office(text)]
    if people := _people(parts):
        return people
    return [parts[0] if "," in text else text]


def _without_office(text: str) -> str:
    """A person's name without what follows it: ``Jane Doe for Reuters``, ``Jane Doe Reporter``."""
    text = _person_before(_FOR, text)
    parts = text.split()
    for number, part in enumerate(parts[2:4], 2):
        name = " ".join(parts[:number])
        if part.casefold() in words.OFFICES and is_person(name):
            return name
    return text


def _people(parts: list[str]) -> list[str]:
    """Of the parts of a byline those that are people; none if the first of them is nobody."""
    people: list[str] = []
    for part in parts:
        name = _without_office(_AND.sub("", without_label(part)))
        if people and name.casefold() in words.SUFFIXES:
            people[-1] = f"{people[-1]} {name}"
        elif is_person(tidy(name)) and not _is_shouted(name, people):
            people.append(name)
        elif not people:
            return []
    return people


def _is_shouted(part: str, people: list[str]) -> bool:
    """Whether a part is in capitals where the first name is not: ``Jane Doe, USA TODAY``."""
    return bool(people) and part.isupper() and not people[0].isupper()


def tidy(name: str) -> str:
    """A name without degrees after it and marks around it."""
    name = " ".join(_PICTURES.sub("", name).split()).strip(' ,;:/|–—-·•*_"“”„')
    name = name if "(" in name else name.rstrip(") ")
    for _ in range(3):
        name = _DEGREE.sub("", name).strip(" ,")
    return name if _INITIAL.search(name) else name.rstrip(".")


def is_name(name: str) -> bool:
    """Whether somebody or something may be called this: a person, a newspaper, a nickname."""
    if not 1 < len(name) <= LONGEST_NAME or len(name.split()) > MOST_WORDS + 3:
        return False
    if " " in name and name == name.lower() != name.upper():  # a phrase, not a name
        return False
    return bool(_LETTER.search(name)) and name.casefold() not in words.NOBODY


def is_person(name: str) -> bool:
    """Whether a name looks like that of a person: a first name and a last name."""
    if not is_name(name) or _NEVER_IN_A_PERSON.search(name) or _is_company(name):
        return False
    if name.lower() == name.upper():  # a script without capitals: no more can be told
        return len(name) <= LONGEST_WITHOUT_CASE
    parts = name.split()
    if not 2 <= len(parts) <= MOST_WORDS:
        return False
    capitals = sum(map(_is_capital, parts))
    return capitals >= 2 and all(_is_capital(part) or _is_particle(part) for part in parts)


def _is_company(name: str) -> bool:
    parts = [part.strip(".,'’").casefold() for part in name.split()]
    return (
        not words.NO_PERSON.isdisjoint(parts)
        or any(part.endswith(("'s", "’s")) for part in parts)
        or parts[0] in words.COMPANIES_BEGIN
        or any(part in name for part in words.COMPANIES_HOLD)
        or bool(_DOMAIN.search(name))
    )


def _is_capital(part: str) -> bool:
    bare = part.lstrip("\"'“‘’")
    return bare[:1].isupper() or (bare[:1].isalpha() and not bare[:1].islower())


def _is_particle(part: str) -> bool:
    return part.lower() in words.PARTICLES or part[:2].lower() in ("d'", "d’", "l'", "l’")
