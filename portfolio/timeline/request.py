"""What of the timeline is asked for: its form, its years, and the day it is compared with."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.types import Context
from portfolio.past.day import PastDayField, plan_day
from portfolio.timeline.rows import ShownProject, planned_on, show
from portfolio.timeline.sources import CurrentProjects, PastProjects, Source
from projects.clock import EARLIEST_YEAR, LATEST_YEAR, today
from projects.models import Project
from projects.values.choices import Status, label_of
from reports.figures.timeline import Window, Zoom

BEFORE, AFTER = 3, 7  # years that are drawn around today unless others are asked for
MOST_YEARS = 40
NONE = "none"
GROUPS: dict[str, str | Promise] = {
    "area": gettext_lazy("service area"),
    "status": gettext_lazy("status"),
    NONE: gettext_lazy("not grouped"),
}
ZOOMS: dict[str, str | Promise] = {
    Zoom.YEAR: gettext_lazy("years"),
    Zoom.QUARTER: gettext_lazy("quarters"),
    Zoom.MONTH: gettext_lazy("months"),
}


class TimelineForm(forms.Form):
    """What of the timeline is asked for besides the filters. What is wrong counts as not given."""

    at = PastDayField(label=gettext_lazy("State on"))
    zoom = forms.ChoiceField(choices=list(ZOOMS.items()), required=False)
    group = forms.ChoiceField(choices=list(GROUPS.items()), required=False)
    baseline = PastDayField(label=gettext_lazy("Compare with the schedule of"), other=(NONE,))

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        for name, label in (("from", _("From the year")), ("to", _("To the year"))):
            self.fields[name] = forms.IntegerField(
                label=label, required=False, min_value=EARLIEST_YEAR, max_value=LATEST_YEAR
            )

    def clean(self) -> None:
        data = self.cleaned_data
        first, last = data.get("from"), data.get("to")
        if first and last and first > last:
            self.add_error("to", _("The end is before the start."))
            data["from"] = None
        elif first and last and last - first >= MOST_YEARS:
            self.add_error("to", _("Choose at most %(n)d years.") % {"n": MOST_YEARS})
            data["from"] = None


@dataclass
class TimelineRequest:
    """A request for the timeline: the form, the filters, and the projects that they find."""

    request: HttpRequest
    form: TimelineForm
    at: datetime.date | None = None
    chosen: Context = field(default_factory=dict)

    @classmethod
    def of(cls, request: HttpRequest) -> TimelineRequest:
        form = TimelineForm(request.GET)
        form.is_valid()
        chosen = {name: value for name, value in form.cleaned_data.items() if value}
        at = chosen.get("at")
        return cls(request, form, at if at != today() else None, chosen)

    @property
    def zoom(self) -> Zoom:
        return Zoom(self.chosen.get("zoom", Zoom.QUARTER))

    @property
    def group(self) -> str:
        return str(self.chosen.get("group", "area"))

    @property
    def day(self) -> datetime.date:
        """The day that the timeline calls today."""
        return self.at or today()

    @cached_property
    def plan_day(self) -> datetime.date | None:
        return plan_day()

    @property
    def baseline(self) -> datetime.date | None:
        """The day whose schedules stand below the bars: as asked, else the plan's."""
        day = self.chosen.get("baseline") or self.plan_day
        return day if isinstance(day, datetime.date) and day < self.day else None

    @cached_property
    def source(self) -> Source:
        if self.at:
            return PastProjects(self.request, self.group, self.at)
        return CurrentProjects(self.request, self.group)

    def window(self, projects: list[Project]) -> Window:
        """The years that are asked for, else those of the projects not too far from today."""
        starts = [project.starts_on.year for project in projects if project.starts_on]
        ends = [project.ends_on.year for project in projects if project.ends_on]
        first = max(min(starts, default=self.day.year), self.day.year - BEFORE)
        last = min(max(ends, default=self.day.year), self.day.year + AFTER)
        first, last = self.chosen.get("from", first), self.chosen.get("to", last)
        if first > last:  # only one of them was asked for, or nothing is near
            first, last = (first, first) if "from" in self.chosen else (last, last)
        return Window.of_years(max(first, last - MOST_YEARS + 1), last)

    def show(self, projects: list[Project]) -> list[ShownProject]:
        day, user = self.baseline, self.request.user
        planned = planned_on(day, [project.pk for project in projects], user) if day else {}
        return show(projects, planned, None if self.at else user)

    def grouped(self, rows: list[ShownProject]) -> list[tuple[str, list[ShownProject]]]:
        """The rows under the names of their groups, which they are in the order of."""

        def name(row: ShownProject) -> str:
            if self.group == "area":
                return self.source.areas.path(row.project.service_area_id)
            return label_of(Status, row.project.status) if self.group == "status" else ""

        return [(label, list(group)) for label, group in groupby(rows, name)]
