"""Answers of the form to its choices: only where a text says so plainly, else unknown."""

from __future__ import annotations

import re

_TICKED = re.compile(
    r"(?:[☒☑✓✔✗✘■]|\[[xX]\]|\([xX]\)|(?<!\w)[xX](?=\s))\s*(?P<text>[^☒☑☐□✓✔\n\[(]+)"
)
_UNTICKED = re.compile(r"[☐□]|\[\s?\]|\(\s\)")


def ticked(text: str) -> str:
    """The ticked answer of a list of boxes; the text itself where there are none."""
    if not _UNTICKED.search(text):
        return text
    found = [match["text"].strip() for match in _TICKED.finditer(text)]
    return found[0] if len(found) == 1 else ""


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


_IT = re.compile(
    r"(?:(?<!\w)(?:it|ict)(?:-(?:yksi|osas|palvelu|hallin|tiimi|johto|enhet|avdelning|tjänst|förvaltning|chef|päälli)\w*)|"
    r"\btietohallin(?:to|no|non)\w*|\btietotekniikka\w*|\bdigipalvelu\w*|\bdataförvaltning\w*|\bdataadministration\w*|"
    r"\binformationsförvaltning\w*|\bdigitaliserings\w*enhet\w*|\bdigitalisaatioyksikk\w*)",
    re.IGNORECASE,
)
_AREA = re.compile(
    r"\b(?:palveluala\w*|palvelualo\w*|toimiala\w*|toimialo\w*|tulosalue\w*|hallinnonala\w*|serviceområde\w*|"
    r"[\wåäö-]*(?:palvelut|palveluiden|palvelujen|toimiala|toimi|toimen|osasto|virasto|keskus|sektorn?|tjänster(?:na)?|"
    r"väsende|avdelning(?:en)?|lautakunta|nämnd(?:en)?)|kaupunginkanslia|kansliet|stadskansliet|kulttuuri|kirjasto|"
    r"varhaiskasvatus|henkilöstöhallinto|taloushallinto)\b",
    re.IGNORECASE,
)
_NOT_OURS = re.compile(
    r"\bostopalvelu\w*|\btoimittaj\w*|\bkonsult\w*|\bköptjänst\w*|\bleverantör\w*", re.I
)
_SUPPORT = re.compile(
    r"[,;(–—-]?\s*\b(?:tuki|tukee|tukena|tukemana|tuella|apuna|avustaa|avustaja\w*|osallistuu|mukana|med stöd|stöd|stöds|"
    r"bistår|deltar|konsultoi)\b.*$",
    re.IGNORECASE | re.DOTALL,
)


def responsible(text: str, areas: tuple[str, ...] = ()) -> str | None:
    """`Tietohallinto` → it, `Palveluala` or an area's name → service_area, both → shared."""
    answer = ticked(text).strip()
    plain = _SUPPORT.sub("", answer) or answer
    plain = re.split(r"(?<=\w)\.\s|\n", plain)[0]
    names = "|".join(re.escape(area.casefold()) for area in areas if len(area) > 3)
    is_it = bool(_IT.search(plain))
    others = _NOT_OURS.sub(" ", _IT.sub(" ", plain))
    is_area = bool(_AREA.search(others)) or bool(
        names and re.search(rf"\b(?:{names})", others.casefold())
    )
    if is_it and is_area:
        return "shared"
    return "it" if is_it else "service_area" if is_area else None


_NONE = re.compile(
    r"(?:(?:ei|inga|ingen|inte|eivät)\b\s*(?:ole\s+|aiheuta\s+|aiheudu\s+|tule\s+|synny\s+|kohdistu\s+|odotettavissa\s+|har\s+|medför\s+|"
    r"några\s+|någon\s+|suoria\s+|suoraa\s+|välittömiä\s+|tällaisia\s+|olennaisia\s+|olennaista\s+|oleellisia\s+|merkittäviä\s+|"
    r"merkittävää\s+|varsinaisia\s+|mainittavia\s+|tunnistettuja\s+|erityisiä\s+|väsentliga\s+|betydande\s+|direkta\s+|sådana\s+|"
    r"hanke\w*\s+|projekti\w*\s+|lainkaan\s+)*(?:vaikutu\w*|muuto\w*|muutu\b|muuta\b|vaikuta\b|konsekvens\w*|effekt\w*|"
    r"förändring\w*|ändring\w*|inverkan|påverkan|påverkas|påverkar|ändras|förändras))",
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
    r"\b(?:mutta|paitsi|lukuun ?ottamatta|kuitenkin|sen sijaan|men|utom|förutom|dock|däremot)\b",
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
    if _LATER.match(first):
        return "unassessed"
    starts = _NONE.match(first) or re.match(
        r"(?:tiedonhallintaan|projektilla|hankkeella|projektet|tällä)\b", first, re.I
    )
    if starts and _NONE.search(first) and not _EXCEPT.search(first):
        return "none"
    if _UNCHANGED.match(first) and not _EXCEPT.search(first):
        return "none"
    return "some"


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
