"""Spreadsheets of projects, areas and goals: one list of columns for import and export."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import cast

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from import_export import fields, resources
from import_export.widgets import Widget

from accounts.permissions import edits_everything
from accounts.types import AnyUser
from projects.confidentiality import Piece, hidden_fields
from projects.fields import FuzzyDateField
from projects.models import Project, ServiceArea, StrategicGoal
from projects.sheets.files import WrongRow
from projects.sheets.incoming.naming import Key, NamedRows
from projects.sheets.incoming.owners import KnownProjects, area_key, project_keys
from projects.sheets.rows import Row, SheetRow
from projects.sheets.versions import with_version
from projects.sheets.widgets import (
    AreaWidget,
    ChoiceWidget,
    GoalsWidget,
    NamesWidget,
    WholeWidget,
    YesNoWidget,
)
from projects.sheets.workbook.looks import sheet_column
from projects.sheets.workbook.typed import AmountWidget, DayWidget, FuzzyWidget
from projects.sheets.writing import SheetPage

AT_ONCE = 1000  # rows of a file that are in memory
MOST_DIGITS_OF_WORK = 8  # an amount of more is a sum of money


def column_of(
    model: type[models.Model],
    name: str,
    widget: Widget | None = None,
    *,
    is_out_only: bool = False,
) -> fields.Field:
    source = cast("models.Field", model._meta.get_field(name))
    if widget is None:
        widget = _widget_of(source)
    # A row that is named is kept by its number, so that nothing asks for it.
    attribute = source.attname if source.many_to_one else name
    return fields.Field(
        attribute=attribute,
        column_name=source.verbose_name,
        widget=widget,
        default="",
        readonly=is_out_only,
    )


def _widget_of(source: models.Field) -> Widget:
    if source.choices:
        return ChoiceWidget(source)
    if isinstance(source, models.BooleanField):
        return YesNoWidget()
    if isinstance(source, models.DecimalField):
        return AmountWidget(is_money=source.max_digits > MOST_DIGITS_OF_WORK)
    if isinstance(source, FuzzyDateField):
        return FuzzyWidget()
    if isinstance(source, models.DateField):
        return DayWidget()
    return WholeWidget() if isinstance(source, models.IntegerField) else Widget()


class SheetResource(NamedRows[Row], resources.ModelResource):
    """The columns of a model: written here, and read by `projects.sheets.reading`."""

    LEFT_OUT = _("(not public)")

    number = fields.Field(attribute="id", column_name=_("number"), widget=WholeWidget())
    version = fields.Field(
        attribute="sheet_version", column_name=_("version"), widget=WholeWidget(), readonly=True
    )
    """Of the row when the sheet was made, so that what others change later is not taken back."""
    NO_NEW_ROWS: str | Promise = ""
    """Why a sheet adds no rows; empty where it may."""
    prefix = ""
    """Of the keys of choices, where a file has several sheets."""
    checks_other_rows = False
    """Whether a row is checked against the others of its sheet, and so saved before the next."""

    def __init__(self, reader: AnyUser | None = None, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.reader = reader

    def rows(self) -> models.QuerySet:
        """The rows that a sheet may name, with what reading it asks of them."""
        return self._meta.model.objects.all()

    def begin(self, row: Row, line: dict[str, object], number: int) -> None:
        """Before the cells of a line are read into the row. Raises `WrongRow`."""

    def kept(self, row: Row) -> None:
        """A row that is new or changes: what later rows may name."""

    def refusal(self, row: Row, then: Row, line: Mapping[str, object]) -> str:
        """Why nothing of the line is taken. `then` is the row at the version of the sheet."""
        return ""

    def condition(self, row: Row) -> str:
        """What the row is in besides its cells; when that changes, the preview is made anew."""
        return ""

    def follow(self, read: SheetRow[Row]) -> None:
        """What follows from the cells of a row that changes. Raises `WrongRow` where none may."""

    def page(
        self, rows: Iterable[models.Model], title: str, chosen: Iterable[str] | None = None
    ) -> SheetPage:
        """The rows with the chosen fields, or with all, as they are written to a file.

        A query set is read while the file is written, some hundred rows at a time.
        """
        chosen_fields = self.get_export_fields(chosen)
        if self.reader is not None and not edits_everything(self.reader):
            # It is for who brings the sheet back, and tells others of changes that they don't see.
            chosen_fields = [each for each in chosen_fields if each.attribute != "sheet_version"]
        columns = [sheet_column(field, self.source_of(field)) for field in chosen_fields]
        return SheetPage(title, columns, self._cells(rows, chosen_fields))

    def _cells(
        self, rows: Iterable[models.Model], chosen: Sequence[fields.Field]
    ) -> Iterator[list[object]]:
        if isinstance(rows, models.QuerySet):
            found = cast("models.QuerySet", self.filter_export(rows))
            rows = found.iterator(chunk_size=AT_ONCE)
        for row in rows:
            yield [self.export_field(field, row) for field in chosen]

    def source_of(self, field: fields.Field) -> models.Field | None:
        """The field of the model that a column is of; None for one that is only read."""
        names = {each.attname: each for each in self._meta.model._meta.concrete_fields}
        many = {each.name: each for each in self._meta.model._meta.many_to_many}
        found: models.Field | None = {**names, **many}.get(field.attribute)
        return found

    def filter_export(self, queryset: models.QuerySet, **kwargs: object) -> models.QuerySet:
        return with_version(queryset)


class ProjectResource(SheetResource[Project]):
    """Projects, a row each. Areas and goals are named; texts come as they are."""

    projects: KnownProjects | None = None
    """Those of a workbook, whose other sheets may name the new ones."""
    NATURAL = ("name", "service_area_id")

    name = column_of(Project, "name")
    scope = column_of(Project, "scope")
    service_area = column_of(Project, "service_area", AreaWidget())
    status = column_of(Project, "status")
    priority = column_of(Project, "priority")
    is_flagship = column_of(Project, "is_flagship", YesNoWidget())
    is_not_public = column_of(Project, "is_not_public", YesNoWidget())
    not_public_fields = column_of(Project, "not_public_fields", NamesWidget(Piece.choices))
    description = column_of(Project, "description")
    change_effects = column_of(Project, "change_effects")
    strategic_goals = column_of(Project, "strategic_goals", GoalsWidget())
    strategic_goal_text = column_of(Project, "strategic_goal_text")
    schedule_text = column_of(Project, "schedule_text")
    likelihood = column_of(Project, "likelihood")
    likelihood_text = column_of(Project, "likelihood_text")
    responsible_party = column_of(Project, "responsible_party")
    responsible_text = column_of(Project, "responsible_text")
    cost_text = column_of(Project, "cost_text")
    resource_text = column_of(Project, "resource_text")
    owner_name = column_of(Project, "owner_name")
    manager_name = column_of(Project, "manager_name")
    language = column_of(Project, "language")
    notes = column_of(Project, "notes")

    class Meta:
        model = Project
        fields = (
            "number", "name", "scope", "service_area", "status", "priority", "is_flagship",
            "is_not_public", "not_public_fields", "description", "change_effects",
            "strategic_goals", "strategic_goal_text", "schedule_text", "likelihood",
            "likelihood_text", "responsible_party", "responsible_text", "cost_text",
            "resource_text", "owner_name", "manager_name", "language", "notes", "version",
        )  # fmt: skip

    def begin(self, row: Project, line: dict[str, object], number: int) -> None:
        if self.projects is not None and row._state.adding:
            row.pk = -number

    def natural_key(self, row: Project) -> Key | None:
        """Names are alike where their letters are; without an area, in any."""
        return None if self.projects is None else area_key(row)

    def natural_keys(self, row: Project) -> Iterable[Key | None]:
        return project_keys(row)

    def rows_like(self, keys: Collection[Key]) -> models.QuerySet:
        known = self.projects.like(keys) if self.projects else []
        return self.rows().filter(pk__in=known).prefetch_related("strategic_goals")

    def is_named_well(self, row: Project) -> bool:
        return False  # which project is meant, a person says

    def called(self, row: Project) -> str:
        assert self.projects is not None
        return self.projects.words(row.pk)

    def question(self) -> str:
        return gettext("There is a project of this or a like name already. Which one is meant?")

    def a_new_one(self) -> str:
        return gettext("A new project")

    def waits(self, number: int, rows: Iterable[Project]) -> None:
        assert self.projects is not None
        for row in rows:
            self.projects.asked[row.pk] = number

    def follow(self, read: SheetRow[Project]) -> None:
        """Two new projects of one name and area are one too many."""
        if self.projects is None or not read.is_new:
            return
        keys = self.projects.called(read.row.name, read.row.service_area_id)
        before = [-key for key in keys if key < 0]
        if before:
            words = gettext("A project of this name and area stands on line %(n)s already.")
            raise WrongRow(words % {"n": before[0]}, "name")

    def kept(self, row: Project) -> None:
        if self.projects is not None:
            self.projects.add(row)

    def export_field(self, field: fields.Field, instance: models.Model, **kwargs: object) -> object:
        """A field that the reader may not see says so instead of its text."""
        hidden = instance.hidden_from(self.reader) if self.reader else ()
        if field.attribute in hidden_fields(Project, hidden):
            return str(self.LEFT_OUT)
        return super().export_field(field, instance, **kwargs)

    def filter_export(self, queryset: models.QuerySet, **kwargs: object) -> models.QuerySet:
        return super().filter_export(queryset, **kwargs).prefetch_related("strategic_goals")


class ServiceAreaResource(SheetResource[ServiceArea]):
    checks_other_rows = True  # names are unique in their place, and areas stand below others
    NATURAL = ("name", "parent_id")

    name = column_of(ServiceArea, "name")
    parent = column_of(ServiceArea, "parent", AreaWidget())
    position = column_of(ServiceArea, "position", WholeWidget())

    class Meta:
        model = ServiceArea
        fields = ("number", "name", "parent", "position", "version")


class StrategicGoalResource(SheetResource[StrategicGoal]):
    checks_other_rows = True  # names are unique
    NATURAL = ("name",)

    name = column_of(StrategicGoal, "name")
    description = column_of(StrategicGoal, "description")
    position = column_of(StrategicGoal, "position", WholeWidget())

    class Meta:
        model = StrategicGoal
        fields = ("number", "name", "description", "position", "version")
