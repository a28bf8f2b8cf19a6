"""The cells of a workbook that Salkku wrote: as they were written, and as they are now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.utils import translation
from django.utils.translation import gettext as _

from projects.sheets.files import SheetTable, UnreadableSheet, WrongCell, tables_of
from projects.sheets.xml_text import cut_mark
from reports.document.data_part import Passage
from reports.document.interchange import UnreadablePlan
from reports.document.sheet_columns import CHAPTERS, SHEETS, words_of
from reports.reading.files.lines import Line, tidy
from reports.reading.own.passages import key


@dataclass(frozen=True)
class Row:
    """A row's words by the name of their column; a column that is not there says nothing.

    `wrong` are cells whose words nobody can tell, and why.
    """

    words: dict[str, str]
    line: int | None = None
    wrong: tuple[str, ...] = ()

    def get(self, column: str) -> str:
        return self.words.get(column, "")

    def same(self, written: Row) -> bool:
        return not self.changed(written)

    def changed(self, written: Row) -> list[str]:
        """The columns that say something else than what was written."""
        return [name for name in self.words if key(self.get(name)) != key(written.get(name))]


@dataclass
class Rows:
    """The rows of a sheet that tell of one project."""

    then: list[Row] = field(default_factory=list)
    now: list[Row] | None = None  # None: the workbook has no such sheet

    @property
    def is_changed(self) -> bool:
        if self.now is None:
            return False
        pairs = zip(self.now, self.then, strict=False)
        return len(self.now) != len(self.then) or not all(now.same(then) for now, then in pairs)


class Workbook:
    """The sheets as they are now, by the names of `SHEETS`, and the lines to show."""

    def __init__(self, data: bytes, heads: Passage) -> None:
        try:
            tables = tables_of("xlsx", data)
        except UnreadableSheet as error:
            raise UnreadablePlan(str(error)) from error
        titles: dict[str, dict[str, str]] = {sheet: {} for sheet in SHEETS}
        for name, title in heads.lines:
            sheet, _slash, column = name.partition("/")
            titles.setdefault(sheet, {})[key(title).casefold()] = column
        self.lines: list[Line] = []
        self.sheets: dict[str, list[Row]] = {}
        marks = _cut_marks()
        for table in tables:
            sheet = _sheet_of(table, titles)
            rows = self._rows(table, titles.get(sheet, {}), marks)
            if sheet and sheet not in self.sheets:
                self.sheets[sheet] = rows

    def _rows(self, table: SheetTable, titles: dict[str, str], marks: tuple[str, ...]) -> list[Row]:
        found = []
        names: list[str] = []
        for index, (_number, cells) in enumerate(table.lines):
            words = [cell.text if isinstance(cell, WrongCell) else words_of(cell) for cell in cells]
            text = tidy("\t".join(word.replace("\n", " ") for word in words)).strip()
            line = Line(len(self.lines) + 1, text, whole=True)
            self.lines.append(line)
            if index == 0:
                names = [titles.get(key(word).casefold(), "") for word in words]
                continue
            told, wrong = {}, []
            for name, word, cell in zip(names, words, cells, strict=False):
                if isinstance(cell, WrongCell):
                    wrong.append(word)
                elif name and not word.endswith(marks):
                    told[name] = word
            found.append(Row(told, line.number, tuple(wrong)))
        return found


def _cut_marks() -> tuple[str, ...]:
    """What a cell ends with that does not hold its whole text."""
    marks = []
    for language in ("fi", "sv", "en"):
        with translation.override(language):
            marks.append(cut_mark().strip())
    return tuple(marks)


def _sheet_of(table: SheetTable, titles: dict[str, dict[str, str]]) -> str:
    """Which of our sheets it is: the one most of whose heads stand in its first row."""
    if not table.lines:
        return ""
    heads = {key(words_of(cell)).casefold() for cell in table.lines[0][1]}
    shares = {sheet: len(heads & set(own)) / max(1, len(own)) for sheet, own in titles.items()}
    best = max(shares, key=lambda sheet: shares[sheet])
    return best if shares[best] > 0.5 else ""


def written_rows(passage: Passage) -> dict[str, list[Row]]:
    """The rows of a passage by sheet; each begins at its number."""
    found: dict[str, list[Row]] = {sheet: [] for sheet in SHEETS}
    for name, words in passage.lines:
        sheet, _slash, column = name.partition("/")
        rows = found.setdefault(sheet, [])
        if column == "number":
            rows.append(Row({}))
        if not rows:
            raise UnreadablePlan(_("it is damaged"))
        rows[-1].words[column] = words
    return found


def whose(rows: Sequence[Row], projects: Sequence[Row]) -> Iterator[tuple[int, Row]]:
    """Rows with the place of the project that they name: by number and name, else by either."""
    both = {(row.get("number"), key(row.get("name"))): i for i, row in enumerate(projects)}
    numbers = {row.get("number"): i for i, row in enumerate(projects)}
    names = {key(row.get("name")): i for i, row in enumerate(projects)}
    for row in rows:
        number, name = row.get("number"), key(row.get("name"))
        place = both.get((number, name), numbers.get(number, names.get(name)))
        if place is not None:
            yield place, row


def paired(then: Sequence[Row], now: Sequence[Row]) -> dict[int, int]:
    """Which row now (by its place) a project of then (by its place) stands in."""
    pairs: dict[int, int] = {}
    for ways in (("number", "name"), ("number",), ("name",)):
        free: dict[tuple[str, ...], list[int]] = {}
        for place, row in enumerate(now):
            if place not in pairs.values():
                free.setdefault(tuple(key(row.get(way)) for way in ways), []).append(place)
        for index, row in enumerate(then):
            there = free.get(tuple(key(row.get(way)) for way in ways), [])
            if index not in pairs and len(there) == 1:
                pairs[index] = there.pop()
    return pairs


def chapter_rows(passages: Sequence[Passage]) -> list[Row]:
    return [
        row
        for passage in passages
        if passage.number == CHAPTERS
        for row in written_rows(passage)[CHAPTERS]
    ]
