"""What everybody reads without signing in: editions that were made public."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import Case, Prefetch, When
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from reports.composing.imprints import edition_imprint
from reports.editions.pages import document_of, file_rows, serve_as_published
from reports.models import Face, PlanEdition
from reports.models.editions import EditionQuerySet
from reports.public.open_data import catalogue
from reports.rendering.presentation import residents_context

GONE = 410


def public_editions(*needed: str) -> EditionQuerySet:
    """What has a public page, withdrawn ones too; `needed` as for `listed`."""
    rows = PlanEdition.objects.public().listed(*needed)
    return rows.prefetch_related(Prefetch("revisions", PlanEdition.objects.listed()))


def successor(edition: PlanEdition) -> PlanEdition | None:
    """The public edition that replaces this one and is not withdrawn, over several revisions."""
    seen = edition
    for _step in range(100):
        newer = [row for row in seen.revisions.listed().order_by("number") if row.is_public]
        if not newer:
            break
        seen = newer[-1]
    return seen if seen.pk != edition.pk and not hasattr(seen, "withdrawal") else None


@login_not_required
@require_safe
def public_list(request: HttpRequest) -> HttpResponse:
    """The plans that were published, newest first; what was replaced stands under them."""
    rows = [row for row in public_editions() if not hasattr(row, "withdrawal")]
    current: list[PlanEdition] = []
    earlier: list[PlanEdition] = []
    for row in rows:
        replaced = any(
            newer.is_public and not hasattr(newer, "withdrawal") for newer in row.revisions.all()
        )
        (earlier if replaced else current).append(row)
    context = {"current": current, "earlier": earlier}
    return render(request, "reports/public/list.html", context)


@login_not_required
@require_safe
def public_edition(request: HttpRequest, slug: str) -> HttpResponse:
    """A public edition as a page; of a withdrawn one only that it was, and why (status 410)."""
    edition = get_object_or_404(public_editions("public_document"), slug=slug)
    if hasattr(edition, "withdrawal"):
        return withdrawn(request, edition)
    document = document_of(edition, Face.PUBLIC)
    context = residents_context(document, edition_imprint(edition, is_public=True)) | {
        "edition": edition,
        "files": file_rows(edition, Face.PUBLIC, lambda kind: file_address(edition, kind)),
        "newer": successor(edition),
        "before": before(edition),
        "licence": settings.OPEN_DATA_LICENCE,
        "published": edition,
        "most_projects": settings.PLAN_WAIT_PROJECTS,
    }
    return render(request, "reports/public/edition.html", context)


def before(edition: PlanEdition) -> PlanEdition | None:
    """The public edition that was in force before: of this plan, or of the plan before it."""
    rows = PlanEdition.objects.public().filter(
        withdrawal=None, published_at__lt=edition.published_at, organisation=edition.organisation
    )
    of_this_plan = Case(When(plan=edition.plan_id, then=0), default=1)
    found: PlanEdition | None = rows.order_by(of_this_plan, "-published_at").first()
    return found


def file_address(edition: PlanEdition, kind: str) -> str:
    return reverse(f"public-{kind}", args=[edition.slug])


def withdrawn(request: HttpRequest, edition: PlanEdition) -> HttpResponse:
    """Instead of anything of a withdrawn edition: that it was withdrawn, and why."""
    context = {"edition": edition, "newer": successor(edition)}
    return render(request, "reports/public/withdrawn.html", context, status=GONE)


@login_not_required
@require_safe
def public_file(request: HttpRequest, slug: str, kind: str) -> HttpResponseBase:
    """A file of a public edition, as it was published."""
    edition = get_object_or_404(public_editions(), slug=slug)
    if hasattr(edition, "withdrawal"):
        return withdrawn(request, edition)
    file = get_object_or_404(edition.files, face=Face.PUBLIC, kind=kind)
    return serve_as_published(request, edition, file, public=True)


@login_not_required
@require_safe
def public_catalogue(request: HttpRequest) -> HttpResponse:
    """The public editions as open data (DCAT-AP 3.0 in JSON-LD)."""
    rows = public_editions("public_document").prefetch_related("files")
    editions = [row for row in rows if not hasattr(row, "withdrawal")]
    site = settings.SITE_ADDRESS or f"{request.scheme}://{request.get_host()}"
    answer = HttpResponse(catalogue(editions, site), content_type="application/ld+json")
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
