"""What the assessments of projects lack, in sentences for a reader."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.types import AnyUser
from impact_assessments.rules.completeness import Finding, findings
from impact_assessments.state import Reading
from projects.clock import today
from projects.models import Project


def lacking(projects: Iterable[Project], reader: AnyUser) -> dict[int, list[Finding]]:
    """By the project's number, what must be there first. As many queries for one as for all."""
    reading = Reading(projects, reader)
    return {
        key: lacking_in(reading, key, project.hidden_from(reader))
        for key, project in reading.projects.items()
    }


def lacking_in(reading: Reading, key: int, hidden: tuple[str, ...]) -> list[Finding]:
    """What is missing, and why the approved version should be looked at again."""
    again = [
        Finding("again", sentence, is_hint=True) for sentence in reading.since_approval(key, hidden)
    ]
    return [*findings(reading.facts(key, hidden), today()), *again]
