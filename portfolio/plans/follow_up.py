"""The follow-up report of an edition: what was promised and where it stands, as page and PDF."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts import audit
from accounts.types import Context, SignedInRequest
from organisation.names import organisation_name
from portfolio.past.day import PastDayField
from projects.clock import today
from projects.history.past_portfolio import end_of
from projects.sheets.writing import file_name
from reports.comparison.follow_up import follow_up
from reports.jobs.pages import pdf_of_page
from reports.models import PlanEdition
from reports.rendering.presentation import accents


class FollowUpForm(forms.Form):
    at = PastDayField(label=gettext_lazy("Where the projects stand on"))


@require_GET
def follow_up_page(request: SignedInRequest, pk: int) -> HttpResponse:
    return render(request, "portfolio/follow_up.html", _context(request, pk))


@require_GET
def follow_up_pdf(request: SignedInRequest, pk: int) -> HttpResponseBase:
    context = _context(request, pk) | {
        "language": get_language(),
        "organisation": organisation_name(),
        "made_on": today(),
        **accents(),
    }
    html = render_to_string("portfolio/follow_up_pdf.html", context)
    edition, day = context["edition"], context["day"]
    audit.record(audit.Event.EXPORTED, request=request, about=edition, detail=f"PDF {day}")
    name = file_name(f"{_('Follow-up')} {edition.title}", "pdf", day)
    return pdf_of_page(
        request,
        html,
        rows=context["f"].total,
        name=name,
        title=edition.title,
        back=reverse("edition-follow-up", args=[pk]),
    )


def _context(request: SignedInRequest, pk: int) -> Context:
    """The day that `?at=` names, or today; what is no day is told at the form and is today."""
    edition = get_object_or_404(
        PlanEdition.objects.visible_to(request.user).select_related("plan"), pk=pk
    )
    form = FollowUpForm(request.GET)
    day = (form.cleaned_data["at"] or None) if form.is_valid() else None
    is_past = day is not None and day < today()
    found = follow_up(edition, request.user, day, end_of(day) if day and is_past else None)
    return {"edition": edition, "form": form, "day": day or today(), "is_past": is_past, "f": found}
