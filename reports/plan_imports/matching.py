"""What becomes of each project of a plan, and which are in the portfolio, by their names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from projects.fields import fold
from projects.models import Project
from reports.document import plan as doc

ADD, UPDATE, SKIP = "add", "update", "skip"


@dataclass(frozen=True)
class Decision:
    """What becomes of a project of the document; `project` is the row that is updated."""

    action: str = ADD
    project: int | None = None


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


def decision_field(
    name: str, decision: Decision, known: list[tuple[int, str]]
) -> forms.ChoiceField:
    """Add the project, leave it out, or update one that is there: of nearly this name, or any."""
    near = KnownNames(known).near(name)
    if decision.project and decision.project not in [pk for pk, _name in near]:
        near += [row for row in known if row[0] == decision.project]
    rest = [row for row in known if row not in near]
    choices: list[tuple[str | Promise, object]] = [
        (ADD, _("Add as a new project")),
        (SKIP, _("Leave out")),
    ]
    if near:
        choices.append((_("Update, of the same or nearly the same name"), _updates(near)))
    if rest:
        choices.append((_("Update another"), _updates(rest)))
    chosen = f"{UPDATE}-{decision.project}" if decision.action == UPDATE else decision.action
    return forms.ChoiceField(label=_("What is done with it"), choices=choices, initial=chosen)


def _updates(rows: list[tuple[int, str]]) -> list[tuple[str, str]]:
    return [(f"{UPDATE}-{pk}", str(_("Update: %(name)s") % {"name": name})) for pk, name in rows]


def parse_decision(value: str) -> Decision:
    action, _dash, pk = value.partition("-")
    return Decision(action, int(pk) if pk else None)
