"""Times in words that name no year, and schedules that are said to move."""

from __future__ import annotations

import re
from dataclasses import dataclass

from projects.values.date_words import HALVES, MONTHS, SEASONS, whole_words
from projects.values.fuzzy_dates import FuzzyDate, Precision, UnreadableDate
from reports.reading.meaning.schedules import places_of_times, read_schedule

# "may" moves, "mar" and "sep" begin other words: only what is nothing but a month.
_MONTHS = {
    word: number for word, number in MONTHS.items()
    if word.endswith(("kuu", "kuun", "kuuta", "kuuna", "kuuksi", "kuussa", "kuusta", "kuuhun",
                      "kuulla", "kuulta", "kuulle"))
    or (len(word) > 5 and not word.startswith(("mars", "kesä", "syys")))
}  # fmt: skip
_SEASONS = {word: number for word, number in SEASONS.items() if word != "fall"}
_LOOSE = re.compile(
    rf"(?<![\w-])(?:(?P<season>{whole_words(_SEASONS)})|(?P<month>{whole_words(_MONTHS)})"
    rf"|(?P<half>{whole_words(HALVES)})|Q(?P<quarter>[1-4])(?!\d))",
    re.IGNORECASE,
)
# What moves a schedule, not systems into a cloud: the time follows at once.
_MOVES = re.compile(
    r"\b(?:siirty(?:y|vät|nyt|neet|i|isi|ä)|siirret(?:ään|ty|tiin|äisiin)|siirtää|siirtäminen|"
    r"lykkäänty\w*|lykä(?:tään|tty|ttiin)|lykkää\w*|viivästy\w*|myöhästy\w*|myöhenty\w*|aikaistu\w*|"
    r"aikaistet\w*|ven(?:yy|ynyt|yi|yvät)|pidenty\w*|skjuts? upp|skjutits upp|flyttas?|flyttats|försenas|"
    r"försenats|senareläggs|senarelagts|tidigareläggs|förlängs|förlängts|moves?|moved|postponed|delayed|slips|"
    r"slipped|extended|brought forward)\s+"
    r"(?:(?:arviolta|noin|todennäköisesti|alkamaan|aloitettavaksi|valmistumaan|ensi|vuoden|vuoteen|vuodelle|"
    r"vuodeksi|loppuun|alkuun|till|fram|nästa|år|to|until|next|the)\s+){0,4}$",
    re.IGNORECASE,
)  # fmt: skip
_BEFORE = 60  # characters in which a verb stands


@dataclass(frozen=True)
class LooseTime:
    """A part of some year, and the words that say so: `siirtyy syksyyn`."""

    words: str
    precision: Precision
    part: int
    is_moved: bool = False

    def is_around(self, date: FuzzyDate) -> bool:
        """Whether the date, if it is no whole year, has a day in that part of its year."""
        if date.precision is Precision.YEAR:
            return False
        return self.is_within(date, date)

    def is_within(self, first: FuzzyDate, last: FuzzyDate) -> bool:
        """Whether that part of some year has a day between the dates."""
        for year in range(first.year - 1, last.year + 1):
            date = self._in(year)
            if date and date.first_day <= last.last_day and first.first_day <= date.last_day:
                return True
        return False

    def _in(self, year: int) -> FuzzyDate | None:
        try:
            return FuzzyDate(year, self.precision, self.part)
        except UnreadableDate:
            return None


@dataclass(frozen=True)
class MovedTo:
    """A date to which the schedule is said to move, and the words that say so."""

    words: str
    date: FuzzyDate
    is_moved: bool = True

    def is_around(self, date: FuzzyDate) -> bool:
        return self.date.first_day <= date.last_day and date.first_day <= self.date.last_day


def loose_times(text: str) -> list[LooseTime]:
    """The parts of a year that are named without their year."""
    plain, places = places_of_times(text)
    found = []
    for match in _LOOSE.finditer(plain):
        if any(begin <= match.start() < end for begin, end in places):
            continue
        verb = _verb(plain, match.start())
        found.append(LooseTime(verb + match[0], *_part(match), is_moved=bool(verb)))
    return found


def moved_to(text: str) -> list[MovedTo]:
    """The dates that stand right after a word that moves the schedule."""
    plain, places = places_of_times(text)
    found = []
    for begin, end in places:
        verb, read = _verb(plain, begin), read_schedule(plain[begin:end])
        date = read[0].start or read[0].end if len(read) == 1 else None
        if verb and date:
            found.append(MovedTo(verb + plain[begin:end], date))
    return found


def _verb(plain: str, begin: int) -> str:
    match = _MOVES.search(plain[max(0, begin - _BEFORE) : begin])
    return match[0] if match else ""


def _part(match: re.Match[str]) -> tuple[Precision, int]:
    word = match[0].casefold()
    if match["season"]:
        return Precision.SEASON, SEASONS[word]
    if match["month"]:
        return Precision.MONTH, MONTHS[word]
    if match["half"]:
        return Precision.HALF, HALVES[word]
    return Precision.QUARTER, int(match["quarter"])
