"""A past for made-up projects: versions as the history keeps them, and the table of time of them.

Copied from the rows by the database itself: 50,000 projects have a million rows.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.db import connection, models, transaction

from projects.clock import end_of_day, today
from projects.history.kept import all_differences
from projects.models import CostItem, Project, SchedulePhase, StatusReport

DAYS = 60  # in which something changed
HALF = DAYS // 2
KEYS = ("id", "project_id")


@transaction.atomic
def give_past() -> None:
    """Three versions of each project that has none: how it began, a change of its likelihood, and,
    on a day of the last thirty, how it is now. Some of its costs change with it.
    """
    new = Project.objects.exclude(pk__in=Project.history.values("id"))
    ends = new.aggregate(first=models.Min("pk"), last=models.Max("pk"))
    if ends["first"] is None:
        return
    project, its = (f"{key} BETWEEN {ends['first']} AND {ends['last']} AND {key} %" for key in KEYS)
    began = {"status": "in_progress", "likelihood": "", "is_flagship": False}
    between = {name: value for name, value in began.items() if name != "likelihood"}
    _copy(Project, "+", DAYS + 1, f"{project} 1 = 0", began)
    for model in (SchedulePhase, StatusReport):
        _copy(model, "+", DAYS + 1, f"{its} 1 = 0")
    _copy(CostItem, "+", DAYS + 1, f"{its} 4 = 0", {"low": 500, "high": 1000})
    _copy(CostItem, "+", DAYS + 1, f"{its} 4 > 0")
    for days_ago in range(1, HALF + 1):
        _copy(Project, "~", days_ago + HALF, f"{project} {HALF} = {days_ago - 1}", between)
        _copy(Project, "~", days_ago, f"{project} {HALF} = {days_ago - 1}")
        _copy(CostItem, "~", days_ago, f"{its} {4 * HALF} = {4 * (days_ago - 1)}")
    for found in all_differences():
        found.mend()


def _copy(
    model: type[models.Model],
    kind: str,
    days_ago: int,
    which: str,
    instead: Mapping[str, object] | None = None,
) -> None:
    """A version of each row, with other values for some of its columns."""
    moment = end_of_day(today() - datetime.timedelta(days=days_ago))
    version = model.history.model  # type: ignore[attr-defined]
    theirs = {each.column for each in model._meta.concrete_fields}
    columns = [each.column for each in version._meta.concrete_fields if each.column in theirs]
    values = {"history_type": kind, "history_date": moment, **(instead or {})}
    quoted = connection.ops.quote_name
    copied = [quoted(each) for each in columns if each not in values]
    fields = {each.column: each for each in version._meta.concrete_fields}
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quoted(version._meta.db_table)} "
            f"({', '.join([*copied, *map(quoted, values)])}) "
            f"SELECT {', '.join([*copied, *['%s'] * len(values)])} "
            f"FROM {quoted(model._meta.db_table)} WHERE {which.replace('%', '%%')}",
            [fields[name].get_db_prep_save(value, connection) for name, value in values.items()],
        )
