"""Why a row is saved or deleted, and by whom: what the history says of its next version."""

from __future__ import annotations

from typing import Any

from django.db import models

from accounts.types import AnyUser


def give_reason(row: models.Model, reason: str, user: AnyUser | None = None) -> None:
    """The next save or deletion of the row is told with the reason. A user is named where it is not
    whoever sent the request.
    """
    told: Any = row  # simple-history takes both from the row
    told._change_reason = reason or None
    if user is not None:
        told._history_user = user
