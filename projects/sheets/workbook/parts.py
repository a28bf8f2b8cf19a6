"""Sheets of what hangs on projects: phases, sums, risks and the rest, a row each.

Each row names its project by number, and says its name and area to whoever reads it.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from import_export import fields

from projects.budgets.problems import problems_of_year
from projects.models import (
    Benefit,
    BudgetYear,
    CostItem,
    Dependency,
    LedgerCode,
    Milestone,
    Project,
    ResourceNeed,
    Risk,
    SchedulePhase,
    StatusReport,
)
from projects.models.parts.dependencies import problem_of
from projects.sheets.columns import SheetResource, column_of
from projects.sheets.files import WrongRow, whole_number
from projects.sheets.incoming.naming import Key, folded
from projects.sheets.incoming.owners import AREA, NAME, NUMBER, KnownProjects
from projects.sheets.rows import Row, SheetRow
from projects.sheets.widgets import AreaWidget, NameWidget, WholeWidget


class PartResource(SheetResource[Row]):
    """The columns with which a row says whose it is."""

    project_number = fields.Field(
        attribute=NUMBER,
        column_name=_("number of the project"),
        widget=WholeWidget(),
        readonly=True,
    )
    project = fields.Field(
        attribute=NAME, column_name=_("project"), widget=NameWidget(), readonly=True
    )
    area = fields.Field(
        attribute=AREA,
        column_name=Project._meta.get_field("service_area").verbose_name,
        widget=AreaWidget(),
        readonly=True,
    )
    KEY = ""
    """What its sheet is called in addresses."""
    NAMED: tuple[str, ...] = ("project",)
    """Relations whose names are written."""
    projects: KnownProjects
    """Given before rows are read."""

    @classmethod
    def field_from_django_field(
        cls, field_name: str, django_field: models.Field, readonly: bool
    ) -> fields.Field:
        return column_of(cls._meta.model, field_name)

    def begin(self, row: Row, line: dict[str, object], number: int) -> None:
        """Whose the row is. One that is there stays with its project."""
        told, name, area = (
            line.get(str(self.fields[each].column_name))
            for each in ("project_number", "project", "area")
        )
        if row._state.adding:
            row.project = self._answered(number, "project") or self.projects.find(told, name, area)
            return
        row.project = self.projects.rows[row.project_id]
        key = whole_number(told)
        if key is not None and key != row.project_id:
            words = _("This row is of the project “%(project)s”, not of the one with number %(n)s.")
            raise WrongRow(words % {"project": row.project.name, "n": key}, "project_id")

    def _answered(self, number: int, what: str) -> Project | None:
        return self.projects.rows.get(self.answers.get(number, {}).get(what, 0))

    def natural_key(self, row: Row) -> Key | None:
        # A new project has no rows yet.
        return self._whole_key(row) if row.project_id > 0 else None

    def _whole_key(self, row: Row) -> Key:
        return (row.project_id, *(folded(getattr(row, name)) for name in self.NATURAL))

    def rows_like(self, keys: Collection[Key]) -> models.QuerySet:
        return self.rows().filter(project_id__in={key[0] for key in keys})

    def filter_export(self, queryset: models.QuerySet, **kwargs: object) -> models.QuerySet:
        found = super().filter_export(queryset, **kwargs)
        return found.select_related(*self.NAMED)


def _columns(*own: str) -> tuple[str, ...]:
    return ("number", "project_number", "project", "area", *own, "version")


class PhaseResource(PartResource[SchedulePhase]):
    KEY = "phases"
    NATURAL = ("name",)

    class Meta:
        model = SchedulePhase
        fields = _columns("name", "start", "end")


class MilestoneResource(PartResource[Milestone]):
    KEY = "milestones"
    NATURAL = ("name",)

    class Meta:
        model = Milestone
        fields = _columns("name", "due", "reached_on")


class CostResource(PartResource[CostItem]):
    KEY = "costs"
    NATURAL = ("description", "kind")

    class Meta:
        model = CostItem
        fields = _columns(
            "description", "kind", "low", "high", "per", "unit", "unit_count", "vat",
            "first_year", "last_year", "certainty",
        )  # fmt: skip


class NeedResource(PartResource[ResourceNeed]):
    KEY = "resources"
    NATURAL = ("description", "party")

    class Meta:
        model = ResourceNeed
        fields = _columns("party", "team", "description", "low", "high", "unit", "per")


class RiskResource(PartResource[Risk]):
    KEY = "risks"
    NATURAL = ("description",)

    class Meta:
        model = Risk
        fields = _columns(
            "description", "probability", "impact", "state", "cause", "consequence", "response",
            "response_text", "owner_name",
        )  # fmt: skip


class BenefitResource(PartResource[Benefit]):
    KEY = "benefits"
    NATURAL = ("description",)

    class Meta:
        model = Benefit
        fields = _columns("description", "measure", "baseline", "target", "due", "realised")


class DependencyResource(PartResource[Dependency]):
    KEY = "dependencies"
    NATURAL = ("other_id",)
    NAMED = ("project", "other")

    other_number = fields.Field(
        attribute="other_id", column_name=_("number of the other project"), widget=WholeWidget()
    )
    other = fields.Field(
        attribute="other",
        column_name=Dependency._meta.get_field("other").verbose_name,
        widget=NameWidget(),
        readonly=True,
    )

    def begin(self, row: Dependency, line: dict[str, object], number: int) -> None:
        """The other project by its number, or by its name."""
        super().begin(row, line, number)
        row.checked_together = True
        heading, name = (str(self.fields[each].column_name) for each in ("other_number", "other"))
        is_named = line.get(str(self.fields["number"].column_name)) not in (None, "")
        if not row._state.adding:
            row.other = self.projects.rows[row.other_id]
        else:
            row.other = self._answered(number, "other") or self.projects.find(
                line.get(heading), line.get(name), None, "other"
            )
        if heading in line and not is_named:
            line[heading] = row.other_id

    def follow(self, read: SheetRow[Dependency]) -> None:
        """No circle, and no second row of the same two projects; among those of the sheet too."""
        row = read.row
        if row.other_id not in self.projects.rows:
            words = _("There is no project with the number %(n)s.") % {"n": row.other_id}
            raise WrongRow(words, "other_id")
        row.other = self.projects.rows[row.other_id]
        others = [each for key, each in self._links.items() if key != row.pk]
        edges = [each.edge for each in others if each.edge is not None]
        mine = [each for each in others if row.project_id in (each.project_id, each.other_id)]
        if problem := problem_of(row, edges, mine):
            raise WrongRow(problem, "other_id")
        self._links[row.pk or -read.line] = row

    @cached_property
    def _links(self) -> dict[int, Dependency]:
        return {row.pk: row for row in Dependency.objects.all()}

    class Meta:
        model = Dependency
        fields = _columns("kind", "other_number", "other", "note")


class ReportResource(PartResource[StatusReport]):
    KEY = "reports"
    NATURAL = ("date",)

    class Meta:
        model = StatusReport
        fields = _columns(
            "date", "schedule_light", "cost_light", "content_light", "forecast_end", "text"
        )


class UniqueResource(PartResource[Row]):
    """Rows of which a project has no two of one name."""

    TWICE: Promise | str = ""

    def follow(self, read: SheetRow[Row]) -> None:
        """Nor may the sheet have two: its rows are saved many at once."""
        key = self._whole_key(read.row)
        there = self._taken.setdefault(key, read.row)
        if there is not read.row and (there.pk is None or there.pk != read.row.pk):
            raise WrongRow(self.TWICE, self.NATURAL[0])
        self._taken[key] = read.row

    @cached_property
    def _taken(self) -> dict[Key, Row]:
        return {self._whole_key(row): row for row in self._meta.model._default_manager.all()}


class BudgetResource(UniqueResource[BudgetYear]):
    KEY = "budgets"
    NATURAL = ("year", "kind")
    TWICE = _("This year and kind of cost stand here already.")

    def follow(self, read: SheetRow[BudgetYear]) -> None:
        """An overrun has a reason. Of a year by kind other rows may tell it, also later ones."""
        super().follow(read)
        problems = dict(problems_of_year([read.row]))
        if not read.row.kind and "reason" in problems:
            raise WrongRow(problems["reason"], "reason")

    class Meta:
        model = BudgetYear
        fields = _columns("year", "kind", "frame", "spent", "spent_until", "forecast", "reason")


class LedgerCodeResource(UniqueResource[LedgerCode]):
    KEY = "ledger-codes"
    NATURAL = ("code",)
    TWICE = _("This code stands here already.")

    class Meta:
        model = LedgerCode
        fields = _columns("code", "note")


PARTS: tuple[type[PartResource], ...] = (
    PhaseResource,
    MilestoneResource,
    CostResource,
    NeedResource,
    RiskResource,
    BenefitResource,
    DependencyResource,
    ReportResource,
    BudgetResource,
    LedgerCodeResource,
)
