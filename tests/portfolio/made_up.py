"""Small portfolios with something of everything that figures stumble over, the same for a seed."""

from __future__ import annotations

import datetime
import random
from decimal import Decimal

from impact_assessments.models import FollowUp, ImpactAssessment, QuestionSet, ScreeningRecord
from projects.models import (
    CostItem,
    Project,
    ResourceNeed,
    SchedulePhase,
    ServiceArea,
    StatusReport,
    StrategicGoal,
    renew_totals,
)
from projects.saving.renewing import renewed_once
from projects.values.choices import CostKind, Light, Likelihood, ResourceParty, Status
from projects.values.fuzzy_dates import FuzzyDate
from reports.models import ActionPlan

TODAY = datetime.date(2023, 3, 15)
PIECES = ("costs", "reports", "resources", "organising", "data", "follow_ups")
EFFECTS = ("some", "none", "unassessed")
PHASES = (
    [],
    [("2021", "2022-12")],
    [("2022-34", "2023-03-31")],
    [("2023-01", "")],
    [("", "2023-36")],
    [("2021", "2022"), ("2024", "2025")],
    [("2023-09-01", "2023-12")],
    [("2023-03", "2023-03")],
)


@renewed_once()
def make_portfolio(seed: int, count: int, people: list) -> ActionPlan:
    """Projects as bulk imports leave them, in a tree of areas and a plan that holds them all."""
    dice = random.Random(seed)
    tops = [ServiceArea.objects.create(name=f"Ala {n}") for n in (1, 2)]
    units = [ServiceArea.objects.create(name=f"Yksikkö {n}", parent=tops[n % 2]) for n in (1, 2, 3)]
    below = ServiceArea.objects.create(name="Tiimi", parent=units[0])
    goals = [StrategicGoal.objects.create(name=f"Tavoite {name}") for name in "ABÄ"]
    projects = Project.objects.bulk_create(
        Project(
            name=f"Hanke {number}",
            scope="service_area",
            service_area=dice.choice([*tops, *units, below]),
            status=dice.choice([*Status.values, "in_progress", "in_progress"]),
            likelihood=dice.choice([*Likelihood.values, ""]),
            is_flagship=dice.random() < 0.2,
            is_not_public=dice.random() < 0.15,
            not_public_fields=tuple(p for p in PIECES if dice.random() < 0.1),
            owner=dice.choice([None, None, None, *people]),
        )
        for number in range(count)
    )
    for project in projects:
        project.strategic_goals.set(dice.sample(goals, dice.choice([0, 1, 1, 2])))
        _parts(dice, project)
    renew_totals(Project.objects.all())
    plan = ActionPlan.objects.create(title=f"Suunnitelma {seed}", organisation="Kaupunki")
    plan.add_projects(projects)
    return plan


def _parts(dice: random.Random, project: Project) -> None:
    for start, end in PHASES[dice.randrange(len(PHASES))]:
        SchedulePhase.objects.create(
            project=project,
            start=FuzzyDate.from_edtf(start) if start else None,
            end=FuzzyDate.from_edtf(end) if end else None,
        )
    CostItem.objects.bulk_create(_cost(dice, project) for _n in range(dice.choice([0, 1, 1, 3])))
    if dice.random() < 0.5:
        ResourceNeed.objects.create(
            project=project, party=dice.choice(ResourceParty.values), low=dice.randint(1, 9),
            high=dice.randint(10, 99), unit="person_days",
        )  # fmt: skip
    for number in range(1, dice.choice([0, 1, 2]) + 1):
        lights = dice.choices([*Light.values, ""], k=3)
        forecast = dice.choice(["", "", "2022-12", "2023-36", "2026"])
        StatusReport.objects.create(
            project=project,
            date=TODAY - datetime.timedelta(days=dice.choice([5, 90, 91, 400])),
            forecast_end=FuzzyDate.from_edtf(forecast) if forecast else None,
            text=f"Tilanne {number}",
            **dict(zip(("schedule_light", "cost_light", "content_light"), lights, strict=True)),
        )
    if dice.random() < 0.7:
        parts = ("organising", "security", "data", "case_management")
        ImpactAssessment.objects.create(
            project=project,
            screening=dice.choice(["required", "required", "not_required"]),
            justification="Pieni.",
            **{f"{part}_effect": dice.choice(EFFECTS) for part in parts},
        )
        _of_the_assessment(dice, project)


def _of_the_assessment(dice: random.Random, project: Project) -> None:
    if dice.random() < 0.8:
        ScreeningRecord.objects.create(
            project=project,
            question_set=QuestionSet.objects.get(),
            computed="required",
            decided=dice.choice(["required", "not_required"]),
            fingerprint=dice.choice([{}, {"cost": "1", "area": project.service_area_id}]),
        )
    if dice.random() < 0.4:
        FollowUp.objects.create(
            project=project,
            description="Ohje",
            due=TODAY + datetime.timedelta(days=dice.choice([-9, 9])),
            done_on=dice.choice([None, None, TODAY]),
        )


def _cost(dice: random.Random, project: Project) -> CostItem:
    low = Decimal(dice.randint(0, 900_000)) / 100
    per = dice.choice(["total", "total", "year", "month", "unit"])
    first, last = dice.choice(
        [(None, None), (2022, None), (None, 2023), (2022, 2024), (2023, 2023)]
    )
    return CostItem(
        project=project,
        kind=dice.choice(CostKind.values),
        per=per,
        unit="laite" if per == "unit" else "",
        unit_count=dice.choice([None, 7]) if per == "unit" else None,
        low=low,
        high=low + Decimal(dice.choice([0, 1, 12_345])) / 100,
        first_year=first,
        last_year=last,
    )
