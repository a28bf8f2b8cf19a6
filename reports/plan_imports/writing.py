"""Rows that an import writes: checked, with its reason in their history; and the areas it makes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import translation

from projects.fields import fold
from projects.models import ServiceArea
from projects.values.choices import ResponsibleParty, Scope
from reports.document import plan as doc


class ImportRefused(ValueError):
    """A row of the document does not fit the portfolio; the message names project and reason."""


@dataclass
class Applied:
    """Numbers of the rows that an import made and changed, and the moments before and after it."""

    before: str = ""
    after: str = ""
    plan: int | None = None
    has_new_plan: bool = False
    added: list[int] = field(default_factory=list)
    updated: list[int] = field(default_factory=list)
    skipped: int = 0
    entries: list[int] = field(default_factory=list)
    areas: list[int] = field(default_factory=list)

    as_dict = asdict


class Writer:
    """Saves and deletes rows in the name of whoever imports, for the reason that it is given."""

    def __init__(self, user: Any, reason: str) -> None:
        self.user, self.reason = user, reason
        self.applied = Applied()

    def check(self, row: Any, where: str) -> None:
        """Raises `ImportRefused` of a row that a form would refuse; `where` begins the message."""
        row._change_reason, row._history_user = self.reason, self.user
        try:
            row.full_clean(exclude=_references(row))
        except ValidationError as error:
            raise ImportRefused(f"{where}: {_in_words(error, row)}") from error

    def save(self, row: Any, where: str) -> Any:
        self.check(row, where)
        row.save()
        return row

    def delete(self, row: Any) -> None:
        row._change_reason, row._history_user = self.reason, self.user
        row.delete()


class Areas:
    """The service areas, and those that a plan names and nobody made yet."""

    def __init__(self, writer: Writer, language: str) -> None:
        self.writer, self.language = writer, language
        self.rows = list(ServiceArea.objects.without_tree_fields())

    def make_in_order(self, projects: Iterable[doc.PlannedProject]) -> None:
        """Makes the areas in the order of the plan's groups, whatever else names them first."""
        named = [p for p in projects if p.scope == Scope.SERVICE_AREA and p.service_area]
        for planned in sorted(named, key=lambda p: doc.number_key(p.number)):
            self.of(planned)

    def of(self, planned: doc.PlannedProject) -> ServiceArea:
        """The project's unit or service area, made where it is missing; IT's where none is said."""
        name = planned.service_area
        if not name:
            with translation.override(self.language):
                name = str(ResponsibleParty.IT.label)
        area = self.named(name, None)
        return self.named(planned.unit, area) if planned.unit else area

    def named(self, name: str, parent: ServiceArea | None) -> ServiceArea:
        """The area of the name below the parent, made where it is missing."""
        parent_pk = parent.pk if parent else None
        for area in self.rows:
            if area.parent_id == parent_pk and fold(area.name) == fold(name):
                return area
        beside = [a.position for a in self.rows if a.parent_id == parent_pk]
        area = ServiceArea(name=name, parent=parent, position=max(beside, default=0) + 1)
        self.writer.save(area, name)
        self.rows.append(area)
        self.writer.applied.areas.append(area.pk)
        return area


def _references(row: Any) -> list[str]:
    """What names a row that this import holds in its hands: it need not be asked for."""
    return [
        each.name
        for each in row._meta.concrete_fields
        if each.is_relation and each.is_cached(row) and getattr(row, each.attname) is not None
    ]


def _in_words(error: ValidationError, row: Any) -> str:
    found = []
    for name, messages in getattr(error, "message_dict", {"__all__": error.messages}).items():
        label = "" if name == "__all__" else f"{row._meta.get_field(name).verbose_name}: "
        found += [f"{label}{message}" for message in messages]
    return " ".join(found)
