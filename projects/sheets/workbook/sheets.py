"""Which sheets the workbook has. Apps above add the sheets of their rows."""

from __future__ import annotations

from django.utils.text import capfirst

from projects.sheets.columns import (
    ProjectResource,
    ServiceAreaResource,
    SheetResource,
    StrategicGoalResource,
)
from projects.sheets.workbook.parts import PARTS

PROJECTS, LISTS = "projects", ("areas", "goals")
SHEETS: dict[str, type[SheetResource]] = {
    PROJECTS: ProjectResource,
    **{part.KEY: part for part in PARTS},
    "areas": ServiceAreaResource,
    "goals": StrategicGoalResource,
}
"""By what the sheets are called in addresses, in the order of the workbook."""


def add_sheet(key: str, resource: type[SheetResource]) -> None:
    """A sheet of an app above, before the lists; its AppConfig calls this."""
    after = {name: SHEETS.pop(name) for name in LISTS}
    SHEETS[key] = resource
    SHEETS.update(after)


def title_of(resource: type[SheetResource]) -> str:
    return capfirst(str(resource._meta.model._meta.verbose_name_plural))
