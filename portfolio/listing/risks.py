"""The open risks of the portfolio: a matrix, and the risks behind each of its places."""

from __future__ import annotations

from collections.abc import Callable

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.types import AnyUser, Context
from portfolio.listing.filter_form import filter_fields
from projects.confidentiality import Piece
from projects.filtering.emptied import offers
from projects.filtering.project_filter import filtered
from projects.models import Project, Risk
from projects.models.querysets import ProjectQuerySet
from projects.values.choices import Impact, Probability
from projects.values.risk_matrix import Level, level_of, matrix

PAGE = 50


@require_GET
def risk_list(request: HttpRequest) -> HttpResponse:
    """`level`, or `probability` and `consequence`, choose a part of the matrix to be listed.

    The filter `impact` is of the projects' effects on information management.
    """
    filters = filtered(request)
    projects = Project.objects.filter(pk__in=filters.narrowed().order_by().values("pk"))
    risks = Risk.objects.visible_to(request.user).open().filter(project__in=projects.values("pk"))
    counts = risks.counted()
    chosen = _chosen(request.GET)
    listed = risks.filter(**chosen["cell"])
    if chosen["level"]:
        listed = listed.at_level(chosen["level"])
    rows = listed.worst_first().select_related("project", "owner")
    pages = Paginator(rows, PAGE)
    # The matrix has counted them already.
    pages.count = sum(n for place, n in counts.items() if _is_in(place, chosen))
    context = {
        "filters": filters,
        "fields": filter_fields(filters, counted=False),
        "notes": filters.notes(),
        "rows": matrix(counts),
        "impacts": Impact,
        "levels": _levels(counts),
        "chosen": chosen,
        "total": sum(counts.values()),
        "offers": [] if counts else offers(filters, _open_risks(request.user)),
        "left_out": projects.hiding(Piece.RISKS, request.user).count(),
        "page": pages.get_page(request.GET.get("page")),
    }
    return render(request, "portfolio/risk_list.html", context)


def _open_risks(user: AnyUser) -> Callable[[ProjectQuerySet], int]:
    """How many open risks the projects have that somebody sees."""
    risks = Risk.objects.visible_to(user).open()
    return lambda projects: risks.filter(project__in=projects.values("pk")).count()


def _chosen(query: QueryDict) -> Context:
    """What the address chooses; nonsense chooses nothing."""
    level = query.get("level", "")
    cell = {
        name: value
        for name, key, choices in (
            ("probability", "probability", Probability),
            ("impact", "consequence", Impact),
        )
        for value in choices
        if query.get(key) == str(value)
    }
    return {"level": Level(level) if level in Level.values else None, "cell": cell}


def _is_in(place: tuple[int, int], chosen: Context) -> bool:
    probability, impact = place
    cell, level = chosen["cell"], chosen["level"]
    return (
        cell.get("probability", probability) == probability
        and cell.get("impact", impact) == impact
        and level in (None, level_of(probability, impact))
    )


def _levels(counts: dict[tuple[int, int], int]) -> list[tuple[Level, int]]:
    """Each level, the gravest first, and its number of risks."""
    return [
        (level, sum(n for place, n in counts.items() if level_of(*place) == level))
        for level in reversed(Level)
    ]
