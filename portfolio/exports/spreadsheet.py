"""The list as a spreadsheet: its columns as numbers, days and words, subtotals, what was asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import IO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portfolio.figure_cache import counts
from portfolio.listing.columns import SheetPart
from portfolio.listing.light import light_rows
from portfolio.listing.request import EACH_GOAL, GROUPS, Group, GroupKey, ListRequest
from projects.fields import reader_language
from projects.filtering.cost_sums import asked_year, costs_by_year
from projects.filtering.facets import Facets
from projects.models import Project
from projects.sheets.workbook.csv_text import csv_blocks
from projects.sheets.workbook.ods import write_ods
from projects.sheets.writing import (
    NARROW,
    GroupRow,
    Shape,
    SheetColumn,
    SheetPage,
    about_page,
    write_xlsx,
)
from projects.sheets.xml_text import shown
from projects.values.money import MoneyRange, format_money_range

FOR_READING = gettext_lazy(
    "This file is for reading. A spreadsheet that can be changed and imported again is exported "
    "in the editing of projects."
)


def list_xlsx(asked: ListRequest, target: IO[bytes]) -> None:
    groups, found = asked.groups(), counts(asked.filters)
    pages = [_rows_page(asked, groups)]
    if asked.group:
        pages.append(_subtotals(asked, groups, found))
    pages.append(about_page(_about(asked, found)))
    write_xlsx(target, pages, _("Projects"))


def list_csv(asked: ListRequest) -> Iterator[bytes]:
    return csv_blocks(_rows_page(asked, asked.groups()))


def list_ods(asked: ListRequest, target: IO[bytes]) -> None:
    write_ods(target, _rows_page(asked, asked.groups()))


def _rows_page(asked: ListRequest, groups: dict[GroupKey, Group]) -> SheetPage:
    parts = [part for column in asked.columns for part in column.parts()]
    if any(column.key == "total" for column in asked.columns):
        parts += _of_the_year(asked)
    columns = [SheetColumn(str(part.label), part.shape, part.width) for part in parts]
    if asked.group:
        columns.insert(0, SheetColumn(str(GROUPS[asked.group])))
    return SheetPage(
        _("Projects"),
        columns,
        _rows(asked, groups, parts),
        "C2" if asked.group else "B2",
        is_grouped=bool(asked.group),
    )


def _rows(
    asked: ListRequest, groups: dict[GroupKey, Group], parts: list[SheetPart]
) -> Iterator[list[object]]:
    above: object = groups  # the key of no group
    for seen in light_rows(asked):
        group = [groups[seen.group_key].label] if asked.group else []
        if asked.group and seen.group_key != above:
            above = seen.group_key
            count = groups[seen.group_key].count
            yield GroupRow((f"{group[0]} ({count})", *(None for _part in parts)))
        cells = (part.value(seen) for part in parts)
        yield [shown(cell) if isinstance(cell, str) else cell for cell in (*group, *cells)]


def _of_the_year(asked: ListRequest) -> list[SheetPart]:
    """What each project costs in the year that the filters ask for, if they do."""
    year = asked_year(asked.filters)
    if year is None:
        return []
    kind = asked.filters.form.cleaned_data.get("cost_kind") or ""
    sums = costs_by_year(asked.filters, "project", kind)

    def end(name: str) -> Callable[[Project], object]:
        return lambda project: getattr(sums.get(project.pk, {}).get(year), name, None)

    low = _("Cost in %(year)s, at least (€)") % {"year": year}
    high = _("Cost in %(year)s, at most (€)") % {"year": year}
    return [
        SheetPart(low, end("low"), Shape.MONEY, NARROW),
        SheetPart(high, end("high"), Shape.MONEY, NARROW),
    ]


def _subtotals(asked: ListRequest, groups: dict[GroupKey, Group], found: Facets) -> SheetPage:
    """A line for each group; where a project stands in two, the sum of all is said beside."""
    columns = [
        SheetColumn(str(GROUPS[asked.group])),
        SheetColumn(_("Projects"), Shape.WHOLE, NARROW),
        SheetColumn(_("at least (€)"), Shape.MONEY, NARROW),
        SheetColumn(_("at most (€)"), Shape.MONEY, NARROW),
        SheetColumn(_("costs not known (projects)"), Shape.WHOLE, NARROW),
    ]
    rows: list[tuple[object, ...]] = [
        (group.label, group.count, *_ends(group.cost), group.costs_unknown)
        for group in groups.values()
    ]
    if asked.group == "goal":
        rows.append((_("All, each once"), found.total, *_ends(found.cost), found.costs_unknown))
        rows.append((EACH_GOAL, None, None, None, None))
    return SheetPage(_("Subtotals"), columns, rows)


def _ends(cost: MoneyRange | None) -> tuple[Decimal | None, Decimal | None]:
    return (cost.low, cost.high) if cost else (None, None)


def _about(asked: ListRequest, found: Facets) -> list[str]:
    lines = [*asked.rejected, *(label for label, _rest in asked.filters.active())]
    if asked.group:
        lines.append(f"{_('Groups')}: {GROUPS[asked.group]}")
    projects = ngettext("%(n)s project", "%(n)s projects", found.total) % {"n": found.total}
    lines.append(" · ".join([projects, *_cost_words(found)]))
    hidden = asked.costs_hidden if any(column.key == "total" for column in asked.columns) else 0
    if hidden:
        text = ngettext(
            "The costs of %(n)s project are not public: its cells are empty.",
            "The costs of %(n)s projects are not public: their cells are empty.",
            hidden,
        )
        lines.append(text % {"n": hidden})
    if asked.group == "goal":
        lines.append(str(EACH_GOAL))
    return [*lines, str(FOR_READING)]


def _cost_words(found: Facets) -> list[str]:
    """As the page of the list says it (templates/portfolio/parts/cost_sum.html)."""
    if found.cost is None:
        return []
    words = {"sum": format_money_range(found.cost, reader_language()), "year": found.cost_year}
    told = _("costs of %(year)s %(sum)s") if found.cost_year else _("costs %(sum)s in all")
    return [f"{told % words} {unknown_words(found.costs_unknown)}".strip()]


def unknown_words(count: int) -> str:
    """Of how many projects nobody has told the costs in figures; nothing for none."""
    text = ngettext("(not known of %(n)s project)", "(not known of %(n)s projects)", count)
    return text % {"n": count} if count else ""
