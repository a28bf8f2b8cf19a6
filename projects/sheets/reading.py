"""A spreadsheet becomes rows of a model that are not saved yet, and what would change in them.

Questions to the database do not grow with the rows, except where rows name each other (areas).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from import_export import fields

from projects.sheets.columns import SheetResource
from projects.sheets.files import (
    AskedRow,
    WrongCell,
    WrongRow,
    as_text,
    needed_number,
    whole_number,
    without_mark,
)
from projects.sheets.headings import HeadedTable, in_every_language
from projects.sheets.incoming.recognising import Recognised, recognise
from projects.sheets.rows import Both, Left, Question, Sheet, SheetRow, Wrong, wrong_in
from projects.sheets.versions import Past, versions_of
from projects.sheets.widgets import AreaWidget, UnknownCell
from projects.sheets.xml_text import cut_mark

TOLD_EVERY = 100  # rows
Told = Callable[[float], None]


def read_sheet(
    resource: SheetResource,
    table: HeadedTable,
    *,
    keep: Callable[[SheetRow], None] | None = None,
    told: Told | None = None,
    since: Mapping[int, int] | None = None,
    chosen: Collection[str] = (),
) -> Sheet:
    """Reads every line. `keep` saves each row where later ones may name it; `told` gets 0 to 1.

    `since` are the versions of rows that have none in the sheet. `chosen` are the keys of `Both`
    of which the sheet's side is taken.
    """
    return Reading(resource, table, keep, since or {}, chosen).all(told)


class Reading:
    def __init__(
        self,
        resource: SheetResource,
        table: HeadedTable,
        keep: Callable[[SheetRow], None] | None,
        since: Mapping[int, int],
        chosen: Collection[str],
    ) -> None:
        self.resource, self.keep, self.since, self.chosen = resource, keep, since, chosen
        self.model = resource._meta.model
        number = resource.fields["number"]
        self.number = str(number.column_name)
        self.version = str(resource.fields["version"].column_name)
        columns = resource.get_import_fields()
        for column in columns:
            column.column_name = str(column.column_name)
        self.columns = [
            each
            for each in columns
            if table.has(each) and not each.readonly and each.column_name != self.number
        ]
        self.lines = list(table.under_headings(columns))
        self.answers = resource.answers = table.answers
        self.left_out = in_every_language(resource.LEFT_OUT)
        self.marks = [mark.strip() for mark in in_every_language(cut_mark)]
        self.sheet = Sheet()
        self.past: Past
        self.recognised = Recognised()
        self.taken: dict[int, int] = {}

    def all(self, told: Told | None) -> Sheet:
        told_keys = (whole_number(line.get(self.number)) for _number, line in self.lines)
        keys = [key for key in told_keys if key]
        self.recognised = recognise(self, keys)
        keys += self.recognised.keys.values()
        self.sheet.versions = versions_of(self.model, keys)
        rows = self.resource.rows().filter(pk__in=keys)
        many = [each.attribute for each in self.columns if self.field(each).many_to_many]
        self.rows = {row.pk: row for row in rows.prefetch_related(*many)}
        self.past = Past(self.model, self._versions(), self.sheet.versions, many)
        for place, (number, line) in enumerate(self.lines):
            if told and place % TOLD_EVERY == 0:
                told(place / len(self.lines))
            self._line(number, line)
        return self.sheet

    def _versions(self) -> dict[int, int]:
        """The version of each row in the sheet, or else the one from when it was looked at."""
        found: dict[int, int | None] = {
            key: self.since.get(key) for key in self.recognised.keys.values()
        }
        for _number, line in self.lines:
            key = whole_number(line.get(self.number))
            if key is not None and key in self.rows:
                version = whole_number(line.get(self.version))
                self.sheet.undated += version is None
                found[key] = self.since.get(key) if version is None else version
        return {key: version for key, version in found.items() if version is not None}

    def _line(self, number: int, line: dict[str, object]) -> None:
        try:
            read = self._row(number, line)
        except WrongRow as error:
            self._refuse(number, line, error)
            return
        wrong = []
        for column in self.columns:
            if column.column_name in line and (text := self._cell(read, column, line)):
                heading = capfirst(column.column_name)
                wrong.append(Wrong(number, text, column.attribute, heading))
        changes = read.changes or read.chosen or read.is_new
        if changes and not wrong:
            try:
                self.resource.follow(read)
            except WrongRow as error:
                self._refuse(number, line, error)
                return
            wrong = wrong_in(read.row, number)
        if wrong:
            self.sheet.wrong += wrong
            self.sheet.cells[number] = line
            return
        if read.left or read.both:
            read.changed_by = self.past.changed_by(read.row.pk)
            self.sheet.overtaken.append(read)
        if changes:
            self._keep(read)
        elif not read.left and not read.both:
            self.sheet.unchanged += 1

    def _refuse(self, number: int, line: dict[str, object], error: WrongRow) -> None:
        if isinstance(error, AskedRow):
            name = self.resource.name_in(line)
            self.sheet.questions.append(
                Question(number, name, str(error), error.what, error.choices)
            )
            return
        self.sheet.wrong += [Wrong(number, str(error), each) for each in error.columns[:1] or ("",)]
        self.sheet.cells[number] = line

    def _keep(self, read: SheetRow) -> None:
        self.sheet.rows.append(read)
        self.resource.kept(read.row)
        if self.keep:
            self.keep(read)
            for widget in (column.widget for column in self.columns):
                if isinstance(widget, AreaWidget):
                    widget.forget()

    def _row(self, number: int, line: dict[str, object]) -> SheetRow:
        told = line.get(self.number)
        if told in (None, ""):
            if number in self.recognised.asked:
                raise self.recognised.asked[number]
            told = self.recognised.keys.get(number)
        if told is None:
            if self.resource.NO_NEW_ROWS:
                raise WrongRow(self.resource.NO_NEW_ROWS, "id")
            row = self.model()
            self.resource.begin(row, line, number)
            return SheetRow(number, row, is_new=True)
        key = needed_number(told, "id")
        if key not in self.rows:
            raise WrongRow(
                _("There is no row with the number %(n)s. Leave the number of a new row empty.")
                % {"n": key},
                "id",
            )
        if key in self.taken:
            raise WrongRow(
                _("The number %(n)s stands on line %(line)s already.")
                % {"n": key, "line": self.taken[key]},
                "id",
            )
        self.taken[key] = number
        if line.get(self.version) not in (None, ""):
            needed_number(line[self.version], "sheet_version")
        row = self.rows[key]
        self.resource.begin(row, line, number)
        then = self.past.state(key)  # says if there is none
        if refusal := self.resource.refusal(row, then or row, line):
            raise WrongRow(refusal)
        return SheetRow(number, row, is_new=False, condition=self.resource.condition(row))

    def _cell(self, read: SheetRow, column: fields.Field, line: dict[str, object]) -> str:
        """Puts what the cell says into the row. What is wrong with it, or nothing."""
        heading = capfirst(column.column_name)
        text = line[column.column_name]
        try:
            if isinstance(text, str) and (beginning := without_mark(text, self.marks)) is not None:
                self._cut(read, column, beginning)
            else:
                self._put(read, column, self.value(read, column, line), heading)
        except ValidationError as error:
            return " ".join(error.messages)
        except UnknownCell as error:
            # Areas and goals may have other names since, or be gone.
            if read.is_new or not self.past.was_called(read.row.pk, self.field(column), str(text)):
                return str(error)
            self._leave(read, column, str(text))
        except ValueError as error:
            return str(error)
        return ""

    def _cut(self, read: SheetRow, column: fields.Field, beginning: str) -> None:
        """A text that was too long for a cell: the row keeps the whole of it."""
        if read.is_new:
            raise ValueError(_("The text was cut off when the sheet was made."))
        now = getattr(read.row, column.attribute)
        if not now.startswith(beginning):
            read.left.append(Left(capfirst(column.column_name), beginning, now))

    def _leave(self, read: SheetRow, column: fields.Field, was: str) -> None:
        """The cell says what the row said when the sheet was made."""
        source = self.field(column)
        state = self.past.state(read.row.pk)
        now = self.now(read.row, column)
        if state is not None and self.past.value(state, source) != now:
            words = self.past.words(source, now, column.widget)
            read.left.append(Left(capfirst(column.column_name), was, words))

    def now(self, row: models.Model, column: fields.Field) -> object:
        source = self.field(column)
        value = getattr(row, column.attribute)
        return {each.pk for each in value.all()} if source.many_to_many else source.to_python(value)

    def value(self, read: SheetRow, column: fields.Field, line: dict[str, object]) -> object:
        source = self.field(column)
        text = line[column.column_name]
        if isinstance(text, WrongCell):
            raise ValueError(text.text)
        if isinstance(source, models.CharField | models.TextField) and not source.choices:
            text = line[column.column_name] = as_text(text)
        is_empty = text is None or not str(text).strip()
        if str(text) in self.left_out:
            raise ValueError(
                _("This sheet was made for a reader who may not see this text. Remove the column.")
            )
        needed = source.has_default() and not source.blank
        if is_empty and needed:
            if read.is_new:
                return source.get_default()
            raise ValueError(_("This column needs a value."))
        may_be_none = not isinstance(source, models.BooleanField | models.ManyToManyField)
        if is_empty and may_be_none and not source.empty_strings_allowed:
            return None
        value = column.clean(line)
        if source.many_to_many:
            return value or []
        return None if source.many_to_one and value == "" else source.to_python(value)

    def _put(self, read: SheetRow, column: fields.Field, value: Any, heading: str) -> None:
        """The value into the row, if the sheet changes it and nobody else did since."""
        source, row = self.field(column), read.row
        said = {each.pk for each in value} if source.many_to_many else value
        now = set[int]() if read.is_new and source.many_to_many else self.now(row, column)
        if said == now and not read.is_new:
            return
        past = None if read.is_new else self.past.state(row.pk)
        was = now if past is None else self.past.value(past, source)
        words = partial(self.past.words, source, widget=column.widget)
        if said == was and not read.is_new:
            read.left.append(Left(heading, words(was), words(now)))
            return
        if was != now:
            key = f"{self.resource.prefix}{read.line}-{source.name}"
            read.both.append(Both(key, heading, words(was), words(now), words(said)))
            if key not in self.chosen:
                return
            read.chosen.append((heading, words(now), words(said)))
        else:
            change = (heading, "" if read.is_new else words(now), words(said))
            if change[1] != change[2] or not read.is_new:
                read.changes.append(change)
        if source.many_to_many:
            read.goals = value
        else:
            setattr(row, column.attribute, value)
            read.fields.add(source.name)

    def field(self, column: fields.Field) -> models.Field:
        return self.model._meta.get_field(column.attribute.removesuffix("_id"))
