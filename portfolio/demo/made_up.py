"""Made-up portfolios of any size, the same ones every time, for timings and load."""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable, Iterable
from decimal import Decimal

from django.db import transaction

from projects.clock import today
from projects.models import (
    CostItem,
    Project,
    ResourceNeed,
    Risk,
    SchedulePhase,
    ServiceArea,
    StatusReport,
    StrategicGoal,
    renew_totals,
)
from projects.models.parts.part import ProjectPart
from projects.saving.renewing import texts_are_due
from projects.values.choices import (
    CostKind,
    Light,
    Likelihood,
    ResourceParty,
    ResourceUnit,
    Scope,
    Status,
)
from projects.values.fuzzy_dates import FuzzyDate, Precision

BATCH = 1000
PHASES, COSTS, REPORTS = 4, 5, 10  # of each project
WORDS = ("järjestelmä", "verkko", "palvelu", "rekisteri", "asiointi", "arkisto", "tietoturva")


@transaction.atomic
def generate_portfolio(count: int) -> None:
    """Add `count` projects, each with four phases, five costs, two needs, ten reports and risks.

    They have no history.
    """
    dice = random.Random(906)
    areas, goals = _areas(), _goals()
    projects = Project.objects.bulk_create(
        (_project(dice, areas, number) for number in range(1, count + 1)), BATCH
    )
    makers: list[
        tuple[type[ProjectPart], Callable[[random.Random, Project], Iterable[ProjectPart]]]
    ] = [
        (SchedulePhase, _phases),
        (CostItem, _costs),
        (ResourceNeed, _needs),
        (StatusReport, _reports),
        (Risk, _risks),
    ]
    for model, make in makers:
        rows = (row for project in projects for row in make(dice, project))
        model.objects.bulk_create(rows, BATCH)
    serving = Project.strategic_goals.through
    serving.objects.bulk_create(
        (serving(project=project, strategicgoal=dice.choice(goals)) for project in projects), BATCH
    )
    renew_totals(Project.objects.all())
    texts_are_due(Project, [project.pk for project in projects])


def _goals() -> list[StrategicGoal]:
    names = (f"Tavoite {number}" for number in range(1, 6))
    return [StrategicGoal.objects.get_or_create(name=name)[0] for name in names]


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
    year, found = dice.randint(2021, 2025), []
    for number in range(1, PHASES + 1):
        start = FuzzyDate(year, Precision.QUARTER, dice.randint(1, 2))
        end = FuzzyDate(year, Precision.QUARTER, dice.randint(3, 4))
        found.append(SchedulePhase(project=project, name=f"Vaihe {number}", start=start, end=end))
        year += dice.randint(0, 1)
    return found


def _costs(dice: random.Random, project: Project) -> list[CostItem]:
    found = []
    for _n in range(COSTS):
        low = dice.randint(1, 200) * 1000
        year = dice.randint(2021, 2027)
        found.append(
            CostItem(
                project=project,
                kind=dice.choice(CostKind.values),
                per=dice.choice(["total", "year"]),
                low=Decimal(low),
                high=Decimal(low + dice.randint(0, 20) * 1000),
                first_year=year,
                last_year=year + dice.randint(0, 3),
            )
        )
    return found


def _needs(dice: random.Random, project: Project) -> list[ResourceNeed]:
    return [
        ResourceNeed(
            project=project, party=party, low=days, high=days + 10, unit=ResourceUnit.PERSON_DAYS
        )
        for party, days in (
            (ResourceParty.IT, dice.randint(1, 100)),
            (dice.choice([ResourceParty.SERVICE_AREA, ResourceParty.PURCHASED]), 20),
        )
    ]


def _reports(dice: random.Random, project: Project) -> list[StatusReport]:
    newest = today() - datetime.timedelta(days=dice.randint(0, 200))
    return [
        StatusReport(
            project=project,
            number=REPORTS - number,
            date=newest - datetime.timedelta(days=30 * number),
            schedule_light=dice.choices(Light.values, (7, 2, 1))[0],
            cost_light=dice.choices(Light.values, (7, 2, 1))[0],
            content_light=dice.choices(Light.values, (7, 2, 1))[0],
            text=" ".join(dice.choice(WORDS) for _n in range(12)),
        )
        for number in range(REPORTS)
    ]


def _risks(dice: random.Random, project: Project) -> list[Risk]:
    return [
        Risk(
            project=project,
            description=f"{dice.choice(WORDS).capitalize()} viivästyy",
            probability=dice.randint(1, 5),
            impact=dice.randint(1, 5),
            state=dice.choice(["open", "open", "closed"]),
        )
        for _n in range(dice.randint(0, 4))
    ]
