"""Plan document → HTML: what the PDF is made of, and a file that stands by itself."""

from __future__ import annotations

import base64
from functools import cache

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import mark_safe

from reports.document import Imprint, PlanDocument
from reports.presentation import plan_context
from reports.rendering import brand


def paper_html(document: PlanDocument, imprint: Imprint) -> str:
    """What WeasyPrint lays out; see reports/rendering/pdf.py."""
    context = plan_context(document, imprint) | {
        "logo": "salkku:organisation/logo" if brand.logo() else "",
        "fonts": mark_safe(brand.font_css()),
    }
    with translation.override(document.language):
        return render_to_string("reports/plan_pdf.html", context)


def render_html(document: PlanDocument, imprint: Imprint) -> str:
    """One file with its style and figures in it, without scripts; it opens no address."""
    context = plan_context(document, imprint)
    colours = f":root {{ --accent: {context['accent']}; --accent-strong: {context['accent_strong']} }}"
    context |= {"css": mark_safe(_css() + colours), "logo": _logo_in_the_page()}
    with translation.override(document.language):
        return render_to_string("reports/plan_file.html", context)


@cache
def _css() -> str:
    path = settings.BASE_DIR / "static" / "salkku" / "plan-file.css"
    return path.read_text(encoding="utf-8")


def _logo_in_the_page() -> str:
    picture = brand.logo()
    if picture is None:
        return ""
    return f"data:{picture.content_type};base64,{base64.b64encode(picture.data).decode()}"
