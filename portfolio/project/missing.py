"""What the yearly plan will ask of a project, each with the section where it is mended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from portfolio.sections.shown import Shown
from projects.models import Project
from projects.timing import NOT_MOVING
from reports.preflight.findings import asked_of
from reports.preflight.kinds import FindingKind
from reports.preflight.places import SECTION_OF, place_of_kind


@dataclass(frozen=True)
class Missing:
    """`label` names it, `message` says what was looked for, `link` leads to its form."""

    label: str
    message: str
    link: str


def missing_in(project: Project, sections: Mapping[str, Shown]) -> list[Missing]:
    """Of a project that moves, for who may edit it; what they cannot mend is not told."""
    if project.status in NOT_MOVING:
        return []
    found = []
    for kind, message in asked_of(project):
        link = _link(kind, project, sections)
        if link:
            found.append(Missing(str(kind.label), message, link))
    return found


def _link(kind: FindingKind, project: Project, sections: Mapping[str, Shown]) -> str:
    if kind in SECTION_OF:
        return sections[SECTION_OF[kind]].address
    return place_of_kind(kind, project)
