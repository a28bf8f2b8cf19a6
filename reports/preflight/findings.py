"""The check before approval: what is missing in a plan or odd about it, and where to mend it.

Kinds of findings are declared in `reports.preflight.kinds`, what looks for them in
`reports.preflight.project_checks`; which of them block is a setting.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse

from projects.models import Project
from reports.models import ActionPlan
from reports.preflight.kinds import Kind, Level
from reports.preflight.plan_checks import PLAN_CHECKS, PlanSubject
from reports.preflight.project_checks import CHECKS, Subject, subjects_of


@dataclass(frozen=True)
class Finding:
    """One thing to mend. `project` is None where it is the plan's own; `number` is its number in
    the plan; `link` leads to the field to mend, or to the project's page for who only reads."""

    kind: Kind
    level: Level
    message: str
    link: str
    project: Project | None = None
    number: str = ""

    @property
    def is_mended_there(self) -> bool:
        """Whether the link leads to a form."""
        return "#" in self.link


def level_of(kind: Kind) -> Level:
    """What the settings `PREFLIGHT_BLOCKING` and `PREFLIGHT_OFF` say of a kind."""
    if kind in settings.PREFLIGHT_OFF:
        return Level.OFF
    return Level.BLOCKING if kind in settings.PREFLIGHT_BLOCKING else Level.WARNING


def findings(plan: ActionPlan, reader: Any = None) -> list[Finding]:
    """Everything that was found, the plan's own first, then projects in the plan's order.

    With a `reader` only of what they may see. Messages are in the language in force. Queries do
    not grow with the projects.
    """
    subjects = list(subjects_of(plan, reader))
    of_plan = PlanSubject(plan, subjects, reader)
    return [*_of_plan(of_plan), *_of_projects(subjects, reader)]


def blocking(plan: ActionPlan) -> list[Finding]:
    """What must be mended before the plan is sent for approval."""
    return [found for found in findings(plan) if found.level is Level.BLOCKING]


def _of_plan(subject: PlanSubject) -> Iterator[Finding]:
    for kind, check in PLAN_CHECKS.items():
        level = level_of(kind)
        if level is not Level.OFF:
            for message, link, project in check(subject):
                yield Finding(kind, level, message, link, project)


def _of_projects(subjects: list[Subject], reader: Any) -> Iterator[Finding]:
    levels = {kind: level_of(kind) for kind in CHECKS}
    for subject in subjects:
        project = subject.project
        for kind, (check, anchor) in CHECKS.items():
            if levels[kind] is Level.OFF:
                continue
            for found in check(subject):
                message, place = (found, anchor) if isinstance(found, str) else found
                link = _link(project, place, reader)
                yield Finding(kind, levels[kind], message, link, project, subject.number)


def _link(project: Project, anchor: str, reader: Any) -> str:
    if reader is None or project.is_editable_by(reader):
        return reverse("admin:projects_project_change", args=[project.pk]) + f"#{anchor}"
    return project.get_absolute_url()
