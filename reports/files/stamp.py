"""A cheap sign of whether a plan still reads the same for the same eyes."""

from __future__ import annotations

import hashlib
from functools import cache

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Func, IntegerField, Model, QuerySet, Subquery

from accounts.types import AnyUser
from projects.clock import today
from projects.models import Project, ServiceArea, StrategicGoal
from projects.models.parts.part import part_models
from projects.rights.key import rights_key
from reports.models import ActionPlan, EditionWithdrawal, PlanChapter, PlanEdition, PlanEntry

ANY_PLAN = -1  # where the number of the plan stands among the values of the statement


def plan_stamp(plan: ActionPlan, reader: AnyUser) -> str:
    """Changes whenever `plan_document(plan, reader)` or `plan_imprint(plan)` may have changed.

    One query, besides those that the reader's rights cost. It holds the newest history number of
    each table that the document is made of. Numbers are given before transactions end, so that
    one may end after a later one: how many rows there are of the plan and its projects tells
    that. It changes more often than the document; what hangs on the content is made from that.
    """
    row = [getattr(plan, field.attname) for field in plan._meta.concrete_fields]
    # `updated_at` and the like say nothing more, and do no harm.
    content = repr((row, _state(plan), str(today()), rights_key(reader)))
    return hashlib.sha256(content.encode()).hexdigest()


def _state(plan: ActionPlan) -> tuple[object, ...]:
    statement, values = _statement()
    with connection.cursor() as cursor:
        cursor.execute(statement, [plan.pk if each == ANY_PLAN else each for each in values])
        return cursor.fetchone() or ()


@cache
def _statement() -> tuple[str, tuple[object, ...]]:
    """The statement and its values for `ANY_PLAN`. To make it takes ten times what it takes."""
    planned = PlanEntry.objects.filter(plan=ANY_PLAN).values("project")
    columns: dict[str, Subquery] = {}
    for number, model in enumerate((ServiceArea, StrategicGoal)):
        columns[f"count_{number}"] = _count(model.history.model.objects.all())
        columns[f"table_{number}"] = _newest(model)
    for number, model in enumerate((PlanChapter, PlanEntry)):
        columns[f"own_{number}"] = _count(model.history.model.objects.filter(plan=ANY_PLAN))
        columns[f"last_{number}"] = _newest(model)
    columns["projects"] = _count(Project.history.model.objects.filter(id__in=planned))
    columns["last_project"] = _newest(Project)
    for number, model in enumerate(part_models()):
        rows = model.history.model.objects.filter(project_id__in=planned)
        columns[f"parts_{number}"] = _count(rows)
        columns[f"last_part_{number}"] = _newest(model)
    for number, fixed in enumerate((PlanEdition, EditionWithdrawal)):
        newest = fixed.objects.order_by("-pk").values("pk")[:1]
        columns[f"fixed_{number}"] = Subquery(newest)
    # Any table with a row does: the subqueries do not look at it.
    rows = ContentType.objects.order_by("pk").values_list(*columns.values())
    return rows[:1].query.sql_with_params()


def _newest(model: type[Model]) -> Subquery:
    rows = model.history.model.objects.order_by("-history_id")
    return Subquery(rows.values("history_id")[:1])


def _count(rows: QuerySet) -> Subquery:
    # COUNT as a plain function: an aggregate of Django's would group by what the rows stand in.
    counted = rows.order_by().annotate(n=Func("pk", function="COUNT")).values("n")
    return Subquery(counted, output_field=IntegerField())
