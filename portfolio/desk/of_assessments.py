"""What waits for a person about assessments: parts asked of them, marks, reviews, actions."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import F, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import edits_everything
from impact_assessments.choices import Decision, Mark, State
from impact_assessments.models import (
    FollowUp,
    ImpactAssessment,
    PartRequest,
    PartReview,
    ScreeningRecord,
)
from impact_assessments.state import part_digest, shown_parts
from portfolio.desk.waiting import NOTHING, Found, Waiting, first_of
from projects.models import Project


def asked(user: User) -> Found:
    """Parts that the person is asked to write."""

    def made(row: PartRequest) -> Waiting:
        words = {"part": row.get_part_display(), "who": row.asked_by}
        said = _("%(part)s, asked by %(who)s.") if row.asked_by else "%(part)s"
        return Waiting(
            row.project.name,
            reverse("assessment-answer", args=[row.project_id, row.pk]),
            _("Write the answer"),
            said % words,
            row.due,
            row.project.language,
        )

    return first_of(PartRequest.objects.waiting_for(user), made)


def returned(user: User) -> Found:
    """Assessments with parts that a reviewer marked as to be mended, and that are as they were."""
    mine = Project.objects.editable_by(user).answered_for_by(user)
    rows = ImpactAssessment.objects.filter(state=State.DRAFT, project__in=mine.values("pk"))
    marked = PartReview.objects.filter(project__in=rows.values("project"))
    of_part = marked.filter(project=OuterRef("project"), part=OuterRef("part"))
    newest = Subquery(of_part.order_by("-at", "-pk").values("pk")[:1])
    to_mend = defaultdict(list)
    for mark in marked.filter(pk=newest, mark=Mark.FIX).order_by("project", "part"):
        to_mend[mark.project_id].append(mark)
    found = []
    rows = rows.filter(project__in=to_mend).select_related("project").order_by("project__name_key")
    for row in rows:
        shown = {part.name: part.letter for part in shown_parts(row.project.hidden_from(user))}
        letters = [
            f"{shown[mark.part]})"
            for mark in to_mend[row.project_id]
            if mark.part in shown and mark.digest == part_digest(row, mark.part)
        ]
        if letters:
            found.append((row.project, ", ".join(sorted(letters))))

    def made(pair: tuple[Project, str]) -> Waiting:
        project, letters = pair
        return Waiting(
            project.name,
            reverse("assessment", args=[project.pk]),
            _("Mend it"),
            _("The reviewer asks to mend: %(parts)s.") % {"parts": letters},
            language=project.language,
        )

    return first_of(found, made)


def in_review(user: User) -> Found:
    """Assessments that wait for somebody else's eyes than their author's."""
    if not edits_everything(user):
        return NOTHING
    rows = ImpactAssessment.objects.filter(state=State.REVIEW).select_related("project", "author")
    rows = rows.exclude(author=user.pk, author__isnull=False)

    def made(row: ImpactAssessment) -> Waiting:
        return Waiting(
            row.project.name,
            reverse("assessment-review", args=[row.project_id]),
            _("Review it"),
            _("Written by %(who)s.") % {"who": row.author} if row.author else "",
            language=row.project.language,
        )

    return first_of(rows.order_by("project__name_key", "pk"), made)


def screenings(user: User) -> Found:
    """Screenings whose result waits for a planner's word."""
    if not edits_everything(user):
        return NOTHING
    rows = ScreeningRecord.objects.newest().filter(
        decided=Decision.ASK, project__in=Project.objects.all()
    )

    def made(row: ScreeningRecord) -> Waiting:
        return Waiting(
            row.project.name,
            reverse("assessment-screening", args=[row.project_id]),
            _("Decide"),
            _("Asked by %(who)s.") % {"who": row.by} if row.by else "",
            language=row.project.language,
        )

    return first_of(rows.select_related("project", "by").order_by("at", "pk"), made)


def actions(user: User) -> Found:
    """Follow-up actions of assessments that the person has promised."""
    rows = FollowUp.objects.open().filter(owner=user.pk).visible_to(user).select_related("project")

    def made(row: FollowUp) -> Waiting:
        if row.is_editable_by(user):
            link, action = (
                reverse("assessment-action", args=[row.project_id, row.pk]),
                _("Mark as done"),
            )
        else:
            link, action = reverse("assessment", args=[row.project_id]), _("Look at it")
        return Waiting(
            row.description, link, action, row.project.name, row.due, row.project.language
        )

    return first_of(rows.order_by(F("due").asc(nulls_last=True), "pk"), made)
