"""The service areas that a plan names: those that there are, and those that an import would make.

Nobody makes an area without having seen its name: whoever reviews says of each whether it is made,
or which one it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils import translation
from django.utils.translation import gettext as _

from projects.fields import fold
from projects.models import ServiceArea
from projects.values.choices import ResponsibleParty, Scope
from projects.wording import quoted
from reports.document import plan as doc
from reports.plan_imports.matching import SKIP, UPDATE, Decision
from reports.plan_imports.writing import ImportRefused, Writer

MAKE = "make"


def area_key(name: str, unit: str = "") -> str:
    """What an area of a plan is kept under, and a unit below it."""
    return f"{fold(name)}/{fold(unit)}" if unit else fold(name)


def area_name(planned: doc.PlannedProject, language: str) -> str:
    """The service area that a project names; IT's where it names none."""
    if planned.service_area:
        return planned.service_area
    with translation.override(language):
        return str(ResponsibleParty.IT.label)


@dataclass
class NewArea:
    """An area that the portfolio does not have; `chosen` is what becomes of it, or empty."""

    key: str
    name: str
    above: str = ""
    chosen: str = ""
    projects: list[str] = field(default_factory=list)


class KnownAreas:
    """The rows that there are, found by the names of a plan and by what the reviewer chose."""

    def __init__(self, chosen: Mapping[str, str]) -> None:
        self.rows = list(ServiceArea.objects.without_tree_fields())
        self.chosen = dict(chosen)

    def find(self, name: str, unit: str = "") -> ServiceArea | None:
        area = self.row(area_key(name), name, None)
        if area is None or not unit:
            return area
        return self.row(area_key(name, unit), unit, area.pk)

    def row(self, key: str, name: str, parent: int | None) -> ServiceArea | None:
        wanted = self.chosen.get(key, "")
        for row in self.rows:
            if row.parent_id == parent and fold(row.name) == fold(name):
                return row
        return next((row for row in self.rows if str(row.pk) == wanted), None)


def new_areas(
    document: doc.PlanDocument, decisions: Mapping[int, Decision], chosen: Mapping[str, str]
) -> list[NewArea]:
    """The areas that no row has the name of, in the order of the plan, each with its projects."""
    known = KnownAreas({})
    matched = KnownAreas(chosen)
    found: dict[str, NewArea] = {}
    for index, planned in enumerate(document.projects):
        decision = decisions.get(index, Decision())
        if decision.action == SKIP or (decision.action == UPDATE and not planned.service_area):
            continue
        name, unit = area_name(planned, document.language), planned.unit or ""
        said = [(area_key(name), name, "", known.find(name), matched.find(name))]
        if unit:
            above = matched.find(name)
            there = above and known.row(area_key(name, unit), unit, above.pk)
            said.append((area_key(name, unit), unit, name, there, matched.find(name, unit)))
        for key, shown, parent, there, target in said:
            if there is not None:
                continue
            choice = chosen.get(key, "")
            if choice != MAKE and target is None:
                choice = ""
            new = found.setdefault(key, NewArea(key, shown, parent, choice))
            new.projects.append(f"{planned.number} {planned.name}".strip())
    return list(found.values())


class Areas(KnownAreas):
    """The service areas of an import, made where they are missing."""

    def __init__(self, writer: Writer, language: str, chosen: Mapping[str, str]) -> None:
        super().__init__(chosen)
        self.writer, self.language = writer, language

    def make_in_order(self, projects: Iterable[doc.PlannedProject]) -> None:
        """Makes the areas in the order of the plan's groups, whatever else names them first."""
        named = [p for p in projects if p.scope == Scope.SERVICE_AREA and p.service_area]
        for planned in sorted(named, key=lambda p: doc.number_key(p.number)):
            self.of(planned)

    def of(self, planned: doc.PlannedProject) -> ServiceArea:
        """The project's unit or service area; IT's where none is said."""
        name = area_name(planned, self.language)
        area = self.find(name) or self._make(name, None)
        if not planned.unit:
            return area
        return self.find(name, planned.unit) or self._make(planned.unit, area)

    def _make(self, name: str, parent: ServiceArea | None) -> ServiceArea:
        parent_pk = parent.pk if parent else None
        beside = [a.position for a in self.rows if a.parent_id == parent_pk]
        area = ServiceArea(name=name, parent=parent, position=max(beside, default=0) + 1)
        self.writer.save(area, name)
        self.rows.append(area)
        self.writer.applied.areas.append(area.pk)
        return area


def refuse_unseen(areas: Iterable[NewArea]) -> None:
    """Raises `ImportRefused` where nobody said what becomes of an area."""
    names = [quoted(area.name) for area in areas if not area.chosen]
    if names:
        raise ImportRefused(
            _("Say first what becomes of these service areas: %(names)s.")
            % {"names": ", ".join(names[:20]) + (" …" if len(names) > 20 else "")}
        )
