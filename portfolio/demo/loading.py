"""Rows of the demonstration, made from the lines of fixtures/ and saved as on their days."""

from __future__ import annotations

import datetime
import uuid
from decimal import Decimal
from typing import TypeVar

from django.db.models import Model
from django.utils import timezone

from accounts.models import User
from impact_assessments.choices import PARTS
from impact_assessments.models import ImpactAssessment
from organisation.json_types import JsonObject
from projects.models import (
    Benefit,
    BudgetYear,
    Capacity,
    CostItem,
    Dependency,
    Milestone,
    Project,
    ResourceNeed,
    Risk,
    SchedulePhase,
    ServiceArea,
    StatusReport,
    StrategicGoal,
)
from projects.values.choices import ResourceParty, Scope
from projects.values.fuzzy_dates import FuzzyDate
from projects.values.workload import half_number
from reports.models import ActionPlan, PlanChapter, PlanEntry

BEGINNING = datetime.date(2022, 9, 1)
LETTERS = {part.letter: part for part in PARTS}

Row = JsonObject  # of the fixtures
Saved = TypeVar("Saved", bound=Model)


class Loader:
    """Keeps what rows refer to by name or number while they are made."""

    def __init__(self, people: dict[str, User]) -> None:
        self.people = people
        self.areas: dict[str, ServiceArea] = {}
        self.goals: dict[str, StrategicGoal] = {}
        self.projects: dict[str, Project] = {}

    def save(
        self,
        row: Saved,
        day: datetime.date = BEGINNING,
        user: str = "suunnittelija",
        reason: str = "",
    ) -> Saved:
        row._history_user, row._change_reason = self.people[user], reason or None
        noon = datetime.datetime.combine(day, datetime.time(12))
        row._history_date = timezone.make_aware(noon)
        row._change_set = uuid.uuid5(uuid.NAMESPACE_OID, f"{day} {user}")
        row.full_clean()
        row.save()
        return row

    def lookups(self, data: Row) -> None:
        for position, row in enumerate(data["areas"], 1):
            area = self.save(ServiceArea(name=row["name"], position=position))
            self.areas[area.name] = area
            for below, name in enumerate(row.get("units", []), 1):
                unit = ServiceArea(name=name, parent=area, position=below)
                self.areas[name] = self.save(unit)
        for position, name in enumerate(data["goals"], 1):
            self.goals[name] = self.save(StrategicGoal(name=name, position=position))

    def project(self, row: Row) -> None:
        owned_by_it = row["area"] == "Tietohallinto"
        project = Project(
            name=row["name"],
            scope=Scope.INFRASTRUCTURE if owned_by_it else Scope.SERVICE_AREA,
            service_area=self.areas[row["area"]],
            manager=self.people["suunnittelija"] if owned_by_it else None,
            description=row["description"].strip(),
            change_effects=row.get("effects", ""),
            status=row["status"],
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

    def _assessment(self, project: Project, row: Row) -> None:
        if "screening" not in row and "a" not in row:
            return
        assessment = ImpactAssessment(
            project=project,
            screening=row.get("screening", "required"),
            justification=row.get("justification", ""),
            **dict.fromkeys(row.get("answers", []), True),
        )
        for letter in LETTERS:
            _assess(assessment, letter, row.get(letter, "unassessed|"))
        self.save(assessment)

    def plan(self, data: Row) -> ActionPlan:
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

    def change(self, number: str, day: str, user: str, name: str, value: str, reason: str) -> None:
        project = Project.objects.get(pk=self.projects[number].pk)
        changed: Model = project
        if name == "end":
            changed = project.phases.all()[0]
            changed.end = _date(value)
        elif name == "cost":
            changed = project.costs.get()
            changed.low = changed.high = Decimal(value)
        elif name in LETTERS:
            changed = project.assessment
            _assess(changed, name, value)
        else:
            setattr(project, name, value)
        self.save(changed, datetime.date.fromisoformat(day), user, reason)

    def risk(self, number: str, day: str, author: str, *rest: str) -> None:
        probability, impact, response, owner, state, *texts = rest
        what, cause, consequence, done = texts
        row = Risk(
            project=self.projects[number],
            probability=int(probability),
            impact=int(impact),
            response=response,
            owner_name=owner,
            state=state,
            description=what,
            cause=cause,
            consequence=consequence,
            response_text=done,
        )
        self.save(row, datetime.date.fromisoformat(day), author)

    def milestone(self, number: str, day: str, author: str, *rest: str) -> None:
        due, reached, name = rest
        row = Milestone(project=self.projects[number], name=name, due=_date(due))
        row.reached_on = datetime.date.fromisoformat(reached) if reached else None
        self.save(row, datetime.date.fromisoformat(day), author)

    def benefit(self, number: str, day: str, author: str, *rest: str) -> None:
        due, what, measure, baseline, target, realised = rest
        row = Benefit(
            project=self.projects[number],
            due=_date(due),
            description=what,
            measure=measure,
            baseline=baseline,
            target=target,
            realised=realised,
        )
        self.save(row, datetime.date.fromisoformat(day), author)

    def budget(self, number: str, day: str, author: str, *rest: str) -> None:
        year, kind, frame, spent, until, forecast, reason = rest
        row = BudgetYear(project=self.projects[number], year=int(year), kind=kind, reason=reason)
        row.frame, row.spent, row.forecast = (
            Decimal(text) if text else None for text in (frame, spent, forecast)
        )
        row.spent_until = datetime.date.fromisoformat(until) if until else None
        self.save(row, datetime.date.fromisoformat(day), author)

    def need(self, number: str, day: str, author: str, *rest: str) -> None:
        """Work of the IT department."""
        team, low, high, unit, what = rest
        row = ResourceNeed(
            project=self.projects[number], party=ResourceParty.IT, team=team, unit=unit,
            low=Decimal(low), high=Decimal(high), description=what,
        )  # fmt: skip
        self.save(row, datetime.date.fromisoformat(day), author)

    def capacity(self, half: str, day: str, author: str, team: str, days: str) -> None:
        year, _dash, number = half.partition("-")
        row = Capacity(half=half_number(int(year), int(number)), team=team, days=int(days))
        self.save(row, datetime.date.fromisoformat(day), author)

    def dependency(self, number: str, day: str, author: str, *rest: str) -> None:
        kind, other, note = rest
        row = Dependency(
            project=self.projects[number], kind=kind, other=self.projects[other], note=note
        )
        self.save(row, datetime.date.fromisoformat(day), author)

    def report(self, number: str, day: str, author: str, *rest: str) -> None:
        schedule, cost, content, forecast, text = rest
        date = datetime.date.fromisoformat(day)
        report = StatusReport(
            project=self.projects[number],
            date=date,
            author=self.people[author],
            schedule_light=schedule,
            cost_light=cost,
            content_light=content,
            text=text,
            forecast_end=_date(forecast),
        )
        self.save(report, date, author)


def _assess(assessment: ImpactAssessment, letter: str, words: str) -> None:
    effect, _bar, text = words.partition("|")
    setattr(assessment, f"{LETTERS[letter].name}_effect", effect)
    setattr(assessment, f"{LETTERS[letter].name}_text", text)


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
