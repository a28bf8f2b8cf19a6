"""Rows on paper: a page of tables of which a PDF is made."""

from __future__ import annotations

from collections.abc import Sequence

from django.template.loader import render_to_string
from django.utils.translation import get_language

from organisation.names import organisation_name
from portfolio.exports.paper import lay_out
from projects.clock import today
from reports.rendering.presentation import accents


def paper_html(
    title: str,
    heads: Sequence[str],
    parts: Sequence[tuple[object, list[list[str]]]],
    filters: Sequence[str],
    sentences: Sequence[str] = (),
) -> str:
    """`parts` are rows of texts under their group (None for no groups); `sentences` are what a
    reader must know before them.
    """
    layout = lay_out(heads, [row for _group, rows in parts for row in rows])
    beside = layout.beside
    below = heads[beside:]
    context = {
        "title": title,
        "sentences": sentences,
        "heads": heads[:beside],
        "widths": layout.widths,
        "has_more": bool(below),
        "parts": [
            (group, [(row[:beside], list(zip(below, row[beside:], strict=True))) for row in rows])
            for group, rows in parts
        ],
        "language": get_language(),
        "organisation": organisation_name(),
        "filters": filters,
        "made_on": today(),
        **accents(),
    }
    return render_to_string("portfolio/list/list_pdf.html", context)
