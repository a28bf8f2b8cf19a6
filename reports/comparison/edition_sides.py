"""Published editions as sides of a comparison: for the house, for one reader, for residents."""

from __future__ import annotations

from dataclasses import replace

from accounts.types import AnyUser
from organisation.json_types import JsonObject
from projects.confidentiality import Piece
from projects.history.past_portfolio import Sight, rows_at
from projects.models import Project
from reports.comparison.appendix import without_changes
from reports.comparison.changes import Side
from reports.comparison.compare import MORE_PIECES, PART_PIECES, TEXTS
from reports.composing.audience import WHOLE, Audience
from reports.document.interchange import from_dict
from reports.document.plan import AssessmentPart, Costs, PlanDocument, PlannedProject, Resources
from reports.models import PlanEdition

TOLD = frozenset({
    *TEXTS.values(), *PART_PIECES, *MORE_PIECES, Piece.COSTS, Piece.RESOURCES, Piece.MILESTONES,
    Piece.JUSTIFICATION,
})  # fmt: skip
"""The pieces that a document tells."""


def edition_side(edition: PlanEdition, audience: Audience = WHOLE) -> Side:
    """The edition as the audience may see it today.

    People who do not see what is not public get the public document without what was marked
    since, and the whole only of their own projects. Residents get what a document tells and
    nothing else, so no statuses. Queries do not grow with the projects.
    """
    keys = dict(edition.entries.values_list("number", "project_key"))
    whole = without_changes(from_dict(edition.document))
    if audience.sees_not_public:
        return Side(whole, keys, statuses=_statuses(edition, keys))
    if audience.user is None:
        return _seen(edition, keys, whole, Sight.of_everybody())
    side = _seen(edition, keys, whole, Sight.of(audience.user))
    return replace(side, statuses=_statuses(edition, keys))


def document_for(edition: PlanEdition, reader: AnyUser) -> PlanDocument:
    """The edition's document for a reader inside the house: a published one as long as that can be.

    Where something has been marked as not public since, or the reader sees more of their own
    projects, it also leaves out the closing chapter, which tells of all projects.
    """
    audience = Audience.of(reader)
    if audience.sees_not_public:
        return from_dict(edition.document)
    seen, public = edition_side(edition, audience).document, from_dict(edition.public_document)
    return public if seen.projects == public.projects else seen


def tells_more_than(edition: PlanEdition, reader: AnyUser) -> bool:
    """Whether the public document tells something that has been kept from the reader since."""
    audience = Audience.of(reader)
    if audience.sees_not_public:
        return False
    side = edition_side(edition, audience)
    seen = {project.number: project for project in side.document.projects}
    return any(
        project.number not in seen or set(seen[project.number].left_out) - set(project.left_out)
        for project in from_dict(edition.public_document).projects
    )


def _seen(edition: PlanEdition, keys: dict[str, int], whole: PlanDocument, sight: Sight) -> Side:
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
        replace(public, projects=tuple(shown), projects_left_out=len(whole.projects) - len(shown)),
        keys,
        unseen=frozenset(key for number, key in keys.items() if number not in numbers),
    )


def without(project: PlannedProject, pieces: tuple[str, ...]) -> PlannedProject:
    """The project without what is not public of it (`projects.confidentiality.Piece`)."""
    hidden = TOLD & set(pieces)
    if not project.milestones:  # nor did the files of an edition of before tell any
        hidden -= {Piece.MILESTONES}
    if hidden <= set(project.left_out):
        return project
    values: JsonObject = {"left_out": tuple(sorted(hidden | set(project.left_out)))}
    for name, piece in TEXTS.items():
        if piece in hidden:
            old = getattr(project, name)
            values[name] = "" if isinstance(old, str) else replace(old, text="")
    if Piece.COSTS in hidden:
        values["costs"] = Costs()
    if Piece.RESOURCES in hidden:
        values["resources"] = Resources()
    if Piece.MILESTONES in hidden:
        values["milestones"] = ()
    assessment = project.assessment
    parts, more = (
        tuple(
            AssessmentPart() if piece in hidden else part
            for piece, part in zip(pieces, there, strict=True)
        )
        for pieces, there in ((PART_PIECES, assessment.parts), (MORE_PIECES, assessment.more))
    )
    justification = "" if Piece.JUSTIFICATION in hidden else assessment.justification
    values["assessment"] = replace(assessment, parts=parts, more=more, justification=justification)
    return replace(project, **values)


def _statuses(edition: PlanEdition, keys: dict[str, int]) -> dict[int, str]:
    """How far the projects were when the edition was published."""
    rows = rows_at(Project, edition.published_at, id__in=list(keys.values()))
    return dict(rows.order_by().values_list("id", "status"))
