"""Assessments as a spreadsheet: what is written of each part, out and in; the state only out."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export import fields

from impact_assessments.choices import WRITTEN_PARTS, State
from impact_assessments.models import ImpactAssessment
from projects.confidentiality import hidden_fields
from projects.models import Project
from projects.sheets.columns import SheetResource, column_of
from projects.sheets.files import WrongRow, as_text
from projects.sheets.headings import in_every_language
from projects.sheets.rows import SheetRow
from projects.sheets.widgets import NameWidget, YesNoWidget

COLUMNS = ("effect", "substantial", "direction", "text", "same_as")
OF_PARTS = tuple(f"{part.name}_{column}" for part in WRITTEN_PARTS for column in COLUMNS)


class AssessmentResource(SheetResource[ImpactAssessment]):
    """A row for each assessment. One begins with its screening, never in a spreadsheet."""

    NO_NEW_ROWS = gettext_lazy("An assessment begins with its screening, not in a spreadsheet.")

    project = fields.Field(
        attribute="project",
        column_name=ImpactAssessment._meta.get_field("project").verbose_name,
        widget=NameWidget(),
        readonly=True,
    )
    state = column_of(ImpactAssessment, "state", is_out_only=True)

    class Meta:
        model = ImpactAssessment
        fields = ("number", "project", "state", "stage", *OF_PARTS, "version")

    @classmethod
    def field_from_django_field(
        cls, field_name: str, django_field: models.Field, readonly: bool
    ) -> fields.Field:
        is_yes_or_no = isinstance(django_field, models.BooleanField)
        return column_of(ImpactAssessment, field_name, YesNoWidget() if is_yes_or_no else None)

    def rows(self) -> models.QuerySet:
        return super().rows().select_related("project")

    def filter_export(self, queryset: models.QuerySet, **kwargs: object) -> models.QuerySet:
        return super().filter_export(queryset, **kwargs).select_related("project")

    def export_field(
        self, field: fields.Field, instance: ImpactAssessment, **kwargs: object
    ) -> object:
        """What the reader may not see says so; so does a part that is the same as a hidden one."""
        hidden: frozenset[str] = frozenset()
        if self.reader:
            hidden = hidden_fields(ImpactAssessment, instance.project.hidden_from(self.reader))
        same_as = field.attribute.endswith("_same_as") and getattr(instance, field.attribute)
        if field.attribute in hidden or (same_as and f"{same_as}_text" in hidden):
            return str(self.LEFT_OUT)
        return super().export_field(field, instance, **kwargs)

    def refusal(
        self, row: ImpactAssessment, then: ImpactAssessment, line: Mapping[str, object]
    ) -> str:
        """Another project's name, and a state that only a step of the assessment can bring."""
        name = as_text(line.get(str(self.fields["project"].column_name))).strip()
        if name and name != row.project.name and not _was_called(row.project, name):
            words = _("This row is of the project “%(project)s”, not of “%(other)s”.")
            return words % {"project": row.project.name, "other": name}
        state = as_text(line.get(str(self.fields["state"].column_name))).strip()
        known = {row.state, then.state}
        labels = {word.casefold() for each in known for word in _labels(each)}
        if state and state.casefold() not in labels:
            heading = capfirst(str(self.fields["state"].column_name))
            words = _("%(column)s: only the steps on the page of the assessment change it.")
            return words % {"column": heading}
        return ""

    def condition(self, row: ImpactAssessment) -> str:
        return str(row.state)

    def follow(self, read: SheetRow[ImpactAssessment]) -> None:
        """Writing in what is approved begins the next draft; what is in review waits for that."""
        row = read.row
        if row.state == State.REVIEW:
            raise WrongRow(_("It is in review: take it back to a draft to go on writing."))
        if row.state in (State.APPROVED, State.CLOSED) and read.fields & set(OF_PARTS):
            before, row.state = row.get_state_display(), State.DRAFT
            heading = capfirst(str(self.fields["state"].column_name))
            read.follows.append((heading, before, row.get_state_display()))
            read.fields.add("state")


def _labels(state: str) -> list[str]:
    return [state, *in_every_language(State(state).label)]


def _was_called(project: Project, name: str) -> bool:
    return Project.history.filter(id=project.pk, name=name).exists()
