"""The list of projects as one flat csv, for Power BI and Excel's own query."""

from __future__ import annotations

from django.http import QueryDict
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiTypes, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from accounts import audit
from api.filters import ProjectFilters, refuse_unknown
from api.views import ApiView
from portfolio.exports.spreadsheet import list_csv
from portfolio.listing.request import ListRequest
from projects.sheets.writing import file_name, sheet_stream

OWN = ("columns", "sort", "group")


class ProjectsCsv(ApiView):
    """A row a project, with the columns of the list, or those that `columns` names."""

    filter_backends = (ProjectFilters,)
    asks = OWN
    pagination_class = None

    @extend_schema(
        operation_id="projects_csv",
        parameters=[],
        responses={(200, "text/csv"): OpenApiTypes.STR},
    )
    def get(self, request: Request) -> HttpResponseBase:
        refuse_unknown(self)
        query = QueryDict(request.META.get("QUERY_STRING", ""))
        asked = ListRequest(query, request.user)
        if asked.rejected:
            raise ValidationError(list(asked.rejected))
        audit.record(
            audit.Event.EXPORTED, request=request, actor=request.user, about=request.auth,
            detail=f"csv: {request.META.get('QUERY_STRING', '')}",
        )  # fmt: skip
        return sheet_stream(list_csv(asked), file_name(_("projects"), "csv"))
