"""What a plan says of itself: as it stands, as it is about to be published, and as an edition."""

from __future__ import annotations

import datetime
from dataclasses import replace

from django.conf import settings
from django.urls import reverse

from projects.clock import day_of, today
from reports.document.plan import Imprint
from reports.models import ActionPlan, PlanEdition


def plan_imprint(plan: ActionPlan) -> Imprint:
    """Of the plan today, before it is an edition."""
    return _imprint(plan, today(), plan.state)


def coming_imprint(
    plan: ActionPlan, number: int, revised: PlanEdition | None, made_on: datetime.date
) -> Imprint:
    """Of an approved plan that becomes the edition of that number."""
    return replace(
        _imprint(plan, made_on, ActionPlan.State.PUBLISHED),
        edition=number,
        revises=revised.number if revised else None,
    )


def edition_imprint(edition: PlanEdition, *, is_public: bool) -> Imprint:
    """Of an edition, as its page shows it."""
    return replace(
        _imprint(edition, day_of(edition.published_at), ActionPlan.State.PUBLISHED),
        edition=edition.number,
        revises=edition.revises.number if edition.revises else None,
        is_public=is_public,
    )


def public_address(slug: str, site: str = "") -> str:
    """The whole address of a public edition; empty where no address of the site is known."""
    site = site or settings.SITE_ADDRESS
    return site + reverse("public-edition", args=[slug]) if site else ""


def _imprint(row: ActionPlan | PlanEdition, made_on: datetime.date, state: str) -> Imprint:
    return Imprint(
        made_on=made_on,
        state=state,
        body=row.body,
        decided_on=row.decided_on,
        section=row.section,
        case_number=row.case_number,
    )
