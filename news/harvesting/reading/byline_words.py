"""Words that stand in bylines and are no names, in lower case."""

from __future__ import annotations

# Before a name: ``Posted by Jane Doe``. Longer ones are tried first.
LABELS = """
by | written by | posted by | published by | reported by | story by | words by | text by
article by
report by | analysis by | compiled by | submitted by | contributed by | created by | guest post by
view all posts by | all posts by | posts by | articles by | stories by
show all articles of | author | authors | the author | about the author | writer | writers
byline | reporter | reporters
von | durch | text von | geschrieben von | veröffentlicht von | verfasst von | erstellt von
beitrag von | ein beitrag von | eine analyse von | ein kommentar von | ein gastbeitrag von
eine kolumne von | ein interview von | ein artikel von | autor | autorin | autoren | autor/in
autor:in | autor*in | autor/-in | autor_in | verfasser | verfasserin | mitarbeit
par | écrit par | publié par | rédigé par | posté par | texte par | propos recueillis par | auteur
auteure | auteurs | autrice | di | scritto da | pubblicato da | a cura di | autore
por | escrito por | publicado por | firmado por | redactado por | postado por | texto de | autora
autores | door | geschreven door | geplaatst door | av | af | skrevet av | skrevet af | skriven av
publicerad av | text | tekst | przez | autorka | szerző | írta | yazan | yazar | oleh | penulis
nga
tác giả | автор | авторы | текст | συντάκτης | γράφει
"""
# Before a name without a blank between: ``作者：温素霞``.
TIGHT_LABELS = "作者 | 文 | 记者 | 記者 | 著者 | 執筆 | 글"
# Before a name, they make any short line a byline.
SPOKEN = """
By | BY | by | Posted by | Written by | Story by | Published by | Von | VON | Par | PAR | Por | POR
Door | Di | Av | Af | Oleh | Autor | Autora | Autorin | Autor/in | Autor:in | Author
Auteur | Autore | Автор
"""
# Between two names, with blanks around.
AND = "and | und | et | y | e | en | och | og | i | и | with | avec | mit | con | com | ve"
# After a name, with a blank between.
DEGREES = """
기자 | 記者 | 记者 | 特派員 | ph.d | phd | m.d | md | mph | m.p.h | rn | r.n | esq | mba | msc | rd
dds | dvm
pharmd | facp
"""
# After a name, these begin something else.
NO_LONGER = """
updated | published | posted | last modified | follow | read more | email | e-mail | share
reporting | aktualisiert | stand | publié | mis à jour | actualizado | atualizado
"""
# After a person's name, with blanks around: for whom.
FOR = "for | from | special to | für | pour | para | per"
# Those whose names follow have not written it.
NOT_WRITTEN = """
medically reviewed by | clinically reviewed by | scientifically reviewed by | reviewed by
fact checked by | fact-checked by | edited by | translated by | illustrated by | photographed by
photos by | photo by | photography by | photographs by | illustration by | medical review by
geprüft von | fotos von | foto von | übersetzt von | relu par | photos par | revisado por
"""
# Nobody is called this.
NOBODY = frozenset(
    phrase.strip()
    for phrase in """
super user|superuser|admin|administrator|user|username|user admin|root|webmaster|web admin|editor
unknown|anonymous|none|null|undefined|nan|false|true|test|default|name|author|autor|auteur|guest
site|website|wordpress|blogger|joomla|joomla!|drupal|typo3|your name|author name|about the author
author profile|view profile|view my complete profile|profile|profil|email|e-mail|twitter|facebook
linkedin|instagram|google|google+|follow|follow the authors|comment|comments|leave a comment|share
print|rss|home|more|read more|search|login|log in|sign in|sign up|subscribe|bio|all posts|photo
photos|contributor|contributors|authors|staff|about|contact|contact us|video|news|advertisement
sponsored|object|array|[object object]|published|posted|updated|submitted|written|date|reply|edit
by|von|par|por|di|am|um|on|at|le|the|monday|tuesday|wednesday|thursday|friday|saturday|sunday
today|yesterday|produced|produced by|hosted by
""".replace("\n", "|").split("|")
    if phrase.strip()
)
# No person has one of these in the name: what someone is, what newspapers and others are called.
ROLES = frozenset(
    """
editor editors reporter reporters correspondent correspondents writer writers journalist columnist
contributor contributors staff bureau desk director analyst professor managing associate assistant
chief producer photographer redakteur redakteurin korrespondent korrespondentin redacteur
redactrice redactor journaliste periodista enviado enviada envoyé envoyée envoyés spécial spéciaux
especial corresponsal writes special senior ceo cto founder co-founder president partner attorney
consultant expert specialist scientist researcher physician nutritionist dietitian fellow
envoyee journalists columnists standards more all posts articles
""".split()
)
COMPANIES = frozenset(
    """
news newsroom online press agency agencies agence agencia agentur wire times post tribune herald
gazette journal gmbh ag inc ltd llc corp company university universität université institute
institut
foundation association ministry ministerium department team media network group center centre
society verein e.v redaktion rédaction redacción redacção redação redazione redactie editorial
desk magazin magazine zeitung verlag blog radio tv television today daily weekly newspaper reuters
afp apa ap dpa bbc cnn bloomberg contributors council committee commission diario bureau service
office board union fraktion partei party government museum library hospital clinic college school
research studio digital international global world web website archive project club shop store
market health associated
anstalt landesanstalt bundesanstalt landesamt bundesamt stiftung verband ediciones editora
editorial éditions publishing außenministerium bundesministerium
""".split()
)
# After two or three words that are a person, these are whom the person works for or as.
OFFICES = ROLES | frozenset("bloomberg reuters cnn afp ap dpa bbc upi ansa efe".split())
NO_PERSON = ROLES | COMPANIES
COMPANIES_BEGIN = frozenset("the die der das les los".split())
COMPANIES_HOLD = ("新聞", "新闻", "通信", "编辑", "編集")
PARTICLES = frozenset(
    """
de del della delle dello der den des di da do dos das du van von vom zu zum zur la le las los el al
bin ibn ben y e i ter ten te of af av ul ud
""".split()
)
SUFFIXES = frozenset("jr jr. sr sr. ii iii iv".split())


def phrases(listed: str) -> list[str]:
    """The phrases of one of the lists above, the longest first."""
    found = [phrase.strip() for phrase in listed.replace("\n", "|").split("|")]
    return sorted(filter(None, found), key=len, reverse=True)
