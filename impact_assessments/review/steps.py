"""The steps from a draft to an approved and a closed assessment, as data, and who may take them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import WebhookEvent
from accounts.permissions import edits_everything
from accounts.types import AnyUser, SignedInRequest
from accounts.webhooks import api_address, tell
from impact_assessments.choices import Mark, State
from impact_assessments.files.told import case_numbers
from impact_assessments.models import AssessmentVersion, ImpactAssessment
from impact_assessments.models.part_columns import PartColumns
from impact_assessments.review.freeze import digest, document_of
from impact_assessments.rules.completeness import findings
from impact_assessments.state import (
    digest_of,
    facts_of,
    fingerprint_now,
    marks,
    newest_marks,
    part_digest,
)
from projects.clock import today
from projects.models import Project
from projects.saving.reasons import give_reason

CONTENT = [field.attname for field in PartColumns._meta.fields]
UNSTOPPED = {"late", "outdated"}
"""Findings that are of time alone: sending and approving is what mends them."""


def _editor(project: Project, row: ImpactAssessment, user: AnyUser) -> str:
    return "" if project.is_editable_by(user) else _("Only who edits the project may do this.")


def _officer(project: Project, row: ImpactAssessment, user: AnyUser) -> str:
    return "" if edits_everything(user) else _("Only planners and administrators may do this.")


def _other_eyes(project: Project, row: ImpactAssessment, user: AnyUser) -> str:
    if not edits_everything(user):
        return _("Only planners and administrators may do this.")
    if row.author_id == user.pk:
        return _("You wrote this assessment: somebody else approves it.")
    if last_editor(row) == user.pk:
        return _("You changed its texts last: somebody else approves it.")
    return ""


def _is_whole(project: Project, row: ImpactAssessment) -> list[str]:
    found = findings(facts_of(project), today())
    return [each.text for each in found if not each.is_hint and each.code not in UNSTOPPED]


def _is_marked_to_mend(project: Project, row: ImpactAssessment) -> list[str]:
    if any(mark.mark == Mark.FIX for mark in marks(row).values()):
        return []
    return [_("Mark the parts that are to be mended first, with a comment.")]


def _nothing_to_mend(project: Project, row: ImpactAssessment) -> list[str]:
    left = [mark.get_part_display() for mark in marks(row).values() if mark.mark == Mark.FIX]
    lacks = _is_whole(project, row)
    return [_("Marked as to be mended: %(part)s.") % {"part": part} for part in left] + lacks


def _all_done(project: Project, row: ImpactAssessment) -> list[str]:
    found = []
    open_actions = project.follow_ups.filter(done_on=None).count()
    if open_actions:
        found.append(_("Follow-up actions that are not done: %(n)d.") % {"n": open_actions})
    open_changes = project.model_changes.filter(done_on=None).count()
    if open_changes:
        found.append(_("Changes that are not in the model yet: %(n)d.") % {"n": open_changes})
    return found


def _nothing(project: Project, row: ImpactAssessment) -> list[str]:
    return []


@dataclass(frozen=True)
class Step:
    name: str
    begins: State
    ends: State
    may: Callable[[Project, ImpactAssessment, AnyUser], str]
    """Why this person may not, in a sentence; empty where they may."""
    rules: Callable[[Project, ImpactAssessment], list[str]]
    """What must be done first, in sentences."""
    label: str | Promise
    says: str | Promise
    """What follows from it, beside the button."""


STEPS = (
    Step("send", State.DRAFT, State.REVIEW, _editor, _is_whole,
         gettext_lazy("Send to review"),
         gettext_lazy("Planners see it as waiting. You can take it back as long as it waits.")),
    Step("take-back", State.REVIEW, State.DRAFT, _editor, _nothing,
         gettext_lazy("Take back to a draft"),
         gettext_lazy("Marks stay with the parts whose text stays.")),
    Step("return", State.REVIEW, State.DRAFT, _officer, _is_marked_to_mend,
         gettext_lazy("Send back to be mended"),
         gettext_lazy("Only what is marked as to be mended goes back; it returns by itself.")),
    Step("approve", State.REVIEW, State.APPROVED, _other_eyes, _nothing_to_mend,
         gettext_lazy("Approve"),
         gettext_lazy("What is on this page is frozen as a version that nothing changes.")),
    Step("reopen", State.APPROVED, State.DRAFT, _editor, _nothing,
         gettext_lazy("Begin the next version"),
         gettext_lazy("The approved version stays as it is; a draft begins beside it.")),
    Step("close", State.APPROVED, State.CLOSED, _officer, _all_done,
         gettext_lazy("Close"),
         gettext_lazy("Every action is done, and the model is up to date.")),
    Step("open-again", State.CLOSED, State.DRAFT, _editor, _nothing,
         gettext_lazy("Begin the next version"),
         gettext_lazy("The approved version stays as it is; a draft begins beside it.")),
)  # fmt: skip


@dataclass(frozen=True)
class Offered:
    """A step as the page shows it: with what stands in its way."""

    step: Step
    obstacles: list[str]
    digest: str = ""


def steps_for(project: Project, row: ImpactAssessment, user: AnyUser) -> list[Offered]:
    """Steps from the state at hand; of other people's steps only those that they may know of."""
    found = []
    for step in STEPS:
        if step.begins != row.state:
            continue
        why_not = step.may(project, row, user)
        if why_not and not (step.name == "approve" and edits_everything(user)):
            continue
        obstacles = [why_not] if why_not else step.rules(project, row)
        seen = digest(project, row) if step.name == "approve" and not obstacles else ""
        found.append(Offered(step, obstacles, seen))
    return found


def last_editor(row: ImpactAssessment) -> int | None:
    """Who changed a text or an effect last, out of the history."""
    versions = list(
        row.history.order_by("-history_date", "-history_id").values("history_user_id", *CONTENT)[
            :100
        ]
    )
    for newer, older in zip(versions, [*versions[1:], None], strict=True):
        if older is None or any(newer[name] != older[name] for name in CONTENT):
            return newer["history_user_id"]
    return None


@transaction.atomic
def take(
    project: Project, row: ImpactAssessment, step: Step, user: AnyUser, seen: str
) -> list[str]:
    """Takes the step. What stood in its way, and then nothing was done."""
    why_not = step.may(project, row, user)
    obstacles = [why_not] if why_not else step.rules(project, row)
    if not obstacles and step.name == "approve" and seen != digest(project, row):
        obstacles = [_("It has changed since you opened the page: read it again, then approve.")]
    if obstacles:
        return obstacles
    if step.name == "approve":
        _tell(row, freeze(project, row, user))
    row.state = step.ends
    give_reason(row, str(step.label))
    row.save()
    return []


def freeze(project: Project, row: ImpactAssessment, user: AnyUser) -> AssessmentVersion:
    frozen = document_of(project, row)
    newest = AssessmentVersion.objects.filter(project=project.pk).first()
    return AssessmentVersion.objects.create(
        project=project,
        number=newest.number + 1 if newest else 1,
        stage=row.stage,
        document=frozen,
        sha256=digest_of(frozen),
        case_number=next(iter(case_numbers(frozen)), "")[:100],
        author=row.author,
        by=user,
        fingerprint=fingerprint_now(project).as_json(),
    )


def _tell(row: ImpactAssessment, version: AssessmentVersion) -> None:
    """Webhooks hear of it: in numbers, without the texts."""
    data = {
        "id": row.pk,
        "address": api_address("assessments", row.pk),
        "project": row.project_id,
        "version": version.number,
        "sha256": version.sha256,
    }
    tell([(WebhookEvent.ASSESSMENT_SIGNED, data)])


def after_mending(row: ImpactAssessment, request: SignedInRequest) -> None:
    """Back in review by itself, once everything that was to be mended has another text."""
    if row.state != State.DRAFT:
        return
    to_mend = [mark for mark in newest_marks(row).values() if mark.mark == Mark.FIX]
    still = [mark for mark in to_mend if mark.digest == part_digest(row, mark.part)]
    if not to_mend or still or _is_whole(row.project, row):
        return
    reviewed = max(mark.at for mark in to_mend)
    if AssessmentVersion.objects.filter(project=row.project_id, at__gt=reviewed).exists():
        return
    row.state = State.REVIEW
    give_reason(row, _("All that was to be mended has been mended"))
    row.save()
    messages.info(request, _("All that was to be mended has another text: it is in review again."))
