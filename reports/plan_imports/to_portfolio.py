"""From a plan document to the tables: projects, their parts, the plan they stand in; and back.

One transaction; every row's history names the file. `Applied` says what was made and changed, so
that the whole can be undone.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from impact_assessments.choices import PARTS, Effect
from impact_assessments.models import ImpactAssessment
from projects.choices import CostKind, Per, ResponsibleParty, Scope
from projects.fields import fold
from projects.many import add_many
from projects.models import CostItem, Project, ResourceNeed, SchedulePhase, ServiceArea
from projects.models.part import part_models
from projects.renewing import renewed_once
from projects.restoring import restore
from reports import document as doc
from reports.models import ActionPlan, PlanChapter, PlanEntry
from reports.plan_imports.decisions import SKIP, UPDATE, Decision
from reports.reading.places import area_of


class ImportRefused(ValueError):
    """A row of the document does not fit the portfolio; the message names project and reason."""


@dataclass
class Applied:
    """Numbers of the rows that an import made and changed, and the moments before and after it."""

    before: str = ""
    after: str = ""
    plan: int | None = None
    has_new_plan: bool = False
    added: list[int] = field(default_factory=list)
    updated: list[int] = field(default_factory=list)
    skipped: int = 0
    entries: list[int] = field(default_factory=list)
    areas: list[int] = field(default_factory=list)

    as_dict = asdict


@renewed_once()
def apply_to_portfolio(
    document: doc.PlanDocument,
    *,
    file_name: str,
    user: Any = None,
    decisions: Mapping[int, Decision] | None = None,
) -> Applied:
    """Puts a plan into the portfolio; without decisions, projects of the same name are updated.

    `decisions` are by the index of the project in the document. Raises `ImportRefused`, and then
    nothing is changed.
    """
    if decisions is None:
        decisions = usual_decisions(document)
    with translation.override(document.language):
        reason = _("Imported from %(file)s") % {"file": file_name}
    importing = _Import(document, user, reason)
    importing.applied.before = timezone.now().isoformat()
    importing.areas_of_groups(decisions)
    projects = []
    for index, planned in enumerate(document.projects):
        decision = decisions.get(index, Decision())
        if decision.action == SKIP:
            importing.applied.skipped += 1
            continue
        projects.append(importing.project(planned, decision))
    importing.add_parts()
    importing.plan(projects, file_name)
    importing.applied.after = timezone.now().isoformat()
    return importing.applied


def usual_decisions(document: doc.PlanDocument) -> dict[int, Decision]:
    """Update where exactly one project has the same name, add the others."""
    by_name: dict[str, list[int]] = {}
    for pk, name in Project.objects.values_list("pk", "name"):
        by_name.setdefault(fold(name), []).append(pk)
    decisions: dict[int, Decision] = {}
    taken: set[int] = set()
    for index, planned in enumerate(document.projects):
        same = by_name.get(fold(planned.name), [])
        if len(same) == 1 and same[0] not in taken:
            decisions[index] = Decision(UPDATE, same[0])
            taken.add(same[0])
        else:
            decisions[index] = Decision()
    return decisions


def field_values(planned: doc.PlannedProject) -> dict[str, str]:
    """The plain fields of a project as the document says them; empty is "not said"."""
    return {
        "name": planned.name,
        "scope": planned.scope,
        "description": planned.description,
        "change_effects": planned.change_effects,
        "strategic_goal_text": planned.strategic_goal,
        "schedule_text": planned.schedule.text,
        "likelihood": planned.likelihood.value or "",
        "likelihood_text": planned.likelihood.text,
        "responsible_party": planned.responsible.value or "",
        "responsible_text": planned.responsible.text,
        "cost_text": planned.costs.text,
        "resource_text": planned.resources.text,
        "language": planned.language,
        "notes": planned.notes,
    }


class _Import:
    """Keeps what the rows of one import share."""

    def __init__(self, document: doc.PlanDocument, user: Any, reason: str) -> None:
        self.document, self.user, self.reason = document, user, reason
        self.applied = Applied()
        self.areas = list(ServiceArea.objects.without_tree_fields())
        self.new_parts: dict[Any, list[Any]] = {}

    def check(self, row: Any, where: str) -> None:
        row._change_reason, row._history_user = self.reason, self.user
        try:
            row.full_clean(exclude=_references(row))
        except ValidationError as error:
            raise ImportRefused(f"{where}: {_in_words(error, row)}") from error

    def save(self, row: Any, where: str) -> Any:
        self.check(row, where)
        row.save()
        return row

    def add_parts(self) -> None:
        """Saves what `replace_parts` found to be new, of all projects together."""
        for rows in self.new_parts.values():
            add_many(rows, self.user, self.reason)

    def delete(self, row: Any) -> None:
        row._change_reason, row._history_user = self.reason, self.user
        row.delete()

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
        if not updated or planned.service_area:
            project.service_area = self.area(planned)
        if any(getattr(project, name) != value for name, value in before.items()):
            self.save(project, where)
        (self.applied.updated if updated else self.applied.added).append(project.pk)
        for model, rows in (
            (SchedulePhase, [_phase(p) for p in planned.schedule.phases]),
            (CostItem, [_cost(c) for c in planned.costs.items]),
            (ResourceNeed, [_need(r) for r in planned.resources.items]),
        ):
            if rows or not updated:
                self.replace_parts(model, project, rows, where)
        self.assessment(project, planned.assessment, where)
        return project

    def replace_parts(
        self, model: Any, project: Project, rows: list[dict[str, Any]], where: str
    ) -> None:
        """The project has exactly these rows afterwards; rows that are there already stay."""
        is_new = project.pk in self.applied.added
        there = [] if is_new else list(model.objects.filter(project=project).order_by("pk"))
        new = []
        for values in rows:
            same = next((r for r in there if _same(r, values)), None)
            if same is None:
                new.append(values)
            else:
                there.remove(same)
        for row in there:
            self.delete(row)
        for values in new:
            row = model(project=project, **values)
            self.check(row, where)
            self.new_parts.setdefault(model, []).append(row)

    def assessment(self, project: Project, planned: doc.Assessment, where: str) -> None:
        values: dict[str, str] = {
            "screening": planned.screening or "",
            "justification": planned.justification,
        }
        for part, said in zip(PARTS, planned.parts, strict=True):
            if said.effect != Effect.UNASSESSED or said.text:
                values[f"{part.name}_effect"] = said.effect
                values[f"{part.name}_text"] = said.text
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
            self.save(row, where)

    def areas_of_groups(self, decisions: Mapping[int, Decision]) -> None:
        """Makes the areas in the order of the plan's groups, whatever else names them first."""
        taken = [
            planned
            for index, planned in enumerate(self.document.projects)
            if decisions.get(index, Decision()).action != SKIP
            and planned.scope == Scope.SERVICE_AREA
            and planned.service_area
        ]
        for planned in sorted(taken, key=lambda p: doc.number_key(p.number)):
            self.area(planned)

    def area(self, planned: doc.PlannedProject) -> ServiceArea:
        """The project's unit or service area, made where it is missing; IT's where none is said."""
        name = planned.service_area
        if not name:
            with translation.override(self.document.language):
                name = str(ResponsibleParty.IT.label)
        area = self._area(name, None)
        return self._area(planned.unit, area) if planned.unit else area

    def _area(self, name: str, parent: ServiceArea | None) -> ServiceArea:
        parent_pk = parent.pk if parent else None
        for area in self.areas:
            if area.parent_id == parent_pk and fold(area.name) == fold(name):
                return area
        beside = [a.position for a in self.areas if a.parent_id == parent_pk]
        area = ServiceArea(name=name, parent=parent, position=max(beside, default=0) + 1)
        self.save(area, name)
        self.areas.append(area)
        self.applied.areas.append(area.pk)
        return area

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
            )
            self.save(plan, title)
            self.applied.has_new_plan = True
            self._chapters(plan)
        self.applied.plan = plan.pk
        there = set(plan.entries.values_list("project_id", flat=True))
        last = plan.entries.aggregate(last=models.Max("position"))["last"] or 0
        new = (project for project in projects if project.pk not in there)
        entries = [
            PlanEntry(plan=plan, project=project, position=position)
            for position, project in enumerate(new, last + 1)
        ]
        add_many(entries, self.user, self.reason)
        self.applied.entries += [entry.pk for entry in entries]

    def _chapters(self, plan: ActionPlan) -> None:
        made: dict[tuple[str, int | None], PlanChapter] = {}
        for position, chapter in enumerate(_with_cover(self.document.chapters), 1):
            scope, area = self._introduces(chapter)
            is_unit = area is not None and area.parent_id is not None
            if area and is_unit and not chapter.text and fold(area.name) == fold(chapter.title):
                continue  # the unit's name is its title
            key = (scope, area.pk if area else None)
            title = chapter.title[:200] or (_("Introduction") if not scope else "")
            if scope and key in made:
                other = made[key]
                other.text = f"{other.text}\n\n{chapter.title}\n{chapter.text}".strip()
                self.save(other, title)
                continue
            row = PlanChapter(
                plan=plan,
                position=position,
                title=title,
                text=chapter.text,
                language=chapter.language if chapter.language != self.document.language else "",
                after_projects=not scope and self._is_after_projects(chapter),
                scope=scope,
                service_area=area,
            )
            made[key] = self.save(row, title)

    def _is_after_projects(self, chapter: doc.Chapter) -> bool:
        numbers = [doc.number_key(project.number) for project in self.document.projects]
        return bool(chapter.number and numbers) and doc.number_key(chapter.number) > max(numbers)

    def _introduces(self, chapter: doc.Chapter) -> tuple[str, ServiceArea | None]:
        """The group or the area whose projects stand under the chapter; ("", None) for others."""
        below = [
            p
            for p in self.document.projects
            if chapter.number and p.number.startswith(f"{chapter.number}.")
        ]
        if not below:
            return "", None
        scopes = {p.scope for p in below}
        if len(scopes) > 1:
            return "", None
        scope = scopes.pop()
        if scope != Scope.SERVICE_AREA:
            return (scope, None) if chapter.level == 1 else ("", None)
        areas, units = {p.service_area for p in below}, {p.unit for p in below}
        if len(areas) != 1 or areas == {""}:
            return "", None
        area = self._area(areas.pop(), None)
        unit = units.pop() if len(units) == 1 else None
        if unit and fold(unit) == fold(chapter.title):
            return scope, self._area(unit, area)
        if fold(area_of(chapter.title)) == fold(area.name):
            return scope, area
        return self._by_place(chapter, scope, area, unit)

    def _by_place(
        self, chapter: doc.Chapter, scope: str, area: ServiceArea, unit: str | None
    ) -> tuple[str, ServiceArea | None]:
        """What a chapter with a title of its own introduces, where our own plans have it: an area
        at the first level, a unit of it at the second."""
        under = f"{chapter.number}."
        named = {
            fold(area_of(c.title)) for c in self.document.chapters if c.number.startswith(under)
        }
        if chapter.level == 1 and fold(area.name) not in named:
            return scope, area
        if chapter.level == 2 and unit:
            return scope, self._area(unit, area)
        return "", None


def _with_cover(chapters: tuple[doc.Chapter, ...]) -> tuple[doc.Chapter, ...]:
    """The cover is no chapter: what stands before the first one goes to its beginning."""
    if len(chapters) > 1 and not chapters[0].number and chapters[1].number:
        text = f"{chapters[0].text}\n\n{chapters[1].text}".strip()
        return (replace(chapters[1], text=text), *chapters[2:])
    return chapters


def _references(row: Any) -> list[str]:
    """What names a row that this import holds in its hands: it need not be asked for."""
    return [
        each.name
        for each in row._meta.concrete_fields
        if each.is_relation and each.is_cached(row) and getattr(row, each.attname) is not None
    ]


def _in_words(error: ValidationError, row: Any) -> str:
    found = []
    for name, messages in getattr(error, "message_dict", {"__all__": error.messages}).items():
        label = "" if name == "__all__" else f"{row._meta.get_field(name).verbose_name}: "
        found += [f"{label}{message}" for message in messages]
    return " ".join(found)


_SELDOM_SAID = ("unit_count", "first_year", "last_year")  # plans on paper have no place for them


def _same(row: Any, values: dict[str, Any]) -> bool:
    """Whether the row says what the document does; what the document cannot say does not count."""
    unsaid = {"kind"} | {name for name in _SELDOM_SAID if values.get(name) is None}
    ours = {name: value for name, value in values.items() if name not in unsaid}
    return all(getattr(row, name) == value for name, value in ours.items())


def _phase(phase: doc.Phase) -> dict[str, Any]:
    return {"name": phase.name, "start": phase.start, "end": phase.end}


def _cost(cost: doc.Cost) -> dict[str, Any]:
    recurring = cost.per in (Per.YEAR, Per.MONTH)
    return {
        "low": cost.low,
        "high": cost.high,
        "per": cost.per,
        "unit": cost.unit or "",
        "vat": cost.vat or "",
        "description": cost.description,
        "unit_count": cost.count,
        "first_year": cost.first_year,
        "last_year": cost.last_year,
        "kind": CostKind.RECURRING if recurring else CostKind.ONE_OFF,
    }


def _need(need: doc.Resource) -> dict[str, Any]:
    return {
        "party": need.party,
        "low": need.low,
        "high": need.high,
        "unit": need.unit,
        "description": need.description,
        "per": need.per,
    }


@renewed_once()
def undo(applied: Applied, user: Any, reason: str) -> list[Project]:
    """Takes an import back: what it added goes, what it changed is as it was before.

    Projects that were changed after the import are left as they are, and returned: nobody's later
    work is lost. What is removed can be brought back from the history.
    """
    plan = ActionPlan.objects.filter(pk=applied.plan).first()
    touched = {p.pk: p for p in Project.objects.filter(pk__in=[*applied.added, *applied.updated])}
    changed = {pk for pk in touched if _changed_since_import(pk, applied)}
    kept = [touched[pk] for pk in touched if pk in changed]
    keep_entries = PlanEntry.objects.filter(pk__in=applied.entries, project_id__in=changed)
    for entry in PlanEntry.objects.filter(pk__in=applied.entries).exclude(pk__in=keep_entries):
        _delete(entry, user, reason)
    if plan is not None and applied.has_new_plan and not plan.entries.exists():
        _delete(plan, user, reason)
    for pk in applied.added:
        if pk in touched and pk not in changed:
            if touched[pk].plan_entries.exists() or touched[pk].named_by.exists():
                kept.append(touched[pk])  # another plan, or another project, holds it now
            else:
                _delete(touched[pk], user, reason)
    before = datetime.datetime.fromisoformat(applied.before)
    for pk in applied.updated:
        if pk in touched and pk not in changed:
            restore(pk, before, user, reason)
    for area in (
        ServiceArea.objects.without_tree_fields().filter(pk__in=applied.areas).order_by("-pk")
    ):
        if not area.editors.exists():
            try:
                with transaction.atomic():
                    _delete(area, user, reason)
            except ProtectedError:
                continue  # something else stands in it now
    return kept


def _delete(row: Any, user: Any, reason: str) -> None:
    row._change_reason, row._history_user = reason, user
    row.delete()


def _changed_since_import(pk: int, applied: Applied) -> bool:
    """Whether the project or a part of it has a version newer than the import's own."""
    after = datetime.datetime.fromisoformat(applied.after) if applied.after else None
    if after is None:
        return False
    if Project.history.filter(id=pk, history_date__gt=after).exists():
        return True
    return any(
        m.history.filter(project_id=pk, history_date__gt=after).exists() for m in part_models()
    )


class KnownNames:
    """The names of the projects that there are, to find those of nearly the same name."""

    def __init__(self, known: Iterable[tuple[int, str]]) -> None:
        self.rows = [(pk, name, _pieces(name)) for pk, name in known]

    def near(self, name: str) -> list[tuple[int, str]]:
        """Projects of the same or nearly the same name, the nearest first; five at most."""
        pieces = _pieces(name)
        scored = []
        for pk, other, theirs in self.rows:
            likeness = 2 * len(pieces & theirs) / max(1, len(pieces) + len(theirs))
            if likeness >= 0.7:
                scored.append((likeness, pk, other))
        return [(pk, other) for _likeness, pk, other in sorted(scored, reverse=True)[:5]]


def _pieces(name: str) -> frozenset[str]:
    """Groups of three letters, without spaces: what names that differ by a letter share."""
    letters = "".join(c for c in fold(name) if c.isalnum())
    return frozenset(letters[i : i + 3] for i in range(max(1, len(letters) - 2)))
