"""The figures of the dashboard for a past day, out of the history."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from accounts.types import Context
from projects.filtering.conditions import UNKNOWN
from projects.history.past_portfolio import PastPortfolio
from projects.models import CostItem, Project, SchedulePhase, StatusReport
from projects.timing import late, slips, stale
from projects.values.choices import LIGHTS, NOT_MOVING, Light
from projects.values.costs import yearly_costs

MOST = 2000
"""Projects whose parts are read for figures; of more, the filters have to leave some out."""


def past_figures(portfolio: PastPortfolio, keys: list[int], day: datetime.date) -> Context | None:
    """Late, in trouble and silent projects, lights, and cost by year, at the end of the day.

    None where there are more than `MOST` projects. What the reader may not see is not counted.
    """
    if len(keys) > MOST:
        return None
    projects = portfolio.projects(keys, only=[SchedulePhase, CostItem, StatusReport])
    years = yearly_costs(item.line for project in projects for item in project.costs.all())
    names = {field.name: field.verbose_name for field in StatusReport._meta.fields}
    return {
        "late": sum(late(project, day) for project in projects),
        "slipping": sum(slips(project) for project in projects),
        "trouble": sum(Light.TROUBLE in _lights(project) for project in _moving(projects)),
        "stale": sum(stale(project, day) for project in projects),
        "lights": [
            (
                names[name],
                [(code, label, _count(projects, place, code)) for code, label in Light.choices],
                _count(projects, place, UNKNOWN),
            )
            for place, name in enumerate(LIGHTS)
        ],
        "years": sorted(years.items(), key=lambda row: (row[0] is None, row[0] or 0)),
    }


def _moving(projects: Iterable[Project]) -> list[Project]:
    return [project for project in projects if project.status not in NOT_MOVING]


def _lights(project: Project) -> list[str]:
    report = project.last_report
    return [(getattr(report, name) or UNKNOWN) if report else UNKNOWN for name in LIGHTS]


def _count(projects: Iterable[Project], place: int, code: str) -> int:
    """Projects that keep their reports from the reader are counted under no light."""
    shown = (project for project in projects if "reports" not in project.left_out)
    return sum(_lights(project)[place] == code for project in shown)
