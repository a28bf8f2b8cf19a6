"""What becomes of a proposal: sent, accepted, joined to a project, asked back, declined, reopened.

Each step locks the proposal and looks at its state, so that of two planners at once the second
is told what the first decided (`AlreadyDecided`). Every step is in the history with its reason.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from projects.models import CostItem, Follow, Project, SchedulePhase
from projects.models.project import LONG_TEXT
from projects.saving.reasons import give_reason
from projects.saving.renewing import renewed_once
from projects.values.choices import Certainty, CostKind, Per, Status
from reports.models import ActionPlan, Proposal

State = Proposal.State
# The texts of a proposal and the texts of a project that they become, or are added to.
TEXTS = {
    "need": "description",
    "changes": "change_effects",
    "schedule_text": "schedule_text",
    "cost_text": "cost_text",
    "resource_text": "resource_text",
}


class AlreadyDecided(Exception):
    """Somebody else took the step before; `args[0]` is the proposal as it is now."""


class TooLong(Exception):
    """A text of the project would be longer than it may be; `args[0]` is the name of its field."""


def _locked(proposal: Proposal, *states: str) -> Proposal:
    """The proposal as it is now, if it is in one of the states."""
    now = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if now.state not in states:
        raise AlreadyDecided(now)
    return now


def _step(proposal: Proposal, state: str, reason: str = "") -> Proposal:
    proposal.state = state
    give_reason(proposal, reason)
    proposal.save()
    return proposal


def _decide(proposal: Proposal, user: User, state: str, answer: str) -> Proposal:
    proposal.answer = answer
    proposal.decided_by, proposal.decided_at = user, timezone.now()
    return _step(proposal, state, answer)


@transaction.atomic
def send(proposal: Proposal) -> Proposal:
    """Hand a whole draft, or one that was asked back, to the planners."""
    now = _locked(proposal, State.DRAFT, State.ASKED_BACK)
    now.sent_at = timezone.now()
    return _step(now, State.SENT)


@transaction.atomic
def take_back(proposal: Proposal) -> Proposal:
    """Make a draft again of what nobody has decided yet."""
    return _step(_locked(proposal, State.SENT), State.DRAFT, _("Taken back to be edited"))


@transaction.atomic
def ask_back(proposal: Proposal, user: User, question: str) -> Proposal:
    return _decide(_locked(proposal, State.SENT), user, State.ASKED_BACK, question)


@transaction.atomic
def decline(proposal: Proposal, user: User, reason: str) -> Proposal:
    return _decide(_locked(proposal, State.SENT), user, State.DECLINED, reason)


@transaction.atomic
def reopen(proposal: Proposal, user: User, reason: str) -> Proposal:
    """A declined proposal waits for a decision again."""
    return _decide(_locked(proposal, State.DECLINED), user, State.SENT, reason)


@renewed_once()
def accept(
    proposal: Proposal, user: User, *, scope: str, plan: ActionPlan | None = None, answer: str = ""
) -> Project:
    """Make a project of the proposal, owned by its proposer, and put it into a plan if one is
    given that is still a draft.
    """
    now = _locked(proposal, State.SENT)
    reason = _("Accepted proposal %(n)s") % {"n": now.pk}
    project = Project(
        name=now.name,
        scope=scope,
        service_area=now.service_area,
        status=Status.PROPOSAL,
        owner=now.proposer,
        **{theirs: getattr(now, ours) for ours, theirs in TEXTS.items()},
    )
    give_reason(project, reason)
    project.save()
    project.strategic_goals.set(now.strategic_goals.all())
    _add_parts(now, project, reason)
    _follow(now, project)
    if plan is not None and plan.lock().is_editable_by(user):
        plan.add_projects([project])
    now.project = project
    _decide(now, user, State.ACCEPTED, answer)
    return project


@renewed_once()
def merge(
    proposal: Proposal, project: Project, user: User, take: Iterable[str], answer: str = ""
) -> Project:
    """Join the proposal to a project: the texts named in `take` (keys of `TEXTS`, `goals`,
    `schedule`, `costs`) are added to the project's own. Raises `TooLong`.
    """
    now = _locked(proposal, State.SENT)
    chosen = set(take)
    reason = _("Joined proposal %(n)s “%(name)s”") % {"n": now.pk, "name": now.name[:200]}
    own = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    for ours, theirs in TEXTS.items():
        if ours in chosen and getattr(now, ours):
            text = "\n\n".join(filter(None, (getattr(own, theirs), getattr(now, ours))))
            if len(text) > LONG_TEXT:
                raise TooLong(theirs)
            setattr(own, theirs, text)
    give_reason(own, reason)
    own.save()
    if "goals" in chosen:
        own.strategic_goals.add(*now.strategic_goals.all())
    _add_parts(now, own, reason, but={"schedule", "costs"} - chosen)
    _follow(now, own)
    now.project = own
    _decide(now, user, State.MERGED, answer)
    return own


def _add_parts(proposal: Proposal, project: Project, reason: str, but: Iterable[str] = ()) -> None:
    """The schedule as a phase and the sum as a rough cost, where the proposal knows them."""
    if (proposal.start or proposal.end) and "schedule" not in but:
        phase = SchedulePhase(project=project, start=proposal.start, end=proposal.end)
        give_reason(phase, reason)
        phase.save()
    amount = proposal.amount
    if amount is not None and "costs" not in but:
        item = CostItem(
            project=project,
            kind=CostKind.ONE_OFF,
            per=Per.TOTAL,
            low=amount.low,
            high=amount.high,
            certainty=Certainty.ROUGH,
        )
        give_reason(item, reason)
        item.save()


def _follow(proposal: Proposal, project: Project) -> None:
    if project.is_visible_to(proposal.proposer):
        Follow.objects.get_or_create(project=project, user=proposal.proposer)
