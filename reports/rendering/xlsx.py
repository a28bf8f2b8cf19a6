"""Plan document → Excel (.xlsx): a sheet for each kind of row, to filter, sort and add up."""

from __future__ import annotations

import io

import openpyxl
from django.utils import translation
from django.utils.translation import gettext as _

from projects.resources import no_formula
from reports.document import Imprint, PlanDocument
from reports.presentation import plan_context


def render_xlsx(document: PlanDocument, imprint: Imprint) -> bytes:
    context = plan_context(document, imprint)
    with translation.override(document.language):
        book = openpyxl.Workbook(write_only=True)
        page = book.create_sheet(_("Projects"))
        page.append([_("Project"), _("Service area"), _("Schedule"), _("Cost")])
        for row in context["projects"]:
            texts = (f"{row['number']} {row['title']}", row["place"], row["schedule"], row["cost"])
            page.append([no_formula(text) for text in texts])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
