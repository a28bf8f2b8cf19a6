"""The figures of the dashboard for a past day, out of the history."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.conf import settings

from projects.as_it_was import PastPortfolio
from projects.choices import LIGHTS, NOT_MOVING, Light, Status
from projects.conditions import UNKNOWN
from projects.costs import yearly_costs
from projects.models import CostItem, Project, SchedulePhase, StatusReport

MOST = 2000
"""Projects whose parts are read for figures; of more, the filters have to leave some out."""


def past_figures(
    portfolio: PastPortfolio, keys: list[int], day: datetime.date
) -> dict[str, Any] | None:
    """Late, in trouble and silent projects, lights, and cost by year, at the end of the day.

    None where there are more than `MOST` projects. What the reader may not see is not counted.
    """
    if len(keys) > MOST:
        return None
    projects = portfolio.projects(keys, only=[SchedulePhase, CostItem, StatusReport])
    years = yearly_costs(item.line for project in projects for item in project.costs.all())
    return {
        "late": sum(_is_late(project, day) for project in projects),
        "slipping": sum(project.is_slipping for project in projects),
        "trouble": sum(Light.TROUBLE in _lights(project) for project in _moving(projects)),
        "stale": sum(_is_stale(project, day) for project in projects),
        "lights": [
            (
                StatusReport._meta.get_field(name).verbose_name,
                [(code, label, _count(projects, place, code)) for code, label in Light.choices],
                _count(projects, place, UNKNOWN),
            )
            for place, name in enumerate(LIGHTS)
        ],
        "years": sorted(years.items(), key=lambda row: (row[0] is None, row[0] or 0)),
    }


def _moving(projects: Iterable[Project]) -> list[Project]:
    return [project for project in projects if project.status not in NOT_MOVING]


def _is_late(project: Project, day: datetime.date) -> bool:
    """As `projects.models.querysets.is_late` asks the tables."""
    if project.status in NOT_MOVING:
        return False
    waits = project.status in (Status.PROPOSAL, Status.APPROVED)
    has_ended = project.ends_on is not None and project.ends_on < day
    return has_ended or (waits and project.starts_on is not None and project.starts_on < day)


def _is_stale(project: Project, day: datetime.date) -> bool:
    """As `projects.models.querysets.is_stale` asks the tables."""
    if project.status != Status.IN_PROGRESS or "reports" in project.left_out:
        return False
    limit = day - datetime.timedelta(days=settings.REPORT_DAYS)
    if project.last_report is None:
        return project.starts_on is None or project.starts_on < limit
    return project.last_report.date < limit


def _lights(project: Project) -> list[str]:
    report = project.last_report
    return [(getattr(report, name) or UNKNOWN) if report else UNKNOWN for name in LIGHTS]


def _count(projects: Iterable[Project], place: int, code: str) -> int:
    return sum(_lights(project)[place] == code for project in projects)
