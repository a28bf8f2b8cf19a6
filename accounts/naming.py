"""Rows in words for one reader, asked about at the moment of reading.

Whatever lists rows of several kinds (the export of one's own data) says them by `people.name_for`,
never by `str`: a row's own name may be, or name, what its reader may not see any more.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Protocol, cast

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from accounts.types import AnyUser


class _Visible(Protocol):
    """A row with a rule of its own about who sees it."""

    def is_visible_to(self, user: AnyUser, /) -> bool: ...


class NamedToReader(models.Model):
    """A row that says itself to a reader: by its name if they see it now, else without."""

    made_at = ""
    """The field with the moment of the row's making, if the person who made it may know that."""

    class Meta:
        abstract = True

    def name_for(self, reader: AnyUser) -> str:
        return str(self) if self.is_named_to(reader) else unnamed(getattr(self, self.made_at, None))

    def is_named_to(self, reader: AnyUser) -> bool:
        """Whether the reader may read what `str` says of the row."""
        return bool(cast(_Visible, self).is_visible_to(reader))


def unnamed(at: datetime | None = None) -> str:
    """Of what the reader may not see now: that there is a row, and since when if that is known."""
    if at is None:
        return _("(not shown to you now)")
    when = date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")
    return _("(not shown to you now; %(when)s)") % {"when": when}
