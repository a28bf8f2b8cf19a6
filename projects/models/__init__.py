"""The portfolio's tables."""

from projects.models.lookups import ServiceArea, StrategicGoal
from projects.models.parts import CostItem, ResourceNeed, SchedulePhase
from projects.models.project import Project
from projects.models.status_reports import StatusReport

__all__ = [
    "CostItem",
    "Project",
    "ResourceNeed",
    "SchedulePhase",
    "ServiceArea",
    "StatusReport",
    "StrategicGoal",
]
