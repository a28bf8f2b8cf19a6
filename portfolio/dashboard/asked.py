"""What the dashboard is asked for, which every part of it gets."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from portfolio.kept import counts
from projects.filters import ProjectFilter

Context = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """What the page is asked for: the filters, the day to compare with, how costs are split."""

    filters: ProjectFilter
    since: datetime.date
    split: str
    today: datetime.date

    @cached_property
    def counts(self) -> Any:
        return counts(self.filters)

    def link(self, **values: Any) -> str:
        """The list of the projects behind a figure: the filters and some more."""
        params = {
            key: self.filters.data.getlist(key)
            for key in self.filters.data
            if key in self.filters.filters and any(self.filters.data.getlist(key))
        }
        params |= {k: v if isinstance(v, list) else [v] for k, v in values.items()}
        return f"{reverse('project-list')}?{urlencode(params, doseq=True)}"


def share(number: Any, most: Any) -> float:
    """A part of 100, the length of a bar."""
    return round(100 * float(number) / float(most), 1) if most else 0
