"""Answers of other assessments to a part, as far as a reader may see them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from accounts.types import AnyUser
from impact_assessments.choices import WRITTEN_PARTS, Effect, Part, State
from impact_assessments.models import ImpactAssessment
from impact_assessments.rules.completeness import WORDS
from projects.confidentiality import Piece, hidden_fields
from projects.models import Project, ServiceArea

CANDIDATES = 40
"""So many approved assessments are looked at for an example."""


class Example(NamedTuple):
    text: str
    project: Project


def answers_to(
    part: Part, project: Project, user: AnyUser, words: str = ""
) -> QuerySet[ImpactAssessment]:
    """Texts of this part that the reader may see, those of the project's own area first."""
    found = ImpactAssessment.objects.filter(project__in=Project.objects.visible_to(user))
    found = found.exclude(project=project).exclude(**{f"{part.name}_text": ""})
    found = found.exclude(project__in=Project.objects.hiding(_piece(part), user))
    for word in words.split()[:10]:
        in_text = Q(**{f"{part.name}_text__icontains": word})
        found = found.filter(in_text | Q(project__name__icontains=word))
    return _own_area_first(found, project).select_related("project__service_area")


def examples(parts: Sequence[Part], project: Project, user: AnyUser) -> dict[str, Example]:
    """For each part one good answer of an approved assessment, in one query for all of them."""
    approved = ImpactAssessment.objects.filter(state__in=(State.APPROVED, State.CLOSED))
    approved = approved.filter(project__in=Project.objects.visible_to(user)).exclude(
        project=project
    )
    rows = list(_own_area_first(approved, project).select_related("project")[:CANDIDATES])
    found: dict[str, Example] = {}
    for row in rows:
        hidden = hidden_fields(ImpactAssessment, row.project.hidden_from(user))
        for part in parts:
            text = getattr(row, f"{part.name}_text")
            effect = getattr(row, f"{part.name}_effect")
            says_much = effect == Effect.SOME and len(text.split()) > WORDS
            if says_much and f"{part.name}_text" not in hidden:
                found.setdefault(part.name, Example(text, row.project))
    return found


def sources(row: ImpactAssessment, user: AnyUser) -> dict[str, Project]:
    """Of each part that was taken over the project it was taken from, if the reader sees it."""
    keys = {part.name: getattr(row, f"{part.name}_source") for part in WRITTEN_PARTS}
    wanted = {key for key in keys.values() if key}
    known = Project.objects.visible_to(user).in_bulk(wanted) if wanted else {}
    return {name: known[key] for name, key in keys.items() if key in known}


def _own_area_first(
    rows: QuerySet[ImpactAssessment], project: Project
) -> QuerySet[ImpactAssessment]:
    area = project.service_area
    near = Case(
        When(project__service_area=area, then=Value(0)),
        When(project__service_area__in=_family(area), then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return rows.annotate(near=near).order_by("near", "-project__pk")


def _family(area: ServiceArea) -> list[int]:
    """The area above, and the units beside and below."""
    top = area.parent_id or area.pk
    beside = type(area).objects.filter(Q(pk=top) | Q(parent=top) | Q(parent=area.pk))
    return list(beside.values_list("pk", flat=True))


def _piece(part: Part) -> Piece:
    return Piece(part.name) if part.letter else Piece.CHANGE_EFFECTS
