"""What the dashboard is asked for, which every part of it gets."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TypeGuard

from django.urls import reverse
from django.utils.http import urlencode

from portfolio.figure_cache import counts
from projects.filtering.facets import Facets
from projects.filtering.project_filter import ProjectFilter
from projects.models import ServiceArea


@dataclass(frozen=True)
class DashboardRequest:
    """What the page is asked for: the filters, the day to compare with, how costs are split."""

    filters: ProjectFilter
    since: datetime.date
    split: str
    today: datetime.date

    @cached_property
    def counts(self) -> Facets:
        return counts(self.filters)

    def link(self, *, to: str = "project-list", **values: object) -> str:
        """The list behind a figure that was counted without the named filters: they take these
        values, the others hold. `to` names another list that knows the same filters.
        """
        params = {
            key: self.filters.data.getlist(key)
            for key in self.filters.data
            if key in self.filters.filters and any(self.filters.data.getlist(key))
        }
        params |= {k: list(v) if _several(v) else [v] for k, v in values.items()}
        # Without any parameter the list would open with somebody's saved view.
        params = params or {"all": [1]}
        return f"{reverse(to)}?{urlencode(params, doseq=True)}"

    def link_within(self, *, to: str = "project-list", **values: object) -> str:
        """The list behind a figure that was counted under all filters, narrowed by some more.

        Nothing where no list can ask for both: a filter in force holds one value and the figure
        another.
        """
        asked = {}
        for name, value in values.items():
            both = self._both(
                name, [str(each) for each in value] if _several(value) else [str(value)]
            )
            if not both:
                return ""
            asked[name] = both
        return self.link(to=to, **asked)

    def _both(self, name: str, values: list[str]) -> list[str]:
        chosen = self.filters.chosen.get(name)
        if chosen is None:
            return values
        held = [str(each) for each in chosen] if _several(chosen) else [str(chosen)]
        if name == "area":
            return self._areas_in(held, values)
        return [value for value in values if value in held]

    def _areas_in(self, chosen: list[str], tops: list[str]) -> list[str]:
        """The areas that lie in an area of both, as far up as they go."""
        return [
            str(area.pk)
            for area in self.filters.areas
            if self._lies_in(area, chosen)
            and self._lies_in(area, tops)
            and str(area.pk) in (*chosen, *tops)
        ]

    def _lies_in(self, area: ServiceArea, tops: list[str]) -> bool:
        return any(str(above.pk) in tops for above in self.filters.areas.line(area.pk))


def _several(value: object) -> TypeGuard[list[object] | tuple[object, ...]]:
    return isinstance(value, list | tuple)


def share(number: Decimal | float, most: Decimal | float) -> float:
    """A part of 100, the length of a bar."""
    return round(100 * float(number) / float(most), 1) if most else 0
