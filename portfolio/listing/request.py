"""What a request asks of the list: filters, columns, order and groups, read from its query."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Case, Count, F, IntegerField, Sum, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, ExtractYear
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.types import AnyUser
from accounts.web.typed_text import shortened
from portfolio.listing.columns import COLUMNS, STANDARD, Column, by_choice, fetching
from projects.confidentiality import Piece
from projects.filtering.conditions import UNKNOWN, cost_class
from projects.filtering.cost_sums import asked_year, costs_by_year
from projects.filtering.project_filter import ProjectFilter
from projects.models import Project, StrategicGoal
from projects.models.querysets import ProjectQuerySet
from projects.values.choices import Status
from projects.values.money import MoneyRange

MOST_SORTS = 3
AT_ONCE = 500  # rows that are fetched together for a file
GROUPS = {
    "": _("no groups"),
    "area": _("service area"),
    "status": _("status"),
    "goal": _("strategic goal"),
    "year": _("year of the start"),
}
SORTED_FIRST = "name"
EACH_GOAL = _("A project that serves two goals stands under both.")

GroupKey = int | str | None
"""A service area, a goal or a year by number, a state by its code; None for rows without one."""


@dataclass
class Group:
    """Rows under one heading, on all pages together."""

    label: str
    count: int = 0
    cost: MoneyRange | None = None
    costs_unknown: int = 0
    """Those of its projects whose costs nobody has told in figures."""


@dataclass
class ListRequest:
    """The list as one query asks for it. What it does not understand stands in `notes`."""

    query: QueryDict
    user: AnyUser
    filters: ProjectFilter = field(init=False)
    columns: list[Column] = field(init=False)
    sorts: list[str] = field(init=False)
    group: str = field(init=False)
    notes: list[str] = field(init=False)

    def __post_init__(self) -> None:
        visible = Project.objects.visible_to(self.user)
        self.filters = ProjectFilter(self.query, visible, user=self.user)
        self.notes = self.filters.notes()
        self.columns = self._columns()
        self.sorts = self._sorts()
        self.group = self.query.get("group", "")
        if self.group not in GROUPS:
            self._note(gettext("The list cannot be grouped by “%(value)s”."), self.group)
            self.group = ""

    @property
    def rejected(self) -> list[str]:
        """What of the query does not hold: `notes`, and what is told at a filter's field."""
        return list(dict.fromkeys([*self.notes, *self.filters.rejected()]))

    @property
    def costs_hidden(self) -> int:
        """How many of the projects have costs that the reader may not see."""
        hidden = Project.objects.hides(Piece.COSTS, self.user)
        return self.filters.narrowed().order_by().filter(hidden).count()

    def _note(self, text: str, *values: str) -> None:
        if values:
            self.notes.append(text % {"value": shortened(list(values))})

    def _columns(self) -> list[Column]:
        names = list(dict.fromkeys(_names(self.query.getlist("columns"))))
        unknown = [name for name in names if name not in COLUMNS]
        self._note(gettext("There is no column “%(value)s” (any more)."), *unknown)
        known = [name for name in names if name in COLUMNS and name != "name"]
        return [COLUMNS[name] for name in ("name", *(known or STANDARD[1:]))]

    def _sorts(self) -> list[str]:
        """Keys with `-` before the descending ones, the strongest first."""
        found: dict[str, str] = {}
        unknown: list[str] = []
        for name in _names(self.query.getlist("sort")):
            key = name.removeprefix("-")
            column = COLUMNS.get(key)
            if column is None or column.order is None:
                unknown.append(key)
            elif len(found) < MOST_SORTS:
                found.setdefault(key, name)
        self._note(gettext("The list cannot be sorted by “%(value)s”."), *unknown)
        return list(found.values()) or [SORTED_FIRST]

    def sorted_by_next(self, column: Column) -> str:
        """The value of `sort` that a click on the column's head asks for.

        The column becomes the strongest; those before it break its ties.
        """
        rest = [name for name in self.sorts if name.removeprefix("-") != column.key]
        is_first = self.sorts[0].removeprefix("-") == column.key
        first = f"-{column.key}" if is_first and self.sorts[0] == column.key else column.key
        return ",".join([first, *rest][:MOST_SORTS])

    def rows(self) -> ProjectQuerySet:
        """The projects in their order, with what the columns show. A project in several goals
        stands in each of them where the list is grouped by goal.
        """
        return fetching(self.ordered(), self.columns)

    def every(self) -> Iterator[Project]:
        """All rows, some hundred at a time, as the reader sees them."""
        rows = self.rows().iterator(chunk_size=AT_ONCE)
        while chunk := list(itertools.islice(rows, AT_ONCE)):
            self.read(chunk)
            yield from (row.seen_by(self.user) for row in chunk)

    def read(self, rows: list[Project]) -> None:
        """What the columns show beside what a query fetches with its rows."""
        for column in self.columns:
            if column.read is not None:
                column.read(rows, self.user)

    def __getitem__(self, places: slice) -> list[Project]:
        """For a paginator."""
        return self.rows_at(places.start, places.stop)

    def rows_at(self, first: int, last: int) -> list[Project]:
        """The rows from one place up to another. Only their keys are sorted, and then fetched."""
        names = ("pk", "group_key") if self.group else ("pk",)
        places = list(self.ordered().values_list(*names)[first:last])
        keys = {place[0] for place in places}
        found = fetching(Project.objects.filter(pk__in=keys), self.columns).in_bulk()
        rows = []
        for key, *group in places:
            if key in found:
                row = copy.copy(found[key])
                row.group_key = group[0] if group else None
                rows.append(row)
        self.read(rows)
        return rows

    def ordered(self) -> ProjectQuerySet:
        """The projects in their order, and nothing else of them."""
        rows = self.filters.narrowed()
        order = []
        if self.group:
            rows = rows.annotate(group_key=self._group_key(), group_rank=self._group_rank())
            order = [F("group_rank").asc(nulls_last=True), F("group_key").asc(nulls_last=True)]
        for name in self.sorts:
            make = COLUMNS[name.removeprefix("-")].order
            if make is None:
                continue
            expression = make(self.user)
            if name.startswith("-"):
                order.append(expression.desc(nulls_last=True))
            else:
                order.append(expression.asc(nulls_last=True))
        return rows.order_by(*order, "name_key", "pk")

    def groups(self) -> dict[GroupKey, Group]:
        """Each group's size and costs over all pages, in the order of the list. One query."""
        if not self.group:
            return {}
        shown = ~Project.objects.hides(Piece.COSTS, self.user)
        told = (
            self.filters.narrowed()
            .order_by()
            .annotate(group_key=self._group_key(), group_rank=self._group_rank())
            .values("group_key", "group_rank")
            .order_by(F("group_rank").asc(nulls_last=True))
            .annotate(
                n=Count("pk"),
                low=Sum("cost_low", filter=shown),
                high=Sum("cost_high", filter=shown),
                unknown=Count("pk", filter=shown & cost_class(UNKNOWN)),
            )
        )
        labels = self._group_labels()
        found = {}
        for row in told:
            group = Group(str(labels(row["group_key"])), row["n"], costs_unknown=row["unknown"])
            if row["low"] is not None:
                group.cost = MoneyRange(Decimal(row["low"]), Decimal(row["high"]))
            found[row["group_key"]] = group
        if asked_year(self.filters) is not None:
            self._of_the_year(found)
        return found

    def _of_the_year(self, groups: dict[GroupKey, Group]) -> None:
        """Where the filters ask for costs of a year, the groups' sums are of that year."""
        year, kind = asked_year(self.filters), self.filters.form.cleaned_data.get("cost_kind")
        by_project = costs_by_year(self.filters, "project", kind or "")
        keys = self.filters.narrowed().order_by().annotate(group_key=self._group_key())
        sums: dict[GroupKey, MoneyRange] = {}
        for project, key in keys.values_list("pk", "group_key"):
            amount = by_project.get(project, {}).get(year)
            if amount is not None:
                sums[key] = amount + sums.get(key, 0)
        for key, group in groups.items():
            group.cost = sums.get(key)

    def _group_key(self) -> Combinable:
        if self.group == "area":
            tops: dict[int, list[int]] = {}
            for area in self.filters.areas:
                tops.setdefault(self.filters.areas.top(area.pk).pk, []).append(area.pk)
            cases = [When(service_area__in=keys, then=Value(top)) for top, keys in tops.items()]
            return _ranked(cases)
        if self.group == "goal":
            return F("strategic_goals__pk")
        return ExtractYear("starts_on") if self.group == "year" else F("status")

    def _group_rank(self) -> Combinable:
        """What the groups are sorted by: the tree, the order of states, goals by name, years."""
        if self.group == "area":
            ranks = [
                When(service_area__in=self.filters.areas.below(top.pk), then=Value(rank))
                for rank, top in enumerate(self.filters.areas.tops)
            ]
            return _ranked(ranks)
        if self.group == "goal":
            in_order = StrategicGoal.objects.order_by("name_key").values_list("pk", flat=True)
            cases = [When(strategic_goals=pk, then=Value(rank)) for rank, pk in enumerate(in_order)]
            return _ranked(cases)
        return ExtractYear("starts_on") if self.group == "year" else by_choice("status", Status)

    def _group_labels(self) -> Callable[[GroupKey], object]:
        if self.group == "area":
            names: dict[GroupKey, str] = {area.pk: area.name for area in self.filters.areas}
        elif self.group == "goal":
            names = dict(StrategicGoal.objects.values_list("pk", "name"))
        elif self.group == "status":
            names = {status.value: str(status.label) for status in Status}
        else:
            return lambda key: gettext("Start not known") if key is None else key
        return lambda key: names.get(key, gettext("No strategic goal"))


def _ranked(cases: list[When]) -> Combinable:
    """The rank of the case that holds; where there is none at all, PostgreSQL wants a type."""
    return Cast(Case(*cases, default=None, output_field=IntegerField()), IntegerField())


def _names(values: Iterable[str]) -> list[str]:
    """Names of a parameter that may stand several times or hold several, parted by commas."""
    return [name for value in values for name in value.split(",") if name]
