"""Plan document → Excel (.xlsx): a sheet for each kind of row, to filter, sort and add up."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable, Sequence
from typing import Any

import openpyxl
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from impact_assessments.choices import PARTS, Effect, Screening
from projects.choices import (
    Likelihood,
    Per,
    ResourceParty,
    ResourceUnit,
    ResponsibleParty,
    Scope,
    Vat,
)
from projects.confidentiality import labels
from projects.fuzzy_dates import FuzzyDate, format_fuzzy_date, format_fuzzy_range
from projects.resources import no_formula
from reports import document as doc
from reports.document import Imprint, PlanDocument
from reports.imprint import imprint_lines, left_out_lines
from reports.presentation import plan_context
from reports.rendering.word_file import clean

MONEY = '#,##0.00\\ "€"'
AMOUNT = "#,##0.##"
DAY = "d.m.yyyy"
MOST_IN_A_CELL = 32_767  # characters, Excel's own bound
WIDTHS = {"wide": 60, "middle": 26, "narrow": 14}

Row = Sequence[Any]
Column = tuple[str, str, str]  # head, width, number format or empty


def render_xlsx(document: PlanDocument, imprint: Imprint) -> bytes:
    """Labels in the plan's language; sums and amounts are numbers, dates as exact as they are."""
    with translation.override(document.language):
        book = _Book(document)
        book.properties(imprint)
        book.sheet(_("Projects"), *_projects(document))
        book.sheet(_("Costs"), *_costs(document))
        book.sheet(_("Resources"), *_resources(document))
        book.sheet(_("Phases"), *_phases(document))
        book.sheet(_("Assessments"), *_assessments(document))
        book.sheet(_("Chapters"), *_chapters(document))
        book.sheet(_("The plan"), *_about(document, imprint), "A2")
        return book.data()


class _Book:
    def __init__(self, document: PlanDocument) -> None:
        self.book = openpyxl.Workbook(write_only=True)
        self.document = document

    def properties(self, imprint: Imprint) -> None:
        about = self.book.properties
        about.title, about.creator = clean(self.document.title), clean(self.document.organisation)
        about.language = self.document.language
        about.created = about.modified = datetime.datetime.combine(imprint.made_on, datetime.time())

    def sheet(
        self, title: str, columns: Sequence[Column], rows: Iterable[Row], beside: str = "C2"
    ) -> None:
        """A head that stays in sight and filters its rows, and the rows.

        What stands above and to the left of `beside` stays in sight: a project's number and name.
        """
        page = self.book.create_sheet(title[:31])
        page.freeze_panes = beside
        for place, (_head, width, _format) in enumerate(columns, 1):
            page.column_dimensions[get_column_letter(place)].width = WIDTHS[width]
        page.append([_head_cell(page, head) for head, _width, _format in columns])
        count = 1
        for row in rows:
            cells = zip(columns, row, strict=True)
            page.append([_cell(page, value, shape) for (_h, _w, shape), value in cells])
            count += 1
        page.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{count}"

    def data(self) -> bytes:
        target = io.BytesIO()
        self.book.save(target)
        return target.getvalue()


def _head_cell(page: Any, text: str) -> Any:
    cell = WriteOnlyCell(page, value=no_formula(clean(capfirst(text))))
    cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    return cell


def _cell(page: Any, value: Any, shape: str) -> Any:
    if isinstance(value, str):
        value = no_formula(clean(value))[:MOST_IN_A_CELL]
    cell = WriteOnlyCell(page, value=None if value == "" else value)
    cell.alignment = Alignment(wrap_text=isinstance(value, str), vertical="top")
    if shape:
        cell.number_format = shape
    return cell


def _text(head: str, width: str = "wide") -> Column:
    return head, width, ""


def _sum(head: str) -> Column:
    return head, "narrow", MONEY


def _of_project() -> list[Column]:
    return [_text(_("number"), "narrow"), _text(_("Project"), "middle")]


def _date(date: FuzzyDate | None, language: str) -> str:
    return format_fuzzy_date(date, language) if date else ""


def _label(choices: Any, value: str | None) -> str:
    return str(choices(value).label) if value else ""


def _projects(document: PlanDocument) -> tuple[list[Column], Iterable[Row]]:
    columns = [
        *_of_project(),
        _text(_("scope"), "middle"),
        _text(_("Service area"), "middle"),
        _text(_("unit"), "middle"),
        _text(_("description")),
        _text(_("economic and functional effects")),
        _text(_("Strategic goal")),
        _text(_("start"), "narrow"),
        _text(_("end"), "narrow"),
        _text(_("schedule in words")),
        _text(_("likelihood of keeping the schedule"), "middle"),
        _text(_("likelihood explained")),
        _text(_("answers for the schedule"), "middle"),
        _text(_("responsibility explained")),
        _text(_("Cost"), "middle"),
        _text(_("costs in words")),
        _text(_("resources in words")),
        _text(_("Notes")),
        _text(_("language of the texts"), "narrow"),
        _text(_("Not public"), "middle"),
    ]
    shown = {row["number"]: row for row in plan_context(document, _ANY)["projects"]}
    rows = (
        (
            p.number,
            p.name,
            _label(Scope, p.scope),
            p.service_area,
            p.unit or "",
            p.description,
            p.change_effects,
            p.strategic_goal,
            _date(p.schedule.start, document.language),
            _date(p.schedule.end, document.language),
            p.schedule.text,
            _label(Likelihood, p.likelihood.value),
            p.likelihood.text,
            _label(ResponsibleParty, p.responsible.value),
            p.responsible.text,
            shown[p.number]["cost"],
            p.costs.text,
            p.resources.text,
            p.notes,
            p.language or document.language,
            ", ".join(map(str, labels(p.left_out))),
        )
        for p in document.projects
    )
    return columns, rows


_ANY = Imprint(datetime.date(2000, 1, 1))  # no word of a project hangs on the imprint


def _costs(document: PlanDocument) -> tuple[list[Column], Iterable[Row]]:
    columns = [
        *_of_project(),
        _text(_("what for"), "middle"),
        _sum(_("at least (€)")),
        _sum(_("at most (€)")),
        _text(_("period"), "narrow"),
        _text(_("unit"), "narrow"),
        _text(_("number of units"), "narrow"),
        _text(_("first year"), "narrow"),
        _text(_("last year"), "narrow"),
        _text(_("VAT"), "middle"),
    ]
    rows = (
        (
            p.number, p.name, c.description, c.low, c.high, _label(Per, c.per), c.unit or "",
            c.count, c.first_year, c.last_year, _label(Vat, c.vat),
        )
        for p in document.projects
        for c in p.costs.items
    )  # fmt: skip
    return columns, rows


def _resources(document: PlanDocument) -> tuple[list[Column], Iterable[Row]]:
    columns = [
        *_of_project(),
        _text(_("whose work"), "middle"),
        _text(_("what for"), "middle"),
        (_("at least"), "narrow", AMOUNT),
        (_("at most"), "narrow", AMOUNT),
        _text(_("unit"), "middle"),
        _text(_("for each"), "middle"),
    ]
    rows = (
        (
            p.number, p.name, _label(ResourceParty, r.party), r.description, r.low, r.high,
            _label(ResourceUnit, r.unit), r.per,
        )
        for p in document.projects
        for r in p.resources.items
    )  # fmt: skip
    return columns, rows


def _phases(document: PlanDocument) -> tuple[list[Column], Iterable[Row]]:
    columns = [
        *_of_project(),
        _text(_("Phase"), "middle"),
        _text(_("start"), "narrow"),
        _text(_("end"), "narrow"),
        (_("first day"), "narrow", DAY),
        (_("last day"), "narrow", DAY),
        ("EDTF", "narrow", ""),
    ]
    rows = (
        (
            p.number,
            p.name,
            phase.name,
            _date(phase.start, document.language),
            _date(phase.end, document.language),
            phase.start.first_day if phase.start else None,
            phase.end.last_day if phase.end else None,
            "/".join(date.edtf if date else ".." for date in (phase.start, phase.end)),
        )
        for p in document.projects
        for phase in p.schedule.phases
    )
    return columns, rows


def _assessments(document: PlanDocument) -> tuple[list[Column], Iterable[Row]]:
    columns = [
        *_of_project(),
        _text(_("result of the screening"), "middle"),
        _text(_("justification")),
    ]
    for part in PARTS:
        columns += [_text(f"{part.letter}) {part.title}", "middle"), _text(f"{part.letter})")]
    rows = (
        (
            p.number,
            p.name,
            _label(Screening, p.assessment.screening),
            p.assessment.justification,
            *(cell for part in p.shown_parts for cell in _part(part)),
        )
        for p in document.projects
    )
    return columns, rows


def _part(part: doc.AssessmentPart | None) -> tuple[str, str]:
    if part is None:
        return "", ""
    return _label(Effect, part.effect), part.text


def _chapters(document: PlanDocument) -> tuple[list[Column], Iterable[Row]]:
    columns = [
        _text(_("number"), "narrow"),
        _text(_("title"), "middle"),
        _text(_("text")),
        _text(_("language"), "narrow"),
    ]
    rows = (
        (c.number, c.title, piece, c.language or document.language)
        for c in document.chapters
        for piece in _pieces(c.text)
    )
    return columns, rows


def _pieces(text: str) -> list[str]:
    """What fits into one cell each: a long text goes on in the next row."""
    most = MOST_IN_A_CELL - 1  # an apostrophe may come before it
    return [text[at : at + most] for at in range(0, len(text), most)] or [""]


def _about(document: PlanDocument, imprint: Imprint) -> tuple[list[Column], Iterable[Row]]:
    """What stands on the cover of the other files."""
    period = document.period
    rows = [
        (document.title,),
        (document.organisation,),
        (format_fuzzy_range(period.start, period.end, document.language),),
        *((line,) for line in imprint_lines(imprint)),
        *((line,) for line in left_out_lines(document)),
    ]
    return [_text(_("The plan"))], rows
