"""The dashboard: what needs attention, and figures that lead to the projects behind them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Count, DecimalField, F, Q, Sum, Value
from django.db.models.functions import Cast, Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from projects.choices import Status
from projects.clock import today
from projects.confidentiality import Piece
from projects.costs import CostLine, yearly_costs
from projects.filters import ProjectFilter
from projects.models import CostItem, Project, ServiceArea
from projects.quarters import quarter_of


def dashboard(request: HttpRequest) -> HttpResponse:
    filters = ProjectFilter(request.GET, queryset=Project.objects.visible_to(request.user))
    # Sub-queries by number: a filter that joins (a goal) must not count a project twice.
    found = Project.objects.filter(pk__in=filters.qs.order_by().values("pk"))
    day, quarter = today(), quarter_of(today())
    context = {
        "filters": filters,
        "total": found.count(),
        "today": day,
        "quarter": quarter,
        "attention": [
            {"key": "late", "rows": found.late(day), "link": _link(request, when="late")},
            {
                "key": "starting",
                "rows": found.starting_between(quarter.first, quarter.last),
                "link": _link(request, when="starting"),
            },
            {
                "key": "ending",
                "rows": found.ending_between(quarter.first, quarter.last),
                "link": _link(request, when="ending"),
            },
        ],
        "statuses": _statuses(request, found),
        "areas": _areas(request, found),
        "years": _years(request, found),
        "costs_left_out": found.hiding(Piece.COSTS, request.user).count(),
        "flagships": found.filter(is_flagship=True).count(),
        "flagships_link": _link(request, flagship="true"),
    }
    for row in context["attention"]:
        ordered = row["rows"].order_by("ends_on" if row["key"] != "starting" else "starts_on", "pk")
        row["count"] = row["rows"].count()
        row["rows"] = list(ordered.with_area().prefetch_related("phases")[:6])
    return render(request, "portfolio/dashboard.html", context)


def _link(request: HttpRequest, **values: Any) -> str:
    """The list of the projects behind a figure: the dashboard's filters and one more."""
    params = {key: request.GET.getlist(key) for key in request.GET if key != "page"}
    params |= {key: [value] for key, value in values.items()}
    return f"{reverse('project-list')}?{urlencode(params, doseq=True)}"


def _statuses(request: HttpRequest, found: Any) -> list[dict[str, Any]]:
    counts = dict(found.order_by().values_list("status").annotate(n=Count("pk")))
    most = max(counts.values(), default=1)
    return [
        {
            "code": status.value,
            "label": status.label,
            "count": counts.get(status.value, 0),
            "share": round(100 * counts.get(status.value, 0) / most),
            "link": _link(request, status=status.value),
        }
        for status in Status
    ]


def _areas(request: HttpRequest, found: Any) -> list[dict[str, Any]]:
    """Projects by top area, those of its units included."""
    counts = dict(found.order_by().values_list("service_area").annotate(n=Count("pk")))
    tops: dict[int, ServiceArea] = {}
    sums: dict[int, int] = {}
    for area in ServiceArea.objects.with_tree_fields():
        top = area.tree_path[0]
        if top == area.pk:
            tops[top] = area
        sums[top] = sums.get(top, 0) + counts.get(area.pk, 0)
    most = max(sums.values(), default=1) or 1
    return [
        {
            "label": tops[pk].name,
            "count": count,
            "share": round(100 * count / most),
            "link": _link(request, area=pk),
        }
        for pk, count in sums.items()
    ]


def _years(request: HttpRequest, found: Any) -> list[dict[str, Any]]:
    """Cost range by year. Summed up by the database to a line per kind of sum and span of years."""
    lines = (
        CostItem.objects.visible_to(request.user)
        .filter(project__in=found.values("pk"))
        .exclude(Q(per="unit") & Q(unit_count=None))
        .order_by()
        .values("per", "first_year", "last_year")
        .annotate(
            lows=Sum(F("low") * _units()),
            highs=Sum(F("high") * _units()),
        )
    )
    by_year = yearly_costs(
        CostLine(
            low=_money(row["lows"]),
            high=_money(row["highs"]),
            per="total" if row["per"] == "unit" else row["per"],
            first_year=row["first_year"],
            last_year=row["last_year"],
        )
        for row in lines
    )
    most = max((amount.high for amount in by_year.values()), default=Decimal(1)) or Decimal(1)
    return [
        {
            "year": year,
            "amount": amount,
            "low": round(100 * amount.low / most, 1),
            "band": round(100 * (amount.high - amount.low) / most, 1),
            "link": _link(request, year=year) if year else "",
        }
        for year, amount in sorted(by_year.items(), key=lambda r: (r[0] is None, r[0] or 0))
    ]


def _units() -> Any:
    return Cast(Coalesce(F("unit_count"), Value(1)), DecimalField(max_digits=14, decimal_places=2))


def _money(value: Decimal | float) -> Decimal:
    return Decimal(str(value)).quantize(Decimal("0.01"))
