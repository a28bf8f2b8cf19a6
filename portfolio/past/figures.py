"""The figures of the dashboard for a past day, out of the table of time."""

from __future__ import annotations

import datetime

from django.db.models import Count, Q, QuerySet

from accounts.types import AnyUser, Context
from projects.confidentiality import Piece
from projects.filtering.conditions import UNKNOWN, any_of
from projects.history.kept_day import hides
from projects.history.past_portfolio import end_of, values_at
from projects.models import CostItem, KeptState, StatusReport
from projects.timing import MOVING, is_late, is_slipping, is_stale
from projects.values.choices import LIGHTS, Light, Status
from projects.values.costs import CostLine, yearly_costs

MOST = 2000
"""Projects whose costs are spread over years; of more, the filters have to leave some out."""
COST = ("low", "high", "per", "unit_count", "first_year", "last_year")


def past_figures(rows: QuerySet[KeptState], day: datetime.date, user: AnyUser) -> Context:
    """Late, in trouble and silent projects, lights, and cost by year, at the end of the day.

    The years are None where there are more than `MOST` projects. What the reader may not see is
    not counted: projects that keep their reports from them are under no light.
    """
    told = _told(rows.order_by(), day, ~hides(Piece.REPORTS, user))
    names = {field.name: field.verbose_name for field in StatusReport._meta.fields}
    return told | {
        "statuses": [(status, told[status]) for status in Status if told[status]],
        "lights": [
            (
                names[name],
                [(code, label, told[f"{name}_{code}"]) for code, label in Light.choices],
                told[f"{name}_{UNKNOWN}"],
            )
            for name in LIGHTS
        ],
        "years": _years(rows, day, user) if told["count"] <= MOST else None,
    }


def _told(rows: QuerySet[KeptState], day: datetime.date, shows_reports: Q) -> dict[str, int]:
    """How many projects there are of each kind. One query."""
    is_troubled = any_of(Q(**{name: Light.TROUBLE}) for name in LIGHTS)
    conditions = {
        "flagships": Q(is_flagship=True),
        "late": is_late(day),
        "slipping": is_slipping("forecast_date") & shows_reports,
        "trouble": MOVING & is_troubled & shows_reports,
        "stale": is_stale(day, "reported_on", "reported_on") & shows_reports,
        **{status.value: Q(status=status) for status in Status},
        **{
            f"{name}_{code or UNKNOWN}": Q(**{name: code}) & shows_reports
            for name in LIGHTS
            for code in (*Light.values, "")
        },
    }
    asked = {f"n_{name}": Count("pk", filter=condition) for name, condition in conditions.items()}
    found = rows.aggregate(count=Count("pk"), **asked)
    return {name.removeprefix("n_"): number for name, number in found.items()}


def _years(rows: QuerySet[KeptState], day: datetime.date, user: AnyUser) -> list[tuple]:
    keys = set(rows.exclude(hides(Piece.COSTS, user)).values_list("key", flat=True))
    items = values_at(CostItem, end_of(day), keys, *COST)
    years = yearly_costs(CostLine(**dict(zip(COST, item, strict=True))) for _key, *item in items)
    return sorted(years.items(), key=lambda row: (row[0] is None, row[0] or 0))
