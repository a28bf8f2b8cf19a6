"""Published editions as sides of a comparison: for the house, for one reader, for residents."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from accounts.permissions import sees_not_public
from projects.as_it_was import Sight, rows_at
from projects.confidentiality import Piece
from projects.models import Project
from reports import document as doc
from reports.interchange import from_dict
from reports.models import PlanEdition
from reports.plan_changes import Side
from reports.plan_comparison import PART_PIECES, TEXTS


def edition_side(edition: PlanEdition, reader: Any = None) -> Side:
    """The edition as the reader may see it today; everything of it without a reader.

    Whoever does not see what is not public gets the public document without what was marked
    since, and the whole only of their own projects. Queries do not grow with the projects.
    """
    keys = dict(edition.entries.values_list("number", "project_key"))
    whole = from_dict(edition.document)
    if reader is None or sees_not_public(reader):
        return Side(whole, keys, statuses=_statuses(edition, keys))
    sight = Sight.of(reader)
    inside = {project.number: project for project in whole.projects}
    shown = []
    public = from_dict(edition.public_document)
    for number, project in _places(whole, public):
        key = keys.get(number)
        if key in sight.mine:
            shown.append(inside[number])
        elif project is not None and key is not None and sight.sees(key, False):
            shown.append(without(project, sight.hidden(key, ())))
    numbers = {project.number for project in shown}
    return Side(
        replace(public, projects=tuple(shown), left_out=len(inside) - len(shown)),
        keys,
        unseen=frozenset(key for number, key in keys.items() if number not in numbers),
        statuses=_statuses(edition, keys),
    )


def public_side(edition: PlanEdition) -> Side:
    """What residents read of a public edition; nothing beside its public document is told."""
    rows = edition.entries.values_list("number", "project_key", "is_public")
    return Side(
        from_dict(edition.public_document),
        {number: key for number, key, _is_public in rows},
        unseen=frozenset(key for _number, key, is_public in rows if not is_public),
    )


def without(project: doc.PlannedProject, pieces: tuple[str, ...]) -> doc.PlannedProject:
    """The project without what is not public of it (`projects.confidentiality.Piece`)."""
    hidden = set(pieces)
    if not hidden:
        return project
    values: dict[str, Any] = {"left_out": tuple(sorted(hidden | set(project.left_out)))}
    for name, piece in TEXTS.items():
        if piece in hidden:
            old = getattr(project, name)
            values[name] = "" if isinstance(old, str) else replace(old, text="")
    if Piece.COSTS in hidden:
        values["costs"] = doc.Costs()
    if Piece.RESOURCES in hidden:
        values["resources"] = doc.Resources()
    assessment = project.assessment
    parts = tuple(
        replace(part, text="") if piece in hidden else part
        for piece, part in zip(PART_PIECES, assessment.parts, strict=True)
    )
    justification = "" if Piece.JUSTIFICATION in hidden else assessment.justification
    values["assessment"] = replace(assessment, parts=parts, justification=justification)
    return replace(project, **values)


def _places(
    whole: doc.PlanDocument, public: doc.PlanDocument
) -> list[tuple[str, doc.PlannedProject | None]]:
    """Each number of the edition with its public project, None where it is not public."""
    found = {project.number: project for project in public.projects}
    return [(project.number, found.get(project.number)) for project in whole.projects]


def _statuses(edition: PlanEdition, keys: dict[str, int]) -> dict[int, str]:
    """How far the projects were when the edition was published."""
    rows = rows_at(Project, edition.published_at, id__in=list(keys.values()))
    return dict(rows.order_by().values_list("id", "status"))
