"""The projects of a person, as their desk shows them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import BooleanField, Case, Q, Value, When

from accounts.models import User
from projects.clock import today
from projects.models import Milestone, Project
from projects.models.querysets import ProjectQuerySet
from projects.timing import late

SHOWN = 20


@dataclass(frozen=True)
class OwnProject:
    """A project as its reader sees it, with its next milestone."""

    project: Project
    milestone: Milestone | None
    is_late: bool


def projects_of(user: User) -> ProjectQuerySet:
    """What moves and the person answers for, by name: theirs before those of their areas."""
    theirs = Q(owner=user.pk, owner__isnull=False) | Q(manager=user.pk, manager__isnull=False)
    is_theirs = Case(When(theirs, then=Value(True)), default=False, output_field=BooleanField())
    rows = Project.objects.visible_to(user).answered_for_by(user).moving()
    return rows.annotate(is_theirs=is_theirs).order_by("-is_theirs", "name_key", "pk")


def shown(rows: ProjectQuerySet, user: User) -> list[OwnProject]:
    """The first of them, with lights and milestones as far as the person sees them."""
    some = rows.select_related("service_area", "last_report").defer("search_text")
    found = []
    for row in some.prefetch_related("phases", "milestones")[:SHOWN]:
        seen = row.seen_by(user)
        open_ones = [each for each in seen.milestones.all() if not each.reached_on]
        found.append(OwnProject(seen, open_ones[0] if open_ones else None, late(seen, today())))
    return found
