"""What the history says of a day, for tests that hold the table of time against it."""

from __future__ import annotations

import datetime

from django.conf import settings

from projects.history.past_portfolio import PastPortfolio, rows_at
from projects.models import Project


def keys_then(portfolio: PastPortfolio) -> list[int]:
    """Every project that there was and that the user may see."""
    rows = rows_at(Project, portfolio.moment).order_by().values_list("id", "is_not_public")
    return [key for key, was_not_public in rows if portfolio.sight.sees(key, bool(was_not_public))]


def stale(project: Project, on: datetime.date) -> bool:
    """Keeps silent, as far as the reader of this copy is told."""
    if project.status != "in_progress" or "reports" in project.left_out:
        return False
    limit = on - datetime.timedelta(days=settings.REPORT_DAYS)
    if project.last_report is None:
        return project.starts_on is None or project.starts_on < limit
    return project.last_report.date < limit
