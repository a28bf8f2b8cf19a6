"""Resources in words to needs: whose work, how much, counted in what."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from reports.document.plan import Resource

_WORDS: dict[str, int | Decimal] = {
    "yksi": 1, "yhden": 1, "kaksi": 2, "kahden": 2, "kolme": 3, "kolmen": 3, "neljä": 4, "neljän": 4,
    "viisi": 5, "viiden": 5, "kuusi": 6, "kuuden": 6, "puoli": Decimal("0.5"), "puolen": Decimal("0.5"),
    "en": 1, "ett": 1, "två": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6, "ett halvt": Decimal("0.5"),
}  # fmt: skip
_UNITS = (
    ("person_years", r"person-?years?\b|htv\b|henkilötyövuo\w*|hv\b|årsverke\w*|personår\w*|person-?år\w*|å\.?v\.?\b"),
    ("person_months", r"person-?months?\b|htkk\b|henkilötyökuukau\w*|personmånad\w*|manmånad\w*|arbetsmånad\w*|työkuukau\w*"),
    ("person_days", r"person-?days?\b|htp(?:v)?\b|henkilötyöpäiv\w*|työpäiv\w*|hlötyöpäiv\w*|persondag\w*|persondagsverke\w*|"
     r"arbetsdag\w*|dagsverke\w*|mandag\w*|pv\b"),
    ("persons", r"henkilö(?:n|ä|ltä|t)?\b|hlö\w{0,2}\b|henkeä|asiantuntija\w*|työntekijä\w*|projektipäällikkö\w*|"
     r"person(?:er|ers|ens|s)?\b|sakkunni\w*|anställd\w*|medarbetare\w*|personal\b"),
)  # fmt: skip
_GROUPED = (
    r"\d{1,3}(?:[ \u00a0\u202f]\d{3}(?!\d))+(?:,\d{1,2})?|\d{1,3}(?:,\d{3}(?!\d))+(?:\.\d{1,2})?"
)
_NUMBER = rf"{_GROUPED}|\d+(?:[.,]\d+)?|½|" + "|".join(sorted(_WORDS, key=len, reverse=True))
_AMOUNT = re.compile(
    rf"(?<![\w.,/–-])(?P<low>{_NUMBER})\s*(?:(?:–|—|-|\.\.\.?|…|\btai\b|\btill\b|\beller\b)\s*(?P<high>{_NUMBER})\s*)?"
    rf"(?:(?:kpl|st\.?|uutta|kokoaikaista|osa-aikaista|ulkoista|heltids)\s*)?(?P<unit>"
    + "|".join(f"(?P<{name}>{pattern})" for name, pattern in _UNITS)
    + ")",
    re.IGNORECASE,
)
_PER = re.compile(r"\s*/\s*(?P<unit>[^\W\d_][\w-]{0,40})")
_PARTIES = (
    ("purchased", r"purchased services?\b|ostopalvelu\w*|ulkoi\w+|ulkopuoli\w+|konsult\w*|toimittaj\w*|järjestelmätoimittaj\w*|hankittav\w+|"
     r"palveluntarjoaj\w*|köpt\w* tjänst\w*|köpta\b|köptjänst\w*|extern\w*|leverantör\w*|systemleverantör\w*|kumppani\w*"),
    ("it", r"it (?=department)|tietohallin(?:to|no)\w*|ict(?:-\w+|\b)\w*|it-\w+|ikt(?:-\w+|\b)\w*|dataförvaltning\w*|dataadministration\w*|informationsförvaltning\w*|tietotekniik\w*|"
     r"digipalvelu\w*|infra-asiantuntij\w*"),
    ("service_area", r"service area\b|palveluala\w*|palvelualo\w*|toimiala\w*|toimialo\w*|tulosaluee\w*|tulosalu\w*|hallinnonal\w*|pääkäyttäj\w*|"
     r"(?<![\w-])(?!osto|ict|it-|tietotekniik|digi|asiantuntija|konsultti|pilvi|tuki)\w[\w-]*palvelu(?:t|ista|illa|ilta|jen|iden|issa)\b|"
     r"[\w-]+(?:tjänsterna|tjänster)\b|"
     r"serviceområde\w*|sektor\w*|verksamhet\w*|förvaltningen\b|huvudanvändare\w*|substans\w*"),
)  # fmt: skip


@dataclass(frozen=True)
class Needs:
    """The needs whose party is said, and the words of amounts that make none."""

    items: tuple[Resource, ...] = ()
    has_unknown_party: bool = False
    unread: tuple[str, ...] = ()


def read_resources(text: str, areas: tuple[str, ...] = ()) -> Needs:
    """The amounts of work a text states. `areas` are names of service areas and units."""
    parties = _patterns(areas)
    items: list[Resource] = []
    unknown = False
    unread: list[str] = []
    for clause in re.split(r"\n+|(?<=[^\d\W])[.;]\s+|\s\+\s|;", text):
        matches = list(_AMOUNT.finditer(clause))
        for index, match in enumerate(matches):
            begin = matches[index - 1].end() if index else 0
            end = matches[index + 1].start() if index + 1 < len(matches) else len(clause)
            party = _party(clause, begin, match, end, len(matches), parties)
            low = _number(match["low"])
            high = _number(match["high"] or match["low"])
            if party is not None and low <= high < 100_000:
                per = _PER.match(clause[match.end() : end])
                each = per["unit"].strip() if per else ""
                items.append(Resource(party, low, high, _unit(match), per=each))
            else:
                unknown = unknown or party is None
                unread.append(match[0])
    return Needs(tuple(items), unknown, tuple(unread))


def party_named(text: str, areas: tuple[str, ...] = ()) -> str | None:
    """Whose work it is, of a few words without an amount."""
    return _first(text, _patterns(areas))


def _patterns(areas: tuple[str, ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    named = [re.escape(area[: max(5, len(area) - 2)]) + r"\w*" for area in areas if len(area) > 4]
    return tuple(
        (
            party,
            re.compile(
                rf"\b(?:{'|'.join([words, *(named if party == 'service_area' else [])])})", re.I
            ),
        )
        for party, words in _PARTIES
    )


def _party(
    clause: str,
    begin: int,
    match: re.Match[str],
    end: int,
    count: int,
    patterns: tuple[tuple[str, re.Pattern[str]], ...],
) -> str | None:
    """The party named nearest before the amount, or else right after it."""
    before = _last(clause[begin : match.start()], patterns)
    if before:
        return before
    after = _first(re.split(r"[,;]", clause[match.end() : end])[0], patterns)
    if after:
        return after
    if count > 1:
        return _last(clause[: match.start()], patterns)
    # "20 arbetsdagar, dataadministrationen": the only amount of its sentence.
    return _first(clause[match.end() : end], patterns)


def _last(text: str, patterns: tuple[tuple[str, re.Pattern[str]], ...]) -> str | None:
    found = [(m.start(), party) for party, pattern in patterns for m in pattern.finditer(text)]
    return max(found)[1] if found else None


def _first(text: str, patterns: tuple[tuple[str, re.Pattern[str]], ...]) -> str | None:
    found = [(m.start(), party) for party, pattern in patterns for m in pattern.finditer(text)]
    return min(found)[1] if found else None


def _unit(match: re.Match[str]) -> str:
    return next(name for name, _pattern in _UNITS if match[name])


def _number(text: str) -> Decimal:
    if text == "½":
        return Decimal("0.50")
    value = _WORDS.get(text.casefold())
    if value is not None:
        return Decimal(value).quantize(Decimal("0.01"))
    plain = re.sub(r"[ \u00a0\u202f]", "", text)
    if re.match(r"\d{1,3}(?:,\d{3})+(?:\.|$)", plain):  # as English groups thousands
        plain = plain.replace(",", "")
    return Decimal(plain.replace(",", ".")).quantize(Decimal("0.01"))
