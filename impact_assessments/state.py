"""An assessment as the rules and the pages see it, out of its tables."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, TypeVar

from django.db import models

from accounts.types import AnyUser
from impact_assessments.choices import (
    SUBSTANTIAL_EFFECT,
    WRITTEN_PARTS,
    Answered,
    Decision,
    Effect,
    Part,
    Screening,
    State,
)
from impact_assessments.models import (
    AssessmentVersion,
    FollowUp,
    ImpactAssessment,
    Link,
    ModelChange,
    PartReview,
    QuestionSet,
    ScreeningRecord,
    StillRight,
)
from impact_assessments.models.records import Record
from impact_assessments.rules.again import changes_since
from impact_assessments.rules.completeness import Answer, Facts
from impact_assessments.rules.fingerprint import Fingerprint, fingerprint_of
from organisation.json_types import JsonObject
from projects.clock import day_of, today
from projects.confidentiality import Piece, hidden_fields
from projects.models import Dependency, Project
from projects.values.choices import label_of

COLUMNS = ("effect", "substantial", "direction", "text", "same_as", "ticks")


def shown_parts(hidden: Collection[str]) -> list[Part]:
    """The parts of which the reader may see all."""
    names = hidden_fields(ImpactAssessment, hidden)
    return [part for part in WRITTEN_PARTS if f"{part.name}_text" not in names]


def part_values(assessment: ImpactAssessment, part: str) -> JsonObject:
    return {column: getattr(assessment, f"{part}_{column}") for column in COLUMNS}


def effect_said(assessment: ImpactAssessment, part: str) -> str:
    """The effect in words, a substantial one too."""
    if getattr(assessment, f"{part}_substantial"):
        return str(SUBSTANTIAL_EFFECT)
    return label_of(Effect, getattr(assessment, f"{part}_effect"))


def digest_of(value: object) -> str:
    """SHA-256 of a value as canonical JSON."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def part_digest(assessment: ImpactAssessment, part: str) -> str:
    return digest_of(part_values(assessment, part))


def marks(assessment: ImpactAssessment) -> dict[str, PartReview]:
    """The newest mark of each part that still is of the text as it stands."""
    found = newest_marks(assessment)
    return {part: row for part, row in found.items() if row.digest == part_digest(assessment, part)}


def newest_marks(assessment: ImpactAssessment) -> dict[str, PartReview]:
    """The newest mark of each part, of whatever text it was."""
    rows = PartReview.objects.filter(project=assessment.project_id).select_related("by")
    return {row.part: row for row in rows.order_by("at", "pk")}


Recorded = TypeVar("Recorded", bound=Record)
Fingerprinted = ScreeningRecord | AssessmentVersion | StillRight
"""Records that say how the project was then."""


class Reading:
    """What the rules look at of some projects: a few queries, however many projects they are.

    `projects` are the rows themselves, never copies that leave something out; what is hidden from
    a reader is said with each question.
    """

    def __init__(self, projects: Iterable[Project], reader: AnyUser | None = None) -> None:
        """A `reader` is told of covering assessments only where they see their projects."""
        self.projects = {project.pk: project for project in projects}
        keys = list(self.projects)
        self.assessments = {
            row.project_id: row
            for row in ImpactAssessment.objects.filter(project__in=keys).select_related("author")
        }
        self.screenings = _newest(ScreeningRecord, keys)
        self.versions = _newest(AssessmentVersion, keys)
        self.looks = _newest(StillRight, keys)
        covering = [row.covered_by_id for row in self.screenings.values() if row.covered_by_id]
        seen = Project.objects.all() if reader is None else Project.objects.visible_to(reader)
        there = Project.objects.filter(pk__in=covering).values_list("pk", flat=True)
        # That a project is there no more is no secret of its own.
        gone = set(covering) - set(there)
        self.covering = gone | set(seen.filter(pk__in=covering).values_list("pk", flat=True))
        approved = AssessmentVersion.objects.filter(project__in=self.covering).order_by()
        self.approved = frozenset(approved.values_list("project", flat=True))
        required = ImpactAssessment.objects.filter(
            project__in=covering, screening=Screening.REQUIRED
        ).order_by()
        self.still_assessed = frozenset(required.values_list("project", flat=True))
        self.changes = _rows(ModelChange, keys, "kind", "done_on")
        self.actions = _rows(FollowUp, keys, "part", "due", "done_on")
        self.links = _rows(Link, keys, "kind")
        self.depends_on = _rows(Dependency, keys, "other")
        in_force = QuestionSet.objects.in_force()
        self.question_set = in_force.pk if in_force else None

    def facts(self, key: int, hidden: Collection[str] = ()) -> Facts:
        """What `rules.completeness` looks at, as far as the reader sees it."""
        project, assessment = self.projects[key], self.assessments.get(key)
        newest = self.screenings.get(key)
        late = sum(
            done is None and due is not None and due < today()
            for _part, due, done in self.actions[key]
        )
        shows_changes, shows_actions = (
            piece not in hidden for piece in (Piece.MODEL_CHANGES, Piece.FOLLOW_UPS)
        )
        late_actions = late if shows_actions else 0
        if assessment is None or newest is None:
            return Facts(starts_on=project.starts_on, late_actions=late_actions)
        version = self.versions.get(key)
        covering, is_withdrawn = None, False
        if newest.decided == Decision.COVERED and newest.covered_by_id in self.covering:
            covering = newest.covered_by_id in self.approved
            is_withdrawn = newest.covered_by_id not in self.still_assessed
        kinds = frozenset(kind for kind, _done in self.changes[key])
        return Facts(
            screening=assessment.screening,
            is_screened=True,
            is_asked=newest.decided == Decision.ASK,
            is_outdated=bool(self._since(key, newest, hidden)),
            introduces_system=assessment.introduces_system,
            personal_data=newest.answers.get("p1") == Answered.YES,
            parts=_answers(assessment, hidden),
            model_kinds=kinds if shows_changes else None,
            model_waits=shows_changes and any(done is None for _kind, done in self.changes[key]),
            action_parts=frozenset(part for part, _due, _done in self.actions[key])
            if shows_actions
            else None,
            late_actions=late_actions,
            link_kinds=frozenset(kind for (kind,) in self.links[key]),
            is_approved=assessment.state in (State.APPROVED, State.CLOSED),
            is_in_review=assessment.state == State.REVIEW,
            approved_on=day_of(version.at) if version else None,
            starts_on=project.starts_on,
            covering_is_approved=covering,
            covering_is_withdrawn=is_withdrawn,
        )

    def since_approval(self, key: int, hidden: Collection[str] = ()) -> list[str]:
        """What speaks for looking at the approved version again; a later look counts instead."""
        version, look = self.versions.get(key), self.looks.get(key)
        if version is None:
            return []
        if look is not None and look.at > version.at:
            return self._since(key, look, hidden)
        return self._since(key, version, hidden)

    def is_recorded(self, key: int) -> bool:
        """Whether it is known how the project was when it was screened or approved."""
        record = self.versions.get(key) or self.screenings.get(key)
        return record is not None and bool(record.fingerprint)

    def to_look_at_again(self, key: int, hidden: Collection[str] = ()) -> list[str]:
        """What speaks for another look at the approved version, or at the screening without one."""
        if key in self.versions:
            return self.since_approval(key, hidden)
        newest = self.screenings.get(key)
        return self._since(key, newest, hidden) if newest is not None else []

    def fingerprint(self, key: int) -> Fingerprint:
        """The project as it is, with the question set in force."""
        others = [other for (other,) in self.depends_on[key]]
        return fingerprint_of(self.projects[key], self.question_set, others)

    def _since(self, key: int, record: Fingerprinted, hidden: Collection[str]) -> list[str]:
        then = Fingerprint.read(record.fingerprint)
        if then is None:
            return []
        return changes_since(then, self.fingerprint(key), day_of(record.at), today(), hidden)


def _newest(model: type[Recorded], keys: list[int]) -> dict[int, Recorded]:
    """The newest record of each project. What was approved is long and not read here."""
    there: models.QuerySet = model._default_manager.filter(project__in=keys)
    rows = there.select_related("by").order_by("at", "pk")
    if model is AssessmentVersion:
        rows = rows.defer("document")
    return {row.project_id: row for row in rows}


def _rows(
    model: type[models.Model], keys: list[int], *names: str
) -> dict[int, list[tuple[Any, ...]]]:
    """Some values of the rows that hang on each project."""
    found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    rows = (
        model._default_manager.filter(project__in=keys)
        .order_by("pk")
        .values_list("project", *names)
    )
    for key, *values in rows.values_list("project", *names):
        found[key].append(tuple(values))
    return found


def _answers(assessment: ImpactAssessment, hidden: Collection[str]) -> dict[str, Answer]:
    return {
        part.name: Answer(
            effect=getattr(assessment, f"{part.name}_effect"),
            text=getattr(assessment, f"{part.name}_text"),
            substantial=getattr(assessment, f"{part.name}_substantial"),
            same_as=getattr(assessment, f"{part.name}_same_as"),
            direction=getattr(assessment, f"{part.name}_direction"),
        )
        for part in shown_parts(hidden)
    }


def facts_of(project: Project, hidden: Collection[str] = ()) -> Facts:
    """What `rules.completeness` looks at of one project."""
    return Reading([project]).facts(project.pk, hidden)


def since_approval(project: Project, hidden: Collection[str] = ()) -> list[str]:
    """What speaks for looking at the approved version of one project again."""
    return Reading([project]).since_approval(project.pk, hidden)


def fingerprint_now(project: Project) -> Fingerprint:
    """The project as it is, with the question set in force."""
    return Reading([project]).fingerprint(project.pk)
