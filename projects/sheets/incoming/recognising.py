"""Lines without a number: which of the rows that are there each means, as far as it says so.

A line that says all that a row says is that row. A name that only one row has is that row too,
where the sheet's rows have names (`SheetResource.NATURAL`); everything else is for a person to say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.db import models
from import_export import fields

from projects.sheets.files import ROW, AskedRow
from projects.sheets.incoming.naming import Key
from projects.sheets.rows import SheetRow

Line = tuple[int, dict[str, object]]


class Reading(Protocol):
    """What reads the sheet (`projects.sheets.reading`), as far as it is asked here."""

    resource: Any
    model: type[models.Model]
    columns: list[fields.Field]
    lines: list[Line]
    number: str
    answers: Mapping[int, Mapping[str, int]]

    def value(self, read: SheetRow, column: fields.Field, line: dict[str, object]) -> Any: ...
    def now(self, row: models.Model, column: fields.Field) -> object: ...
    def field(self, column: fields.Field) -> models.Field: ...


@dataclass
class Recognised:
    """By line the number of the row that it means, or what is asked of it."""

    keys: dict[int, int] = field(default_factory=dict)
    asked: dict[int, AskedRow] = field(default_factory=dict)


def recognise(reading: Reading, told: Collection[int]) -> Recognised:
    """`told` are the numbers that other lines say. One question, however many lines."""
    found = Recognised()
    if reading.resource.NATURAL:
        _Recognising(reading, found).all(set(told))
    return found


class _Recognising:
    def __init__(self, reading: Reading, found: Recognised) -> None:
        self.reading, self.resource, self.found = reading, reading.resource, found
        self.natural = [
            next((each for each in reading.columns if each.attribute == name), None)
            for name in self.resource.NATURAL
        ]

    def all(self, told: set[int]) -> None:
        groups: defaultdict[Key, list[Line]] = defaultdict(list)
        for number, line in self.reading.lines:
            if line.get(self.reading.number) not in (None, ""):
                continue
            answer = self.reading.answers.get(number, {}).get(ROW)
            if answer:
                self.found.keys[number] = answer
                told.add(answer)
            elif answer is None and (key := self._key(number, line)) is not None:
                groups[key].append((number, line))
        if not groups:
            return
        known: defaultdict[Key, list[models.Model]] = defaultdict(list)
        for row in self.resource.rows_like(groups):
            for key in self.resource.natural_keys(row):
                if key is not None and key in groups and row.pk not in told:
                    known[key].append(row)
        for key, rows in known.items():
            self._pair(groups[key], [row for row in rows if row.pk not in told], told)

    def _key(self, number: int, line: dict[str, object]) -> Key | None:
        """None where the line says too little, or something wrong: then it is told later."""
        row, line = self.reading.model(), dict(line)
        try:
            self.resource.begin(row, line, number)
            read = SheetRow(number, row, is_new=True)
            for column in self.natural:
                if column is not None and column.column_name in line:
                    setattr(row, column.attribute, self.reading.value(read, column, line))
        except (ValueError, ValidationError):
            return None
        return self.resource.natural_key(row)

    def _pair(self, lines: list[Line], rows: list[models.Model], told: set[int]) -> None:
        """First those that say the same; of the others one line and one row of a name."""
        rest = []
        for number, line in lines:
            same = next((row for row in rows if self._is_same(row, number, line)), None)
            if same is None:
                rest.append(number)
            else:
                rows.remove(same)
                self._take(number, same, told)
        if not rest or not rows:
            return
        if len(rest) == len(rows) == 1 and self.resource.is_named_well(rows[0]):
            self._take(rest[0], rows[0], told)
            return
        for number in rest:
            self.found.asked[number] = self._ask(number, rows)

    def _take(self, number: int, row: models.Model, told: set[int]) -> None:
        self.found.keys[number] = row.pk
        told.add(row.pk)

    def _ask(self, number: int, rows: Iterable[models.Model]) -> AskedRow:
        choices = [(row.pk, self.resource.called(row)) for row in rows]
        self.resource.waits(number, rows)
        return AskedRow(self.resource.question(), ROW, [*choices, (0, self.resource.a_new_one())])

    def _is_same(self, row: models.Model, number: int, line: dict[str, object]) -> bool:
        """Whether each cell of the line says what the row says."""
        read = SheetRow(number, row, is_new=True)
        try:
            for column in self.reading.columns:
                if column.column_name not in line:
                    continue
                value = self.reading.value(read, column, dict(line))
                is_many = self.reading.field(column).many_to_many
                said = {each.pk for each in value} if is_many else value
                if said != self.reading.now(row, column):
                    return False
        except (ValueError, ValidationError):
            return False
        return True
