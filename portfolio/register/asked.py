"""What a request asks of the register: its filters, and their rows in the order of names."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import cached_property

from accounts.types import AnyUser
from impact_assessments.register.filters import RegisterFilter
from impact_assessments.register.rows import RegisterRow, rows_of
from portfolio.figure_cache import cached
from projects.models import Project

AT_ONCE = 500  # rows that are read together for a file


class RegisterRequest:
    """The register for one reader. For a paginator, it answers with the rows of a page."""

    def __init__(self, query: QueryDict, user: AnyUser) -> None:
        self.user = user
        visible = Project.objects.visible_to(user)
        self.filters = RegisterFilter(query, visible, user=user)

    @cached_property
    def total(self) -> int:
        found: int = cached("total", self.filters, self.filters.narrowed().order_by().count)
        return found

    def keys(self) -> QuerySet[Project, int]:
        return self.filters.narrowed().order_by("name_key", "pk").values_list("pk", flat=True)

    def __getitem__(self, places: slice) -> list[RegisterRow]:
        """The rows from one place up to another. Only their keys are sorted, and then fetched."""
        return self._read(list(self.keys()[places]))

    def every(self) -> Iterator[RegisterRow]:
        """All rows, some hundred at a time."""
        keys = iter(list(self.keys()))
        while chunk := list(itertools.islice(keys, AT_ONCE)):
            yield from self._read(chunk)

    def _read(self, keys: list[int]) -> list[RegisterRow]:
        rows = Project.objects.filter(pk__in=keys).with_area().defer("search_text")
        found = rows.in_bulk()
        return rows_of([found[key] for key in keys if key in found], self.user)
