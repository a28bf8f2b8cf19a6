"""What was understood of a section's words, beside its rows as they are typed, and taken in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import QueryDict
from django.utils.translation import gettext as _

from portfolio.sections.rows import SectionRows, one_more
from portfolio.sections.words import Areas, Row, Words, quoted
from projects.fields import FuzzyDateFormField, reader_language
from projects.values.fuzzy_dates import (
    FuzzyDate,
    UnreadableDate,
    format_fuzzy_date,
    parse_fuzzy_date,
)
from projects.values.money import format_number

MOST_LEFT = 8  # clauses that are named


@dataclass(frozen=True)
class Step:
    """A row that the words say: one that stands there, one to be changed, or a new one."""

    values: Row
    words: str
    is_known: bool = False
    index: int | None = None  # of the row that it is, or changes
    before: Row | None = None
    words_before: str = ""

    @property
    def state(self) -> str:
        if self.is_known:
            return _("already among the rows")
        if self.index is None:
            return _("a new row")
        return _("in place of “%(before)s”") % {"before": self.words_before}


@dataclass(frozen=True)
class Understanding:
    """`steps` as the words say them, what is `left`, and where words and rows are `apart`."""

    steps: tuple[Step, ...] = ()
    left: str = ""
    apart: tuple[str, ...] = ()

    @property
    def is_news(self) -> bool:
        return not all(step.is_known for step in self.steps)

    @property
    def is_something(self) -> bool:
        return bool(self.steps or self.left or self.apart)


def understand(words: Words, text: str, rows: SectionRows, areas: Areas) -> Understanding:
    """Of the words as typed, beside the rows as typed."""
    typed = typed_rows(rows, words.plain)
    said, left = words.read(text, areas)
    return Understanding(
        tuple(_steps(words, said, typed)),
        quoted(left[:MOST_LEFT]),
        tuple(words.apart(text, list(typed.values()), areas)),
    )


def typed_rows(rows: SectionRows, plain: Callable[[Row], Row] = dict) -> dict[int, Row]:
    """The rows that somebody filled in and does not remove, by their places."""
    found = {}
    for index, form in enumerate(rows.forms):
        names = [name for name in form.fields if name not in (DELETION_FIELD_NAME, "id", "project")]
        values = {name: _value(form.fields[name], form[name].value()) for name in names}
        gone = DELETION_FIELD_NAME in form.fields and form[DELETION_FIELD_NAME].value()
        is_filled = form.instance.pk or any(
            values[name]
            != _value(form.fields[name], form.get_initial_for_field(form.fields[name], name))
            for name in names
        )
        if is_filled and not gone:
            found[index] = plain(values)
    return found


def _value(field: forms.Field, raw: object) -> object:
    """What is typed as a value; None where it is nothing, or cannot be read."""
    if isinstance(raw, FuzzyDate | Decimal):
        return raw
    if raw in (None, ""):
        return None
    try:
        if isinstance(field, FuzzyDateFormField):
            return parse_fuzzy_date(str(raw))
        return field.to_python(raw) or None
    except (UnreadableDate, ValidationError):
        return None


def _steps(words: Words, said: Sequence[Row], typed: dict[int, Row]) -> list[Step]:
    """Each row that the words say, in their order; a row of the form is meant once at most."""
    free, known = dict(typed), {}
    for place, row in enumerate(said):
        same = next((i for i, other in free.items() if _says(other, row)), None)
        if same is not None:
            known[place] = same
            del free[same]
    rest = [place for place in range(len(said)) if place not in known]
    steps = []
    for place, row in enumerate(said):
        told = words.in_words(row)
        if place in known:
            steps.append(Step(row, told, is_known=True, index=known[place]))
            continue
        index = _meant(words, row, free, is_only=len(rest) == 1)
        before = free.pop(index) if index is not None else None
        steps.append(
            Step(row, told, False, index, before, words.in_words(before) if before else "")
        )
    return steps


def _says(typed: Row, said: Row) -> bool:
    return all(
        (typed.get(name) or "") == value for name, value in said.items() if value is not None
    )


def _meant(words: Words, row: Row, free: dict[int, Row], *, is_only: bool) -> int | None:
    """The row that the words change: the only one of the name, or the only one there is."""
    named = [
        index for index, other in free.items()
        if all((other.get(name) or "") == (row[name] or "") for name in words.meant_by)
    ]  # fmt: skip
    if len(named) == 1 and (words.meant_by or is_only):
        return named[0]
    says_which = any(row[name] for name in words.meant_by)
    return next(iter(free)) if is_only and len(free) == 1 and not says_which else None


def taken(words: Words, steps: Sequence[Step], rows: SectionRows, sent: QueryDict) -> QueryDict:
    """What was sent, with the rows that the words say put into their fields."""
    data = sent.copy()
    empty = [
        index for index, form in enumerate(rows.forms)
        if not form.instance.pk and index not in typed_rows(rows)
    ]  # fmt: skip
    total = len(rows.forms)
    for step in steps:
        if step.is_known:
            continue
        index, values = step.index, words.follows(step.values, step.before) | step.values
        if index is None:
            index = empty.pop(0) if empty else total
            if index == total:
                data, total = one_more(data, rows), total + 1
        for name, value in values.items():
            if value is not None:
                data[f"{rows.prefix}-{index}-{name}"] = _written(value)
    return data


def first_taken(steps: Sequence[Step], again: Sequence[Step]) -> int | None:
    """The place of the first row that was taken in; `again` is what is understood afterwards."""
    for before, after in zip(steps, again, strict=False):
        if not before.is_known:
            return after.index
    return None


def _written(value: object) -> str:
    if isinstance(value, FuzzyDate):
        return format_fuzzy_date(value, reader_language())
    if isinstance(value, Decimal):
        return format_number(value, reader_language())
    return str(value)
