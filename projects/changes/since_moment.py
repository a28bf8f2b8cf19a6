"""What changed since a moment in some projects, as one user may see it.

Out of the history, which knows moments; days are asked of the table of time (`between_days`).
"""

from __future__ import annotations

import datetime
from collections import defaultdict

from django.utils import timezone

from accounts.types import AnyUser
from projects.changes.compare import Change, ProjectState, compare
from projects.confidentiality import Piece
from projects.history.past_portfolio import PastPortfolio, values_at
from projects.models import CostItem, Project, SchedulePhase, StatusReport
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


def changes_since(moment: datetime.datetime, user: AnyUser, among: set[int]) -> list[Change]:
    """The changes of the projects among these from a moment until now, by kind."""
    then, now = PastPortfolio(moment, user), PastPortfolio(timezone.now(), user)
    keys = _touched(then.moment, now.moment) & among
    if not keys:
        return []
    before, after = _States(then, keys), _States(now, keys)
    return compare(before.states, after.states, before.unseen | after.unseen)


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
        self.states: dict[int, ProjectState] = {}
        self.unseen: set[int] = set()
        for row in values_at(Project, moment, keys, *PARTICULARS):
            key, name, language, status, area, was_not_public, pieces = row
            if not sight.sees(key, was_not_public):
                self.unseen.add(key)
                continue
            hidden = sight.hidden(key, pieces)
            start, end = span(spans[key])
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
