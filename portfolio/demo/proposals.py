"""The demonstration's proposals (fixtures/example-proposals.toml)."""

from __future__ import annotations

import datetime
from decimal import Decimal

from django.utils import timezone

from accounts.models import User
from accounts.types import Context
from projects.models import ServiceArea, StrategicGoal
from projects.values.fuzzy_dates import FuzzyDate
from reports.models import Proposal

TEXTS = ("name", "need", "changes", "schedule_text", "cost_text", "resource_text")


def load_proposals(rows: list[Context]) -> None:
    """Make each proposal with all its steps, on their days and by their people."""
    people = {user.username: user for user in User.objects.all()}
    areas = {area.name: area for area in ServiceArea.objects.all()}
    goals = {goal.name: goal for goal in StrategicGoal.objects.all()}
    for row in rows:
        proposal = Proposal(
            service_area=areas[row["area"]],
            start=FuzzyDate.from_edtf(row["start"]) if "start" in row else None,
            end=FuzzyDate.from_edtf(row["end"]) if "end" in row else None,
            cost_low=Decimal(row["cost_low"]) if "cost_low" in row else None,
            cost_high=Decimal(row["cost_high"]) if "cost_high" in row else None,
            **{name: row.get(name, "") for name in TEXTS},
        )
        for line in row["steps"]:
            day, who, state, answer = line.split("|")
            _step(proposal, datetime.date.fromisoformat(day), people[who], state, answer)
            if state == Proposal.State.DRAFT:
                proposal.strategic_goals.set([goals[name] for name in row["goals"]])


def _step(proposal: Proposal, day: datetime.date, who: User, state: str, answer: str) -> None:
    at = timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))
    if proposal._state.adding:
        proposal.proposer = who
    if state == Proposal.State.SENT:
        proposal.sent_at = at
    if answer:
        proposal.answer, proposal.decided_by, proposal.decided_at = answer, who, at
    proposal.state = state
    proposal._history_user, proposal._history_date = who, at
    proposal._change_reason = answer or None
    proposal.full_clean()
    proposal.save()
