"""What is sent for approval: both faces of the plan as they read at that moment."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from accounts.types import AnyUser
from organisation.json_types import JsonObject
from projects.confidentiality import Piece
from projects.models import Project
from reports.composing.audience import Audience
from reports.composing.from_portfolio import IN_PLAN, document_with_keys, plan_document
from reports.document.interchange import as_dict, from_dict
from reports.document.plan import PlanDocument
from reports.models import ActionPlan


def standing_document(plan: ActionPlan, reader: AnyUser) -> PlanDocument:
    """The plan for a reader: as it was sent for approval, or as it reads now while a draft."""
    if plan.submitted is None:
        return plan_document(plan, Audience.of(reader))
    return Submission.sent(plan).read_by(reader)


@dataclass(frozen=True)
class Submission:
    """The internal and the public document under the same numbers, and whose rows these are."""

    internal: PlanDocument
    public: PlanDocument
    keys: dict[str, int]
    sent_at: datetime.datetime

    @classmethod
    def of(cls, plan: ActionPlan, now: datetime.datetime) -> Submission:
        internal, keys = document_with_keys(plan)
        public, _public_keys = document_with_keys(plan, Audience.of_residents())
        return cls(internal, public, keys, now)

    @classmethod
    def sent(cls, plan: ActionPlan) -> Submission:
        """What was sent with the plan. Raises `ValueError` where nothing was."""
        stored = plan.submitted
        if stored is None:
            raise ValueError(f"Nothing of plan {plan.pk} was sent for approval.")
        return cls(
            from_dict(stored["internal"]),
            from_dict(stored["public"]),
            stored["keys"],
            datetime.datetime.fromisoformat(stored["sent_at"]),
        )

    def as_dict(self) -> JsonObject:
        return {
            "internal": as_dict(self.internal),
            "public": as_dict(self.public),
            "keys": self.keys,
            "sent_at": self.sent_at.isoformat(),
        }

    def read_by(self, user: AnyUser) -> PlanDocument:
        """The face that the user may read."""
        return self.internal if Audience.of(user).sees_not_public else self.public

    @property
    def public_numbers(self) -> frozenset[str]:
        return frozenset(project.number for project in self.public.projects)

    def hidden_since(self) -> list[Project]:
        """Projects of the public document that are, or hold what is, not public by now."""
        shown = {
            # A document of before milestones were told has none to hide.
            self.keys[project.number]: {
                *project.left_out,
                *(() if project.milestones else (str(Piece.MILESTONES),)),
            }
            for project in self.public.projects
        }
        return [
            project
            for project in Project.objects.filter(pk__in=shown).order_by("pk")
            if project.is_not_public
            or (set(project.not_public_fields) & IN_PLAN) - shown[project.pk]
        ]
