"""The check before approval on a page: what is missing in a plan, and links to mend it."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from accounts.types import Context
from accounts.web.typed_text import with_next
from reports.composing.audience import Audience
from reports.models import ActionPlan
from reports.preflight.findings import Finding, findings
from reports.preflight.kinds import FindingKind, Level


@require_GET
def preflight(request: HttpRequest, pk: int) -> HttpResponse:
    plan = get_object_or_404(ActionPlan.objects.visible_to(request.user), pk=pk)
    found = [_leading_back(each, request) for each in findings(plan, Audience.of(request.user))]
    kinds = {kind for kind in request.GET.getlist("kind") if kind in FindingKind.values}
    shown = [each for each in found if not kinds or each.kind in kinds]
    context = preflight_summary(found) | {
        "plan": plan,
        "kinds": _kinds(found, kinds),
        "of_plan": [each for each in shown if not each.number],
        "projects": [
            {"number": number, "project": rows[0].project, "rows": rows}
            for number, rows in (
                (number, list(rows))
                for number, rows in groupby(
                    (each for each in shown if each.number), key=lambda each: each.number
                )
            )
        ],
    }
    return render(request, "reports/preflight/page.html", context)


def _leading_back(found: Finding, request: HttpRequest) -> Finding:
    """Wherever it is mended, the page leads back to the findings."""
    if not found.is_mended_there:
        return found
    back, project = request.get_full_path(), found.project
    if project is not None:
        back += f"#p{project.pk}"
    return replace(found, link=with_next(found.link, back))


def preflight_summary(found: list[Finding]) -> dict[str, int]:
    """What templates/reports/preflight/summary.html shows of the findings."""
    blocking = sum(each.level is Level.BLOCKING for each in found)
    return {"blocking": blocking, "warnings": len(found) - blocking, "found": len(found)}


def _kinds(found: list[Finding], chosen: set[str]) -> list[Context]:
    """The kinds that were found, those that block first."""
    rows = [
        {
            "kind": kind.value,
            "label": kind.label,
            "n": sum(each.kind is kind for each in found),
            "blocks": any(each.kind is kind and each.level is Level.BLOCKING for each in found),
            "is_chosen": kind.value in chosen,
        }
        for kind in FindingKind
    ]
    return sorted((row for row in rows if row["n"]), key=lambda row: not row["blocks"])
