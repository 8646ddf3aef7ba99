"""Pages that answer as if all were well, and say that nothing is there or the site is for sale.

Whole phrases count, and most of them on short pages only: articles are about missing pages and
domains, too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

SHORT = 250  # words; a page that only apologises has fewer
BEGINNING = 80  # words among which it does so

_SEPARATORS = re.compile(r"\s[|–—·•»«/-]+\s|[.!?|•»]\s|[.!?]$")
_WORD = re.compile(r"\w+")
_FILLING = frozenset(
    "error errors http code status 404 410 sorry oops ooops whoops uh oh hmm the this that your "
    "requested we are fehler erreur errore die der das la le el".split()
)
_PHRASES = """
not found|page not found|file not found|article not found|story not found|content not found
post not found|resource not found|document not found|nothing found|nothing was found|page missing
page unavailable|page not available|page is not available|page no longer available|gone|page gone
page is no longer available|article no longer available|article is no longer available
content no longer available|content is no longer available|story no longer available
story is no longer available|page does not exist|page doesnt exist|page no longer exists
page cannot be found|page cant be found|page can not be found|page could not be found
page couldnt be found|page was not found|page wasnt found|page has been removed|page was removed
page has been deleted|article has been removed|content has been removed|page has expired
cant find page|cannot find page|couldnt find page|could not find page|content unavailable
seite nicht gefunden|seite wurde nicht gefunden|seite konnte nicht gefunden werden
seite existiert nicht|seite nicht verfügbar|seite ist nicht mehr verfügbar|nicht gefunden
artikel nicht gefunden|artikel nicht mehr verfügbar|artikel ist nicht mehr verfügbar
page introuvable|page non trouvée|page est introuvable|page demandée est introuvable|introuvable
cette page nexiste pas|cette page nexiste plus|page nexiste pas|page nexiste plus
página no encontrada|página no existe|no encontrado|no encontrada|página não encontrada
página no disponible|pagina non trovata|pagina non esiste|pagina niet gevonden|niet gevonden
pagina bestaat niet|siden blev ikke fundet|siden ble ikke funnet|siden findes ikke
sidan kunde inte hittas|sidan hittades inte|sidan finns inte|sivua ei löytynyt
strona nie została znaleziona|nie znaleziono strony|stránka nenalezena|sayfa bulunamadı
страница не найдена|сторінку не знайдено|페이지를 찾을 수 없습니다
ページが見つかりません|ページが見つかりませんでした|页面不存在|找不到页面
"""
_LONGER_PHRASES = """
page you are looking for|page youre looking for|page you were looking for|page you requested
page you have requested|page you are trying to|page youve requested|article you are looking for
article youre looking for|article you requested|story you are looking for|link you followed
url you requested|address you entered|seite die sie suchen|seite die du suchst|gesuchte seite
page que vous recherchez|page que vous cherchez|página que busca|página que buscas
página que você|pagina che stai cercando|pagina die u zoekt
"""
_FOR_SALE = """
domain is for sale|domain name is for sale|domain may be for sale|domain might be for sale
domain could be for sale|website is for sale|buy this domain|domain is available for purchase
domain is parked|parked domain|domain parking|domain has expired|domain name has expired
inquire about this domain|make an offer on this domain|this domain was recently registered
domain steht zum verkauf|domain ist zu verkaufen|domain zu verkaufen|domaine est à vendre
dominio está en venta|dominio è in vendita|account suspended|account has been suspended
"""
_SELLERS = frozenset(
    "sedo.com sedoparking.com hugedomains.com dan.com afternic.com bodis.com undeveloped.com "
    "parkingcrew.net buydomains.com domainmarket.com brandbucket.com above.com".split()
)


def _listed(text: str) -> frozenset[str]:
    return frozenset(phrase for line in text.split("\n") for phrase in line.split("|") if phrase)


MISSING = _listed(_PHRASES)
SENTENCES = {phrase for phrase in MISSING if len(phrase.split()) > 2}
APOLOGIES = _listed(_LONGER_PHRASES) | SENTENCES
OFFERS = _listed(_FOR_SALE)


def says_nothing_is_here(title: str, text: str) -> str:
    """The words with which a page says that there is nothing; ``''`` when it does not.

    >>> says_nothing_is_here("404 - Page not found | Ward news", "Try the search.")
    'Page not found'
    """
    words = _words(text)
    is_short = len(words) < SHORT
    for part in _SEPARATORS.split(title):
        if _is_apology(part, is_short):
            return " ".join(part.split())
    return _first_of(APOLOGIES, words[:BEGINNING]) if is_short else ""


def is_for_sale(title: str, text: str, sites: Iterable[str]) -> bool:
    """Whether a page offers its domain, or stands on one that sells domains."""
    words = _words(text)
    sites = [site for site in sites if site]
    if any(site == seller or site.endswith(f".{seller}") for site in sites for seller in _SELLERS):
        return True
    offers = OFFERS | {f"{' '.join(_words(site))} is for sale" for site in sites}
    return len(words) < SHORT and bool(_first_of(offers, [*_words(title), *words[:BEGINNING]]))


def _is_apology(part: str, is_short: bool) -> bool:
    """Whether a part of a title says it: a whole sentence always, ``Gone`` on a short page only."""
    words = _words(part)
    rest = " ".join(word for word in words if word not in _FILLING)
    said = {rest, " ".join(words)} & MISSING
    is_number = not rest and bool({"404", "410"} & set(words))
    return bool(said & SENTENCES) or (is_short and (bool(said) or is_number))


def _first_of(phrases: Iterable[str], words: list[str]) -> str:
    told = f" {' '.join(words)} "
    found = [phrase for phrase in phrases if f" {phrase} " in told]
    return min(found, key=lambda phrase: (told.index(phrase), -len(phrase)), default="")


def _words(text: str) -> list[str]:
    """Words in lower case, contractions as one: ``can’t`` is ``cant``."""
    plain = unicodedata.normalize("NFKC", text[:20_000]).casefold()
    return _WORD.findall(plain.replace("'", "").replace("’", ""))
