"""The projects before and after one in the view of the list that led to it.

The list's links carry its query string as `?view=…`; the project's page reads the same filters
and the same order out of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.urls import reverse

from portfolio.listing.request import ListRequest
from projects.models import Project

LONGEST_VIEW = 4000


@dataclass(frozen=True)
class Neighbours:
    """Where a project stands among the rows of a view; the rows beside it are None at the ends."""

    position: int
    count: int
    previous: Project | None
    next: Project | None
    view: str

    @property
    def list_link(self) -> str:
        return f"{reverse('project-list')}?{self.view}"

    @property
    def query(self) -> str:
        """What the links to the projects beside it carry on."""
        return f"?{urlencode({'view': self.view})}"


def neighbours(ordered: QuerySet, pk: int, view: str = "") -> Neighbours | None:
    """The place of the row `pk` in an ordered query set, or None. Two queries."""
    # A project in two groups is met once.
    keys = list(dict.fromkeys(ordered.values_list("pk", flat=True)))
    if pk not in keys:
        return None
    at = keys.index(pk)
    beside = {-1: keys[at - 1] if at else None, 1: keys[at + 1] if at + 1 < len(keys) else None}
    rows = Project.objects.only("pk", "name", "language").in_bulk(
        [key for key in beside.values() if key]
    )
    return Neighbours(at + 1, len(keys), rows.get(beside[-1] or 0), rows.get(beside[1] or 0), view)


def neighbours_in_view(request: HttpRequest, pk: int) -> Neighbours | None:
    """The same for the view that the address names; None where it names none."""
    view = request.GET.get("view")
    if view is None or len(view) > LONGEST_VIEW:
        return None
    return neighbours(ListRequest(QueryDict(view), request.user).ordered(), pk, view)
