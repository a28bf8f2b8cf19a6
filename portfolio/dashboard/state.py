"""Parts of the dashboard that say how projects are doing: attention, status, lights, changes."""

from __future__ import annotations

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.types import Context
from portfolio.dashboard import figures
from portfolio.dashboard.request import DashboardRequest, share
from projects.changes.between_days import summary
from projects.changes.words import CHANGE_HEADINGS
from projects.fields import reader_language
from projects.filtering.conditions import UNKNOWN
from projects.models import Project
from projects.templatetags.salkku import day
from projects.values.choices import LIGHTS, Light, Status
from projects.values.first_sentence import first_sentence
from projects.values.fuzzy_dates import format_fuzzy_date, quarter_of
from projects.wording import schedule_words

MOST_FLAGSHIPS = 12
WHY = ("late", "slipping", "trouble")  # panels in which a report explains a project
MOST_NAMES = 6  # projects that a panel names; the rest stand behind its link


ATTENTION = {
    "late": "when", "slipping": "when", "trouble": "reports", "stale": "reports",
    "starting": "when", "ending": "when",
}  # fmt: skip
"""What needs attention, and the filter that finds it."""


def attention(asked: DashboardRequest) -> Context:
    counts = asked.counts.counts
    there = [kind for kind, facet in ATTENTION.items() if counts[facet][kind]]
    first = figures.attention(asked.filters, there, MOST_NAMES)
    rows = [
        {
            "key": kind,
            "count": counts[facet][kind],
            "link": asked.link(**{facet: kind}),
            "rows": [_named(row, kind) for row in first.get(kind, ())],
        }
        for kind, facet in ATTENTION.items()
    ]
    return {"panels": rows, "quarter": quarter_of(asked.today), "most": MOST_NAMES}


def _named(project: Project, kind: str) -> Context:
    """A project of a panel with what makes it urgent."""
    return {
        "name": project.name,
        "language": project.language,
        "url": project.get_absolute_url(),
        "said": _said(project, kind),
        "why": _why(project) if kind in WHY else "",
    }


def _why(project: Project) -> str:
    """What its newest report says first."""
    return first_sentence(project.last_report.text) if project.last_report else ""


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


def status(asked: DashboardRequest) -> Context:
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


def lights(asked: DashboardRequest) -> Context:
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


def changes(asked: DashboardRequest) -> Context:
    """What changed in the whole portfolio since the day."""
    found = summary(asked.since, asked.today, asked.filters.user)
    days = {"from": asked.since.isoformat(), "to": asked.today.isoformat()}
    address = f"{reverse('changes')}?{urlencode(days)}"
    rows = [
        {"label": CHANGE_HEADINGS[kind], "count": count, "link": f"{address}&kind={kind}"}
        for kind, count in found.items()
        if count
    ]
    return {"rows": rows, "since": asked.since, "link": address}


def areas(asked: DashboardRequest) -> Context:
    counts = asked.counts.counts["area"]
    tops = asked.filters.areas.tops
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


def flagships(asked: DashboardRequest) -> Context:
    rows = asked.filters.narrowed().filter(is_flagship=True).order_by("name_key", "pk")
    shown = rows.select_related("last_report").prefetch_related("phases").defer(*figures.LONG)
    seen = [row.seen_by(asked.filters.user) for row in shown[:MOST_FLAGSHIPS]]
    return {
        "rows": [
            {
                "name": row.name,
                "language": row.language,
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
