"""How many projects of each group have an effect on each of the four parts of the assessment."""

from __future__ import annotations

from dataclasses import dataclass

from reports.document import PART_LETTERS, Chapter, PlanDocument


@dataclass(frozen=True)
class Tally:
    """Projects with an effect, without one, and those of which it is not known."""

    some: int = 0
    none: int = 0
    unassessed: int = 0

    @property
    def share(self) -> float:
        """Of the projects that have an effect, among those of which it is known."""
        known = self.some + self.none
        return self.some / known if known else 0


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
        effects = [part.effect for part in project.assessment.parts]
        is_assessed |= any(effect != "unassessed" for effect in effects)
        groups.setdefault(project.number.split(".")[0], []).append(effects)
    if not is_assessed:
        return ()
    return tuple(
        GroupEffects(number, titles.get(number, ""), len(rows), _tallies(rows))
        for number, rows in groups.items()
    )


def _tallies(rows: list[list[str]]) -> tuple[Tally, ...]:
    columns = [[row[place] for row in rows] for place in range(len(PART_LETTERS))]
    return tuple(Tally(*map(column.count, ("some", "none", "unassessed"))) for column in columns)
