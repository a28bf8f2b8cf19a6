"""Plan document → the HTML that the PDF is made of."""

from __future__ import annotations

import datetime

from django.template.loader import render_to_string
from django.utils import translation

from reports.document import PlanDocument
from reports.presentation import plan_context


def render_html(document: PlanDocument, made_on: datetime.date) -> str:
    context = plan_context(document, made_on)
    with translation.override(document.language):
        return render_to_string("reports/plan_pdf.html", context)
