"""What the columns of a list of projects hold, told by their heads."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reports.reading.labels.ask import asks
from reports.reading.meaning.sum_units import header_of
from reports.reading.tables.rows import Grid

_NUMBER = re.compile(r"(?:nro|nr|n:o|no|#|numero|nummer|id|järjestysnumero|rivi)\.?", re.IGNORECASE)
_YEAR = re.compile(
    r"(?:v\.?\s*|vuosi\s+|vuonna\s+|år\s+)?(?P<year>20\d\d)(?P<unit>\s*(?:[,(]\s*[^\n()]{1,20}\)?|[tkM]?\s?(?:€|eur)))?",
    re.IGNORECASE,
)
_TOTAL = re.compile(r"(?:yht(?:eensä|\.)?|kaikki|summa|totalt|sammanlagt)\b.{0,20}", re.IGNORECASE)
MOST_HEAD_ROWS = 12  # titles and explanations may stand above a sheet's head
LONGEST_HEAD = 120  # characters of a column's head; longer ones are text


@dataclass(frozen=True)
class Column:
    """`kind`: name, number, field, year, total, or unknown; `fields` as labels.toml names them."""

    index: int
    label: str
    kind: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class Heads:
    """The columns of a list, and the rows of its head: from `first` up to before `after`."""

    columns: tuple[Column, ...]
    first: int
    after: int

    def of_kind(self, kind: str) -> list[Column]:
        return [column for column in self.columns if column.kind == kind]

    @property
    def name(self) -> Column:
        return self.of_kind("name")[0]


def heads_of(grid: Grid) -> Heads | None:
    """The head of a list of projects: a column for names and at least one other that is known.

    `Hanke | Vastuutaho | Aikataulu` is one; `2025 | 2026 | Yhteensä` and `Vaihe | Aikataulu` are none.
    """
    for first in range(min(len(grid.rows) - 1, MOST_HEAD_ROWS)):
        labels = [grid.text(first, column) for column in range(grid.width)]
        if len([label for label in labels if label]) < 2:
            continue
        after = first + 1
        if _is_second_head(grid, first):
            labels, after = _joined(grid, first), first + 2
        columns = _columns(labels)
        if columns and after < len(grid.rows):
            heads = Heads(columns, first, after)
            names = [grid.text(row, heads.name.index) for row in range(after, len(grid.rows))]
            # Below the head of a list stand names; in a card other labels do.
            if sum(bool(asks(name)) for name in names) * 2 <= len(names):
                return heads
    return None


def are_heads(labels: list[str]) -> bool:
    """Whether these are the heads of a list of projects."""
    return bool(_columns(labels))


def _columns(labels: list[str]) -> tuple[Column, ...]:
    made = [_column(index, label) for index, label in enumerate(labels) if label]
    known = [c for c in made if c.kind == "year" or (c.kind == "field" and c.fields != ("notes",))]
    names = [c for c in made if c.kind == "name"]
    if not known or not names:
        return ()
    name = min(names, key=lambda c: (_rank(c.label), c.index))
    return tuple(
        Column(c.index, c.label, "field", ("description",)) if c in names and c is not name else c
        for c in made
    )


def _column(index: int, label: str) -> Column:
    plain = label.strip(" :*")
    if _NUMBER.fullmatch(plain):
        return Column(index, label, "number")
    if _YEAR.fullmatch(plain):
        return Column(index, label, "year")
    if _TOTAL.fullmatch(plain):
        return Column(index, label, "total", ("costs",))
    fields = asks(plain) if len(plain) <= LONGEST_HEAD else ()
    if "name" in fields:
        return Column(index, label, "name")
    if header_of(f"({plain}):"):
        fields = ("costs",)  # "1 000 €" alone is a column of sums
    return Column(index, label, "field" if fields else "unknown", fields)


def _rank(label: str) -> int:
    """ "Hankkeen nimi" before "Hanke", that before "Toimenpide"."""
    if re.search(r"nimi|namn|name", label, re.IGNORECASE):
        return 0
    return 1 if re.search(r"hanke|projekt", label, re.IGNORECASE) else 2


def _is_second_head(grid: Grid, first: int) -> bool:
    """Whether the next row divides columns of the head: `Kustannukset` above `2025 | 2026`."""
    if first + 2 >= len(grid.rows):
        return False
    spans = [cell for cell in grid.rows[first].cells if cell.span > 1 and cell.text]
    merged = any(cell.is_continued for cell in grid.rows[first + 1].cells)
    texts = [text for text in grid.texts(first + 1) if text]
    heads = [
        text for text in texts if _YEAR.fullmatch(text) or asks(text) or _TOTAL.fullmatch(text)
    ]
    return bool(spans or merged) and len(heads) >= 2 and len(heads) >= len(texts) / 2


def _joined(grid: Grid, first: int) -> list[str]:
    labels = []
    for column in range(grid.width):
        above = grid.covering(first, column)
        upper = above.text if above else ""
        lower = grid.text(first + 1, column)
        if _YEAR.fullmatch(lower) and (unit := re.search(r"\([^)]*\)|\bt€|\bk€", upper)):
            labels.append(f"{lower} ({unit[0].strip('()')})")
        elif is_total(lower):
            unit = re.search(r"\([^)]*\)|\bt€|\bk€", upper)
            labels.append(f"{lower} ({unit[0].strip('()')})" if unit else lower)
        elif lower and upper and not _YEAR.fullmatch(lower):
            labels.append(lower if asks(lower) else f"{upper} {lower}")
        else:
            labels.append(lower or upper)
    return labels


def year_of(label: str) -> tuple[str, str]:
    """The year of a column's head, and the unit that it says: `2025 (t€)` → `2025`, `t€`."""
    match = _YEAR.fullmatch(label.strip(" :*"))
    unit = (match["unit"] or "").strip(" ,()") if match else ""
    return (match["year"] if match else ""), unit


def is_total(text: str) -> bool:
    return _TOTAL.fullmatch(text.strip(" :")) is not None


def is_year(text: str) -> bool:
    return _YEAR.fullmatch(text.strip(" :")) is not None
