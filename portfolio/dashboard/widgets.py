"""The parts of the dashboard: each turns figures into what its template shows.

A part is a function from `DashboardRequest` to the context of its template, which is in
templates/portfolio/dashboard/.
Every figure has a link to the list of the projects behind it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.types import Context
from portfolio.dashboard import money_and_work, state
from portfolio.dashboard.budget import budget
from portfolio.dashboard.capacity import capacity
from portfolio.dashboard.request import DashboardRequest
from portfolio.figure_cache import STANDS
from projects.models import (
    BudgetYear,
    Capacity,
    CostItem,
    KeptState,
    Project,
    ResourceNeed,
    SchedulePhase,
    ServiceArea,
    StatusReport,
)


@dataclass(frozen=True)
class Widget:
    key: str
    title: str | Promise
    context: Callable[[DashboardRequest], Context]
    is_wide: bool = False
    hangs_on: tuple[type[Model], ...] | None = None
    """What its figures are made of where no filter is in force; None for everything."""


WIDGETS: dict[str, Widget] = {
    widget.key: widget
    for widget in (
        Widget(
            "attention", _("Needs attention"), state.attention, is_wide=True,
            hangs_on=(Project, SchedulePhase, StatusReport),
        ),
        Widget("status", _("By status"), state.status, hangs_on=(Project, KeptState)),
        Widget("changes", _("What changed"), state.changes, hangs_on=(*STANDS, KeptState)),
        Widget(
            "lights", _("Lights of the latest reports"), state.lights,
            hangs_on=(Project, StatusReport),
        ),
        Widget(
            "flagships", _("Flagship projects"), state.flagships,
            hangs_on=(Project, SchedulePhase, StatusReport),
        ),
        Widget("areas", _("By service area"), state.areas, hangs_on=(Project, ServiceArea)),
        Widget(
            "matrix", _("Keeping the schedule and cost"), money_and_work.matrix,
            hangs_on=(Project, CostItem),
        ),
        Widget(
            "costs", _("Cost by year"), money_and_work.costs, is_wide=True,
            hangs_on=(Project, CostItem, ServiceArea),
        ),
        Widget(
            "budget", _("Budget, actuals and forecast"), budget, is_wide=True,
            hangs_on=(Project, BudgetYear, ServiceArea),
        ),
        Widget(
            "resources", _("Work needed by half-year"), money_and_work.resources, is_wide=True,
            hangs_on=(ResourceNeed, SchedulePhase),
        ),
        Widget(
            "capacity", _("Capacity of the IT department"), capacity, is_wide=True,
            hangs_on=(Project, ResourceNeed, SchedulePhase, Capacity),
        ),
        Widget(
            "impacts", _("Effects on information management"), money_and_work.impacts, is_wide=True
        ),
    )
}  # fmt: skip
