"""The words that stand in every plan's files, whatever it holds: labels, choices, markup."""

from __future__ import annotations

import datetime
import html
import io
import zipfile
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from itertools import zip_longest
from typing import Any

from impact_assessments.choices import Direction, Effect, Screening, State
from projects.values.choices import (
    Likelihood,
    Per,
    ResourceParty,
    ResourceUnit,
    ResponsibleParty,
    Scope,
    Vat,
)
from projects.values.fuzzy_dates import FuzzyDate
from reports.document.plan import (
    Assessment,
    AssessmentPart,
    Choice,
    Cost,
    Costs,
    Imprint,
    Phase,
    PlanDocument,
    PlannedProject,
    Resource,
    Resources,
    Schedule,
)
from reports.rendering import PLAN_FILE_KINDS

# What PDF's own metadata is made of besides.
OF_PDF = ("PDF", "Salkku", "WeasyPrint", "Source Sans", "Noto Sans")
_IMPRINT = Imprint(
    datetime.date(2000, 1, 1), "published", 2, 1, True, "X", datetime.date(2000, 1, 1), "1"
)


@lru_cache(maxsize=8)
def own_words(language: str) -> tuple[str, ...]:
    """The texts of files of a plan that says nothing, but has every choice."""
    every = PlanDocument(language, "", "", projects=tuple(_projects()), projects_left_out=2)
    plain = PlanDocument(language, "", "", projects=(_project(Scope.CITY_WIDE),))
    return (
        *OF_PDF,
        html.unescape(PLAN_FILE_KINDS["html"].render(every, _IMPRINT).decode()),
        PLAN_FILE_KINDS["json"].render(every, _IMPRINT).decode(),
        *_package(PLAN_FILE_KINDS["xlsx"].render(every, _IMPRINT)),
        *_package(
            PLAN_FILE_KINDS["docx"].render(plain, _IMPRINT)
        ),  # without drawings, which take long
    )


def _package(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return [package.read(name).decode("utf-8", "replace") for name in package.namelist()]


def _project(scope: str) -> PlannedProject:
    return PlannedProject("1.1", "", scope, "")


def _cost(place: int, per: str, vat: str | None) -> Cost:
    """Every other one of a year, one of a year that is later than any figure shows."""
    year = {1: 2000, 3: 2100}.get(place, 2000 + place if place % 2 else None)
    one = Decimal(1)
    return Cost(one, one, per, None, vat, first_year=year, last_year=year)


def _parts() -> list[AssessmentPart]:
    """Parts without words that have each effect and each direction."""
    pairs = zip_longest(Effect.values, Direction.values, fillvalue="")
    return [AssessmentPart(effect or Effect.NONE, "", direction) for effect, direction in pairs]


def _assessment(
    screening: str | None, said: AssessmentPart | None, state: str | None
) -> Assessment:
    part = said or AssessmentPart(Effect.NONE)
    return Assessment(screening, "", (part,) * 4, (part,) * 2, state or "")


def _projects() -> list[PlannedProject]:
    """Projects without words that have each choice once at least."""
    day, one = FuzzyDate.from_edtf("2000-01-01"), Decimal(1)
    rows: Iterable[Any] = zip_longest(
        Scope.values, Likelihood.values, ResponsibleParty.values, Per.values, Vat.values,
        ResourceParty.values, ResourceUnit.values, Screening.values, _parts(),
        [State.REVIEW, State.APPROVED, State.CLOSED],
    )  # fmt: skip
    return [
        PlannedProject(
            f"1.{place}",
            "",
            scope or Scope.CITY_WIDE,
            "",
            schedule=Schedule("", (Phase("", day, day),)),
            likelihood=Choice(likelihood),
            responsible=Choice(party),
            costs=Costs("", (_cost(place, per or Per.TOTAL, vat),)),
            resources=Resources(
                "",
                (Resource(who or ResourceParty.IT, one, one, unit or ResourceUnit.PERSONS),),
            ),
            assessment=_assessment(screening, said, state),
            left_out=("costs",) if place == 1 else (),
        )
        for place, (
            scope,
            likelihood,
            party,
            per,
            vat,
            who,
            unit,
            screening,
            said,
            state,
        ) in enumerate(rows, 1)
    ]
