"""Answers of the form to its choices: only where a text says so plainly, else unknown."""

from __future__ import annotations

import re

from reports.reading.meaning.boxes import ticked

_LIKELIHOOD = (
    ("uncertain", r"epävarma[a]?\b|epävarmasti|osäker\w*|oviss\w*"),
    ("unlikely", r"(?:hyvin |erittäin |melko )?epätodennäköi\w+|tuskin\b|osannolik\w*|(?:pieni|matala|vähäinen|alhainen|heikko|låg|liten)\b"),
    ("certain", r"(?:täysin |aivan )?varma[a]?\b|varmasti\b|säker(?:t)?\b|helt säkert|100 ?%"),
    ("likely", r"(?:hyvin |erittäin |melko |mycket )?todennäköi(?:nen|stä|sesti)\w*|(?:mycket )?sannolik(?:t)?\b|"
     r"(?:suuri|korkea|hyvä|hög|stor|god)\b"),
)  # fmt: skip
_LIKELY_SENTENCE = re.compile(
    r"(?<!ei )\b(?:toteutunee|valmistunee|pysynee|todennäköisesti (?:toteutuu|valmistuu|pysyy)|"
    r"(?:toteutuu|valmistuu|pysyy) todennäköisesti|genomförs sannolikt|förverkligas sannolikt|sannolikt)\b",
    re.IGNORECASE,
)
_UNLIKELY_SENTENCE = re.compile(
    r"\bei(?:kä)?\b[^.]{0,60}\b(?:voi|voida) odottaa|\btuskin (?:toteutuu|valmistuu)|\bepätodennäköi\w+|"
    r"\bei (?:tule )?(?:toteudu|toteutumaan|valmistu|valmistumaan)\b|\bgenomförs knappast|\bosannolikt\b",
    re.IGNORECASE,
)


def likelihood(text: str) -> str | None:
    """`Varmaa - itsestä kiinni` → certain; a text that only tells about the work → None."""
    answer = ticked(text).strip(" .\n-–•\"”'").casefold()
    forms = {
        "certain": r"varma\w* ?[-–—,(] ?(?:itsestä|itsestämme|omissa)|säker\w* ?[-–—,(] ?(?:beror på oss|i egna)",
        "uncertain": r"epävarma\w* ?[-–—,(] ?riippuu|osäker\w* ?[-–—,(] ?beror",
    }
    named = {level for level, form in forms.items() if re.search(rf"(?<!\w){form}", answer)}
    if len(named) == 1:
        return named.pop()
    if len(named) > 1:
        return None
    for level, words in _LIKELIHOOD:
        match = re.match(rf"(?:on |toteutuminen on |toteutuu |arvio: ?)?(?:{words})", answer)
        if match and re.match(
            r"\s*(?:$|[.,;:()–—-])|\s(?:että|aikataulu|toteut|mutta|att|men)", answer[match.end() :]
        ):
            return level
    if _UNLIKELY_SENTENCE.search(answer):
        return "unlikely"
    return "likely" if _LIKELY_SENTENCE.search(answer) else None


_NONE = re.compile(
    r"(?:(?:ei|inga|ingen|inte|eivät)\b\s*(?:ole\s+|aiheuta\s+|aiheudu\s+|tule\s+|synny\s+|kohdistu\s+|odotettavissa\s+|har\s+|medför\s+|"
    r"några\s+|någon\s+|suoria\s+|suoraa\s+|välittömiä\s+|tällaisia\s+|olennaisia\s+|olennaista\s+|oleellisia\s+|merkittäviä\s+|"
    r"merkittävää\s+|varsinaisia\s+|mainittavia\s+|tunnistettuja\s+|erityisiä\s+|väsentliga\s+|betydande\s+|direkta\s+|sådana\s+|"
    r"hanke\w*\s+|projekti\w*\s+|lainkaan\s+)*(?:vaikutu\w*|muuto\w*|muutu\b|muuta\b|vaikuta\b|konsekvens\w*|effekt\w*|"
    r"förändring\w*|ändring\w*|inverkan|påverkan|påverkas|påverkar|ändras|förändras))",
    re.IGNORECASE,
)
# The negation after its noun, or a subject before it: "Vaikutuksia ei ole", "Hanke ei muuta …".
_NEGATED = re.compile(
    r"(?:(?:suoria |välittömiä |olennaisia |merkittäviä )?(?:muutos)?vaikutuksia(?: \w+(?:een|iin|aan|ään|seen))? ei (?:ole|synny|aiheudu|tunnistettu)|"
    r"muutoksia(?: \w+(?:een|iin|aan|ään|seen))? ei (?:ole|tule|tehdä|aiheudu|synny)|"
    r"(?:(?:tämä |uusi )?(?:hanke|projekti|toimenpide|järjestelmä|muutos|uudistus) )?ei (?:muuta|vaikuta|koske|aiheuta muutoksia)\b|"
    r"(?:(?:pysyy|pysyvät|säilyy|säilyvät) )?ennallaan\b|"
    r"(?:[\w-]+ ){1,4}(?:ei|eivät) (?:muutu|vaarannu|heikkene)\b|"
    r"(?:ei|inte) (?:relevantti|sovellettavissa|aktuellt|relevant|tillämpligt)\b|oförändra\w+|"
    r"(?:det finns )?(?:inga|ingen) (?:konsekvenser|förändringar|inverkan|påverkan)|"
    r"(?:(?:projektet|åtgärden|systemet|förändringen) )?(?:påverkar|berör|ändrar|förändrar|inverkar) (?:inte|ej)\b|(?:[\w-]+ ){1,4}(?:ändras|förändras|påverkas) (?:inte|ej)\b)",
    re.IGNORECASE,
)
_BARE_NO = re.compile(
    r"(?:ei|ei ole|ei mitään|nej|inga|inget|ingen)(?:\s*[-–—|,].*)?", re.IGNORECASE | re.DOTALL
)
_ASSESSED_LATER = re.compile(
    r"vaikutukset (?:arvioidaan|selvitetään|täsmentyvät|tarkentuvat)\b|"
    r"konsekvenserna (?:bedöms|utreds|preciseras)\b",
    re.IGNORECASE,
)
_UNCHANGED = re.compile(
    r"^(?:toimitaan|toiminta|käytännöt|toimintatapa|tilanne|menettely|nykyi\w+|kaikki|rutinerna|praxis|verksamheten)?[^.]{0,60}"
    r"(?:kuten (?:tälläkin hetkellä|nykyisin|nytkin|ennen(?:kin)?|tähänkin asti|aiemmin(?:kin)?)|(?:pysyy|pysyvät|säilyy|säilyvät)"
    r" (?:ennallaan|samana|samoina|nykyisellään|nykyisenä|muuttumattomana)|nykyiset käytännöt (?:säilyvät|jatkuvat)|"
    r"som (?:hittills|i dag|idag|nu|förut|tidigare)|oförändra\w*)",
    re.IGNORECASE,
)
_EXCEPT = re.compile(
    r"\b(?:mutta|paitsi|lukuun ?ottamatta|kuitenkin|sen sijaan|vaan|muuta kuin|men|utom|förutom|dock|däremot)\b",
    re.I,
)
_LATER = re.compile(
    r"^(?:ei\s+(?:ole\s+)?(?:vielä\s+)?(?:arvioitu|tiedossa|tietoa|määritelty|selvillä)|arvioidaan (?:myöhemmin|erikseen|hankkeen)|"
    r"arviointi (?:tehdään|on) (?:myöhemmin|kesken|tekemättä)|täydennetään|täsmentyy|selvitetään|avoin|kesken|"
    r"bedöms (?:senare|separat)|inte (?:ännu )?(?:bedömt|känt)|oklart|okänt|preciseras)\b",
    re.IGNORECASE,
)


def effect(text: str) -> str:
    """Whether a part of the assessment says that something changes: none, some, unassessed."""
    answer = ticked(text).strip(" \n•*")
    if not re.search(r"\w", answer):
        return "unassessed"
    if re.fullmatch(
        r"[-–—.\s]*(?:ei(?: ole)?(?: mitään| lainkaan)?|nej|inga(?: alls)?|inget|ingen|inte alls|n/?a|0|none)[-–—.\s]*",
        answer,
        re.I,
    ):
        return "none"
    first = re.split(r"(?<=\w)[.;!]\s|(?<=\w)[.;!]?\n", answer)[0]
    if _LATER.match(first) or _ASSESSED_LATER.match(first):
        return "unassessed"
    says_none = _BARE_NO.fullmatch(first) or _NEGATED.match(first)
    if says_none and not _EXCEPT.search(answer):
        return "none"
    starts = _NONE.match(first) or re.match(
        r"(?:tiedonhallintaan|projektilla|hankkeella|projektet|tällä)\b", first, re.I
    )
    if starts and _NONE.search(first) and not _EXCEPT.search(first):
        return "none"
    if _UNCHANGED.match(first) and not _EXCEPT.search(first):
        return "none"
    return "some"


def effect_of_all(answers: list[str]) -> str:
    """The effect that several answers to one part make: `some` if one says so."""
    found = [effect(answer) for answer in answers] or ["unassessed"]
    told = [answer for answer in found if answer != "unassessed"]
    return "some" if "some" in told else "none" if told else "unassessed"


_WAIVED = re.compile(
    r"\bei\b[^.]{0,40}\b(?:arvioida|arvioitu|tehdä|tarvita|tarvitse|edellytä|edellytetä|vaadi|vaadita|laadita|sovelleta|"
    r"ole tarpeen|tarpeen|tarpeellinen|koske|kuulu)\b|"
    r"\b(?:arviointi|arvio|arvioitu|arvioinnit)\b[^.]{0,60}\b(?:suoritettu|tehty|laadittu|toteutettu)\b|"
    r"\b(?:jo|aiemmin|aikaisemmin)\s+(?:arvioitu|tehty|suoritettu)\b|"
    r"\b(?:behövs|krävs|görs|bedöms|utförs|behöver|tillämpas|kräver|är)\b[^.]{0,30}\b(?:inte|ej)\b|\binte\b[^.]{0,30}"
    r"\b(?:nödvändig|aktuell|bedöm|behöv|krävs|göras)\w*|\bbedömning\w*\b[^.]{0,40}\b(?:redan )?(?:gjorts|gjord|utförts)\b",
    re.IGNORECASE,
)
_POSTPONED = re.compile(
    r"\b(?:myöhemmin|vielä|ennen\b.*\bkäyttöönottoa|senare|ännu|hankkeen aikana|projektin aikana|under projektet)\b",
    re.I,
)


def is_waived(text: str) -> bool:
    """Whether the plan says that no assessment is made, or that it was made elsewhere before."""
    return bool(_WAIVED.search(text)) and not _POSTPONED.search(text)
