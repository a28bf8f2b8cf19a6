"""The lines of a ledger's file become sums of projects and years; what is wrong is told by line.

What is wrong in a line of a project keeps back the sums that the line belongs to: a sum of a part
of its lines would be wrong.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from django.utils.translation import gettext as _

from projects.fields import fold
from projects.ledger.amounts import ledger_amount
from projects.ledger.headings import FIGURES, Column, Meaning
from projects.sheets.files import WrongCell, as_text
from projects.sheets.headings import in_every_language
from projects.values.choices import CostKind
from projects.values.fuzzy_dates import FuzzyDate, UnreadableDate, parse_fuzzy_date
from projects.values.money import LARGEST, UnreadableMoney

Key = tuple[int, int, str]
"""A project, a year, a kind of cost (empty where they are not told apart)."""
YEARS_BACK, YEARS_AHEAD = 20, 10
LONGEST_CODE = 50
_MONTH = re.compile(r"(20\d\d)-?(0[1-9]|1[0-2])")


class WrongLine(Exception):
    """What is wrong with a line, in words; `year` is the one that it is of, where that is sure."""

    def __init__(self, text: str, year: int | None = None) -> None:
        super().__init__(text)
        self.year = year


@dataclass
class LedgerSums:
    """What the file says: sums by project, year and kind, and what of it cannot be taken."""

    sums: dict[Key, dict[str, Decimal]] = field(default_factory=dict)
    problems: list[tuple[int, str]] = field(default_factory=list)
    unknown: dict[str, list[int]] = field(default_factory=dict)
    """Codes that no project has, with their lines."""
    ignored: int = 0
    """Lines of codes that are left out by choice."""
    until: datetime.date | None = None
    """The last day that a line of an actual has."""
    kept_back: set[tuple[int, int | None]] = field(default_factory=set)
    """Projects and years of which a line is wrong; None for all years."""

    def right(self) -> dict[Key, dict[str, Decimal]]:
        """The sums of which no line is wrong."""
        return {
            key: figures
            for key, figures in self.sums.items()
            if not {(key[0], key[1]), (key[0], None)} & self.kept_back
        }


@dataclass(frozen=True)
class Asked:
    """What a file is read with: the projects of each code, codes to leave out, and the year."""

    projects: Mapping[str, Collection[int]]
    left_out: Collection[str]
    year: int | None
    today: datetime.date


Line = tuple[int, tuple[object, ...]]
"""The number of a line in the file, and its cells."""


def plain_code(code: object) -> str:
    """A code without what makes no difference: case and spaces."""
    return "".join(fold(as_text(code)).split())


def read_ledger(
    columns: Sequence[Column],
    lines: Iterable[Line],
    asked: Asked,
) -> LedgerSums:
    kinds = {fold(word): kind.value for kind in CostKind for word in in_every_language(kind.label)}
    found = LedgerSums()
    for number, cells in lines:
        _Line(number, cells, columns, asked, kinds).into(found)
    return found


class _Line:
    def __init__(
        self,
        number: int,
        cells: tuple[object, ...],
        columns: Sequence[Column],
        asked: Asked,
        kinds: Mapping[str, str],
    ) -> None:
        self.number, self.asked, self.kinds = number, asked, kinds
        self.cells = [
            (column, cell)
            for column, cell in zip(columns, cells, strict=False)
            if column.meaning is not Meaning.LEAVE
        ]

    def into(self, found: LedgerSums) -> None:
        try:
            project = self._project(found)
        except WrongLine as error:
            found.problems.append((self.number, str(error)))
            return
        if project is None:
            return
        year: int | None = None
        try:
            year, day = self._year()
            kind = self._kind()
            figures = list(self._figures(year))
        except WrongLine as error:
            found.problems.append((self.number, str(error)))
            found.kept_back.add((project, error.year or year or None))
            return
        for name, of_year, amount in figures:
            row = found.sums.setdefault((project, of_year, kind), {})
            row[name] = row.get(name, Decimal(0)) + amount
            if abs(row[name]) > LARGEST:
                found.problems.append((self.number, _("The sum of these lines is too large.")))
                found.kept_back.add((project, of_year))
            if name == Meaning.SPENT and day is not None:
                found.until = max(found.until or day, day)

    def _texts(self, meaning: Meaning) -> list[str]:
        """The cells that say something, in the order of their columns."""
        found = []
        for column, cell in self.cells:
            if column.meaning is meaning:
                if isinstance(cell, WrongCell):
                    raise WrongLine(cell.text)
                if text := as_text(cell).strip():
                    found.append(text)
        return found

    def _project(self, found: LedgerSums) -> int | None:
        """The project that the line is of; of a cost centre and a project code either is enough."""
        codes = self._texts(Meaning.CODE)
        if any(len(code) > LONGEST_CODE for code in codes):
            raise WrongLine(_("The code is longer than %(most)s characters.")
                            % {"most": LONGEST_CODE})  # fmt: skip
        if not codes:
            if any(cell not in (None, "") for column, cell in self.cells
                   if column.meaning in FIGURES):  # fmt: skip
                raise WrongLine(_("The line has no code."))
            return None
        known = [(code, set(self.asked.projects.get(plain_code(code), ()))) for code in codes]
        for code, projects in known:
            if len(projects) > 1:
                raise WrongLine(_("Several projects have the code “%(code)s”.") % {"code": code})
        keys = {key for _code, projects in known for key in projects}
        if len(keys) > 1:
            raise WrongLine(
                _("The codes are of different projects: %(codes)s.") % {"codes": ", ".join(codes)}
            )
        if keys:
            return keys.pop()
        if any(plain_code(code) in self.asked.left_out for code in codes):
            found.ignored += 1
            return None
        for code in codes:
            found.unknown.setdefault(code, []).append(self.number)
        return None

    def _year(self) -> tuple[int, datetime.date | None]:
        """The year of the line, and its day where it has one."""
        told: set[int] = set()
        day: datetime.date | None = None
        for text in self._texts(Meaning.DATE):
            date = _date(text)
            told |= {date.first_day.year, date.last_day.year}
            day = min(date.last_day, self.asked.today)
        for text in self._texts(Meaning.YEAR):
            digits = text.removesuffix(",0").removesuffix(".0")
            if not re.fullmatch(r"\d{4}", digits, re.ASCII):
                raise WrongLine(_("“%(value)s” is not a year.") % {"value": text[:40]})
            told.add(int(digits))
        wanted = self.asked.year
        if not told:
            return (wanted or 0), day  # a heading may name it
        if len(told) > 1:
            years = ", ".join(map(str, sorted(told)))
            raise WrongLine(_("The line is of several years: %(years)s.") % {"years": years})
        year = told.pop()
        now = self.asked.today.year
        if not now - YEARS_BACK <= year <= now + YEARS_AHEAD:
            raise WrongLine(_("The year %(year)s cannot be right.") % {"year": year})
        if wanted is not None and year != wanted:
            raise WrongLine(
                _("The line is of the year %(year)s, the file of %(wanted)s.")
                % {"year": year, "wanted": wanted},
                year,
            )
        return year, day

    def _kind(self) -> str:
        texts = self._texts(Meaning.KIND)
        if not texts:
            return ""
        if fold(texts[0]) not in self.kinds:
            raise WrongLine(_("“%(value)s” is no kind of cost.") % {"value": texts[0][:40]})
        return self.kinds[fold(texts[0])]

    def _figures(self, year: int) -> list[tuple[str, int, Decimal]]:
        found = []
        for column, cell in self.cells:
            if column.meaning not in FIGURES:
                continue
            if isinstance(cell, WrongCell):
                raise WrongLine(cell.text)
            try:
                amount = ledger_amount(cell)
            except UnreadableMoney:
                text = _("“%(value)s” in the column “%(column)s” is not a sum.")
                raise WrongLine(
                    text % {"value": as_text(cell)[:40], "column": column.text}
                ) from None
            if amount is None:
                continue
            of_year = column.year or year
            if self.asked.year not in (None, of_year):
                continue  # a column of another year than the one that is asked for
            if not of_year:
                raise WrongLine(_("The line says no year."))
            if column.meaning is Meaning.SPENT and of_year > self.asked.today.year:
                text = _("Nothing can have been spent in %(year)s yet.")
                raise WrongLine(text % {"year": of_year})
            if column.meaning is not Meaning.SPENT and amount < 0:
                text = _("“%(value)s” in the column “%(column)s” is below zero.")
                raise WrongLine(text % {"value": as_text(cell)[:40], "column": column.text})
            found.append((column.meaning.value, of_year, amount))
        return found


@lru_cache(2048)  # a ledger has a few days in very many lines
def _date(text: str) -> FuzzyDate:
    month = _MONTH.fullmatch(text)
    try:
        return parse_fuzzy_date(f"{int(month[2])}/{month[1]}" if month else text)
    except UnreadableDate:
        raise WrongLine(_("“%(value)s” is not a date.") % {"value": text[:40]}) from None
