"""One part of all assessments, in a year: “information security across the city in 2023”."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts import audit
from accounts.types import Context, SignedInRequest
from impact_assessments.choices import WRITTEN_PARTS, Effect, Part
from impact_assessments.models import ImpactAssessment
from impact_assessments.register.filters import piece_of
from impact_assessments.register.rows import PartSaid, parts_said
from impact_assessments.rules.completeness import lettered
from organisation.names import organisation_name
from portfolio.figure_cache import cached
from portfolio.listing.filter_form import filter_fields
from portfolio.register.asked import RegisterRequest
from projects.clock import today
from projects.models import Project
from projects.sheets.writing import file_name
from reports.jobs.pages import pdf_of_page
from reports.rendering.presentation import accents

MOST = 500  # projects on one page


@dataclass
class AreaSaid:
    """An area of the tree, and what its projects say."""

    name: str
    rows: list[tuple[Project, PartSaid]] = field(default_factory=list)


@require_GET
def part_of_city(request: HttpRequest, part: str) -> HttpResponse:
    asked, one = _asked(request, part)
    context = _context(asked, one) | {
        "filters": asked.filters,
        "fields": filter_fields(asked.filters, counted=False),
        "parts": [(each.name, lettered(each), each == one) for each in WRITTEN_PARTS],
        "query": request.GET.urlencode(),
    }
    return render(request, "portfolio/register/part.html", context)


@require_GET
def part_pdf(request: SignedInRequest, part: str) -> HttpResponseBase:
    asked, one = _asked(request, part)
    context = _context(asked, one) | {
        "language": get_language(),
        "organisation": organisation_name(),
        "made_on": today(),
        **accents(),
    }
    html = render_to_string("portfolio/register/part_pdf.html", context)
    audit.record(
        audit.Event.EXPORTED,
        request=request,
        detail=f"{lettered(one)}, PDF: {request.GET.urlencode()}",
    )
    name = file_name(lettered(one), "pdf")
    back = reverse("register-part", args=[one.name])
    return pdf_of_page(
        request, html, rows=context["shown"], name=name, title=context["title"], back=back
    )


def _asked(request: HttpRequest, name: str) -> tuple[RegisterRequest, Part]:
    part = next((each for each in WRITTEN_PARTS if each.name == name), None)
    if part is None:
        raise Http404
    return RegisterRequest(request.GET, request.user), part


def _context(asked: RegisterRequest, part: Part) -> Context:
    rows = _said(asked, part)
    counts: dict[str, int] = cached(f"part {part.name}", asked.filters, lambda: _counts(rows, part))
    year = asked.filters.chosen.get("year")
    title = lettered(part)
    if year:
        words = _("%(part)s across the city in %(year)s")
        title = words % {"part": title, "year": int(year)}
    else:
        title = _("%(part)s across the city") % {"part": title}
    areas = list(_by_area(asked, part, rows))
    shown = sum(len(area.rows) for area in areas)
    return {
        "title": title,
        "part": part,
        "sections": areas,
        "counts": counts,
        "shown": shown,
        "is_cut": shown < counts[Effect.SOME],
        "active": [label for label, _rest in asked.filters.active()],
        "notes": asked.filters.rejected(),
    }


def _said(asked: RegisterRequest, part: Part) -> QuerySet[Project]:
    """The projects that say something of the part, or that say it is without effect."""
    hidden = Project.objects.hides(piece_of(part), asked.user)
    said = {f"assessment__{part.name}_effect__in": (Effect.SOME, Effect.NONE)}
    return asked.filters.narrowed().filter(**said).exclude(hidden)


def _counts(rows: QuerySet[Project], part: Part) -> dict[str, int]:
    """How many projects have an effect, and how many have none."""
    column = f"assessment__{part.name}_effect"
    effects = (Effect.SOME, Effect.NONE)
    asked = {effect.value: Count("pk", filter=Q(**{column: effect})) for effect in effects}
    return dict(rows.order_by().aggregate(**asked))


def _by_area(asked: RegisterRequest, part: Part, rows: QuerySet[Project]) -> Iterator[AreaSaid]:
    """The areas in the order of the tree; in each, its projects with an effect by name."""
    some = rows.filter(**{f"assessment__{part.name}_effect": Effect.SOME})
    keys = list(some.order_by("name_key", "pk").values_list("pk", flat=True)[:MOST])
    found = Project.objects.with_area().defer("search_text").in_bulk(keys)
    assessments = {row.project_id: row for row in ImpactAssessment.objects.filter(project__in=keys)}
    tree = asked.filters.areas
    by_area = {area.pk: AreaSaid(tree.path(area.pk)) for area in tree}
    for key in keys:
        if key in found and key in assessments:
            project = found[key]
            said = parts_said(assessments[key], project.hidden_from(asked.user))
            one = next((each for each in said if each.part == part), None)
            if one is not None:
                by_area[project.service_area_id].rows.append((project, one))
    yield from (area for area in by_area.values() if area.rows)
