"""Loads the demonstration portfolio from fixtures/."""

from __future__ import annotations

import datetime
import tomllib
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from impact_assessments.choices import PARTS
from impact_assessments.models import ImpactAssessment
from projects.choices import Scope, Status
from projects.fuzzy_dates import FuzzyDate
from projects.models import (
    CostItem,
    Project,
    ResourceNeed,
    SchedulePhase,
    ServiceArea,
    StatusReport,
    StrategicGoal,
)
from reports.models import ActionPlan, PlanChapter, PlanEntry

PASSWORD = "salkku-esittely-2023"
BEGINNING = datetime.date(2022, 9, 1)


def read(name: str) -> dict[str, Any]:
    """A file of fixtures/ as a dictionary."""
    return tomllib.loads((settings.BASE_DIR / "fixtures" / name).read_text(encoding="utf-8"))


@transaction.atomic
def load() -> ActionPlan:
    """Make the demonstration's people, portfolio, plan and made-up year; each row is validated."""
    plan_data, year = read("example-plan.toml"), read("example-year.toml")
    people = {row["username"]: _person(row) for row in year["people"]}
    loader = _Loader(people["suunnittelija"])
    loader.lookups(plan_data)
    for row in year["people"]:
        for area in row.get("areas", []):
            loader.areas[area].editors.add(people[row["username"]])
    late = {tuple(c.split("|")[:1]) for c in year["changes"] if "|status|" in c}
    for row in plan_data["projects"]:
        changed = (row["number"],) in late
        loader.project(row, status=Status.IN_PROGRESS if changed else row["status"])
    plan = loader.plan(plan_data)
    for line in sorted(year["changes"], key=lambda line: line.split("|")[1]):
        loader.change(*line.split("|"))
    for line in year["reports"]:
        loader.report(*line.split("|"))
    return plan


def accounts() -> list[tuple[str, str]]:
    """Username and role of the demonstration's accounts."""
    return [(row["username"], row["role"]) for row in read("example-year.toml")["people"]]


def _person(row: dict[str, Any]) -> User:
    first, last = row["name"].split(" ", 1)
    user = User(
        username=row["username"],
        first_name=first,
        last_name=last,
        language=row.get("language", ""),
        is_staff=row["role"] != "reader",
        is_superuser=row["role"] == "administrator",
    )
    user.set_password(PASSWORD)
    user.full_clean()
    user.save()
    user.groups.add(Group.objects.get_or_create(name=row["role"])[0])
    return user


class _Loader:
    """Keeps what rows refer to by name or number while they are made."""

    def __init__(self, planner: User) -> None:
        self.planner = planner
        self.areas: dict[str, ServiceArea] = {}
        self.goals: dict[str, StrategicGoal] = {}
        self.projects: dict[str, Project] = {}

    def save(self, row: Any, day: datetime.date = BEGINNING, reason: str = "") -> Any:
        row._history_user, row._change_reason = self.planner, reason or None
        noon = datetime.datetime.combine(day, datetime.time(12))
        row._history_date = timezone.make_aware(noon)
        row.full_clean()
        row.save()
        return row

    def lookups(self, data: dict[str, Any]) -> None:
        for position, row in enumerate(data["areas"], 1):
            area = self.save(ServiceArea(name=row["name"], position=position))
            self.areas[area.name] = area
            for below, name in enumerate(row.get("units", []), 1):
                unit = ServiceArea(name=name, parent=area, position=below)
                self.areas[name] = self.save(unit)
        for position, name in enumerate(data["goals"], 1):
            self.goals[name] = self.save(StrategicGoal(name=name, position=position))

    def project(self, row: dict[str, Any], status: str) -> None:
        owned_by_it = row["area"] == "Tietohallinto"
        project = Project(
            name=row["name"],
            scope=Scope.INFRASTRUCTURE if owned_by_it else Scope.SERVICE_AREA,
            service_area=self.areas[row["area"]],
            description=row["description"].strip(),
            change_effects=row.get("effects", ""),
            status=status,
            is_flagship=row.get("flagship", False),
            priority=row.get("priority", "normal"),
            strategic_goal_text=row.get("goal_text", ""),
            schedule_text=row.get("schedule_text", ""),
            likelihood=row.get("likelihood", ""),
            likelihood_text=row.get("likelihood_text", ""),
            responsible_party=row.get("party", ""),
            responsible_text=row.get("party_text", ""),
            cost_text=row.get("cost_text", ""),
            resource_text=row.get("resource_text", ""),
        )
        self.save(project)
        self.projects[row["number"]] = project
        # The first version in the history has the goals too, at the same date.
        project.strategic_goals.set([self.goals[name] for name in row.get("goals", [])])
        for line in row.get("phases", []):
            name, start, end = line.split("|")
            self.save(SchedulePhase(project=project, name=name, start=_date(start), end=_date(end)))
        for line in row.get("costs", []):
            self.save(_cost(project, *line.split("|")))
        for line in row.get("resources", []):
            party, low, high, unit, per, what = line.split("|")
            need = ResourceNeed(
                project=project, party=party, description=what, unit=unit, per=per,
                low=Decimal(low), high=Decimal(high),
            )  # fmt: skip
            self.save(need)
        self._assessment(project, row)

    def _assessment(self, project: Project, row: dict[str, Any]) -> None:
        if "screening" not in row and "a" not in row:
            return
        assessment = ImpactAssessment(
            project=project,
            screening=row.get("screening", "required"),
            justification=row.get("justification", ""),
        )
        for part in PARTS:
            effect, _bar, text = row.get(part.letter, "unassessed|").partition("|")
            setattr(assessment, f"{part.name}_effect", effect)
            setattr(assessment, f"{part.name}_text", text)
        self.save(assessment)

    def plan(self, data: dict[str, Any]) -> ActionPlan:
        start, end = data["period"]
        plan = ActionPlan(
            title=data["title"],
            organisation=data["organisation"],
            period_start=_date(start),
            period_end=_date(end),
        )
        self.save(plan)
        for position, row in enumerate(data["chapters"], 1):
            chapter = PlanChapter(
                plan=plan,
                position=position,
                title=row["title"],
                text=row.get("text", "").strip(),
                scope=row.get("scope", ""),
                service_area=self.areas.get(row.get("area", "")),
            )
            self.save(chapter)
        for position, number in enumerate(self.projects, 1):
            self.save(PlanEntry(plan=plan, project=self.projects[number], position=position))
        return plan

    def change(self, number: str, day: str, name: str, value: str, reason: str) -> None:
        project = Project.objects.get(pk=self.projects[number].pk)
        date = datetime.date.fromisoformat(day)
        if name == "end":
            phase = project.phases.get()
            phase.end = _date(value)
            self.save(phase, date, reason)
        else:
            setattr(project, name, value)
            self.save(project, date, reason)

    def report(self, number: str, day: str, *rest: str) -> None:
        schedule, cost, content, forecast, text = rest
        date = datetime.date.fromisoformat(day)
        report = StatusReport(
            project=self.projects[number],
            date=date,
            author=self.planner,
            schedule_light=schedule,
            cost_light=cost,
            content_light=content,
            text=text,
            forecast_end=_date(forecast),
        )
        self.save(report, date)


def _date(edtf: str) -> FuzzyDate | None:
    return FuzzyDate.from_edtf(edtf) if edtf else None


def _cost(project: Project, *values: str) -> CostItem:
    kind, low, high, per, unit, vat, first, last, what = values
    return CostItem(
        project=project,
        description=what,
        kind=kind,
        low=Decimal(low),
        high=Decimal(high),
        per=per,
        unit=unit,
        vat=vat,
        first_year=int(first) if first else None,
        last_year=int(last) if last else None,
    )
