"""The demonstration's editions: what was published of its plan, and when."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from django.utils import timezone

from accounts.models import User
from reports.editions.approval import approve, send_for_approval, take_back
from reports.editions.publishing import publish
from reports.models import ActionPlan

Step = Callable[[ActionPlan], None]
BODY = "Kaupunginhallitus"
FIRST, REVISED, DRAFT_AGAIN = "2022-09-12", "2023-01-30", "2023-03-01"


def steps() -> list[tuple[str, Step]]:
    """What happens to the plan and on which days, for `portfolio.demo.portfolio.load`.

    Two editions, each with the projects as they were on its day, and a draft of the next one.
    """
    return [
        (FIRST, lambda plan: _publish(plan, FIRST, "251", "Esimerkki 301/2022")),
        (REVISED, lambda plan: _begin(plan, REVISED)),
        (REVISED, lambda plan: _publish(plan, REVISED, "17", "Esimerkki 27/2023")),
        (DRAFT_AGAIN, lambda plan: _begin(plan, DRAFT_AGAIN)),
    ]


def _publish(plan: ActionPlan, day: str, section: str, case_number: str) -> None:
    at, planner = _noon(day), _planner()
    send_for_approval(plan.pk, planner)
    approve(
        plan.pk,
        planner,
        body=BODY,
        decided_on=at.date(),
        section=section,
        case_number=case_number,
    )
    publish(plan.pk, planner, is_public=True, at=at)
    _date_history(plan, at)


def _begin(plan: ActionPlan, day: str) -> None:
    take_back(plan.pk, _planner())
    _date_history(plan, _noon(day))


def _date_history(plan: ActionPlan, at: datetime.datetime) -> None:
    """The steps just taken happened at the moment, not now."""
    began = timezone.make_aware(datetime.datetime.combine(timezone.localdate(), datetime.time()))
    plan.history.filter(history_date__gte=began).update(history_date=at)


def _planner() -> User:
    return User.objects.get(username="suunnittelija")


def _noon(day: str) -> datetime.datetime:
    date = datetime.date.fromisoformat(day)
    return timezone.make_aware(datetime.datetime.combine(date, datetime.time(12)))
