"""What the values of the filters mean: conditions on projects, for one reader on one day.

A filter narrows by its condition (`projects.filtering.project_filter`), and its facet counts by the
same one (`projects.filtering.facets`). Nobody finds a project by a part of it that they may not
see.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.types import AnyUser
from projects.budgets.sums import frameless, over
from projects.clock import EARLIEST_YEAR, LATEST_YEAR, today
from projects.confidentiality import Piece
from projects.models import Project
from projects.models.area_tree import AreaTree
from projects.timing import MOVING, is_late, is_slipping, is_stale
from projects.values.choices import LIGHTS
from projects.values.costs import COST_CLASSES
from projects.values.fuzzy_dates import quarter_of

UNKNOWN = "unknown"
"""The value of a filter for projects of which nobody has told."""


def half_year(text: str) -> tuple[datetime.date, datetime.date]:
    """`2023-1` as its first and last day. Raises ValidationError."""
    found = re.fullmatch(r"(\d{4})-([12])", text, re.ASCII)
    if not found or not EARLIEST_YEAR <= int(found[1]) <= LATEST_YEAR:
        raise ValidationError(_("Write a half-year as 2023-1 or 2023-2."))
    year, half = int(found[1]), int(found[2])
    if half == 1:
        return datetime.date(year, 1, 1), datetime.date(year, 6, 30)
    return datetime.date(year, 7, 1), datetime.date(year, 12, 31)


def any_light(value: str) -> Q:
    """A light of the newest report says so."""
    return any_of(Q(**{f"last_report__{light}": value}) for light in LIGHTS)


def cost_class(name: str) -> Q:
    """The costs fall into a class of `COST_CLASSES`, or are not known."""
    if name == UNKNOWN:
        return Q(cost_high=None)
    low, below = COST_CLASSES[name]
    asked = Q(cost_high__gte=low)
    return asked & Q(cost_high__lt=below) if below else asked


def any_of(conditions: Iterable[Q]) -> Q:
    """True where one of them is; of no condition at all, of every row."""
    return reduce(or_, conditions, Q())


class Conditions:
    """A method for each filter: from a value of it to the condition that it stands for."""

    def __init__(self, user: AnyUser, areas: AreaTree) -> None:
        self.user, self.areas = user, areas

    def text(self, value: str) -> Q:
        return Project.objects.holding(value)

    def area(self, value: str) -> Q:
        """The area and all units below it."""
        return Q(service_area__in=self.areas.below(int(value)))

    def goal(self, value: str) -> Q:
        serving = Project.strategic_goals.through.objects.filter(strategicgoal=int(value))
        return Q(pk__in=serving.values("project"))

    def status(self, value: str) -> Q:
        return Q(status=value)

    def scope(self, value: str) -> Q:
        return Q(scope=value)

    def priority(self, value: str) -> Q:
        return Q(priority=value)

    def likelihood(self, value: str) -> Q:
        return Q(likelihood="" if value == UNKNOWN else value)

    def flagship(self, value: bool) -> Q:
        return Q(is_flagship=value)

    def year(self, value: int | str) -> Q:
        year = int(value)
        return Project.objects.runs(datetime.date(year, 1, 1), datetime.date(year, 12, 31))

    def half(self, value: str) -> Q:
        return Project.objects.spans(*half_year(value))

    def when(self, value: str) -> Q:
        day, quarter = today(), quarter_of(today())
        if value == "late":
            return is_late(day)
        if value == "slipping":
            return self._showing(Piece.REPORTS) & is_slipping()
        end = {"starting": "starts_on", "ending": "ends_on"}[value]
        return MOVING & Q(**{f"{end}__range": (quarter.first, quarter.last)})

    def reports(self, value: str) -> Q:
        reports = self._showing(Piece.REPORTS)
        if value == "stale":
            return reports & is_stale(today())
        if value == "never":
            return reports & Q(last_report=None)
        return reports & MOVING & any_light(value)

    def light(self, name: str, value: str) -> Q:
        """`name` is one of `LIGHTS`."""
        asked = Q(**{f"last_report__{name}": value})
        if value == UNKNOWN:
            asked = Q(last_report=None) | Q(**{f"last_report__{name}": ""})
        return self._showing(Piece.REPORTS) & asked

    def mine(self, value: bool) -> Q:
        mine = Q(pk__in=Project.objects.answered_for_by(self.user).values("pk"))
        return mine if value else ~mine

    def cost(self, value: str) -> Q:
        return self._showing(Piece.COSTS) & cost_class(value)

    def cost_year(self, value: int | str, kind: str = "") -> Q:
        return self._showing(Piece.COSTS) & Project.objects.costs_in(int(value), kind)

    def cost_kind(self, value: str) -> Q:
        of_kind = Project.objects.filter(costs__kind=value)
        return self._showing(Piece.COSTS) & Q(pk__in=of_kind.values("pk"))

    def budget(self, value: str, year: int | None = None) -> Q:
        """How the budget of a year stands; of this year where none is asked for."""
        year = today().year if year is None else year
        if value == "frameless":
            return self._showing(Piece.COSTS) & frameless(year)
        return self._showing(Piece.COSTS) & over(year, unexplained=value == "unexplained")

    def budget_year(self, value: int | str) -> Q:
        """Something is told of the budget of the year."""
        told = Project.objects.filter(budget__year=int(value))
        return self._showing(Piece.COSTS) & Q(pk__in=told.values("pk"))

    def party(self, value: str) -> Q:
        return self._showing(Piece.RESOURCES) & Project.objects.needs(value)

    def _showing(self, piece: Piece) -> Q:
        return ~Project.objects.hides(piece, self.user)
