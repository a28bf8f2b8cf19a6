"""Loads the demonstration portfolio from fixtures/."""

from __future__ import annotations

import datetime
import tomllib
import uuid
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import partial
from typing import TypeVar

from django.conf import settings
from django.contrib.auth.models import Group
from django.db.models import Model
from django.utils import timezone

from accounts.models import User
from impact_assessments.choices import PARTS
from impact_assessments.models import ImpactAssessment
from organisation.json_types import JsonObject
from portfolio.demo.assessments import load_assessments
from portfolio.demo.proposals import load_proposals
from projects.models import (
    Benefit,
    BudgetYear,
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
from projects.saving.renewing import renewed_once, settle
from projects.values.choices import Scope
from projects.values.fuzzy_dates import FuzzyDate
from reports.models import ActionPlan, PlanChapter, PlanEntry

PASSWORD = "salkku-esittely-2023"
BEGINNING = datetime.date(2022, 9, 1)
LETTERS = {part.letter: part for part in PARTS}

Row = JsonObject  # of the fixtures
Saved = TypeVar("Saved", bound=Model)


def read(name: str) -> Row:
    """A file of fixtures/ as a dictionary."""
    return tomllib.loads((settings.BASE_DIR / "fixtures" / name).read_text(encoding="utf-8"))


@renewed_once()
def load(steps: Iterable[tuple[str, Callable[[ActionPlan], None]]] = ()) -> ActionPlan:
    """Make the demonstration's people, portfolio, plan and made-up year; each row is validated.

    `steps` of the plan, (day, step) each, are taken when the year has come to their days
    (`portfolio.demo.editions`).
    """
    plan_data, year = read("example-plan.toml"), read("example-year.toml")
    people = {row["username"]: _person(row) for row in year["people"]}
    loader = _Loader(people)
    loader.lookups(plan_data)
    for row in year["people"]:
        for area in row.get("areas", []):
            loader.areas[area].editors.add(people[row["username"]])
    changes = sorted((line.split("|") for line in year["changes"]), key=lambda change: change[1])
    for row in plan_data["projects"]:
        loader.project(at_the_beginning(row, changes))
    plan = loader.plan(plan_data)
    texts = {row["number"]: row for row in plan_data["projects"]}
    events: list[tuple[str, Callable[[], object]]] = []
    for number, day, user, name, _before, after, reason in changes:
        value = texts[number][name] if name in LETTERS else after
        events.append((day, partial(loader.change, number, day, user, name, value, reason)))
    for kind, load_row in (
        ("risks", loader.risk),
        ("milestones", loader.milestone),
        ("benefits", loader.benefit),
        ("budgets", loader.budget),
        ("dependencies", loader.dependency),
        ("reports", loader.report),
    ):
        for line in year[kind]:
            events.append((line.split("|")[1], partial(load_row, *line.split("|"))))
    events += [(day, partial(_take, step, plan)) for day, step in steps]
    # In the order of the days, because a report keeps how its project stood; it comes last.
    for _day, happen in sorted(events, key=lambda event: event[0]):
        happen()
    settle()
    load_proposals(read("example-proposals.toml")["proposals"])
    assessments = read("example-assessments.toml")["assessments"]
    load_assessments(assessments, loader.projects, people, loader.save)
    plan.refresh_from_db()
    return plan


def _take(step: Callable[[ActionPlan], None], plan: ActionPlan) -> None:
    """A step of the plan reads what follows from the rows that were saved before it."""
    settle()
    step(plan)


def at_the_beginning(row: Row, changes: list[list[str]]) -> Row:
    """The project as it stood before the year's changes, which come in order of their dates."""
    row = dict(row)
    for number, _day, _user, name, before, _after, _reason in reversed(changes):
        if number != row["number"]:
            continue
        if name == "end":
            start, _bar, _end = row["phases"][0].rpartition("|")
            row["phases"] = [f"{start}|{before}", *row["phases"][1:]]
        elif name == "cost":
            kind, _low, _high, rest = row["costs"][0].split("|", 3)
            row["costs"] = [f"{kind}|{before}|{before}|{rest}"]
        else:
            row[name] = f"{before}|" if name in LETTERS else before
    return row


def accounts() -> list[tuple[str, str]]:
    """Username and role of the demonstration's accounts."""
    return [(row["username"], row["role"]) for row in read("example-year.toml")["people"]]


def _person(row: Row) -> User:
    first, last = row["name"].split(" ", 1)
    user = User(
        username=row["username"],
        first_name=first,
        last_name=last,
        email=f"{row['username']}@example.invalid",
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
