"""What newcomers ask, each with a short answer; `{% help_mark "lights" %}` shows one."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Question:
    asked: str | Promise
    answer: str | Promise


QUESTIONS: dict[str, Question] = {
    "lights": Question(
        _("What do the lights say?"),
        _(
            "Whoever answers for the project gives a light for schedule, costs and "
            "content: as planned, needs attention, or in trouble. The word beside the "
            "shape says the same as the colour. A report without a light is “not known”."
        ),
    ),
    "late": Question(
        _("What is late?"),
        _(
            "“Schedule overrun”: the planned end has passed and the project is not "
            "complete, or it should have begun. “Forecast late”: the newest report "
            "forecasts a later end than the plan. A project can be both."
        ),
    ),
    "likelihood": Question(
        _("How sure is a schedule?"),
        _(
            "“Certain” means that it depends on us alone. “Uncertain” means that it "
            "depends on others, for instance on a supplier. It is about the schedule as "
            "it is planned now, not about whether the project is carried out."
        ),
    ),
    "cost": Question(
        _("What is in the sum?"),
        _(
            "All cost items of the project over all years: a yearly cost counts once for "
            "each of its years, a range is kept as a range. Projects whose costs nobody "
            "has told in figures are not in the sum; their number stands beside it."
        ),
    ),
    "schedule": Question(
        _("How is a schedule typed?"),
        _(
            "The dates are in the phases; the description in words does not move them. "
            "Type a date as you say it: autumn 2026, Q3/2026, 9/2026, week 36/2026 or "
            "1/9/2026. Leave out what is not known."
        ),
    ),
    "forecast": Question(
        _("What is a forecast?"),
        _(
            "When the project will really end, as its newest report sees it. The plan "
            "stays as it was approved, so that both can be compared."
        ),
    ),
    "effects": Question(
        _("What are effects on information management?"),
        _(
            "Before a change, the Information Management Act (906/2019, section 5) asks "
            "what it does to the organising of information management, to information "
            "security, to the processing of data and to case management. Each part is "
            "answered by itself."
        ),
    ),
    "screening": Question(
        _("What is screening?"),
        _(
            "A few questions that tell whether the whole assessment is needed. If it is "
            "not, the reason is written down and nothing else is asked."
        ),
    ),
    "flagship": Question(
        _("What is a flagship?"),
        _(
            "A project that the city wants to tell of first: it stands out in the plan "
            "and on the dashboard. A planner chooses it."
        ),
    ),
    "publicity": Question(
        _("Who sees the project?"),
        _(
            "Everybody who can sign in sees a project, and residents see what is "
            "published. A project or single parts of it can be kept to the people who "
            "work on it and to readers who are named."
        ),
    ),
    "risks": Question(
        _("How is a risk's level counted?"),
        _(
            "Probability (1–5) times impact (1–5): from 5 on the risk is moderate, from "
            "12 on high. Only open risks count."
        ),
    ),
    "round": Question(
        _("What is a report round?"),
        _(
            "Everybody tells on one page how their projects do. A project that you leave "
            "as it is gets no report. The planner sees who has not reported."
        ),
    ),
    "propose": Question(
        _("Add or propose?"),
        _(
            "Add a project that is decided already. Propose one that still waits for a "
            "decision: a planner accepts it, joins it to another project, asks back or "
            "declines."
        ),
    ),
    "plan": Question(
        _("Plan, draft, edition?"),
        _(
            "A plan is a draft until it is approved. What was approved is published as an"
            " edition, which never changes. A revised edition takes its place, and both "
            "can be compared."
        ),
    ),
    "check": Question(
        _("What does the check look at?"),
        _(
            "What readers of a plan would miss: schedules, costs, assessments, texts of "
            "another period, words that say another sum than the figures. What is marked "
            "as blocking must be mended before approval, the rest can be left."
        ),
    ),
    "views": Question(
        _("What is a saved view?"),
        _(
            "Filters, columns, order and groups under a name. One can be what the list "
            "opens with, and a planner can share one with everybody."
        ),
    ),
    "changes": Question(
        _("What counts as a change?"),
        _(
            "New projects and those that are gone, and changes of schedule, cost, status,"
            " light and service area between the two days. Changes of texts are in the "
            "history of each project."
        ),
    ),
    "timeline": Question(
        _("How is the timeline read?"),
        _(
            "A bar is the planned schedule; where its end is not exact, it fades. A "
            "diamond is a milestone, the line is today. In red is how much later the "
            "forecast is."
        ),
    ),
    "as-it-was": Question(
        _("Where does an earlier day come from?"),
        _(
            "From the history: each change is kept with its time and its maker. What you "
            "see is the portfolio at the end of the day that you choose; nothing can be "
            "changed there."
        ),
    ),
    "follow": Question(
        _("What does following bring?"),
        _(
            "Mail when somebody comments on the project or reports on it. You can switch "
            "mail off on your own page."
        ),
    ),
}
OF_SECTIONS = {
    "basics": "flagship",
    "schedule": "schedule",
    "costs": "cost",
    "risks": "risks",
    "publicity": "publicity",
}
"""The question beside each section of a project's page, by the section's key."""

OF_WIDGETS = {
    "attention": "late",
    "lights": "lights",
    "matrix": "likelihood",
    "costs": "cost",
    "impacts": "effects",
    "flagships": "flagship",
}
"""The question beside each part of the dashboard, by the part's key."""
