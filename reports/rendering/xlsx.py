"""Plan document → Excel (.xlsx): a sheet for each kind of row, to filter, sort and add up."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from impact_assessments.choices import INTEROPERABILITY, PARTS, PUBLICITY, Effect, Screening
from projects.confidentiality import labels
from projects.sheets.writing import (
    MIDDLE,
    NARROW,
    WIDE,
    Shape,
    SheetColumn,
    SheetPage,
    xlsx_file,
)
from projects.sheets.xml_text import MOST_IN_A_CELL, as_written, first_part, length
from projects.values.choices import (
    Likelihood,
    Per,
    ResourceParty,
    ResourceUnit,
    ResponsibleParty,
    Scope,
    Vat,
    label_of,
)
from projects.values.fuzzy_dates import FuzzyDate, format_fuzzy_date, format_fuzzy_range
from reports.document.data_part import put_into, to_data
from reports.document.imprint import imprint_lines, left_out_line
from reports.document.plan import AssessmentPart, Imprint, PlanDocument
from reports.document.sheet_columns import passages_of
from reports.rendering.presentation import plan_context

WIDTHS = {"wide": WIDE, "middle": MIDDLE, "narrow": NARROW}

Row = Sequence[object]


def render_xlsx(document: PlanDocument, imprint: Imprint) -> bytes:
    """Labels in the plan's language; sums and amounts are numbers, dates as exact as they are."""
    with translation.override(document.language):
        tables = {
            "projects": (_("Projects"), *_projects(document)),
            "costs": (_("Costs"), *_costs(document)),
            "resources": (_("Resources"), *_resources(document)),
            "phases": (_("Phases"), *_phases(document)),
            "assessments": (_("Assessments"), *_assessments(document)),
            "chapters": (_("Chapters"), *_chapters(document)),
        }
        beside = "C2"  # a project's number and name stay in sight
        pages = [SheetPage(*table, beside) for table in tables.values()]
        pages.append(SheetPage(_("Milestones"), *_milestones(document), beside))
        pages.append(SheetPage(_("The plan"), *_about(document, imprint), "A2"))
        file = xlsx_file(
            pages,
            document.title,
            author=document.organisation,
            language=document.language,
            made_on=imprint.made_on,
        )
        written = passages_of(
            {
                sheet: (
                    [capfirst(column.head) for column in columns],
                    [[as_written(value) for value in row] for row in rows],
                )
                for sheet, (_title, columns, rows) in tables.items()
            }
        )
        return put_into(file, "xl/workbook.xml", to_data(document, written))


def _text(head: str, width: str = "wide") -> SheetColumn:
    return SheetColumn(head, width=WIDTHS[width])


def _sum(head: str) -> SheetColumn:
    return SheetColumn(head, Shape.MONEY, NARROW)


def _of_project() -> list[SheetColumn]:
    return [_text(_("number"), "narrow"), _text(_("Project"), "middle")]


def _date(date: FuzzyDate | None, language: str) -> str:
    return format_fuzzy_date(date, language) if date else ""


def _projects(document: PlanDocument) -> tuple[list[SheetColumn], Sequence[Row]]:
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
    rows = [
        (
            p.number,
            p.name,
            label_of(Scope, p.scope),
            p.service_area,
            p.unit or "",
            p.description,
            p.change_effects,
            p.strategic_goal,
            _date(p.schedule.start, document.language),
            _date(p.schedule.end, document.language),
            p.schedule.text,
            label_of(Likelihood, p.likelihood.value),
            p.likelihood.text,
            label_of(ResponsibleParty, p.responsible.value),
            p.responsible.text,
            shown[p.number]["cost"],
            p.costs.text,
            p.resources.text,
            p.notes,
            p.language or document.language,
            ", ".join(map(str, labels(p.left_out))),
        )
        for p in document.projects
    ]
    return columns, rows


_ANY = Imprint(datetime.date(2000, 1, 1))  # no word of a project hangs on the imprint


def _costs(document: PlanDocument) -> tuple[list[SheetColumn], Sequence[Row]]:
    columns = [
        *_of_project(),
        _text(_("what for"), "middle"),
        _sum(_("at least (€)")),
        _sum(_("at most (€)")),
        _text(_("period"), "narrow"),
        _text(_("unit"), "narrow"),
        SheetColumn(_("number of units"), Shape.WHOLE, NARROW),
        SheetColumn(_("first year"), Shape.WHOLE, NARROW),
        SheetColumn(_("last year"), Shape.WHOLE, NARROW),
        _text(_("VAT"), "middle"),
    ]
    rows = [
        (
            p.number, p.name, c.description, c.low, c.high, label_of(Per, c.per), c.unit or "",
            c.count, c.first_year, c.last_year, label_of(Vat, c.vat),
        )
        for p in document.projects
        for c in p.costs.items
    ]  # fmt: skip
    return columns, rows


def _resources(document: PlanDocument) -> tuple[list[SheetColumn], Sequence[Row]]:
    columns = [
        *_of_project(),
        _text(_("whose work"), "middle"),
        _text(_("what for"), "middle"),
        SheetColumn(_("at least"), Shape.AMOUNT, NARROW),
        SheetColumn(_("at most"), Shape.AMOUNT, NARROW),
        _text(_("unit"), "middle"),
        _text(_("for each"), "middle"),
    ]
    rows = [
        (
            p.number, p.name, label_of(ResourceParty, r.party), r.description, r.low, r.high,
            label_of(ResourceUnit, r.unit), r.per,
        )
        for p in document.projects
        for r in p.resources.items
    ]  # fmt: skip
    return columns, rows


def _phases(document: PlanDocument) -> tuple[list[SheetColumn], Sequence[Row]]:
    columns = [
        *_of_project(),
        _text(_("Phase"), "middle"),
        _text(_("start"), "narrow"),
        _text(_("end"), "narrow"),
        SheetColumn(_("first day"), Shape.DAY, NARROW),
        SheetColumn(_("last day"), Shape.DAY, NARROW),
        _text("EDTF", "narrow"),
    ]
    rows = [
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
    ]
    return columns, rows


def _milestones(document: PlanDocument) -> tuple[list[SheetColumn], Sequence[Row]]:
    columns = [
        *_of_project(),
        _text(_("milestone"), "middle"),
        _text(_("planned for"), "narrow"),
        SheetColumn(_("last day"), Shape.DAY, NARROW),
        SheetColumn(_("reached on"), Shape.DAY, NARROW),
    ]
    rows = [
        (
            p.number,
            p.name,
            milestone.name,
            _date(milestone.due, document.language),
            milestone.due.last_day if milestone.due else None,
            milestone.reached_on,
        )
        for p in document.projects
        for milestone in p.milestones
    ]
    return columns, rows


def _assessments(document: PlanDocument) -> tuple[list[SheetColumn], Sequence[Row]]:
    columns = [
        *_of_project(),
        _text(_("result of the screening"), "middle"),
        _text(_("justification")),
    ]
    has_more = any(part.says_something for p in document.projects for part in p.assessment.more)
    for part in (*PARTS, *((PUBLICITY, INTEROPERABILITY) if has_more else ())):
        columns += [_text(f"{part.letter}) {part.title}", "middle"), _text(f"{part.letter})")]
    rows = [
        (
            p.number,
            p.name,
            label_of(Screening, p.assessment.screening),
            p.assessment.justification,
            *(cell for part in p.shown_parts for cell in _part(part, p.assessment.screening)),
            *(cell for part in (p.assessment.more if has_more else ()) for cell in _more(part)),
        )
        for p in document.projects
    ]
    return columns, rows


def _more(part: AssessmentPart) -> tuple[str, str]:
    return (label_of(Effect, part.effect) if part.says_something else "", part.text)


def _part(part: AssessmentPart | None, screening: str | None) -> tuple[str, str]:
    if part is None:
        return "", ""
    if part.effect == Effect.UNASSESSED and screening == Screening.NOT_REQUIRED:
        return label_of(Screening, screening), part.text
    return label_of(Effect, part.effect), part.text


def _chapters(document: PlanDocument) -> tuple[list[SheetColumn], Sequence[Row]]:
    columns = [
        _text(_("number"), "narrow"),
        _text(_("title"), "middle"),
        _text(_("text")),
        _text(_("language"), "narrow"),
    ]
    rows = [
        (c.number, c.title, piece, c.language or document.language)
        for c in document.chapters
        for piece in _pieces(c.text)
    ]
    return columns, rows


def _pieces(text: str) -> Iterator[str]:
    """What fits into one cell each: a long text goes on in the next row."""
    while length(text) > MOST_IN_A_CELL:
        piece = first_part(text, MOST_IN_A_CELL)
        yield piece
        text = text[len(piece) :]
    yield text


def _about(document: PlanDocument, imprint: Imprint) -> tuple[list[SheetColumn], Sequence[Row]]:
    """What stands on the cover of the other files."""
    period = document.period
    rows = [
        (document.title,),
        (document.organisation,),
        (format_fuzzy_range(period.start, period.end, document.language),),
        *((line,) for line in imprint_lines(imprint)),
        *((line,) for line in (left_out_line(document),) if line),
    ]
    return [_text(_("The plan"))], rows
