"""The projects of a day out of the table of time, as one user may see them.

Today's people and today's marks decide, and nothing shows that is not public now or was not then:
the rule of `past_portfolio.Sight` as conditions, which `tests/projects/history/
test_two_days.py` holds against it.
"""

from __future__ import annotations

import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.permissions import roles_of, sees_not_public
from accounts.types import AnyUser
from projects.models import KeptState, Project

WAS_PUBLIC = Q(is_not_public=False)


def kept_on(day: datetime.date, user: AnyUser) -> QuerySet[KeptState]:
    """How the projects stood at the end of the day."""
    return seen(KeptState.objects.at(day), user)


def seen(
    rows: QuerySet[KeptState], user: AnyUser, was_public: Q = WAS_PUBLIC
) -> QuerySet[KeptState]:
    """What was public then and is now, and what is the user's own."""
    if not roles_of(user):
        return rows.none()
    if sees_not_public(user):
        return rows
    is_marked = marked(Q(is_not_public=True))
    return rows.filter(Q(key__in=keys_of(user)) | (was_public & ~is_marked))


def hides(piece: str, user: AnyUser) -> Q:
    """The condition for rows of which the piece is not public to the user, now or then."""
    if sees_not_public(user):
        return Q(pk=None)
    mark = f",{piece},"
    is_marked = Q(marks__contains=mark) | marked(Q(not_public_fields__contains=mark))
    return is_marked & ~Q(key__in=keys_of(user))


def keys_of(user: AnyUser) -> QuerySet:
    """The projects of which the user sees everything whatever its marks."""
    return Project.objects.belonging_to(user).order_by().values("pk")


def marked(mark: Q) -> Q:
    """Rows of projects that are marked today; one that is gone, as it was marked last."""
    gone = Project.history.model.objects.filter(history_type="-").exclude(
        id__in=Project.objects.order_by().values("pk")
    )
    later = gone.filter(id=OuterRef("id"), history_date__gt=OuterRef("history_date"))
    last = gone.filter(mark).filter(~Exists(later)).order_by()
    now = Project.objects.filter(mark).order_by()
    return Q(key__in=now.values("pk")) | Q(key__in=last.values("id"))
