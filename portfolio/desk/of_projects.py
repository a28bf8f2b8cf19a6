"""What waits for a person about projects: reports, mentions, what a plan lacks."""

from __future__ import annotations

import datetime

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.web.typed_text import with_next
from portfolio.desk.waiting import NOTHING, SHOWN, Found, Step, Waiting, first_of
from portfolio.reporting.round import mine
from projects.clock import today
from projects.models import Comment, Project
from projects.models.talk import mentioning, mentions_by_name
from projects.templatetags.salkku import day
from projects.values.choices import NOT_MOVING
from reports.models import ActionPlan, PlanEntry
from reports.models.plans import ActionPlanQuerySet
from reports.preflight.findings import asked_of
from reports.preflight.places import form_of

REMEMBERED = datetime.timedelta(days=60)
"""How long a mention waits that nobody answered or marked as read."""
LOOKED_THROUGH = 100  # projects of a person in draft plans, and mentions, that are looked at


def reports(user: User) -> Found:
    """Projects without a recent report, the longest unreported first."""
    if not user.has_perm("projects.add_statusreport"):
        return NOTHING
    address = reverse("report-round")

    def made(project: Project) -> Waiting:
        last = project.last_report
        said = _("The last report is of %(day)s.") % {"day": day(last.date)} if last else ""
        return Waiting(
            project.name,
            f"{address}#p{project.pk}",
            _("Give a report"),
            said or _("No report yet."),
            language=project.language,
        )

    return first_of(mine(user).stale(today(), user), made)


def mentions(user: User) -> Found:
    """What was said to the person by name, which they neither answered nor marked as read."""
    answers = Comment.objects.filter(
        project=OuterRef("project"), author=user.pk, created_at__gt=OuterRef("created_at")
    )
    rows = (
        mentioning(user)
        .filter(created_at__gt=timezone.now() - REMEMBERED)
        .exclude(read_by=user.pk)
        .exclude(Exists(answers))
    )
    said = [row for row in rows[:LOOKED_THROUGH] if mentions_by_name(row.text, user)]

    def made(comment: Comment) -> Waiting:
        words = {"who": comment.author, "text": Truncator(comment.text).chars(200)}
        return Waiting(
            comment.project.name,
            comment.get_absolute_url(),
            _("Read and answer"),
            _("%(who)s: “%(text)s”") % words,
            language=comment.project.language,
            comment=comment.pk,
        )

    return first_of(said, made)


def findings(user: User) -> Found:
    """The person's projects in plans that are being written, with what the plan still asks."""
    drafts = ActionPlan.objects.visible_to(user).filter(state=ActionPlan.State.DRAFT)
    entries = PlanEntry.objects.filter(plan__in=drafts)
    projects = (
        Project.objects.editable_by(user)
        .answered_for_by(user)
        .filter(pk__in=entries.values("project"))
        .exclude(status__in=NOT_MOVING)
        .with_parts()
        .select_related("assessment")
        .defer("search_text")
        .order_by("name_key", "pk")
    )
    rows, total, back = [], 0, reverse("desk")
    for project in projects[:LOOKED_THROUGH]:
        seen = project.seen_by(user)
        places = {kind: place for kind, _message, place in asked_of(seen)}
        steps = tuple(
            Step(str(kind.label), with_next(form_of(place, project), back))
            for kind, place in places.items()
        )
        if not steps:
            continue
        total += 1
        if total <= SHOWN:
            title, link = project.name, project.get_absolute_url()
            rows.append(Waiting(title, link, language=project.language, steps=steps))
    return Found(rows, total, _all_findings(drafts) if total > SHOWN else "")


def _all_findings(drafts: ActionPlanQuerySet) -> str:
    """The check of the newest plan that is being written."""
    return reverse("plan-preflight", args=[drafts.values_list("pk", flat=True)[0]])
