"""Where publishing ends: what was published, for whom, and what one goes on with."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from accounts.types import SignedInRequest
from reports.composing.imprints import public_address
from reports.models import PlanEdition


@require_GET
def published_page(request: SignedInRequest, pk: int) -> HttpResponse:
    """The end of publishing an edition, for who publishes."""
    if not request.user.has_perm("reports.change_actionplan"):
        raise PermissionDenied
    editions = PlanEdition.objects.visible_to(request.user).listed()
    edition = get_object_or_404(editions.select_related("plan"), pk=pk)
    site = request.build_absolute_uri("/").rstrip("/")
    context = {
        "edition": edition,
        "before": edition_before(edition),
        "address": edition.is_public
        and (public_address(edition.slug) or public_address(edition.slug, site)),
    }
    return render(request, "reports/editions/published.html", context)


def edition_before(edition: PlanEdition) -> PlanEdition | None:
    """The edition that readers know: the plan's own one before, else the newest of another plan."""
    earlier = PlanEdition.objects.listed().filter(withdrawal=None)
    own = earlier.filter(plan=edition.plan_id, number__lt=edition.number)
    others = earlier.filter(published_at__lt=edition.published_at).exclude(plan=edition.plan_id)
    return own.order_by("-number").first() or others.order_by("-published_at", "-pk").first()
