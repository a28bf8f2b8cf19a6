"""Mail about proposals: to the planners when one is sent, to its proposer when it is answered."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest

from accounts import mail
from accounts.mail import outbox
from accounts.models import OutgoingMail, User
from accounts.permissions import Role
from accounts.types import Context
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
    """Promised with the step and made while it is sent, for the eyes that the person has then."""
    link = request.build_absolute_uri(proposal.get_absolute_url())
    for person in people:
        if mail.reaches(person):
            outbox.promise(
                "proposal", person.email, person.language or settings.LANGUAGE_CODE,
                person=person.pk, writer=request.user.pk, proposal=proposal.pk,
                state=proposal.state, link=link,
            )  # fmt: skip


@outbox.made_when_sent("proposal")
def _news(row: OutgoingMail) -> EmailMessage | None:
    """Nothing where a later step is told by a mail of its own."""
    values = row.values
    person = User.objects.filter(pk=values["person"], email=row.to).first()
    proposal = Proposal.objects.filter(pk=values["proposal"], state=values["state"]).first()
    if person is None or proposal is None:
        return None
    if not mail.wants(person) or not proposal.is_visible_to(person):
        return None
    writer = User.objects.filter(pk=values["writer"]).first()
    context = {"proposal": proposal, "writer": writer, "link": values["link"]}
    context |= _project_of(proposal, person)
    return mail.compose(person, "reports/email/proposal", context)


def _project_of(proposal: Proposal, person: User) -> Context:
    """The project's name, unless it is not public: mail travels outside the service."""
    project = proposal.project
    if project is None or project.is_not_public or not project.is_visible_to(person):
        return {"project": None}
    return {"project": project}
