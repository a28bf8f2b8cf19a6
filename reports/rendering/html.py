"""Plan document → HTML: what the PDF is made of, and a file that stands by itself."""

from __future__ import annotations

import base64
from functools import cache

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import mark_safe

from organisation import brand
from organisation.colours import WHITE, Colour
from reports.document.plan import Imprint, PlanDocument
from reports.rendering.presentation import accents, page_context, plan_context

# The grounds of the dark theme in static/salkku/plan-file.css.
DARK = [Colour.from_hex("#12181e"), Colour.from_hex("#1b232b")]


def paper_html(document: PlanDocument, imprint: Imprint) -> str:
    """What WeasyPrint lays out; see reports/rendering/paper/pdf.py."""
    context = plan_context(document, imprint) | {
        "logo": "salkku:organisation/logo" if brand.logo() else "",
        "fonts": mark_safe(brand.font_css()),
    }
    with translation.override(document.language):
        return render_to_string("reports/document/plan_pdf.html", context)


def render_html(document: PlanDocument, imprint: Imprint) -> str:
    """One file with its style and figures in it, without scripts; it opens no address."""
    context = page_context(document, imprint)
    context |= {"css": mark_safe(_css() + _colours()), "logo": _logo_in_the_page()}
    with translation.override(document.language):
        return render_to_string("reports/document/plan_file.html", context)


def _colours() -> str:
    """The organisation's accent in the light theme and in the dark one."""
    light = accents()
    accent = Colour.from_hex(light["accent"]).readable_on(DARK, towards=WHITE)
    dark = {
        "accent": accent.hex,
        "accent_strong": accent.mixed(WHITE, 0.4).hex,
        "accent_faint": accent.mixed(DARK[0], 0.5).hex,
    }
    return (
        f":root {{ {_declared(light)} }}\n"
        f"@media (prefers-color-scheme: dark) {{ :root {{ {_declared(dark)} }} }}\n"
        f"@media print {{ :root {{ color-scheme: light; --page: #fff; --raised: #fff; "
        f"--text: #000; --quiet: #4a5560; --line: #c9d1d9; {_declared(light)} }} }}\n"
    )


def _declared(colours: dict[str, str]) -> str:
    return " ".join(f"--{name.replace('_', '-')}: {value};" for name, value in colours.items())


@cache
def _css() -> str:
    path = settings.FILES_DIR / "static" / "salkku" / "plan-file.css"
    return path.read_text(encoding="utf-8")


def _logo_in_the_page() -> str:
    picture = brand.logo()
    if picture is None:
        return ""
    return f"data:{picture.content_type};base64,{base64.b64encode(picture.data).decode()}"
