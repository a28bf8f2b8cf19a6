"""A file of the ledger is looked at, carried out as it was shown, and taken back as a whole.

A figure of the file takes the place of the one that is stored: the file says the whole year so far.
What the file does not name stays. The same file twice changes nothing.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from projects.budgets.years import FIGURES
from projects.clock import today
from projects.fields import verbose_name
from projects.ledger.headings import FIGURES as FIGURE_COLUMNS
from projects.ledger.headings import Column, Meaning, columns_of, place_of_headings
from projects.ledger.reading import Asked, Key, LedgerSums, plain_code, read_ledger
from projects.models import BudgetYear, LedgerCode, LedgerImport, Project
from projects.saving.many import add_many, change_many
from projects.saving.renewing import renewed_once
from projects.sheets.files import SheetTable, UnreadableSheet, tables_of

KEPT_FIELDS = (*FIGURES, "spent_until")
REMEMBERED = 20  # earlier files whose choices are looked at
MOST_LINES = 200_000
MOST_TOLD, MOST_CODES = 500, 50


class NothingDone(Exception):
    """The file was not carried out, or not taken back; the text says why."""


@dataclass
class Found:
    """What the file would do now."""

    columns: list[Column]
    read: LedgerSums
    new: list[BudgetYear] = field(default_factory=list)
    changed: list[BudgetYear] = field(default_factory=list)
    before: dict[Key, dict[str, str | None]] = field(default_factory=dict)
    unchanged: int = 0

    def digest(self) -> str:
        said = [
            (row.project_id, row.year, row.kind, self.before[key_of(row)], values_of(row))
            for row in (*self.new, *self.changed)
        ]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def keep(
    user: User, name: str, kind: str, data: bytes, choices: Mapping[str, object]
) -> LedgerImport:
    """The upload, with what it would do. Raises `UnreadableSheet`."""
    _table(kind, data)
    upload = LedgerImport(
        file_name=name[:200], kind=kind, data=data, choices=dict(choices), user=user
    )
    return look(upload)


def look(upload: LedgerImport) -> LedgerImport:
    """Writes into the upload what it would do now. Nothing else changes."""
    upload.preview = _told(upload, _find(upload))
    upload.save()
    return upload


@renewed_once()
def carry_out(pk: int, user: User) -> LedgerImport:
    """Does what the preview showed, in one transaction. Raises `NothingDone`."""
    upload = LedgerImport.objects.select_for_update().get(pk=pk)
    if not upload.is_waiting:
        raise NothingDone(_("This file was imported already. Nothing was done twice."))
    found = _find(upload, lock=True)
    if found.digest() != (upload.preview or {}).get("digest"):
        raise NothingDone(
            _("The figures have changed after the preview. Nothing was imported: look at it anew.")
        )
    reason = _("From the ledger: %(file)s") % {"file": upload.file_name}
    codes = _new_codes(upload)
    add_many(codes, user, reason)
    add_many(found.new, user, reason)
    change_many(found.changed, KEPT_FIELDS, user, reason)
    upload.done = {
        "codes": [row.pk for row in codes],
        "rows": [
            {"pk": row.pk, "before": found.before[key_of(row)], "after": values_of(row)}
            for row in (*found.new, *found.changed)
        ],
    }
    upload.preview = _told(upload, found)
    upload.state, upload.data = LedgerImport.State.DONE, b""
    upload.done_by, upload.done_at = user, timezone.now()
    upload.save()
    return upload


def key_of(row: BudgetYear) -> Key:
    return row.project_id, row.year, row.kind


def values_of(row: BudgetYear) -> dict[str, str | None]:
    """The figures of a row as JSON keeps them."""
    found: dict[str, str | None] = {}
    for name in KEPT_FIELDS:
        value = getattr(row, name)
        found[name] = None if value is None else str(value)
    return found


def _table(kind: str, data: bytes) -> SheetTable:
    table = max(tables_of(kind, data), key=lambda each: len(each.lines), default=None)
    if table is None or len(table.lines) < 2:
        raise UnreadableSheet(_("The file has no rows below its headings."))
    if len(table.lines) > MOST_LINES:
        text = _("The file has more than %(most)s lines: send it in parts, a year at a time.")
        raise UnreadableSheet(text % {"most": MOST_LINES})
    return table


def remembered() -> tuple[dict[str, str], set[str]]:
    """What was chosen for columns, and codes to leave out, in the newest files carried out."""
    columns: dict[str, str] = {}
    decided: dict[str, int | None] = {}
    done = LedgerImport.objects.filter(state=LedgerImport.State.DONE)
    for choices in done.order_by("-pk").values_list("choices", flat=True)[:REMEMBERED]:
        columns = {**choices.get("columns", {}), **columns}
        decided = {**choices.get("codes", {}), **decided}
    return columns, {code for code, project in decided.items() if project is None}


def _find(upload: LedgerImport, *, lock: bool = False) -> Found:
    table = _table(upload.kind, bytes(upload.data))
    known, left_out = remembered()
    chosen = {**known, **upload.choices.get("columns", {})}
    cells = [cells for _number, cells in table.lines]
    place = place_of_headings(cells, chosen)
    columns = columns_of(cells[place], chosen)
    codes = upload.choices.get("codes", {})
    left_out = (left_out | {c for c, pk in codes.items() if pk is None}) - {
        c for c, pk in codes.items() if pk is not None
    }
    asked = Asked(_projects_of_codes(codes), left_out, upload.choices.get("year"), today())
    found = Found(columns, read_ledger(columns, table.lines[place + 1 :], asked))
    _compare(found, _until(upload, found.read), lock=lock)
    return found


def _projects_of_codes(chosen: Mapping[str, int | None]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for code, project in LedgerCode.objects.values_list("code", "project"):
        found.setdefault(plain_code(code), set()).add(project)
    wanted = [pk for pk in chosen.values() if pk is not None]
    there = set(Project.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    for code, pk in chosen.items():
        if pk is not None and pk in there:
            found.setdefault(code, {pk})
    return found


def _until(upload: LedgerImport, read: LedgerSums) -> datetime.date | None:
    told = upload.choices.get("until")
    return datetime.date.fromisoformat(told) if told else read.until


def _compare(found: Found, until: datetime.date | None, *, lock: bool) -> None:
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


def _told(upload: LedgerImport, found: Found) -> dict[str, object]:
    """The preview in values that JSON keeps."""
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


def _new_codes(upload: LedgerImport) -> list[LedgerCode]:
    """Codes that were given to projects while the file was looked at: the projects keep them."""
    chosen = {code: pk for code, pk in upload.choices.get("codes", {}).items() if pk is not None}
    known = {
        (plain_code(code), project)
        for code, project in LedgerCode.objects.filter(project__in=chosen.values()).values_list(
            "code", "project"
        )
    }
    projects = Project.objects.in_bulk(list(chosen.values()))
    written = upload.choices.get("written", {})
    return [
        LedgerCode(project=projects[pk], code=written.get(code, code))
        for code, pk in chosen.items()
        if pk in projects and (code, pk) not in known
    ]
