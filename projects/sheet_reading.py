"""A spreadsheet becomes rows of a model that are not saved yet, and what would change in them.

Questions to the database do not grow with the rows, except where rows name each other (areas).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.db.models import Max
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from projects.resources import AreaWidget, SheetResource
from projects.sheet_files import WrongCell, as_text
from projects.sheet_headings import HeadedTable

TOLD_EVERY = 100  # rows
Told = Callable[[float], None]


@dataclass
class SheetRow:
    """A line of the sheet with the row that it stands for."""

    line: int
    row: Any
    is_new: bool
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    """Heading, before and after of each cell that says something new."""
    fields: set[str] = field(default_factory=set)
    goals: list[Any] | None = None
    """Rows of the many-to-many column, where they change."""


@dataclass
class Sheet:
    """What a spreadsheet would do. With problems it does nothing."""

    rows: list[SheetRow] = field(default_factory=list)
    """Those that are new or change something."""
    unchanged: int = 0
    problems: list[tuple[int, str]] = field(default_factory=list)
    """Line and what is wrong with it."""
    versions: dict[int, int] = field(default_factory=dict)
    """The newest version of each row of the sheet, from before it was read."""

    @property
    def new(self) -> int:
        return sum(1 for each in self.rows if each.is_new)

    def digest(self) -> str:
        """Of all that would change: the same again means that nobody changed it in between."""
        said = [(None if each.is_new else each.row.pk, each.changes) for each in self.rows]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def versions_of(model: Any, keys: list[int]) -> dict[int, int]:
    """The number of each row's newest version; none for a row without history."""
    rows = model.history.filter(id__in=keys).order_by().values("id")
    return dict(rows.annotate(newest=Max("history_id")).values_list("id", "newest"))


def read_sheet(
    resource: SheetResource,
    table: HeadedTable,
    *,
    keep: Callable[[SheetRow], None] | None = None,
    told: Told | None = None,
) -> Sheet:
    """Reads every line. `keep` saves each row where later ones may name it; `told` gets 0 to 1."""
    return _Reading(resource, table, keep).all(told)


class _Reading:
    def __init__(self, resource: SheetResource, table: HeadedTable, keep: Any) -> None:
        self.resource, self.keep = resource, keep
        self.model = resource._meta.model
        number = resource.fields["number"]
        self.number = str(number.column_name)
        taken = [each.column for each in table.headings]
        for column in taken:
            if column is not None:
                column.column_name = str(column.column_name)
        self.columns = [
            each
            for each in resource.get_import_fields()
            if each in taken and each.column_name != self.number
        ]
        self.lines = [
            (
                number,
                {
                    column.column_name: value
                    for column, value in zip_longest(taken, cells[: len(taken)])
                    if column is not None
                },
            )
            for number, cells in table.lines
        ]
        self.sheet = Sheet()
        self.taken: dict[int, int] = {}

    def all(self, told: Told | None) -> Sheet:
        keys = [
            key for key in (_whole(line.get(self.number)) for _number, line in self.lines) if key
        ]
        self.sheet.versions = versions_of(self.model, keys)
        rows = self.model.objects.filter(pk__in=keys)
        many = [each.attribute for each in self.columns if self._field(each).many_to_many]
        self.rows = {row.pk: row for row in rows.prefetch_related(*many)}
        for place, (number, line) in enumerate(self.lines):
            if told and place % TOLD_EVERY == 0:
                told(place / len(self.lines))
            self._line(number, line)
        return self.sheet

    def _line(self, number: int, line: dict[str, Any]) -> None:
        try:
            read = self._row(number, line)
        except ValueError as error:
            self.sheet.problems.append((number, str(error)))
            return
        problems = [text for column in self.columns if (text := self._cell(read, column, line))]
        if not problems and not read.changes and not read.is_new:
            self.sheet.unchanged += 1
            return
        problems = problems or _wrong_in(read.row)
        self.sheet.problems += [(number, text) for text in problems]
        if not problems:
            self._keep(read)

    def _keep(self, read: SheetRow) -> None:
        self.sheet.rows.append(read)
        if self.keep:
            self.keep(read)
            for widget in (column.widget for column in self.columns):
                if isinstance(widget, AreaWidget):
                    widget.forget()

    def _row(self, number: int, line: dict[str, Any]) -> SheetRow:
        told = line.get(self.number)
        if told in (None, ""):
            return SheetRow(number, self.model(), is_new=True)
        key = _whole(told)
        if key is None:
            raise ValueError(_("“%(value)s” is not a number.") % {"value": told})
        if key not in self.rows:
            raise ValueError(
                _("There is no row with the number %(n)s. Leave the number of a new row empty.")
                % {"n": key}
            )
        if key in self.taken:
            raise ValueError(
                _("The number %(n)s stands on line %(line)s already.")
                % {"n": key, "line": self.taken[key]}
            )
        self.taken[key] = number
        return SheetRow(number, self.rows[key], is_new=False)

    def _cell(self, read: SheetRow, column: Any, line: dict[str, Any]) -> str:
        """Puts what the cell says into the row. What is wrong with it, or nothing."""
        heading = capfirst(column.column_name)
        try:
            value = self._value(read, column, line)
        except ValidationError as error:
            return f"{heading}: {' '.join(error.messages)}"
        except ValueError as error:
            return f"{heading}: {error}"
        if self._field(column).many_to_many:
            self._many(read, column, value, heading)
        else:
            self._one(read, column, value, heading)
        return ""

    def _value(self, read: SheetRow, column: Any, line: dict[str, Any]) -> Any:
        source = self._field(column)
        text = line[column.column_name]
        if isinstance(text, WrongCell):
            raise ValueError(text.text)
        if isinstance(source, models.CharField | models.TextField) and not source.choices:
            text = line[column.column_name] = as_text(text)
        is_empty = text is None or not str(text).strip()
        if str(text) == str(self.resource.LEFT_OUT):
            raise ValueError(
                _("This sheet was made for a reader who may not see this text. Remove the column.")
            )
        needed = source.has_default() and not source.blank
        if is_empty and needed and not isinstance(source, models.BooleanField):
            if read.is_new:
                return source.get_default()
            raise ValueError(_("This column needs a value."))
        value = column.clean(line)
        if source.many_to_many:
            return value or []
        return None if source.many_to_one and value == "" else source.to_python(value)

    def _one(self, read: SheetRow, column: Any, value: Any, heading: str) -> None:
        source, row = self._field(column), read.row
        before = getattr(row, column.attribute)
        if value == before and not read.is_new:
            return
        setattr(row, column.attribute, value)
        read.fields.add(source.name)
        shown = "" if read.is_new else column.widget.render(before, row)
        after = column.widget.render(value, row)
        if shown != after or not read.is_new:
            read.changes.append((heading, str(shown or ""), str(after or "")))

    def _many(self, read: SheetRow, column: Any, value: list[Any], heading: str) -> None:
        before = [] if read.is_new else list(getattr(read.row, column.attribute).all())
        if {each.pk for each in before} != {each.pk for each in value}:
            read.goals = value
            words = (column.widget.render(before), column.widget.render(value))
            read.changes.append((heading, *words))

    def _field(self, column: Any) -> models.Field:
        return self.model._meta.get_field(column.attribute.removesuffix("_id"))


def _whole(value: Any) -> int | None:
    """A number of a row; None for what is none."""
    text = str(value if value is not None else "").strip().removesuffix(".0")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else None


def _wrong_in(row: Any) -> list[str]:
    # What names another row was looked up already: the database need not be asked for it.
    known = [
        each.name
        for each in row._meta.concrete_fields
        if each.is_relation and getattr(row, each.attname) is not None
    ]
    try:
        row.full_clean(exclude=known)
    except ValidationError as error:
        return list(_in_words(error, type(row)))
    return []


def _in_words(error: ValidationError, model: Any) -> Iterator[str]:
    """The first thing that is wrong in each column, with its name before it."""
    for name, errors in error.error_dict.items():
        first = errors[0]
        if first.code in ("null", "blank"):
            text = _("This column needs a value.")
        else:
            text = " ".join(first.messages)
        if name == NON_FIELD_ERRORS:
            yield text
        else:
            yield f"{capfirst(str(model._meta.get_field(name).verbose_name))}: {text}"
