"""What a project's page shows of its milestones, risks and benefits, today's or a past day's."""

from __future__ import annotations

import datetime
from collections import Counter

from django.db.models import prefetch_related_objects

from accounts.types import Context
from portfolio.sections.words import words_apart
from projects.models import Project
from projects.values.choices import Impact
from projects.values.risk_matrix import matrix


def parts_of(project: Project, on: datetime.date) -> Context:
    """The context of templates/portfolio/parts/. `on` is the day that lateness is judged by."""
    # `all` alone: a project of the past has its rows with it, and would be asked again.
    risks = sorted(project.risks.all(), key=lambda risk: risk.rank)
    prefetch_related_objects(risks, "owner")
    return {
        "on": on,
        "milestones": list(project.milestones.all()),
        "risks": risks,
        "matrix": matrix(Counter((r.probability, r.impact) for r in risks if r.is_open)),
        "impacts": Impact,
        "benefits": list(project.benefits.all()),
        "apart": words_apart(project),
    }
