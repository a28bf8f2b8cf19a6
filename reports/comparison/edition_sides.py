"""Published editions as sides of a comparison: for the house, for one reader, for residents."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from accounts.permissions import sees_not_public
from projects.confidentiality import Piece
from projects.history.past_portfolio import Sight, rows_at
from projects.models import Project
from reports.comparison.appendix import without_changes
from reports.comparison.changes import Side
from reports.comparison.compare import PART_PIECES, TEXTS
from reports.document import plan as doc
from reports.document.interchange import from_dict
from reports.models import PlanEdition

TOLD = frozenset({*TEXTS.values(), *PART_PIECES, Piece.COSTS, Piece.RESOURCES, Piece.JUSTIFICATION})
"""The pieces that a document tells."""


def edition_side(edition: PlanEdition, reader: Any = None) -> Side:
    """The edition as the reader may see it today; everything of it without a reader.

    Whoever does not see what is not public gets the public document without what was marked
    since, and the whole only of their own projects. Queries do not grow with the projects.
    """
    keys = dict(edition.entries.values_list("number", "project_key"))
    whole = without_changes(from_dict(edition.document))
    if reader is None or sees_not_public(reader):
        return Side(whole, keys, statuses=_statuses(edition, keys))
    side = _seen(edition, keys, whole, Sight.of(reader))
    return replace(side, statuses=_statuses(edition, keys))


def document_for(edition: PlanEdition, reader: Any) -> doc.PlanDocument:
    """The edition's document for a reader inside the house: a published one as long as that can be.

    Where something has been marked as not public since, or the reader sees more of their own
    projects, it also leaves out the closing chapter, which tells of all projects.
    """
    if sees_not_public(reader):
        return from_dict(edition.document)
    seen, public = edition_side(edition, reader).document, from_dict(edition.public_document)
    return public if seen.projects == public.projects else seen


def tells_more_than(edition: PlanEdition, reader: Any) -> bool:
    """Whether the public document tells something that has been kept from the reader since."""
    if sees_not_public(reader):
        return False
    seen = {project.number: project for project in edition_side(edition, reader).document.projects}
    return any(
        project.number not in seen or set(seen[project.number].left_out) - set(project.left_out)
        for project in from_dict(edition.public_document).projects
    )


def public_side(edition: PlanEdition) -> Side:
    """What residents may read of an edition today: its public document, without what has been
    marked as not public since, and nothing that a document does not tell."""
    keys = dict(edition.entries.values_list("number", "project_key"))
    return _seen(edition, keys, without_changes(from_dict(edition.document)), Sight.of_everybody())


def _seen(
    edition: PlanEdition, keys: dict[str, int], whole: doc.PlanDocument, sight: Sight
) -> Side:
    public = without_changes(from_dict(edition.public_document))
    of_public = {project.number: project for project in public.projects}
    shown = []
    for inside in whole.projects:
        key, project = keys.get(inside.number), of_public.get(inside.number)
        if key in sight.mine:
            shown.append(inside)
        elif project is not None and key is not None and sight.sees(key, False):
            shown.append(without(project, sight.hidden(key, ())))
    numbers = {project.number for project in shown}
    return Side(
        replace(public, projects=tuple(shown), left_out=len(whole.projects) - len(shown)),
        keys,
        unseen=frozenset(key for number, key in keys.items() if number not in numbers),
    )


def without(project: doc.PlannedProject, pieces: tuple[str, ...]) -> doc.PlannedProject:
    """The project without what is not public of it (`projects.confidentiality.Piece`)."""
    hidden = TOLD & set(pieces)
    if hidden <= set(project.left_out):
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
        doc.AssessmentPart() if piece in hidden else part
        for piece, part in zip(PART_PIECES, assessment.parts, strict=True)
    )
    justification = "" if Piece.JUSTIFICATION in hidden else assessment.justification
    values["assessment"] = replace(assessment, parts=parts, justification=justification)
    return replace(project, **values)


def _statuses(edition: PlanEdition, keys: dict[str, int]) -> dict[int, str]:
    """How far the projects were when the edition was published."""
    rows = rows_at(Project, edition.published_at, id__in=list(keys.values()))
    return dict(rows.order_by().values_list("id", "status"))
