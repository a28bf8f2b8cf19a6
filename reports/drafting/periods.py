"""The period of a plan as people say it: “syksy 2022 ja vuosi 2023”, “2024–2025”, “H2/2023”."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.far_years import FuzzyDateInput, ask_if_far
from projects.fields import reader_language
from projects.values.fuzzy_dates import (
    FuzzyDate,
    Precision,
    UnreadableDate,
    format_fuzzy_range,
    parse_fuzzy_date,
)

Period = tuple[FuzzyDate, FuzzyDate]
LONGEST_YEARS = 10
SPRING, AUTUMN = 1, 3
# From the autumn to the new year, and from a spring to its autumn, is no gap.
LARGEST_GAP = 100  # days
_AND = re.compile(r"\s*(?:,|;|&|\+|\bja\b|\boch\b|\band\b|\bsekä\b|\bsamt\b)\s*")
_TO = re.compile(r"\s*[–—]\s*|\s+-\s+|(?<=\d)-(?=\d{4}\b)|\s+(?:till|to|until)\s+")
# Words around a year that say nothing more: “vuosi 2023”, “för åren 2023”, “the year 2023”.
_YEAR_WORDS = re.compile(
    r"\b(?:vuosi|vuoden|vuodet|vuosien|vuosina|vuotta|år|året|åren|years?|the|för|for|from|från)\b"
)
# "Alkuvuosi", not "alkukesä".
_OF_THE_YEAR = r"(?:vuosi|vuoden|vuotta|vuonna|vuodelle|vuodeksi)?"
_HALVES = {
    1: rf"alku{_OF_THE_YEAR}|kevätkau\w*|kevätpuol\w*|"
    r"(?:1\.|ensimmäinen) (?:puolivuo\w*|vuosipuolis\w*)|"
    r"första halvåret|vårterminen|first half(?: of)?|h1",
    2: rf"loppu{_OF_THE_YEAR}|syyskau\w*|syyspuol\w*|"
    r"(?:2\.|toinen) (?:puolivuo\w*|vuosipuolis\w*)|"
    r"andra halvåret|höstterminen|second half(?: of)?|h2",
}


class UnreadablePeriod(ValueError):
    """The text is no period of a plan; `args[0]` says why, for the person who typed it."""


def parse_period(text: str) -> Period:
    """The first and the last part of the period. Raises `UnreadablePeriod`."""
    plain = " ".join(text.replace("\u00a0", " ").casefold().split())
    parts = [_range(part) for part in _with_years([p for p in _AND.split(plain) if p])]
    if not parts:
        raise UnreadablePeriod(_("Say which time the plan is for."))
    parts.sort(key=lambda part: part[0].first_day)
    for (_start, before), (after, _end) in pairwise(parts):
        if (after.first_day - before.last_day).days > LARGEST_GAP:
            words = {"from": _in_words(before), "to": _in_words(after)}
            raise UnreadablePeriod(
                _("Between %(from)s and %(to)s there is a gap: write the period without one.")
                % words
            )
    start = parts[0][0]
    end = max((part[1] for part in parts), key=lambda date: date.last_day)
    if (end.last_day - start.first_day).days > LONGEST_YEARS * 366:
        raise UnreadablePeriod(
            _("A plan is for %(years)s years at most.") % {"years": LONGEST_YEARS}
        )
    return start, end


def _with_years(parts: list[str]) -> list[str]:
    """“kevät ja syksy 2023” names its year once, at the end."""
    found: list[str] = []
    year = ""
    for part in reversed(parts):
        known = re.search(r"\d{4}", part)
        year = known[0] if known else year
        found.insert(0, part if known or not year else f"{part} {year}")
    return found


def _range(text: str) -> Period:
    ends = [part for part in _TO.split(text) if part.strip()]
    if len(ends) > 2 or not ends:
        raise UnreadablePeriod(_unreadable(text))
    first, last = (_point(part) for part in _with_years([ends[0], ends[-1]]))
    if first.first_day > last.last_day:
        raise UnreadablePeriod(_("The end is before the start."))
    return first, last


def _point(text: str) -> FuzzyDate:
    plain = " ".join(_YEAR_WORDS.sub(" ", text).split())
    for half, words in _HALVES.items():
        plain = re.sub(rf"^(?:{words})[ /]*(\d{{4}})$", rf"h{half}/\1", plain)
        plain = re.sub(rf"^(\d{{4}})[ /]+(?:{words})$", rf"h{half}/\1", plain)
    try:
        found = parse_fuzzy_date(plain)
    except UnreadableDate as error:
        raise UnreadablePeriod(_unreadable(text)) from error
    seasons = found.precision is Precision.SEASON and found.part in (SPRING, AUTUMN)
    if not seasons and found.precision not in (Precision.YEAR, Precision.HALF):
        raise UnreadablePeriod(
            _("“%(text)s” is too short a time: a plan is for whole or half years.")
            % {"text": text.strip()}
        )
    return found


def _unreadable(text: str) -> str:
    return _("“%(text)s” is not a period we understand.") % {"text": text.strip()[:100]}


def _in_words(date: FuzzyDate) -> str:
    return format_fuzzy_range(date, date, reader_language())


class PeriodField(forms.CharField):
    """A period typed as people say it; cleans to a `Period` or None."""

    widget = FuzzyDateInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 100)
        kwargs.setdefault("label", gettext_lazy("Period"))
        kwargs.setdefault(
            "help_text",
            gettext_lazy("Whole or half years, for example “autumn 2022 and 2023” or “2024–2025”."),
        )
        super().__init__(**kwargs)

    def prepare_value(self, value: object) -> object:
        if isinstance(value, tuple):
            return format_fuzzy_range(value[0], value[1], reader_language())
        return value

    def clean(self, value: object) -> Period | None:
        text = super().clean(self.prepare_value(value))
        if not text:
            return None
        try:
            period = parse_period(text)
        except UnreadablePeriod as error:
            raise ValidationError(
                _("%(why)s Write for example autumn 2022 and 2023, H2/2023 or 2024–2025."),
                code="invalid",
                params={"why": error.args[0]},
            ) from error
        ask_if_far(self.widget, text, *period)
        return period
