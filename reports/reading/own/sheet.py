"""A workbook that Salkku wrote: its data, and what was changed in its cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from impact_assessments.choices import Effect, Screening
from projects.sheets.xml_text import MOST_IN_A_CELL, length
from projects.values.choices import Scope
from projects.values.money import MoneyRange, format_money_range
from reports.document import plan as doc
from reports.document.data_part import WrittenData
from reports.document.interchange import UnreadablePlan
from reports.document.sheet_columns import CHAPTERS
from reports.reading.limits import Clock
from reports.reading.meaning import answers
from reports.reading.meaning.sums import read_sums
from reports.reading.own.cells import Row, Rows, Workbook, chapter_rows, paired, whose, written_rows
from reports.reading.own.changed import Changed, chosen, labelled, source_of, take, tell, unread
from reports.reading.own.fit import TEXTS, unfit
from reports.reading.own.sheet_items import Unclear, cost, date, items, phase, resource
from reports.reading.own.word import gone
from reports.reading.result import FROM_TEXT, Reading, Source

_PARTS = ("costs", "resources", "phases", "assessments")


def read_own_sheet(data: bytes, written: WrittenData, clock: Clock) -> Reading:
    """The plan. Raises `UnreadablePlan` where the cells and the data are of different plans."""
    document = written.document
    told = [p for p in written.passages if p.number not in ("", CHAPTERS)]
    planned = {project.number: project for project in document.projects}
    if not written.passages or sorted(planned) != sorted(p.number for p in told):
        raise UnreadablePlan(_("it does not fit the text"))
    book = Workbook(data, written.passages[0])
    clock.check()
    now = book.sheets.get("projects")
    if now is None:
        raise UnreadablePlan(_("it does not fit the text"))
    then = [written_rows(passage) for passage in told]
    heads = [rows["projects"][0] if rows["projects"] else Row({}) for rows in then]
    for rows, passage in zip(then, told, strict=True):
        _check(planned[passage.number], rows, document.language)
    pairs = paired(heads, now)
    if not pairs:
        raise UnreadablePlan(_("it does not fit the text"))
    found: dict[int, dict[str, Rows]] = {
        place: {sheet: Rows(now=[] if sheet in book.sheets else None) for sheet in _PARTS}
        for place in range(len(now))
    }
    for index, place in pairs.items():
        for sheet in _PARTS:
            found[place][sheet].then = then[index][sheet]
    # A row below names its project as it is called now, or as it was before somebody renamed it.
    old = [heads[index] for index in pairs]
    places = [*range(len(now)), *pairs.values()]
    for sheet in _PARTS:
        for at, row in whose(book.sheets.get(sheet, ()), [*now, *old]):
            kept = found[places[at]][sheet].now
            if kept is not None:
                kept.append(row)
    made: list[tuple[doc.PlannedProject, Source, int]] = []
    doubts: list[doc.Doubt] = []
    by_place = {place: index for index, place in pairs.items()}
    for place, row in enumerate(now):
        clock.check()
        known = by_place.get(place)
        if known is None and not row.get("name"):
            continue
        project = planned[told[known].number] if known is not None else _new(row)
        changed = Changed(project, document.language)
        _row(changed, row, heads[known] if known is not None else Row({}), found[place])
        changed.doubts += [(row.line, f"{_name(changed)}: {why}") for why in row.wrong]
        if known is not None:
            source = source_of(changed)
            tell(changed, row.line)
        else:
            source = Source(FROM_TEXT)
        doubts += [doc.Doubt(row.line, message) for _line, message in changed.doubts]
        made.append((changed.project, source, row.line or 0))
    missing = [f"{p.number} {planned[p.number].name}" for i, p in enumerate(told) if i not in pairs]
    if missing:
        doubts.append(doc.Doubt(None, gone(missing)))
    chapters = document.chapters
    if CHAPTERS in book.sheets:
        chapters = _chapters(document, chapter_rows(written.passages), book.sheets[CHAPTERS])
        if chapters != document.chapters:
            message = _("The text of the chapters was changed after it was written.")
            doubts.append(doc.Doubt(None, message))
    result = replace(
        document,
        projects=tuple(project for project, _s, _l in made),
        chapters=chapters,
        warnings=tuple(doubts),
        projects_left_out=0,
    )
    lines = tuple((line, line) for _p, _s, line in made)
    return Reading(result, tuple(book.lines), lines, tuple(source for _p, source, _l in made))


def _check(project: doc.PlannedProject, rows: dict[str, list[Row]], language: str) -> None:
    """Whether the cells that were written say what the data says."""
    words = [word for each in rows.values() for row in each for word in row.words.values()]
    if any(length(word) > MOST_IN_A_CELL - 200 for word in words):
        return  # a cell does not hold all of it
    for row in rows["costs"]:
        try:
            low_high = [cost(row, row, None, language)]
        except Unclear as error:
            raise UnreadablePlan(_("it does not fit the text")) from error
        words += [format_money_range(MoneyRange(c.low, c.high), language) for c in low_high]
    if unfit(project, "\n".join(words), language):
        raise UnreadablePlan(_("it does not fit the text"))


def _new(row: Row) -> doc.PlannedProject:
    """A project that somebody wrote into a row of its own; its cells are read like changed ones."""
    return doc.PlannedProject(row.get("number"), row.get("name"), str(Scope.SERVICE_AREA), "")


def _row(made: Changed, row: Row, then: Row, rows: dict[str, Rows]) -> None:
    changed = row.changed(then)
    for name in ("name", *TEXTS):
        if name in changed and (name != "name" or row.get("name")):
            take(made, name, row.get(name))
    if {"service_area", "unit", "scope"} & set(changed):
        _place(made, row, changed)
    if "language" in changed and row.get("language") in ("fi", "sv", "en"):
        made.project = replace(made.project, language=row.get("language"))
    for name in ("likelihood", "responsible"):
        _choice(made, row, changed, name)
    _schedule(made, row, changed, rows["phases"])
    _costs(made, row, changed, rows["costs"])
    work = items(made, rows["resources"], made.project.resources.items, resource)
    text = row.get("resources") if "resources" in changed else made.project.resources.text
    take(made, "resources", doc.Resources(text, work))
    if rows["assessments"].is_changed:
        _assessment(made, rows["assessments"])


def _place(made: Changed, row: Row, changed: Sequence[str]) -> None:
    values: dict[str, Any] = {}
    if "service_area" in changed:
        values["service_area"] = row.get("service_area")
    if "unit" in changed:
        values["unit"] = row.get("unit") or None
    if "scope" in changed and row.get("scope"):
        scope = labelled(Scope, row.get("scope"), made.language)
        if scope:
            values["scope"] = scope
        else:
            made.doubts.append((row.line, unread(made, row.get("scope"))))
    made.project = replace(made.project, **values)
    made.fields.append("service_area")


def _choice(made: Changed, row: Row, changed: Sequence[str], name: str) -> None:
    said: doc.Choice = getattr(made.project, name)
    if f"{name}_text" in changed:
        said = replace(said, text=row.get(f"{name}_text"))
    if name in changed:
        text = row.get(name)
        value = chosen(name, text, made.language) if text else None
        said = replace(said, value=value)
        if text and value is None:
            made.doubts.append((row.line, unread(made, text)))
    take(made, name, said)


def _schedule(made: Changed, row: Row, changed: Sequence[str], rows: Rows) -> None:
    said = made.project.schedule
    text = row.get("schedule") if "schedule" in changed else said.text
    phases = items(made, rows, said.phases, phase)
    if {"start", "end"} & set(changed) and not rows.is_changed:
        if len(phases) > 1:
            message = _("“%(project)s”: its first and last day follow from the sheet of phases.")
            made.doubts.append(
                (row.line, message % {"project": f"{made.project.number} {made.project.name}"})
            )
        else:
            name = phases[0].name if phases else ""
            try:
                start, end = date(row.get("start")), date(row.get("end"))
                phases = (doc.Phase(name, start, end),) if start or end else ()
            except Unclear as error:
                made.doubts.append((row.line, unread(made, str(error))))
    take(made, "schedule", doc.Schedule(text, phases))


def _costs(made: Changed, row: Row, changed: Sequence[str], rows: Rows) -> None:
    said = made.project.costs
    text = row.get("costs") if "costs" in changed else said.text
    sums = items(made, rows, said.items, cost)
    if "costs_told" in changed and not rows.is_changed:
        read = read_sums(row.get("costs_told")).items
        if len(sums) < 2 and len(read) == 1:
            one = sums[0] if sums else read[0]
            sums = (replace(one, low=read[0].low, high=read[0].high),)
        else:
            message = _("“%(project)s”: its cost follows from the sheet of costs; change it there.")
            made.doubts.append(
                (row.line, message % {"project": f"{made.project.number} {made.project.name}"})
            )
    take(made, "costs", doc.Costs(text, sums))


def _assessment(made: Changed, rows: Rows) -> None:
    if not rows.now:
        made.doubts.append((None, unread(made, _("impact assessment"))))
        return
    row, then = rows.now[0], rows.then[0] if rows.then else Row({})
    changed, said = row.changed(then), made.project.assessment
    screening = said.screening
    if "screening" in changed:
        screening = labelled(Screening, row.get("screening"), made.language)
        if row.get("screening") and screening is None:
            made.doubts.append((row.line, unread(made, row.get("screening"))))
            screening = said.screening
    reason = row.get("justification") if "justification" in changed else said.justification
    parts = [
        _part(made, row, changed, letter, part)
        for letter, part in zip(doc.PART_LETTERS, said.parts, strict=True)
    ]
    more = [
        _part(made, row, changed, letter, part)
        for letter, part in zip(doc.MORE_LETTERS, said.more, strict=True)
    ]
    made_of = replace(
        said, screening=screening, justification=reason, parts=tuple(parts), more=tuple(more)
    )
    take(made, "assessment", made_of)


def _part(
    made: Changed, row: Row, changed: Sequence[str], letter: str, part: doc.AssessmentPart
) -> doc.AssessmentPart:
    text = row.get(f"text_{letter}") if f"text_{letter}" in changed else part.text
    effect = part.effect
    if f"effect_{letter}" in changed:
        words = row.get(f"effect_{letter}")
        effect = str(Effect.UNASSESSED)
        if words:
            effect = labelled(Effect, words, made.language) or answers.effect(words)
    return replace(part, effect=effect, text=text)


def _chapters(
    document: doc.PlanDocument, then: Sequence[Row], now: Sequence[Row]
) -> tuple[doc.Chapter, ...]:
    """The chapters, those of which somebody changed a cell as they stand now."""
    before, after = _by_chapter(then), _by_chapter(now)
    if len(before) != len(document.chapters):
        return document.chapters
    there = {(c.number, key): c for c, key in zip(document.chapters, before, strict=False)}
    chapters = []
    for key, rows in after.items():
        old = next(
            (c for (number, k), c in there.items() if k == key or number == key[0] != ""), None
        )
        was = next((r for k, r in before.items() if k == key or k[0] == key[0] != ""), [])
        if old and len(was) == len(rows) and all(r.same(w) for r, w in zip(rows, was, strict=True)):
            chapters.append(old)
            continue
        language = rows[0].get("language")
        text = "".join(row.get("text") for row in rows)
        chapters.append(
            doc.Chapter(key[0], key[1], text, language if language != document.language else "")
        )
    return tuple(chapters)


def _by_chapter(rows: Sequence[Row]) -> dict[tuple[str, str], list[Row]]:
    found: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        found.setdefault((row.get("number"), row.get("title")), []).append(row)
    return found


def _name(made: Changed) -> str:
    return f"“{made.project.number} {made.project.name}”"
