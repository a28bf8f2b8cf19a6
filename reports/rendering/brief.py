"""A plan in a few sentences: how many projects and for whom, when, at what cost, what is new."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.values.choices import Scope
from projects.values.money import format_money_range
from reports.document.plan import News, PlanDocument
from reports.figures.yearly_costs import plan_costs, plan_total

MOST_NAMED = 12  # new projects that are named; more are a number


def sentences(document: PlanDocument) -> list[str]:
    """In the active language; none of a plan without projects."""
    if not document.projects:
        return []
    return [
        " ".join([_how_many(document), _for_whom(document), *_when(document)]),
        " ".join(_costs(document)),
        *([_news(document, document.news)] if document.news else []),
    ]


def _how_many(document: PlanDocument) -> str:
    n = len(document.projects)
    return ngettext("The plan has %(n)s project.", "The plan has %(n)s projects.", n) % {"n": n}


def _for_whom(document: PlanDocument) -> str:
    groups: dict[str, int] = {}
    for project in document.projects:
        name = project.service_area
        if project.scope != Scope.SERVICE_AREA:
            name = str(Scope(project.scope).label)
        groups[name] = groups.get(name, 0) + 1
    told = "; ".join(f"{name} {n}" for name, n in groups.items())
    return _("They are for: %(groups)s.") % {"groups": told}


def _when(document: PlanDocument) -> Iterator[str]:
    first, last = document.period.start, document.period.end
    schedules = [project.schedule for project in document.projects]
    if first and last:
        begin, end = first.first_day, last.last_day
        starting = sum(1 for s in schedules if s.start and begin <= s.start.first_day <= end)
        ending = sum(1 for s in schedules if s.end and begin <= s.end.last_day <= end)
        yield ngettext(
            "In the plan's period %(starting)s project starts, and %(ending)s end.",
            "In the plan's period %(starting)s projects start, and %(ending)s end.",
            starting,
        ) % {"starting": starting, "ending": ending}
    if n := sum(1 for s in schedules if not s.start and not s.end):
        yield ngettext(
            "The schedule of %(n)s project is not known.",
            "The schedules of %(n)s projects are not known.",
            n,
        ) % {"n": n}


def _costs(document: PlanDocument) -> Iterator[str]:
    total, costs = plan_total(document), plan_costs(document)
    if total is None:
        yield _("What the projects cost is not known in figures.")
        return
    told = format_money_range(total, document.language)
    yield _("The projects cost %(sum)s in all.") % {"sum": told}
    if costs and len(costs.years) > 1:
        year, most = max(costs.years, key=lambda row: row[1].high)
        told = format_money_range(most, document.language)
        yield _("Most of it falls on %(year)s: %(sum)s.") % {"year": year, "sum": told}
    if costs and (n := costs.projects_unknown):
        yield ngettext(
            "The costs of %(n)s project are not known in figures.",
            "The costs of %(n)s projects are not known in figures.",
            n,
        ) % {"n": n}


def _news(document: PlanDocument, news: News) -> str:
    day = date_format(news.decided_on, "SHORT_DATE_FORMAT")
    told = [
        (len(news.new), ngettext("%(n)s new project", "%(n)s new projects", len(news.new))),
        (
            news.changed,
            ngettext("%(n)s changed project", "%(n)s changed projects", news.changed),
        ),
        (
            news.gone,
            ngettext(
                "%(n)s project left out or ended", "%(n)s projects left out or ended", news.gone
            ),
        ),
    ]
    changes = ", ".join(words % {"n": n} for n, words in told if n) or _("nothing has changed")
    text = _("Since edition %(edition)s (%(day)s): %(changes)s.") % {
        "edition": news.edition, "day": day, "changes": changes,
    }  # fmt: skip
    names = [f"{p.number} {p.name}" for p in document.projects if p.number in news.new]
    if names and len(names) <= MOST_NAMED:
        text += " " + _("New: %(names)s.") % {"names": ", ".join(names)}
    return text
