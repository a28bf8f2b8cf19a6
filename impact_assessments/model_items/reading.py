"""The city's list as a spreadsheet: what it would do to the items that are known."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.types import Cleaned, Context
from impact_assessments.choices import ModelKind
from impact_assessments.models import ModelItem
from projects.sheets.files import UnreadableSheet, WrongCell, as_text, tables_of
from projects.sheets.headings import HeadedTable, headed, in_every_language
from projects.sheets.writing import format_day

FIELDS = ("name_fi", "name_sv", "owner", "retired_on")
SHOWN = 500
"""Lines of a preview."""
MOST_LINES = 20_000
LENGTHS = {"code": 60, "name_fi": 200, "name_sv": 200, "owner": 200}
_DAY = re.compile(r"(?:(\d{1,2})\.(\d{1,2})\.(\d{4})|(\d{4})-(\d{1,2})-(\d{1,2}))")


@dataclass(frozen=True)
class Column:
    """A column that the list may have, known by its name in every language."""

    attribute: str
    column_name: str | Promise


COLUMNS = (
    Column("kind", gettext_lazy("kind")),
    Column("code", gettext_lazy("code")),
    Column("name_fi", gettext_lazy("name in Finnish")),
    Column("name_sv", gettext_lazy("name in Swedish")),
    Column("name", gettext_lazy("name")),
    Column("owner", gettext_lazy("owner")),
    Column("retired_on", gettext_lazy("out of use since")),
)


@dataclass
class ItemList:
    """What a file would do. With problems it does nothing."""

    new: list[ModelItem] = field(default_factory=list)
    changed: list[ModelItem] = field(default_factory=list)
    ended: list[ModelItem] = field(default_factory=list)
    unchanged: int = 0
    problems: list[tuple[int, str]] = field(default_factory=list)
    """Lines of the file, and why they are refused."""
    unknown: list[str] = field(default_factory=list)
    """Headings that nobody understood; their columns are left out."""
    told: list[Context] = field(default_factory=list)
    """What changes in each item, for the preview."""

    def digest(self) -> str:
        """The same as long as the file would do the same."""
        rows = [
            (what, row.pk, row.kind, row.code, *(str(getattr(row, name)) for name in FIELDS))
            for what in ("new", "changed", "ended")
            for row in getattr(self, what)
        ]
        return hashlib.sha256(repr(rows).encode()).hexdigest()

    def preview(self) -> Context:
        return {
            "digest": self.digest(),
            "new": len(self.new),
            "changed": len(self.changed),
            "ended": len(self.ended),
            "unchanged": self.unchanged,
            "problems": self.problems[:SHOWN],
            "problem_count": len(self.problems),
            "unknown": self.unknown,
            "told": self.told[:SHOWN],
        }


def table_of(kind: str, data: bytes) -> HeadedTable:
    """The lines of a csv or xlsx below its headings. Raises `UnreadableSheet`."""
    table = headed(tables_of(kind, data), COLUMNS)
    if len(table.lines) > MOST_LINES:
        said = _("The list has %(n)d lines: at most %(most)d are read.")
        raise UnreadableSheet(said % {"n": len(table.lines), "most": MOST_LINES})
    return table


def read_items(
    table: HeadedTable,
    known: Iterable[ModelItem],
    today: datetime.date,
    *,
    kind: str = "",
    is_complete: bool = False,
) -> ItemList:
    """Compares the lines with the known items, which are matched by kind and code.

    `kind` is of lines that say none. Of a complete list, items of its kinds that are not in it
    have gone out of use. A cell that is not there changes nothing.
    """
    return _Reading(table, known, kind).all(today, is_complete)


class _Reading:
    def __init__(self, table: HeadedTable, known: Iterable[ModelItem], kind: str) -> None:
        self.table, self.kind = table, kind
        self.known = {(item.kind, item.code.casefold()): item for item in known}
        self.seen: dict[tuple[str, str], int] = {}
        self.found = ItemList(unknown=[h.text for h in table.headings if h.text and not h.column])

    def all(self, today: datetime.date, is_complete: bool) -> ItemList:
        for number, cells in self.table.lines:
            values = {
                heading.column.attribute: cell
                for heading, cell in zip(self.table.headings, cells, strict=False)
                if heading.column
            }
            self._line(number, values)
        if is_complete and not self.found.problems:
            self._end(today)
        return self.found

    def _line(self, number: int, cells: dict[str, object]) -> None:
        wrong: list[str] = [cell.text for cell in cells.values() if isinstance(cell, WrongCell)]
        values: Cleaned = {
            name: " ".join(as_text(cell).split())
            for name, cell in cells.items()
            if name != "retired_on" and not isinstance(cell, WrongCell)
        }
        kind, code = _kind_of(values.pop("kind", ""), self.kind), values.pop("code", "")
        name = values.pop("name", "")
        if name and not values.get("name_fi"):
            values["name_fi"] = name
        if kind is None:
            wrong.append(_("The kind is none of these: %(kinds)s.") % {"kinds": _kinds()})
        if not code:
            wrong.append(_("The code is missing."))
        day, problem = _day_of(cells.get("retired_on"))
        if problem:
            wrong.append(problem)
        for field_name, text in {"code": code, **values}.items():
            if len(text) > LENGTHS[field_name]:
                said = _("“%(text)s…” is too long: at most %(most)d characters.")
                wrong.append(said % {"text": text[:20], "most": LENGTHS[field_name]})
        item = self.known.get((kind or "", code.casefold()))
        if not values.get("name_fi") and ("name_fi" in values or item is None):
            wrong.append(_("The name is missing."))
        if kind and code:
            first = self.seen.setdefault((kind, code.casefold()), number)
            if first != number:
                said = _("The code “%(code)s” stands already in line %(line)d.")
                wrong.append(said % {"code": code, "line": first})
        if wrong:
            self.found.problems += [(number, text) for text in wrong]
        else:
            if "retired_on" in cells:
                values["retired_on"] = day
            self._take(item, str(kind), code, values)

    def _take(self, item: ModelItem | None, kind: str, code: str, values: Cleaned) -> None:
        if item is None:
            item = ModelItem(kind=kind, code=code, **values)
            self.found.new.append(item)
            self.found.told.append(_told(item, "new", []))
            return
        before = {name: getattr(item, name) for name in values}
        changes = [
            (_label(name), _said(before[name]), _said(value))
            for name, value in values.items()
            if before[name] != value
        ]
        if not changes:
            self.found.unchanged += 1
            return
        ends = bool(values.get("retired_on")) and not before["retired_on"]
        for name, value in values.items():
            setattr(item, name, value)
        (self.found.ended if ends else self.found.changed).append(item)
        self.found.told.append(_told(item, "ended" if ends else "changed", changes))

    def _end(self, today: datetime.date) -> None:
        kinds = {kind for kind, _code in self.seen}
        for key, item in self.known.items():
            if item.kind in kinds and key not in self.seen and item.retired_on is None:
                item.retired_on = today
                self.found.ended.append(item)
                self.found.told.append(
                    _told(item, "ended", [(_label("retired_on"), "", format_day(today))])
                )


def _told(item: ModelItem, what: str, changes: list[tuple[str, str, str]]) -> Context:
    return {
        "what": what,
        "kind": item.kind,
        "code": item.code,
        "name": item.name_fi,
        "changes": changes,
    }


def _label(name: str) -> str:
    """The name of a field, which is that of its column."""
    return next(str(each.column_name) for each in COLUMNS if each.attribute == name)


def _said(value: object) -> str:
    return format_day(value) if isinstance(value, datetime.date) else str(value or "")


def _kinds() -> str:
    return ", ".join(str(label) for label in ModelKind.labels)


def _kind_of(text: str, otherwise: str) -> str | None:
    """The kind that a cell names, in any language of the site; None for one that is unknown."""
    if not text:
        return otherwise or None
    for kind in ModelKind:
        names = [kind.value, *in_every_language(kind.label)]
        if text.casefold() in [name.casefold() for name in names]:
            return kind.value
    return None


def _day_of(cell: object) -> tuple[datetime.date | None, str]:
    """The day in a cell, and what is wrong with it."""
    if isinstance(cell, datetime.datetime):
        return cell.date(), ""
    if isinstance(cell, datetime.date) or cell is None or isinstance(cell, WrongCell):
        return (cell if isinstance(cell, datetime.date) else None), ""
    text = as_text(cell).strip()
    if not text:
        return None, ""
    match = _DAY.fullmatch(text)
    if match:
        day, month, year, *other = match.groups()
        numbers = (year, month, day) if year else other
        try:
            return datetime.date(*map(int, numbers)), ""
        except ValueError:
            pass
    return None, _("“%(text)s” is no day: write 31.12.2023.") % {"text": text[:40]}
