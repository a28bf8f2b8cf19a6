"""What a reviewer does to every import in the tests."""

from reports.models import PlanImport
from reports.plan_imports import steps
from reports.plan_imports.areas import MAKE


def make_areas(row: PlanImport) -> None:
    """Says of each new service area that it is made."""
    steps.choose_areas(row, {area.key: MAKE for area in steps.areas_to_be_made(row)})
