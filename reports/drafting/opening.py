"""Opening a plan: from scratch, or from an earlier one with what goes on in the new period."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.models import Project
from projects.models.querysets import ProjectQuerySet
from projects.saving.many import add_many
from projects.values.choices import OVER
from reports.models import ActionPlan, PlanEntry

COPIED = ("position", "title", "text", "after_projects", "language", "scope", "service_area_id")
UNSCHEDULED = gettext_lazy("its schedule is not known")


@dataclass(frozen=True)
class NotCarriedOver:
    """A project of the earlier plan that is not in the new one, and why."""

    project: Project
    why: str


def going_on(projects: ProjectQuerySet, plan: ActionPlan) -> ProjectQuerySet:
    """Those of the projects that are not over and whose schedule reaches into the period."""
    start, end = plan.period_start, plan.period_end
    open_ones = projects.exclude(status__in=OVER)
    if not start or not end:
        return open_ones
    return open_ones.running_between(start.first_day, end.last_day)


@transaction.atomic
def open_plan(plan: ActionPlan, earlier: ActionPlan | None = None) -> int:
    """Save a new plan, with the chapters, the order and the projects that go on of an earlier
    one. Returns how many projects were carried over.
    """
    plan.save()
    if earlier is None:
        return 0
    for chapter in earlier.chapters.all():
        plan.chapters.create(is_unread=True, **{name: getattr(chapter, name) for name in COPIED})
    goes_on = set(going_on(Project.objects.all(), plan).values_list("pk", flat=True))
    order = earlier.entries.order_by("position", "pk").values_list("project", flat=True)
    entries = [
        PlanEntry(plan=plan, project_id=project, position=position)
        for position, project in enumerate((key for key in order if key in goes_on), 1)
    ]
    add_many(entries)
    return len(entries)


def not_carried_over(plan: ActionPlan, earlier: ActionPlan) -> list[NotCarriedOver]:
    """What of the earlier plan is not in this one, in its order. A constant number of queries."""
    there = plan.entries.values("project")
    missing = earlier.entries.exclude(project__in=there).values("project")
    rows = Project.objects.filter(pk__in=missing).prefetch_related("phases").with_area()
    goes_on = set(going_on(Project.objects.filter(pk__in=missing), plan).values_list("pk"))
    order = dict(earlier.entries.values_list("project", "position"))
    return [
        NotCarriedOver(row, _why(row, plan, (row.pk,) in goes_on))
        for row in sorted(rows, key=lambda row: order[row.pk])
    ]


def _why(project: Project, plan: ActionPlan, goes_on: bool) -> str:
    start, end = plan.period_start, plan.period_end
    if project.status in OVER:
        return _("its status is “%(status)s”") % {"status": project.get_status_display()}
    if goes_on or not start or not end:
        return _("it was taken out of the plan")
    if project.starts_on is None and project.ends_on is None:
        return str(UNSCHEDULED)
    if project.ends_on is not None and project.ends_on < start.first_day:
        return _("its schedule ends before the period")
    if project.starts_on is not None and project.starts_on > end.last_day:
        return _("its schedule begins after the period")
    return _("none of its phases falls into the period")
