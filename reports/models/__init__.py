"""The tables of the action plan: plan, editions, proposals for it, imports from files."""

from reports.models.editions import EditionEntry, EditionFile, EditionWithdrawal, Face, PlanEdition
from reports.models.jobs import Job, Worker
from reports.models.plan_imports import KnownLabel, PlanImport, area_names
from reports.models.plans import ActionPlan, PlanChapter, PlanEntry
from reports.models.proposals import Proposal
from reports.models.statements import Statement, StatementKind
from reports.models.timers import Timer

__all__ = [
    "ActionPlan",
    "EditionEntry",
    "EditionFile",
    "EditionWithdrawal",
    "Face",
    "Job",
    "KnownLabel",
    "PlanChapter",
    "PlanEdition",
    "PlanEntry",
    "PlanImport",
    "Proposal",
    "Statement",
    "StatementKind",
    "Timer",
    "Worker",
    "area_names",
]
