"""What changed in the portfolio between two days, as one user may see it."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection

from django.utils import timezone

from accounts.types import AnyUser
from projects.changes.compare import Change, ChangeKind, ProjectState, compare, counts
from projects.confidentiality import Piece
from projects.history.past_portfolio import PastPortfolio, end_of, values_at
from projects.models import CostItem, Project, SchedulePhase, ServiceArea, StatusReport
from projects.values.choices import LIGHTS
from projects.values.costs import CostLine, total_cost
from projects.values.fuzzy_dates import FuzzyDate, span

PARTS = (SchedulePhase, CostItem, StatusReport)
FIGURES = ("low", "high", "per", "unit_count", "first_year", "last_year")
UNLIT = ("", "", "")
PARTICULARS = (
    "name", "language", "status", "service_area_id", "is_not_public", "not_public_fields",
)  # fmt: skip
HIDES: dict[str, str] = {Piece.COSTS: "cost", Piece.REPORTS: "lights"}


def changes_between(
    first: datetime.date,
    last: datetime.date,
    user: AnyUser,
    area: ServiceArea | None = None,
    only: Collection[int] | None = None,
) -> list[Change]:
    """The changes from the end of one day to the end of another, by kind.

    `area` takes the projects that belonged to it or to a unit below it at either end; `only`, those
    of the keys. Reads only projects that the history tells of in between; queries do not grow with
    their number.
    """
    then, now = PastPortfolio(end_of(first), user), PastPortfolio(end_of(last), user)
    keys = _touched(then.moment, now.moment)
    if only is not None:
        keys &= set(only)
    if not keys:
        return []
    before, after = _States(then, keys), _States(now, keys)
    if area is not None:
        inside = set(area.descendants(include_self=True).values_list("pk", flat=True))
        wanted = before.in_areas(inside) | after.in_areas(inside)
        before.keep(wanted)
        after.keep(wanted)
    return compare(before.states, after.states, before.unseen | after.unseen)


def changes_since(moment: datetime.datetime, user: AnyUser, among: set[int]) -> list[Change]:
    """The changes of the projects among these from a moment until now, by kind."""
    then, now = PastPortfolio(moment, user), PastPortfolio(timezone.now(), user)
    keys = _touched(then.moment, now.moment) & among
    if not keys:
        return []
    before, after = _States(then, keys), _States(now, keys)
    return compare(before.states, after.states, before.unseen | after.unseen)


def summary(first: datetime.date, last: datetime.date, user: AnyUser) -> dict[ChangeKind, int]:
    """How many projects changed in each way between the days; every kind is there."""
    return counts(changes_between(first, last, user))


def _touched(first: datetime.datetime, last: datetime.datetime) -> set[int]:
    """Projects with a version of their own or of a part between the moments."""
    days = {"history_date__gt": first, "history_date__lte": last}
    found = set(Project.history.filter(**days).order_by().values_list("id", flat=True))
    for model in PARTS:
        rows = model.history.filter(**days).order_by()
        found |= set(rows.values_list("project_id", flat=True))
    return found


class _States:
    """The states at one moment of the projects that are asked about; five queries."""

    def __init__(self, portfolio: PastPortfolio, keys: set[int]) -> None:
        sight, moment = portfolio.sight, portfolio.moment
        spans: dict[int, list[tuple[FuzzyDate | None, FuzzyDate | None]]] = defaultdict(list)
        for key, start, end in values_at(SchedulePhase, moment, keys, "start", "end"):
            spans[key].append((start, end))
        lines: dict[int, list[CostLine]] = defaultdict(list)
        for key, *figures in values_at(CostItem, moment, keys, *FIGURES):
            lines[key].append(CostLine(*figures))
        reports = {
            key: tuple(lights)
            for key, _date, _id, *lights in sorted(
                values_at(StatusReport, moment, keys, "date", "id", *LIGHTS)
            )
        }
        self.areas: dict[int, int] = {}
        self.states: dict[int, ProjectState] = {}
        self.unseen: set[int] = set()
        for row in values_at(Project, moment, keys, *PARTICULARS):
            key, name, language, status, area, was_not_public, pieces = row
            if not sight.sees(key, was_not_public):
                self.unseen.add(key)
                continue
            hidden = sight.hidden(key, pieces)
            start, end = span(spans[key])
            self.areas[key] = area
            self.states[key] = ProjectState(
                key=key,
                name=name,
                language=language,
                area=str(portfolio.areas.get(area, "")),
                area_key=area,
                status=status,
                start=start,
                end=end,
                cost=None if Piece.COSTS in hidden else total_cost(lines[key]),
                lights=UNLIT if Piece.REPORTS in hidden else reports.get(key, UNLIT),
                hidden=frozenset(HIDES[piece] for piece in hidden if piece in HIDES),
            )

    def in_areas(self, areas: set[int]) -> set[int]:
        return {key for key, area in self.areas.items() if area in areas}

    def keep(self, keys: set[int]) -> None:
        self.states = {key: state for key, state in self.states.items() if key in keys}
