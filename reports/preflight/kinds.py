"""What the check before approval looks for: the kinds of findings, declared once."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Level(TextChoices):
    BLOCKING = "blocking", _("Must be mended before approval")
    WARNING = "warning", _("Worth a look")
    OFF = "off", _("Not looked for")


class FindingKind(TextChoices):
    """Kinds of findings; those of the plan come first, then those of its projects."""

    NO_PERIOD = "no_period", _("The plan has no period")
    NO_PROJECTS = "no_projects", _("The plan has no projects")
    EMPTY_CHAPTER = "empty_chapter", _("Chapter without text")
    UNREAD_CHAPTER = "unread_chapter", _("Chapter not yet looked at")
    OTHER_YEAR = "other_year", _("Year outside the period")
    NO_INTRODUCTION = "no_introduction", _("Group without introduction")
    IDLE_CHAPTER = "idle_chapter", _("Chapter of a group without projects")
    NOT_IN_PLAN = "not_in_plan", _("Project of the period that is in no plan")
    CHAPTER_LETTERS = "chapter_letters", _("Letters in a chapter that no font has")
    DUPLICATE = "duplicate", _("Same name twice")
    OVER = "over", _("Cancelled, or over before the period")
    NO_SCHEDULE = "no_schedule", _("No schedule")
    NO_END = "no_end", _("No end")
    BEFORE_PERIOD = "before_period", _("Ends before the period")
    AFTER_PERIOD = "after_period", _("Starts after the period")
    FAR_YEAR = "far_year", _("Year far from the period")
    SCHEDULE_TEXT = "schedule_text", _("Schedule in words differs from the dates")
    COST_UNKNOWN = "cost_unknown", _("Cost not known")
    COST_WIDE = "cost_wide", _("Very wide cost estimate")
    COST_TEXT = "cost_text", _("Costs in words differ from the sums")
    ASSESSMENT_MISSING = "assessment_missing", _("No impact assessment")
    ASSESSMENT_OPEN = "assessment_open", _("Assessment is not finished")
    ASSESSMENT_STALE = "assessment_stale", _("Assessment may be out of date")
    ASSESSMENT_SCREENING = "assessment_screening", _("Screening is missing or waits")
    ASSESSMENT_LACKS = "assessment_lacks", _("Assessment lacks something")
    ASSESSMENT_APPROVAL = "assessment_approval", _("Assessment is not approved in time")
    ASSESSMENT_ACTIONS = "assessment_actions", _("Follow-up actions are late")
    NO_RESPONSIBLE = "no_responsible", _("Nobody answers for the schedule")
    NO_DESCRIPTION = "no_description", _("No description")
    NO_GOAL = "no_goal", _("No strategic goal")
    LETTERS = "letters", _("Letters that no font has")


# Without these a plan cannot be read or carried out; the rest is for people to judge.
BLOCKING = (
    FindingKind.NO_PERIOD,
    FindingKind.NO_PROJECTS,
    FindingKind.DUPLICATE,
    FindingKind.NO_SCHEDULE,
    FindingKind.NO_DESCRIPTION,
)
ASSESSMENT_DAYS = 365


def unknown_kinds(names: list[str]) -> list[str]:
    """The names that are no kinds."""
    return [name for name in names if name not in FindingKind.values]
