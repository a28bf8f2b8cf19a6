"""The portfolio's tables."""

from projects.models.attachments import Attachment
from projects.models.benefits import Benefit
from projects.models.dependencies import Dependency
from projects.models.lookups import ServiceArea, StrategicGoal
from projects.models.milestones import Milestone
from projects.models.parts import CostItem, ResourceNeed, SchedulePhase
from projects.models.project import Project
from projects.models.risks import Risk
from projects.models.saved_views import DashboardLayout, Reminder, SavedView
from projects.models.search import SearchEntry, SearchWord
from projects.models.sheet_imports import SheetImport
from projects.models.status_reports import StatusReport
from projects.models.talk import Comment, Follow
from projects.models.totals import renew_totals

__all__ = [
    "Attachment",
    "Benefit",
    "Comment",
    "CostItem",
    "DashboardLayout",
    "Dependency",
    "Follow",
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
