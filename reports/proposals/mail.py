"""Mail about proposals: to the planners when one is sent, to its proposer when it is answered."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from accounts import mail
from accounts.models import User
from accounts.permissions import Role
from reports.models import Proposal


def tell_planners(proposal: Proposal, request: HttpRequest) -> None:
    """That a proposal waits for a decision."""
    planners = User.objects.filter(groups__name=Role.PLANNER, is_active=True).distinct()
    _tell([person for person in planners if person.pk != request.user.pk], proposal, request)


def tell_proposer(proposal: Proposal, request: HttpRequest) -> None:
    """What was decided. Who decided about their own proposal knows."""
    if proposal.proposer_id != request.user.pk and proposal.is_visible_to(proposal.proposer):
        _tell([proposal.proposer], proposal, request)


def _tell(people: list[User], proposal: Proposal, request: HttpRequest) -> None:
    link = request.build_absolute_uri(proposal.get_absolute_url())
    context = {"proposal": proposal, "writer": request.user, "link": link}
    for person in people:
        if mail.reaches(person):
            mail.send(person, "reports/email/proposal", context | _project_of(proposal, person))


def _project_of(proposal: Proposal, person: User) -> dict[str, Any]:
    """The project's name, unless it is not public: mail travels outside the service."""
    project = proposal.project
    if project is None or project.is_not_public or not project.is_visible_to(person):
        return {"project": None}
    return {"project": project}
