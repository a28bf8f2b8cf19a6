"""The parts of the dashboard: each turns figures into what its template shows.

A part is a function from `DashboardRequest` to the context of its template, which is in
templates/portfolio/dashboard/.
Every figure has a link to the list of the projects behind it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.types import Context
from portfolio.dashboard import money_and_work, state
from portfolio.dashboard.request import DashboardRequest


@dataclass(frozen=True)
class Widget:
    key: str
    title: str | Promise
    context: Callable[[DashboardRequest], Context]
    is_wide: bool = False


WIDGETS: dict[str, Widget] = {
    widget.key: widget
    for widget in (
        Widget("attention", _("Needs attention"), state.attention, is_wide=True),
        Widget("status", _("By status"), state.status),
        Widget("changes", _("What changed"), state.changes),
        Widget("lights", _("Lights of the latest reports"), state.lights),
        Widget("flagships", _("Flagship projects"), state.flagships),
        Widget("areas", _("By service area"), state.areas),
        Widget("matrix", _("Keeping the schedule and cost"), money_and_work.matrix),
        Widget("costs", _("Cost by year"), money_and_work.costs, is_wide=True),
        Widget("resources", _("Work needed by half-year"), money_and_work.resources, is_wide=True),
        Widget(
            "impacts", _("Effects on information management"), money_and_work.impacts, is_wide=True
        ),
    )
}
