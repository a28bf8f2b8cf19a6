"""Projects for the spreadsheets of many thousands: what cells ask for, without rows of models.

A row of a model takes ten times as long as its values. The functions of `columns` read both alike;
tests hold the two together. What a project keeps from its reader is left out by the model's own
rule: such projects are read as rows.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any, NamedTuple, cast

from accounts.models import User
from accounts.permissions import sees_not_public
from portfolio.listing.columns import fetching
from portfolio.listing.request import ListRequest
from projects.models import CostItem, Project, SchedulePhase, StrategicGoal
from projects.values.choices import LIGHTS
from projects.values.fuzzy_dates import FuzzyDate
from projects.values.money import MoneyRange

AT_ONCE = 1000  # rows of a file that are in memory
REPORT = "last_report__"
ASKED: dict[str, tuple[str, ...]] = {
    "name": ("name",),
    "area": ("service_area_id",),
    "status": ("status",),
    "start": ("starts_on", "ends_on"),
    "end": ("ends_on",),
    "likelihood": ("likelihood",),
    "lights": tuple(f"{REPORT}{light}" for light in LIGHTS),
    "reported": (f"{REPORT}date",),
    "said": (f"{REPORT}text",),
    "forecast": (f"{REPORT}forecast_end",),
    "cost": (),
    "total": ("cost_low", "cost_high"),
    "priority": ("priority",),
    "scope": ("scope",),
    "goals": (),
    "responsible": ("responsible_party",),
    "owner": ("owner_id", "owner_name"),
    "manager": ("manager_id", "manager_name"),
    "changed": ("updated_at",),
}
"""What the cells of a column are made of, beside the parts that it fetches. A column that is not
here takes rows of models, and the whole file with it.
"""


class _Parts(tuple):
    """Parts of a project, asked for as of a row: `project.phases.all()`."""

    def all(self) -> _Parts:
        return self


class _Phase(NamedTuple):
    start: FuzzyDate | None
    end: FuzzyDate | None


class _Cost(NamedTuple):
    low: Decimal
    high: Decimal
    per: str
    unit: str
    vat: str

    @property
    def amount(self) -> MoneyRange:
        return MoneyRange(self.low, self.high)


class _Goal(NamedTuple):
    name: str


PARTS = {
    "phases": (SchedulePhase, "project", _Phase),
    "costs": (CostItem, "project", _Cost),
    "strategic_goals": (StrategicGoal, "projects", _Goal),
}


class _Light:
    """Values under the names that a row of a model has them under."""

    left_out: tuple[str, ...] = ()
    owner_shown, manager_shown = Project.owner_shown, Project.manager_shown

    def __init__(self, values: Iterable[tuple[str, object]]) -> None:
        self.__dict__.update(values)


def light_rows(asked: ListRequest) -> Iterator[Project]:
    """All rows of the list, as the reader sees them and as spreadsheets ask for them."""
    if any(column.key not in ASKED for column in asked.columns):
        yield from asked.every()
        return
    reading = _Reading(asked)
    rows = asked.ordered().values_list(*reading.names).iterator(AT_ONCE)
    while some := list(islice(rows, AT_ONCE)):
        yield from reading.projects(some)


class _Reading:
    def __init__(self, asked: ListRequest) -> None:
        self.asked = asked
        names = {name for column in asked.columns for name in ASKED[column.key]}
        told = sorted(name for name in names if name.startswith(REPORT))
        group = ["group_key"] if asked.group else []
        self.own = ["pk", "not_public_fields", *group, *sorted(names.difference(told))]
        self.of_report = [name.removeprefix(REPORT) for name in told]
        self.names = [*self.own, "last_report_id", *told]
        self.parts = sorted({name for column in asked.columns for name in column.fetch_many})
        self.people: dict[int | None, User] = {}

    def projects(self, rows: Sequence[tuple[Any, ...]]) -> Iterator[Project]:
        """Queries grow with the columns, not with the rows."""
        keys = [row[0] for row in rows]
        hiding = [] if sees_not_public(self.asked.user) else [row[0] for row in rows if row[1]]
        whole = self._whole(hiding)
        parts = {name: _parts(name, keys) for name in self.parts}
        areas = {area.pk: area for area in self.asked.filters.areas}
        count = len(self.own)
        made = [_Light(zip(self.own, row, strict=False)) for row in rows]
        self._add_people(made)
        for project, row in zip(made, rows, strict=True):
            if project.pk in whole:
                seen = copy.copy(whole[project.pk])
                if self.asked.group:
                    seen.group_key = project.group_key
                yield seen
                continue
            if project.pk in hiding:  # gone meanwhile
                continue
            report = zip(self.of_report, row[count + 1 :], strict=True)
            project.last_report = None if row[count] is None else _Light(report)
            if "service_area_id" in self.own:
                project.service_area = areas.get(project.service_area_id, "")
            for name, of_all in parts.items():
                setattr(project, name, _Parts(of_all.get(project.pk, ())))
            yield cast("Project", project)

    def _whole(self, keys: list[int]) -> dict[int, Project]:
        """Projects of which a piece may be kept from the reader, without it."""
        if not keys:
            return {}
        found = fetching(Project.objects.filter(pk__in=keys), self.asked.columns)
        return {row.pk: row.seen_by(self.asked.user) for row in found}

    def _add_people(self, projects: Iterable[_Light]) -> None:
        roles = [role for role in ("owner", "manager") if f"{role}_id" in self.own]
        if not roles:
            return
        keys = {getattr(project, f"{role}_id") for project in projects for role in roles}
        self.people |= User.objects.in_bulk(keys - self.people.keys() - {None})
        for project in projects:
            for role in roles:
                setattr(project, role, self.people.get(getattr(project, f"{role}_id")))


def _parts(name: str, keys: list[int]) -> dict[int, list[tuple[object, ...]]]:
    """The parts of the projects, in the order that the model gives them."""
    model, project, made = PARTS[name]
    rows = model._default_manager.filter(**{f"{project}__in": keys})
    found: dict[int, list[tuple[object, ...]]] = {}
    for key, *values in rows.values_list(project, *made._fields):
        found.setdefault(key, []).append(made(*values))
    return found
