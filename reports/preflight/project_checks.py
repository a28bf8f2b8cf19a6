"""What the check before approval looks for in each project of a plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from projects.clock import today
from projects.confidentiality import Piece
from projects.fields import reader_language
from projects.models import Project
from projects.values.choices import Status
from projects.values.fuzzy_dates import FuzzyDate, format_fuzzy_date, span
from projects.values.money import format_money_range
from reports.document.plan import Phase
from reports.preflight.apart import costs_apart, schedule_apart
from reports.preflight.assessment_checks import (
    assessment_missing,
    assessment_open,
    assessment_stale,
    lacking,
)
from reports.preflight.kinds import FindingKind
from reports.preflight.letters import letters_of
from reports.preflight.places import ASSESSMENT
from reports.preflight.subjects import Subject
from reports.preflight.told_figures import says_that_it_costs_nothing

# A range is very wide from this factor on, if it is worth talking about (euros).
WIDE, WORTH = 5, Decimal(10_000)
FAR, FAR_BEFORE = 10, 30  # years after and before the period of the plan
Found = str | tuple[str, str]
"""A message, or one with the place where it is mended (`places.form_of`), if not the kind's."""


def _no_schedule(subject: Subject) -> Iterator[str]:
    if not subject.project.phases.all():
        yield _("The project has no phase with a start or an end.")


def _no_end(subject: Subject) -> Iterator[str]:
    if subject.project.phases.all() and subject.project.ends_on is None:
        yield _("No phase says when the project ends.")


def _before_period(subject: Subject) -> Iterator[str]:
    start, (_first, end) = subject.plan.period_start, _bounds(subject.project)
    if start and end and end.last_day < start.first_day:
        yield _("The project ends in %(end)s, before the period begins (%(period)s).") % {
            "end": format_fuzzy_date(end, reader_language()),
            "period": format_fuzzy_date(start, reader_language()),
        }


def _after_period(subject: Subject) -> Iterator[str]:
    stop, (start, _last) = subject.plan.period_end, _bounds(subject.project)
    if stop and start and start.first_day > stop.last_day:
        yield _("The project starts in %(start)s, after the period ends (%(period)s).") % {
            "start": format_fuzzy_date(start, reader_language()),
            "period": format_fuzzy_date(stop, reader_language()),
        }


def _far_year(subject: Subject) -> Iterator[str]:
    """A year typed wrong, 2123 for 2023, is decades from the period of the plan."""
    first, last = subject.plan.period_start, subject.plan.period_end
    for phase in subject.project.phases.all():
        for date in (phase.start, phase.end):
            if date and last and date.year > last.year + FAR:
                text = _("%(date)s is more than 10 years after the period of the plan.")
            elif date and first and date.year < first.year - FAR_BEFORE:
                text = _("%(date)s is more than 30 years before the period of the plan.")
            else:
                continue
            yield text % {"date": format_fuzzy_date(date, reader_language())}


def _bounds(project: Project) -> tuple[FuzzyDate | None, FuzzyDate | None]:
    return span((phase.start, phase.end) for phase in project.phases.all())


def _over(subject: Subject) -> Iterator[str]:
    project = subject.project
    if project.status == Status.CANCELLED:
        yield _("The project is cancelled.")
    elif project.status == Status.COMPLETED and any(_before_period(subject)):
        yield _("The project was completed before the period.")


def _schedule_text(subject: Subject) -> Iterator[str]:
    project = subject.project
    phases = [Phase(p.name, p.start, p.end) for p in project.phases.all()]
    yield from schedule_apart(project.schedule_text, phases, today())


def _cost_unknown(subject: Subject) -> Iterator[str]:
    project = subject.project
    if Piece.COSTS in project.left_out or project.costs.all():
        return
    if not says_that_it_costs_nothing(project.cost_text):
        yield _("No cost item says what the project costs.")


def _cost_wide(subject: Subject) -> Iterator[str]:
    for item in subject.project.costs.all():
        if item.high - item.low >= WORTH and item.high >= WIDE * item.low:
            amount = format_money_range(item.amount, reader_language())
            yield _("The estimate is very wide: %(amount)s.") % {"amount": amount}


def _cost_text(subject: Subject) -> Iterator[str]:
    project = subject.project
    yield from costs_apart(project.cost_text, [item.line for item in project.costs.all()])


def _no_responsible(subject: Subject) -> Iterator[str]:
    project = subject.project
    named = project.responsible_party or project.responsible_text
    people = project.manager_id or project.manager_name or project.owner_id or project.owner_name
    if not (named or people or Piece.RESPONSIBILITY in project.left_out):
        yield _("Nobody is named who answers for the schedule.")


def _no_description(subject: Subject) -> Iterator[str]:
    project = subject.project
    if not project.description.strip() and Piece.DESCRIPTION not in project.left_out:
        yield _("The project is not described.")


def _no_goal(subject: Subject) -> Iterator[str]:
    project = subject.project
    hidden = Piece.STRATEGIC_GOAL in project.left_out
    if not (project.strategic_goals.all() or project.strategic_goal_text or hidden):
        yield _("No strategic goal is chosen.")


def _duplicate(subject: Subject) -> Iterator[str]:
    if subject.is_twice:
        yield _("Another project of the plan has the same name.")


def _letters(subject: Subject) -> Iterator[Found]:
    yield from letters_of(subject.project)


# Each kind: what looks for it, and the place where it is mended: a field, rows, the assessment.
CHECKS: dict[FindingKind, tuple[Callable[[Subject], Iterable[Found]], str]] = {
    FindingKind.DUPLICATE: (_duplicate, "name"),
    FindingKind.OVER: (_over, "status"),
    FindingKind.NO_DESCRIPTION: (_no_description, "description"),
    FindingKind.ASSESSMENT_MISSING: (assessment_missing, ASSESSMENT),
    FindingKind.ASSESSMENT_OPEN: (assessment_open, ASSESSMENT),
    FindingKind.ASSESSMENT_STALE: (assessment_stale, ASSESSMENT),
    FindingKind.ASSESSMENT_SCREENING: (lacking("unscreened", "asked", "covering", "withdrawn"), ""),
    FindingKind.ASSESSMENT_LACKS: (
        lacking("circle", "wordless", "no_action", "unlikely", "no_system"),
        "",
    ),
    FindingKind.ASSESSMENT_APPROVAL: (lacking("late"), ""),
    FindingKind.ASSESSMENT_ACTIONS: (lacking("late_actions", "model"), ""),
    FindingKind.NO_GOAL: (_no_goal, "strategic_goals"),
    FindingKind.NO_SCHEDULE: (_no_schedule, "phases"),
    FindingKind.NO_END: (_no_end, "phases"),
    FindingKind.BEFORE_PERIOD: (_before_period, "phases"),
    FindingKind.AFTER_PERIOD: (_after_period, "phases"),
    FindingKind.FAR_YEAR: (_far_year, "phases"),
    FindingKind.SCHEDULE_TEXT: (_schedule_text, "schedule_text"),
    FindingKind.NO_RESPONSIBLE: (_no_responsible, "responsible_party"),
    FindingKind.COST_UNKNOWN: (_cost_unknown, "costs"),
    FindingKind.COST_WIDE: (_cost_wide, "costs"),
    FindingKind.COST_TEXT: (_cost_text, "cost_text"),
    FindingKind.LETTERS: (_letters, "name"),
}
