"""The check before approval: what is missing in a plan or odd about it, and where to mend it.

Kinds of findings are declared in `reports.preflight.kinds`, what looks for them in
`reports.preflight.project_checks`; which of them block is a setting.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings

from projects.models import Project
from reports.composing.audience import WHOLE, Audience
from reports.models import ActionPlan
from reports.preflight.kinds import FindingKind, Level
from reports.preflight.places import form_of
from reports.preflight.plan_checks import PLAN_CHECKS, PlanSubject
from reports.preflight.project_checks import CHECKS
from reports.preflight.subjects import Subject, subjects_of


@dataclass(frozen=True)
class Finding:
    """One thing to mend. `project` is None where it is the plan's own; `number` is its number in
    the plan; `link` leads to where it is mended, or to the project's page for who only reads."""

    kind: FindingKind
    level: Level
    message: str
    link: str
    project: Project | None = None
    number: str = ""
    is_mended_there: bool = False
    """Whether the link leads to a form."""


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


def asked_of(project: Project) -> Iterator[tuple[FindingKind, str, str]]:
    """What a plan would find in the project alone: the kind, the message, where it is mended.

    Of a project with its parts and its assessment at hand; asks no query.
    """
    subject = Subject(project, "", ActionPlan())
    for kind in ASKED_OF_EACH:
        if level_of(kind) is not Level.OFF:
            for message, place in _found(kind, subject):
                yield kind, message, place


def _of_plan(subject: PlanSubject) -> Iterator[Finding]:
    for kind, check in PLAN_CHECKS.items():
        level = level_of(kind)
        if level is not Level.OFF:
            for message, link, project in check(subject):
                yield Finding(kind, level, message, link, project, is_mended_there="#" in link)


def _of_projects(subjects: list[Subject], audience: Audience) -> Iterator[Finding]:
    levels = {kind: level_of(kind) for kind in CHECKS}
    for subject in subjects:
        project, may_edit = subject.project, audience.may_edit(subject.project)
        for kind, level in levels.items():
            if level is Level.OFF:
                continue
            for message, place in _found(kind, subject):
                is_there = may_edit or place.startswith("/")
                link = form_of(place, project) if is_there else project.get_absolute_url()
                yield Finding(
                    kind, level, message, link, project, subject.number, is_mended_there=is_there
                )


def _found(kind: FindingKind, subject: Subject) -> Iterator[tuple[str, str]]:
    """Each message with the place where it is mended."""
    check, place = CHECKS[kind]
    for found in check(subject):
        yield (found, place) if isinstance(found, str) else found
