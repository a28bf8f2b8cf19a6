"""Made-up portfolios of any size, the same ones every time, for timings and load."""

from __future__ import annotations

import random
from decimal import Decimal

from django.db import transaction

from projects.choices import Likelihood, Scope, Status
from projects.fuzzy_dates import FuzzyDate, Precision
from projects.models import CostItem, Project, SchedulePhase, ServiceArea

BATCH = 1000
WORDS = ("järjestelmä", "verkko", "palvelu", "rekisteri", "asiointi", "arkisto", "tietoturva")


@transaction.atomic
def generate_portfolio(count: int) -> None:
    """Add `count` projects with a phase and up to three costs each. They have no history."""
    dice = random.Random(906)
    areas = _areas()
    projects = Project.objects.bulk_create(
        (_project(dice, areas, number) for number in range(1, count + 1)), BATCH
    )
    phases = [phase for project in projects for phase in _phases(dice, project)]
    SchedulePhase.objects.bulk_create(phases, BATCH)
    for phase in phases:  # one each: its days are the project's
        phase.project.starts_on, phase.project.ends_on = phase.start_date, phase.end_date
    Project.objects.bulk_update(projects, ["starts_on", "ends_on"], BATCH)
    CostItem.objects.bulk_create(
        (cost for project in projects for cost in _costs(dice, project)), BATCH
    )


def _areas() -> list[ServiceArea]:
    found = []
    for number in range(1, 7):
        top, _made = ServiceArea.objects.get_or_create(name=f"Palveluala {number}", parent=None)
        for below in range(1, 6):
            unit, _made = ServiceArea.objects.get_or_create(name=f"Yksikkö {below}", parent=top)
            found.append(unit)
    return found


def _project(dice: random.Random, areas: list[ServiceArea], number: int) -> Project:
    words = [dice.choice(WORDS) for _n in range(60)]
    return Project(
        name=f"{words[0].capitalize()} {words[1]} {number}",
        scope=Scope.SERVICE_AREA,
        service_area=dice.choice(areas),
        description=" ".join(words),
        status=dice.choice(Status.values),
        likelihood=dice.choice([*Likelihood.values, ""]),
        is_flagship=dice.random() < 0.05,
    )


def _phases(dice: random.Random, project: Project) -> list[SchedulePhase]:
    year, quarter = dice.randint(2021, 2027), dice.randint(1, 4)
    start = FuzzyDate(year, Precision.QUARTER, quarter)
    end = FuzzyDate(year + dice.randint(1, 2), Precision.QUARTER, dice.randint(1, 4))
    return [SchedulePhase(project=project, start=start, end=end)]


def _costs(dice: random.Random, project: Project) -> list[CostItem]:
    found = []
    for _n in range(dice.randint(0, 3)):
        low = dice.randint(1, 200) * 1000
        year = dice.randint(2021, 2027)
        found.append(
            CostItem(
                project=project,
                kind=dice.choice(["investment", "one_off", "recurring"]),
                per=dice.choice(["total", "year"]),
                low=Decimal(low),
                high=Decimal(low + dice.randint(0, 20) * 1000),
                first_year=year,
                last_year=year + dice.randint(0, 3),
            )
        )
    return found
