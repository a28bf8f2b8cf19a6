"""What two people made of the same form: pure functions of values.

A `FormState` is what a form says, as a browser would post it: for each row (`""` is the form's
own, `phases:7` a row of a formset, `phases:new0` one that was added) its fields, and for each
field the posted texts. Rows that are removed are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

Values = tuple[str, ...]
Fields = dict[str, Values]
FormState = dict[str, Fields]

OWN = ""
THEIRS, YOURS = "theirs", "yours"


@dataclass(frozen=True)
class Difference:
    """Where your form and theirs say different things.

    `field` is empty where one of the two removed the row; what is removed is None. `was` is what
    your form said when it was opened, None if that is not known or was not there.
    """

    row: str
    field: str
    was: Values | Fields | None
    theirs: Values | Fields | None
    yours: Values | Fields | None
    suggested: str
    """`theirs` or `yours` where only one of the two changed it, else empty."""


def differences(base: FormState | None, theirs: FormState, yours: FormState) -> list[Difference]:
    """Everything that the two must agree on; what both left alone or changed alike is not in it."""
    found: list[Difference] = []
    for row in yours:
        if row in theirs:
            found += _in_row(row, base, theirs[row], yours[row])
        elif not _is_new(row) and not (base and base.get(row) == yours[row]):
            found.append(Difference(row, "", (base or {}).get(row), None, yours[row], ""))
    for row in theirs:
        # Without a base nobody knows whether you removed the row or never saw it: it stays.
        if row not in yours and base and row in base and base[row] != theirs[row]:
            found.append(Difference(row, "", base[row], theirs[row], None, ""))
    return found


def _in_row(
    row: str, base: FormState | None, theirs: Fields, yours: Fields
) -> Iterator[Difference]:
    before = (base or {}).get(row)
    for field, mine in yours.items():
        other = theirs.get(field)
        if other is None or other == mine:
            continue
        was = before.get(field) if before else None
        suggested = THEIRS if was == mine else YOURS if was == other else ""
        yield Difference(row, field, was, other, mine, suggested)


def added_by_them(base: FormState | None, theirs: FormState, yours: FormState) -> list[str]:
    """Rows that you never saw; a save leaves them as they are."""
    return [row for row in theirs if row not in yours and not (base and row in base)]


def merged(
    base: FormState | None,
    theirs: FormState,
    yours: FormState,
    picks: Mapping[tuple[str, str], str],
) -> tuple[FormState, list[str]]:
    """The form after both: `picks` says for each difference `theirs` or `yours`.

    Returns the rows to be saved and the rows to be removed. A row that they removed and you keep
    is added anew.
    """
    saved: FormState = {}
    for row, fields in yours.items():
        if row in theirs:
            saved[row] = {
                field: theirs[row].get(field, mine) if picks.get((row, field)) == THEIRS else mine
                for field, mine in fields.items()
            }
        elif _is_new(row):
            saved[row] = fields
        elif picks.get((row, "")) == YOURS:
            saved[f"{row.split(':')[0]}:new-{row.split(':')[1]}"] = fields
    removed = [
        row
        for row in theirs
        if row not in yours and base and row in base and picks.get((row, "")) != THEIRS
    ]
    return saved, removed


def _is_new(row: str) -> bool:
    return ":new" in row
