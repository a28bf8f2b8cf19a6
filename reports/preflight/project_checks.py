"""What the check before approval looks for in each project of a plan."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Max, OuterRef, Subquery
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from impact_assessments.choices import Effect, Screening
from impact_assessments.models import ImpactAssessment
from projects.clock import day_of, today
from projects.confidentiality import Piece
from projects.fields import fold, reader_language
from projects.models import Project, SchedulePhase
from projects.values.choices import Status
from projects.values.fuzzy_dates import format_fuzzy_date, span
from projects.values.money import MoneyRange, format_money_range
from projects.wording import cost_words
from reports.composing.from_portfolio import document_of_projects
from reports.document import plan as doc
from reports.models import ActionPlan
from reports.preflight.kinds import Kind
from reports.preflight.letters import letters_of
from reports.preflight.told_figures import dates_apart, says_that_it_costs_nothing, sums_apart

# A range is very wide from this factor on, if it is worth talking about (euros).
WIDE, WORTH = 5, Decimal(10_000)
FAR, FAR_BEFORE = 10, 30  # years after and before the period of the plan
WATCHED = ("description", "change_effects")
Found = str | tuple[str, str]
"""A message, or one with the place of the form where it is mended, if that is not the kind's."""


@dataclass(frozen=True)
class Subject:
    """A project of a plan, and what a check needs to know beside it."""

    project: Project
    number: str
    plan: ActionPlan
    is_twice: bool = False
    assessed_on: datetime.date | None = None
    """The day of the assessment's last change; None if nobody knows."""
    changed_since: tuple[str, ...] = ()
    """What of the project changed after that day: `texts`, `schedule`."""

    @property
    def assessment(self) -> ImpactAssessment | None:
        found: ImpactAssessment | None = getattr(self.project, "assessment", None)
        return found

    @property
    def is_waived(self) -> bool:
        return bool(self.assessment and self.assessment.screening == Screening.NOT_REQUIRED)

    @property
    def open_parts(self) -> list[str]:
        """The letters of the parts that nobody assessed yet."""
        if self.assessment is None:
            return []
        rows = self.assessment.parts()
        return [part.letter for part, effect, *_rest in rows if effect == Effect.UNASSESSED]

    @property
    def is_unassessed(self) -> bool:
        return not self.is_waived and (
            self.assessment is None or len(self.open_parts) == len(doc.PART_LETTERS)
        )


def subjects_of(plan: ActionPlan, reader: Any = None) -> Iterator[Subject]:
    """The plan's projects in its order, as the reader may see them."""
    document, keys = document_of_projects(plan, reader)
    rows = Project.objects.with_parts().select_related("assessment").in_bulk(list(keys.values()))
    names = Counter(fold(project.name) for project in document.projects)
    days = _assessed_on(keys.values())
    texts, schedules = _texts_then(keys.values()), _schedules_changed(keys.values())
    for planned in document.projects:
        row = rows.get(keys[planned.number])
        if row is None:
            continue
        project = row if reader is None else row.seen_by(reader)
        day = days.get(row.pk)
        changed = []
        if row.pk in texts and texts[row.pk] != tuple(getattr(row, name) for name in WATCHED):
            changed.append("texts")
        if day and row.pk in schedules and schedules[row.pk] > day:
            changed.append("schedule")
        twice = names[fold(row.name)] > 1
        yield Subject(project, planned.number, plan, twice, day, tuple(changed))


def _assessed_on(keys: Iterable[int]) -> dict[int, datetime.date]:
    versions = ImpactAssessment.history.filter(project_id__in=list(keys)).order_by()
    rows = versions.values_list("project_id").annotate(last=Max("history_date"))
    return {key: day_of(last) for key, last in rows}


def _schedules_changed(keys: Iterable[int]) -> dict[int, datetime.date]:
    versions = SchedulePhase.history.filter(project_id__in=list(keys)).order_by()
    rows = versions.values_list("project_id").annotate(last=Max("history_date"))
    return {key: day_of(last) for key, last in rows}


def _texts_then(keys: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """What the project said when its assessment was last changed; projects without a history of
    that time are not in it."""
    versions = ImpactAssessment.history.filter(project_id=OuterRef("pk")).order_by("-history_date")
    then = Project.history.filter(
        id=OuterRef("pk"), history_date__lte=OuterRef("assessed_at")
    ).order_by("-history_date", "-history_id")
    rows = (
        Project.objects.filter(pk__in=list(keys))
        .order_by()
        .annotate(assessed_at=Subquery(versions.values("history_date")[:1]))
        .annotate(**{f"{name}_then": Subquery(then.values(name)[:1]) for name in WATCHED})
    )
    found = rows.values_list("pk", *(f"{name}_then" for name in WATCHED))
    return {key: tuple(texts) for key, *texts in found if None not in texts}


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


def _bounds(project: Project) -> Any:
    return span((phase.start, phase.end) for phase in project.phases.all())


def _over(subject: Subject) -> Iterator[str]:
    project = subject.project
    if project.status == Status.CANCELLED:
        yield _("The project is cancelled.")
    elif project.status == Status.COMPLETED and any(_before_period(subject)):
        yield _("The project was completed before the period.")


def _schedule_text(subject: Subject) -> Iterator[str]:
    project = subject.project
    phases = [doc.Phase(p.name, p.start, p.end) for p in project.phases.all()]
    apart = dates_apart(project.schedule_text, phases)
    for pair, text in (
        (apart.start, _("In words the project starts %(told)s, in the phases %(known)s.")),
        (apart.end, _("In words the project ends %(told)s, in the phases %(known)s.")),
    ):
        if pair:
            told, known = (format_fuzzy_date(date, reader_language()) for date in pair)
            yield text % {"told": told, "known": known}


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
    apart = sums_apart(project.cost_text, [item.line for item in project.costs.all()])
    if apart.only_told:
        told = "; ".join(
            cost_words(c.amount, c.per, c.unit or "", c.vat or "") for c in apart.only_told
        )
        yield _("Only the words name this sum: %(sums)s.") % {"sums": told}
    if apart.only_items:
        items = "; ".join(
            cost_words(MoneyRange(line.low, line.high), line.per) for line in apart.only_items
        )
        yield _("The words do not name this cost item: %(sums)s.") % {"sums": items}


def _assessment_missing(subject: Subject) -> Iterator[str]:
    if subject.is_unassessed:
        yield _("Effects on information management are not assessed (Act 906/2019, section 5).")


def _assessment_open(subject: Subject) -> Iterator[str]:
    parts = subject.open_parts
    if parts and not subject.is_waived and not subject.is_unassessed:
        yield _("Not assessed yet: %(parts)s.") % {"parts": ", ".join(f"{p})" for p in parts)}


def _assessment_stale(subject: Subject) -> Iterator[str]:
    if subject.assessment is None or subject.is_unassessed or subject.assessed_on is None:
        return
    day = date_format(subject.assessed_on, "SHORT_DATE_FORMAT")
    if "texts" in subject.changed_since:
        yield _("The description changed after the assessment of %(day)s.") % {"day": day}
    elif "schedule" in subject.changed_since:
        yield _("The schedule changed after the assessment of %(day)s.") % {"day": day}
    elif (today() - subject.assessed_on).days > settings.ASSESSMENT_DAYS:
        yield _("The assessment was last changed on %(day)s.") % {"day": day}


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


# Each kind: what looks for it, and the place of the project's form where it is mended.
CHECKS: dict[Kind, tuple[Callable[[Subject], Iterator[Found]], str]] = {
    Kind.DUPLICATE: (_duplicate, "id_name"),
    Kind.OVER: (_over, "id_status"),
    Kind.NO_DESCRIPTION: (_no_description, "id_description"),
    Kind.ASSESSMENT_MISSING: (_assessment_missing, "assessment-group"),
    Kind.ASSESSMENT_OPEN: (_assessment_open, "assessment-group"),
    Kind.ASSESSMENT_STALE: (_assessment_stale, "assessment-group"),
    Kind.NO_GOAL: (_no_goal, "id_strategic_goals"),
    Kind.NO_SCHEDULE: (_no_schedule, "phases-group"),
    Kind.NO_END: (_no_end, "phases-group"),
    Kind.BEFORE_PERIOD: (_before_period, "phases-group"),
    Kind.AFTER_PERIOD: (_after_period, "phases-group"),
    Kind.FAR_YEAR: (_far_year, "phases-group"),
    Kind.SCHEDULE_TEXT: (_schedule_text, "id_schedule_text"),
    Kind.NO_RESPONSIBLE: (_no_responsible, "id_responsible_party"),
    Kind.COST_UNKNOWN: (_cost_unknown, "costs-group"),
    Kind.COST_WIDE: (_cost_wide, "costs-group"),
    Kind.COST_TEXT: (_cost_text, "id_cost_text"),
    Kind.LETTERS: (_letters, "id_name"),
}
