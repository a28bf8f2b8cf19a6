"""Which projects a workbook is asked of: those that the list shows under the same query, or all."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.types import AnyUser
from portfolio.listing.request import ListRequest
from projects.models.querysets import ProjectQuerySet


@dataclass(frozen=True)
class Asked:
    """`query` is the list's."""

    query: QueryDict
    user: AnyUser

    @cached_property
    def shown(self) -> ListRequest:
        return ListRequest(self.query, self.user)

    @property
    def labels(self) -> list[str]:
        """The filters in words."""
        return [str(label) for label, _rest in self.shown.filters.active()]

    @property
    def projects(self) -> ProjectQuerySet | None:
        """None for all of them: then the areas and people of no project are asked for."""
        return self.shown.filters.narrowed() if self.labels else None

    @property
    def about(self) -> list[str]:
        return [*self.shown.rejected, *(self.labels or [_("All projects")])]
