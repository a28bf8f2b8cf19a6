"""The portfolio's tables."""

from projects.models.areas_and_goals import ServiceArea, StrategicGoal
from projects.models.attachments import Attachment
from projects.models.kept_states import KeptState
from projects.models.meetings import EntryKind, Meeting, MeetingEntry, MeetingItem
from projects.models.money.capacity import Capacity
from projects.models.money.ledger_imports import LedgerImport
from projects.models.parts.benefits import Benefit
from projects.models.parts.budgets import BudgetYear, LedgerCode
from projects.models.parts.dependencies import Dependency
from projects.models.parts.milestones import Milestone
from projects.models.parts.phases_and_needs import CostItem, ResourceNeed, SchedulePhase
from projects.models.parts.risks import Risk
from projects.models.parts.status_reports import StatusReport
from projects.models.parts.totals import renew_totals
from projects.models.project import Project
from projects.models.saved_views import DashboardLayout, Feed, Reminder, SavedView
from projects.models.search import SearchEntry, SearchWord
from projects.models.sheet_imports import SheetImport
from projects.models.talk import Comment, Follow

__all__ = [
    "Attachment",
    "Benefit",
    "BudgetYear",
    "Capacity",
    "Comment",
    "CostItem",
    "DashboardLayout",
    "Dependency",
    "EntryKind",
    "Feed",
    "Follow",
    "KeptState",
    "LedgerCode",
    "LedgerImport",
    "Meeting",
    "MeetingEntry",
    "MeetingItem",
    "Milestone",
    "Project",
    "Reminder",
    "ResourceNeed",
    "Risk",
    "SavedView",
    "SchedulePhase",
    "SearchEntry",
    "SearchWord",
    "ServiceArea",
    "SheetImport",
    "StatusReport",
    "StrategicGoal",
    "renew_totals",
]
