"""A plan document with something in every field, each text with a word of its own."""

from __future__ import annotations

import dataclasses
import datetime
from decimal import Decimal

from projects.values.fuzzy_dates import FuzzyDate
from reports.document.plan import (
    Assessment,
    AssessmentPart,
    Chapter,
    Choice,
    Cost,
    Costs,
    Imprint,
    Milestone,
    News,
    Period,
    Phase,
    PlanDocument,
    PlannedProject,
    Resource,
    Resources,
    Schedule,
)

# Fields that hold a code: a document shows its label.
CODES = {
    "scope", "language", "direction", "state", "screening", "effect", "value", "party",
    "unit_code", "per", "vat", "opens_with",
}  # fmt: skip
IMPRINT = Imprint(
    datetime.date(2023, 3, 15),
    state="published",
    edition=2,
    revises=1,
    is_public=True,
    body="Kaupunginhallitus",
    decided_on=datetime.date(2023, 3, 1),
    section="45a",
    case_number="NTL/12/2023",
    address="https://salkku.example.fi/published/2",
)


def date(text: str) -> FuzzyDate:
    return FuzzyDate.from_edtf(text)


def project(number: str, mark: str, **values: object) -> PlannedProject:
    """Every text of it holds a word that ends in `mark`."""
    return PlannedProject(
        number=number,
        name=f"Nimisana{mark}",
        scope="service_area",
        service_area="Hallintopalvelut",
        unit="Arkistotoimi",
        description=f"Kuvaussana{mark} alkaa.\n\n- luettelosana{mark}\n- toinen{mark}",
        change_effects=f"Muutossana{mark}.",
        strategic_goal=f"Tavoitesana{mark}.",
        schedule=Schedule(
            f"Aikataulusana{mark}.",
            (
                Phase(f"Hankinta{mark}", date("2022-35"), date("2022-36")),
                Phase(f"Käyttö{mark}", date("2023-01"), None),
            ),
        ),
        likelihood=Choice("uncertain", f"Epävarmuussana{mark}."),
        responsible=Choice("shared", f"Vastuusana{mark}."),
        costs=Costs(
            f"Kustannussana{mark}.",
            (
                Cost(Decimal("15000"), Decimal("18000"), description=f"Lisenssi{mark}"),
                Cost(
                    Decimal("300"), Decimal("300"), "unit", "palvelin", "excluded",
                    f"Palvelinmaksu{mark}", 7, 2023, 2024,
                ),
                Cost(Decimal("41"), Decimal("42.50"), "month", None, "included"),
            ),
        ),
        resources=Resources(
            f"Resurssisana{mark}.",
            (
                Resource(
                    "it", Decimal("3"), Decimal("4.5"), "person_days", f"Työ{mark}", f"kohde{mark}"
                ),
            ),
        ),
        assessment=Assessment(
            "required",
            f"Perustelusana{mark}.",
            (
                AssessmentPart("some", f"Osaaasana{mark}.", "better"),
                AssessmentPart("none", f"Osabeesana{mark}."),
                AssessmentPart("none"),
                AssessmentPart(),
            ),
            (AssessmentPart("some", f"Osaeesana{mark}.", "both"), AssessmentPart("none")),
            "approved",
        ),
        notes=f"Huomiosana{mark}.",
        milestones=(Milestone(f"Etappisana{mark}", date("2023-01"), datetime.date(2023, 1, 9)),),
        is_flagship=True,
        **values,  # type: ignore[arg-type]
    )  # fmt: skip


RICH = """Johdantosana alkaa **lihavasana** ja *kursiivisana*, [linkkisana](https://www.example.fi/x).

### Väliotsikkosana

- kohtasana
- sisältösana
  1. sisäsana

##### Alaotsikkosana

3. kolmassana, katso www.example.fi ja posti@example.fi"""

PLAN = PlanDocument(
    language="fi",
    title="Suunnitelmasana",
    organisation="Organisaatiosana",
    period=Period(date("2022-40"), date("2023")),
    chapters=(
        Chapter("1", "Alkulukusana", RICH),
        Chapter("2", "Hallintopalvelut", "Ryhmäsana.\n\n## Ryhmäotsikkosana\n\nTekstisana."),
        Chapter("2.1", "Arkistotoimi", "#### Yksikköotsikkosana\n\nYksikkösana."),
        Chapter("3", "Sammanfattningsord", "Svensktord i text.", "sv"),
    ),
    projects=(
        project("2.1.1", "eka"),
        project("2.1.2", "toka", language="sv", left_out=("notes",)),
    ),
    projects_left_out=1,
    opens_with="overview",
    news=News(1, datetime.date(2022, 9, 12), ("2.1.2",), 1, 3),
)


def texts(value: object) -> list[str]:
    """Every text of a document, its codes left out, found by walking through its fields."""
    if isinstance(value, str):
        return [value] if value else []
    if isinstance(value, tuple):
        return [text for each in value for text in texts(each)]
    if not dataclasses.is_dataclass(value) or isinstance(value, FuzzyDate):
        return []
    codes = CODES | ({"unit"} if isinstance(value, Resource) else set())
    codes -= {"per"} if isinstance(value, Resource) else set()
    codes |= {"left_out", "warnings"}
    return [
        text
        for each in dataclasses.fields(value)
        if each.name not in codes
        for text in texts(getattr(value, each.name))
    ]
