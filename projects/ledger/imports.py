"""A file of the ledger is looked at, carried out as it was shown, and taken back as a whole.

A figure of the file takes the place of the one that is stored: the file says the whole year so far.
What the file does not name stays. The same file twice changes nothing.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from projects.clock import today
from projects.ledger.comparing import KEPT_FIELDS, Found, compare, key_of, values_of
from projects.ledger.headings import columns_of, heading_twice, place_of_headings
from projects.ledger.preview import preview_of
from projects.ledger.reading import Asked, LedgerSums, Line, plain_code, read_ledger
from projects.models import LedgerCode, LedgerImport, Project
from projects.saving.many import add_many, change_many
from projects.saving.renewing import renewed_once, settle
from projects.sheets.files import MOST_BYTES, SheetTable, UnreadableSheet, tables_of, too_large

REMEMBERED = 20  # earlier files whose choices are looked at
MOST_LINES = 200_000
TOLD_EVERY = 1000  # lines

Told = Callable[[float], object]
"""Is told which share has been read; what it raises ends the reading."""
GoingOn = Callable[[], None]
"""Is called now and then while rows are saved; what it raises takes all of them back."""


class NothingDone(Exception):
    """The file was not carried out, or not taken back; the text says why."""


def keep(
    user: User, name: str, kind: str, data: bytes, choices: Mapping[str, object]
) -> LedgerImport:
    """The upload, with what it would do. Raises `UnreadableSheet`."""
    table = _table(kind, data)
    return look(keep_unread(user, name, kind, data, choices), table=table)


def keep_unread(
    user: User, name: str, kind: str, data: bytes, choices: Mapping[str, object]
) -> LedgerImport:
    """The upload, at which nobody has looked yet. Raises `UnreadableSheet` for one too large."""
    if len(data) > MOST_BYTES:
        raise too_large()
    return LedgerImport.objects.create(
        file_name=name[:200], kind=kind, data=data, choices=dict(choices), user=user
    )


def look(upload: LedgerImport, told: Told = bool, table: SheetTable | None = None) -> LedgerImport:
    """Writes into the upload what it would do now, or why it cannot be read, and nothing else.

    `table` is what the file holds, where it has been opened already.
    """
    try:
        found = _read(upload, table or _table(upload.kind, bytes(upload.data)), told)
        compare(found, _until(upload, found.read), lock=False)
        upload.preview = preview_of(upload, found)
    except UnreadableSheet as error:
        upload.preview = {"unreadable": str(error)}
    same = LedgerImport.objects.filter(pk=upload.pk, state=LedgerImport.State.WAITING)
    same.update(preview=upload.preview, choices=upload.choices)
    return upload


def carry_out(
    pk: int, user: User, told: Told = bool, going_on: GoingOn = lambda: None
) -> LedgerImport:
    """Does what the preview showed, in one transaction; reads the file before it.

    Raises `NothingDone`.
    """
    upload = _waiting(LedgerImport.objects.get(pk=pk))
    try:
        found = _read(upload, _table(upload.kind, bytes(upload.data)), told)
    except UnreadableSheet as error:
        raise NothingDone(str(error)) from error
    return _save(pk, user, found, going_on)


def _waiting(upload: LedgerImport) -> LedgerImport:
    if not upload.is_waiting:
        raise NothingDone(_("This file was imported already. Nothing was done twice."))
    return upload


@renewed_once()
def _save(pk: int, user: User, found: Found, going_on: GoingOn) -> LedgerImport:
    upload = _waiting(LedgerImport.objects.select_for_update().get(pk=pk))
    compare(found, _until(upload, found.read), lock=True)
    if found.digest() != (upload.preview or {}).get("digest"):
        raise NothingDone(
            _("The figures have changed after the preview. Nothing was imported: look at it anew.")
        )
    reason = _("From the ledger: %(file)s") % {"file": upload.file_name}
    codes = _new_codes(upload)
    add_many(codes, user, reason, going_on=going_on)
    add_many(found.new, user, reason, going_on=going_on)
    change_many(found.changed, KEPT_FIELDS, user, reason, going_on=going_on)
    settle(going_on)
    going_on()
    upload.done = {
        "codes": [row.pk for row in codes],
        "rows": [
            {"pk": row.pk, "before": found.before[key_of(row)], "after": values_of(row)}
            for row in (*found.new, *found.changed)
        ],
    }
    upload.preview = preview_of(upload, found)
    upload.state, upload.data = LedgerImport.State.DONE, b""
    upload.done_by, upload.done_at = user, timezone.now()
    upload.save()
    return upload


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


def _read(upload: LedgerImport, table: SheetTable, told: Told) -> Found:
    """The sums of the file, before they are compared with what is stored."""
    known, left_out = remembered()
    chosen = {**known, **upload.choices.get("columns", {})}
    cells = [cells for _number, cells in table.lines]
    place = place_of_headings(cells, chosen)
    columns = columns_of(cells[place], chosen)
    if text := heading_twice(columns):
        raise UnreadableSheet(_("“%(column)s” stands twice among the headings.") % {"column": text})
    codes = upload.choices.get("codes", {})
    left_out = (left_out | {c for c, pk in codes.items() if pk is None}) - {
        c for c, pk in codes.items() if pk is not None
    }
    asked = Asked(_projects_of_codes(codes), left_out, upload.choices.get("year"), today())
    lines = _watched(table.lines[place + 1 :], told)
    read = read_ledger(columns, lines, asked)
    return Found(columns, read, lines=len(table.lines), notes=table.notes)


def _watched(lines: Sequence[Line], told: Told) -> Iterator[Line]:
    for number, line in enumerate(lines):
        if number % TOLD_EVERY == 0:
            told(number / len(lines))
        yield line
    told(1)


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
