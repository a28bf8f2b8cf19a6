"""Where the words of a project and its figures say different things. Pure.

The words are read as an imported plan is (`reports.reading`); what they do not say plainly is
no difference.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from projects.values.costs import CostLine, total_cost
from projects.values.fuzzy_dates import FuzzyDate, span
from reports.document.plan import Cost, Phase, Resource
from reports.reading.meaning.loose_times import LooseTime, MovedTo, loose_times, moved_to
from reports.reading.meaning.needs import read_resources
from reports.reading.meaning.schedules import read_schedule
from reports.reading.meaning.sums import read_sums

_NO_COSTS = re.compile(
    r"^\W*(?:ei|eivät|inga|inte|ingen|no)\b[^.]{0,40}?\b\w*(?:kustannu|menoja|kostnad|cost)", re.I
)
_NOT_KNOWN = re.compile(r"tiedossa|tiedetä|arvioitu|selvillä|känd|känt|known|estimated", re.I)
# "Ends in March to June 2023" says nothing of the start.
_ENDS = re.compile(
    r"\b(?:pääty|päätty|päättym|valmis|lopp|avslut|slut|färdig|klar|ends?\b|done)", re.I
)
_STARTS = re.compile(r"\b(?:alo|alka|alku|käynnist|start|börja|inled|påbörja|begin)", re.I)

Ends = tuple[FuzzyDate | None, FuzzyDate | None]


@dataclass(frozen=True)
class SumsApart:
    """Sums that only the words name, and items that they do not name."""

    only_told: tuple[Cost, ...] = ()
    only_items: tuple[CostLine, ...] = ()


def says_that_it_costs_nothing(text: str) -> bool:
    """`Ei lisäkustannuksia` says so, `Ei tiedossa` does not."""
    return bool(_NO_COSTS.match(text)) and not _NOT_KNOWN.search(text)


def sums_apart(text: str, items: Iterable[CostLine]) -> SumsApart:
    """Nothing where the words name no sum."""
    read = read_sums(text)
    lines = list(items)
    if not read.items:
        return SumsApart()
    total = total_cost(lines)
    whole = {(total.low, total.high)} if total else set()
    only_told = tuple(
        told for told in read.items
        if not any(_fits(told, line) for line in lines) and (told.low, told.high) not in whole
    )  # fmt: skip
    if read.has_unread_sum or (not only_told and len(lines) > len(read.items)):
        return SumsApart(only_told)  # one total in words, several items beside it
    unnamed = (line for line in lines if not any(_fits(told, line) for told in read.items))
    return SumsApart(only_told, tuple(unnamed))


def _fits(told: Cost, line: CostLine) -> bool:
    """Whether a sum of the words is the item's: the same, its bound, or its sum a year or more."""
    amounts = [(line.low, line.high)]
    for sum_ in (line.amount, line.total):
        if sum_:
            amounts.append((sum_.low, sum_.high))
    if told.per == "month" and line.per == "year":
        amounts.append((line.low / 12, line.high / 12))
    bounds = {(told.low, told.high)}
    if told.low == 0:  # "at most"
        bounds.add((told.high, told.high))
    is_bound = told.low == told.high and told.low in (line.low, line.high)
    return is_bound or any(_same(*bound, *amount) for bound in bounds for amount in amounts)


def _same(low: Decimal, high: Decimal, other_low: Decimal, other_high: Decimal) -> bool:
    return low == other_low and high == other_high


@dataclass(frozen=True)
class Work:
    """The figures of a need for work; None where no amount is known."""

    party: str
    low: Decimal | None
    high: Decimal | None
    unit: str


def needs_apart(
    text: str, needs: Iterable[Work], areas: tuple[str, ...] = ()
) -> tuple[Resource, ...]:
    """The amounts of work that only the words name."""
    known = {(need.party, need.low, need.high, need.unit) for need in needs}
    told = read_resources(text, areas).items
    return tuple(n for n in told if (n.party, n.low, n.high, n.unit) not in known)


@dataclass(frozen=True)
class DatesApart:
    """What the words say of start and end and what the phases say; None where they agree."""

    start: tuple[FuzzyDate, FuzzyDate] | None = None
    end: tuple[FuzzyDate, FuzzyDate] | None = None
    only_told: tuple[str, ...] = ()
    """What the words say of a time at which no phase starts or ends: `siirtyy syksyyn`."""

    def __bool__(self) -> bool:
        return bool(self.start or self.end or self.only_told)


def dates_apart(
    text: str, phases: Iterable[Phase], today: datetime.date = datetime.date.min
) -> DatesApart:
    """Nothing where the words name no time, or there is no phase.

    A single date need only lie in the schedule, unless the schedule is said to move there.
    """
    known = [(phase.start, phase.end) for phase in phases]
    apart = _ends_apart(text, known)
    if apart or not any(date for ends in known for date in ends):
        return apart
    dates = [date for ends in known for date in ends if date]
    return DatesApart(only_told=tuple(_only_told(text, dates, today)))


def _only_told(text: str, known: list[FuzzyDate], today: datetime.date) -> Iterator[str]:
    """Times without a year count where they are all that is named, or the schedule moves there.

    It does not move to a start that has been, where an end is still to come.
    """
    loose = loose_times(text)
    moved: list[LooseTime | MovedTo] = [time for time in loose if time.is_moved]
    to_come = [date for date in known if date.last_day >= today] or known
    for time in [*moved, *moved_to(text)]:
        if not any(time.is_around(date) for date in to_come):
            yield time.words
    if not read_schedule(text):
        first = min(known, key=lambda date: date.first_day)
        last = max(known, key=lambda date: date.last_day)
        for time in loose:
            if not time.is_moved and not time.is_within(first, last):
                yield time.words


def _ends_apart(text: str, known: list[Ends]) -> DatesApart:
    phases_told = read_schedule(text)
    first, last = span(known)
    if not phases_told:
        return DatesApart()
    begin, end = span((phase.start, phase.end) for phase in phases_told)
    if begin is not None and begin == end:
        early = last is not None and begin.first_day > last.last_day
        late = first is not None and begin.last_day < first.first_day
        return DatesApart(
            start=(begin, first) if late and first else None,
            end=(begin, last) if early and last else None,
        )
    says_start = all(phase.start for phase in phases_told)
    says_end = all(phase.end for phase in phases_told)
    if len(phases_told) == 1 and bool(_ENDS.search(text)) != bool(_STARTS.search(text)):
        says_start = says_start and not _ENDS.search(text)
        says_end = says_end and not _STARTS.search(text)
    return DatesApart(
        start=_apart(begin, first) if says_start else None,
        end=_apart(end, last) if says_end else None,
    )


def _apart(told: FuzzyDate | None, known: FuzzyDate | None) -> tuple[FuzzyDate, FuzzyDate] | None:
    """Both where they have no day in common."""
    if told is None or known is None:
        return None
    overlap = told.first_day <= known.last_day and known.first_day <= told.last_day
    return None if overlap else (told, known)
