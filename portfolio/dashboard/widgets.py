"""The parts of the dashboard: each turns figures into what its template shows.

A part is a function from `Asked` to the context of its template (templates/portfolio/dashboard/).
Every figure has a link to the list of the projects behind it.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portfolio.dashboard import figures
from portfolio.kept import counts
from projects.change_words import KINDS
from projects.choices import LIGHTS, CostKind, Light, Likelihood, ResourceParty, Status
from projects.conditions import UNKNOWN
from projects.confidentiality import Piece
from projects.costs import COST_CLASSES
from projects.fields import reader_language
from projects.filters import ProjectFilter, cost_class_label
from projects.fuzzy_dates import format_fuzzy_date
from projects.models import Project
from projects.models.querysets import ASSESSED
from projects.money import MoneyRange
from projects.portfolio_changes import summary
from projects.quarters import quarter_of
from projects.templatetags.salkku import day
from projects.wording import schedule_words
from projects.workload import half_name

MOST_FLAGSHIPS = 12
MOST_NAMES = 6  # projects that a panel names; the rest stand behind its link
NEAR = 8  # half-years that the workload shows
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


def attention(asked: Asked) -> Context:
    counts = asked.counts.counts
    quarter = quarter_of(asked.today)
    rows = []
    for kind, facet in (
        ("late", "when"), ("slipping", "when"), ("trouble", "reports"), ("stale", "reports"),
        ("starting", "when"), ("ending", "when"),
    ):  # fmt: skip
        count = counts[facet][kind]
        rows.append(
            {
                "key": kind,
                "count": count,
                "link": asked.link(**{facet: kind}),
                "rows": _named(asked, kind) if count else [],
            }
        )
    return {"panels": rows, "quarter": quarter, "most": MOST_NAMES}


def _named(asked: Asked, kind: str) -> list[Context]:
    """The first projects of a panel, each with what makes it urgent."""
    return [
        {
            "name": row.name,
            "url": row.get_absolute_url(),
            "said": _said(row, kind),
        }
        for row in figures.attention(asked.filters, kind, MOST_NAMES)
    ]


def _said(project: Project, kind: str) -> str:
    if kind == "stale":
        return _last_report(project)
    schedule = schedule_words(project) or _("not known")
    if kind == "slipping" and project.last_report and project.last_report.forecast_end:
        end = format_fuzzy_date(project.last_report.forecast_end, reader_language())
        return f"{schedule} → {end}"
    return schedule


def _last_report(project: Project) -> str:
    if project.last_report is None:
        return _("never reported")
    return _("last on %(day)s") % {"day": day(project.last_report.date)}


def status(asked: Asked) -> Context:
    now = asked.counts.counts["status"]
    then = figures.statuses_then(asked.filters, asked.since)
    most = max([*now.values(), *then.values()], default=0)
    rows = []
    for each in Status:
        before, count = then.get(each.value, 0), now.get(each.value, 0)
        rows.append(
            {
                "code": each.value,
                "label": each.label,
                "count": count,
                "before": before,
                "change": count - before,
                "share": share(count, most),
                "share_before": share(before, most),
                "link": asked.link(status=each.value),
            }
        )
    return {"rows": rows, "is_known": bool(then)}


def lights(asked: Asked) -> Context:
    counts = asked.counts.counts
    names = {
        "schedule_light": _("Schedule"),
        "cost_light": _("Cost"),
        "content_light": _("Content"),
    }
    rows = []
    for name in LIGHTS:
        total = sum(counts[name].values())
        cells, at = [], 0.0
        for code, label in (*Light.choices, (UNKNOWN, _("not known"))):
            count = counts[name].get(code, 0)
            wide = share(count, total)
            cells.append(
                {"code": code, "label": label, "count": count, "at": at, "wide": wide,
                 "link": asked.link(**{name: code})}
            )  # fmt: skip
            at = round(at + wide, 1)
        rows.append({"label": names[name], "cells": cells})
    return {"rows": rows}


def changes(asked: Asked) -> Context:
    """What changed in the whole portfolio since the day."""
    found = summary(asked.since, asked.today, asked.filters.user)
    days = {"from": asked.since.isoformat(), "to": asked.today.isoformat()}
    address = f"{reverse('changes')}?{urlencode(days)}"
    rows = [
        {"label": KINDS[kind], "count": count, "link": f"{address}#{kind}"}
        for kind, count in found.items()
        if count
    ]
    return {"rows": rows, "since": asked.since, "link": address}


def areas(asked: Asked) -> Context:
    counts = asked.counts.counts["area"]
    tops = [area for area in asked.filters.areas if area.parent_id is None]
    most = max((counts.get(str(top.pk), 0) for top in tops), default=0)
    return {
        "rows": [
            {
                "label": top.name,
                "count": counts.get(str(top.pk), 0),
                "share": share(counts.get(str(top.pk), 0), most),
                "link": asked.link(area=top.pk),
            }
            for top in tops
        ]
    }


def costs(asked: Asked) -> Context:
    by_part = figures.costs_by_part(asked.filters, asked.split)
    names = dict(CostKind.choices)
    if asked.split == "area":
        names = {str(area.pk): area.name for area in asked.filters.areas}
    parts = [key for key in names if key in by_part]
    years = sorted(
        {y for rows in by_part.values() for y in rows}, key=lambda y: (y is None, y or 0)
    )
    sums = {year: _sum(by_part[key].get(year) for key in parts) for year in years}
    most = max((amount.high for amount in sums.values()), default=Decimal(0))
    hidden = figures.rows_of(asked.filters).hiding(Piece.COSTS, asked.filters.user).count()
    return {
        "parts": [names[key] for key in parts],
        "rows": [_cost_row(asked, year, sums[year], by_part, parts, names, most) for year in years],
        "split": asked.split,
        "left_out": hidden,
    }


def _cost_row(
    asked: Asked, year: int | None, amount: MoneyRange, by_part: Any, parts: list[str],
    names: Any, most: Decimal,
) -> Context:  # fmt: skip
    cells = []
    for key in parts:
        cost = by_part[key].get(year)
        filter_of = {"cost_kind": key} if asked.split == "kind" else {"area": key}
        cells.append(
            {
                "label": names[key],
                "amount": cost,
                "link": asked.link(cost_year=year, **filter_of) if cost and year else "",
            }
        )
    return {
        "year": year,
        "amount": amount,
        "low": share(amount.low, most),
        "band": share(amount.high - amount.low, most),
        "cells": cells,
        "link": asked.link(cost_year=year) if year else "",
    }


def _sum(amounts: Any) -> MoneyRange:
    return sum((amount for amount in amounts if amount), MoneyRange(Decimal(0), Decimal(0)))


def resources(asked: Asked) -> Context:
    work = figures.workload(asked.filters)
    halves = sorted({half for row in work.values() for half in row if half is not None})
    now = asked.today.year * 2 + (asked.today.month > 6)
    near = [half for half in halves if half >= now - 1][:NEAR]
    most = max((row[half][1] for row in work.values() for half in near if half in row), default=0)
    rows = []
    for party, label in ResourceParty.choices:
        if party not in work:
            continue
        cells = []
        for half in near:
            low, high = work[party].get(half, (Decimal(0), Decimal(0)))
            cells.append(
                {
                    "low": round(low),
                    "high": round(high),
                    "share": share(high, most),
                    "link": asked.link(party=party, half=half_name(half)) if high else "",
                }
            )
        unknown = work[party].get(None)
        rows.append({"label": label, "cells": cells, "unknown": unknown and round(unknown[1])})
    return {
        "rows": rows,
        "halves": [_half_words(half) for half in near],
        "has_unknown": any(row["unknown"] for row in rows),
    }


def _half_words(number: int) -> str:
    year, half = number // 2, number % 2
    return _("autumn %(year)s") % {"year": year} if half else _("spring %(year)s") % {"year": year}


def impacts(asked: Asked) -> Context:
    found = figures.impacts(asked.filters)
    parts = [(part.value, str(part.label)) for part in ASSESSED]
    names = {str(area.pk): area.name for area in asked.filters.areas if area.parent_id is None}
    most = max(
        (row.get(f"{part}-some", 0) for row in found.values() for part, _label in parts), default=0
    )
    rows = [
        {
            "label": names[key],
            "cells": [
                {
                    "some": found[key].get(f"{part}-some", 0),
                    "none": found[key].get(f"{part}-none", 0),
                    "level": -(-4 * found[key].get(f"{part}-some", 0) // most) if most else 0,
                    "link": asked.link(area=key, impact=f"{part}-some"),
                    "link_none": asked.link(area=key, impact=f"{part}-none"),
                }
                for part, _label in parts
            ],
            "missing": found[key].get("missing", 0),
            "missing_link": asked.link(area=key, assessment="missing"),
        }
        for key in names
        if key in found
    ]
    missing = sum(row["missing"] for row in rows)
    return {
        "parts": [label for _part, label in parts],
        "rows": rows,
        "missing": missing,
        "missing_link": asked.link(assessment="missing"),
    }


def matrix(asked: Asked) -> Context:
    found = figures.matrix(asked.filters)
    classes = [*COST_CLASSES, UNKNOWN]
    most = max(found.values(), default=0)
    rows = []
    for code, label in (*Likelihood.choices, (UNKNOWN, _("not known"))):
        cells = []
        for name in classes:
            count = found.get((code, name), 0)
            # The area of a bubble is its number.
            radius = round(4 + 14 * (count / most) ** 0.5, 1) if count else 0
            link = asked.link(likelihood=code, cost=name, status=MOVING_STATES)
            cells.append({"count": count, "radius": radius, "link": link if count else ""})
        rows.append({"code": code, "label": label, "cells": cells})
    return {"rows": rows, "classes": [cost_class_label(name) for name in classes]}


MOVING_STATES = ["proposal", "approved", "in_progress"]


def flagships(asked: Asked) -> Context:
    rows = asked.filters.narrowed().filter(is_flagship=True).order_by("name_key", "pk")
    shown = rows.with_area().select_related("last_report").prefetch_related("phases")
    seen = [row.seen_by(asked.filters.user) for row in shown.defer("search_text")[:MOST_FLAGSHIPS]]
    return {
        "rows": [
            {
                "name": row.name,
                "url": row.get_absolute_url(),
                "status": row.status,
                "status_words": row.get_status_display(),
                "schedule": schedule_words(row) or _("not known"),
                "lights": row.last_report.lights if row.last_report else [],
            }
            for row in seen
        ],
        "count": asked.counts.counts["flagship"]["true"],
        "link": asked.link(flagship="true"),
    }


@dataclass(frozen=True)
class Widget:
    key: str
    title: Any
    context: Callable[[Asked], Context]
    is_wide: bool = False


WIDGETS: dict[str, Widget] = {
    widget.key: widget
    for widget in (
        Widget("attention", gettext_lazy("Needs attention"), attention, is_wide=True),
        Widget("status", gettext_lazy("By status"), status),
        Widget("changes", gettext_lazy("What changed"), changes),
        Widget("lights", gettext_lazy("Lights of the latest reports"), lights),
        Widget("flagships", gettext_lazy("Flagship projects"), flagships),
        Widget("areas", gettext_lazy("By service area"), areas),
        Widget("matrix", gettext_lazy("Keeping the schedule and cost"), matrix),
        Widget("costs", gettext_lazy("Cost by year"), costs, is_wide=True),
        Widget("resources", gettext_lazy("Work needed by half-year"), resources, is_wide=True),
        Widget("impacts", gettext_lazy("Effects on information management"), impacts, is_wide=True),
    )
}
