"""The items of the model, each with the projects that touch it; and all changes of the model."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from accounts import audit
from accounts.permissions import edits_everything, roles_of
from accounts.types import AnyUser, SignedInRequest
from impact_assessments.choices import ModelKind
from impact_assessments.model_items.changes import ChangesForm, touching
from impact_assessments.models import ImpactAssessment, ModelChange, ModelItem
from projects.confidentiality import hidden_fields
from projects.sheets.workbook.csv_text import csv_file
from projects.sheets.writing import (
    Shape,
    SheetColumn,
    SheetPage,
    about_page,
    file_name,
    sheet_response,
    xlsx_file,
)

PAGE = 50


@require_GET
def model_items(request: SignedInRequest) -> HttpResponse:
    """The city's list, and what projects have named beside it."""
    _only_with_a_role(request)
    kind, words = request.GET.get("kind", ""), request.GET.get("q", "")[:200]
    kind = kind if kind in ModelKind.values else ""
    seen = ModelChange.objects.visible_to(request.user)
    items = ModelItem.objects.annotate(
        n=Count("changes__project", filter=Q(changes__in=seen.values("pk")), distinct=True)
    )
    named = seen.filter(item=None)
    if kind:
        items, named = items.filter(kind=kind), named.filter(kind=kind)
    for word in words.split():
        items = items.filter(
            Q(name_fi__icontains=word) | Q(name_sv__icontains=word) | Q(code__icontains=word)
        )
        named = named.filter(name__icontains=word)
    page = Paginator(items.order_by("kind", "name_fi", "code"), PAGE).get_page(
        request.GET.get("page")
    )
    labels = dict(ModelKind.choices)
    beside = named.order_by("kind", "name").values("kind", "name")
    context = {
        "page": page,
        "named": [
            row | {"kind_said": labels.get(row["kind"], "")}
            for row in beside.annotate(n=Count("project", distinct=True))[:200]
        ],
        "kinds": ModelKind.choices,
        "kind": kind,
        "q": words,
        "may_import": edits_everything(request.user),
    }
    return render(request, "impact_assessments/model_items/list.html", context)


@require_GET
def model_item(request: SignedInRequest, pk: int) -> HttpResponse:
    """One item: every project that touches it, with what and when."""
    _only_with_a_role(request)
    item = get_object_or_404(ModelItem, pk=pk)
    return _touched(request, item.kind, item, item.name)


@require_GET
def model_named(request: SignedInRequest) -> HttpResponse:
    """The same of something that is not in the city's list, by its kind and name."""
    _only_with_a_role(request)
    kind, name = request.GET.get("kind", ""), request.GET.get("name", "")[:200]
    if kind not in ModelKind.values or not name:
        raise Http404
    if not touching(request.user, kind, None, name).exists():
        raise Http404
    return _touched(request, kind, None, name)


def _touched(
    request: SignedInRequest, kind: str, item: ModelItem | None, name: str
) -> HttpResponse:
    rows = touching(request.user, kind, item, name)
    context = {
        "item": item,
        "name": name,
        "kind_said": ModelKind(kind).label,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "impact_assessments/model_items/item.html", context)


@require_GET
def model_changes(request: SignedInRequest) -> HttpResponse:
    """All changes of the model that the reader sees, narrowed by the form."""
    _only_with_a_role(request)
    form = ChangesForm(request.GET)
    page = Paginator(form.rows(request.user), PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {"form": form, "page": page, "query": query.urlencode()}
    return render(request, "impact_assessments/model_items/changes.html", context)


@require_GET
def model_changes_file(request: SignedInRequest, ending: str) -> HttpResponse:
    """The same as a spreadsheet, for the tool where the model is kept."""
    _only_with_a_role(request)
    form = ChangesForm(request.GET)
    page = changes_page(form.rows(request.user), request.user)
    audit.record(audit.Event.EXPORTED, request=request, detail=f"{page.title}, {ending}")
    if ending == "csv":
        data = csv_file(page)
    else:
        data = xlsx_file([page, about_page(form.said())], page.title)
    return sheet_response(data, file_name(page.title, ending))


def changes_page(rows: Iterable[ModelChange], reader: AnyUser) -> SheetPage:
    """Changes of the model as a sheet, each with its part where the reader sees that part."""
    columns = [
        SheetColumn(_("Kind")),
        SheetColumn(_("Code")),
        SheetColumn(_("Name"), width=40),
        SheetColumn(pgettext("model", "Change")),
        SheetColumn(_("What changes"), width=60),
        SheetColumn(_("Part"), width=34),
        SheetColumn(_("In the model since"), Shape.DAY),
        SheetColumn(_("Link"), width=34),
        SheetColumn(_("Project number"), Shape.WHOLE),
        SheetColumn(_("Project"), width=40),
        SheetColumn(_("Service area")),
        SheetColumn(_("Starts on"), Shape.DAY),
        SheetColumn(_("Ends on"), Shape.DAY),
    ]
    lines = [
        (
            row.get_kind_display(),
            row.item.code if row.item else "",
            row.shown_name,
            row.get_change_display(),
            row.what,
            row.get_part_display() if _shows_part(row, reader) else "",
            row.done_on,
            row.link,
            row.project_id,
            row.project.name,
            str(row.project.service_area),
            row.project.starts_on,
            row.project.ends_on,
        )
        for row in rows
    ]
    return SheetPage(_("Changes of the model"), columns, lines, "D2")


def _shows_part(row: ModelChange, reader: AnyUser) -> bool:
    fields = hidden_fields(ImpactAssessment, row.project.hidden_from(reader))
    return f"{row.part}_text" not in fields


def _only_with_a_role(request: SignedInRequest) -> None:
    if not roles_of(request.user):
        raise PermissionDenied
