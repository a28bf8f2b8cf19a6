"""What changed between two public editions, for everybody."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from reports.comparison.changes import AlterationKind
from reports.comparison.edition_sides import edition_side
from reports.comparison.page import comparison_context
from reports.composing.audience import Audience
from reports.models import PlanEdition
from reports.public.pages import before, public_editions, withdrawn


@login_not_required
@require_safe
def public_changes(request: HttpRequest, slug: str) -> HttpResponse:
    """A public edition against another one: the one before it unless `?from=` names another.

    The earlier of the two is the first side, whichever was asked for. A withdrawn edition on
    either side answers as its own page does; what is not public is not told from what is not.
    """
    editions = public_editions("public_document")
    edition = get_object_or_404(editions, slug=slug)
    asked = request.GET.get("from", "").strip()
    other = editions.filter(slug=asked).first() if asked else before(edition)
    for each in (edition, other):
        if each is not None and hasattr(each, "withdrawal"):
            return withdrawn(request, each)
    context = {
        "edition": edition,
        "other": other,
        "options": public_editions().filter(withdrawal=None).exclude(pk=edition.pk),
        "problem": _problem(edition, other, asked),
    }
    if other is not None and not context["problem"]:
        context |= _compared(edition, other, request.GET.getlist("kind"))
    status = 404 if asked and other is None else 200
    return render(request, "reports/public/changes.html", context, status=status)


def _compared(edition: PlanEdition, other: PlanEdition, kinds: list[str]) -> dict[str, object]:
    earlier, later = sorted((edition, other), key=lambda row: (row.published_at, row.pk))
    before, after = (edition_side(row, Audience.of_residents()) for row in (earlier, later))
    chosen = tuple(AlterationKind(kind) for kind in kinds if kind in set(AlterationKind))
    return {
        "pair": (earlier, later),
        "query": urlencode({"from": other.slug}),
        **comparison_context(before, after, chosen),
    }


def _problem(edition: PlanEdition, other: PlanEdition | None, asked: str) -> str:
    if other is None and asked:
        return _("There is no public edition at this address. Choose one from the list.")
    if other is None:
        return _("There is no earlier public edition to compare with.")
    if other.pk == edition.pk:
        return _("Both sides are the same. Choose two different ones.")
    return ""
