"""By what rows of a sheet are known where they have no number, and how one asks which is meant."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Mapping
from typing import Generic

from django.db import models
from django.utils.translation import gettext as _

from projects.sheets.files import as_text
from projects.sheets.rows import Row

Key = tuple[object, ...]


def folded(value: object) -> object:
    """The value as it counts in a name: without case, and with single blanks."""
    if value is None:
        return ""
    return " ".join(value.split()).casefold() if isinstance(value, str) else value


def letters_of(name: str) -> str:
    """The letters and figures of a name: names that differ in nothing else are alike."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in plain if letter.isalnum())


class NamedRows(Generic[Row]):
    """What a resource says of the names of its rows."""

    NATURAL: tuple[str, ...] = ()
    """Attributes of the columns that name a row, the name itself first. Empty: rows have none."""
    answers: Mapping[int, Mapping[str, int]] = {}
    """By line what was answered; given before rows are read."""

    def natural_key(self, row: Row) -> Key | None:
        """None for a row that has no name, or cannot be there yet."""
        return tuple(folded(getattr(row, name)) for name in self.NATURAL)

    def natural_keys(self, row: Row) -> Iterable[Key | None]:
        """Every key under which a row that is there is looked for."""
        return [self.natural_key(row)]

    def rows_like(self, keys: Collection[Key]) -> models.QuerySet:
        """The rows that are there, as far as they may have one of the keys."""
        rows: models.QuerySet = self.rows()
        return rows

    def is_named_well(self, row: Row) -> bool:
        """Whether its name alone says which row is meant."""
        return bool(getattr(row, self.NATURAL[0]))

    def called(self, row: Row) -> str:
        """A row that one may choose."""
        return _("“%(name)s”, number %(n)s") % {"name": row, "n": row.pk}

    def question(self) -> str:
        return _("It is not plain which row this line means: one that is there, or a new one?")

    def a_new_one(self) -> str:
        return _("A new row")

    def waits(self, number: int, rows: Iterable[Row]) -> None:
        """A line is asked about: what names its row waits too."""

    def name_in(self, line: Mapping[str, object]) -> str:
        """What a line calls its row."""
        told = {each.attribute: each for each in self.fields.values()}
        for name in ("name", "description", *self.NATURAL, "project"):
            if name in told and (text := as_text(line.get(str(told[name].column_name))).strip()):
                return text
        return ""
