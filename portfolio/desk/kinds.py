"""The kinds of things that wait for people, each declared once, in the order of the desk."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from portfolio.desk import of_assessments, of_meetings, of_plans, of_projects
from portfolio.desk.waiting import Kind

KINDS = (
    Kind("reports", _("Status reports"), of_projects.reports, "report-round"),
    Kind("mentions", _("Somebody mentions you"), of_projects.mentions),
    Kind("asked", _("Parts of assessments asked of you"), of_assessments.asked, "assessment-asked"),
    Kind("returned", _("Assessments to be mended"), of_assessments.returned),
    Kind("actions", _("Follow-up actions of yours"), of_assessments.actions),
    Kind("agreed", _("Actions agreed in meetings"), of_meetings.agreed, "meeting-list"),
    Kind("asked_back", _("Proposals asked back"), of_plans.asked_back, "proposal-list"),
    Kind("findings", _("The yearly plan asks for"), of_projects.findings),
    Kind("screenings", _("Screenings to decide"), of_assessments.screenings, "screening-queue"),
    Kind("reviews", _("Assessments to review"), of_assessments.in_review),
    Kind("proposals", _("Proposals to decide"), of_plans.proposals, "proposal-list"),
    Kind("approvals", _("Plans to approve or publish"), of_plans.approvals, "plan-list"),
)
"""A new kind is a function from a person to `Found`, and a line here."""
