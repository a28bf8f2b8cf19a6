"""The filters of the list of projects, for lists of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.filters import BaseFilterBackend

from projects.clock import EARLIEST_YEAR, LATEST_YEAR
from projects.filtering.asking import (
    ChoiceFilter,
    FlagFilter,
    ListedFilter,
    NumberFilter,
    SeveralFilter,
)
from projects.filtering.project_filter import ProjectFilter
from projects.models import Project

if TYPE_CHECKING:
    from rest_framework.request import Request

PAGING = ("limit", "cursor")


def refuse_unknown(view: Any) -> None:
    """A filter that is misspelt would give all rows: it is refused by name."""
    known = {*view.asks, *(PAGING if view.pagination_class else ())}
    for backend in view.filter_backends:
        known |= set(backend.names())
    wrong = set(view.request.query_params) - known
    if wrong:
        raise ValidationError({name: [_("There is no such filter.")] for name in sorted(wrong)})


class ProjectFilters(BaseFilterBackend):
    """Projects, or rows that hang on them, by what `projects.filtering` asks of projects."""

    @staticmethod
    def names() -> list[str]:
        return list(ProjectFilter.base_filters)

    def filter_queryset(self, request: Request, queryset: Any, view: Any) -> Any:
        names = self.names()
        asked = QueryDict(mutable=True)
        for name in names:
            if name in request.query_params:
                asked.setlist(name, request.query_params.getlist(name))
        if not asked:
            return queryset
        is_of_projects = queryset.model is Project
        projects = queryset if is_of_projects else Project.objects.visible_to(request.user)
        filters = ProjectFilter(asked, projects, user=request.user)
        _refuse(filters)
        found = filters.narrowed()
        return found if is_of_projects else queryset.filter(project__in=found.order_by())

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        return [_parameter(name, one) for name, one in ProjectFilter.base_filters.items()]


def _refuse(filters: ProjectFilter) -> None:
    """What the page of the list leaves out and tells of."""
    filters.form.is_valid()
    wrong: dict[str, Any] = {name: list(told) for name, told in filters.form.errors.items()}
    for name, field in filters.form.fields.items():
        if unknown := getattr(field, "unknown", []):
            text = _("“%(value)s” is none of the choices.")
            wrong[name] = [text % {"value": value} for value in unknown]
    if wrong:
        raise ValidationError(wrong)


def _parameter(name: str, one: Any) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "description": str(one.label),
        "schema": _schema(one),
    }


def _schema(one: Any) -> dict[str, Any]:
    """Choices that the portfolio has (areas, goals) are not told: the document is for everybody."""
    if isinstance(one, ListedFilter):
        return {"type": "array", "items": {"type": "string"}}
    choices = [str(code) for code, _label in one.extra.get("choices", ())]
    if isinstance(one, SeveralFilter):
        return {"type": "array", "items": {"type": "string", "enum": choices}}
    if isinstance(one, ChoiceFilter):
        return {"type": "string", "enum": choices}
    if isinstance(one, FlagFilter):
        return {"type": "boolean"}
    if isinstance(one, NumberFilter):
        return {"type": "integer", "minimum": EARLIEST_YEAR, "maximum": LATEST_YEAR}
    return {"type": "string"}
