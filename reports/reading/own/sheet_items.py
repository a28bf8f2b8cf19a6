"""What somebody wrote into the rows of sums, work and phases of a workbook of ours."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from django.db.models import TextChoices

from projects.values.choices import Per, ResourceParty, ResourceUnit, Vat
from projects.values.fuzzy_dates import FuzzyDate
from projects.values.money import UnreadableMoney, parse_amount
from reports.document import plan as doc
from reports.reading.meaning.schedules import read_date
from reports.reading.own.cells import Row, Rows
from reports.reading.own.changed import Changed, labelled, unread

Item = TypeVar("Item", doc.Cost, doc.Resource, doc.Phase)
Read = Callable[[Row, Row, Item | None, str], Item]


class Unclear(ValueError):
    """A cell that says nothing of its kind; the text is the cell's."""


def items(made: Changed, rows: Rows, there: Sequence[Item], read: Read) -> tuple[Item, ...]:
    """The items of the rows that stand as they were written, and what the other rows say."""
    if rows.now is None or not rows.is_changed or len(rows.then) != len(there):
        return tuple(there)
    free = list(zip(rows.then, there, strict=True))
    kept: list[tuple[Row, Item | None]] = []
    for row in rows.now:
        same = next((pair for pair in free if row.same(pair[0])), None)
        if same:
            free.remove(same)
        kept.append((row, same[1] if same else None))
    found: list[Item] = []
    alone = len(rows.now) == len(rows.then)
    for place, (row, item) in enumerate(kept):
        if item is not None:
            found.append(item)
            continue
        # The row that stood here, where no row came or went; else nobody knows which it was.
        then, old = (rows.then[place], there[place]) if alone else (Row({}), None)
        try:
            found.append(read(row, then, old, made.language))
        except Unclear as error:
            made.doubts.append((row.line, unread(made, str(error))))
            if old is not None:
                found.append(old)
    return tuple(found)


def cost(row: Row, then: Row, old: doc.Cost | None, language: str) -> doc.Cost:
    low, high = _ends(row)
    per = _label(Per, row, then, "per", language, old.per if old else None)
    vat = _label(Vat, row, then, "vat", language, old.vat if old else None)
    return doc.Cost(
        low,
        high,
        per or str(Per.TOTAL),
        row.get("unit") or None,
        vat,
        row.get("description"),
        _whole(row.get("count")),
        _whole(row.get("first_year")),
        _whole(row.get("last_year")),
    )


def resource(row: Row, then: Row, old: doc.Resource | None, language: str) -> doc.Resource:
    low, high = _ends(row)
    party = _label(ResourceParty, row, then, "party", language, old.party if old else None)
    unit = _label(ResourceUnit, row, then, "unit", language, old.unit if old else None)
    if party is None or unit is None:
        raise Unclear(" ".join(filter(None, row.words.values())))
    return doc.Resource(party, low, high, unit, row.get("description"), row.get("per"))


def _ends(row: Row) -> tuple[Decimal, Decimal]:
    """The least and the most of an amount; one of them is both."""
    low, high = _amount(row.get("low")), _amount(row.get("high"))
    low, high = (high if low is None else low), (low if high is None else high)
    if low is None or high is None or low > high:
        raise Unclear(" ".join(filter(None, row.words.values())))
    return low, high


def phase(row: Row, then: Row, old: doc.Phase | None, _language: str) -> doc.Phase:
    start = _end(row, then, ("start", "first_day", 0), old.start if old else None)
    end = _end(row, then, ("end", "last_day", 1), old.end if old else None)
    if start and end and start.first_day > end.last_day:
        raise Unclear(f"{row.get('start')}–{row.get('end')}")
    return doc.Phase(row.get("phase"), start, end)


def _end(
    row: Row, then: Row, columns: tuple[str, str, int], old: FuzzyDate | None
) -> FuzzyDate | None:
    """The date of whichever of its three cells was changed; words come before days."""
    words, day, side = columns
    changed = row.changed(then)
    if words in changed:
        return date(row.get(words))
    if day in changed:
        return date(row.get(day))
    if "edtf" in changed:
        parts = [*row.get("edtf").split("/"), ".."]
        return None if parts[side].strip() in ("", "..") else _edtf(parts[side].strip())
    return old


def date(text: str) -> FuzzyDate | None:
    """None for an empty cell. Raises `Unclear`."""
    if not text:
        return None
    found = read_date(text)
    return found if found else _edtf(text)


def _edtf(text: str) -> FuzzyDate:
    try:
        return FuzzyDate.from_edtf(text)
    except ValueError as error:
        raise Unclear(text) from error


def _amount(text: str) -> Decimal | None:
    if not text:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        try:
            value = parse_amount(text)
        except (UnreadableMoney, ValueError) as error:
            raise Unclear(text) from error
    if not value.is_finite() or value < 0:
        raise Unclear(text)
    return value


def _whole(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise Unclear(text)
    return int(text)


def _label(
    choices: type[TextChoices], row: Row, then: Row, column: str, language: str, old: str | None
) -> str | None:
    """The choice that a cell names; the one that was there where the cell is as it was."""
    if column not in row.changed(then):
        return old
    text = row.get(column)
    value = labelled(choices, text, language) if text else None
    if text and value is None:
        raise Unclear(text)
    return value
