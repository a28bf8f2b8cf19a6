"""Dates as people plan them: a day, a week, a month, a quarter, a season, a half-year or a year."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache

from projects.values.date_words import HALVES, MONTHS, SEASONS

FIRST_YEAR, LAST_YEAR = 1900, 2199


class UnreadableDate(ValueError):
    """The text is not a date that we understand; `args[0]` is the text."""


class Precision(StrEnum):
    YEAR = "year"
    HALF = "half"
    SEASON = "season"
    QUARTER = "quarter"
    MONTH = "month"
    WEEK = "week"
    DAY = "day"


# EDTF level 2 (ISO 8601-2) numbers of the parts of a year that have no month of their own.
_EDTF_BASE = {Precision.SEASON: 20, Precision.QUARTER: 32, Precision.HALF: 39}
_PARTS = {Precision.SEASON: 4, Precision.QUARTER: 4, Precision.HALF: 2, Precision.MONTH: 12,
          Precision.WEEK: 53}  # fmt: skip
# First month of each season. Winter begins in the December of its year and ends in the next
# February, so that the seasons of a year follow each other as EDTF counts them.
_SEASON_MONTH = {1: 3, 2: 6, 3: 9, 4: 12}


@dataclass(frozen=True)
class FuzzyDate:
    """A date and its precision.

    `part` is the number of the month, week (ISO 8601), quarter, season (spring 1 … winter 4) or
    half-year in the year, 0 for a year; `day` is the day of the month, 0 where the date is no day.
    Raises `UnreadableDate` for what no calendar has.
    """

    year: int
    precision: Precision = Precision.YEAR
    part: int = 0
    day: int = 0

    def __post_init__(self) -> None:
        parts = _PARTS.get(self.precision, 12 if self.precision is Precision.DAY else 0)
        fits = (1 <= self.part <= parts) if parts else self.part == 0
        if not FIRST_YEAR <= self.year <= LAST_YEAR or not fits:
            raise UnreadableDate(f"{self.part}/{self.year}")
        if self.precision is Precision.DAY:
            try:
                datetime.date(self.year, self.part, self.day)
            except ValueError as error:
                raise UnreadableDate(f"{self.day}.{self.part}.{self.year}") from error
        elif self.precision is Precision.WEEK:
            try:
                datetime.date.fromisocalendar(self.year, self.part, 1)
            except ValueError as error:
                raise UnreadableDate(f"{self.part}/{self.year}") from error
        elif self.day:
            raise UnreadableDate(f"{self.day}.{self.part}.{self.year}")

    @classmethod
    def from_date(cls, date: datetime.date) -> FuzzyDate:
        return cls(date.year, Precision.DAY, date.month, date.day)

    @classmethod
    @lru_cache(maxsize=4096)
    def from_edtf(cls, text: str) -> FuzzyDate:
        """`2022`, `2022-09`, `2024-03-01`, `2022-33` (first quarter), `2024-21` (spring) …

        A week is `2023-W36`, as ISO 8601-1 writes it; EDTF has none.
        """
        week = re.fullmatch(r"(\d{4})-W(\d\d)", text, re.ASCII)
        if week:
            return cls(int(week[1]), Precision.WEEK, int(week[2]))
        match = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", text, re.ASCII)
        if not match:
            raise UnreadableDate(text)
        year, number, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
        if match[3]:
            return cls(year, Precision.DAY, number, day)
        if not match[2]:
            return cls(year)
        if 1 <= number <= 12:
            return cls(year, Precision.MONTH, number)
        for precision, base in _EDTF_BASE.items():
            if base < number <= base + _PARTS[precision]:
                return cls(year, precision, number - base)
        raise UnreadableDate(text)

    @property
    def edtf(self) -> str:
        """The date as EDTF (ISO 8601-2), the form that is stored and exchanged."""
        if self.precision is Precision.YEAR:
            return f"{self.year}"
        if self.precision is Precision.DAY:
            return f"{self.year}-{self.part:02}-{self.day:02}"
        if self.precision is Precision.WEEK:
            return f"{self.year}-W{self.part:02}"
        return f"{self.year}-{_EDTF_BASE.get(self.precision, 0) + self.part:02}"

    @cached_property
    def first_day(self) -> datetime.date:
        if self.precision is Precision.DAY:
            return datetime.date(self.year, self.part, self.day)
        if self.precision is Precision.WEEK:
            return datetime.date.fromisocalendar(self.year, self.part, 1)
        return datetime.date(self.year, self._first_month, 1)

    @cached_property
    def last_day(self) -> datetime.date:
        if self.precision is Precision.DAY:
            return self.first_day
        if self.precision is Precision.WEEK:
            return self.first_day + datetime.timedelta(days=6)
        months = {
            Precision.YEAR: 12,
            Precision.HALF: 6,
            Precision.SEASON: 3,
            Precision.QUARTER: 3,
            Precision.MONTH: 1,
        }[self.precision]
        after = self.year * 12 + self._first_month - 1 + months
        return datetime.date(after // 12, after % 12 + 1, 1) - datetime.timedelta(days=1)

    @property
    def _first_month(self) -> int:
        return {
            Precision.YEAR: 1,
            Precision.HALF: self.part * 6 - 5,
            Precision.SEASON: _SEASON_MONTH.get(self.part, 1),
            Precision.QUARTER: self.part * 3 - 2,
            Precision.MONTH: self.part,
            Precision.DAY: self.part,
        }[self.precision]

    def __str__(self) -> str:
        return format_fuzzy_date(self, "fi")


_SEASON_NAMES = {
    "fi": ("kevät", "kesä", "syksy", "talvi"),
    "sv": ("våren", "sommaren", "hösten", "vintern"),
    "en": ("spring", "summer", "autumn", "winter"),
}
_ENGLISH_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)


_WEEK_NAMES = {"fi": "vko", "sv": "vecka", "en": "week"}
_WEEK = r"(?:viikko|viikon|viikolla|viikoksi|viikkoon|vko|vk|vecka|veckan|v|week|wk|w)"


def parse_fuzzy_date(text: str) -> FuzzyDate:
    """Read a date as people write it in Finnish, Swedish or English.

    `1.9.2022`, `1/9/2022`, `9/2022`, `Q3/2022`, `syksy 2022`, `H1/2025`, `2022`, `syyskuu 2022`,
    `1 September 2022`, `2022-09-01`, `1.9.22`, `vko 36/2023`, `loppuvuosi 2023`. No language is
    asked for: no text means two things. Raises `UnreadableDate`.
    """
    plain = re.sub(r"\s+", " ", text.replace("\u00a0", " ").replace("\u202f", " ")).strip()
    plain = unicodedata.normalize("NFC", plain).casefold()
    year = r"(?P<year>\d{4})"
    for pattern, precision in (
        (year, Precision.YEAR),
        (rf"(?P<day>\d\d?)\. ?(?P<part>\d\d?)\. ?{year}", Precision.DAY),
        (r"(?P<day>\d\d?)\. ?(?P<part>\d\d?)\. ?(?P<year>\d\d)", Precision.DAY),
        (rf"(?P<day>\d\d?)/(?P<part>\d\d?)/{year}", Precision.DAY),
        (rf"{year}-(?P<part>\d\d)-(?P<day>\d\d)", Precision.DAY),
        (rf"(?P<part>\d\d?) ?\.? ?/ ?\.? ?{year}", Precision.MONTH),
        (rf"{year}-(?P<part>\d\d)", Precision.MONTH),
        (rf"{_WEEK}\.? ?(?P<part>\d\d?)(?: ?/ ?|, ?| ){year}", Precision.WEEK),
        (rf"{year}-w(?P<part>\d\d)", Precision.WEEK),
        (rf"q ?(?P<part>\d)(?: ?/ ?| |-){year}", Precision.QUARTER),
        (rf"(?P<part>\d) ?q(?: ?/ ?| |-){year}", Precision.QUARTER),
        (rf"{year}(?: ?/ ?| |-)q ?(?P<part>\d)", Precision.QUARTER),
        (rf"h ?(?P<part>\d)(?: ?/ ?| |-){year}", Precision.HALF),
        (rf"(?P<part>\d) ?h(?: ?/ ?| |-){year}", Precision.HALF),
        (rf"{year}(?: ?/ ?| |-)h ?(?P<part>\d)", Precision.HALF),
    ):
        match = re.fullmatch(pattern, plain, re.ASCII)
        if match:
            found = match.groupdict()
            number = int(found["year"]) + (2000 if len(found["year"]) == 2 else 0)
            return _checked(text, number, precision, found.get("part"), found.get("day"))
    named = r"(?:(?P<day>[0-9]{1,2})(?:\.| |\. ))?(?P<word>[^\W\d_]+)\.?,? (?P<year>[0-9]{4})"
    match = re.fullmatch(named, plain)
    if match:
        month = MONTHS.get(match["word"])
        if month:
            precision = Precision.DAY if match["day"] else Precision.MONTH
            return _checked(text, int(match["year"]), precision, month, match["day"])
        season = SEASONS.get(match["word"])
        if season and not match["day"]:
            return _checked(text, int(match["year"]), Precision.SEASON, season, None)
        half = HALVES.get(match["word"])
        if half and not match["day"]:
            return _checked(text, int(match["year"]), Precision.HALF, half, None)
    raise UnreadableDate(text)


def _checked(
    text: str, year: int, precision: Precision, part: str | int | None, day: str | None
) -> FuzzyDate:
    try:
        return FuzzyDate(year, precision, int(part or 0), int(day or 0))
    except UnreadableDate as error:
        raise UnreadableDate(text) from error


def format_fuzzy_date(value: FuzzyDate, language: str) -> str:
    """The date in words of the language; `parse_fuzzy_date` reads it back."""
    if value.precision is Precision.QUARTER:
        return f"Q{value.part}/{value.year}"
    if value.precision is Precision.HALF:
        return f"H{value.part}/{value.year}"
    if value.precision is Precision.SEASON:
        return f"{_SEASON_NAMES[language][value.part - 1]} {value.year}"
    if value.precision is Precision.WEEK:
        return f"{_WEEK_NAMES[language]} {value.part}/{value.year}"
    if value.precision is Precision.YEAR:
        return str(value.year)
    if language == "en":
        month = f"{_ENGLISH_MONTHS[value.part - 1]} {value.year}"
        return f"{value.day} {month}" if value.day else month
    if value.precision is Precision.MONTH:
        return f"{value.part}/{value.year}"
    return f"{value.day}.{value.part}.{value.year}"


def span(
    phases: Iterable[tuple[FuzzyDate | None, FuzzyDate | None]],
) -> tuple[FuzzyDate | None, FuzzyDate | None]:
    """The earliest start and the latest end of phases, each as exact as it is; None if unknown."""
    ends = list(phases)
    starts = [start for start, _end in ends if start]
    stops = [end for _start, end in ends if end]
    return (
        min(starts, key=lambda date: date.first_day, default=None),
        max(stops, key=lambda date: date.last_day, default=None),
    )


def format_fuzzy_range(start: FuzzyDate | None, end: FuzzyDate | None, language: str) -> str:
    """`Q3/2022–Q2/2023`; an open end stays open, a single point stands once, nothing is empty."""
    first = format_fuzzy_date(start, language) if start else ""
    last = format_fuzzy_date(end, language) if end else ""
    if first == last:
        return first
    dash = " – " if " " in first + last else "–"
    return f"{first}{dash}{last}".strip()


@dataclass(frozen=True)
class Quarter:
    first: datetime.date
    last: datetime.date
    name: str


def quarter_of(day: datetime.date) -> Quarter:
    """The quarter that the day is in, named `Q3/2022`."""
    number = (day.month - 1) // 3 + 1
    fuzzy = FuzzyDate(day.year, Precision.QUARTER, number)
    return Quarter(fuzzy.first_day, fuzzy.last_day, f"Q{number}/{day.year}")
