"""Schedules in words to phases: what dates a text names, and how they belong together."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from projects.values.date_words import MONTHS, SEASONS, whole_words
from projects.values.fuzzy_dates import FuzzyDate, Precision, UnreadableDate
from reports.document.plan import Phase
from reports.reading.meaning.schedule_words import in_known_forms

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_DASH = r"\s*(?:–|—|−|-|‐|‑|\.\.\.?|…|→)\s*"
_Y = r"(?P<year>(?:19|20|21)\d\d)"
_YY = r"(?P<year>(?:19|20|21)\d\d|[23]\d)(?!\d|[./]\d)"
# "syys" is the autumn where no month is meant: "kevät–syys 2024".
# A term or a budget season ("kevätlukukausi", "syyskaudella") is told by its season.
_TERMS = {
    f"{stem}{term}{ending}": SEASONS[season]
    for stem, season in (("kevät", "kevät"), ("syys", "syksy"))
    for term in ("kau", "lukukau")
    for ending in ("si", "den", "tta", "della", "delta", "delle", "teen")
}
_SEASONS = SEASONS | _TERMS | {"syys": SEASONS["syksy"]}
_SEASON = rf"(?P<season>{whole_words(_SEASONS)})"
_MONTH = rf"(?P<month>{whole_words(MONTHS)})"
_ENDING = r"\.?"
# Each: a pattern and what it names. The first that matches at a place is taken, so longer ones first.
_FORMS: tuple[tuple[str, str], ...] = (
    (rf"(?P<day>\d\d?)\.\s?(?P<part>\d\d?)\.\s?{_Y}", "day"),
    (rf"(?:vko|viikko|viikolla|viikon|vecka|veckan|week)\.?\s?(?P<part>\d\d?)(?:\s?/\s?|,?\s){_Y}", "week"),
    (rf"{_Y}-(?P<part>\d\d)-(?P<day>\d\d)(?!\d)", "day"),
    (rf"(?P<day>\d\d?)\.?\s+{_MONTH}{_ENDING}\s+{_Y}", "day"),
    (r"(?P<year>20\d\d)[–-](?P<two>[2-9]\d)(?!\d)", "years"),
    (rf"{_Y}\s?/\s?(?P<second>(?:19|20|21)\d\d)(?!\d)", "years"),
    (rf"(?:Q|kvartaali(?:t|lla)?\s|kvartal(?:et)?\s)\s?(?P<part>[1-4])(?:\s?/\s?|[ -]\s?|\s+)'?{_YY}", "quarter"),
    (rf"(?P<part>[1-4])\s?Q(?:\s?/\s?|[ -]|\s+)?{_YY}", "quarter"),
    (rf"(?P<part>[1-4]|III|II|IV|I)\.?\s?(?:vuosi)?(?:neljännes|neljänne|kvartaali|kvartal)[a-zåäö]*\s?/?\s?{_Y}", "quarter"),
    (rf"{_Y}\s?[/ -]?\s?Q\s?(?P<part>[1-4])(?!\d)", "quarter"),
    (rf"H\s?(?P<part>[12])(?:\s?/\s?|[ -]\s?|\s+){_YY}", "half"),
    (rf"(?P<part>[12])\s?H(?:\s?/\s?|[ -]|\s+)?{_YY}", "half"),
    (rf"{_Y}\s?[/ -]?\s?H\s?(?P<part>[12])(?!\d)", "half"),
    (rf"(?P<part>[12]|I|II)\.?\s(?:vuosipuolisko|vuosipuolikas|puolivuotis|halvår)[a-zåäö]*\s?/?\s?{_Y}", "half"),
    (rf"(?P<part>\d\d?)\s?\.?\s?/\s?\.?\s?{_YY}", "month"),
    (rf"(?P<part>1[0-2]|0?[1-9])\.\s?{_Y}", "month"),
    (rf"{_Y}-(?P<part>0[1-9]|1[0-2])(?!\d|-\d\d[./])", "month"),
    (rf"{_MONTH}{_ENDING}\s+(?:vuonna\s+|vuoden\s+|år\s+)?{_Y}", "named month"),
    (rf"{_SEASON}{_ENDING}\s+(?:vuonna\s+|vuoden\s+|år\s+)?{_Y}", "season"),
    (rf"{_Y}\s+{_SEASON}{_ENDING}", "season"),
    (rf"{_Y}(?!\s?(?:€|eur|kpl|htp|%)|[./]\d)", "year"),
)  # fmt: skip
_COMPILED = tuple((re.compile(pattern, re.IGNORECASE), kind) for pattern, kind in _FORMS)
_PRECISIONS = {
    "quarter": Precision.QUARTER, "half": Precision.HALF, "month": Precision.MONTH,
    "week": Precision.WEEK,
}  # fmt: skip
# The left end of a range that has its year from the right end: "8–" of "8–9/2022", "kevät–".
_LEFT = (
    (re.compile(r"(?P<day>\d\d?)\.\s?(?P<part>\d\d?)\.?", re.I), "day"),
    (re.compile(r"Q\s?(?P<part>[1-4])|(?P<part2>[1-4])\s?Q", re.I), "quarter"),
    (re.compile(r"H\s?(?P<part>[12])", re.I), "half"),
    (re.compile(r"(?P<day>\d\d?)\.", re.I), "day of month"),
    (re.compile(r"(?P<part>\d\d?)\.?/?", re.I), "number"),
    (re.compile(rf"{_MONTH}{_ENDING}", re.I), "named month"),
    (
        re.compile(
            r"(?P<short>tammi|helmi|maalis|huhti|touko|kesä|heinä|elo|syys|loka|marras|joulu)", re.I
        ),
        "short month",
    ),
    (re.compile(rf"{_SEASON}{_ENDING}", re.I), "season"),
)
_FROM = r"(?:alkaen|lähtien|eteenpäin|jälkeen|och framåt|framåt|från och med|fr\.?\s?o\.?\s?m\.?|från|efter)"
_UNTIL = r"(?:asti|saakka|mennessä|loppuun|t\.?\s?o\.?\s?m\.?|till och med|senast|fram till|före|viimeistään)"
_STARTS = re.compile(
    r"(?:\b(?:aloit|alka(?!en)|alku\b|käynnist|start|börja|inled|påbörja)\w*)[^\d]{0,25}$",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"(?:\b(?:pääty|päätty|päättyminen|päätös|valmis|loppu\b|lopet|valmiina|avslut|slut|färdig|klar)\w*)"
    r"[^\d]{0,25}$",
    re.IGNORECASE,
)
_FILLERS = re.compile(
    r"^(?:[\s,;:.()–—|/&•*→-]|(?:ja|sekä|och|samt|on|vuosi|vuodet|vuonna|vuoden|vuosina|vuosien|aikana|aikavälillä|ajalla|"
    r"arviolta|noin|n\.|viimeistään|alustavasti|tavoitteena|under|år|åren|ca|cirka|i|på|från|till|mellan|"
    r"suunnitellusti|aikaisintaan|kuluessa)\b\.?)+|(?:[\s,;:.()–—|/&•*→-]|\b(?:ja|sekä|och|samt|on|vuosi|vuodet|vuonna|vuoden|"
    r"vuosina|vuosien|aikana|aikavälillä|ajalla|arviolta|noin|n|viimeistään|alustavasti|under|år|åren|ca|cirka|"
    r"i|på|från|till|mellan|alkaa|alkaen|lähtien|päättyy|kuluessa|aikaisintaan|"
    r"toteutettu|toteutetaan|toteutuu|tehdään|tehty|valmis|valmistuu|genomförs|genomfört|genomförd|görs|klar|klart)\b)+$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Point:
    """A date or a range in the text, from `begin` to `end`; `open` is 'end' or 'start' if one is."""

    begin: int
    end: int
    start: FuzzyDate | None
    stop: FuzzyDate | None


def read_schedule(text: str) -> tuple[Phase, ...]:
    """The phases that a schedule names; none where it names no date.

    `Q3/2022–Q2/2023`, `8–9/2022`, `9/2021–03-06/2023`, `kevät 2024–syksy 2025`, `9/2024 alkaen`,
    `linjat 2020, kamerat 2022–2023` (two phases with names).
    """
    plain = _plain(text)
    points = _ranges(plain, _dates(plain))
    points = [point for point in points if _in_order(point)]
    if not points:
        return ()
    if len(points) == 1:
        return (Phase("", points[0].start, points[0].stop),)
    return _phases(plain, points)


def read_date(text: str) -> FuzzyDate | None:
    """The one date of a text such as `10/.2023` or `arviolta syksyllä 2024`; None if unclear."""
    plain = _plain(text)
    points = _ranges(plain, _dates(plain))  # "marras-joulukuu 2023" is not December
    return points[0].start if len(points) == 1 and points[0].start == points[0].stop else None


def places_of_times(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text in the forms that are read, and from where to where each date of it stands."""
    plain = _plain(text)
    points = _ranges(plain, _dates(plain))
    return plain, [(point.begin, point.end) for point in points if _in_order(point)]


def _plain(text: str) -> str:
    """One space between words, each letter as one character (NFC), words of time in known forms."""
    return in_known_forms(re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)))


def _dates(text: str) -> list[_Point]:
    points, position = [], 0
    while position < len(text):
        if (
            position
            and (text[position - 1].isalnum())
            and text[position - 1 : position + 1].isalnum()
        ):
            position += 1
            continue
        for pattern, kind in _COMPILED:
            match = pattern.match(text, position)
            if match:
                point = _point(match, kind)
                if point:
                    points.append(point)
                if point or kind != "years":
                    position = match.end() - 1  # "13/2024" is no date, nor is its end
                    break
        position += 1
    return points


def _point(match: re.Match[str], kind: str) -> _Point | None:
    found = match.groupdict()
    year = int(found["year"]) + (2000 if len(found["year"]) == 2 else 0)
    try:
        if kind == "years":
            last = int(found.get("second") or f"{year // 100}{found['two']}")
            return _Point(*match.span(), FuzzyDate(year), FuzzyDate(last)) if last > year else None
        date = _made(kind, year, found)
    except UnreadableDate:
        return None
    return _Point(*match.span(), date, date)


def _made(kind: str, year: int, found: dict[str, str | None]) -> FuzzyDate:
    part = found.get("part") or found.get("part2") or "0"
    number = int(part) if part.isdigit() else _ROMAN.get(part.casefold(), 0)
    if found.get("month"):
        number = MONTHS[(found["month"] or "").casefold()]
        if kind != "day":
            return FuzzyDate(year, Precision.MONTH, number)
    if kind == "season":
        return FuzzyDate(year, Precision.SEASON, _SEASONS[(found["season"] or "").casefold()])
    if kind == "day":
        return FuzzyDate(year, Precision.DAY, number, int(found["day"] or 0))
    return FuzzyDate(year, _PRECISIONS[kind], number) if kind in _PRECISIONS else FuzzyDate(year)


def _ranges(text: str, points: list[_Point]) -> list[_Point]:
    """Points that a dash or a word joins become ranges; the year of the right end serves the left."""
    widened = [
        _with_left(text, point, points[i - 1].end if i else 0) for i, point in enumerate(points)
    ]
    joined: list[_Point] = []
    for point in widened:
        if joined:
            last = joined[-1]
            between = text[last.end : point.begin]
            if re.fullmatch(_DASH, between) or (
                re.fullmatch(
                    rf"\s*(?:{_FROM})?\s*(?:{_DASH})?\s*(?:ja|till|–|-)?\s*(?:{_UNTIL})?\s*",
                    between,
                    re.I,
                )
                and re.search(r"till|alkaen|lähtien|[–-]|t\.?o", between, re.I)
            ):
                joined[-1] = _Point(last.begin, point.end, last.start, point.stop)
                continue
        joined.append(point)
    return [_opened(text, point, i, joined) for i, point in enumerate(joined)]


def _with_left(text: str, point: _Point, after: int) -> _Point:
    """`8–9/2022`: the part before the dash is of the same year. `03-06/2023` alike."""
    dash = re.search(rf"(?P<left>[^\s–—-]{{1,16}}?){_DASH}$", text[after : point.begin])
    if not dash or point.start is None:
        return point
    begin = after + dash.start("left")
    left = dash["left"].lstrip("(")
    begin += len(dash["left"]) - len(left)
    for pattern, kind in _LEFT:
        match = pattern.fullmatch(left)
        if match:
            try:
                date = _left_date(kind, match.groupdict(), point.start)
            except UnreadableDate:
                return point
            return _Point(begin, point.end, date, point.stop) if date else point
    return point


def _left_date(kind: str, found: dict[str, str | None], right: FuzzyDate) -> FuzzyDate | None:
    if kind == "number":
        if right.precision not in (Precision.MONTH, Precision.QUARTER, Precision.HALF):
            return None
        return FuzzyDate(right.year, right.precision, int(found["part"] or 0))
    if kind == "short month":
        short = (found["short"] or "").casefold() + "k"
        if right.precision is Precision.MONTH:
            return FuzzyDate(right.year, Precision.MONTH, MONTHS[short])
        kind, found = "season", found | {"season": (found["short"] or "")[:4]}
        if right.precision is not Precision.SEASON or found["season"] not in ("kesä", "syys"):
            return None
    if kind == "day of month":
        if right.precision is not Precision.DAY:
            return None
        return FuzzyDate(right.year, Precision.DAY, right.part, int(found["day"] or 0))
    return _made(kind, right.year, found)


def _opened(text: str, point: _Point, index: int, points: list[_Point]) -> _Point:
    """A single date with "from" or "until" beside it is open at the other end."""
    if point.start != point.stop:
        return point
    before = text[points[index - 1].end if index else 0 : point.begin]
    after = text[point.end : points[index + 1].begin if index + 1 < len(points) else len(text)]
    if re.search(rf"(?:^|\s){_FROM}\s*$", before, re.I) or re.match(
        rf"(?:\s*(?:alusta|vuodesta|alkupuolelta))?\s*{_FROM}\b", after, re.I
    ):
        return _Point(point.begin, point.end, point.start, None)
    if re.match(rf"{_DASH}(?:\s*$|[,;.)]|jatku|toista|tills|edelleen|löpande|fortl)", after, re.I):
        return _Point(point.begin, point.end, point.start, None)
    if re.search(rf"(?:^|\s){_UNTIL}\s*$|^\s*[–—]\s*$", before, re.I) or re.match(
        rf"(?:n|n loppuun)?\s*{_UNTIL}\b", after, re.I
    ):
        return _Point(point.begin, point.end, None, point.stop)
    if len(points) == 1 and _ENDS.search(before):
        return _Point(point.begin, point.end, None, point.stop)
    if len(points) == 1 and _STARTS.search(before):
        return _Point(point.begin, point.end, point.start, None)
    return point


def _in_order(point: _Point) -> bool:
    return not (point.start and point.stop and point.start.first_day > point.stop.last_day)


def _phases(text: str, points: list[_Point]) -> tuple[Phase, ...]:
    pairs = _start_and_end(text, points)
    if pairs:
        return pairs
    names = []
    for index, point in enumerate(points):
        before = text[points[index - 1].end if index else 0 : point.begin]
        names.append(_name(before, is_first=index == 0))
    after = _name(text[points[-1].end :], is_first=True)
    if not names[0] and after and all(not n or i == 0 for i, n in enumerate(names[:1])):
        names = _names_after(text, points, names)
    if not any(names):
        starts = [p.start for p in points]
        stops = [p.stop for p in points]
        if None in starts or None in stops:
            return tuple(Phase("", p.start, p.stop) for p in points)
        first = min((s for s in starts if s), key=lambda d: d.first_day)
        last = max((s for s in stops if s), key=lambda d: d.last_day)
        return (Phase("", first, last),)
    return tuple(Phase(name, p.start, p.stop) for name, p in zip(names, points, strict=True))


def _names_after(text: str, points: list[_Point], names: list[str]) -> list[str]:
    """`2020 linjat, 2022–2023 kamerat`: the names follow their dates."""
    found = []
    for index, point in enumerate(points):
        end = points[index + 1].begin if index + 1 < len(points) else len(text)
        words = re.split(r",\s(?=[^,]*\d)", text[point.end : end])[0]
        if re.match(r"\s*[,;]\s", words) and index + 1 < len(points):
            return names  # "kevät 2026, pilotti 9/2026": the next one's
        found.append(_name(words, is_first=True))
    return found if all(found) else names


def _name(text: str, is_first: bool) -> str:
    """The words of a phase's name without what joins it to its date."""
    pieces = re.split(r"[.;](?:\s|$)|(?<=\S)\)\s*,?|\n", text)
    piece = next((p for p in reversed(pieces) if re.search(r"\w", p)), "")
    if not is_first and "," in piece:
        piece = piece.rsplit(",", 1)[-1] if re.search(r"\w", piece.rsplit(",", 1)[-1]) else piece
    previous = None
    while previous != piece:
        previous, piece = piece, _FILLERS.sub("", piece)
    piece = piece.strip(" ,;:.()–—-|/→")
    return piece if re.search(r"[^\W\d]", piece) and len(piece) <= 100 else ""


def _start_and_end(text: str, points: list[_Point]) -> tuple[Phase, ...]:
    """`Aloitus 9/2022, valmis 12/2023` is one phase."""
    if len(points) != 2 or any(p.start != p.stop for p in points if p.start and p.stop):
        return ()
    first, last = points
    begins = _STARTS.search(text[: first.begin]) or first.stop is None
    ends = _ENDS.search(text[first.end : last.begin]) or last.start is None
    start, stop = first.start or first.stop, last.stop or last.start
    if begins and ends and start and stop and start.first_day <= stop.last_day:
        return (Phase("", start, stop),)
    return ()
