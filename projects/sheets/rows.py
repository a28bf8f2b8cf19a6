"""What a spreadsheet says: its rows, what would change in them, and what others changed since."""

from __future__ import annotations

import hashlib
import json
from dataclasses import astuple, dataclass, field

from django.db import models


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
class SheetRow:
    """A line of the sheet with the row that it stands for."""

    line: int
    row: models.Model
    is_new: bool
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    """Heading, before and after of each cell that says something new."""
    fields: set[str] = field(default_factory=set)
    goals: list[models.Model] | None = None
    """Rows of the many-to-many column, where they change."""
    chosen: list[tuple[str, str, str]] = field(default_factory=list)
    """As `changes`: what others changed too, where the sheet's side was chosen."""
    left: list[Left] = field(default_factory=list)
    both: list[Both] = field(default_factory=list)
    changed_by: str = ""

    @property
    def told(self) -> list[Both | Left]:
        """What others changed since the sheet was made."""
        return [*self.both, *self.left]


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
    overtaken: list[SheetRow] = field(default_factory=list)
    """Those that others have changed since the sheet was made, where it makes a difference."""
    undated: int = 0
    """How many rows that are there have no version in the sheet."""

    @property
    def new(self) -> int:
        return sum(1 for each in self.rows if each.is_new)

    def digest(self) -> str:
        """Of all that would change: the same again means that nobody changed it in between."""
        said = [(None if each.is_new else each.row.pk, each.changes) for each in self.rows
                if each.changes or each.is_new]  # fmt: skip
        seen = [(each.row.pk, [astuple(told) for told in each.told]) for each in self.overtaken]
        return hashlib.sha256(json.dumps([said, seen], ensure_ascii=False).encode()).hexdigest()
