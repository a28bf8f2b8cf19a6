"""Where a project belongs: its scope, service area and unit, from the chapters above it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from reports.reading.meaning.parties import names_service

_INFRASTRUCTURE = re.compile(
    r"infra|tietohallinnon (?:oma|sisäi|kehit|hank|proj|toimin|vastuu)|tietohallinto(?:\s|$|,|\))|perustietotekniik|"
    r"perustekniik|informationsförvaltningen|dataförvaltningen|it-avdelningen|it-enheten|ict-(?:palvelut|yksik)",
    re.IGNORECASE,
)
_CITY_WIDE = re.compile(
    r"koko (?:kaupun|kunna|kunta|organisaatio|konserni)|kaupunkiyhtei|kaupunkitas|kaupunkilaaju|kuntayhtei|kuntatas|"
    r"konserniyhtei|konsernitas|organisaatiotas|(?:kaupungin|kunnan|konsernin|organisaation) yhtei|kaikkia palvelualoja|"
    r"palvelualojen yhtei|toimialojen yhtei|poikkihallinnolli|"
    r"yhteiset (?:kehi|hank|proj|toimenp)|hela (?:staden|kommunen|organisation)|(?:stads|kommun|koncern)gemensam|"
    r"gemensamma (?:utveck|proj|åtg)|kommunövergrip|förvaltningsövergrip|stadsövergrip|sektorsövergrip",
    re.IGNORECASE,
)
_KIND = (
    r"(?:(?:kehitys|kehittämis|kehitettävät|tietohallinto|tietojärjestelmä|digi|ict|ict-|it-|digitalisaatio|utvecklings|digitaliserings)*"
    r"-?\s?(?:hankkee[nt]|hankkeet|projektit|kohteet|toimenpiteet|hankesuunnitelma|projekt|projekten|åtgärder|åtgärderna|objekt)|"
    r"kehittäminen|utveckling)"
)
_GROUP = re.compile(
    rf"^(?:(?:palvelualakohtai|toimialakohtai|palvelualojen|toimialojen|palvelualueiden|palvelualueittai|palvelualoittai|hallinnonaloittai|"
    rf"yksikkökohtai|serviceområdesvis|sektorsvis|sektorvis|förvaltningsvis|serviceområdenas|sektorernas|områdesspecifik|"
    rf"serviceområdesspecifik|sektorspecifik|förvaltningsspecifik)\w*\s*(?:omat\s+)?(?:{_KIND})?|{_KIND})",
    re.IGNORECASE,
)
_TAIL = re.compile(
    rf"[\s,:(–—-]*\b(?:n\s+)?(?:omat\s+|keskeiset\s+|tärkeimmät\s+)?{_KIND}\)?$", re.IGNORECASE
)
_SWEDISH_HEAD = re.compile(rf"^{_KIND}\s+(?:inom|för|hos|vid|i)\s+", re.IGNORECASE)
_GENERAL = re.compile(
    r"^(?:yleistä|johdanto|tausta(?:a)?|lähtökohdat|tavoite|tavoitteet|tiivistelmä|yhteenveto|esipuhe|seuranta|liitteet|"
    r"toimenpidesuunnitelman? .*|suunnitelman? .*|lopuksi|rahoitus|talous|riskit|määritelmät|käsitteet|muutoshistoria|"
    r"inledning|allmänt|bakgrund|sammanfattning|utgångspunkter|uppföljning|bilagor|mål|om planen|planens .*|"
    r"åtgärdsplanens .*|slutord|förord|vision|visio|strategia|strategi|nykytila|nuläge|toteutus ja seuranta)\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Place:
    scope: str = "service_area"
    service_area: str = ""
    unit: str | None = None
    is_known: bool = True


def is_general(title: str) -> bool:
    """Whether a heading is that of a plan's own chapter: "Johdanto", "Yhteenveto"."""
    return _GENERAL.match(title.strip()) is not None


def is_city_wide(title: str) -> bool:
    return _CITY_WIDE.search(title) is not None


def says_area(title: str) -> bool:
    """Whether the wording of a chapter's title says that it is an area's.

    `Palvelualakohtaiset hankkeet, X`, `Åtgärder inom X`, `Sivistyspalvelut`; not `Prioriteetti 1`.
    """
    text = title.strip().rstrip(":.")
    group = _GROUP.match(text)
    if group and group.end() and not re.match(rf"{_KIND}", text, re.IGNORECASE):
        return True
    return names_service(area_of(title))


def may_be_area(title: str) -> bool:
    """Whether a title may be an area's name where the chapters beside it are: no year, no rank."""
    return not is_general(title) and _NO_AREA.search(title) is None


_NO_AREA = re.compile(
    r"\d|\b(?:priorit|käynni|käynnisty|päätty|jatku|uude[tn]|uusi|kiireelli|vaihe|kori\b|luokka|painopist|tavoite|"
    r"tavoittee|teema|strategi|muut\b|muita|pienhank|kärkihank|kehitys|kehittämi|digitalis|hankkee|hanket|projektit|"
    r"toimenpite|pågående|nya\b|övriga|fortsätt|prioriter|tema\b|åtgärder|projekten?\b)",
    re.IGNORECASE,
)


def place_of(
    titles: list[str], it_department: str, is_area: Callable[[str], bool] = says_area
) -> Place:
    """The place of a project under chapters with these titles, the topmost first.

    `is_area` tells whether a title that could be an area's is one.
    """
    rest = list(titles)
    while rest:
        title = rest.pop(0)
        area = area_of(title)
        if is_city_wide(title):
            return Place("city_wide", "", _unit(rest))
        if _INFRASTRUCTURE.search(title) and not _is_area_list(title, area):
            return Place("infrastructure", it_department, _unit(rest))
        if area and is_area(title):
            return Place("service_area", area, _unit(rest))
    return Place(is_known=False)


def _is_area_list(title: str, area: str) -> bool:
    """ "Palvelualakohtaiset hankkeet, tekniset palvelut ja infra" is an area, not infrastructure."""
    return bool(_GROUP.match(title)) and bool(area) and not re.match(r"tietohallinto", area, re.I)


def _unit(titles: list[str]) -> str | None:
    return next((t for t in titles if not _GROUP.fullmatch(t.strip())), None)


def area_of(title: str) -> str:
    """`Palvelualakohtaiset kehityshankkeet, sivistyspalvelut` → `Sivistyspalvelut`; else empty."""
    text = title.strip().rstrip(":.")
    swedish = _SWEDISH_HEAD.match(text)
    if swedish:
        return _named(_definite(text[swedish.end() :]))
    group = _GROUP.match(text)
    if group and group.end():
        rest = text[group.end() :]
        if not rest.strip(" ,:–—-()/"):
            return ""
        if re.match(r"[\s,:–—(/-]", rest):
            return _named(rest.strip(" ,:–—-()/"))
    shorter = _TAIL.sub("", text)
    if shorter != text:
        shorter = _nominative(shorter.strip(" ,:–—-()"))
    return _named(shorter)


def _named(text: str) -> str:
    if text.isupper() and len(text) > 5:
        return text.capitalize()
    return text[:1].upper() + text[1:]


_GENITIVES = (
    (r"palvelu(?:iden|jen)$", "palvelut"),
    (r"palveluiden\b", "palvelut"),
    (r"toimialan$", "toimiala"),
    (r"palvelualan$", "palveluala"),
    (r"osaston$", "osasto"),
    (r"viraston$", "virasto"),
    (r"toimen$", "toimi"),
    (r"hallinnon$", "hallinto"),
    (r"keskuksen$", "keskus"),
    (r"kanslian$", "kanslia"),
    (r"yksikön$", "yksikkö"),
    (r"tjänster(?:nas|s)$", "tjänster"),
    (r"sektorns$", "sektorn"),
    (r"avdelningens$", "avdelningen"),
)


def _nominative(text: str) -> str:
    """The genitive of an area's name as its nominative, where the ending is a known one."""
    for pattern, ending in _GENITIVES:
        changed = re.sub(pattern, ending, text, flags=re.IGNORECASE)
        if changed != text:
            changed = re.sub(r"\b(\w+)sten (?=palvelut)", r"\1set ", changed)
            return re.sub(
                r"\b([Tt]ekni|[Yy]htei|[Ss]isäi)sen (?=toimi|toimiala)", r"\1nen ", changed
            )
    return text


def _definite(text: str) -> str:
    """`bildningstjänsterna` → `bildningstjänster`; a singular keeps its article."""
    plain = re.sub(r"^(?:de|den|det)\s+", "", text.strip(" .:"), flags=re.IGNORECASE)
    return re.sub(r"tjänsterna$", "tjänster", plain, flags=re.IGNORECASE)
