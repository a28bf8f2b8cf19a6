"""Plan document → HTML: what the PDF is made of, and a file that stands by itself."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils import translation

from reports.document import Imprint, PlanDocument
from reports.presentation import plan_context


def paper_html(document: PlanDocument, imprint: Imprint) -> str:
    """What WeasyPrint lays out; see reports/rendering/pdf.py."""
    context = plan_context(document, imprint)
    with translation.override(document.language):
        return render_to_string("reports/plan_pdf.html", context)


def render_html(document: PlanDocument, imprint: Imprint) -> str:
    """A file that stands by itself."""
    return paper_html(document, imprint)
