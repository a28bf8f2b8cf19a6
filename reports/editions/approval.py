"""From a draft to an approved plan and back: each step once, whoever else steps meanwhile."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from projects.saving.reasons import give_reason
from reports.editions.submission import Submission
from reports.models import ActionPlan
from reports.preflight.findings import blocking

State = ActionPlan.State


class StepRefused(Exception):
    """The step cannot be taken; the message tells the reader why."""


def overtaken_by(plan: ActionPlan) -> StepRefused:
    """The refusal where somebody else has brought the plan into another state."""
    return StepRefused(
        _("Nothing was changed: the state of the plan is “%(state)s” by now.")
        % {"state": plan.get_state_display()}
    )


def locked(pk: int, *states: str) -> ActionPlan:
    """The plan, locked until the transaction ends, if it is in one of the states.

    Raises `StepRefused`: somebody else has taken the step meanwhile.
    """
    plan = ActionPlan.objects.select_for_update().get(pk=pk)
    if plan.state not in states:
        raise overtaken_by(plan)
    return plan


def keep(plan: ActionPlan, user: User, reason: str) -> None:
    """Saves the plan; the history says who and why."""
    give_reason(plan, reason, user)
    plan.save()


@transaction.atomic
def send_for_approval(pk: int, user: User, reason: str = "") -> ActionPlan:
    """Freezes what is sent, so that what is approved is what was read. Raises `StepRefused`."""
    plan = locked(pk, State.DRAFT)
    blockers = len(blocking(plan))
    if blockers:
        raise StepRefused(
            ngettext(
                "Not sent: the check before approval found %(n)d thing that must be mended first.",
                "Not sent: the check before approval found %(n)d things that must be mended first.",
                blockers,
            )
            % {"n": blockers}
        )
    submission = Submission.of(plan, timezone.now())
    if not submission.internal.projects:
        raise StepRefused(_("There are no projects in the plan yet."))
    plan.submitted = submission.as_dict()
    plan.state = State.FOR_APPROVAL
    keep(plan, user, reason or _("Sent for approval"))
    return plan


@transaction.atomic
def approve(
    pk: int,
    user: User,
    *,
    body: str,
    decided_on: datetime.date,
    section: str = "",
    case_number: str = "",
) -> ActionPlan:
    """Records who approved what was sent. Raises `StepRefused`."""
    plan = locked(pk, State.FOR_APPROVAL)
    plan.state = State.APPROVED
    plan.body, plan.decided_on = body, decided_on
    plan.section, plan.case_number = section, case_number
    plan.approved_by = user
    keep(plan, user, _("Approved: %(body)s") % {"body": body})
    return plan


@transaction.atomic
def take_back(pk: int, user: User, reason: str = "") -> ActionPlan:
    """A draft again; what was sent and decided is forgotten. Raises `StepRefused`.

    From published it begins a revised edition; the published one stays as it is.
    """
    plan = locked(pk, State.FOR_APPROVAL, State.APPROVED, State.PUBLISHED)
    begins = plan.state == State.PUBLISHED
    plan.state, plan.submitted = State.DRAFT, None
    plan.body, plan.decided_on, plan.section, plan.case_number = "", None, "", ""
    plan.approved_by = None
    chosen = plan.compared_with
    if begins and (chosen is None or chosen.plan_id == plan.pk):
        # The revised edition tells what is new in it, not what was new in the one before.
        plan.compared_with = plan.editions.in_force().first()
    keep(plan, user, reason or (_("Revision begun") if begins else _("Taken back to draft")))
    return plan
