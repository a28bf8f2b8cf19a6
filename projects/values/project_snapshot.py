"""What was true of a project on a day, kept with a status report: values, not references."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from organisation.json_types import JsonObject
from projects.values.fuzzy_dates import FuzzyDate
from projects.values.money import MoneyRange
from projects.values.risk_matrix import Level


@dataclass(frozen=True)
class MilestoneThen:
    name: str
    due: FuzzyDate | None
    reached_on: datetime.date | None

    def is_late(self, on: datetime.date) -> bool:
        return not self.reached_on and self.due is not None and self.due.last_day < on


@dataclass(frozen=True)
class Snapshot:
    """A project as it was. Codes and dates are as in the tables, names as people read them."""

    name: str
    service_area: str
    status: str
    likelihood: str
    owner: str
    manager: str
    phases: tuple[tuple[str, FuzzyDate | None, FuzzyDate | None], ...]
    cost: MoneyRange | None
    risks_open: int
    risks_high: int
    milestones: tuple[MilestoneThen, ...]

    @classmethod
    def read(cls, kept: JsonObject) -> Snapshot | None:
        """What `snapshot_of` made; None of an empty one."""
        if not kept:
            return None
        low, high = kept["cost_low"], kept["cost_high"]
        return cls(
            **{name: kept[name] for name in NAMES},
            phases=tuple((name, _fuzzy(start), _fuzzy(end)) for name, start, end in kept["phases"]),
            cost=None if low is None else MoneyRange(Decimal(low), Decimal(high)),
            milestones=tuple(
                MilestoneThen(name, _fuzzy(due), _day(reached))
                for name, due, reached in kept["milestones"]
            ),
        )


NAMES = ("name", "service_area", "status", "likelihood", "owner", "manager", "risks_open",
         "risks_high")  # fmt: skip


def snapshot_of(project: Any, on: datetime.date) -> JsonObject:
    """The project (a row) and its parts, as JSON; what was reached after the day is not."""
    risks = [risk.level for risk in project.risks.all() if risk.is_open]
    return {
        "name": project.name,
        "service_area": str(project.service_area),
        "status": project.status,
        "likelihood": project.likelihood,
        "owner": project.owner_shown,
        "manager": project.manager_shown,
        "phases": [[row.name, _edtf(row.start), _edtf(row.end)] for row in project.phases.all()],
        "cost_low": None if project.cost_low is None else str(project.cost_low),
        "cost_high": None if project.cost_high is None else str(project.cost_high),
        "risks_open": len(risks),
        "risks_high": risks.count(Level.HIGH),
        "milestones": [
            [row.name, _edtf(row.due), _iso(row.reached_on, on)] for row in project.milestones.all()
        ],
    }


def _edtf(date: FuzzyDate | None) -> str:
    return date.edtf if date else ""


def _iso(day: datetime.date | None, on: datetime.date) -> str:
    return day.isoformat() if day and day <= on else ""


def _fuzzy(edtf: str) -> FuzzyDate | None:
    return FuzzyDate.from_edtf(edtf) if edtf else None


def _day(iso: str) -> datetime.date | None:
    return datetime.date.fromisoformat(iso) if iso else None
