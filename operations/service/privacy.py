"""For the data protection officer: what is kept how long, and the record of processing."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.permissions import administrators_only
from accounts.types import Context, SignedInRequest
from operations.service.processing import record
from operations.service.retention import retention
from organisation.content_types import CONTENT_TYPES
from organisation.file_answers import file_answer
from organisation.names import organisation_name
from projects.clock import today
from projects.fields import reader_language
from projects.sheets.writing import file_name
from reports.rendering.paper.pdf import html_to_pdf
from reports.rendering.presentation import accents


@require_safe
def kept(request: SignedInRequest) -> HttpResponse:
    administrators_only(request.user)
    return render(request, "operations/retention.html", {"kept": retention()})


@require_safe
def processing(request: SignedInRequest) -> HttpResponse:
    administrators_only(request.user)
    return render(request, "operations/processing.html", _told())


@require_safe
def processing_pdf(request: SignedInRequest) -> HttpResponse:
    administrators_only(request.user)
    context = _told() | {
        "language": reader_language(),
        "organisation": organisation_name(),
        **accents(),
    }
    data = html_to_pdf(render_to_string("operations/processing_pdf.html", context))
    name = file_name(_("Record of processing activities"), "pdf")
    return file_answer(data, name, CONTENT_TYPES["pdf"])


def _told() -> Context:
    return {"parts": record(), "kept": retention(), "made_on": today()}
