"""What waits for a person about proposals and plans: questions, decisions, approvals."""

from __future__ import annotations

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import edits_everything
from portfolio.desk.waiting import NOTHING, Found, Waiting, first_of
from reports.models import ActionPlan, Proposal


def asked_back(user: User) -> Found:
    """Proposals that a planner asked something about: of one's areas, of a planner's their own."""
    rows = Proposal.objects.visible_to(user).filter(state=Proposal.State.ASKED_BACK)
    if edits_everything(user):
        rows = rows.filter(proposer=user.pk)

    def made(row: Proposal) -> Waiting:
        link = reverse("proposal-edit", args=[row.pk])
        return Waiting(row.name, link, _("Complete it"), Truncator(row.answer).chars(200))

    return first_of(rows.order_by("decided_at", "pk"), made)


def proposals(user: User) -> Found:
    """Proposals that wait for a planner's decision, the oldest first."""
    if not edits_everything(user):
        return NOTHING
    rows = Proposal.objects.waiting().select_related("proposer", "service_area")

    def made(row: Proposal) -> Waiting:
        said = _("Proposed by %(who)s.") % {"who": row.proposer}
        return Waiting(row.name, row.get_absolute_url(), _("Decide"), said)

    return first_of(rows.order_by("sent_at", "pk"), made)


def approvals(user: User) -> Found:
    """Plans whose approval is to be recorded, or that are approved and not published yet."""
    if not user.has_perm("reports.change_actionplan"):
        return NOTHING
    states = (ActionPlan.State.FOR_APPROVAL, ActionPlan.State.APPROVED)
    rows = ActionPlan.objects.visible_to(user).filter(state__in=states)

    def made(plan: ActionPlan) -> Waiting:
        is_approved = plan.state == ActionPlan.State.APPROVED
        return Waiting(
            plan.title,
            reverse("plan-approval", args=[plan.pk]),
            _("Publish") if is_approved else _("Record the approval"),
            _("Approved, not published yet.") if is_approved else _("Waits for approval."),
            language=plan.language,
        )

    return first_of(rows.order_by("pk"), made)
