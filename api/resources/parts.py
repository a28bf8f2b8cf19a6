"""What hangs on projects: phases, milestones, costs and the rest, each a resource of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied, ValidationError

from accounts.web.typed_text import is_key
from api.filters import ProjectFilters
from api.resources.examples import example
from api.resources.projects import people
from api.serializers import DatedSerializer, RowSerializer
from api.views import EditedRows
from portfolio.sections import declared
from projects.budgets.problems import problems_of_year
from projects.confidentiality import hides_rows
from projects.fields import FuzzyDateField
from projects.models import BudgetYear, Dependency, Project, StatusReport
from projects.models.parts.dependencies import problem_of

REPORT = ("date", "schedule_light", "cost_light", "content_light", "text", "forecast_end")


class VisibleProject(serializers.PrimaryKeyRelatedField):
    """A project that the person may see; of others the field knows nothing."""

    def get_queryset(self) -> Any:
        user = self.context.get("user")
        return Project.objects.none() if user is None else Project.objects.visible_to(user)


class Parts(EditedRows):
    """Rows of projects, with the filters of projects, and `project` for those of one."""

    filter_backends = (ProjectFilters,)
    asks = ("project",)
    related: tuple[str, ...] = ("project",)

    def filter_queryset(self, queryset: Any) -> Any:
        rows = super().filter_queryset(queryset)
        asked = self.request.query_params.get("project")
        if asked is None:
            return rows
        if not is_key(asked):
            raise ValidationError({"project": _("Write the number of a project.")})
        return rows.filter(project=int(asked))

    def get_queryset(self) -> Any:
        """With their projects, of which a list tells the numbers alone."""
        rows = super().get_queryset()
        return rows if self.action == "list" else rows.select_related(*self.related)

    def lock(self, row: Any) -> None:
        """The forms of the pages lock the project, too."""
        list(Project.objects.select_for_update().filter(pk=row.project_id).values_list("pk"))

    def prepare(self, row: Any, sent: dict[str, Any]) -> None:
        project = sent["project"] if row._state.adding else sent.get("project", row.project)
        if not row._state.adding and project.pk != row.project_id:
            raise ValidationError({"project": _("A row stays with its project.")})
        if row._state.adding:
            list(Project.objects.select_for_update().filter(pk=project.pk).values_list("pk"))

    def may_add(self, row: Any) -> None:
        self.may("change", row.project)
        if hides_rows(row, row.project.hidden_from(self.request.user)):
            raise PermissionDenied(_("Your role does not allow it."))

    def may_delete(self, row: Any) -> None:
        """As the page: who edits the project takes rows away."""
        self.may("change", row)


class Dependencies(Parts):
    """Which project waits for which. Those of projects that you may not see are not told."""

    related = ("project", "other")

    def prepare(self, row: Dependency, sent: dict[str, Any]) -> None:
        super().prepare(row, sent)
        user = self.request.user
        row.checked_together = True  # below, without names that the person may not read
        wished = Dependency(
            pk=row.pk,
            project=sent.get("project") or row.project,
            other=sent.get("other") or row.other,
            kind=sent.get("kind", row.kind),
        )
        rest = Dependency.objects.exclude(pk=row.pk)
        if problem := problem_of(wished, rest.edges(), rest.of(wished.project), user):
            raise ValidationError({"other": problem})


class Budgets(Parts):
    """Budget frame, actual and forecast of a year: by kind of cost, or of all in one sum."""

    def prepare(self, row: BudgetYear, sent: dict[str, Any]) -> None:
        super().prepare(row, sent)
        names = [field.name for field in BudgetYear._meta.concrete_fields]
        stays = {name: getattr(row, name, None) for name in names if name != "project"}
        wished = BudgetYear(**stays | {k: v for k, v in sent.items() if k != "project"})
        project = sent.get("project") or row.project
        beside = BudgetYear.objects.filter(project=project, year=wished.year).exclude(pk=row.pk)
        if problems := dict(problems_of_year([wished, *beside])):
            raise ValidationError(problems)


class Reports(Parts):
    """Status reports: three lights and a sentence, as of a day."""

    def prepare(self, row: StatusReport, sent: dict[str, Any]) -> None:
        super().prepare(row, sent)
        if row._state.adding:
            row.author = self.request.user
            said = [name for name in REPORT if name.endswith("_light")] + ["text"]
            if not any(sent.get(name) for name in said):
                raise ValidationError(_("Choose at least one light, or write a sentence."))

    def may_delete(self, row: StatusReport) -> None:
        self.may("delete", row)


def _resource(name: str, model: Any, fields: tuple[str, ...], base: type[Parts]) -> type[Parts]:
    """The serializer and the view of one kind of row."""
    told = ("id", "project", *fields, "etag")
    only_read: tuple[str, ...] = ()
    if model is StatusReport:
        only_read = ("number", "author")
        told = ("id", "project", "number", *fields, "author", "etag")
    base_serializer: type[RowSerializer] = RowSerializer
    if any(isinstance(model._meta.get_field(field), FuzzyDateField) for field in fields):
        base_serializer, told = DatedSerializer, (*told, "anyway")
    meta = {"model": model, "fields": told, "read_only_fields": only_read, "validators": []}
    own: dict[str, Any] = {"project": VisibleProject(), "Meta": type("Meta", (), meta)}
    for field in ("other", "owner"):
        if field in fields:
            own[field] = VisibleProject() if field == "other" else _person()
    serializer = type(f"{model.__name__}Serializer", (base_serializer,), own)
    decorate = extend_schema_serializer(examples=example(name))
    view = {"model": model, "serializer_class": decorate(serializer), "__doc__": base.__doc__}
    return type(f"{model.__name__}Rows", (base,), view)


def _person() -> serializers.PrimaryKeyRelatedField:
    return serializers.PrimaryKeyRelatedField(queryset=people(), allow_null=True, required=False)


def _resources() -> Iterator[tuple[str, type[Parts]]]:
    own: dict[Any, type[Parts]] = {Dependency: Dependencies, BudgetYear: Budgets}
    for rows in (
        declared.PHASES, declared.MILESTONES, declared.COSTS, declared.BUDGET,
        declared.LEDGER_CODES, declared.RESOURCES, declared.RISKS, declared.BENEFITS,
        declared.DEPENDENCIES,
    ):  # fmt: skip
        name = OTHERWISE.get(rows.name, rows.name)
        yield name, _resource(name, rows.model, rows.fields, own.get(rows.model, Parts))
    yield "reports", _resource("reports", StatusReport, REPORT, Reports)


OTHERWISE = {"budget": "budgets", "ledger_codes": "ledger-codes"}
PARTS = dict(_resources())
"""Views by the name that stands in their addresses: the project's for the rows, where addresses
are not `OTHERWISE`."""
