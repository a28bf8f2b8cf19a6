"""The words that stand in every plan's files, whatever it holds: labels, choices, markup."""

from __future__ import annotations

import datetime
import html
import io
import zipfile
from decimal import Decimal
from functools import lru_cache
from itertools import zip_longest

from impact_assessments.choices import Effect, Screening
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
from reports.document import plan as doc
from reports.rendering import KINDS

# What PDF's own metadata is made of besides.
OF_PDF = ("PDF", "Salkku", "WeasyPrint", "Source Sans", "Noto Sans")
_IMPRINT = doc.Imprint(
    datetime.date(2000, 1, 1), "published", 2, 1, True, "X", datetime.date(2000, 1, 1), "1"
)


@lru_cache(maxsize=8)
def own_words(language: str) -> tuple[str, ...]:
    """The texts of files of a plan that says nothing, but has every choice."""
    every = doc.PlanDocument(language, "", "", projects=tuple(_projects()), left_out=2)
    plain = doc.PlanDocument(language, "", "", projects=(_project(Scope.CITY_WIDE),))
    return (
        *OF_PDF,
        html.unescape(KINDS["html"].render(every, _IMPRINT).decode()),
        KINDS["json"].render(every, _IMPRINT).decode(),
        *_package(KINDS["xlsx"].render(every, _IMPRINT)),
        *_package(KINDS["docx"].render(plain, _IMPRINT)),  # without drawings, which take long
    )


def _package(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return [package.read(name).decode("utf-8", "replace") for name in package.namelist()]


def _project(scope: str) -> doc.PlannedProject:
    return doc.PlannedProject("1.1", "", scope, "")


def _cost(place: int, per: str, vat: str | None) -> doc.Cost:
    """Every other one of a year, one of a year that is later than any figure shows."""
    year = {1: 2000, 3: 2100}.get(place, 2000 + place if place % 2 else None)
    one = Decimal(1)
    return doc.Cost(one, one, per, None, vat, first_year=year, last_year=year)


def _projects() -> list[doc.PlannedProject]:
    """Projects without words that have each choice once at least."""
    day, one = FuzzyDate.from_edtf("2000-01-01"), Decimal(1)
    rows = zip_longest(
        Scope.values, Likelihood.values, ResponsibleParty.values, Per.values, Vat.values,
        ResourceParty.values, ResourceUnit.values, Screening.values, Effect.values,
    )  # fmt: skip
    return [
        doc.PlannedProject(
            f"1.{place}",
            "",
            scope or Scope.CITY_WIDE,
            "",
            schedule=doc.Schedule("", (doc.Phase("", day, day),)),
            likelihood=doc.Choice(likelihood),
            responsible=doc.Choice(party),
            costs=doc.Costs("", (_cost(place, per or Per.TOTAL, vat),)),
            resources=doc.Resources(
                "",
                (doc.Resource(who or ResourceParty.IT, one, one, unit or ResourceUnit.PERSONS),),
            ),
            assessment=doc.Assessment(screening, "", (doc.AssessmentPart(effect or "none"),) * 4),
            left_out=("costs",) if place == 1 else (),
        )
        for place, (scope, likelihood, party, per, vat, who, unit, screening, effect) in enumerate(
            rows, 1
        )
    ]
