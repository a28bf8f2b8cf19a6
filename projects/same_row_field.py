"""A relation between rows of one table that stand for the same thing."""

from __future__ import annotations

from typing import Any

from django.db import models


class SameRowField(models.ForeignObject):
    """From a row of a table to the rows with the same `key`: of a join of two days, whose other
    day a `FilteredRelation` names. It has no column.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs |= {
            "to": "self", "on_delete": models.DO_NOTHING, "from_fields": ["key"],
            "to_fields": ["key"], "related_name": "+", "null": True, "serialize": False,
        }  # fmt: skip
        super().__init__(**kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _args, _kwargs = super().deconstruct()
        return name, path, [], {}

    def _check_unique_target(self) -> list[Any]:
        return []  # there are several, one for each stretch
