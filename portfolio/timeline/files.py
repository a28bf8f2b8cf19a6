"""The timeline as files: a picture (SVG), and sheets of paper (PDF)."""

from __future__ import annotations

import re

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import strip_spaces_between_tags
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts import audit
from accounts.types import Context, SignedInRequest
from organisation.content_types import CONTENT_TYPES
from organisation.file_answers import file_answer
from organisation.names import organisation_name
from portfolio.timeline.request import TimelineRequest
from portfolio.timeline.rows import ShownProject
from projects.sheets.writing import file_name
from projects.templatetags.salkku import day as day_words
from reports.figures.timeline import Canvas, Line, RowMeasures, draw
from reports.jobs.pages import pdf_of_page
from reports.rendering.presentation import accents

ROWS_IN_A_PICTURE, ROWS_IN_A_PDF, ROWS_A_SHEET = 400, 200, 24
MOST_BYTES = 500_000  # of a picture: what mail and editors of text still take
SAMPLE = 40  # rows that are drawn to see how large they are
FILE = Canvas(
    labels=310, width=860, head=30, row=22, chars=54, edge=14,
    measures=RowMeasures(has_gradients=True),
)  # fmt: skip
SHEET = Canvas(labels=250, width=560, head=28, row=18, chars=48, edge=14)
# Texts that people typed begin no line with a space.
_INDENTED = re.compile(r"\s*\n +")


@require_GET
def timeline_svg(request: SignedInRequest) -> HttpResponse:
    """The same as a picture of its own: the first rows of the filters, as many as it may hold."""
    asked = TimelineRequest.of(request)
    projects = asked.source.projects(list(asked.source.keys[:ROWS_IN_A_PICTURE]))
    rows = asked.show(projects)
    some = _picture(asked, rows[:SAMPLE])
    # The whole picture is drawn once, where the first rows tell how many will fit.
    rows = rows[: SAMPLE * MOST_BYTES // len(some)]
    picture = _picture(asked, rows) if len(rows) > SAMPLE else some
    while len(picture) > MOST_BYTES and len(rows) > 1:
        rows = rows[: len(rows) * MOST_BYTES // len(picture)] or rows[:1]
        picture = _picture(asked, rows)
    audit.record(audit.Event.EXPORTED, request=request, detail=f"{_('Timeline')}, SVG")
    return file_answer(picture, file_name(_("Timeline"), "svg", asked.day), CONTENT_TYPES["svg"])


def _picture(asked: TimelineRequest, rows: list[ShownProject]) -> bytes:
    lines = _with_headings(rows, asked)
    window = asked.window([row.project for row in rows])
    context = _file_context(asked, len(rows)) | {
        "timeline": draw(lines, window, FILE, asked.zoom, asked.day),
        "desc": "\n".join(f"{row.line.name}: {row.line.described}" for row in rows),
    }
    picture = render_to_string("portfolio/timeline_file.svg", context)
    # Without the template's spaces, which are most of it.
    return _INDENTED.sub(" ", strip_spaces_between_tags(picture)).strip().encode()


@require_GET
def timeline_pdf(request: SignedInRequest) -> HttpResponseBase:
    """The same on paper: the picture in sheets, and a table that tells it in words."""
    asked = TimelineRequest.of(request)
    projects = asked.source.projects(list(asked.source.keys[:ROWS_IN_A_PDF]))
    rows, window = asked.show(projects), asked.window(projects)
    lines = _with_headings(rows, asked)
    sheets = [lines[n : n + ROWS_A_SHEET] for n in range(0, len(lines), ROWS_A_SHEET)]
    context = _file_context(asked, len(rows)) | {
        "timelines": [draw(sheet, window, SHEET, asked.zoom, asked.day) for sheet in sheets],
        "groups": asked.grouped(rows),
    }
    audit.record(audit.Event.EXPORTED, request=request, detail=f"{_('Timeline')}, PDF")
    html = render_to_string("portfolio/timeline_pdf.html", context)
    return pdf_of_page(
        request,
        html,
        rows=len(rows),
        name=file_name(_("Timeline"), "pdf", asked.day),
        title=context["title"],
        back=reverse("timeline"),
    )


def _file_context(asked: TimelineRequest, shown: int) -> Context:
    words = {"organisation": organisation_name(), "day": day_words(asked.day)}
    return {
        "organisation": organisation_name(),
        "note": _note(asked, shown),
        "title": _("Timeline of the projects, %(organisation)s, %(day)s") % words,
        "language": (get_language() or "fi")[:2],
        "day": asked.day,
        "baseline": asked.baseline,
        **accents(),
        "active": [label for label, _rest in asked.source.filters.active()],
        "total": asked.source.total,
    }


def _note(asked: TimelineRequest, shown: int) -> str:
    """What stands below the picture: what the shapes mean, and what is left out."""
    parts = [_("A bar fades over an end that is known only roughly; a red flag is the forecast.")]
    if asked.baseline:
        day = day_words(asked.baseline)
        parts.append(_("Below the bars the schedules as they were on %(day)s.") % {"day": day})
    if shown < asked.source.total:
        parts.append(_("The first %(shown)s are shown.") % {"shown": shown})
    return " ".join([*parts, *asked.source.filters.rejected()])


def _with_headings(rows: list[ShownProject], asked: TimelineRequest) -> list[Line]:
    lines = []
    for name, group in asked.grouped(rows):
        if name:
            lines.append(Line(number="", name=name, spans=(), is_heading=True))
        lines += [row.line for row in group]
    return lines
