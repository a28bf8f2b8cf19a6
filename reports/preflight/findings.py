"""The check before approval: what is missing in a plan or odd about it, and where to mend it.

Kinds of findings are declared in `reports.preflight.kinds`, what looks for them in
`reports.preflight.project_checks`; which of them block is a setting.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from projects.models import Project
from reports.composing.audience import WHOLE, Audience
from reports.models import ActionPlan
from reports.preflight.kinds import FindingKind, Level
from reports.preflight.plan_checks import PLAN_CHECKS, PlanSubject
from reports.preflight.project_checks import CHECKS
from reports.preflight.subjects import Subject, subjects_of


@dataclass(frozen=True)
class Finding:
    """One thing to mend. `project` is None where it is the plan's own; `number` is its number in
    the plan; `link` leads to the field to mend, or to the project's page for who only reads."""

    kind: FindingKind
    level: Level
    message: str
    link: str
    project: Project | None = None
    number: str = ""

    @property
    def is_mended_there(self) -> bool:
        """Whether the link leads to a form."""
        return "#" in self.link


def level_of(kind: FindingKind) -> Level:
    """What the settings `PREFLIGHT_BLOCKING` and `PREFLIGHT_OFF` say of a kind."""
    if kind in settings.PREFLIGHT_OFF:
        return Level.OFF
    return Level.BLOCKING if kind in settings.PREFLIGHT_BLOCKING else Level.WARNING


def findings(plan: ActionPlan, audience: Audience = WHOLE) -> list[Finding]:
    """Everything that was found, the plan's own first, then projects in the plan's order.

    Only of what the audience may see. Messages are in the language in force. Queries do
    not grow with the projects.
    """
    subjects = list(subjects_of(plan, audience))
    of_plan = PlanSubject(plan, subjects, audience)
    return [*_of_plan(of_plan), *_of_projects(subjects, audience)]


def blocking(plan: ActionPlan) -> list[Finding]:
    """What must be mended before the plan is sent for approval."""
    return [found for found in findings(plan) if found.level is Level.BLOCKING]


ASKED_OF_EACH = (
    FindingKind.NO_DESCRIPTION,
    FindingKind.NO_GOAL,
    FindingKind.NO_SCHEDULE,
    FindingKind.NO_END,
    FindingKind.SCHEDULE_TEXT,
    FindingKind.NO_RESPONSIBLE,
    FindingKind.COST_UNKNOWN,
    FindingKind.COST_TEXT,
    FindingKind.ASSESSMENT_MISSING,
    FindingKind.ASSESSMENT_OPEN,
)
"""What a plan will ask of any project, whatever its period is."""


def asked_of(project: Project) -> Iterator[tuple[FindingKind, str]]:
    """What a plan would find in the project alone: the kind and the message.

    Of a project with its parts and its assessment at hand; asks no query.
    """
    subject = Subject(project, "", ActionPlan())
    for kind in ASKED_OF_EACH:
        if level_of(kind) is not Level.OFF:
            check, _anchor = CHECKS[kind]
            for found in check(subject):
                yield kind, found if isinstance(found, str) else found[0]


def _of_plan(subject: PlanSubject) -> Iterator[Finding]:
    for kind, check in PLAN_CHECKS.items():
        level = level_of(kind)
        if level is not Level.OFF:
            for message, link, project in check(subject):
                yield Finding(kind, level, message, link, project)


def _of_projects(subjects: list[Subject], audience: Audience) -> Iterator[Finding]:
    levels = {kind: level_of(kind) for kind in CHECKS}
    for subject in subjects:
        project = subject.project
        for kind, (check, anchor) in CHECKS.items():
            if levels[kind] is Level.OFF:
                continue
            for found in check(subject):
                message, place = (found, anchor) if isinstance(found, str) else found
                link = _link(project, place, audience)
                yield Finding(kind, levels[kind], message, link, project, subject.number)


def _link(project: Project, anchor: str, audience: Audience) -> str:
    if anchor.startswith("/"):
        return anchor
    if audience.may_edit(project):
        return reverse("admin:projects_project_change", args=[project.pk]) + f"#{anchor}"
    return project.get_absolute_url()
