"""How many projects of each group have an effect on each of the four parts of the assessment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reports.document.plan import PART_LETTERS, Chapter, PlanDocument, PlannedProject

TALLIED = ("some", "none", "unassessed", "not_required")  # the fields of a `Tally`
LEFT_OUT = ""  # of a part that is not public: counted nowhere


@dataclass(frozen=True)
class Tally:
    """Projects with an effect, without one, those not assessed yet, and those that need not be."""

    some: int = 0
    none: int = 0
    unassessed: int = 0
    not_required: int = 0

    @property
    def needed(self) -> int:
        """The projects that an assessment is needed of."""
        return self.some + self.none + self.unassessed

    @property
    def share(self) -> float:
        """Of the projects that have an effect, among those that an assessment is needed of."""
        return self.some / self.needed if self.needed else 0


@dataclass(frozen=True)
class GroupEffects:
    """A group of projects, under the number and title of its chapter; tallies for a, b, c, d."""

    number: str
    title: str
    projects: int
    tallies: tuple[Tally, ...]


def effects_by_group(document: PlanDocument) -> tuple[GroupEffects, ...]:
    """The groups in reading order; none where no project has been assessed at all."""
    titles = {c.number: c.title for c in document.chapters if c.level == 1}
    groups: dict[str, list[list[str]]] = {}
    is_assessed = False
    for project in document.in_reading_order():
        if isinstance(project, Chapter):
            continue
        effects = list(_effects(project))
        is_assessed |= any(effect not in ("unassessed", LEFT_OUT) for effect in effects)
        groups.setdefault(project.number.split(".")[0], []).append(effects)
    if not is_assessed:
        return ()
    return tuple(
        GroupEffects(number, titles.get(number, ""), len(rows), _tallies(rows))
        for number, rows in groups.items()
    )


def _effects(project: PlannedProject) -> Iterator[str]:
    """What is not assessed because it need not be is done (Act 906/2019, section 5)."""
    is_waived = project.assessment.screening == "not_required"
    for part in project.shown_parts:
        if part is None:
            yield LEFT_OUT
        else:
            waived = part.effect == "unassessed" and is_waived
            yield "not_required" if waived else part.effect


def _tallies(rows: list[list[str]]) -> tuple[Tally, ...]:
    columns = [[row[place] for row in rows] for place in range(len(PART_LETTERS))]
    return tuple(Tally(*map(column.count, TALLIED)) for column in columns)
