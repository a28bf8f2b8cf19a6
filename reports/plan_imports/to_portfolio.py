"""From a plan document to the tables: projects, their parts, the plan they stand in.

One transaction; every row's history names the file. `Applied` says what was made and changed, so
that the whole can be undone.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.db import models
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.types import AnyUser, Context
from impact_assessments.models import ImpactAssessment
from projects.models import CostItem, Milestone, Project, ResourceNeed, SchedulePhase
from projects.saving.many import add_many
from projects.saving.renewing import renewed_once
from reports.document import plan as doc
from reports.models import ActionPlan, PlanEntry
from reports.plan_imports.areas import Areas
from reports.plan_imports.chapters import Chapters
from reports.plan_imports.field_values import (
    cost_values,
    field_values,
    is_same,
    milestone_values,
    need_values,
    phase_values,
)
from reports.plan_imports.matching import SKIP, UPDATE, Decision, usual_decisions
from reports.plan_imports.writing import Applied, ImportRefused, Writer


@renewed_once()
def apply_to_portfolio(
    document: doc.PlanDocument,
    *,
    file_name: str,
    user: AnyUser | None = None,
    decisions: Mapping[int, Decision] | None = None,
    areas: Mapping[str, str] | None = None,
) -> Applied:
    """Puts a plan into the portfolio; without decisions, projects of the same name are updated.

    `decisions` are by the index of the project in the document, `areas` (by `area_key`) say which
    row an area of the document is; the others are made. Raises `ImportRefused`, and then
    nothing is changed.
    """
    if decisions is None:
        decisions = usual_decisions(document)

    def decision_of(index: int) -> Decision:
        return decisions.get(index, Decision())

    with translation.override(document.language):
        reason = _("Imported from %(file)s") % {"file": file_name}
    importing = _Import(document, Writer(user, reason), areas or {})
    importing.applied.before = timezone.now().isoformat()
    taken = [p for i, p in enumerate(document.projects) if decision_of(i).action != SKIP]
    importing.areas.make_in_order(taken)
    projects = []
    for index, planned in enumerate(document.projects):
        decision = decision_of(index)
        if decision.action == SKIP:
            importing.applied.skipped += 1
            continue
        projects.append(importing.project(planned, decision))
    importing.add_parts()
    importing.plan(projects, file_name)
    importing.applied.after = timezone.now().isoformat()
    return importing.applied


class _Import:
    """Keeps what the rows of one import share."""

    def __init__(
        self, document: doc.PlanDocument, writer: Writer, areas: Mapping[str, str]
    ) -> None:
        self.document, self.writer = document, writer
        self.applied = self.writer.applied
        self.areas = Areas(self.writer, document.language, areas)
        self.new_parts: dict[type[models.Model], list[models.Model]] = {}

    def add_parts(self) -> None:
        """Saves what `replace_parts` found to be new, of all projects together."""
        for rows in self.new_parts.values():
            add_many(rows, self.writer.user, self.writer.reason)

    def project(self, planned: doc.PlannedProject, decision: Decision) -> Project:
        where = f"“{planned.number} {planned.name}”"
        updated = decision.action == UPDATE
        if updated:
            if decision.project in self.applied.updated:
                raise ImportRefused(
                    _("%(where)s: another project of the plan updates the same project.")
                    % {"where": where}
                )
            project = Project.objects.select_for_update().filter(pk=decision.project).first()
            if project is None:
                raise ImportRefused(
                    _("%(where)s: the project that it was to update is gone.") % {"where": where}
                )
        else:
            project = Project()
        before = {f.attname: getattr(project, f.attname) for f in Project._meta.concrete_fields}
        for name, value in field_values(planned).items():
            if value or not updated:
                setattr(project, name, value)
        project.is_flagship = project.is_flagship or planned.is_flagship
        if not updated or planned.service_area:
            project.service_area = self.areas.of(planned)
        if any(getattr(project, name) != value for name, value in before.items()):
            self.writer.save(project, where)
        (self.applied.updated if updated else self.applied.added).append(project.pk)
        for model, rows in (
            (SchedulePhase, [phase_values(p) for p in planned.schedule.phases]),
            (CostItem, [cost_values(c) for c in planned.costs.items]),
            (Milestone, [milestone_values(m) for m in planned.milestones]),
            (ResourceNeed, [need_values(r) for r in planned.resources.items]),
        ):
            if rows or not updated:
                self.replace_parts(model, project, rows, where)
        self.assessment(project, planned.assessment, where)
        return project

    def replace_parts(
        self, model: type[models.Model], project: Project, rows: list[Context], where: str
    ) -> None:
        """The project has exactly these rows afterwards; rows that are there already stay."""
        is_new = project.pk in self.applied.added
        there = [] if is_new else list(model.objects.filter(project=project).order_by("pk"))
        new = []
        for values in rows:
            same = next((r for r in there if is_same(r, values)), None)
            if same is None:
                new.append(values)
            else:
                there.remove(same)
        for row in there:
            self.writer.delete(row)
        for values in new:
            row = model(project=project, **values)
            self.writer.check(row, where)
            self.new_parts.setdefault(model, []).append(row)

    def assessment(self, project: Project, planned: doc.Assessment, where: str) -> None:
        values: dict[str, str] = {
            "screening": planned.screening or "",
            "justification": planned.justification,
        }
        names = doc.PART_NAMES + doc.MORE_NAMES
        for name, said in zip(names, planned.parts + planned.more, strict=True):
            if said.says_something:
                values[f"{name}_effect"] = said.effect
                values[f"{name}_text"] = said.text
                if said.direction:
                    values[f"{name}_direction"] = said.direction
        values = {name: value for name, value in values.items() if value or name.endswith("_text")}
        if not values:
            return
        row = None
        if project.pk not in self.applied.added:
            row = ImpactAssessment.objects.filter(project=project).first()
        row = row or ImpactAssessment(project=project)
        if row.pk is None or any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            self.writer.save(row, where)

    def _opens_with(self) -> str:
        """That of the document; a part alone says nothing of its plan."""
        told = self.document.opens_with
        return told if told in ActionPlan.Opening.values else ActionPlan.Opening.OVERVIEW

    def plan(self, projects: list[Project], file_name: str) -> None:
        """Puts the projects into the plan of this title, or a new one with its chapters."""
        document = self.document
        title = document.title[:200] or file_name[:200]
        plan = ActionPlan.objects.filter(title=title).first()
        if plan is None:
            plan = ActionPlan(
                title=title,
                organisation=(document.organisation or settings.ORGANISATION_NAME)[:200],
                language=document.language,
                period_start=document.period.start,
                period_end=document.period.end,
                opens_with=self._opens_with(),
            )
            self.writer.save(plan, title)
            self.applied.has_new_plan = True
            Chapters(document, self.areas, self.writer).add_to(plan)
        self.applied.plan = plan.pk
        there = set(plan.entries.values_list("project_id", flat=True))
        last = plan.entries.aggregate(last=models.Max("position"))["last"] or 0
        new = (project for project in projects if project.pk not in there)
        entries = [
            PlanEntry(plan=plan, project=project, position=position)
            for position, project in enumerate(new, last + 1)
        ]
        add_many(entries, self.writer.user, self.writer.reason)
        self.applied.entries += [entry.pk for entry in entries]
