"""Where a finding about a project is mended: a section of its page, or its assessment."""

from __future__ import annotations

from django.urls import reverse

from projects.models import Project
from reports.preflight.kinds import FindingKind

SECTION_OF = {
    FindingKind.DUPLICATE: "basics",
    FindingKind.OVER: "basics",
    FindingKind.LETTERS: "basics",
    FindingKind.NO_DESCRIPTION: "description",
    FindingKind.NO_GOAL: "goal",
    FindingKind.NO_SCHEDULE: "schedule",
    FindingKind.NO_END: "schedule",
    FindingKind.BEFORE_PERIOD: "schedule",
    FindingKind.AFTER_PERIOD: "schedule",
    FindingKind.FAR_YEAR: "schedule",
    FindingKind.SCHEDULE_TEXT: "schedule",
    FindingKind.NO_RESPONSIBLE: "schedule",
    FindingKind.COST_UNKNOWN: "costs",
    FindingKind.COST_WIDE: "costs",
    FindingKind.COST_TEXT: "costs",
}
"""The section of the project's page where a kind is mended; every other kind is of the
assessment."""


def place_of_kind(kind: FindingKind, project: Project) -> str:
    """The address of the form that mends the kind, for who may edit the project."""
    if kind in SECTION_OF:
        return reverse(f"project-edit-{SECTION_OF[kind]}", args=[project.pk])
    name = "assessment" if getattr(project, "assessment", None) else "assessment-screening"
    return reverse(name, args=[project.pk])
