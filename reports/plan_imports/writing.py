"""Rows that an import writes: checked, with its reason in their history."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import models

from accounts.types import AnyUser
from projects.saving.reasons import give_reason

Written = TypeVar("Written", bound=models.Model)


class ImportRefused(ValueError):
    """A row of the document does not fit the portfolio; the message names project and reason."""


@dataclass
class Applied:
    """Numbers of the rows that an import made and changed, and the moments before and after it."""

    before: str = ""
    after: str = ""
    plan: int | None = None
    has_new_plan: bool = False
    added: list[int] = field(default_factory=list)
    updated: list[int] = field(default_factory=list)
    skipped: int = 0
    entries: list[int] = field(default_factory=list)
    areas: list[int] = field(default_factory=list)

    as_dict = asdict


class Writer:
    """Saves and deletes rows in the name of whoever imports, for the reason that it is given."""

    def __init__(self, user: AnyUser | None, reason: str) -> None:
        self.user, self.reason = user, reason
        self.applied = Applied()

    def check(self, row: models.Model, where: str) -> None:
        """Raises `ImportRefused` of a row that a form would refuse; `where` begins the message."""
        give_reason(row, self.reason, self.user)
        try:
            row.full_clean(exclude=_references(row))
        except ValidationError as error:
            raise ImportRefused(f"{where}: {_in_words(error, row)}") from error

    def save(self, row: Written, where: str) -> Written:
        self.check(row, where)
        row.save()
        return row

    def delete(self, row: models.Model) -> None:
        give_reason(row, self.reason, self.user)
        row.delete()


def _references(row: models.Model) -> list[str]:
    """What names a row that this import holds in its hands: it need not be asked for."""
    return [
        each.name
        for each in row._meta.concrete_fields
        if each.is_relation and each.is_cached(row) and getattr(row, each.attname) is not None
    ]


def _in_words(error: ValidationError, row: models.Model) -> str:
    found = []
    for name, messages in getattr(error, "message_dict", {"__all__": error.messages}).items():
        label = "" if name == "__all__" else f"{row._meta.get_field(name).verbose_name}: "
        found += [f"{label}{message}" for message in messages]
    return " ".join(found)
