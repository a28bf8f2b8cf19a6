"""What the sums of a file change in the figures that are stored."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from projects.budgets.years import FIGURES
from projects.clock import today
from projects.fields import verbose_name
from projects.ledger.headings import Column
from projects.ledger.reading import Key, LedgerSums
from projects.models import BudgetYear, Project

KEPT_FIELDS = (*FIGURES, "spent_until")


@dataclass
class Found:
    """What the file would do now."""

    columns: list[Column]
    read: LedgerSums
    new: list[BudgetYear] = field(default_factory=list)
    changed: list[BudgetYear] = field(default_factory=list)
    before: dict[Key, dict[str, str | None]] = field(default_factory=dict)
    unchanged: int = 0
    lines: int = 0
    notes: tuple[str, ...] = ()
    """What a person should know of the form of the sheet."""

    def digest(self) -> str:
        said = [
            (row.project_id, row.year, row.kind, self.before[key_of(row)], values_of(row))
            for row in (*self.new, *self.changed)
        ]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def key_of(row: BudgetYear) -> Key:
    return row.project_id, row.year, row.kind


def values_of(row: BudgetYear) -> dict[str, str | None]:
    """The figures of a row as JSON keeps them."""
    found: dict[str, str | None] = {}
    for name in KEPT_FIELDS:
        value = getattr(row, name)
        found[name] = None if value is None else str(value)
    return found


def compare(found: Found, until: datetime.date | None, *, lock: bool) -> None:
    sums = found.read.right()
    projects = {key[0] for key in sums}
    rows = BudgetYear.objects.filter(project__in=projects)
    if lock:  # whoever saves one of the projects by its page waits, or is waited for
        list(Project.objects.select_for_update(of=("self",)).filter(pk__in=projects).order_by("pk"))
    there = {key_of(row): row for row in rows.order_by("pk")}
    by_year: dict[tuple[int, int], list[BudgetYear]] = {}
    for row in there.values():
        by_year.setdefault((row.project_id, row.year), []).append(row)
    otherwise: list[tuple[Key, str]] = []
    for key, figures in sorted(sums.items()):
        stored = there.get(key)
        row = stored or BudgetYear(project_id=key[0], year=key[1], kind=key[2])
        before = values_of(row)
        for name, amount in figures.items():
            if _is_told_otherwise(name, key, by_year):
                otherwise.append((key, name))
            elif getattr(row, name) != amount:
                setattr(row, name, amount)
                if name == "spent":
                    row.spent_until = until or today()
            elif name == "spent" and until is not None:
                row.spent_until = until
        if values_of(row) == before:
            found.unchanged += 1
            continue
        found.before[key] = before
        (found.changed if stored else found.new).append(row)
    found.read.problems += [(0, text) for text in _said_otherwise(otherwise)]


def _is_told_otherwise(
    name: str, key: Key, by_year: Mapping[tuple[int, int], list[BudgetYear]]
) -> bool:
    """By kind where the file has one sum, or in one sum where the file tells kinds."""
    return any(
        getattr(row, name) is not None and bool(row.kind) != bool(key[2])
        for row in by_year.get(key[:2], ())
    )


def _said_otherwise(told: list[tuple[Key, str]]) -> list[str]:
    names = dict(
        Project.objects.filter(pk__in={key[0] for key, _name in told}).values_list("pk", "name")
    )
    text = _(
        "%(project)s, %(year)s, %(figure)s: by kind of cost on one side and in one sum on the "
        "other. Left as it is."
    )
    return [
        text
        % {
            "project": names.get(key[0], ""),
            "year": key[1],
            "figure": verbose_name(BudgetYear, name),
        }
        for key, name in told
    ]
