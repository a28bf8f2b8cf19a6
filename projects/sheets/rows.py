"""What a spreadsheet says: its rows, what would change in them, and what others changed since."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import astuple, dataclass, field
from typing import Generic, TypeVar, cast

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from projects.fields import verbose_name

Row = TypeVar("Row", bound=models.Model)
"""What a line of a sheet stands for: a row of the sheet's model."""


@dataclass(frozen=True)
class Left:
    """A field that others changed since; the sheet says what it was, or only its beginning."""

    heading: str
    was: str
    now: str


@dataclass(frozen=True)
class Both:
    """A field that others changed since, and the sheet too. It is left alone unless chosen."""

    key: str
    """Of the line and the field, for the choice."""
    heading: str
    was: str
    now: str
    sheet: str


@dataclass
class SheetRow(Generic[Row]):
    """A line of the sheet with the row that it stands for."""

    line: int
    row: Row
    is_new: bool
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    """Heading, before and after of each cell that says something new."""
    fields: set[str] = field(default_factory=set)
    goals: list[models.Model] | None = None
    """Rows of the many-to-many column, where they change."""
    chosen: list[tuple[str, str, str]] = field(default_factory=list)
    """As `changes`: what others changed too, where the sheet's side was chosen."""
    follows: list[tuple[str, str, str]] = field(default_factory=list)
    """As `changes`: what follows from them (`SheetResource.follow`)."""
    condition: str = ""
    left: list[Left] = field(default_factory=list)
    both: list[Both] = field(default_factory=list)
    changed_by: str = ""

    @property
    def told(self) -> list[Both | Left]:
        """What others changed since the sheet was made."""
        return [*self.both, *self.left]


@dataclass(frozen=True)
class Wrong:
    """What is wrong in a line, at a cell (the attribute of its column) or in the whole of it."""

    line: int
    text: str
    column: str = ""
    heading: str = ""

    @property
    def told(self) -> str:
        return f"{self.heading}: {self.text}" if self.heading else self.text


@dataclass(frozen=True)
class Question:
    """Which row a line means, for a person to say."""

    line: int
    name: str
    text: str
    what: str
    """What is asked for, as `files.AskedRow` has it."""
    choices: list[tuple[int, str]]
    """Numbers of rows with what to call them; 0 is a new one."""


@dataclass
class Sheet:
    """What a spreadsheet would do. With something wrong or asked it does nothing."""

    rows: list[SheetRow] = field(default_factory=list)
    """Those that are new or change something."""
    unchanged: int = 0
    wrong: list[Wrong] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    cells: dict[int, dict[str, object]] = field(default_factory=dict)
    """Of lines with something wrong, by the names of their columns."""
    versions: dict[int, int] = field(default_factory=dict)
    """The newest version of each row of the sheet, from before it was read."""
    overtaken: list[SheetRow] = field(default_factory=list)
    """Those that others have changed since the sheet was made, where it makes a difference."""
    undated: int = 0
    """How many rows that are there have no version in the sheet."""

    @property
    def new(self) -> int:
        return sum(1 for each in self.rows if each.is_new)

    @property
    def problems(self) -> list[tuple[int, str]]:
        """Line and what is wrong with it."""
        return [(each.line, each.told) for each in self.wrong]

    @property
    def is_whole(self) -> bool:
        """Whether no line is left out."""
        return not self.wrong and not self.questions

    def digest(self) -> str:
        """Of all that would change: the same again means that nobody changed it in between."""
        said = [(None if each.is_new else each.row.pk, each.condition, each.changes)
                for each in self.rows if each.changes or each.is_new]  # fmt: skip
        seen = [(each.row.pk, [astuple(told) for told in each.told]) for each in self.overtaken]
        return hashlib.sha256(json.dumps([said, seen], ensure_ascii=False).encode()).hexdigest()


def wrong_in(row: models.Model, line: int) -> list[Wrong]:
    """Why the row of the line is not valid."""
    # What names another row was looked up already: the database need not be asked for it.
    known = [
        each.name
        for each in row._meta.concrete_fields
        if each.is_relation and getattr(row, each.attname) is not None
    ]
    if row.pk is not None and row.pk < 0:
        known.append("id")  # a place holder, until the row is saved
    try:
        row.full_clean(exclude=known)
    except ValidationError as error:
        return list(_in_words(error, type(row), line))
    return []


def _in_words(error: ValidationError, model: type[models.Model], line: int) -> Iterator[Wrong]:
    """The first thing that is wrong in each column."""
    for name, errors in error.error_dict.items():
        first = errors[0]
        if first.code in ("null", "blank"):
            text = _("This column needs a value.")
        else:
            text = " ".join(first.messages)
        if name == NON_FIELD_ERRORS:
            yield Wrong(line, text)
        else:
            source = cast("models.Field", model._meta.get_field(name))
            column = source.attname if source.many_to_one else name
            yield Wrong(line, text, column, capfirst(verbose_name(model, name)))
