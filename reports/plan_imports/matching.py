"""Which projects of a plan are already in the portfolio, by their names."""

from __future__ import annotations

from collections.abc import Iterable

from projects.fields import fold
from projects.models import Project
from reports.document import plan as doc
from reports.plan_imports.decisions import UPDATE, Decision


def usual_decisions(document: doc.PlanDocument) -> dict[int, Decision]:
    """Update where exactly one project has the same name, add the others."""
    by_name: dict[str, list[int]] = {}
    for pk, name in Project.objects.values_list("pk", "name"):
        by_name.setdefault(fold(name), []).append(pk)
    decisions: dict[int, Decision] = {}
    taken: set[int] = set()
    for index, planned in enumerate(document.projects):
        same = by_name.get(fold(planned.name), [])
        if len(same) == 1 and same[0] not in taken:
            decisions[index] = Decision(UPDATE, same[0])
            taken.add(same[0])
        else:
            decisions[index] = Decision()
    return decisions


class KnownNames:
    """The names of the projects that there are, to find those of nearly the same name."""

    def __init__(self, known: Iterable[tuple[int, str]]) -> None:
        self.rows = [(pk, name, _pieces(name)) for pk, name in known]

    def near(self, name: str) -> list[tuple[int, str]]:
        """Projects of the same or nearly the same name, the nearest first; five at most."""
        pieces = _pieces(name)
        scored = []
        for pk, other, theirs in self.rows:
            likeness = 2 * len(pieces & theirs) / max(1, len(pieces) + len(theirs))
            if likeness >= 0.7:
                scored.append((likeness, pk, other))
        return [(pk, other) for _likeness, pk, other in sorted(scored, reverse=True)[:5]]


def _pieces(name: str) -> frozenset[str]:
    """Groups of three letters, without spaces: what names that differ by a letter share."""
    letters = "".join(c for c in fold(name) if c.isalnum())
    return frozenset(letters[i : i + 3] for i in range(max(1, len(letters) - 2)))
