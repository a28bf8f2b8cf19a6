"""What the yearly plan will ask of a project, each with the section where it is mended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from portfolio.sections.shown import Shown
from projects.models import Project
from projects.timing import NOT_MOVING
from reports.preflight.findings import asked_of
from reports.preflight.places import SECTION_OF, form_of


@dataclass(frozen=True)
class Missing:
    """`label` names it, `message` says what was looked for, `link` leads to its form, which opens
    in the section of the page that `anchor` names, if it is one.
    """

    label: str
    message: str
    link: str
    anchor: str = ""


def missing_in(project: Project, sections: Mapping[str, Shown]) -> list[Missing]:
    """Of a project that moves, for who may edit it; what they cannot mend is not told."""
    if project.status in NOT_MOVING:
        return []
    found = []
    for kind, message, place in asked_of(project):
        if place in SECTION_OF:
            shown = sections[SECTION_OF[place]]
            link, anchor = shown.address, shown.section.anchor
        else:
            link, anchor = form_of(place, project), ""
        if link:
            found.append(Missing(str(kind.label), message, link, anchor))
    return found
