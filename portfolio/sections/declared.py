"""The sections of a project's page, in its order.

Every field of a project's form in the administration stands in one of them; reports and the
assessment have pages of their own.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from portfolio.sections.rows import (
    BudgetRow,
    BudgetRows,
    DependencyRow,
    DependencyRows,
    NeedRow,
    OrderedRows,
)
from portfolio.sections.section import Rows, Section
from portfolio.sections.words import WORDS
from projects.models import (
    Benefit,
    BudgetYear,
    CostItem,
    Dependency,
    LedgerCode,
    Milestone,
    ResourceNeed,
    Risk,
    SchedulePhase,
)

PHASES = Rows(SchedulePhase, ("name", "start", "end"))
MILESTONES = Rows(Milestone, ("name", "due", "reached_on"))
DEPENDENCIES = Rows(
    Dependency, ("kind", "other", "note"), DependencyRow, DependencyRows, ("other",)
)
COSTS = Rows(
    CostItem,
    (
        "description", "kind", "low", "high", "per", "unit", "unit_count", "vat", "first_year",
        "last_year", "certainty",
    ),
    formset=OrderedRows,
)  # fmt: skip
BUDGET = Rows(
    BudgetYear,
    ("year", "kind", "frame", "spent", "spent_until", "forecast", "reason"),
    BudgetRow,
    BudgetRows,
)
LEDGER_CODES = Rows(LedgerCode, ("code", "note"))
RESOURCES = Rows(
    ResourceNeed,
    ("party", "team", "description", "low", "high", "unit", "per"),
    NeedRow,
    OrderedRows,
)
RISKS = Rows(
    Risk,
    (
        "description", "probability", "impact", "state", "cause", "consequence", "response",
        "response_text", "owner", "owner_name",
    ),
    related=("owner",),
)  # fmt: skip
BENEFITS = Rows(Benefit, ("description", "measure", "baseline", "target", "due", "realised"))

SECTIONS = {
    section.key: section
    for section in (
        Section(
            "basics",
            _("Basics"),
            ("name", "scope", "service_area", "status", "priority", "is_flagship", "language"),
        ),
        Section("description", _("Description"), ("description", "change_effects")),
        Section("goal", _("Strategic goal"), ("strategic_goals", "strategic_goal_text")),
        Section(
            "schedule",
            _("Schedule"),
            ("schedule_text", "likelihood", "likelihood_text", "responsible_party",
             "responsible_text"),
            (PHASES, MILESTONES),
            WORDS["schedule"],
        ),
        Section("dependencies", _("Dependencies"), rows=(DEPENDENCIES,)),
        Section("costs", _("Costs"), ("cost_text",), (COSTS,), WORDS["costs"]),
        Section("budget", _("Budget and actuals"), rows=(BUDGET, LEDGER_CODES)),
        Section("resources", _("Resources"), ("resource_text",), (RESOURCES,), WORDS["resources"]),
        Section("risks", _("Risks"), rows=(RISKS,)),
        Section("benefits", _("Benefits"), rows=(BENEFITS,)),
        Section("people", _("People"), ("owner", "owner_name", "manager", "manager_name")),
        Section(
            "publicity",
            _("Confidentiality"),
            ("is_not_public", "not_public_fields", "readers"),
        ),
        Section("notes", _("Notes"), ("notes",)),
    )
}  # fmt: skip
