"""What a file would do, in values that JSON keeps and the page shows."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from projects.budgets.years import FIGURES
from projects.ledger.comparing import Found, key_of, values_of
from projects.ledger.headings import FIGURES as FIGURE_COLUMNS
from projects.ledger.headings import Column, Meaning
from projects.models import LedgerImport, Project

MOST_TOLD, MOST_CODES = 500, 50


def preview_of(upload: LedgerImport, found: Found) -> dict[str, object]:
    rows = [*found.new, *found.changed]
    names = dict(
        Project.objects.filter(pk__in={row.project_id for row in rows}).values_list("pk", "name")
    )
    told = []
    for row in sorted(rows, key=lambda row: (names[row.project_id], row.year, row.kind)):
        before, after = found.before[key_of(row)], values_of(row)
        told.append(
            {
                "project": row.project_id,
                "name": names[row.project_id],
                "year": row.year,
                "kind": row.kind,
                "figures": {
                    name: [before[name], after[name]]
                    for name in FIGURES
                    if before[name] != after[name]
                },
                "shrinks": _shrinks(before["spent"], after["spent"]),
            }
        )
    unknown = sorted(found.read.unknown.items(), key=lambda each: -len(each[1]))
    return {
        "lines": found.lines,
        "notes": found.notes,
        "columns": [[each.text, each.meaning.value, each.year] for each in found.columns],
        "lacks": list(_lacking(found.columns, upload)),
        "new": len(found.new),
        "changed": len(found.changed),
        "unchanged": found.unchanged,
        "ignored": found.read.ignored,
        "problem_count": len(found.read.problems),
        "problems": sorted(found.read.problems)[:MOST_TOLD],
        "unknown_count": len(unknown),
        "unknown": [[code, lines[:10], len(lines)] for code, lines in unknown[:MOST_CODES]],
        "rows": told[:MOST_TOLD],
        "digest": found.digest(),
    }


def _shrinks(before: str | None, after: str | None) -> bool:
    """An actual that gets smaller: the file may be of a part of the year."""
    return before is not None and after is not None and Decimal(after) < Decimal(before)


def _lacking(columns: Iterable[Column], upload: LedgerImport) -> Iterable[str]:
    """What the file needs and no column means, by the names of `Meaning`."""
    columns = list(columns)
    means = {column.meaning for column in columns}
    if Meaning.CODE not in means:
        yield Meaning.CODE.value
    if not means & set(FIGURE_COLUMNS):
        yield Meaning.SPENT.value
    is_in_headings = all(c.year for c in columns if c.meaning in FIGURE_COLUMNS)
    is_told = bool(means & {Meaning.YEAR, Meaning.DATE}) or upload.choices.get("year")
    if not (is_told or is_in_headings):
        yield Meaning.YEAR.value
