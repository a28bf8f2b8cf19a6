"""A project of the data with what somebody changed in the file's text since it was written."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from django.utils import translation
from django.utils.translation import gettext as _

from impact_assessments.choices import Effect, Screening
from reports.document import plan as doc
from reports.document.told_once import says_only_the_sums, says_only_the_work
from reports.reading.files.lines import Line
from reports.reading.meaning import answers
from reports.reading.meaning.needs import read_resources
from reports.reading.meaning.schedules import read_schedule
from reports.reading.meaning.sums import read_sums
from reports.reading.own.changed import (
    Changed,
    beside,
    chosen,
    labelled,
    only_labels,
    take,
    unread,
)
from reports.reading.own.fit import TEXTS
from reports.reading.own.passages import Now, Piece, key

R = TypeVar("R")
_Parts = tuple[doc.AssessmentPart, ...]
_PART = re.compile(r"(?P<letter>[a-f])\)")
_PART_LINE = re.compile(r"(?P<letter>[a-f])\)\s[^:]*:\s*(?P<effect>[^.:]*)\.?\s*")


def with_changes(
    written: doc.PlannedProject, found: dict[str, Piece], section: Now, language: str
) -> Changed:
    """Texts are taken as they stand now; sums, dates and answers are read from them."""
    made = Changed(written, language)
    changed = {name: piece for name, piece in found.items() if piece.is_changed}
    if "name" in changed:
        made.project = replace(made.project, name=section.name)
        made.fields.append("name")
    for name in TEXTS:
        if name in changed:
            take(made, name, _text(changed[name].now))
    _place(made, changed.get("place/fact"))
    for name in ("likelihood", "responsible"):
        _choice(made, name, changed)
    _schedule(made, found)
    _costs(made, found)
    _resources(made, found)
    if piece := changed.get("milestones/item"):
        line = piece.now[0].number if piece.now else None
        made.doubts.append((line, beside(made, _("Milestones"))))
    if "assessment" in changed:
        _assessment(made, changed["assessment"])
    return made


def _text(lines: Sequence[Line]) -> str:
    """Lines as the portfolio keeps them: lists with dashes, an empty line between paragraphs."""
    text, before = "", None
    for line in lines:
        shown = f"- {line.text}" if line.is_list else line.text
        if before is not None:
            is_close = before.number == line.number or (before.is_list and line.is_list)
            text += "\n" if is_close else "\n\n"
        text += shown
        before = line
    return text


def _value(piece: Piece | None) -> str:
    """What stands beside the label in the row of a table."""
    if piece is None or not piece.now:
        return ""
    return piece.now[0].text.partition("\t")[2].strip()


def _place(made: Changed, piece: Piece | None) -> None:
    value = _value(piece)
    if not value:
        return
    area, slash, unit = (part.strip() for part in value.partition(" / "))
    if slash:
        made.project = replace(made.project, service_area=area, unit=unit)
    elif made.project.unit:
        made.project = replace(made.project, unit=area)
    else:
        made.project = replace(made.project, service_area=area)
    made.fields.append("service_area")


def _choice(made: Changed, name: str, changed: dict[str, Piece]) -> None:
    said: doc.Choice = getattr(made.project, name)
    if name in changed:
        said = replace(said, text=_text(changed[name].now))
    if value := _value(changed.get(f"{name}/fact")):
        if only_labels(name, said, made.language):
            said = replace(said, text="")  # the fact alone told it, and tells otherwise now
        said = replace(said, value=chosen(name, value, made.language))
        if said.value is None:
            made.doubts.append((changed[f"{name}/fact"].now[0].number, unread(made, value)))
    take(made, name, said)


def _schedule(made: Changed, found: dict[str, Piece]) -> None:
    said = made.project.schedule
    text, phases = said.text, said.phases
    items, fact = found.get("schedule/item"), found.get("schedule/fact")
    if (piece := found.get("schedule")) and piece.is_changed:
        text = _text(piece.now)
    if items and items.is_changed and len(items.then) == len(phases):
        phases = _rows(made, items, phases, read_schedule)
    elif fact and fact.is_changed and not (items and items.now):
        if len(phases) == 1 and phases[0].name:  # told among the facts, with its name
            told = replace(fact.now[0], text=_value(fact)) if fact.now else Line(0, "")
            phases = _rows(made, Piece([""], [told]), phases, read_schedule)
        else:
            phases = read_schedule(_value(fact))
        if not phases:
            made.doubts.append(
                (fact.now[0].number if fact.now else None, unread(made, _value(fact)))
            )
    elif (fact and fact.is_changed) or (piece and piece.is_changed and not (items and items.now)):
        line = (fact if fact and fact.is_changed else piece).now
        made.doubts.append((line[0].number if line else None, beside(made, _("schedule"))))
    take(made, "schedule", doc.Schedule(text, phases))


def _costs(made: Changed, found: dict[str, Piece]) -> None:
    said = made.project.costs
    text, rows = said.text, said.items
    items, fact = found.get("costs/item"), found.get("costs/fact")
    if (piece := found.get("costs")) and piece.is_changed:
        text = _text(piece.now)
    described = [row for row in rows if row.description]
    if items and items.is_changed and len(items.then) == len(described):
        bare = tuple(row for row in rows if not row.description)
        rows = (*bare, *_rows(made, items, described, _costs_in))
    elif fact and fact.is_changed:
        then = fact.then[0].partition("\t")[2].split("; ")
        line = fact.now[0] if fact.now else Line(0, "")
        words = [replace(line, text=each) for each in _value(fact).split("; ") if each]
        if len(then) != len(rows):
            then = []
        if says_only_the_sums(said):
            text = _value(fact)  # it is told by the facts alone, and would be of another sum
        rows = _rows(made, Piece(then, words), rows if then else (), _costs_in)
    elif piece and piece.is_changed:
        rows = _sums_of(made, rows, "\n".join(piece.then), text, piece)
    take(made, "costs", doc.Costs(text, rows))


def _costs_in(text: str) -> tuple[doc.Cost, ...]:
    return read_sums(text).items


def _sums_of(
    made: Changed, rows: tuple[doc.Cost, ...], then: str, now: str, piece: Piece
) -> tuple[doc.Cost, ...]:
    """The sums, where those that the text names are other ones now; a doubt where that is unclear."""
    before, after = read_sums(then).items, read_sums(now).items
    if [_amount(cost) for cost in before] == [_amount(cost) for cost in after]:
        return rows
    amounts = [_amount(row) for row in rows]
    if len(before) == len(after) and all(amounts.count(_amount(cost)) == 1 for cost in before):
        new = {_amount(old): cost for old, cost in zip(before, after, strict=True)}
        return tuple(
            replace(row, low=new[_amount(row)].low, high=new[_amount(row)].high)
            if _amount(row) in new
            else row
            for row in rows
        )
    made.doubts.append((piece.now[0].number if piece.now else None, beside(made, _("Cost"))))
    return rows


def _amount(cost: doc.Cost) -> tuple[object, ...]:
    return cost.low, cost.high, cost.per


def _resources(made: Changed, found: dict[str, Piece]) -> None:
    said = made.project.resources
    text, rows = said.text, said.items
    items = found.get("resources/item")
    if (piece := found.get("resources")) and piece.is_changed:
        text = _text(piece.now)
    if items and items.is_changed and len(items.then) == len(rows):
        if says_only_the_work(said):
            text = ""  # the rows alone told it, and tell otherwise now
        rows = _rows(made, items, rows, lambda words: read_resources(words).items)
    take(made, "resources", doc.Resources(text, rows))


def _rows(
    made: Changed, items: Piece, rows: Sequence[R], read: Callable[[str], tuple[R, ...]]
) -> tuple[R, ...]:
    """The rows whose lines stand as they were written, and what the other lines say."""
    free = [(key(line), row) for line, row in zip(items.then, rows, strict=bool(items.then))]
    taken: list[R] = []
    for line in items.now:
        same = next((pair for pair in free if pair[0] == key(line.text)), None)
        if same:
            free.remove(same)
            taken.append(same[1])
            continue
        new = read(line.text)
        if not new:
            made.doubts.append((line.number, unread(made, line.text)))
        name, colon, _rest = line.text.partition(":")
        is_named = bool(colon) and len(new) == 1
        for row in new:
            if is_named and isinstance(row, doc.Cost):
                row = replace(row, description=row.description or name.strip())
            elif is_named and isinstance(row, doc.Phase):
                row = replace(row, name=name.strip())
            taken.append(row)
    return tuple(taken)


def _assessment(made: Changed, piece: Piece) -> None:
    """What the parts say now; a part whose lines say the same stays as the data has it."""
    then = _read([Line(0, text) for text in piece.then], made.language)
    now = _read(piece.now, made.language)
    said = made.project.assessment
    take(
        made,
        "assessment",
        replace(
            said,
            screening=said.screening if then.screening == now.screening else now.screening,
            justification=said.justification
            if key(then.justification) == key(now.justification)
            else now.justification,
            parts=_merged(said.parts, then.parts, now.parts),
            more=_merged(said.more, then.more, now.more),
        ),
    )


def _merged(said: _Parts, then: _Parts, now: _Parts) -> _Parts:
    """Of each part what the data says, and what the file says otherwise than it was written."""
    return tuple(
        part
        if was == is_now
        else replace(
            part,
            text=is_now.text,
            effect=part.effect if was.effect == is_now.effect else is_now.effect,
        )
        for part, was, is_now in zip(said, then, now, strict=True)
    )


def _read(lines: Sequence[Line], language: str) -> doc.Assessment:
    """The assessment as our own files write it."""
    effects: dict[str, str] = {}
    texts: dict[str, list[Line]] = {"": []}
    screening, open_part = None, ""
    with translation.override(language):
        gathered = {
            key(_("No effect:")): Effect.NONE,
            key(_("Not assessed yet:")): Effect.UNASSESSED,
        }
    for index, line in enumerate(lines):
        if index == 0:
            screening = labelled(Screening, line.text.rpartition(" · ")[2], language)
            continue
        whole = _PART_LINE.match(line.text)
        letters = _PART.findall(line.text)
        if whole:
            open_part = whole["letter"]
            effects[open_part] = labelled(Effect, whole["effect"], language) or answers.effect(
                line.text.partition(":")[2]
            )
            rest = line.text[whole.end() :]
            texts[open_part] = [replace(line, text=rest)] if rest else []
        elif letters and (
            begun := [e for k, e in gathered.items() if key(line.text).startswith(k)]
        ):
            effects |= dict.fromkeys(letters, begun[0])
        else:
            texts.setdefault(open_part, []).append(line)

    def parts_of(letters: Sequence[str]) -> _Parts:
        return tuple(
            doc.AssessmentPart(
                str(effects.get(letter, Effect.UNASSESSED)), _text(texts.get(letter, ()))
            )
            for letter in letters
        )

    return doc.Assessment(
        screening,
        _text(texts[""]),
        parts_of(doc.PART_LETTERS),
        parts_of(doc.MORE_LETTERS),
    )
