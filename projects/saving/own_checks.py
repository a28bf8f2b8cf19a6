"""Rows that check themselves without asking the database about each constraint."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import models


class OwnChecks(models.Model):
    """Its fields and its `clean` refuse whatever a check constraint of its own table would.

    Django asks the database once for each of them, which is most of the time of a form with
    hundreds of rows. The database still holds them; what needs other rows is asked for as always.
    """

    class Meta:
        abstract = True

    def get_constraints(self) -> list[tuple[type[models.Model], Sequence[models.BaseConstraint]]]:
        return [
            (model, [each for each in found if not isinstance(each, models.CheckConstraint)])
            for model, found in super().get_constraints()
        ]
