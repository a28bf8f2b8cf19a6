"""When a person was at their desk last, and what changed in their projects since."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.db.models import Count, F
from django.utils import timezone
from django.utils.translation import ngettext

from accounts.models import User
from projects.changes.compare import Change
from projects.changes.since_moment import changes_since
from projects.changes.words import sentence
from projects.clock import end_of_day, today
from projects.models import Comment, Follow, Project, StatusReport

ONE_VISIT = datetime.timedelta(hours=4)
"""Who comes back within this time is still on the same visit: nothing is written."""
A_WEEK = datetime.timedelta(days=7)
MOST = 15  # projects whose changes are told


@dataclass(frozen=True)
class Changed:
    """A project, and what is new of it in sentences."""

    project: Project
    sentences: tuple[str, ...]


def note_visit(user: User) -> datetime.datetime | None:
    """The moment since which there is news: when the visit before this one began.

    None at the first visit. Writes once a visit; of two windows opened at once one writes.
    """
    now, known = timezone.now(), user.desk_opened_at
    if known is None or now - known > ONE_VISIT:
        rows = User.objects.filter(pk=user.pk, desk_opened_at=known)
        rows.update(desk_opened_before=F("desk_opened_at"), desk_opened_at=now)
        return known
    return user.desk_opened_before


def since_or_week(moment: datetime.datetime | None) -> datetime.datetime:
    return moment or end_of_day(today() - A_WEEK)


def news_of(
    user: User,
    moment: datetime.datetime,
    mine: Collection[int],
    most: int = MOST,
    is_told: Callable[[Change], bool] = lambda _change: True,
) -> list[Changed]:
    """What changed since the moment in these projects and in those that the person follows.

    The first `most` projects by name; of the changes, those that may be told where it is told.
    """
    followed = Follow.objects.filter(user=user.pk).visible_to(user)
    keys = set(mine) | set(followed.values_list("project", flat=True))
    told: dict[int, list[str]] = defaultdict(list)
    for change in changes_since(moment, user, keys):
        if is_told(change):
            told[change.key].append(sentence(change))
    reported = StatusReport.history.filter(history_type="+", history_date__gt=moment)
    reports = StatusReport.objects.visible_to(user).filter(
        project__in=keys, pk__in=reported.values("id")
    )
    for key, n in reports.order_by().values_list("project").annotate(n=Count("pk")):
        text = ngettext("%(n)d new status report", "%(n)d new status reports", n)
        told[key].append(text % {"n": n})
    comments = Comment.objects.visible_to(user).filter(
        project__in=keys, is_withdrawn=False, created_at__gt=moment
    )
    counted = comments.exclude(author=user.pk).order_by().values_list("project")
    for key, n in counted.annotate(n=Count("pk")):
        told[key].append(ngettext("%(n)d new comment", "%(n)d new comments", n) % {"n": n})
    rows = Project.objects.visible_to(user).filter(pk__in=told).defer("search_text")
    rows = rows.order_by("name_key", "pk")[:most]
    return [Changed(project, tuple(told[project.pk])) for project in rows]
